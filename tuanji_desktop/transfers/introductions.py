"""介绍信: a number from the office's block for a transfer, voided with its reason, the stub book.

A number is given once. A voided one stays in the book and is never given again; another letter for
the same transfer takes the next number. The sheet is drawn when the number is taken and kept whole:
a reprint is the same paper.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from ..core.by_hand import as_reason, by_hand_way
from ..core.errors import BadInput, NotFound, RuleRefused
from ..office.archive import insert_row, keep_paper
from ..office.context import Context
from ..office.service import get_setting, put_setting
from ..papers.paper import Paper
from ..papers.preflight import told, without_glyph
from .introduction_form import (
    TITLE,
    Introduction,
    StubBook,
    StubRow,
    content_hash,
    draw_introduction,
)
from .kinds import MACHINES

FORM = "introduction"
SERIES = "office.introduction_series"
FIRST = "office.introduction_first"
LAST = "office.introduction_last"
DAYS = "office.introduction_days"
USUAL_SERIES = "{年}-{序号}"
USUAL_DAYS = 30
DIGITS = 4
LARGEST_BLOCK = 100_000
_OVER = {"returned": "已退回", "withdrawn": "已撤回"}
_NEEDED = ("name", "source", "target")


@dataclass(frozen=True, slots=True)
class Block:
    """The numbers an office has: how they are written, the first and the last one of its book.

    `last` None: the book has no end. `days` a letter is valid.
    """

    series: str = USUAL_SERIES
    first: int = 1
    last: int | None = None
    days: int = USUAL_DAYS

    def number(self, place: int, year: int) -> str:
        """A number as it is printed: 2018-0001."""
        digits = f"{place:0{DIGITS}d}"
        return self.series.replace("{年}", str(year)).replace("{序号}", digits)


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter with its number, and the operation that gave it."""

    letter_id: int
    number: str
    member_id: int | None
    name: str
    issued_on: date
    valid_days: int
    paper: Paper
    operation: int


@dataclass(frozen=True, slots=True)
class Stub:
    """One number of the book: to whom it went, and what became of it."""

    letter_id: int
    number: str
    transfer_id: int
    member_id: int | None
    name: str
    source: str
    target: str
    state: str
    state_label: str
    issued_on: str
    issued_by: str
    void_reason: str
    void_on: str

    @property
    def voided(self) -> bool:
        return bool(self.void_on)

    @property
    def remark(self) -> str:
        """Why it is void, or that it should be: its transfer came to nothing."""
        if self.voided:
            return f"作废（{self.void_on}）：{self.void_reason}"
        return f"转接{_OVER[self.state]}，介绍信应收回作废" if self.state in _OVER else ""


# ------------------------------------------------------------------------ the block
def block(connection: Connection) -> Block:
    """The office's block, as its settings have it."""
    last = get_setting(connection, LAST)
    return Block(
        get_setting(connection, SERIES) or USUAL_SERIES,
        int(get_setting(connection, FIRST) or 1),
        int(last) if last else None,
        int(get_setting(connection, DAYS) or USUAL_DAYS),
    )


def set_block(
    context: Context,
    *,
    series: str | None = None,
    first: int | None = None,
    last: int | None = None,
    days: int | None = None,
) -> Block:
    """A new book: what is not given stays as it is; `last` 0 takes the end away.

    Numbers that were given stay given, also where the new book counts over them again.
    """
    with context.database.read() as connection:
        now = block(connection)
    wanted = Block(
        now.series if series is None else series.strip() or USUAL_SERIES,
        now.first if first is None else first,
        now.last if last is None else last or None,
        now.days if days is None else days,
    )
    if "{序号}" not in wanted.series:
        raise BadInput(
            "introduction.series",
            "编号格式里要有 {序号}，例如 {年}-{序号} 或 青团介〔{年}〕{序号}。",
        )
    if wanted.last is not None and wanted.last - wanted.first >= LARGEST_BLOCK:
        raise BadInput("introduction.block", f"一册最多 {LARGEST_BLOCK:,} 号，请核对首号和末号。")
    if wanted.first < 1 or wanted.days < 1:
        raise BadInput("introduction.block", "首号和有效天数都应是大于 0 的整数。")
    if wanted.last is not None and wanted.last < wanted.first:
        raise BadInput(
            "introduction.block", f"末号 {wanted.last} 小于首号 {wanted.first}，请重新填写。"
        )
    ends = f"至 {wanted.last}" if wanted.last is not None else "起"
    words = f"设置介绍信编号：{wanted.series}，{wanted.first} {ends}，有效 {wanted.days} 天"
    with context.database.write(context.operation("transfer.introduction_block", words)) as writing:
        put_setting(writing.connection, SERIES, wanted.series)
        put_setting(writing.connection, FIRST, str(wanted.first))
        put_setting(writing.connection, LAST, str(wanted.last) if wanted.last else None)
        put_setting(writing.connection, DAYS, str(wanted.days))
    return wanted


