"""Classes, however they are written: 高三（1）班 is 2015级1班 in the school year 2017/18 of a school of
three years, 计算机1801 is the first class of 计算机 that entered in 2018.

Nothing is taken here; how sure it is stands beside each answer.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .grades import STUDY_YEARS, grade_of, school_year_end
from .kinds import match_name
from .names import in_figures, stem

SAME, BY_YEAR, LIKELY, PARTLY, DOUBTFUL = 0.95, 0.9, 0.8, 0.75, 0.7
"""The same year and number; the same by the school year; a subject shortened; a part is said by one
side only; the year is."""

_ENDING = re.compile(r"(?:毕业班|毕业生)?团(?:总支|支部|工委|委|组织)$")
_LONG_GRADE = re.compile(r"(高|初)(?:级)?中(?=[一二三1-3]年?级)")
_YEAR = re.compile(r"(?<!\d)(20\d\d|\d\d)(级|届)|(?<!\d)(20\d\d)(?=[(/])")
_BARE = re.compile(r"(?<![\d高初大])([一二三四123４])(?=\(\d)")
_CODE = re.compile(r"(?<!\d)([12]\d|3[0-5])(\d\d)班?$")
_NUMBER = re.compile(r"(?<!\d)\(?第?0*(\d{1,2})\)?班?$")
_ONLY_NUMBER = re.compile(r"\(?第?0*(\d{1,2})\)?班?")
_STAGE = re.compile(r"[高初]中?$|^[高初]中?")
_LEVELS = {"初": (7, 9), "高": (10, 12)}
_OTHER_SCHOOL = re.compile("[中小大职]学?$|[校院园村镇]$")
_NOTHING = re.compile(r"[()/·\-–—_、,.\s]|专业|年级|班|级$")
_CHANGING = (8, 9)
"""Months in which a school still writes the grade of the year that has ended, or writes the new."""
_TWO_STAGES = frozenset({"完全中学"})


@dataclass(frozen=True, slots=True)
class ClassName:
    """What a name of a class says. `entered`: the year of 2015级, `leaves`: that of 2018届 or, by the
    school year, of 高三; `level` counts school years (高三 is 12), `stage` is 高 or 初. `subject` is
    what is left: 计算机."""

    entered: int | None
    leaves: int | None
    level: int | None
    stage: str
    number: int | None
    subject: str

    @property
    def has_year(self) -> bool:
        """Whether it says of which year it is."""
        return self.entered is not None or self.leaves is not None


@lru_cache(maxsize=65_536)
def class_name(text: str, school_kind: str | None, today: date) -> ClassName:
    """Takes a written class apart; what cannot be told is None or ''."""
    rest = unicodedata.normalize("NFKC", _LONG_GRADE.sub(r"\1", match_name(text)))
    rest = _ENDING.sub("", rest)
    entered = leaves = level = number = None
    grade = grade_of(rest, school_kind)
    if grade is not None:
        start = rest.rindex(grade.label, 0, grade.at + len(grade.label))
        rest = f"{rest[:start]}/{re.sub('^年?级', '', rest[start + len(grade.label) :])}"
        level, leaves = grade.level, school_year_end(today) + grade.last - grade.level
    rest = in_figures(rest)
    if year := _YEAR.search(rest):
        said = 2000 + int((year[1] or year[3])[-2:])
        if year[2] == "届":
            leaves = said
        else:
            entered = said
        rest = f"{rest[: year.start()]}/{rest[year.end() :]}"
    elif level is None and (code := _CODE.search(rest)) and int(code[2]):
        entered, number = 2000 + int(code[1]), int(code[2])
        rest = rest[: code.start()]
    if number is None and (found := _NUMBER.search(rest)):
        number = int(found[1])
        rest = rest[: found.start()]
    stage, rest = _stage(rest, level)
    return ClassName(entered, leaves, level, stage, number, stem(_NOTHING.sub("", rest)))


def _stage(rest: str, level: int | None) -> tuple[str, str]:
    """高 or 初, as the level says or as it stands before a year of entry (初2015级)."""
    for stage, (first, last) in _LEVELS.items():
        if level is not None and first <= level <= last:
            return stage, rest
    bare = rest.strip("/()")
    if said := _STAGE.search(bare):
        return said[0][0], _STAGE.sub("", bare)
    return "", rest


def grade_cell(text: str) -> str:
    """A cell of a column 年级 as it would stand in the name of a class: 三 → 三年级, 2018 → 2018级."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if re.fullmatch(r"20\d\d|[12]\d", plain):
        return f"{plain}级"
    if re.fullmatch(r"[一二三四五六七八九1-9]", plain):
        return f"{plain}年级"
    if re.fullmatch(r"[高初大职]中?[一二三四1-4](?:年级|级)?", plain):
        return re.sub("年?级$", "", plain)
    return plain


