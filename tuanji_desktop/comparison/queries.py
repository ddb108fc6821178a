"""Reading comparisons: which there are, how the work list stands, its lines, one person in full."""

import json
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..members import queries as members
from ..members.loading import BranchChoice, choices_of
from ..office.comparisons import FROM, STATE, UNIT
from ..office.context import Context
from ..orgs import queries as orgs
from ..rules.fields import FIELDS, label_of
from ..rules.lifecycle import LEFT, ON_ROSTER, STAGE_LABELS, Stage
from ..rules.policy import ChangePath, Tier
from ..store.connection import raw
from .kinds import (
    AGREED,
    CORRECT_THERE,
    DECIDED,
    DIFFERS,
    DOUBLE,
    FILTERS,
    HERE,
    KINDS,
    NOT_OURS,
    OPEN,
    PENDING,
    SAID,
    STATES,
    THERE,
    UNSURE,
)
from .reader import COMPARISON_LABELS, CellReader, agrees
from .visible import fits


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list that was compared; `org_name` is what of the roster it covers."""

    id: int
    file_name: str
    org_id: int | None
    org_name: str
    rows: int
    compared_by: str
    compared_on: str
    closed_on: str | None

    @property
    def open(self) -> bool:
        return self.closed_on is None

    @property
    def words(self) -> str:
        """As a choice names it."""
        ended = f"，{self.closed_on} 结束" if self.closed_on else ""
        return f"{self.compared_on} {self.file_name}（{self.org_name}{ended}）"


@dataclass(frozen=True, slots=True)
class Board:
    """How a work list stands: `states` by filter, the others within the filter shown; `ids` are
    the lines in sight, in the order of the list."""

    comparison: Comparison
    states: Mapping[str, int]
    kinds: Mapping[str, int]
    fields: Mapping[str, int]
    units: Mapping[int, tuple[str, int]]
    ids: "array[int]"


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as the table shows it. `acts` are those that settle it; `path` is where a locked
    field leads instead (`rules.policy.ChangePath`)."""

    id: int
    comparison_id: int
    kind: str
    state: str
    name: str
    id_number: str
    unit: str
    unit_id: int | None
    row: int | None
    member_id: int | None
    field: str
    here: str
    there: str
    words: str
    note: str
    acts: frozenset[str]
    path: str = ""
    sheet: str = ""
    """Of the file, where the list is on several."""

    @property
    def place(self) -> str:
        """Where the list has it: “高三1班”第 5 行"""
        return f"{f'“{self.sheet}”' if self.sheet else ''}第 {self.row} 行"

    @property
    def label(self) -> str:
        """What differs."""
        return FIELDS[self.field].label if self.field else KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class PairRow:
    """A field of one person on both sides."""

    field: str
    label: str
    here: str
    there: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a row may mean."""

    member_id: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One person, here and there. `values` and `branch_id` are what a new record would begin with."""

    line: LineRow
    title: str
    rows: tuple[PairRow, ...]
    candidates: tuple[Candidate, ...]
    values: Mapping[str, str]
    branch_id: int | None


_COMPARISONS = (
    "SELECT c.id, c.file_name, c.org_id, coalesce(o.short_name, '全部团组织'), c.rows, "
    "c.compared_by, c.compared_on, c.closed_on FROM comparisons AS c "
    "LEFT JOIN organizations AS o ON o.id = c.org_id "
)