def next_number(connection: Connection, year: int) -> str:
    """The number that the next letter gets; RuleRefused where the book is used up."""
    found = block(connection)
    given = set(connection.exec_driver_sql("SELECT number FROM introduction_letters").scalars())
    place = found.first
    while (number := found.number(place, year)) in given:
        place += 1
    if found.last is not None and place > found.last:
        raise RuleRefused(
            "introduction.used_up",
            f"介绍信 {found.number(found.first, year)} 至 {found.number(found.last, year)} 已经用完，"
            "没有开出。请领取新的介绍信，设置新的首号和末号后再开。",
        )
    return number


def remaining(connection: Connection, year: int) -> int | None:
    """How many numbers the book has left; None where it has no end."""
    found = block(connection)
    if found.last is None:
        return None
    given = set(connection.exec_driver_sql("SELECT number FROM introduction_letters").scalars())
    places = range(found.first, found.last + 1)
    return sum(found.number(place, year) not in given for place in places)


# ------------------------------------------------------------------------- the acts
def issue_letter(context: Context, *, transfer_id: int, by_hand: Collection[str] = ()) -> Issued:
    """Gives a transfer its letter: number taken, sheet drawn and kept, in one operation.

    Refused for a transfer that came to nothing, that moves nobody out, or that has a letter.
    `by_hand` are the characters without a font that the clerk undertakes to write on it.
    """
    today = context.today
    with context.database.read() as connection:
        row = _transfer(connection, transfer_id)
        _require_letter(connection, row)
        number = next_number(connection, today.year)
        letters = _count(connection, transfer_id)
        data = _fill(connection, context, row, number=number, code=_code(transfer_id, letters + 1))
    paper = draw_introduction(data)
    faults = [
        one
        for one in paper.findings
        if (one.character or one.field in _NEEDED) and one.character not in by_hand
    ]
    if faults:
        raise BadInput(
            "introduction.incomplete",
            f"介绍信还开不出来：{told(faults, {})}{by_hand_way(without_glyph(faults))}",
        )
    pen = [one for one in without_glyph(paper.findings) if one in by_hand]
    words = f"开具介绍信 {number}：{data.name}，{data.source} → {data.target}"
    operation = context.operation(
        "transfer.introduction", words, reason=as_reason(pen), document=number
    )
    with context.database.write(operation) as writing:
        connection = writing.connection
        fresh = next_number(connection, today.year) == number
        if not fresh or _count(connection, transfer_id) != letters:
            raise BadInput(
                "introduction.stale", f"编号 {number} 刚被用掉，没有开出。请再开一次，取下一个号。"
            )
        letter_id = insert_row(
            connection,
            "introduction_letters",
            number=number,
            transfer_id=transfer_id,
            issued_on=today.isoformat(),
            issued_by=context.operator,
        )
        owner = {"member_id": data.member_id} if data.member_id is not None else {}
        keep_paper(
            connection,
            paper.pdf,
            form=FORM,
            title=f"{TITLE} {number}",
            pages=paper.pages,
            made_at=context.stamp(),
            number=data.code,
            content_hash=content_hash(data),
            transfer_id=transfer_id,
            **owner,
        )
    return Issued(
        letter_id,
        number,
        data.member_id,
        data.name,
        today,
        data.valid_days,
        paper,
        writing.number,
    )


def void_letter(context: Context, *, number: str, reason: str) -> int:
    """Takes a letter back with its reason; the number is never given again. The operation's number."""
    why = reason.strip()
    if not why:
        raise BadInput("introduction.void_reason", "作废介绍信要写明原因，例如“填写有误，已收回”。")
    with context.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT id, void_on FROM introduction_letters WHERE number = ?", (number.strip(),)
        ).one_or_none()
    if row is None:
        raise NotFound("introduction.unknown", f"没有编号为“{number}”的介绍信。")
    if row.void_on:
        raise RuleRefused("introduction.void", f"介绍信 {number} 已于 {row.void_on} 作废。")
    words = f"作废介绍信 {number.strip()}"
    operation = context.operation("transfer.introduction_void", words, reason=why)
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE introduction_letters SET void_reason = ?, void_on = ? "
            "WHERE id = ? AND void_on IS NULL",
            (why, context.today.isoformat(), row.id),
        )
    return writing.number


