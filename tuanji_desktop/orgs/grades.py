"""Grades in the names of classes: which it is, when it leaves, how the name reads a year later.

Only the numeral of a name is ever replaced: brackets, widths and all else stay as somebody wrote
them. Names by the year of entry (2023级1班) stay for good.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

SCHOOL_YEAR_BEGINS = (8, 1)
"""Month and day from which the classes of a school year are spoken of as the new grade."""

STUDY_YEARS: Mapping[str, int] = MappingProxyType(
    {
        "小学": 6,
        "初中": 3,
        "普通高中": 3,
        "完全中学": 3,
        "中职": 3,
        "中专": 3,
        "高校": 4,
        "省属高校": 4,
        "市属高校": 4,
    }
)
"""Years from entry to graduation, by kind of school."""

_SCRIPTS = ("一二三四五六七八九", "123456789", "１２３４５６７８９")
_NUMERAL = f"[{''.join(_SCRIPTS)}]"
_SERIES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {  # word before the numeral: years of school before it, its last grade
        "初": (6, 3),
        "高": (9, 3),
        "职": (9, 3),
        "中职": (9, 3),
        "高职": (12, 3),
        "大": (12, 4),
        "研": (16, 3),
        "博": (19, 4),
    }
)
_SENIOR = frozenset({"普通高中", "中职", "中专"})
_PREFIXED = re.compile(
    f"(?P<series>[中高]?职|[初高大研博])(?P<numeral>{_NUMERAL})(?![中小所院分附])"
    "(?:(?<![0-9０-９])|(?![0-9０-９]))"  # 高12班 is no 高一
)
_OF_YEAR = re.compile(f"(?<![初高职大研博第届十{''.join(_SCRIPTS)}])(?P<numeral>{_NUMERAL})年级")
_BARE = re.compile(
    f"(?<![初高职大研博第十{''.join(_SCRIPTS)}])(?P<numeral>[一二三四五六七八九])(?=[（(]\\s*[0-9０-９一二三四五六七八九十])"
)
_COHORT = re.compile(
    r"(?<![0-9０-９])(?P<year>[2２][0０][0-9０-９]{2}|[0-9０-９]{2})(?P<word>级|届)"
)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade found in a text. `level` counts school years (高一 is 10), `last` the level from
    which nobody goes up; `at` is the place of the numeral."""

    level: int
    last: int
    at: int
    label: str


@lru_cache(maxsize=65_536)  # asked of the same names by the proposal, the plan and the act
def grade_of(text: str, school_kind: str | None = None) -> Grade | None:
    """The grade that a class name or a grade cell names; the last one where several stand."""
    found = [match for match in _PREFIXED.finditer(text) if _number(match) <= _last(match)]
    if found:
        match = found[-1]
        before, last = _SERIES[match["series"]]
        return Grade(before + _number(match), before + last, match.start("numeral"), match[0])
    for pattern, bare in ((_OF_YEAR, False), (_BARE, True)):
        for match in reversed(list(pattern.finditer(text))):
            levels = _levels(_number(match), school_kind, bare=bare)
            if levels:
                return Grade(*levels, match.start("numeral"), match[0])
    return None


def _number(match: re.Match[str]) -> int:
    return next(
        script.index(match["numeral"]) + 1 for script in _SCRIPTS if match["numeral"] in script
    )


def _last(match: re.Match[str]) -> int:
    return _SERIES[match["series"]][1]


def _levels(number: int, school_kind: str | None, *, bare: bool) -> tuple[int, int] | None:
    """Level and last level of 三年级 or 三（2）班, which mean other things in other schools."""
    if number >= 7:
        return number, 9
    kind = school_kind or ""
    if kind in _SENIOR:
        return (9 + number, 12) if number <= 3 else None
    if kind == "初中":
        return (6 + number, 9) if number <= 3 else None
    if kind.endswith("高校"):
        return (12 + number, 16) if number <= 4 else None
    if kind == "小学" or not bare:
        return (number, 6) if number <= 6 else None
    return None


def raised(text: str, grade: Grade) -> str:
    """The text with the numeral of this grade one higher, in the same script and width."""
    numeral = text[grade.at]
    script = next(script for script in _SCRIPTS if numeral in script)
    return text[: grade.at] + script[script.index(numeral) + 1] + text[grade.at + 1 :]


def school_year_end(day: date) -> int:
    """The year of the summer in which the school year of a day ends."""
    return day.year + ((day.month, day.day) >= SCHOOL_YEAR_BEGINS)


def cohort_of(text: str) -> tuple[int, str] | None:
    """Year and word of 2021级 or 2024届; two digits are of this century."""
    found = list(_COHORT.finditer(text))
    if not found:
        return None
    return 2000 + int(found[-1]["year"]) % 100, found[-1]["word"]


def with_cohort(text: str, year: int) -> str:
    """The text with another year of entry, in as many digits of the same width."""
    match = list(_COHORT.finditer(text))[-1]
    old = match["year"]
    new = str(year)[-len(old) :]
    if not old.isascii():
        new = new.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return text[: match.start("year")] + new + text[match.end("year") :]


def leaves_in(text: str, school_kind: str | None, today: date) -> tuple[int, str] | None:
    """The year in which a class of this name graduates, and why; None where the name is silent."""
    grade = grade_of(text, school_kind)
    if grade is not None:
        year = school_year_end(today) + grade.last - grade.level
        return year, f"班名“{grade.label}”"
    cohort = cohort_of(text)
    if cohort is None:
        return None
    year, word = cohort
    if word == "届":
        return year, f"班名“{year}届”"
    years = 3 if "专科" in text or "高职" in text else STUDY_YEARS.get(school_kind or "", 0)
    return (year + years, f"{year}级，学制 {years} 年") if years else None


def before_grade(text: str, words: str, school_kind: str | None) -> str:
    """The text with `words` before its grade: 高三（1）班 → 2019届高三（1）班."""
    grade = grade_of(text, school_kind)
    if grade is None or words in text:
        return text
    at = text.rindex(grade.label, 0, grade.at + len(grade.label))
    return text[:at] + words + text[at:]
