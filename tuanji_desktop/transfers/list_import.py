"""A list of transfers: what each row would start, and all of them started in one operation.

Who a row is says `members.person_matching`, whether somebody may go says `plan.judge`: the list
knows no rule of its own. A row whose transfer is under way already (or done) is no refusal: the same
list comes back when the school has mended the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput, TuanjiError
from ..core.progress import Progress, Quiet, watched
from ..members.person_matching import PersonMatcher, PersonRow, double
from ..members.queries import Member
from ..members.reader import read_list
from ..office.context import Context
from ..office.import_recipes import NewRecipe
from ..office.imports import Seen, record_import, seen_before
from ..orgs import queries as orgs
from ..orgs.kinds import match_name
from ..orgs.matching import BranchFinder, NameIndex
from ..rules.destination_words import guess_destination
from ..rules.lifecycle import STAGE_LABELS
from ..rules.policy import Policy
from ..sheets.findings import Findings, ListSource, SheetFinding
from ..sheets.heading import DataRow, Table
from ..sheets.reader import Workbook
from ..sheets.reading import NEW, Reading
from ..store.connection import raw
from .kinds import MAJOR, kind_of, kinds
from .plan import PlanRow, TransferPlan, Wish, judge
from .reader import (
    OUT_FIELDS,
    Fault,
    day_written,
    detail_written,
    in_province_written,
    kind_written,
    labels,
    text_in,
    transfer_headings,
)
from .service import start_all
from .targets import Target, understand

KIND = "transfers"
_PERSON_FIELDS = frozenset({"name", "id_kind", "id_number", "sex", "mobile", "class_name"})
_CELLS = {
    "transfer.kind_unknown": "kind",
    "transfer.retained": "kind",
    "transfer.starter": "kind",
    "transfer.date_future": "on",
    "transfer.in_province": "in_province",
    "transfer.target": "target",
    "transfer.target_doubtful": "target",
    "transfer.same": "target",
    "transfer.other_school": "target",
    "transfer.on_paper": "target",
}
"""Which cell a refusal speaks of; the others speak of the person."""


@dataclass(frozen=True, slots=True)
class ListedTransfer:
    """One row: `new` is started, `unchanged` is under way or done already; `words` say from where to
    where, or why nothing is done."""

    number: int
    kind: str  # new | unchanged | ambiguous | refused
    person: PersonRow
    words: str = ""
    planned: PlanRow | None = None

    @property
    def name(self) -> str:
        """Whom the row names."""
        return self.person.values.get("name", "")


@dataclass(frozen=True, slots=True)
class TransferListPlan:
    """What a list would start; applying it does exactly this, or nothing.

    `plans` are its parts, one for each reason, day and answer; `waiting`: how many of them would
    wait for a new-student branch once they are started (G 四).
    """

    source: ListSource
    rows: tuple[ListedTransfer, ...]
    findings: tuple[SheetFinding, ...]
    plans: tuple[TransferPlan, ...]
    waiting: int = 0
    seen: Seen | None = None
    people: Mapping[int, Member] = field(default_factory=dict)

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)


def plan_transfer_list(
    context: Context,
    path: Path,
    *,
    kind: str = "",
    on: date | None = None,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    progress: Progress = Quiet(),  # noqa: B008 - has no state
    workbook: Workbook | None = None,
) -> TransferListPlan:
    """Reads a list and decides what each row would start; writes nothing.

    `kind` and `on` hold where a row says no reason and no day (today, if not given).
    """
    progress(0, 0, f"读取 {path.name}")
    table, source = read_list(
        path,
        headings=transfer_headings(),
        reading=reading,
        labels=labels(OUT_FIELDS),
        cancelled=lambda: progress.cancelled,
        workbook=workbook,
    )
    progress.stop_if_cancelled()
    usual = Usual(kind_of(context.policy, kind).label if kind else "", on or context.today)
    with context.database.read() as connection:
        planner = _Planner(connection, context, table, reading, usual, progress)
        return planner.plan(source, seen_before(connection, kind=KIND, sha256=source.sha256))


def apply_transfer_list(
    context: Context,
    plan: TransferListPlan,
    *,
    recipe: NewRecipe | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int | None:
    """Starts them all in one operation and returns its number; None if there is nothing to start.

    Raises `BadInput` (`import.stale`) where a record moved since the plan was made.
    """
    if not plan.plans:
        return None
    source = plan.source
    words = f"导入 {source.file_name}：发起转接 {plan.count('new'):,} 人"
    operation = context.operation("import.transfers", words, document=source.file_name)
    with context.database.write(operation, progress=progress) as writing:
        connection = writing.connection
        for one in plan.plans:
            if judge(connection, context, one.wish) != one:
                raise BadInput(
                    "import.stale",
                    "核对之后有团员的情况又有变化，没有写入。请重新核对这份名单。",
                )
        for one in watched(plan.plans, progress, "发起转接"):
            progress.stop_if_cancelled()
            start_all(connection, context, one)
        record_import(connection, context, KIND, source, recipe=recipe)
        progress.stop_if_cancelled()
    progress(1, 1, "完成")
    return writing.number


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds where a row says nothing: the reason to transfer, and the day."""

    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class _Line:
    """What a row wants: the reason, the target as written, the answer, the day, the words."""

    kind: str
    target: str
    in_province: str | None
    on: date
    reason: str
    written: Mapping[str, str]
    """What stands in the cells, as it stands there."""

    @property
    def group(self) -> tuple[str, str | None, date, str]:
        return self.kind, self.in_province, self.on, self.reason


