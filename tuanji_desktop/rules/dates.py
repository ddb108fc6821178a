"""Months and days as lists write them, to 'YYYY-MM' and 'YYYY-MM-DD' (domain.md §10)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_SERIALS = range(7306, 73051)  # 1920 … 2099
_YEARS = range(1900, 2100)
_MONTHS = 12

_RECORDED_YEARS = range(1800, 2100)
"""Years of a whole date in the canonical spelling: the oldest that an ID number gives."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
_PARTED = re.compile(
    r"(\d{4})\s*[-./年、,\\ ]\s*(\d{1,2})\s*(?:(?:月份|[-./月、,\\ ])\s*(?:(\d{1,2})\s*[日号]?)?)?",
    re.ASCII,
)
_NUMERALS = "〇一二三四五六七八九"
_IN_NUMERALS = re.compile(
    rf"([{_NUMERALS}]{{4}})年([{_NUMERALS}十]{{1,3}})(?:月份|月)(?:([{_NUMERALS}十]{{1,3}})[日号]?)?"
)
_MIXED = re.compile(
    rf"(\d{{4}})年([{_NUMERALS}十]{{1,3}})(?:月份|月)(?:([{_NUMERALS}十]{{1,3}})[日号]?)?", re.ASCII
)
_MONTH_FIRST = re.compile(r"(\d{1,2})\s*[-./]\s*((?:19|20)\d{2})", re.ASCII)
_SHORT = re.compile(r"\d{2}\s*([-./])\s*\d{1,2}\s*\1\s*\d{1,2}", re.ASCII)
_WHAT_OF = re.compile(r"(?:入团|入党|加入|出生|毕业)$|[.、,;。]$")
_NUMERAL_YEAR = re.compile(rf"[{_NUMERALS}]{{4}}\s*年?")
_CLOCK = re.compile(r"[\sT]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)
_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−－﹣~～〜", "-")
    | dict.fromkeys("·•・．。｡", ".")
    | dict.fromkeys("零○◯Ο", "〇")
)
"""What an input method or a word processor puts for a hyphen, a dot and a nought."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: a month and, where it stands there, a day; or why it says nothing."""

    year: int = 0
    month: int = 0
    day: int | None = None
    fault: str = ""

    @property
    def as_month(self) -> str:
        """'YYYY-MM'."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def as_date(self) -> str:
        """'YYYY-MM-DD'; only where there is a day."""
        return f"{self.as_month}-{self.day:02d}"


_UNREADABLE = Reading(fault="看不出是哪一年哪一月，请写作 2018-09 或 2018-09-01")
_NO_YEAR = Reading(fault="没有写年份，请写作 2018-09 的样子")
_NO_MONTH = Reading(fault="只写了年份，请补上月份，如 2018-09")
_SHORT_YEAR = Reading(fault="年份只写了两位，请写四位，如 2018-09")
_YEAR_LAST = Reading(fault="年月日的次序看不准，请写作 2018-09-01 的样子")
_NO_SUCH_DAY = Reading(fault="没有这一天，请核对")
_TEN_OR_ONE = Reading(
    fault="表格把“.10”存成了“.1”，分不清是1月还是10月，请写作 2018-01 或 2018-10 的样子"
)


def read_day(raw: object) -> Reading:
    """Read a cell of any type; text must be NFKC-normalised and stripped."""
    if isinstance(raw, datetime | date):
        return _made(raw.year, raw.month, raw.day)
    if isinstance(raw, bool):
        return _UNREADABLE
    if isinstance(raw, int | float):
        return _read_number(raw)
    return _read_text(str(raw))


def _read_number(number: float) -> Reading:
    if not 0 < number < 1e9:
        return _UNREADABLE
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    whole, _, fraction = text.partition(".")
    if len(whole) == 4 and int(whole) in _YEARS:
        if not fraction:
            return _NO_MONTH
        # 2018.1 may have been typed as 2018.10: a number keeps no trailing zero.
        return _TEN_OR_ONE if fraction == "1" else _made(int(whole), int(fraction), None)
    if not fraction and len(whole) in {6, 8}:
        return _read_text(whole)
    if int(number) in _EXCEL_SERIALS:
        day = _EXCEL_EPOCH + timedelta(days=int(number))
        return _made(day.year, day.month, day.day)
    return _UNREADABLE


def _read_text(text: str) -> Reading:
    text = re.sub("--+", "-", _CLOCK.sub("", text).translate(_SIGNS))
    text = _WHAT_OF.sub("", text)
    if match := _ISO.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3]), years=_RECORDED_YEARS)
    if match := _COMPACT.fullmatch(text) or _PARTED.fullmatch(text):
        day = int(match[3]) if match[3] and int(match[3]) else None
        return _made(int(match[1]), int(match[2]), day)
    if match := _MONTH_FIRST.fullmatch(text):
        return _made(int(match[2]), int(match[1]), None)
    if match := _MIXED.fullmatch(text.replace(" ", "")):
        return _made(int(match[1]), _numeral(match[2]), _numeral(match[3]) if match[3] else None)
    if match := _IN_NUMERALS.fullmatch(text.replace(" ", "")):
        year = int("".join(str(_NUMERALS.index(sign)) for sign in match[1]))
        return _made(year, _numeral(match[2]), _numeral(match[3]) if match[3] else None)
    if re.fullmatch(r"(19|20)\d{2}\s*年?", text, re.ASCII) or _NUMERAL_YEAR.fullmatch(text):
        return _NO_MONTH
    if parts := re.fullmatch(r"(\d{1,2})\s*[-./月]\s*(\d{1,2}\s*日?)?", text, re.ASCII):
        return _NO_YEAR if int(parts[1]) <= _MONTHS or not parts[2] else _SHORT_YEAR
    if re.fullmatch(r"\d{2}\s*年\s*\d{1,2}\s*月?.*", text, re.ASCII) or _SHORT.fullmatch(text):
        return _SHORT_YEAR
    if re.fullmatch(r"\d{1,2}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{4}", text, re.ASCII):
        return _YEAR_LAST
    if _NUMBER.fullmatch(text):
        return _read_number(float(text))
    return _UNREADABLE


def _numeral(text: str) -> int:
    """一 … 三十一; 0 for what is no number up to 99."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or (not ten and not ones):
        return 0
    return (_NUMERALS.index(tens) if tens else bool(ten)) * 10 + (
        _NUMERALS.index(ones) if ones else 0
    )


def _made(year: int, month: int, day: int | None, *, years: range = _YEARS) -> Reading:
    if year not in years:
        return _UNREADABLE
    try:
        date(year, month, 1 if day is None else day)
    except ValueError:
        return _NO_SUCH_DAY
    return Reading(year, month, day)
