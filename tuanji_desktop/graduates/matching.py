"""Who on the roster each row of a school's graduate list is (cli.md: what a graduate row is)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet, watched
from ..members import queries
from ..members.matching import dragged, find_similar, fitting_number, present, same_name
from ..members.reader import Cleaner, CleanRow, birth_written
from ..orgs import queries as orgs
from ..orgs.matching import BranchFinder
from ..rules.checks import Finding, cross_check, is_valid
from ..rules.policy import Policy
from ..sheets.findings import Findings, ListSource, SheetFinding
from ..sheets.heading import Table
from ..sheets.reader import cell_text

FIELDS = frozenset(
    {
        "name",
        "id_kind",
        "id_number",
        "sex",
        "mobile",
        "class_name",
        "destination",
        "target",
        "notes",
    }
)


@dataclass(frozen=True, slots=True)
class GraduateRow:
    """One row of a list and what it is; `values` are canonical."""

    number: int
    kind: str  # matched | new | ambiguous | refused
    values: Mapping[str, str]
    member_id: int | None = None
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GraduatePlan:
    """What an import of a graduate list would do; applying it does exactly this, or nothing.

    `added` are the row numbers that become entries of the year, `changed` those that bring
    something new to an entry that is there; the rest of the list is known already.
    """

    source: ListSource
    year: int
    school_id: int | None
    rows: tuple[GraduateRow, ...]
    findings: tuple[SheetFinding, ...]
    seen_before: bool = False
    added: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)


class GraduateMatcher:
    """Matches row after row against the roster."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        *,
        policy: Policy,
        school_id: int | None,
        today: date,
        progress: Progress = Quiet(),  # noqa: B008 - has no state
    ) -> None:
        self._policy, self._today, self._progress = policy, today, progress
        self._findings = Findings(table)
        cleaner = Cleaner(policy)
        self._rows = [
            cleaner.clean(row.number, row.values, FIELDS)
            for row in watched(table.rows, progress, "读取各行")
        ]
        numbers = [row.values.get("id_number") for row in self._rows]
        self._dragged = {self._rows[place].number for place in dragged(numbers)}
        self._by_number = queries.by_id_numbers(connection, filter(None, numbers))
        progress.stop_if_cancelled()
        self._by_name = queries.by_names(
            connection,
            {
                row.values["name"]
                for row in self._rows
                if "name" in row.values and not is_valid(row.values.get("id_number") or "")
            },
        )
        self._within = orgs.subtree_ids(connection, school_id) if school_id is not None else None
        self._branches = BranchFinder(orgs.every(connection))
        self._seen: dict[str, int] = {}

    def match(self) -> tuple[tuple[GraduateRow, ...], tuple[SheetFinding, ...]]:
        """All rows and all findings."""
        rows = tuple(self._row(row) for row in watched(self._rows, self._progress, "核对"))
        return rows, tuple(self._findings.all)

    def _row(self, row: CleanRow) -> GraduateRow:
        self._tell(row)
        if "name" not in row.values:
            if not any(found.field == "name" for found in row.findings):
                message = "姓名为空，不知道是谁，请学校补上。"
                self._findings.add(
                    row.number, "name", level="error", code="name.empty", message=message
                )
            return GraduateRow(row.number, "refused", row.values)
        told = (*row.findings, *self._against_the_number(row))
        if any(found.level == "error" and found.field != "mobile" for found in told):
            return GraduateRow(row.number, "refused", row.values)
        number = row.values.get("id_number")
        if number is None:
            return self._without_number(row)
        if row.number in self._dragged:
            message = "身份证号与上一行只差1，像是在表格中向下拖动填充出来的，请对照证件核对。"
            self._findings.add(
                row.number,
                "id_number",
                level="error",
                code="id.dragged",
                message=message,
                value=number,
            )
            return GraduateRow(row.number, "refused", row.values)
        first = self._seen.setdefault(number, row.number)
        if first != row.number:
            self._findings.add(
                row.number,
                "id_number",
                level="error",
                code="id.duplicate_in_file",
                message=f"与第 {first} 行是同一身份证号，以第 {first} 行为准。",
                value=number,
            )
            return GraduateRow(row.number, "refused", row.values)
        return self._with_number(row, number)

    def _tell(self, row: CleanRow) -> None:
        """What reading the cells found; a bad phone does not stop a graduate from being matched."""
        for found in row.findings:
            level = "warning" if found.field == "mobile" else found.level
            suggestion = found.suggestion
            if found.code == "id.precision_lost":
                namesakes = self._by_name.get(row.values.get("name", ""), [])
                suggestion = fitting_number(row.raw.get("id_number"), namesakes) or suggestion
            self._findings.add(
                row.number,
                found.field,
                level=level,
                code=found.code,
                message=found.message,
                value=found.value,
                suggestion=suggestion,
            )

    def _against_the_number(self, row: CleanRow) -> list[Finding]:
        """What a valid number shows: born in the future, or the other sex than the list says."""
        if not is_valid(row.values.get("id_number") or ""):
            return []
        checked = cross_check(row.values, policy=self._policy, today=self._today)
        told = [one for one in checked if one.code in ("id.birth_date", "id.sex_mismatch")]
        for one in told:
            self._findings.add(
                row.number,
                one.field,
                level=one.level,
                code=one.code,
                message=one.message,
                value=one.value,
                suggestion=one.suggestion,
            )
        return told

    def _without_number(self, row: CleanRow) -> GraduateRow:
        raw = row.raw
        written = cell_text(raw.get("branch") or raw.get("class_name")).strip()
        superior = cell_text(raw.get("superior")).strip()
        branch = None
        if written:
            branch = self._branches.find(written, superior=superior, within=self._within).sure
        values = {**row.values, "branch": branch.full_name if branch else None}
        same = present(self._by_name.get(row.values["name"], []))
        similar = find_similar(values, same, born=birth_written(raw.get("born_on")))
        if similar:
            names = "、".join(f"{one.name}（{one.branch_short}）" for one in similar[:3])
            message = f"身份证号为空；姓名与电话、出生日期或支部相符的有：{names}，请确认。"
            level, kind = "warning", "ambiguous"
        else:
            message = "身份证号为空，也没有姓名与电话、出生日期或支部都相符的团员，请学校补上。"
            level, kind = "error", "refused"
        self._findings.add(
            row.number, "id_number", level=level, code="required.empty", message=message
        )
        return GraduateRow(
            row.number, kind, row.values, candidates=tuple(one.id for one in similar)
        )

    def _with_number(self, row: CleanRow, number: str) -> GraduateRow:
        found = present(self._by_number.get(number, []))
        name = row.values["name"]
        same = [one for one in found if same_name(one.values.get("name"), name)]
        if same:
            return GraduateRow(row.number, "matched", row.values, same[0].id)
        if found:
            other = found[0]
            self._findings.add(
                row.number,
                "name",
                level="warning",
                code="name.differs",
                message=f"此身份证号在册姓名是“{other.name}”（{other.branch_short}），名单写“{name}”，请确认。",
                value=name,
                suggestion=other.name,
            )
            ids = tuple(one.id for one in found)
            return GraduateRow(row.number, "ambiguous", row.values, candidates=ids)
        self._findings.add(
            row.number,
            "id_number",
            level="warning",
            code="row.not_a_member",
            message=f"{name} 的身份证号有效，但不在花名册中。请核对是否团员，是则补报到。",
            value=number,
        )
        return GraduateRow(row.number, "new", row.values)


def summary(plan: GraduatePlan) -> Counter[str]:
    """Counts by kind."""
    return Counter(row.kind for row in plan.rows)
