"""A list of those who come in from elsewhere: registered together, each by `newcomers`' own rules."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput, TuanjiError
from ..core.progress import Progress, Quiet, watched
from ..members.matching import dragged, same_name
from ..members.person_matching import double
from ..members.reader import Cleaner, CleanRow, read_list
from ..office.context import Context
from ..office.import_recipes import NewRecipe
from ..office.imports import Seen, record_import, seen_before
from ..orgs import queries as orgs
from ..orgs.matching import BranchFinder
from ..sheets.findings import Findings, ListSource, SheetFinding
from ..sheets.heading import Table
from ..sheets.reader import Workbook
from ..sheets.reading import LEAVE, Reading
from ..store.connection import raw
from .newcomers import Newcomer, NewcomerPlan, judge_newcomer, register
from .reader import IN_FIELDS, Fault, day_written, incoming_headings, labels, text_in

KIND = "transfers_in"
_PERSON_FIELDS = frozenset({"name", "id_number", "mobile"})
_CELLS = {
    "transfer.already_member": "id_number",
    "transfer.reporting": "id_number",
    "transfer.open": "id_number",
    "transfer.target": "target",
    "transfer.target_doubtful": "target",
    "transfer.date_future": "on",
    "id.birth_date": "id_number",
}


@dataclass(frozen=True, slots=True)
class ListedNewcomer:
    """One row: `new` is registered, `unchanged` is registered already."""

    number: int
    kind: str  # new | unchanged | refused
    name: str
    words: str = ""
    planned: NewcomerPlan | None = None


@dataclass(frozen=True, slots=True)
class IncomingListPlan:
    """What a list would register; applying it does exactly this, or nothing."""

    source: ListSource
    rows: tuple[ListedNewcomer, ...]
    findings: tuple[SheetFinding, ...]
    seen: Seen | None = None

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)

    @property
    def plans(self) -> tuple[NewcomerPlan, ...]:
        """Those that would be registered."""
        return tuple(row.planned for row in self.rows if row.planned is not None)


def plan_incoming_list(
    context: Context,
    path: Path,
    *,
    org_id: int | None = None,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    progress: Progress = Quiet(),  # noqa: B008 - has no state
    workbook: Workbook | None = None,
) -> IncomingListPlan:
    """Reads a list and decides what each row would register; writes nothing.

    `org_id`: the unit of this office into which they come; it settles a class written short, and
    takes those whose row names no unit.
    """
    progress(0, 0, f"读取 {path.name}")
    table, source = read_list(
        path,
        headings=incoming_headings(),
        reading=reading,
        labels=labels(IN_FIELDS),
        cancelled=lambda: progress.cancelled,
        workbook=workbook,
    )
    progress.stop_if_cancelled()
    with context.database.read() as connection:
        planner = _Planner(connection, context, table, reading, org_id)
        rows = planner.rows(progress)
        seen = seen_before(connection, kind=KIND, sha256=source.sha256)
    return IncomingListPlan(source, rows, planner.told, seen)


def apply_incoming_list(
    context: Context,
    plan: IncomingListPlan,
    *,
    recipe: NewRecipe | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int | None:
    """Registers them all in one operation and returns its number; None if there is nobody.

    Raises `BadInput` (`import.stale`) where a record moved since the plan was made.
    """
    if not plan.plans:
        return None
    source = plan.source
    words = f"导入 {source.file_name}：登记转入 {len(plan.plans):,} 人"
    operation = context.operation("import.transfers_in", words, document=source.file_name)
    with context.database.write(operation, progress=progress) as writing:
        connection = writing.connection
        for one in watched(plan.plans, progress, "登记转入"):
            if not _holds(connection, context, one):
                raise BadInput(
                    "import.stale", "核对之后情况又有变化，没有写入。请重新核对这份名单。"
                )
            register(connection, context, one)
        record_import(connection, context, KIND, source, recipe=recipe)
        progress.stop_if_cancelled()
    progress(1, 1, "完成")
    return writing.number


def _holds(connection: Connection, context: Context, plan: NewcomerPlan) -> bool:
    try:
        return judge_newcomer(connection, context, plan.wish) == plan
    except TuanjiError:
        return False


class _Planner:
    """Row after row."""

    def __init__(
        self,
        connection: Connection,
        context: Context,
        table: Table,
        reading: Reading,
        org_id: int | None,
    ) -> None:
        self._connection, self._context, self._table = connection, context, table
        self._reading, self._org_id = reading, org_id
        self._findings = Findings(table)
        nodes = orgs.every(connection)
        self._names = {node.id: node.full_name for node in nodes}
        self._codes = {node.code.upper(): node.id for node in nodes}
        self._finder = BranchFinder(nodes)
        self._within = (
            frozenset(orgs.subtree_ids(connection, org_id)) if org_id is not None else None
        )
        self._open = {
            row[0]: (row[1], row[2])
            for row in raw(connection).execute(
                "SELECT id_number, name, source FROM transfers "
                "WHERE member_id IS NULL AND finished_on IS NULL AND id_number IS NOT NULL"
            )
        }
        self._seen: dict[str, int] = {}
        self._refused: set[int] = set()

    @property
    def told(self) -> tuple[SheetFinding, ...]:
        """All findings."""
        return tuple(self._findings.all)

    def rows(self, progress: Progress) -> tuple[ListedNewcomer, ...]:
        """All rows in the order of the list."""
        cleaner = Cleaner(self._context.policy)
        cleaned = [
            cleaner.clean(row.number, row.values, _PERSON_FIELDS) for row in self._table.rows
        ]
        places = dragged([row.values.get("id_number") for row in cleaned])
        suspicious = {cleaned[place].number for place in places}
        return tuple(self._row(row, suspicious) for row in watched(cleaned, progress, "核对"))

    def _row(self, row: CleanRow, suspicious: set[int]) -> ListedNewcomer:
        name, number = row.values.get("name", ""), row.values.get("id_number", "")
        if self._reading.decision(row.number) == LEAVE:
            self._tell(row, Fault("", "row.left_out", "按您的决定，这一行不导入。", ""), "warning")
            return ListedNewcomer(row.number, "refused", name)
        wrong = self._cells(row, suspicious)
        if wrong:
            return ListedNewcomer(row.number, "refused", name)
        first = self._seen.setdefault(number, row.number)
        if first != row.number:
            message = double(first, refused=first in self._refused)
            return self._refuse(row, Fault("id_number", "id.duplicate_in_file", message, number))
        source = text_in(row.raw, "source")
        known = self._open.get(number)
        if known is not None and same_name(known[0], name) and known[1] == source:
            return ListedNewcomer(row.number, "unchanged", name, "已登记，正在办理")
        return self._judged(row, source)

    def _cells(self, row: CleanRow, suspicious: set[int]) -> bool:
        """Tells what is wrong with the cells; whether the row is refused for it."""
        refused = False
        for one in row.findings:
            # a phone that is none stops a registration (`newcomers`)
            level = "error" if one.code == "mobile.format" else one.level
            refused |= level == "error"
            fault = Fault(one.field, one.code, one.message, one.value)
            self._tell(row, fault, level, one.suggestion)
        said = {one.field for one in row.findings}
        for field, code, message in (
            ("name", "name.empty", "姓名为空，不知道是谁，请补上。"),
            ("id_number", "required.empty", "身份证号为空，登记转入须有号码，请补上。"),
            ("source", "required.empty", "没有写从哪个组织转来，请补上。"),
        ):
            there = text_in(row.raw, field) if field == "source" else row.values.get(field)
            if not there and field not in said:
                self._tell(row, Fault(field, code, message, ""), "error")
                refused = True
        if row.number in suspicious and not refused:
            message = "身份证号与上一行只差1，像是在表格中向下拖动填充出来的，请对照证件核对。"
            number = row.values.get("id_number", "")
            self._tell(row, Fault("id_number", "id.dragged", message, number), "error")
            refused = True
        return refused

    def _judged(self, row: CleanRow, source: str) -> ListedNewcomer:
        day, fault = day_written(row.raw.get("on"))
        if fault is not None:
            return self._refuse(row, fault)
        written = text_in(row.raw, "target")
        target_id, target = self._target(written)
        wish = Newcomer(
            name=row.values["name"],
            id_number=row.values["id_number"],
            source=source,
            on=day or self._context.today,
            mobile=row.values.get("mobile", ""),
            target=target,
            target_id=target_id,
            reason=_reason(row),
        )
        try:
            plan = judge_newcomer(self._connection, self._context, wish)
        except TuanjiError as error:
            said = error.message.removesuffix("。")
            message = f"{said}（{error.clause}）。" if error.clause else error.message
            place = _CELLS.get(error.code, "name")
            value, meant = (written, None) if place == "target" else ("", None)
            if error.code == "transfer.target" and written:
                message, meant = self._not_one(written)
            return self._refuse(row, Fault(place, error.code, message, value, meant))
        for one in plan.findings:
            if one.code not in {known.code for known in row.findings}:
                self._tell(row, Fault(one.field, one.code, one.message, one.value), one.level)
        return ListedNewcomer(row.number, "new", row.values["name"], plan.words, plan)

    def _target(self, written: str) -> tuple[int | None, str]:
        """A unit of this office by code or name, a class within the unit that was chosen."""
        if not written:
            return self._org_id, ""
        by_code = self._codes.get(written.upper())
        if by_code is not None:
            return by_code, ""
        sure = (
            self._finder.find(written, within=self._within).sure
            or self._finder.above(written, within=self._within).sure
        )
        return (sure.id, "") if sure is not None else (None, written)

    def _not_one(self, written: str) -> tuple[str, str | None]:
        """What is said of a name that is not surely one of our units, and the one proposed."""
        like = self._finder.similar(written, within=self._within, most=3).candidates
        if not like:
            return f"“{written}”不是本台账的组织，请填写转入哪个组织（全称或编码）。", None
        named = "、".join(f"{node.short_name}（{node.code}）" for node, _score in like)
        message = f"“{written}”认不准是本台账的哪个组织，可能是：{named}。请写全称或编码。"
        return message, like[0][0].code if len(like) == 1 else None

    def _refuse(self, row: CleanRow, fault: Fault) -> ListedNewcomer:
        self._tell(row, fault, "error", fault.suggestion)
        self._refused.add(row.number)
        return ListedNewcomer(row.number, "refused", row.values.get("name", ""), fault.message)

    def _tell(self, row: CleanRow, fault: Fault, level: str, suggestion: str | None = None) -> None:
        name = fault.field if fault.field in self._table.columns or not fault.field else "name"
        self._findings.add(
            row.number,
            name,
            level=level,
            code=fault.code,
            message=fault.message,
            value=fault.value,
            suggestion=suggestion,
        )


def _reason(row: CleanRow) -> str:
    """The words of the row, and the number of the letter: each has one of its own."""
    document = text_in(row.raw, "document")
    letter = f"介绍信 {document}" if document else ""
    return "；".join(one for one in (text_in(row.raw, "reason"), letter) if one)
