"""One cell of any type to the canonical text of its field, with what is wrong with it.

Canonical: months 'YYYY-MM', days 'YYYY-MM-DD', yes/no '是'/'否', choices as the pack spells them,
numbers as text. Nothing is guessed: what cannot be read is a finding, and an ID number that a
spreadsheet has rounded is refused, never mended (domain.md §10).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal, NamedTuple

from tuanji_desktop.rules.choices import NO, YES, resolve
from tuanji_desktop.rules.dates import read_day
from tuanji_desktop.rules.fields import FIELDS, Field, Kind
from tuanji_desktop.rules.id_numbers import (
    FOREIGN,
    check_character,
    date_in,
    from_legacy,
    is_shaped,
    is_valid,
)
from tuanji_desktop.rules.policy import Policy

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a code of the command line and a sentence for the clerk.

    An `error` cannot be accepted; a `warning` is kept, shown and counted. `suggestion` is a
    value that would be right; it is never taken without being asked.
    """

    field: str
    level: Level
    code: str
    message: str
    value: str = ""
    suggestion: str | None = None


class Normalised(NamedTuple):
    """Canonical text (None where empty) and the findings; a tuple for a million cells' sake."""

    value: str | None
    findings: tuple[Finding, ...] = ()


_EMPTY = Normalised(None)
_LARGEST_EXACT = 1e15
_SIGNIFICANT = 15  # digits that a spreadsheet keeps of a number


def normalise(field: str, raw: object, *, policy: Policy, id_kind: str | None = None) -> Normalised:
    """Read one cell or typed text (str, int, float, date, datetime, bool or None).

    `id_kind`, in any spelling, matters to the ID number only: GB 11643 does not govern 境外证件. A
    damaged ID number keeps its digits in `value`, for the proposal of the one member who fits; it carries an error.
    """
    if raw is None or raw == "":
        return _EMPTY
    row = FIELDS[field]
    if row.kind is Kind.ID_NUMBER:
        return _id_number(row, raw, id_kind, policy)
    if isinstance(raw, str) and row.kind in _REPEATING:
        return _remembered(policy, field, raw)
    return _READERS[row.kind](row, raw, policy)


@lru_cache(maxsize=16384)
def _remembered(policy: Policy, field: str, raw: str) -> Normalised:
    # A list writes the same branches, choices and months in every row.
    row = FIELDS[field]
    return _READERS[row.kind](row, raw, policy)


# ---- text ----

_INVISIBLE = dict.fromkeys(
    [*range(0x09), *range(0x0E, 0x20), 0x7F, 0xAD, *range(0x200B, 0x2010),
     *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
)  # fmt: skip
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDE_ALPHANUMERIC = {code: to for code, to in _WIDE.items() if chr(to).isalnum()}
_TO_TEXT = str.maketrans(_INVISIBLE | _WIDE_ALPHANUMERIC)
_APOSTROPHES = "'’‘`＇"
_HAN = r"[\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{1,20}")
_BREAK = re.compile(r"\s*[\r\n\v\f\u2028\u2029]+\s*")
_WRAPPED = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]+\s*(?=[^\x00-\x7f])")
_HAN_GAP = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_DOTS = re.compile(rf"(?<={_HAN})\s*[.•‧∙⋅・･●．。﹒]\s*(?={_HAN})")
_DOT_SIGNS = re.compile(r"\s*[•‧∙⋅・･●]\s*")


def text_of(raw: object) -> str:
    """A cell's text: no invisible characters, no stray apostrophes, single spaces.

    Full-width letters and digits become narrow; punctuation stays as written, for Chinese text
    has its own, and ideographs are never exchanged (a name is what it is).
    """
    if isinstance(raw, str):
        if raw.isascii() and raw.isalnum():
            return raw
        text = raw.translate(_TO_TEXT)
        text = _BREAK.sub(" ", text)
        return " ".join(text.split()).strip(_APOSTROPHES).strip()
    if isinstance(raw, bool):
        return YES if raw else NO
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < _LARGEST_EXACT:
        return str(int(raw))
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    return str(raw)


def _code_text(raw: object) -> str:
    """Text of a number-like cell: NFKC, no spaces, no apostrophes, no '.0' of a former float."""
    text = text_of(raw)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = "".join(text.split()).strip(_APOSTROPHES)
    return re.sub(r"(?<=\d)\.0+$", "", text)


def _too_long(row: Field, text: str) -> tuple[Finding, ...]:
    if row.max_length is None or len(text) <= row.max_length:
        return ()
    message = f"{row.label}最多{row.max_length}个字，现有{len(text)}个字，请缩短。"
    return (Finding(row.name, "error", "text.too_long", message, text),)


def _text(row: Field, raw: object, policy: Policy) -> Normalised:
    text = text_of(_WRAPPED.sub("", raw) if isinstance(raw, str) else raw)
    return Normalised(text, _too_long(row, text)) if text else _EMPTY


