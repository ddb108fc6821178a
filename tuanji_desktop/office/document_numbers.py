"""The office's own 文号: series by pattern, the next number of the year, a register without doubles.

A number is a series (青团字), a year in 〔 〕 and an ordinal without leading zeros and without 第
(GB/T 9704). It is taken inside the write that makes the paper. A voided one is never used again, and
one that was ever given is never proposed again, not even when the act that took it was undone.
Numbers of other offices are text like any other; what cannot be read as ours is not registered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput, NotFound, RuleRefused, TuanjiError
from .archive import insert_row
from .context import Context
from .service import get_setting

SETTING = "office.document_series"
EXAMPLE = "青团字〔年〕号；青团函〔年〕号"
LONGEST_SERIES = 20

_BRACKETS = str.maketrans(
    "[]（）()【】［］〈〉０１２３４５６７８９", "〔〕〔〕〔〕〔〕〔〕〔〕0123456789"
)
_PATTERN = re.compile(
    r"([^〔〕{}\d]+)〔(?:\{?年\}?|[×xX*＊_＿]*|\d{4})〕(?:\{?号\}?|[×xX*＊_＿]*|\d*)号"
)
_NUMBER = re.compile(r"([^〔〕]+)〔(\d{4})〕第?0*(\d{1,6})号")
_ALL = (
    "SELECT id, series, year, number, subject, taken_by, taken_on, void_reason, used_for "
    "FROM document_numbers "
)


@dataclass(frozen=True, slots=True, order=True)
class DocumentNumber:
    """One number of a series."""

    series: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.number}号"


@dataclass(frozen=True, slots=True)
class Taken:
    """A given number. `used_for` names the paper that bears it; "" while it is only reserved."""

    id: int
    number: DocumentNumber
    subject: str
    taken_by: str
    taken_on: str
    void_reason: str
    used_for: str

    @property
    def void(self) -> bool:
        """Whether it was voided."""
        return bool(self.void_reason)

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        return "作废" if self.void else "已用" if self.used_for else "预留"


@dataclass(frozen=True, slots=True)
class Register:
    """The numbers of a year, what lies open between them, and what comes next of each series."""

    year: int
    taken: tuple[Taken, ...]
    gaps: tuple[DocumentNumber, ...]
    next: tuple[DocumentNumber, ...]


# ------------------------------------------------------------------ the series
def read_series(text: str) -> tuple[str, ...]:
    """The series that a setting names, in its order: 青团字〔年〕号；青团函〔年〕号.

    Raises `BadInput` for what is no pattern of a 文号.
    """
    found = []
    for part in re.split(r"[;；,，、\n]+", text):
        pattern = "".join(part.split()).translate(_BRACKETS)
        if not pattern:
            continue
        if "〕第" in pattern:
            raise BadInput(
                "document_number.series",
                f"发文字号“{part.strip()}”里不写“第”（GB/T 9704），请改成“青团字〔年〕号”的样子。",
            )
        match = _PATTERN.fullmatch(pattern)
        if match is None or len(match[1]) > LONGEST_SERIES:
            raise BadInput(
                "document_number.series",
                f"“{part.strip()}”不是发文字号格式。请写成“青团字〔年〕号”的样子，"
                f"有几种的用分号隔开，例如：{EXAMPLE}。",
            )
        found.append(match[1])
    return tuple(dict.fromkeys(found))


def written_series(series: Sequence[str]) -> str:
    """A setting from its series."""
    return "；".join(f"{one}〔年〕号" for one in series)


def series_of(connection: Connection) -> tuple[str, ...]:
    """The office's own series; what an older program let pass as one is left out."""
    try:
        return read_series(get_setting(connection, SETTING) or "")
    except BadInput:
        return ()


def parse_number(text: str) -> DocumentNumber | None:
    """A 文号 with its parts, whatever brackets it was typed with; None where it is none."""
    match = _NUMBER.fullmatch("".join(text.split()).translate(_BRACKETS))
    if match is None or int(match[3]) == 0:
        return None
    return DocumentNumber(match[1], int(match[2]), int(match[3]))


def own_number(connection: Connection, text: str) -> DocumentNumber | None:
    """The same where it is of one of the office's own series."""
    found = parse_number(text)
    return found if found is not None and found.series in series_of(connection) else None


def proper(connection: Connection, text: str | None) -> str:
    """A typed 文号 as it is printed: ours by the standard, another office's as it was typed."""
    clean = (text or "").strip()
    found = own_number(connection, clean)
    return str(found) if found is not None else clean


# ------------------------------------------------------------------ looking up
def next_number(connection: Connection, series: str, year: int) -> DocumentNumber:
    """The number after the highest that was ever given, acts that were undone included."""
    given = connection.exec_driver_sql(
        "SELECT max(number) FROM document_numbers WHERE series = ? AND year = ?", (series, year)
    ).scalar()
    return DocumentNumber(series, year, max([given or 0, *_ever(connection, series, year)]) + 1)