def load_comparisons(context: Context) -> tuple[Comparison, ...]:
    """All there are: those still worked on first, the newest before the others."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"{_COMPARISONS} ORDER BY c.closed_on IS NOT NULL, c.id DESC"
        ).all()
    return tuple(Comparison(*row) for row in rows)


def load_scopes(context: Context, first: int | None) -> tuple[BranchChoice, ...]:
    """What a list may cover: the node chosen in the tree first, then every unit that has others
    below it."""
    with context.database.read() as connection:
        nodes = orgs.every(connection)
    units = choices_of(nodes, lambda node: node.children > 0 or node.id == first)
    return tuple(sorted(units, key=lambda unit: unit.id != first))


def comparison(connection: Connection, comparison_id: int) -> Comparison:
    """One of them."""
    row = connection.exec_driver_sql(f"{_COMPARISONS} WHERE c.id = ?", (comparison_id,)).first()
    if row is None:
        raise NotFound("comparison.unknown", f"没有编号为 {comparison_id} 的名单比对。")
    return Comparison(*row)


def load_board(
    context: Context,
    comparison_id: int,
    *,
    org_id: int | None = None,
    shown: str = "open",
    kind: str = "",
    field: str = "",
    unit: int | None = None,
) -> Board:
    """Counts and lines of a work list; `org_id` narrows it to a node, `shown` is one of
    `kinds.FILTERS`."""
    wanted = FILTERS[shown][1]
    states: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    units: Counter[int] = Counter()
    ids = array("q")
    scope = (
        f"AND {UNIT} IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {org_id:d}) "
        if org_id is not None
        else ""
    )
    with context.database.read() as connection:
        found = comparison(connection, comparison_id)
        for line_id, its_kind, its_field, its_unit, state in raw(connection).execute(
            f"SELECT r.id, r.kind, r.field, {UNIT}, {STATE} {FROM} "
            f"WHERE r.comparison_id = ? {scope} ORDER BY r.id",
            (comparison_id,),
        ):
            states[state] += 1
            if state not in wanted:
                continue
            kinds[its_kind] += 1
            if kind and its_kind != kind:
                continue
            if its_field:
                fields[its_field] += 1
            if field and its_field != field:
                continue
            units[its_unit or 0] += 1
            if unit is None or (its_unit or 0) == unit:
                ids.append(line_id)
        names = orgs.by_ids(connection, [one for one in units if one])
    return Board(
        comparison=found,
        states={key: sum(states[one] for one in some) for key, (_, some) in FILTERS.items()},
        kinds={one: kinds[one] for one in KINDS},
        fields={one: fields[one] for one in FIELDS if fields[one]},
        units={
            one: (names[one].short_name if one in names else "（团支部不明）", number)
            for one, number in units.most_common()
        },
        ids=ids,
    )


_LINE = (
    "SELECT r.id, r.comparison_id, r.kind, r.name, r.id_number, r.row_number, r.member_id, "
    f"r.field, r.here, r.there, r.branch, r.note, r.settled_by, r.settled_on, {UNIT}, m.status, "
    f"o.short_name, c.closed_on IS NULL, {STATE}, "
    f"coalesce(json_extract(r.content, '$.sheet'), '') {FROM} "
    f"LEFT JOIN organizations AS o ON o.id = {UNIT} "
)


def on_sheets(context: Context, comparison_id: int) -> bool:
    """Whether the list of a comparison was on several sheets."""
    with context.database.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM comparison_rows WHERE comparison_id = ? "
            "AND json_extract(content, '$.sheet') IS NOT NULL)",
            (comparison_id,),
        ).scalar()
    return bool(found)


def load_lines(context: Context, ids: Sequence[int]) -> dict[int, LineRow]:
    """Lines by id, as they stand now."""
    found: dict[int, LineRow] = {}
    with context.database.read() as connection:
        for start in range(0, len(ids), 2_000):
            marks = ", ".join(str(int(one)) for one in ids[start : start + 2_000])
            rows = raw(connection).execute(f"{_LINE} WHERE r.id IN ({marks})").fetchall()
            whose = {row[6] for row in rows if row[2] == DIFFERS}
            known = {one.id: one for one in members.members(connection, sorted(whose))}
            for row in rows:
                found[row[0]] = _line(context, row, known.get(row[6]))
    return found


def _line(context: Context, row: Sequence[object], member: members.Member | None) -> LineRow:
    (
        line_id, comparison_id, kind, name, number, row_number, member_id, field, here, there,
        branch, note, by, on, unit_id, status, unit, live, state, sheet,
    ) = row  # fmt: skip
    stage = Stage(str(status)) if status else None
    path, locked = "", ""
    if kind == DIFFERS and member is not None and field != "branch":
        tier = context.policy.field_state(
            str(field), stage=member.status, values=member.values, today=context.today
        )
        if tier.tier is Tier.LOCKED:
            path = str(tier.path)
            locked = f"已锁定：{tier.path_label or tier.reason}（{tier.clause}）"
    acts = (
        _acts(str(kind), str(state), str(field or ""), str(there or ""), stage, path)
        if live
        else frozenset()
    )
    return LineRow(
        id=_int(line_id),
        comparison_id=_int(comparison_id),
        kind=str(kind),
        state=str(state),
        name=str(name),
        id_number=str(number or ""),
        unit=str(unit or branch or ""),
        unit_id=_int(unit_id) if unit_id else None,
        row=_int(row_number) if row_number else None,
        member_id=_int(member_id) if member_id else None,
        field=str(field or ""),
        here=str(here or ""),
        there=str(there or ""),
        words=_words(str(kind), str(state), stage, locked, str(by or ""), str(on or "")),
        note=str(note or ""),
        acts=acts,
        path=path,
        sheet=str(sheet),
    )


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _words(kind: str, state: str, stage: Stage | None, locked: str, by: str, on: str) -> str:
    """What is to be known of a line beside its two sides."""
    if state in (*SAID, DECIDED):
        return f"{STATES[state]}（{by} {on}）"
    if state == AGREED:
        gone = kind in (HERE, DIFFERS) and stage is not None and stage not in ON_ROSTER
        return f"已不在册：{STAGE_LABELS[stage]}" if gone and stage else STATES[AGREED]
    if kind == THERE and stage is not None:
        return f"台账中为“{STAGE_LABELS[stage]}”"
    if kind == HERE and stage is Stage.RETAINED:
        return "团籍保留中"
    if state == PENDING:
        return STATES[PENDING]
    return locked


def _acts(
    kind: str, state: str, field: str, there: str, stage: Stage | None, path: str
) -> frozenset[str]:
    """The acts that settle a line, by the keys of the page and the command line."""
    if state in SAID:
        return frozenset({"reopen"})
    if state not in (OPEN, PENDING):
        return frozenset()
    acts = {"aside"}
    if kind == HERE:
        acts |= {CORRECT_THERE, "transfer", "deletion", "leaving"}
    elif kind == DOUBLE:
        acts |= {CORRECT_THERE}
    elif kind == THERE:
        acts |= {NOT_OURS}
        if stage is None:
            acts |= {"add"}
        elif stage in LEFT:
            acts |= {"restore", CORRECT_THERE}
    elif kind == DIFFERS:
        acts |= {CORRECT_THERE}
        if field == "branch":
            acts |= {"transfer"}
        elif path == ChangePath.CORRECTION_LETTER:
            acts |= {"correction"}
        elif path:
            acts |= {"deletion"} if path == ChangePath.DELETION_REENTRY else set()
        elif there and "*" not in there:
            acts |= {"theirs"}
    return frozenset(acts)


# ---------------------------------------------------------------------- one person in full
def load_pair(context: Context, line_id: int) -> Pair | None:
    """The person of a line, what the roster and the list say of them; None: the line is gone."""
    line = load_lines(context, [line_id]).get(line_id)
    if line is None:
        return None
    with context.database.read() as connection:
        content, branch_id = connection.exec_driver_sql(
            "SELECT content, branch_id FROM comparison_rows WHERE id = ?", (line_id,)
        ).one()
        kept = json.loads(content or "{}")
        said: dict[str, str] = kept.get("values", {})
        member = members.member(connection, line.member_id) if line.member_id else None
        candidates = tuple(
            Candidate(one.id, one.name, f"{one.branch_short} · {STAGE_LABELS[one.status]}")
            for one in members.members(connection, [int(k) for k in kept.get("candidates", ())])
        )
        if line.kind == DIFFERS and member is not None:
            rows = _differing(connection, line, member)
        else:
            rows = _beside(context, said, member)
    return Pair(
        line=line,
        title=f"{line.name or '（无姓名）'}　{line.unit}",
        rows=rows,
        candidates=candidates if line.kind == UNSURE and line.state == OPEN else (),
        values={name: text for name, text in said.items() if name != "branch" and "*" not in text},
        branch_id=branch_id,
    )


def _differing(
    connection: Connection, line: LineRow, member: members.Member
) -> tuple[PairRow, ...]:
    """Who it is, and every field in which the list says something else; those settled meanwhile
    are told as the same."""
    rows = {
        name: PairRow(name, label_of(name), member.values.get(name) or "", "", differs=False)
        for name in ("name", "id_number", "branch")
    }
    for field, there, branch_id in connection.exec_driver_sql(
        "SELECT r.field, r.there, r.branch_id FROM comparison_rows AS r "
        "WHERE r.comparison_id = ? AND r.member_id = ? AND r.kind = 'differs' ORDER BY r.id",
        (line.comparison_id, line.member_id),
    ):
        now = member.values.get(field) or ""
        if field == "branch":
            same = branch_id == member.branch_id
        else:
            same = fits(there, now) if there and "*" in there else now == (there or "")
        rows[field] = PairRow(field, label_of(field), now, there or "", differs=not same)
    return tuple(sorted(rows.values(), key=lambda row: not row.differs))


def _beside(
    context: Context, said: Mapping[str, str], member: members.Member | None
) -> tuple[PairRow, ...]:
    """All that the row says, beside the record where there is one; of somebody who is only here
    what identifies them."""
    names = [name for name in FIELDS if name in said]
    if not said:
        names = ["name", "id_number", "branch", "mobile", "joined_on", "development_number"]
    cells = CellReader(context.policy)
    rows = []
    for name in names:
        here = (member.values.get(name) or "") if member is not None else ""
        there = said.get(name, "")
        differs = bool(said) and member is not None
        if differs and name != "branch":
            differs = not agrees(name, cells.read(name, there), here)
        elif differs:
            differs = there not in (here, member.branch_short if member else "")
        rows.append(PairRow(name, COMPARISON_LABELS[name], here, there, differs=differs))
    return tuple(rows)
