"""The plan of a roster import: what every row would do, decided before anything is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from ..core.masks import mask_id
from ..core.progress import Progress, Quiet, watched
from ..orgs import queries as orgs
from ..orgs.matching import BranchFinder
from ..orgs.queries import Organization
from ..rules.checks import (
    Finding,
    birth_date,
    cross_check,
    empty_findings,
    is_valid,
    normalise,
    with_derived,
)
from ..rules.fields import FIELDS, MEMBER_COLUMNS
from ..rules.id_numbers import FOREIGN
from ..rules.lifecycle import Stage
from ..rules.policy import Policy, Tier
from ..sheets.findings import Findings, ListSource, SheetFinding
from ..sheets.heading import Table
from ..sheets.reader import cell_text
from . import queries
from .edits import derived_from_id, judge
from .matching import alike, dragged, find_similar, fitting_number, present, same_name
from .reader import Cleaner, CleanRow, birth_written

_FIELDS = frozenset(MEMBER_COLUMNS)
_DAMAGED = "id.precision_lost"
_CONTRADICTED = ("id.sex_mismatch", "id.birth_mismatch")
_CROWDED = 50_000
"""With more members every name is that of many: who is like a row is asked row by row."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the list and what applying the plan does with it."""

    number: int
    kind: str  # new | unchanged | updated | ambiguous | refused
    name: str
    member: queries.Member | None = None
    branch_id: int | None = None
    saved: Mapping[str, str | None] = field(default_factory=dict)
    submitted: Mapping[str, str | None] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What an import would do; applying it does exactly this, or nothing."""

    source: ListSource
    rows: tuple[PlannedRow, ...]
    findings: tuple[SheetFinding, ...]

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)

    @property
    def submitted(self) -> int:
        """Rows of which review fields become change requests."""
        return sum(bool(row.submitted) for row in self.rows)


class RosterPlanner:
    """Plans row after row; knows the tree, the members by ID number and what came before."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        *,
        policy: Policy,
        today: date,
        progress: Progress = Quiet(),  # noqa: B008 - has no state
    ) -> None:
        self._policy, self._today, self._progress = policy, today, progress
        self._connection = connection
        self._crowded = queries.count(connection, queries.Filter()) > _CROWDED
        self._findings = Findings(table)
        cleaner = Cleaner(policy)
        self._rows = [
            cleaner.clean(row.number, row.values, _FIELDS)
            for row in watched(table.rows, progress, "读取各行")
        ]
        self._read_foreign_documents()
        self._branches = BranchFinder(orgs.every(connection))
        numbers = [row.values.get("id_number") for row in self._rows]
        self._dragged = {self._rows[place].number for place in dragged(numbers)}
        self._by_number = queries.by_id_numbers(connection, filter(None, numbers))
        progress.stop_if_cancelled()
        known = {number for number, found in self._by_number.items() if present(found)}
        self._by_name = self._same_names(known)
        progress.stop_if_cancelled()
        self._pending = queries.pending_values(connection)
        self._seen: dict[str, int] = {}
        self._first: dict[tuple[object, ...], int] = {}
        self._holders = {
            name: queries.holders(
                connection, name, (row.values[name] for row in self._rows if name in row.values)
            )
            for name in ("mobile", "development_number")
        }

    def _read_foreign_documents(self) -> None:
        """Lists hardly ever say what document a number is of: one that is no ID number, and stands
        in the roster as somebody's foreign document, is read as that."""
        asked: dict[str, list[int]] = {}
        for place, row in enumerate(self._rows):
            faulty = any(one.field == "id_number" for one in row.findings)
            if faulty and not row.values.get("id_kind"):
                cell = row.raw.get("id_number")
                number = normalise("id_number", cell, policy=self._policy, id_kind=FOREIGN).value
                asked.setdefault(number or "", []).append(place)
        for number, members in queries.by_id_numbers(self._connection, filter(None, asked)).items():
            if any(one.values.get("id_kind") == FOREIGN for one in members):
                for place in asked[number]:
                    row = self._rows[place]
                    findings = (one for one in row.findings if one.field != "id_number")
                    values = {**row.values, "id_number": number}
                    self._rows[place] = CleanRow(row.number, values, tuple(findings), row.raw)

    def _same_names(self, known: set[str]) -> dict[str, list[queries.Member]]:
        """Members with the names of those rows whose ID number nobody has; in a crowded office
        of those only whose number is damaged."""
        wanted = {
            row.values["name"]
            for row in self._rows
            if "name" in row.values
            and row.values.get("id_number") not in known
            and (not self._crowded or any(one.code == _DAMAGED for one in row.findings))
        }
        return queries.by_names(self._connection, wanted)

    def _namesakes(self, row: CleanRow, branch: Organization | None) -> list[queries.Member]:
        """Members of the row's name who could be the same person."""
        name = row.values["name"]
        if not self._crowded:
            return self._by_name.get(name, [])
        return queries.namesakes(
            self._connection,
            name,
            mobile=row.values.get("mobile"),
            branch_id=branch.id if branch else None,
        )

    def plan(self, source: ListSource) -> RosterPlan:
        """What every row does; nothing has been written."""
        rows = tuple(self._row(row) for row in watched(self._rows, self._progress, "核对"))
        return RosterPlan(source, rows, tuple(self._findings.all))

    def _add(
        self,
        row: CleanRow,
        name: str,
        level: str,
        code: str,
        message: str,
        value: str = "",
        suggestion: str | None = None,
    ) -> None:
        self._findings.add(
            row.number,
            name,
            level=level,
            code=code,
            message=message,
            value=value,
            suggestion=suggestion,
        )

    def _refuse(self, row: CleanRow, member: queries.Member | None = None) -> PlannedRow:
        return PlannedRow(row.number, "refused", row.values.get("name", ""), member)

    def _row(self, row: CleanRow) -> PlannedRow:
        if not self._readable(row):
            return self._refuse(row)
        if "name" not in row.values:
            self._add(row, "name", "error", "name.empty", "姓名为空，不知道是谁，请补上姓名。")
            return self._refuse(row)
        number = row.values.get("id_number")
        if number:
            first = self._seen.setdefault(number, row.number)
            if first != row.number:
                message = f"身份证号与第 {first} 行相同，同一人只需一行，以第 {first} 行为准。"
                self._add(row, "id_number", "error", "id.duplicate_in_file", message, number)
                return self._refuse(row)
        matched = present(self._by_number.get(number, [])) if number else []
        branch = self._branch(row, {one.branch_id for one in matched[:1]})
        if isinstance(branch, PlannedRow):
            return branch
        if matched:
            return self._known(row, matched, branch)
        return self._unknown(row, branch)

    def _readable(self, row: CleanRow) -> bool:
        """Tells what reading the cells found; False where one of them cannot be accepted."""
        readable = True
        number = row.values.get("id_number")
        for found in row.findings:
            # What the number gives need not be legible beside it.
            derived = FIELDS[found.field].derived and is_valid(number or "")
            if derived and _same_birth(row.raw.get("born_on"), number):
                continue
            level = "warning" if derived or self._recorded_so(row, found) else found.level
            suggestion = found.suggestion
            if found.code == _DAMAGED:
                namesakes = self._by_name.get(row.values.get("name", ""), [])
                suggestion = fitting_number(row.raw.get("id_number"), namesakes) or suggestion
            self._add(row, found.field, level, found.code, found.message, found.value, suggestion)
            readable = readable and level != "error"
        if readable and row.number in self._dragged:
            message = "身份证号与上一行只差1，像是在表格中向下拖动填充出来的，请对照证件核对。"
            self._add(row, "id_number", "error", "id.dragged", message, number or "")
            readable = False
        return readable

    def _recorded_so(self, row: CleanRow, found: Finding) -> bool:
        """Whether somebody of that name is recorded with this very number: wrong as it is, it says
        who is meant, and keeps nothing else of them from being put right."""
        if found.field != "id_number" or found.code == _DAMAGED:
            return False
        holders = present(self._by_number.get(row.values.get("id_number", ""), []))
        return any(same_name(row.values.get("name"), one.name) for one in holders)

    def _branch(self, row: CleanRow, recorded: set[int]) -> Organization | PlannedRow | None:
        """The branch that the row names; None where the column is empty or missing.

        Of several that a short name could mean, the one where the person is recorded is meant.
        """
        written = cell_text(row.raw.get("branch")).strip()
        if not written:
            return None
        superior = cell_text(row.raw.get("superior")).strip()
        match = self._branches.find(written, superior=superior)
        if match.sure:
            return match.sure
        if own := [node for node, _score in match.candidates if node.id in recorded]:
            return own[0]
        if match.candidates:
            names = "、".join(node.short_name for node, _score in match.candidates[:3])
            message = f"“{written}”可能是：{names}。请写组织全称或组织编码。"
            self._add(row, "branch", "error", "branch.ambiguous", message, written)
        else:
            message = f"没有名为“{written}”的团支部，请核对名称，或先在团组织树中建立。"
            self._add(row, "branch", "error", "branch.unknown", message, written)
        return self._refuse(row)

    def _known(
        self, row: CleanRow, matched: Sequence[queries.Member], branch: Organization | None
    ) -> PlannedRow:
        if len(matched) > 1 and matched[1].status == matched[0].status:
            message = f"身份证号在册有 {len(matched)} 人，请先处理重复记录。"
            self._add(
                row, "id_number", "error", "id.belongs_elsewhere", message, row.values["id_number"]
            )
            ids = tuple(one.id for one in matched)
            return PlannedRow(row.number, "ambiguous", row.values["name"], candidates=ids)
        member = matched[0]
        if not alike(row.values["name"], member.name):
            message = (
                f"身份证号已登记在 {member.name}（{member.branch_short}）名下，请核对是谁填错。"
            )
            self._add(
                row, "id_number", "error", "id.belongs_elsewhere", message, row.values["id_number"]
            )
            return self._refuse(row, member)
        values = self._differences(row, member)
        if not values and branch is not None and branch.id == member.branch_id:
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
            old, new = member.values.get(name) or "空", cell_text(row.raw.get(name))
            message = f"{FIELDS[name].label}不能由“{old}”改为“{new}”：{reason}（{clause}）"
            self._add(row, name, "error", "field.locked", message, new)
        said = {(found.field, found.code) for found in row.findings}
        for found in verdict.findings:
            if (found.field, found.code) not in said:
                self._add(row, found.field, found.level, found.code, found.message, found.value)
        changes = {**verdict.saved, **verdict.submitted}
        sound = self._number_is_free(row, changes, member)
        if locked or verdict.errors or not sound:
            return self._refuse(row, member)
        self._warn_shared(row, changes, member)
        pending = self._pending.get(member.id, set())
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

    def _differences(self, row: CleanRow, member: queries.Member) -> dict[str, object]:
        """The cells that say something else than the record, to be judged."""
        # Most cells say what is recorded already, in the same words.
        known = member.values
        values: dict[str, object] = {
            name: value for name, value in row.values.items() if value != known.get(name)
        }
        if same_name(row.values["name"], member.name):
            values.pop("name", None)
        for found in row.findings:
            if found.code == "mobile.format":
                values.pop(found.field, None)  # a broken number is told, and not recorded
        if values.keys() & {"sex", "born_on"}:
            for found in cross_check(row.values, policy=self._policy, today=self._today):
                # What the row's own number contradicts is a slip of the list, not a change.
                if found.code in _CONTRADICTED and found.field in values:
                    del values[found.field]
                    self._tell(row, found)
        return values

    def _tell(self, row: CleanRow, found: Finding) -> None:
        self._add(
            row,
            found.field,
            found.level,
            found.code,
            found.message,
            found.value,
            found.suggestion,
        )

    def _unknown(self, row: CleanRow, branch: Organization | None) -> PlannedRow:
        values: dict[str, str | None] = dict(row.values)
        values["branch"] = branch.full_name if branch else None
        similar = find_similar(values, self._namesakes(row, branch))
        if similar:
            names = "、".join(
                f"{one.name}（{one.branch_short}，{_ends(one)}）" for one in similar[:3]
            )
            if values.get("id_number"):
                code, message = (
                    "row.similar_member",
                    f"在册已有 {names}，证件号不同，请核对是否同一人。",
                )
            else:
                code, message = "required.empty", f"身份证号为空，可能是在册的 {names}，请确认。"
            self._add(row, "id_number", "warning", code, message, row.values.get("id_number", ""))
            ids = tuple(one.id for one in similar)
            return PlannedRow(row.number, "ambiguous", row.values["name"], candidates=ids)
        if branch is None:
            message = "新团员没有写所在团支部，请补上组织全称。"
            self._add(row, "branch", "error", "branch.unknown", message)
            return self._refuse(row)
        if not self._new_is_sound(row, {**derived_from_id(values.get("id_number")), **values}):
            return self._refuse(row)
        values = with_derived(values)
        missing = self._policy.missing(values)
        for found in empty_findings(values, self._policy):
            self._add(row, found.field, found.level, found.code, found.message)
        values.pop("branch")
        return PlannedRow(
            row.number,
            "new",
            row.values["name"],
            branch_id=branch.id,
            saved=values,
            missing=missing,
        )

    def _new_is_sound(self, row: CleanRow, values: dict[str, str | None]) -> bool:
        sound = True
        said = {found.field for found in row.findings}
        for found in cross_check(values, policy=self._policy, today=self._today):
            if found.field in said:
                continue
            self._add(row, found.field, found.level, found.code, found.message, found.value)
            sound = sound and found.level != "error"
        if not values.get("id_number"):
            first = self._first_with(
                row, values.get("name"), values["branch"], values.get("mobile")
            )
            if first != row.number:
                message = f"与第 {first} 行姓名、团支部和电话都相同，又没有身份证号，以第 {first} 行为准。"
                self._add(
                    row, "name", "error", "row.duplicate_in_file", message, row.values["name"]
                )
                sound = False
        sound = self._number_is_free(row, values, None) and sound
        self._warn_shared(row, values, None)
        return sound

    def _first_with(self, row: CleanRow, *what: object) -> int:
        """The first row of the file that brings this."""
        return self._first.setdefault(what, row.number)

    def _number_is_free(
        self, row: CleanRow, values: Mapping[str, str | None], member: queries.Member | None
    ) -> bool:
        """Whether the development number of a new or changed record is nobody else's."""
        number = values.get("development_number")
        if not number:
            return True
        first = self._first_with(row, "development_number", number)
        holders = [
            name
            for other, name in self._holders["development_number"].get(number, [])
            if member is None or other != member.id
        ]
        if not holders and first == row.number:
            return True
        whose = f"{holders[0]} 名下" if holders else f"第 {first} 行"
        message = f"发展团员编号 {number} 已在{whose}，一个编号只属于一个人。"
        self._add(row, "development_number", "error", "development_number.taken", message, number)
        return False

    def _warn_shared(
        self, row: CleanRow, values: Mapping[str, str | None], member: queries.Member | None
    ) -> None:
        mobile = values.get("mobile")
        if not mobile:
            return
        others = [
            name
            for other, name in self._holders["mobile"].get(mobile, [])
            if member is None or other != member.id
        ]
        first = self._first_with(row, "mobile", mobile)
        if others:
            message = f"手机号码已登记在 {'、'.join(others[:3])} 名下，一个号码通常只属于一个人。"
        elif first != row.number:
            message = f"手机号码与第 {first} 行相同，一个号码通常只属于一个人。"
        else:
            return
        self._add(row, "mobile", "warning", "mobile.shared", message, mobile)


def _same_birth(cell: object, number: str | None) -> bool:
    """Whether a birth date of which only the month is written is that of a valid number."""
    born, written = birth_date(number), birth_written(cell)
    return born is not None and bool(written) and born.isoformat().startswith(written)


def _ends(member: queries.Member) -> str:
    """Enough of an ID number to know somebody by; the sentence may go back to a school."""
    number = member.values.get("id_number")
    return mask_id(number) if number else "无身份证号"


def summary(plan: RosterPlan) -> Counter[str]:
    """Counts by kind."""
    return Counter(row.kind for row in plan.rows)


NEW_STAGE = Stage.ACTIVE
"""A roster comes from branches that have approved their members."""
