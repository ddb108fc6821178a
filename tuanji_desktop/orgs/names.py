"""How alike two written names of organisations are, whatever numerals and short forms they use.

`loose` is one spelling for 高三（1）班, 高三1班 and 高3班（一）; it serves finding only. What is
compared first, and exactly, is `kinds.match_name`.
"""

import re
from functools import lru_cache

from .kinds import match_name

_NUMERAL = "一二三四五六七八九十"
_DIGITS = {one: str(place) for place, one in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_RUN = re.compile(r"[〇○零一二三四五六七八九十]+")
_YEAR = re.compile(r"二[〇○零]([〇○零一二三四五六七八九]{2})(?=[级届年])")
_GRADE = re.compile(
    r"(高|初)([一二三1-3])(?:年级|级)?[-–—.、]?(?=[(\d" + _NUMERAL + r"班年级团]|$)",
    re.ASCII,
)
_MIDDLE = re.compile(r"([七八九7-9])年级[-–—.、]?", re.ASCII)
_LOWER = re.compile(r"(?<![\d" + _NUMERAL + r"])([一二三四五六1-6])年级[-–—.、]?", re.ASCII)
_COHORT = re.compile(r"(?<!\d)(?:20)?(\d\d)(级|届)", re.ASCII)
_SCHOOL = re.compile(r"第?([" + _NUMERAL + r"]{1,3}|\d{1,2})(中|小)学?", re.ASCII)
_BRACKETED = re.compile(r"\((\d{1,3})\)", re.ASCII)
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)", re.ASCII)
_REGION = re.compile(r"(?<=[\u4e00-\u9fff]{2})[县市省](?=[^团])")
_COUNTY_FORM = re.compile(r"^(.{2,12}?)团([省市县区州旗盟镇乡])委$")
_PARTED = re.compile(r"(?<=[省市县区州旗盟镇乡])委$")
"""青溪团县委 and 共青团青溪县委 are 青溪县团委."""
_ENDING = re.compile(r"(?:毕业班|毕业生)?团(?:总支|支部|工委|委|组织)$")
_SHORT_FORMS = (
    ("中等职业技术学校", "职校"),
    ("中等职业学校", "职校"),
    ("职业技术学校", "职校"),
    ("职业高级中学", "职高"),
    ("高级中学", "高中"),
    ("民族中学", "民中"),
    ("实验中学", "实中"),
    ("实验小学", "实小"),
    ("附属中学", "附中"),
    ("附属小学", "附小"),
    ("技工学校", "技校"),
    ("师范大学", "师大"),
)
_LONGEST = 60


@lru_cache(maxsize=65_536)
def loose(name: str) -> str:
    """A name with every numeral in figures, brackets gone, regions and schools in their short form."""
    text = _years(match_name(name))
    text = _PARTED.sub("团委", _COUNTY_FORM.sub(r"\1\2团委", text))
    for written, short in _SHORT_FORMS:
        text = text.replace(written, short)
    text = _GRADE.sub(lambda grade: f"{grade[1]}{_number(grade[2])}/", text)
    text = _MIDDLE.sub(lambda grade: f"初{_number(grade[1]) - 6}/", text)
    text = _LOWER.sub(lambda grade: f"{_number(grade[1])}年级·", text)
    text = _SCHOOL.sub(lambda school: f"{_number(school[1])}{school[2]}", text)
    text = _numbers(text)
    text = _COHORT.sub(r"20\1\2", text)
    text = _REGION.sub("", text)
    text = _BRACKETED.sub(r"\1", text)
    text = _ZEROS.sub("", text)
    return "".join(one for one in text if one not in "()·-–—_、,. ")


def in_figures(text: str) -> str:
    """A text with its Chinese numerals in figures: 二〇一五级十二班 is 2015级12班."""
    return _numbers(_years(text))


def _years(text: str) -> str:
    return _YEAR.sub(lambda year: f"20{_figures(year[1])}", text)


def _numbers(text: str) -> str:
    return _RUN.sub(lambda run: str(_number(run[0])), text)


def stem(name: str) -> str:
    """The loose name without what sort of organisation it is: 高31班 of 高三（1）班团支部."""
    text = loose(name)
    return _ENDING.sub("", text) or text


def ends_with(longer: str, shorter: str) -> bool:
    """Whether a name is the end of another, and no number is cut in two: 1班 is not of 11班."""
    if not longer.endswith(shorter):
        return False
    cut = len(longer) - len(shorter)
    return cut == 0 or not (shorter[:1].isdigit() and longer[cut - 1].isdigit())


def likeness(one: str, other: str) -> float:
    """How alike two stems are, from 0 to 1 (equal): edit distance over length.

    A longer name may begin with the region or the school that the shorter leaves out. Other
    numbers make another class, however alike the rest is.
    """
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    shorter, longer = sorted(
        (one[-_LONGEST:], other[-_LONGEST:]), key=lambda text: (len(text), text)
    )
    whole = 1 - _distance(shorter, longer) / len(longer)
    if len(shorter) >= 3:
        tail = longer[-len(shorter) :]
        whole = max(whole, 0.95 * (1 - _distance(shorter, tail) / len(shorter)))
    others = iter(re.findall(r"\d+", longer))
    if not all(number in others for number in re.findall(r"\d+", shorter)):
        whole *= 0.6
    return min(whole, 0.99)


def _distance(one: str, other: str) -> int:
    """How many characters have to be put in, taken out or exchanged."""
    row = list(range(len(other) + 1))
    for line, left in enumerate(one, 1):
        above, row[0] = row[0], line
        for column, right in enumerate(other, 1):
            above, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, above + (left != right)),
            )
    return row[-1]


def _number(text: str) -> int:
    """三 → 3, 十二 → 12, 二十 → 20, 三一 → 31, 12 → 12."""
    if text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        ones = ones.replace("十", "")
        return int(_figures(tens) or 1) * 10 + int(_figures(ones) or 0)
    return int(_figures(text))


def _figures(text: str) -> str:
    return "".join(_DIGITS.get(one, "") for one in text)
