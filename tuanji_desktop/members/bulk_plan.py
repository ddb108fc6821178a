"""The plan of an edit of many members: what each record would do, decided before anything is
written, by the same judge as an edit of one."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.progress import Progress
from ..office.context import Context
from ..rules.checks import Finding
from ..rules.fields import FIELDS
from ..rules.lifecycle import ON_ROSTER
from ..rules.policy import Condition, Tier
from ..store.connection import raw
from . import queries
from .edits import Refusal, Verdict, left_incomplete
from .service import judge_record

PAGE = 1_000
_LONGEST = 30
ONE_PERSONS = ("id_number", "development_number")
"""Numbers that belong to one person: nobody gives one to several."""
_TAKEN = {"id_number": "id.belongs_elsewhere", "development_number": "development_number.taken"}


class Mode(StrEnum):
    """What is done with a field of each record."""

    SET = "set"
    FILL = "fill"
    CLEAR = "clear"
    REPLACE = "replace"


MODE_LABELS: Mapping[Mode, str] = {
    Mode.SET: "改为",
    Mode.FILL: "只填空项",
    Mode.CLEAR: "清空",
    Mode.REPLACE: "替换文字",
}


@dataclass(frozen=True, slots=True)
class BulkChange:
    """One field for everybody. `find` is the text that REPLACE looks for; records that do not
    meet `when` are left alone."""

    field: str
    mode: Mode = Mode.SET
    value: str = ""
    find: str = ""
    when: tuple[Condition, ...] = ()

    def wanted(self, values: Mapping[str, str | None]) -> str | None:
        """The new raw value for a record; None leaves the field alone."""
        if not all(condition.holds(values) for condition in self.when):
            return None
        known = values.get(self.field) or ""
        match self.mode:
            case Mode.SET:
                return self.value
            case Mode.FILL:
                return None if known else self.value
            case Mode.CLEAR:
                return ""
            case Mode.REPLACE:
                return known.replace(self.find, self.value) if self.find in known else None

    def words(self) -> str:
        """What is done, for the journal and the screen."""
        label = FIELDS[self.field].label
        match self.mode:
            case Mode.CLEAR:
                return f"清空{label}"
            case Mode.REPLACE:
                return f"{label}中的“{_short(self.find)}”替换为“{_short(self.value)}”"
            case _:
                return f"{label}{MODE_LABELS[self.mode]}“{_short(self.value)}”"


def _short(text: str) -> str:
    """A value as a sentence bears it."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class BulkCell:
    """A field of one record, before and after.

    `kind`: saved, submitted (waits for review), draft (kept beside the valid record), unchanged,
    waiting (asked for already), refused, held (only because another field of it is refused).
    """

    field: str
    before: str | None
    after: str | None
    kind: str
    code: str = ""
    clause: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One member and what applying the plan does: changed, draft, unchanged or refused.

    `missing` is the record's list of empty starred fields afterwards; `replaces`: an older request
    for the same field gives way; `draft`: the operator's own draft that this edit goes on with.
    """

    id: int
    name: str
    branch: str
    kind: str
    cells: tuple[BulkCell, ...]
    missing: str = ""
    replaces: bool = False
    draft: str = ""

    @property
    def submitted(self) -> bool:
        """Whether something of it goes to review."""
        return any(cell.kind == "submitted" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a bulk edit would do; applying it does exactly this, or nothing.

    `day`, `policy` (digest) and `seen` (last journal row) say what the plan rests on.
    """

    changes: tuple[BulkChange, ...]
    rows: tuple[BulkRow, ...]
    counts: Mapping[str, int]
    reason: str | None
    basis: str | None
    day: date
    policy: str
    seen: int
    title: str = ""
    """What the journal calls it where each member has values of their own."""

    def count(self, kind: str) -> int:
        """How many rows of a kind; `submitted` counts those with something for review, also
        among the changed ones."""
        return self.counts.get(kind, 0)

    @property
    def empty(self) -> bool:
        """Whether applying it would write nothing."""
        return not (self.count("changed") or self.count("draft"))

    def words(self) -> str:
        """The plan in a sentence."""
        changed, submitted = self.count("changed"), self.count("submitted")
        parts = [
            f"会改 {changed:,} 人" + (f"（其中 {submitted:,} 人须经审核）" if submitted else "")
        ]
        for kind, words in (("draft", "存为草稿"), ("unchanged", "不变"), ("refused", "不能改")):
            if self.count(kind):
                parts.append(f"{words} {self.count(kind):,} 人")
        return f"共 {len(self.rows):,} 人：" + "，".join(parts) + "。"

    def operation_words(self) -> str:
        """What the journal calls it."""
        number = self.count("changed") + self.count("draft")
        if self.title:
            return f"{self.title}：修改 {number:,} 人"
        return f"批量修改 {number:,} 人：" + "；".join(change.words() for change in self.changes)