def class_cell(text: str) -> str:
    """A cell of a column 班级 as it would stand there: 3 → 3班."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return (
        plain
        if not re.fullmatch(r"\(?\d{1,2}\)?|[一二三四五六七八九十]{1,3}", plain)
        else f"{plain}班"
    )


def in_words(*, grade: str, major: str, class_: str) -> str:
    """What the cells of a row say together, as the name of a class."""
    year, name = grade_cell(grade), class_cell(class_)
    subject = "".join(major.split())
    if subject and subject in name:
        subject = ""
    if year and _says_year(name):
        year = ""
    return f"{year}{subject}{name}"


def contradicts(grade: str, class_: str, school_kind: str | None, today: date) -> bool:
    """Whether the column 年级 says another year than the class itself does."""
    if not grade or not class_:
        return False
    one = class_name(grade_cell(grade), school_kind, today)
    other = class_name(class_, school_kind, today)
    return one.has_year and other.has_year and _same_year(one, other, school_kind, today) == 0


def _says_year(name: str) -> bool:
    plain = in_figures(match_name(name))
    if grade_of(name) is not None or _YEAR.search(plain) or _CODE.search(plain):
        return True
    return grade_of(name, "普通高中") is not None


def alike(one: ClassName, other: ClassName, school_kind: str | None, today: date) -> float:
    """How sure it is that two names are of one class of a school; 0: they are not."""
    if one.number != other.number:
        return 0.0
    year, subject = _same_year(one, other, school_kind, today), _same_subject(one, other)
    if one.number is None and not (one.subject and subject == SAME):
        return 0.0
    return min(year, subject)


def _same_subject(one: ClassName, other: ClassName) -> float:
    if one.subject == other.subject:
        return SAME
    shorter, longer = sorted((one.subject, other.subject), key=len)
    if not shorter:
        return 0.0 if _OTHER_SCHOOL.search(longer) else PARTLY
    signs = iter(longer)
    return LIKELY if longer[0] == shorter[0] and all(sign in signs for sign in shorter) else 0.0


def _same_year(one: ClassName, other: ClassName, school_kind: str | None, today: date) -> float:
    if one.stage and other.stage and one.stage != other.stage:
        return 0.0
    if not one.has_year and not other.has_year:
        return SAME
    if not one.has_year or not other.has_year:
        return DOUBTFUL
    if one.level is not None and other.level is not None:
        return SAME if one.level == other.level else 0.0
    if one.entered is not None and other.entered is not None:
        return SAME if one.entered == other.entered else 0.0
    years = STUDY_YEARS.get(school_kind or "", 0)
    if not years and (one.leaves is None or other.leaves is None):
        return DOUBTFUL
    apart = abs(_leaves(one, years) - _leaves(other, years))
    if one.level is None and other.level is None:
        return (SAME if one.leaves == other.leaves else BY_YEAR) if not apart else 0.0
    moving = today.month in _CHANGING
    if apart:
        return DOUBTFUL if moving and apart == 1 else 0.0
    unclear = school_kind in _TWO_STAGES and not (one.stage and other.stage)
    return PARTLY if unclear or moving else BY_YEAR


def _leaves(name: ClassName, years: int) -> int:
    return name.leaves if name.leaves is not None else (name.entered or 0) + years
