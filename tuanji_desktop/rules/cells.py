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

from tuanji_desktop.rules.choices import ETHNICITIES, NO, POLITICAL_STATUSES, YES, resolve
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
_USUAL_TEXT = re.compile("[\u4e00-\u9fffA-Za-z0-9（）、，。；：《》-]+")
_BREAK = re.compile(r"\s*[\r\n\v\f\u2028\u2029]+\s*")
_WRAPPED = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]+\s*(?=[^\x00-\x7f])")
_NAME_NOTE = re.compile(
    r"\s*(?:[（(【\[〔][^（(【\[〔]*[）)】\]〕]|[/／、，,;；]?\s*(?:曾用名|原名)\s*[:：]?.*)$"
)
"""What is written behind a name: 张三（女）, 张三（曾用名：李四）."""
_COUNTED = re.compile(rf"^\d{{1,3}}\s*[.、．)）]\s*(?={_HAN})")
_STARS = "*＊"
_ORNAMENTS = _STARS + "★☆※▲△▼●○◆◇■□√✓# "
"""Marks that lists set beside some names, and explain below if at all."""
_ORNAMENTS_BEHIND = _ORNAMENTS.translate({ord(sign): None for sign in "●○◇■□"})
"""Those that never stand for a character: 王□ has one that a computer could not write."""
_SEVERAL = re.compile(r"(?<=\w)\s*[、，,;；/／&＆+＋]\s*(?=\w)")
_TWO_NAMES = re.compile(rf"{_HAN}{{2,4}}\s{_HAN}{{2,4}}")
_LONG_SURNAMES = tuple(
    "欧阳 上官 司马 诸葛 东方 尉迟 公孙 慕容 令狐 夏侯 皇甫 宇文 长孙 司徒 独孤 南宫 端木 轩辕 闻人 公羊"
    " 赫连 澹台 申屠 太史 东郭 西门 呼延 百里 第五 钟离 鲜于 闾丘 万俟 拓跋 纳兰 完颜 司空 仲孙".split()
)
_OTHER_WORDS = (
    "男 女 男性 女性 男生 女生 团员 党员 预备党员 共青团 学生 是 否 无 有 合计 小计 总计 同上 必填 选填"
    " 其他 其它 其他人员 其它人员 教职工 教师 老师 男同学 女同学 在校生 毕业生 班干部 团干部"
    " 姓名 性别 民族 出生日期 出生年月 身份证号 身份证号码 联系电话 手机号码 政治面貌 入团时间 入团年月"
    " 班级 学历 籍贯 备注 单位 地址 电话"
)
_NO_NAMES = frozenset(
    [
        *(name for _, _, name in ETHNICITIES),
        *POLITICAL_STATUSES,
        *_OTHER_WORDS.split(),
    ]
)
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
    if isinstance(raw, str):
        text = raw if _USUAL_TEXT.fullmatch(raw) else text_of(_WRAPPED.sub("", raw))
    else:
        text = text_of(raw)
    return Normalised(text, _too_long(row, text)) if text else _EMPTY


def _notes(row: Field, raw: object, policy: Policy) -> Normalised:
    lines = (text_of(line) for line in str(raw).splitlines())
    text = "\n".join(lines).strip() if isinstance(raw, str) else text_of(raw)
    return Normalised(text or None)


def is_no_name(text: str) -> bool:
    """Whether a text is a word of another column and nobody's name: 男, 汉族, 共青团员."""
    return text in _NO_NAMES


def _without_ornaments(text: str) -> str:
    """A name without the marks beside it. Two stars behind it, or any mark beside a single character,
    hide the rest of the name: 欧阳**, 张*, *明."""
    behind = text.rstrip(_ORNAMENTS_BEHIND)
    if sum(sign in _STARS for sign in text[len(behind) :]) > 1:
        behind = text
    bare = behind.lstrip(_ORNAMENTS)
    return bare if len(bare) != 1 else text