def _notes(row: Field, raw: object, policy: Policy) -> Normalised:
    lines = (text_of(line) for line in str(raw).splitlines())
    text = "\n".join(lines).strip() if isinstance(raw, str) else text_of(raw)
    return Normalised(text or None)


def _name(row: Field, raw: object, policy: Policy) -> Normalised:
    if isinstance(raw, str) and _PLAIN_NAME.fullmatch(raw):
        return Normalised(raw)
    text = _HAN_GAP.sub("", text_of(raw))
    text = _DOT_SIGNS.sub("·", _DOTS.sub("·", text))
    if re.search(_HAN, text):
        text = re.sub(r"\s*·\s*", "·", text)
    if not text:
        return _EMPTY
    if any(character.isdigit() for character in text):
        message = f"姓名“{text}”里有数字，请核对是否串列或误填。"
        return Normalised(text, (Finding(row.name, "error", "name.digits", message, text),))
    return Normalised(text, _too_long(row, text))


# ---- ID number ----

_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+", re.ASCII)
_LETTER_O = str.maketrans("oOоОｏＯ", "000000")
_CROSSES = "xX×хХ✕*"


def _id_number(row: Field, raw: object, id_kind: str | None, policy: Policy) -> Normalised:
    if isinstance(raw, str) and is_valid(raw):
        return Normalised(raw)
    if isinstance(raw, float | int) and abs(raw) >= _LARGEST_EXACT:
        kept = Decimal(f"{raw:.{_SIGNIFICANT}g}")
        return _damaged(row, str(raw), f"{kept:f}" if kept.is_finite() else str(raw))
    text = text_of(raw)
    number = unicodedata.normalize("NFKC", "".join(text.split())).strip(_APOSTROPHES)
    if not number:
        return _EMPTY
    if id_kind and resolve("id_kind", text_of(id_kind), policy)[0] == FOREIGN:
        return Normalised(number.upper())
    if _SCIENTIFIC.fullmatch(number):
        try:
            digits = f"{Decimal(number):f}".partition(".")[0]
        except InvalidOperation:
            digits = number
        return _damaged(row, text, digits if len(digits) < 32 else number)
    if whole := re.fullmatch(r"(\d{15,})\.0+", number, re.ASCII):
        number = whole[1]
        if len(number) > _SIGNIFICANT:
            return _damaged(row, text, number)
    return _checked_id(row, text, _mended(number))


def _mended(number: str) -> str:
    """Slips that cannot hide another number: the letter O for zero, a lower-case or foreign X."""
    number = number.replace("-", "") if re.fullmatch(r"[\d-]+[\dXx]", number) else number
    body, last = number[:-1].translate(_LETTER_O), number[-1]
    if last in _CROSSES:
        return body + "X" if len(number) == 18 else body + last.upper()
    return body + last.translate(_LETTER_O)


def _checked_id(row: Field, text: str, number: str) -> Normalised:
    def wrong(code: str, message: str, suggestion: str | None = None) -> Normalised:
        finding = Finding(row.name, "error", code, message, text, suggestion)
        return Normalised(number, (finding,))

    rest = number[_SIGNIFICANT:]
    rounded = len(rest) >= 2 and number.isascii() and number.isdigit() and not rest.strip("0")
    if len(number) == 18 and is_shaped(number):
        if check_character(number[:17]) == number[17]:
            if date_in(number) is not None:
                return Normalised(number)
        elif rounded:
            return _damaged(row, text, number)
        if date_in(number) is None:
            message = f"身份证号第7至14位“{number[6:14]}”不是正确的出生日期，请核对。"
            return wrong("id.birth_date", message)
        message = (
            f"身份证号校验位不符：末位应为“{check_character(number[:17])}”，现为“{number[17]}”。"
        )
        return wrong("id.checksum", f"{message}号码中至少有一位写错，请对照证件核对。")
    if rounded and len(number) == 17:
        return _damaged(row, text, number)
    if len(number) == 15 and (converted := from_legacy(number)):
        message = f"这是15位的旧身份证号，请核对后改用18位号码（可能是{converted}）。"
        return wrong("id.length", message, converted)
    if len(number) != 18:
        return wrong("id.length", f"身份证号应为18位，现为{len(number)}位，请对照证件核对。")
    return wrong("id.checksum", "身份证号前17位应全是数字，末位为数字或X，请对照证件核对。")


def _damaged(row: Field, text: str, digits: str) -> Normalised:
    message = (
        "身份证号被电子表格当作数字保存，第16位以后已经丢失，不能使用。"
        "请把该列设为文本格式后重新填写。"
    )
    return Normalised(digits, (Finding(row.name, "error", "id.precision_lost", message, text),))


# ---- phones and other numbers ----