def _ever(connection: Connection, series: str, year: int) -> list[int]:
    """Every number that the journal knows of, given up or not."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT json_extract(coalesce(after, before), '$.number') FROM journal_rows "
        "WHERE table_name = 'document_numbers' "
        "AND json_extract(coalesce(after, before), '$.series') = ? "
        "AND json_extract(coalesce(after, before), '$.year') = ?",
        (series, year),
    )
    return [int(number) for (number,) in rows]


def proposals(context: Context) -> tuple[DocumentNumber, ...]:
    """The next number of this year of each own series."""
    with context.database.read() as connection:
        return _proposals(connection, context.today.year)


def _proposals(connection: Connection, year: int) -> tuple[DocumentNumber, ...]:
    return tuple(next_number(connection, one, year) for one in series_of(connection))


def years(context: Context) -> tuple[int, ...]:
    """The years that have numbers, the latest first; this year always."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT DISTINCT year FROM document_numbers")
        found = {int(year) for (year,) in rows}
    return tuple(sorted(found | {context.today.year}, reverse=True))


def load_register(
    context: Context, *, year: int | None = None, series: str | None = None
) -> Register:
    """The register of a year, by series and number."""
    wanted = year or context.today.year
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            _ALL + "WHERE year = ? ORDER BY series, number", (wanted,)
        ).all()
        upcoming = _proposals(connection, wanted)
    taken = tuple(one for one in map(_taken, rows) if series in (None, one.number.series))
    return Register(
        wanted,
        taken,
        gaps_between([one.number for one in taken]),
        tuple(one for one in upcoming if series in (None, one.series)),
    )


def gaps_between(numbers: Sequence[DocumentNumber]) -> tuple[DocumentNumber, ...]:
    """What was left out between the lowest and the highest of each series and year.

    Before the lowest there may be what was numbered without the program.
    """
    return tuple(
        DocumentNumber(one.series, one.year, missing)
        for one, later in pairwise(sorted(numbers))
        if (one.series, one.year) == (later.series, later.year)
        for missing in range(one.number + 1, later.number)
    )


def judge(context: Context, text: str) -> str:
    """What the clerk should know of a typed number; "" where nothing is to be said."""
    with context.database.read() as connection:
        found = own_number(connection, text)
        if found is None:
            return ""
        row = _row(connection, found)
        upcoming = next_number(connection, found.series, found.year)
    if found.year > context.today.year:
        return f"{found.year} 年还没有到，请核对年份。"
    if row is not None:
        held = _taken(row)
        if held.void:
            return f"{found} 已作废（{held.void_reason}），不能再用。下一个是 {upcoming}。"
        if held.used_for:
            return f"{found} 已用于{held.used_for}：{held.subject}。下一个是 {upcoming}。"
        return f"{found} 已预留给“{held.subject}”，用在这里即算这一件。"
    if found.number > upcoming.number and upcoming.number > 1:
        last = f" 至 {found.number - 1}号" if found.number - 1 > upcoming.number else ""
        return f"跳过了 {upcoming}{last}，登记簿里会有空号。"
    if found.number < upcoming.number:
        return f"登记簿里没有 {found}，号比下一个 {upcoming} 小。确认是补登记或用回撤销的号，再用。"
    return ""


def _row(connection: Connection, number: DocumentNumber) -> Row[Any] | None:
    return connection.exec_driver_sql(
        _ALL + "WHERE series = ? AND year = ? AND number = ?",
        (number.series, number.year, number.number),
    ).one_or_none()


def _taken(row: Row[Any]) -> Taken:
    return Taken(
        row.id,
        DocumentNumber(row.series, row.year, row.number),
        row.subject,
        row.taken_by,
        row.taken_on,
        row.void_reason or "",
        row.used_for or "",
    )


# --------------------------------------------------------------------- taking
def take_number(
    connection: Connection,
    context: Context,
    number: DocumentNumber,
    *,
    subject: str,
    used_for: str = "",
) -> int:
    """Gives a number inside the caller's write; returns its row.

    The same paper may bear it again, and a paper may take what was only reserved. Refused: a voided
    number, one of another paper, one of a year to come.
    """
    row = _row(connection, number)
    why = _refusal(connection, context, number, row, used_for)
    if why is not None:
        raise why
    if row is None:
        return insert_row(
            connection,
            "document_numbers",
            series=number.series,
            year=number.year,
            number=number.number,
            subject=subject,
            taken_by=context.operator,
            taken_on=context.today.isoformat(),
            used_for=used_for or None,
        )
    if not row.used_for:
        connection.exec_driver_sql(
            "UPDATE document_numbers SET used_for = ? WHERE id = ?", (used_for, row.id)
        )
    return int(row.id)


def _refusal(
    connection: Connection,
    context: Context,
    number: DocumentNumber,
    row: Row[Any] | None,
    used_for: str,
) -> TuanjiError | None:
    """Why a paper may not bear a number; None where it may."""
    if number.year > context.today.year:
        return BadInput("document_number.year", f"文号 {number} 的年份还没有到，请核对后重新填写。")
    if row is None:
        return None
    held = _taken(row)
    upcoming = next_number(connection, number.series, number.year)
    if held.void:
        return RuleRefused(
            "document_number.void",
            f"文号 {number} 已作废（{held.void_reason}），作废的号不再使用。"
            f"请改用下一个号 {upcoming}。",
        )
    if used_for and held.used_for in ("", used_for):
        return None
    where = f"用于{held.used_for}" if held.used_for else "预留"
    return RuleRefused(
        "document_number.taken",
        f"文号 {number} 已由{held.taken_by}于 {held.taken_on} {where}（{held.subject}）。"
        f"一个号只能用于一份公文，请改用下一个号 {upcoming}。",
    )