# --------------------------------------------------------------------- what there is
def introduction(context: Context, *, transfer_id: int) -> tuple[Introduction, Paper]:
    """The letter of a transfer: the kept sheet of the number it has, a draft while it has none."""
    with context.database.read() as connection:
        row = _transfer(connection, transfer_id)
        letter = _living(connection, transfer_id)
        if letter is None:
            _require_letter(connection, row)
            data = _fill(connection, context, row, number="", code="")
            return data, draw_introduction(data)
        code = _code(transfer_id, _place(connection, transfer_id, letter.id))
        data = _fill(connection, context, row, number=letter.number, code=code, letter=letter)
        kept = connection.exec_driver_sql(
            "SELECT p.pages, p.sha256, b.content FROM papers AS p JOIN blobs AS b "
            "ON b.sha256 = p.sha256 WHERE p.form = ? AND p.number = ? ORDER BY p.id DESC LIMIT 1",
            (FORM, code),
        ).one_or_none()
    drawn = draw_introduction(data)
    if kept is None:
        return data, drawn
    return data, Paper(kept.content, kept.pages, kept.sha256, drawn.findings)


def letter_by_hand(context: Context, *, transfer_id: int) -> tuple[str, ...]:
    """The characters without a font on the letter of a transfer; none where it can have no letter."""
    try:
        return without_glyph(introduction(context, transfer_id=transfer_id)[1].findings)
    except RuleRefused:
        return ()


def transfer_of(context: Context, *, member_id: int) -> int:
    """The member's latest transfer that a letter can be for: one that did not come to nothing."""
    with context.database.read() as connection:
        name = connection.exec_driver_sql(
            "SELECT name FROM members WHERE id = ?", (member_id,)
        ).scalar()
        if name is None:
            raise NotFound("member.unknown", f"没有编号为 {member_id} 的团员。")
        found = connection.exec_driver_sql(
            "SELECT max(id) FROM transfers WHERE member_id = ? AND source_id IS NOT NULL "
            "AND state NOT IN ('returned', 'withdrawn')",
            (member_id,),
        ).scalar()
    if found is None:
        raise NotFound(
            "introduction.no_transfer", f"{name}没有办理中的转接。请先在“转接”中发起，再开介绍信。"
        )
    return int(found)


_STUBS = """
SELECT l.id, l.number, l.transfer_id, t.member_id, coalesce(m.name, t.name, ''),
       coalesce(o.full_name, ''), t.target, t.machine, t.state, l.issued_on, l.issued_by,
       coalesce(l.void_reason, ''), coalesce(l.void_on, '')
FROM introduction_letters AS l JOIN transfers AS t ON t.id = l.transfer_id
LEFT JOIN members AS m ON m.id = t.member_id
LEFT JOIN organizations AS o ON o.id = t.source_id
"""


def load_stubs(
    context: Context, *, year: int | None = None, org_id: int | None = None
) -> tuple[Stub, ...]:
    """The book in the order of giving; of one year, or of those who leave a unit."""
    conditions = ["1"]
    if year is not None:
        conditions.append(f"substr(l.issued_on, 1, 4) = '{year:04d}'")
    if org_id is not None:
        below = f"(SELECT org_id FROM org_ancestors WHERE ancestor_id = {org_id:d})"
        conditions.append(f"t.source_id IN {below}")
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"{_STUBS} WHERE {' AND '.join(conditions)} ORDER BY l.id"
        ).all()
    return tuple(_stub(row) for row in rows)