_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}", re.ASCII)


def _mobile(row: Field, raw: object, policy: Policy) -> Normalised:
    if isinstance(raw, str) and raw.isdigit() and re.search(policy.mobile_pattern, raw, re.ASCII):
        return Normalised(raw)
    text = _code_text(raw)
    if not text:
        return _EMPTY
    number = re.sub(r"[-‐‑–—−()（）.·]", "", text)
    number = re.sub(r"^(\+|00)?86(?=1\d{10}$)|^0(?=1\d{10}$)", "", number)
    if re.search(policy.mobile_pattern, number, re.ASCII):
        return Normalised(number)
    if row.name != "mobile" and _LANDLINE.fullmatch(number):
        return Normalised(number)
    message = f"{row.label}“{text}”不是1开头的11位手机号码，请核对。"
    return Normalised(text, (Finding(row.name, "warning", "mobile.format", message, text),))


def _number(row: Field, raw: object, policy: Policy) -> Normalised:
    if row.name == "graduation_year":
        return _graduation_year(row, raw)
    text = _code_text(raw)
    if not text:
        return _EMPTY
    if row.name == "development_number":
        return _development_number(row, raw, text, policy)
    return Normalised(text)


def _development_number(row: Field, raw: object, text: str, policy: Policy) -> Normalised:
    rule = policy.numbers
    if (not isinstance(raw, str | int) and len(text) > _SIGNIFICANT) or _SCIENTIFIC.fullmatch(text):
        fault = "被电子表格当作数字保存，后几位已经丢失，请把该列设为文本格式后重新填写"
    elif not (text.isascii() and text.isdigit()):
        fault = f"应为{rule.digits}位数字，不能有其他字符"
    elif len(text) == rule.long_digits and not text.startswith(rule.long_prefixes):
        prefixes = "、".join(rule.long_prefixes)
        fault = f"{rule.long_digits}位编号只有以{prefixes}开头的才有效"
    elif len(text) not in {rule.digits, rule.long_digits}:
        fault = f"应为{rule.digits}位数字，现为{len(text)}位"
        fault += "（8位的是团员证编号，不是发展团员编号）" if len(text) == 8 else ""
    else:
        return Normalised(text)
    message = f"{row.label}“{text}”{fault}。"
    return Normalised(
        text, (Finding(row.name, "error", "development_number.format", message, text),)
    )


def _graduation_year(row: Field, raw: object) -> Normalised:
    text = text_of(raw)
    match = re.match(r"((?:19|20)\d{2})(?!\d{3}$)", _code_text(raw), re.ASCII)
    if match:
        return Normalised(match[1])
    reading = read_day(raw if not isinstance(raw, str) else text)
    if not reading.fault:
        return Normalised(f"{reading.year:04d}")
    return _unreadable(row, text, "看不出是哪一年，请写作 2018 的样子")


# ---- dates ----


def _day_or_month(row: Field, raw: object, policy: Policy) -> Normalised:
    text = text_of(raw)
    if not text:
        return _EMPTY
    reading = read_day(unicodedata.normalize("NFKC", text) if isinstance(raw, str) else raw)
    if reading.fault:
        return _unreadable(row, text, reading.fault)
    if row.kind is Kind.MONTH:
        return Normalised(reading.as_month)
    if reading.day is not None:
        return Normalised(reading.as_date)
    # A day that nobody wrote would be invented: the field stays empty.
    message = f"{row.label}“{text}”只写到月，须写明日期，如 {reading.as_month}-01。该项未采用。"
    return Normalised(None, (Finding(row.name, "warning", "date.unreadable", message, text),))


def _unreadable(row: Field, text: str, fault: str) -> Normalised:
    message = f"{row.label}“{text}”读不出来：{fault}。"
    return Normalised(None, (Finding(row.name, "error", "date.unreadable", message, text),))


# ---- choices ----


def _choice(row: Field, raw: object, policy: Policy) -> Normalised:
    text = text_of(raw)
    if not text:
        return _EMPTY
    canonical, _ = resolve(row.name, text, policy)
    if canonical is not None:
        return Normalised(canonical)
    message = f"{row.label}“{text}”不在可选范围内，已照原样保留，请核对。"
    return Normalised(text, (Finding(row.name, "warning", "choice.unknown", message, text),))


_READERS: Mapping[Kind, Callable[[Field, object, Policy], Normalised]] = {
    Kind.TEXT: _text,
    Kind.BRANCH: _text,
    Kind.NOTES: _notes,
    Kind.NAME: _name,
    Kind.MOBILE: _mobile,
    Kind.NUMBER: _number,
    Kind.MONTH: _day_or_month,
    Kind.DATE: _day_or_month,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _choice,
}
_REPEATING = frozenset(_READERS) - {Kind.NAME, Kind.MOBILE, Kind.NUMBER, Kind.NOTES}