def _name(row: Field, raw: object, policy: Policy) -> Normalised:
    if isinstance(raw, str) and _PLAIN_NAME.fullmatch(raw) and raw not in _NO_NAMES:
        return Normalised(raw)
    written = text_of(raw)
    parted = _COUNTED.sub("", _without_ornaments(written))
    bare = _NAME_NOTE.sub("", parted)
    if bare != parted and len("".join(bare.split())) > 1:
        read = _name(row, bare, policy)
        note = parted[len(bare) :].strip()
        message = f"姓名“{parted}”后面的“{note}”是注释，按“{read.value}”核对。"
        told = Finding(row.name, "warning", "name.note", message, parted, read.value)
        return Normalised(read.value, (*read.findings, told))
    if any(sign in parted for sign in _STARS):
        message = f"姓名“{written}”里有星号，像是打了码，看不出全名，请写全名。"
        return Normalised(parted, (Finding(row.name, "warning", "name.note", message, written),))
    if _SEVERAL.search(parted):
        message = f"姓名“{parted}”像是写了两个人，一人一行，请拆开后重新导入。"
        return Normalised(parted, (Finding(row.name, "error", "name.several", message, parted),))
    text = _HAN_GAP.sub("", parted)
    if text in _NO_NAMES:
        message = f"“{text}”不是姓名，这一行像是错了列，请核对。"
        return Normalised(text, (Finding(row.name, "error", "name.not_a_name", message, text),))
    if _TWO_NAMES.fullmatch(parted) and not parted.startswith(_LONG_SURNAMES):
        message = f"姓名“{parted}”中间有空格，按一个人“{text}”核对；如果是两个人，请拆成两行。"
        return Normalised(text, (Finding(row.name, "warning", "name.spaced", message, parted),))
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
_LETTER_L = str.maketrans("lI|", "111")
_RUNS = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])", re.ASCII)
_ROUND_A_NUMBER = "'’‘`“”\"、，,。.;；:：·_"
_PASSPORT = re.compile(r"[A-Z]{1,3}\d{7,9}", re.ASCII)
_CROSSES = "xX×хХ✕*"


def _id_number(row: Field, raw: object, id_kind: str | None, policy: Policy) -> Normalised:
    if isinstance(raw, str) and is_valid(raw):
        return Normalised(raw)
    if isinstance(raw, float | int) and abs(raw) >= _LARGEST_EXACT:
        kept = Decimal(f"{raw:.{_SIGNIFICANT}g}")
        return _damaged(row, str(raw), f"{kept:f}" if kept.is_finite() else str(raw))
    text = text_of(raw)
    number = unicodedata.normalize("NFKC", "".join(text.split())).strip(_ROUND_A_NUMBER)
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
    return _checked_id(row, text, _alone(_mended(number)))


def _mended(number: str) -> str:
    """Slips that cannot hide another number: the letter O for zero, a lower-case or foreign X."""
    number = number.replace("-", "") if re.fullmatch(r"[\d-]+[\dXx]", number) else number
    body, last = number[:-1].translate(_LETTER_O), number[-1]
    if last in _CROSSES:
        return body + "X" if len(number) == 18 else body + last.upper()
    return body + last.translate(_LETTER_O)


def _alone(number: str) -> str:
    """The one valid number in a cell that says something beside it: 身份证：…, …（本人）; a letter l
    that can only be a one."""
    if number.isdigit() or is_valid(number):
        return number
    runs = _RUNS.findall(number)
    rest = _RUNS.sub("", number)
    if len(runs) == 1 and is_valid(runs[0].upper()) and not any(sign.isdigit() for sign in rest):
        return str(runs[0].upper())
    ones = number.translate(_LETTER_L)
    return ones if is_valid(ones) else number