@dataclass(frozen=True, slots=True)
class _Former:
    """A transfer that a member has: under way, or received."""

    kind: str
    target: str
    target_id: int | None
    open: bool


class _Planner:
    """Row after row: who it is, what it wants, and whether the rules allow it."""

    def __init__(
        self,
        connection: Connection,
        context: Context,
        table: Table,
        reading: Reading,
        usual: Usual,
        progress: Progress,
    ) -> None:
        self._connection, self._context = connection, context
        self._table, self._usual, self._progress = table, usual, progress
        self._findings = Findings(table)
        decisions = tuple(one for one in reading.decisions if one[1] != NEW)
        self._matcher = PersonMatcher(
            connection,
            table,
            policy=context.policy,
            fields=_PERSON_FIELDS,
            org_id=None,
            today=context.today,
            reading=replace(reading, decisions=decisions),
            progress=progress,
        )
        self._nodes = {node.id: node for node in orgs.every(connection)}
        self._codes = {node.code.upper(): node.full_name for node in self._nodes.values()}
        self._finder = BranchFinder(self._nodes.values())
        self._index = NameIndex(self._nodes.values(), branches_only=False)
        self._said = {written for name, written, _meant in reading.values if name == "target"}
        self._below: dict[int, frozenset[int]] = {}
        self._rows: dict[int, ListedTransfer] = {}

    def plan(self, source: ListSource, seen: Seen | None) -> TransferListPlan:
        """Everything, in the order of the list."""
        persons, told = self._matcher.match()
        data = {row.number: row for row in self._table.rows}
        former = self._former([one.member_id for one in persons if one.member_id is not None])
        gone = self._matcher.gone()
        wanted: dict[tuple[str, str | None, date, str], list[tuple[PersonRow, _Line]]]
        wanted = defaultdict(list)
        near = {one.row: one.suggestion for one in told if one.code == "row.not_a_member"}
        told = tuple(one for one in told if one.code != "row.not_a_member")
        self._findings.all.extend(told)
        for person in watched(persons, self._progress, "核对"):
            if person.kind == "new":
                number = person.number
                self._not_here(person, data[number], gone.get(number), near.get(number))
            elif person.kind == "matched":
                line = self._line(person, data[person.number])
                if line is not None:
                    wanted[line.group].append((person, line))
            else:
                self._rows[person.number] = ListedTransfer(person.number, person.kind, person)
        plans = [self._judged(lines, former) for lines in wanted.values()]
        ready = tuple(plan for plan in plans if plan is not None and plan.ready)
        findings = map(self._with_first, self._findings.all)
        return TransferListPlan(
            source,
            tuple(self._rows[person.number] for person in persons),
            tuple(sorted(findings, key=lambda one: one.row)),
            ready,
            self._waiting(ready),
            seen,
            self._matcher.people,
        )

    def _with_first(self, found: SheetFinding) -> SheetFinding:
        """A finding of a second row for somebody, whose first row the rules may have refused."""
        first = self._matcher.doubles.get(found.row)
        if found.code != "id.duplicate_in_file" or first is None:
            return found
        refused = self._rows[first].kind == "refused"
        message = self._table.places.said(double(first, refused=refused))
        return replace(found, message=message)

    # ------------------------------------------------------------------ what a row wants
    def _line(self, person: PersonRow, row: DataRow) -> _Line | None:
        cells = row.values
        policy = self._context.policy
        unit, province = detail_written(cells.get("kind"), policy)
        answer, doubt = in_province_written(text_in(cells, "in_province") or province, policy)
        day, fault = day_written(cells.get("on"))
        kind = kind_written(cells.get("kind"), policy) or self._usual.kind
        if doubt is not None:
            self._tell(person, doubt, level="warning")
        if fault is not None:
            self._refuse(person, fault)
            return None
        if not kind:
            message = "没有写转接原因：全表一样的，在第一步“没写转接原因的按”里选；不一样的请补上。"
            self._refuse(person, Fault("kind", "required.empty", message, ""))
            return None
        self._compare_branch(person, cells)
        target = text_in(cells, "target") or unit
        target = self._codes.get(target.upper(), target)
        if kind == MAJOR and target:
            target = self._own_branch(person, target)
        elif target and text_in(row.written, "target") not in self._said:
            target = self._ours(person, target)
        reason = text_in(cells, "reason")
        written = {name: text_in(row.written, name) for name in ("kind", "target", "on")}
        return _Line(kind, target, answer, day or self._usual.on, reason, written)

    def _own_branch(self, person: PersonRow, target: str) -> str:
        """转专业 stays in the school: its class may be written short."""
        member = self._matcher.member(person)
        school = self._school(member.branch_id) if member is not None else None
        if school is None:
            return target
        if school not in self._below:
            self._below[school] = frozenset(orgs.subtree_ids(self._connection, school))
        sure = self._finder.find(target, within=self._below[school]).sure
        return sure.full_name if sure is not None else target

    def _ours(self, person: PersonRow, target: str) -> str:
        """A unit of ours with its province and city before it is ours. A short name may be that of a
        unit elsewhere, too: it is told and stays as it is."""
        name, node = match_name(target), self._index.find(target).sure
        own = match_name(node.full_name) if node is not None else ""
        if node is None or own.startswith(name):  # what `understand` takes for ours
            return target
        if name.endswith(own):
            return node.full_name
        message = (
            f"“{target}”像是本台账的“{node.full_name}”，写的不是全称，按外单位发起；"
            f"是本台账的请写全称或编码 {node.code}。"
        )
        fault = Fault("target", "transfer.target_near", message, target, node.code)
        self._tell(person, fault, level="warning")
        return target

    def _school(self, org_id: int) -> int | None:
        """The topmost school above a branch."""
        found, node = None, self._nodes.get(org_id)
        while node is not None:
            found = node.id if node.school_kind else found
            node = self._nodes.get(node.parent_id or 0)
        return found

    def _compare_branch(self, person: PersonRow, cells: Mapping[str, object]) -> None:
        """The branch of the list is only compared: a transfer starts where the roster has somebody."""
        written = text_in(cells, "branch")
        member = self._matcher.member(person)
        if not written or member is None:
            return
        sure = self._finder.find(written, superior=text_in(cells, "superior")).sure
        if sure is not None and sure.id != member.branch_id:
            message = (
                f"名单写的团支部是“{sure.short_name}”，在册在“{member.branch_short}”，"
                "按在册的团支部转出。"
            )
            fault = Fault("branch", "branch.differs", message, written)
            self._tell(person, fault, level="warning")

    # ------------------------------------------------------------------ what the rules say
    def _judged(
        self, lines: Sequence[tuple[PersonRow, _Line]], former: Mapping[int, Sequence[_Former]]
    ) -> TransferPlan | None:
        """The rows that want the same, judged together; refusals go to their cells."""
        policy, first = self._context.policy, lines[0][1]
        ids = tuple(person.member_id for person, _ in lines if person.member_id is not None)
        try:
            kind = kind_of(policy, first.kind)
            wish = Wish(
                member_ids=ids,
                kind=kind.label,
                on=first.on,
                in_province=first.in_province,
                started_by=kind.starters[0],
                reason=first.reason,
                targets=tuple(zip(ids, (line.target for _, line in lines), strict=True)),
            )
            plan = self._plan_of(wish)
        except TuanjiError as error:
            for person, line in lines:
                self._refuse(
                    person, _fault(error.code, error.message, error.clause or "", line, policy)
                )
            return None
        meant = understand(self._connection, {line.target for _, line in lines if line.target})
        for (person, line), row in zip(lines, plan.rows, strict=True):
            if row.ready:
                self._put(person, "new", row.words, row)
                continue
            known = former.get(row.member_id, ())
            same = next((one for one in known if _is_same(one, first.kind, line, meant)), None)
            if row.refused == "transfer.open" and same is not None:
                self._put(person, "unchanged", f"已在办理中：{row.branch} → {same.target}", row)
            else:
                self._refuse(person, _fault(row.refused, row.why, row.clause, line, policy), row)
        if not plan.ready:
            return None
        if len(plan.ready) == len(plan.rows):
            return plan
        chosen = tuple(row.member_id for row in plan.ready)
        going = frozenset(chosen)
        targets = tuple(one for one in wish.targets if one[0] in going)
        return self._plan_of(replace(wish, member_ids=chosen, targets=targets))

    def _plan_of(self, wish: Wish) -> TransferPlan:
        return judge(self._connection, self._context, wish)

    def _not_here(
        self, person: PersonRow, row: DataRow, gone: Member | None, near: str | None
    ) -> None:
        """Who is not on the roster; or left it the way that this list wants."""
        number = person.values.get("id_number", "")
        if gone is None:
            message = (
                f"{person.values['name']} 的身份证号有效，但不在花名册中，不能发起转接。"
                "请核对是否团员；是团员的先补报到，不是的不办。"
            )
            self._refuse(person, Fault("id_number", "row.not_a_member", message, number, near))
            return
        cells, policy = row.values, self._context.policy
        kind = kind_written(cells.get("kind"), policy) or self._usual.kind
        target = text_in(cells, "target") or detail_written(cells.get("kind"), policy)[0]
        line = _Line(kind, self._codes.get(target.upper(), target), None, self._usual.on, "", {})
        meant = understand(self._connection, [line.target])
        for one in self._former([gone.id]).get(gone.id, ()):
            if not one.open and _is_same(one, kind, line, meant):
                self._put(person, "unchanged", f"已经转到 {one.target}")
                return
        message = f"{gone.name} 现为“{STAGE_LABELS[gone.status]}”，已不在册，不能发起转接。"
        self._refuse(person, Fault("name", "row.left", message, gone.name))

    def _former(self, ids: Iterable[int]) -> dict[int, list[_Former]]:
        """The transfers that members have under way or behind them."""
        found: dict[int, list[_Former]] = defaultdict(list)
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), 5_000):
            marks = ",".join(map(str, wanted[start : start + 5_000]))
            for member, kind, target, target_id, finished in raw(self._connection).execute(
                "SELECT member_id, kind, target, target_id, finished_on FROM transfers "
                f"WHERE member_id IN ({marks}) AND (finished_on IS NULL OR state = 'received')"
            ):
                found[member].append(_Former(kind, target, target_id, finished is None))
        return found

    def _waiting(self, plans: Sequence[TransferPlan]) -> int:
        """Those inside the province whose university may have no new-student branch yet."""
        rule = self._context.policy.transfer

        def waits(branch_id: int) -> bool:
            node = self._nodes.get(branch_id)
            while node is not None and node.school_kind is None:
                node = self._nodes.get(node.parent_id or 0)
            return node is not None and node.school_kind in rule.waiting_school_kinds

        return sum(
            row.in_province == "是" and waits(row.branch_id)
            for plan in plans
            if plan.wish.kind in rule.waiting_destinations
            for row in plan.ready
        )

    # ------------------------------------------------------------------ saying it
    def _put(
        self, person: PersonRow, kind: str, words: str, planned: PlanRow | None = None
    ) -> None:
        self._rows[person.number] = ListedTransfer(person.number, kind, person, words, planned)

    def _refuse(self, person: PersonRow, fault: Fault, planned: PlanRow | None = None) -> None:
        self._tell(person, fault, level="error")
        self._put(person, "refused", fault.message, planned)

    def _tell(self, person: PersonRow, fault: Fault, *, level: str) -> None:
        name = fault.field if fault.field in self._table.columns else "name"
        self._findings.add(
            person.number,
            name,
            level=level,
            code=fault.code,
            message=fault.message,
            value=fault.value,
            suggestion=fault.suggestion,
        )


def _fault(code: str, message: str, clause: str, line: _Line, policy: Policy) -> Fault:
    """A refusal of the rules at its cell, with the clause that it rests on."""
    name = _CELLS.get(code, "name")
    said = f"{message.removesuffix('。')}（{clause}）。" if clause else message
    suggestion = None
    if code == "transfer.kind_unknown":
        suggestion = guess_destination(line.kind, kinds(policy))[0] or None
    return Fault(name, code, said, line.written.get(name, ""), suggestion)


def _is_same(former: _Former, kind: str, line: _Line, meant: Mapping[str, object]) -> bool:
    """Whether a former transfer is the one that the row wants; a row without a target wants any."""
    if former.kind != kind:
        return False
    if not line.target or former.target == line.target:
        return True
    target = meant.get(line.target)
    return isinstance(target, Target) and target.own and target.unit_id == former.target_id
