"""The plan of a roster import: what every row would do, decided before anything is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from ..orgs import queries as orgs
from ..orgs.matching import NameIndex
from ..orgs.queries import Organization
from ..rules.checks import cross_check, empty_findings
from ..rules.fields import FIELDS, MEMBER_COLUMNS
from ..rules.lifecycle import Stage
from ..rules.policy import Policy
from ..sheets.findings import Findings, ListSource, SheetFinding
from ..sheets.heading import Table
from ..sheets.reader import cell_text
from . import queries
from .edits import derived_from_id, judge
from .matching import alike, find_similar, present, same_name
from .reader import Cleaner, CleanRow

_FIELDS = frozenset(MEMBER_COLUMNS)


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
        self, connection: Connection, table: Table, *, policy: Policy, today: date
    ) -> None:
        self._policy, self._today = policy, today
        self._findings = Findings(table)
        self._cleaner = Cleaner(policy)
        self._names = NameIndex(orgs.every(connection))
        self._rows = [self._cleaner.clean(row.number, row.values, _FIELDS) for row in table.rows]
        numbers = [row.values["id_number"] for row in self._rows if "id_number" in row.values]
        self._by_number = queries.by_id_numbers(connection, numbers)
        known = {number for number, found in self._by_number.items() if present(found)}
        self._by_name = self._same_names(connection, known)
        self._seen: dict[str, int] = {}
        self._numbers_taken: dict[str, int] = {}
        self._holders = {
            name: queries.holders(
                connection, name, (row.values[name] for row in self._rows if name in row.values)
            )
            for name in ("mobile", "development_number")
        }

    def _same_names(
        self, connection: Connection, known: set[str]
    ) -> dict[str, list[queries.Member]]:
        """Members with the names of those rows whose ID number nobody has."""
        wanted = {
            row.values["name"]
            for row in self._rows
            if "name" in row.values and row.values.get("id_number") not in known
        }
        return queries.by_names(connection, wanted)

    def plan(self, source: ListSource) -> RosterPlan:
        rows = tuple(self._row(row) for row in self._rows)
        return RosterPlan(source, rows, tuple(self._findings.all))

    def _add(
        self, row: CleanRow, name: str, level: str, code: str, message: str, value: str = ""
    ) -> None:
        self._findings.add(row.number, name, level=level, code=code, message=message, value=value)

    def _refuse(self, row: CleanRow, member: queries.Member | None = None) -> PlannedRow:
        return PlannedRow(row.number, "refused", row.values.get("name", ""), member)

    def _row(self, row: CleanRow) -> PlannedRow:
        for found in row.findings:
            self._findings.add(
                row.number,
                found.field,
                level=found.level,
                code=found.code,
                message=found.message,
                value=found.value or "",
                suggestion=found.suggestion,
            )
        if any(found.level == "error" for found in row.findings):
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
        branch = self._branch(row)
        if isinstance(branch, PlannedRow):
            return branch
        matched = present(self._by_number.get(number, [])) if number else []
        if matched:
            return self._known(row, matched, branch)
        return self._unknown(row, branch)

    def _branch(self, row: CleanRow) -> Organization | PlannedRow | None:
        """The branch that the row names; None where the column is empty or missing."""
        written = cell_text(row.raw.get("branch")).strip()
        if not written:
            return None
        match = self._names.find(written)
        if match.sure:
            return match.sure
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
        values: dict[str, object] = dict(row.values)
        if same_name(row.values["name"], member.name):
            values.pop("name")
        verdict = judge(
            member.values, values, stage=member.status, policy=self._policy, today=self._today
        )
        locked = [(refusal.field, refusal.reason, refusal.clause) for refusal in verdict.refused]
        if branch is not None and branch.id != member.branch_id:
            state = self._policy.field_state(
                "branch", stage=member.status, values=member.values, today=self._today
            )
            locked.append(("branch", state.reason, state.clause))
        for name, reason, clause in locked:
            old, new = member.values.get(name) or "空", cell_text(row.raw.get(name))
            message = f"{FIELDS[name].label}不能由“{old}”改为“{new}”：{reason}（{clause}）"
            self._add(row, name, "error", "field.locked", message, new)
        for found in verdict.findings:
            self._add(row, found.field, found.level, found.code, found.message, found.value or "")
        if locked or verdict.errors:
            return self._refuse(row, member)
        self._warn_shared(row, {**verdict.saved, **verdict.submitted}, member)
        kind = "updated" if verdict.saved or verdict.submitted else "unchanged"
        return PlannedRow(
            row.number,
            kind,
            row.values["name"],
            member,
            saved=verdict.saved,
            submitted=verdict.submitted,
        )

    def _unknown(self, row: CleanRow, branch: Organization | None) -> PlannedRow:
        values: dict[str, str | None] = dict(row.values)
        values["branch"] = branch.full_name if branch else None
        similar = find_similar(values, self._by_name.get(row.values["name"], []))
        if similar:
            names = "、".join(
                f"{one.name}（{one.branch_short}，{one.values.get('id_number') or '无身份证号'}）"
                for one in similar[:3]
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
        values.update(
            {k: v for k, v in derived_from_id(values.get("id_number")).items() if not values.get(k)}
        )
        if not self._new_is_sound(row, values):
            return self._refuse(row)
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
            self._add(row, found.field, found.level, found.code, found.message, found.value or "")
            sound = sound and found.level != "error"
        number = values.get("development_number")
        if number:
            first = self._numbers_taken.setdefault(number, row.number)
            holders = self._holders["development_number"].get(number, [])
            if holders or first != row.number:
                whose = f"{holders[0][1]} 名下" if holders else f"第 {first} 行"
                message = f"发展团员编号 {number} 已在{whose}，一个编号只属于一个人。"
                self._add(
                    row, "development_number", "error", "development_number.taken", message, number
                )
                sound = False
        self._warn_shared(row, values, None)
        return sound

    def _warn_shared(
        self, row: CleanRow, values: Mapping[str, str | None], member: queries.Member | None
    ) -> None:
        mobile = values.get("mobile")
        others = [
            name
            for other, name in self._holders["mobile"].get(mobile or "", [])
            if member is None or other != member.id
        ]
        if others:
            message = f"手机号码已登记在 {'、'.join(others[:3])} 名下，一个号码通常只属于一个人。"
            self._add(row, "mobile", "warning", "mobile.shared", message, mobile or "")


def summary(plan: RosterPlan) -> Counter[str]:
    """Counts by kind."""
    return Counter(row.kind for row in plan.rows)


NEW_STAGE = Stage.ACTIVE
"""A roster comes from branches that have approved their members."""