def _checked_id(row: Field, text: str, number: str) -> Normalised:
    def wrong(code: str, message: str, suggestion: str | None = None) -> Normalised:
        finding = Finding(row.name, "error", code, message, text, suggestion)
        return Normalised(number, (finding,))

    if text.count("*") > 1:
        return wrong(
            "id.checksum", "身份证号打了码（有星号），看不出完整号码，请换成没有打码的名单。"
        )
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
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        message = (
            "身份证号只有15位。15位的旧号只编给1999年10月以前登记的人（GB 11643），2000年以后出生的人"
            "没有15位号码：是18位号码写成了15位，请对照证件填写18位号码。"
        )
        return wrong("id.length", message)
    if _PASSPORT.fullmatch(number):
        message = f"“{number}”像是护照或通行证的号码，不是身份证号。确是的，请加“证件类型”一栏，写明境外证件。"
        return wrong("id.length", message)
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

_MOBILE_LABEL = re.compile(
    r"^(?:手机号?码?|联系电话|电话|移动电话|本人|移动|联通|电信|tel)+:?|(?:本人|微信同号|同微信|微信)$|[;、，,/]$",
    re.IGNORECASE,
)
_TWO_MOBILES = re.compile(r"(1\d{10})\s*[/／、，,;；和或]\s*(1\d{10}|0\d{2,3}-?\d{7,8})", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}", re.ASCII)


def _mobile(row: Field, raw: object, policy: Policy) -> Normalised:
    if isinstance(raw, str) and raw.isdigit() and re.search(policy.mobile_pattern, raw, re.ASCII):
        return Normalised(raw)
    text = _code_text(raw)
    if not text:
        return _EMPTY
    number = _MOBILE_LABEL.sub("", re.sub(r"[-‐‑–—−()（）.·]", "", text))
    number = re.sub(r"^(\+|00)?86(?=1\d{10}$)|^0(?=1\d{10}$)", "", number)
    if re.search(policy.mobile_pattern, number, re.ASCII):
        return Normalised(number)
    if row.name != "mobile" and _LANDLINE.fullmatch(number):
        return Normalised(number)
    if two := _TWO_MOBILES.fullmatch(number):
        message = f"{row.label}“{text}”写了两个号码，只采用第一个 {two[1]}，请核对。"
        return Normalised(two[1], (Finding(row.name, "warning", "mobile.several", message, text),))
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

_SHORT_YEAR = re.compile(
    r"(\d{2})(?:\s*[-./年]\s*\d{1,2})(?:\s*[-./月]\s*\d{0,2}[日号]?)?", re.ASCII
)
_PAST_CENTURY = 50


def _day_or_month(row: Field, raw: object, policy: Policy) -> Normalised:
    text = text_of(raw)
    if not text:
        return _EMPTY
    reading = read_day(unicodedata.normalize("NFKC", text) if isinstance(raw, str) else raw)
    if reading.fault:
        return _unreadable(row, text, reading.fault, _with_century(text, row.kind))
    if row.kind is Kind.MONTH:
        return Normalised(reading.as_month)
    if reading.day is not None:
        return Normalised(reading.as_date)
    # A day that nobody wrote would be invented: the field stays empty.
    message = f"{row.label}“{text}”只写到月，须写明日期，如 {reading.as_month}-01。该项未采用。"
    return Normalised(None, (Finding(row.name, "warning", "date.unreadable", message, text),))


def _with_century(text: str, kind: Kind) -> str | None:
    """What a date with two digits for its year probably is; a proposal only."""
    if match := _SHORT_YEAR.fullmatch(unicodedata.normalize("NFKC", text)):
        century = "20" if int(match[1]) < _PAST_CENTURY else "19"
        reading = read_day(century + match[0])
        if not reading.fault:
            whole = kind is not Kind.MONTH and reading.day is not None
            return reading.as_date if whole else reading.as_month
    return None


def _unreadable(row: Field, text: str, fault: str, suggestion: str | None = None) -> Normalised:
    message = f"{row.label}“{text}”读不出来：{fault}。"
    return Normalised(
        None, (Finding(row.name, "error", "date.unreadable", message, text, suggestion),)
    )


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