class BulkPlanner:
    """Judges record after record; equal parts of many rows are kept once."""

    def __init__(
        self,
        context: Context,
        connection: Connection,
        changes: Sequence[BulkChange],
        *,
        several: bool,
        each: Mapping[int, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        """`each`: values of their own for members, beside what everybody is given."""
        self._context, self._connection = context, connection
        self._changes = tuple(changes)
        self._each = each
        self._several = several
        self._given: dict[tuple[str, str], int] = {}
        self._pending = queries.pending_values(connection)
        self._holders: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self._cells: dict[BulkCell, BulkCell] = {}
        self._tuples: dict[tuple[BulkCell, ...], tuple[BulkCell, ...]] = {}

    def rows(self, ids: Sequence[int], progress: Progress) -> Iterator[BulkRow]:
        """The rows of these members, read page by page; unknown ids are passed over."""
        for start in range(0, len(ids), PAGE):
            progress.stop_if_cancelled()
            progress(start, len(ids), "核对")
            page = ids[start : start + PAGE]
            drafts = self._drafts(page)
            for member in queries.members(self._connection, page):
                yield self._row(member, drafts.get(member.id, ""))

    def _drafts(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Cards that wait beside their records until they are complete (Q 五.2)."""
        if not self._context.policy.incomplete_keeps_draft:
            return {}
        found = own_drafts(self._connection, self._context.operator, ids)
        return {member_id: text for member_id, (_number, text) in found.items()}

    def _wanted(self, member: queries.Member, kept: Mapping[str, str]) -> dict[str, str]:
        """The new raw values; an incomplete card goes on from its draft, as when edited alone."""
        new: dict[str, str] = dict(self._each.get(member.id, ()))
        known = {**member.values, **kept}
        for change in self._changes:
            wanted = change.wanted(known)
            if wanted is not None:
                new[change.field] = wanted
        return {**kept, **new} if new else {}

    def _row(self, member: queries.Member, draft: str) -> BulkRow:
        goes_on = bool(draft and member.missing and member.status in ON_ROSTER)
        wanted = self._wanted(member, draft_values(draft) if goes_on else {})
        verdict = judge_record(
            self._context, self._connection, member, wanted, holders=self._who_has
        )
        refused = {one.field: one for one in (*self._shared(member, verdict), *verdict.refused)}
        wrong = {one.field: one for one in reversed(verdict.errors)}
        policy, waiting = self._context.policy, self._pending.get(member.id, set())
        asked = {name for name, value in verdict.submitted.items() if (name, value) in waiting}
        missing, kind = "", "changed"
        if refused or wrong:
            kind = "refused"
        elif not verdict.saved and not verdict.submitted.keys() - asked:
            kind = "unchanged"
        elif left_incomplete(member.values, verdict, stage=member.status, policy=policy):
            kind = "draft"
        else:
            missing = ",".join(policy.missing({**member.values, **verdict.saved}))
        cells = self._cells_of(member, wanted, verdict, kind, asked, refused, wrong)
        older = {name for name, _value in waiting}
        return BulkRow(
            member.id,
            member.name,
            member.branch_short,
            kind,
            self._tuples.setdefault(cells, cells),
            missing=sys.intern(missing),
            replaces=kind == "changed" and bool(older & (verdict.submitted.keys() - asked)),
            draft=draft if kind == "draft" or (kind == "changed" and goes_on) else "",
        )

    def _cells_of(
        self,
        member: queries.Member,
        wanted: Mapping[str, str],
        verdict: Verdict,
        kind: str,
        asked: Set[str],
        refused: Mapping[str, Refusal],
        wrong: Mapping[str, Finding],
    ) -> tuple[BulkCell, ...]:
        """What becomes of every field that is asked for or follows from one that is."""
        fields = dict.fromkeys(
            chain(
                (change.field for change in self._changes),
                self._each.get(member.id, ()),
                verdict.saved,
                verdict.submitted,
                refused,
                wrong,
            )
        )
        told = {found.field: found.message for found in verdict.findings}
        goes = {**verdict.saved, **verdict.submitted}
        made = []
        for name in fields:
            before = member.values.get(name)
            after = goes[name] if name in goes else wanted.get(name, before) or None
            if name in refused:
                why = refused[name]
                cell = BulkCell(name, before, after, "refused", why.code, why.clause, why.reason)
            elif name in wrong:
                found = wrong[name]
                cell = BulkCell(name, before, after, "refused", found.code, "", found.message)
            elif name not in goes:
                cell = BulkCell(name, before, before, "unchanged", message=told.get(name, ""))
            else:
                where, clause = self._where(member, name, verdict, kind, asked)
                cell = BulkCell(name, before, after, where, "", clause, told.get(name, ""))
            made.append(self._cells.setdefault(cell, cell))
        return tuple(made)

    def _where(
        self, member: queries.Member, name: str, verdict: Verdict, kind: str, asked: Set[str]
    ) -> tuple[str, str]:
        """Where a sound change goes, and the clause that sends it there."""
        policy = self._context.policy
        if kind == "refused":
            return "held", ""
        if kind == "draft":
            return "draft", policy.incomplete_clause
        if name in verdict.saved:
            return "saved", ""
        state = policy.field_state(
            name, stage=member.status, values=member.values, today=self._context.today
        )
        return "waiting" if name in asked else "submitted", state.clause

    def _shared(self, member: queries.Member, verdict: Verdict) -> Iterator[Refusal]:
        """A number that belongs to one person and is given to several, or twice."""
        goes = {**verdict.saved, **verdict.submitted}
        asked = {change.field: change.mode is Mode.REPLACE for change in self._changes}
        asked.update(dict.fromkeys(self._each.get(member.id, ()), True))
        for name, own in asked.items():
            value = goes.get(name)
            if name not in ONE_PERSONS or not value:
                continue
            first = self._given.setdefault((name, value), member.id)
            if first == member.id if own else not self._several:
                continue
            label = FIELDS[name].label
            reason = f"一个{label}只属于一个人，不能给几个人填同一个。请逐人填写。"
            clause = self._context.policy.numbers.clause if name == "development_number" else ""
            yield Refusal(name, Tier.FREE.value, clause, reason, "none", "", code=_TAKEN[name])

    def _who_has(
        self, connection: Connection, field: str, values: Sequence[str], *, but: int | None = None
    ) -> Mapping[str, list[tuple[int, str]]]:
        """`queries.holders`, asked once a number: a bulk edit gives everybody the same."""
        found: dict[str, list[tuple[int, str]]] = {}
        for value in values:
            known = self._holders.get((field, value))
            if known is None:
                known = queries.holders(connection, field, [value]).get(value, [])
                self._holders[field, value] = known
            if others := [one for one in known if one[0] != but]:
                found[value] = others
        return found


def own_drafts(
    connection: Connection, operator: str, ids: Sequence[int]
) -> dict[int, tuple[int, str]]:
    """What an operator keeps beside these records: member → the draft's id and its content."""
    found: dict[int, tuple[int, str]] = {}
    for start in range(0, len(ids), PAGE):
        marks = ",".join(map(str, ids[start : start + PAGE]))
        for number, member_id, content in raw(connection).execute(
            "SELECT id, member_id, content FROM drafts WHERE operator = ? "
            f"AND member_id IN ({marks}) ORDER BY id",
            (operator,),
        ):
            found[member_id] = (number, content)
    return found


def draft_values(content: str) -> dict[str, str]:
    """The fields of a draft that an edit can take up; the branch is not changed by one."""
    kept: dict[str, str | None] = json.loads(content) if content else {}
    return {
        name: value or "" for name, value in kept.items() if name in FIELDS and name != "branch"
    }


def counted(rows: Sequence[BulkRow]) -> dict[str, int]:
    """Rows by kind, and those with something for review."""
    counts = Counter(row.kind for row in rows)
    counts["submitted"] = sum(row.submitted for row in rows)
    return dict(counts)
