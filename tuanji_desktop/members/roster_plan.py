"""The plan of a roster import: what every row would do, decided before anything is written."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection

from ..core.masks import mask_id
from ..core.progress import Progress, Quiet, watched
from ..orgs import queries as orgs
from ..orgs.queries import Organization
from ..rules.checks import (
    empty_findings,
    with_derived,
)
from ..rules.fields import FIELDS
from ..rules.policy import Policy, Tier
from ..sheets.findings import Findings, ListSource
from ..sheets.heading import Table
from ..sheets.reader import cell_text
from ..sheets.reading import LEAVE, NEW, Reading
from ..store import journal
from . import queries
from .edits import judge
from .homes import Homes, shown_at
from .matching import alike, prevails
from .reader import Cleaner, CleanRow
from .roster_ahead import Ahead
from .roster_checks import RowChecks
from .roster_known import Known, number_is_wrong
from .roster_rows import PlannedRow, RosterPlan, decisions_of, deduced, member_decided
from .roster_stale import standing
from .roster_wanted import Asked, Wanted


class RosterPlanner:
    """Plans row after row; knows the tree, the members by ID number and what came before.

    `reading` says what columns may do to records that exist and what was decided of rows; `homes`
    finds the branches, `ahead` the members and `cleaner` spellings, where they were made before the
    rows came. `asked` narrows a list to what was asked of each member: other cells are told and not
    taken, and nobody is new.
    """

    def __init__(
        self,
        connection: Connection,
        table: Table,
        *,
        policy: Policy,
        today: date,
        reading: Reading = Reading(),  # noqa: B008 - frozen
        homes: Homes | None = None,
        ahead: Ahead | None = None,
        cleaner: Cleaner | None = None,
        asked: Asked | None = None,
        progress: Progress = Quiet(),  # noqa: B008 - has no state
    ) -> None:
        self._policy, self._today, self._progress = policy, today, progress
        self._asked = asked
        self._head = journal.head(connection)
        self._decisions = decisions_of(reading, table.places)
        self._findings = Findings(shown_at(table) if asked is None else table)
        self._mapped = tuple(name for name in table.columns if name in FIELDS)
        named = filter(None, map(member_decided, self._decisions.values()))
        self._known = Known(
            connection,
            table,
            policy=policy,
            progress=progress,
            decided=tuple(named),
            ahead=ahead,
            cleaner=cleaner,
        )
        self._homes = homes or Homes(
            orgs.every(connection), today=today, reading=reading, by_class=asked is None
        )
        self._seen: dict[str, int] = {}
        self._taken: dict[int, int] = {}
        self._checks = RowChecks(self._known, self._findings, policy=policy, today=today)
        self._wanted = Wanted(
            reading,
            self._mapped,
            asked=asked,
            tell=self._checks.add,
            deduced=deduced(table, reading),
        )

    @property
    def rows(self) -> list[CleanRow]:
        """The rows in canonical spelling; a plan holds none of them."""
        return self._known.rows

    def plan(self, source: ListSource) -> RosterPlan:
        """What every row does; nothing has been written."""
        unknown = (
            row
            for row in self._known.rows
            if not self._known.with_number(row.values.get("id_number"))
        )
        self._known.look_around((row, self._homes.named(row.raw, ())[0]) for row in unknown)
        rows = tuple(self._row(row) for row in watched(self._known.rows, self._progress, "核对"))
        wanted = {row.branch_id for row in rows if row.branch_id is not None}
        branches = standing(self._homes.nodes, wanted)
        return RosterPlan(source, rows, tuple(self._findings.all), branches, self._head)

    def _refuse(
        self,
        row: CleanRow,
        member: queries.Member | None = None,
        *,
        meant: Collection[queries.Member] = (),
    ) -> PlannedRow:
        """A row that is not taken; `meant` are those a decision could still give it to."""
        self._checks.refused.add(row.number)
        return self._open(
            PlannedRow(row.number, "refused", row.values.get("name", ""), member), row, meant
        )

    def _open(
        self,
        planned: PlannedRow,
        row: CleanRow,
        meant: Collection[queries.Member],
        *,
        may_be_new: bool = False,
    ) -> PlannedRow:
        """The row with those it may mean, so that a clerk can decide, or decide anew."""
        if not meant:
            return planned
        cells = ((name, cell_text(row.raw.get(name)).strip()) for name in self._mapped)
        return planned._replace(
            candidates=tuple(one.id for one in meant),
            incoming={name: text for name, text in cells if text},
            may_be_new=may_be_new,
            decided=self._decisions.get(row.number, ""),
        )

    # ------------------------------------------------------------------ one row
    def _row(self, row: CleanRow) -> PlannedRow:
        if self._decisions and (decision := self._decisions.get(row.number)):
            return self._decided(row, decision)
        number = row.values.get("id_number")
        matched = self._known.with_number(number)
        row = self._wanted.cells(row, matched[0] if matched else None)
        if not self._checks.readable(row):
            return self._refuse(row, meant=() if matched else self._known.likely(row))
        if not self._is_first(row, number):
            return self._refuse(row)
        if self._asked is not None and not matched:
            return self._unknown(row, None)  # wherever the row says that they are
        branch = self._branch(row, {one.branch_id for one in matched[:1]})
        if isinstance(branch, PlannedRow):
            return branch
        if not matched:
            return self._unknown(row, branch)
        if len(matched) > 1 and matched[1].status == matched[0].status:
            message = f"身份证号在册有 {len(matched)} 人，请先处理重复记录。"
            self._checks.add(
                row, "id_number", "error", "id.belongs_elsewhere", message, number or ""
            )
            return self._open(PlannedRow(row.number, "ambiguous", row.values["name"]), row, matched)
        if not alike(row.values["name"], matched[0].name):
            return self._somebody_elses(row, matched)
        return self._known_member(row, matched[0], branch)

    def _is_first(self, row: CleanRow, number: str | None) -> bool:
        """Whether the row is somebody, and nobody whom an earlier row brought."""
        if "name" not in row.values:
            self._checks.add(
                row, "name", "error", "name.empty", "姓名为空，不知道是谁，请补上姓名。"
            )
            return False
        if number:
            first = self._seen.setdefault(number, row.number)
            if first != row.number:
                how = prevails(first, refused=first in self._checks.refused)
                message = f"身份证号与第 {first} 行相同，同一人只需一行，{how}。"
                self._checks.add(row, "id_number", "error", "id.duplicate_in_file", message, number)
                return False
        return True

    def _somebody_elses(self, row: CleanRow, holders: Collection[queries.Member]) -> PlannedRow:
        """The row's number is recorded for a person of another name."""
        member = next(iter(holders))
        message = f"身份证号已登记在 {member.name}（{member.branch_short}）名下，请核对是谁填错。"
        number = row.values["id_number"]
        self._checks.add(row, "id_number", "error", "id.belongs_elsewhere", message, number)
        return self._refuse(row, member, meant=holders)

    # ------------------------------------------------------- what the clerk has decided
    def _decided(self, row: CleanRow, decision: str) -> PlannedRow:
        """A row of which the clerk said who it is, or that it stays out."""
        meant, may_be_new = self._meant(row)
        if decision == LEAVE:
            message = "按决定没有导入这一行。"
            self._checks.add(
                row, "name", "warning", "row.left_out", message, row.values.get("name", "")
            )
            planned = PlannedRow(
                row.number, "refused", row.values.get("name", ""), decided=decision
            )
        elif decision == NEW:
            planned = self._decided_new(row)
        else:
            member = self._known.decided.get(member_decided(decision) or 0)
            if member is None:
                message = "决定匹配的团员已不在册（合并、离团或删除），请重新决定。"
                self._checks.add(row, "name", "error", "row.decision_stale", message)
                planned = PlannedRow(row.number, "refused", row.values.get("name", ""))
            else:
                planned = self._decided_member(row, member)
                meant = [member, *(one for one in meant if one.id != member.id)]
        planned = self._open(planned, row, meant, may_be_new=may_be_new)
        return planned._replace(decided=decision)

    def _meant(self, row: CleanRow) -> tuple[list[queries.Member], bool]:
        """Whom a row may mean without any decision, and whether it may be nobody yet known."""
        name = row.values.get("name", "")
        matched = self._known.with_number(row.values.get("id_number"))
        if matched:
            return (matched if len(matched) > 1 or not alike(name, matched[0].name) else []), False
        if number_is_wrong(row):
            return self._known.likely(row), False
        branch, _refusal = self._homes.named(row.raw, ())
        return (self._known.similar(row, branch) if name else []), True

    def _decided_new(self, row: CleanRow) -> PlannedRow:
        number = row.values.get("id_number")
        if not self._checks.readable(row) or not self._is_first(row, number):
            return self._refuse(row)
        holders = self._known.with_number(number)
        if holders:
            return self._somebody_elses(row, holders)
        branch = self._branch(row, set())
        if isinstance(branch, PlannedRow):
            return branch
        return self._new(row, branch) if self._asked is None else self._unknown(row, branch)

    def _decided_member(self, row: CleanRow, member: queries.Member) -> PlannedRow:
        """The row is this member. What is wrong with its number is told and goes no further."""
        row = self._wanted.cells(row, member)
        wrong = row.number in self._known.dragged or any(
            one.field == "id_number" and one.level == "error" for one in row.findings
        )
        if not self._checks.readable(row, known=True):
            return self._refuse(row)
        if wrong:
            values = {name: value for name, value in row.values.items() if name != "id_number"}
            row = CleanRow(row.number, values, row.findings, row.raw)
        number = row.values.get("id_number")
        if not self._is_first(row, number):
            return self._refuse(row)
        holders = self._known.with_number(number)
        if holders and all(one.id != member.id for one in holders):
            return self._somebody_elses(row, holders)
        if not alike(row.values["name"], member.name):
            message = f"按决定匹配到在册的 {member.name}，姓名不同，在册的姓名不改。"
            self._checks.add(row, "name", "warning", "name.differs", message, row.values["name"])
        branch = self._branch(row, {member.branch_id})
        if isinstance(branch, PlannedRow):
            return branch
        return self._known_member(row, member, branch, decided=True)

    def _branch(self, row: CleanRow, recorded: set[int]) -> Organization | PlannedRow | None:
        """The branch that the row names; None where it names none, or none that matters."""
        branch, refusal = self._homes.named(row.raw, recorded)
        if refusal is None:
            return branch
        level, code, message = refusal
        self._checks.add(row, "branch", level, code, message, self._homes.written(row.raw))
        return self._refuse(row) if level == "error" else None

    # ----------------------------------------------------------- somebody who is known
    def _known_member(
        self,
        row: CleanRow,
        member: queries.Member,
        branch: Organization | None,
        *,
        decided: bool = False,
    ) -> PlannedRow:
        if self._decisions:
            first = self._taken.setdefault(member.id, row.number)
            if first != row.number:
                how = prevails(first, refused=first in self._checks.refused)
                message = f"与第 {first} 行是同一名团员，{how}。"
                name = row.values["name"]
                self._checks.add(row, "name", "error", "row.duplicate_in_file", message, name)
                return self._refuse(row)
        values = self._checks.differences(row, member)
        if decided:
            values.pop("name", None)
        if not values and (branch is None or branch.id == member.branch_id):
            return PlannedRow(row.number, "unchanged", row.values["name"], member)
        verdict = judge(
            member.values, values, stage=member.status, policy=self._policy, today=self._today
        )
        locked = [(refusal.field, refusal.reason, refusal.clause) for refusal in verdict.refused]
        target = None
        if branch is not None and branch.id != member.branch_id:
            state = self._policy.field_state(
                "branch", stage=member.status, values=member.values, today=self._today
            )
            if state.tier is Tier.FREE:
                target = branch.id
            else:
                locked.append(("branch", state.reason, state.clause))
        for name, reason, clause in locked:
            old, new = member.values.get(name) or "空", self._written(row, name)
            message = f"{FIELDS[name].label}不能由“{old}”改为“{new}”：{reason}（{clause}）"
            self._checks.add(row, name, "error", "field.locked", message, new)
        said = {(found.field, found.code) for found in row.findings}
        for found in verdict.findings:
            if (found.field, found.code) not in said:
                self._checks.add(
                    row, found.field, found.level, found.code, found.message, found.value
                )
        changes = {**verdict.saved, **verdict.submitted}
        sound = self._checks.number_is_free(row, changes, member)
        if locked or verdict.errors or not sound:
            return self._refuse(row, member)
        self._checks.warn_shared(row, changes, member)
        pending = self._known.pending.get(member.id, set())
        submitted = {k: v for k, v in verdict.submitted.items() if (k, v) not in pending}
        return PlannedRow(
            row.number,
            "updated" if verdict.saved or submitted or target else "unchanged",
            row.values["name"],
            member,
            branch_id=target,
            saved=verdict.saved,
            submitted=submitted,
        )

    def _written(self, row: CleanRow, name: str) -> str:
        """What the list says of a field."""
        return self._homes.written(row.raw) if name == "branch" else cell_text(row.raw.get(name))

    # -------------------------------------------------------- somebody not yet known
    def _unknown(self, row: CleanRow, branch: Organization | None) -> PlannedRow:
        if self._asked is not None:
            code, number = "row.not_a_member", row.values.get("id_number", "")
            message = "花名册里没有这个身份证号，补正表只补在册团员，没有新增。"
            if not number:
                code, message = "required.empty", "身份证号为空，不知道补正的是谁，请补上。"
            self._checks.add(row, "id_number", "error", code, message, number)
            return self._refuse(row)
        similar = self._known.similar(row, branch)
        if not similar:
            return self._new(row, branch)
        names = "、".join(f"{one.name}（{one.branch_short}，{_ends(one)}）" for one in similar[:3])
        number = row.values.get("id_number", "")
        if number:
            code, message = (
                "row.similar_member",
                f"在册已有 {names}，证件号不同，请核对是否同一人。",
            )
        else:
            code, message = "required.empty", f"身份证号为空，可能是在册的 {names}，请确认。"
        self._checks.add(row, "id_number", "warning", code, message, number)
        planned = PlannedRow(row.number, "ambiguous", row.values["name"])
        return self._open(planned, row, similar, may_be_new=True)

    def _new(self, row: CleanRow, branch: Organization | None) -> PlannedRow:
        if branch is None:
            message = "新团员没有写所在团支部，请补上组织全称。"
            self._checks.add(row, "branch", "error", "branch.unknown", message)
            return self._refuse(row)
        if not self._checks.new_is_sound(row, branch.id):
            return self._refuse(row)
        values = with_derived(row.values)
        values["branch"] = branch.full_name
        missing = self._policy.missing(values)
        for found in empty_findings(missing, self._policy) if missing else ():
            self._checks.add(row, found.field, found.level, found.code, found.message)
        del values["branch"]
        return PlannedRow(
            row.number,
            "new",
            row.values["name"],
            branch_id=branch.id,
            saved=values,
            missing=missing,
        )


def _ends(member: queries.Member) -> str:
    """Enough of an ID number to know somebody by; the sentence may go back to a school."""
    number = member.values.get("id_number")
    return mask_id(number) if number else "无身份证号"