def require_number(context: Context, text: str, *, used_for: str) -> None:
    """Refuses a paper that would bear another one's 文号; writes nothing."""
    with context.database.read() as connection:
        found = own_number(connection, text)
        if found is None:
            return
        why = _refusal(connection, context, found, _row(connection, found), used_for)
    if why is not None:
        raise why


def refused_words(context: Context, text: str, *, used_for: str) -> str:
    """Why a paper may not go out with a 文号; "" where it may, or where the number is not ours."""
    try:
        require_number(context, text, used_for=used_for)
    except TuanjiError as why:
        return why.message
    return ""


def use_number(
    connection: Connection, context: Context, text: str | None, *, subject: str, used_for: str
) -> None:
    """Registers the 文号 of a paper that this office makes, inside the caller's write.

    What is not of an own series belongs to another office and is left alone.
    """
    found = own_number(connection, text or "")
    if found is not None:
        take_number(connection, context, found, subject=subject, used_for=used_for)


def register_number(context: Context, text: str | None, *, subject: str, used_for: str) -> bool:
    """The same as an act of its own, for a paper that went out as a file; False where there is
    nothing to register: another office's number, or one that this paper bears already."""
    with context.database.read() as connection:
        found = own_number(connection, text or "")
        row = _row(connection, found) if found is not None else None
    if found is None or (row is not None and not row.void_reason and row.used_for == used_for):
        return False
    words = f"登记文号 {found}：{subject}"
    operation = context.operation("document_number.take", words, document=str(found))
    with context.database.write(operation) as writing:
        take_number(writing.connection, context, found, subject=subject, used_for=used_for)
    return True


def hand_number_on(connection: Connection, old: str, new: str) -> None:
    """The paper that bore a number is made anew: its successor bears it, inside the same write."""
    connection.exec_driver_sql(
        "UPDATE document_numbers SET used_for = ? WHERE used_for = ?", (new, old)
    )


def reserve_number(
    context: Context, *, subject: str, series: str = "", number: str = ""
) -> DocumentNumber:
    """Gives a number to a paper that is not made here: the next of a series, or the one named.

    With one series there is no need to name it.
    """
    words = " ".join(subject.split())
    if not words:
        raise BadInput("document_number.subject", "请填写这个文号用在什么公文上（事由）。")
    with context.database.read() as connection:
        own = series_of(connection)
        wanted = _wanted(connection, context, own, series.strip(), number.strip())
    with context.database.write(
        context.operation(
            "document_number.take", f"登记文号 {wanted}：{words}", document=str(wanted)
        )
    ) as writing:
        take_number(writing.connection, context, wanted, subject=words)
    return wanted


def _wanted(
    connection: Connection, context: Context, own: tuple[str, ...], series: str, number: str
) -> DocumentNumber:
    if not own:
        raise BadInput(
            "document_number.no_series",
            f"还没有设置发文字号。请先在 设置/备份 → 本单位 填写发文字号格式，例如：{EXAMPLE}。",
        )
    if number:
        found = parse_number(number)
        if found is None or found.series not in own:
            raise BadInput(
                "document_number.not_ours",
                f"“{number}”不是本单位的文号。本单位的发文字号有：{written_series(own)}。",
            )
        return found
    named = _series_named(series) or (own[0] if len(own) == 1 else "")
    if named not in own:
        raise BadInput(
            "document_number.series_unknown",
            f"{f'没有“{series}”这种发文字号' if series else '本单位有几种发文字号，请指明一种'}："
            f"{'、'.join(own)}。",
        )
    return next_number(connection, named, context.today.year)


def _series_named(text: str) -> str:
    """A series by its name or by its pattern."""
    return text.translate(_BRACKETS).partition("〔")[0].strip()


def void_number(context: Context, *, number: str, reason: str) -> Taken:
    """Voids a given number with a reason: it stays in the register and is never used again."""
    why = " ".join(reason.split())
    if not why:
        raise BadInput("document_number.reason", "作废须写明原因，例如：重复编号、公文未发出。")
    found = parse_number(number)
    with context.database.read() as connection:
        row = _row(connection, found) if found is not None else None
    if row is None:
        raise NotFound("document_number.unknown", f"发文登记里没有“{number.strip()}”这个文号。")
    held = _taken(row)
    if held.void:
        raise RuleRefused(
            "document_number.void", f"文号 {held.number} 已经作废（{held.void_reason}）。"
        )
    operation = context.operation(
        "document_number.void", f"作废文号 {held.number}", reason=why, document=str(held.number)
    )
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE document_numbers SET void_reason = ? WHERE id = ?", (why, held.id)
        )
    return held