def letters_of(context: Context, *, transfer_id: int) -> tuple[Stub, ...]:
    """All letters of one transfer, voided ones too."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"{_STUBS} WHERE l.transfer_id = ? ORDER BY l.id", (transfer_id,)
        ).all()
    return tuple(_stub(row) for row in rows)


def stub_book(context: Context, *, year: int | None = None, org_id: int | None = None) -> StubBook:
    """The book as it is printed."""
    stubs = load_stubs(context, year=year, org_id=org_id)
    with context.database.read() as connection:
        unit = _issuer(connection)
        left = remaining(connection, context.today.year)
    return StubBook(
        unit=unit,
        printed_on=context.today,
        block="" if left is None else f"本册剩余{left}号",
        rows=tuple(
            StubRow(
                one.member_id,
                one.number,
                one.issued_on,
                one.name,
                one.source,
                one.target,
                one.state_label,
                one.issued_by,
                one.remark,
                one.voided,
            )
            for one in stubs
        ),
    )


def _stub(row: Row[Any]) -> Stub:
    values: tuple[Any, ...] = tuple(row)
    machine, state = values[7], values[8]
    told: tuple[Any, ...] = (*values[:7], state, MACHINES[machine].states[state], *values[9:])
    return Stub(*told)


# ------------------------------------------------------------------------- the facts
_MEMBER = (
    "name", "sex", "ethnicity", "born_on", "id_number", "mobile", "joined_on",
    "development_number", "political_status",
)  # fmt: skip


def _transfer(connection: Connection, transfer_id: int) -> Row[Any]:
    texts = ", ".join(f"coalesce(m.{one}, '') AS m_{one}" for one in _MEMBER)
    row = connection.exec_driver_sql(
        "SELECT t.id, t.member_id, t.kind, t.machine, t.state, t.source_id, t.target, "
        f"coalesce(t.name, '') AS own_name, coalesce(o.full_name, '') AS source, {texts} "
        "FROM transfers AS t LEFT JOIN members AS m ON m.id = t.member_id "
        "LEFT JOIN organizations AS o ON o.id = t.source_id WHERE t.id = ?",
        (transfer_id,),
    ).one_or_none()
    if row is None:
        raise NotFound("transfer.unknown", f"没有编号为 {transfer_id} 的转接。")
    return row


def _fill(
    connection: Connection,
    context: Context,
    row: Row[Any],
    *,
    number: str,
    code: str,
    letter: Row[Any] | None = None,
) -> Introduction:
    return Introduction(
        number=number,
        code=code,
        member_id=row.member_id,
        kind=row.kind,
        source=row.source,
        target=row.target or "",
        issuer=_issuer(connection),
        issued_on=date.fromisoformat(letter.issued_on) if letter else context.today,
        issued_by=letter.issued_by if letter else context.operator,
        valid_days=block(connection).days,
        **{one: getattr(row, f"m_{one}") for one in _MEMBER},
    )


def _issuer(connection: Connection) -> str:
    """The office by its full name: its numbers are given, its seal is set."""
    name: str | None = connection.exec_driver_sql(
        "SELECT full_name FROM organizations WHERE parent_id IS NULL AND status = 'active' "
        "ORDER BY id LIMIT 1"
    ).scalar()
    return name or get_setting(connection, "office.name") or ""


def _require_letter(connection: Connection, row: Row[Any]) -> None:
    machine = MACHINES[row.machine]
    if row.source_id is None:
        raise RuleRefused(
            "introduction.incoming", "从外地转入的，介绍信由转出的单位开具，这里不开。"
        )
    if row.machine == "major_change":
        raise RuleRefused(
            "introduction.internal",
            f"“{row.kind}”在本校的团支部之间办理，不开介绍信。",
            clause=machine.clause,
        )
    if row.state in _OVER:
        raise RuleRefused(
            "introduction.over", f"这件转接{_OVER[row.state]}，不能开介绍信。请重新发起转接。"
        )
    letter = _living(connection, row.id)
    if letter is not None:
        raise RuleRefused(
            "introduction.exists",
            f"这件转接已于 {letter.issued_on} 开过介绍信 {letter.number}。"
            "要重开，请先把原来的收回作废。",
        )


def _living(connection: Connection, transfer_id: int) -> Row[Any] | None:
    return connection.exec_driver_sql(
        "SELECT id, number, issued_on, issued_by FROM introduction_letters "
        "WHERE transfer_id = ? AND void_on IS NULL ORDER BY id DESC LIMIT 1",
        (transfer_id,),
    ).one_or_none()


def _count(connection: Connection, transfer_id: int) -> int:
    return _place(connection, transfer_id, None)


def _place(connection: Connection, transfer_id: int, letter_id: int | None) -> int:
    """How many letters a transfer had, up to and with one of them."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM introduction_letters WHERE transfer_id = ? AND id <= coalesce(?, id)",
        (transfer_id, letter_id),
    )
    return int(found.scalar_one())


def _code(transfer_id: int, place: int) -> str:
    """What the sheet's code calls it: 介绍信 of transfer 12, the first one."""
    return f"JS{transfer_id}-{place}"
