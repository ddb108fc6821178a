"""Reading a list of organisations: each row a node, by its code and its superior's code."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..sheets.findings import Findings, ListSource, SheetFinding, source_of
from ..sheets.heading import Headings, pick_sheet
from ..sheets.reader import Workbook, cell_text, read_workbook
from ..sheets.reading import Reading
from .kinds import BRANCH_KINDS, CHILDREN, KINDS, SCHOOL_KINDS, kind_of
from .queries import Organization

LABELS = {
    "code": "组织编码",
    "full_name": "组织全称",
    "short_name": "组织简称",
    "kind": "组织类别",
    "parent": "上级组织编码",
    "school_kind": "学校类别",
}
HEADINGS = Headings(
    aliases={
        "code": ("组织编码", "组织代码", "编码", "组织编号"),
        "full_name": ("组织全称", "组织名称", "团组织全称", "团组织名称", "名称"),
        "short_name": ("组织简称", "简称"),
        "kind": ("组织类别", "组织类型", "类别", "团组织类别"),
        "parent": ("上级组织编码", "上级编码", "上级组织代码", "上级组织", "隶属组织编码"),
        "school_kind": ("学校类别", "学校类型"),
    },
    required=("code", "full_name", "kind"),
)


@dataclass(frozen=True, slots=True)
class OrgRow:
    """A sound row of the list; short name, superior and kind of school may be left blank."""

    number: int
    code: str
    full_name: str
    short_name: str
    kind: str
    parent: str | None
    school_kind: str | None


@dataclass(frozen=True, slots=True)
class OrgList:
    """What a list of organisations says, parents before children.

    `refused` are the other rows: their number in the sheet and the name written there.
    """

    source: ListSource
    rows: tuple[OrgRow, ...]
    findings: tuple[SheetFinding, ...]
    refused: tuple[tuple[int, str], ...]


def read_organizations(
    path: Path,
    *,
    known: Sequence[Organization],
    dissolved: Collection[str] = (),
    reading: Reading,
    cancelled: Callable[[], bool] = lambda: False,
    workbook: Workbook | None = None,
) -> OrgList:
    """Reads and checks a list against the tree that is there (and the codes of nodes that were).

    A `workbook` that has been read already is not read again.
    """
    workbook = workbook or read_workbook(path, cancelled=cancelled)
    table = pick_sheet(
        workbook,
        HEADINGS,
        labels=LABELS,
        sheet_name=reading.sheet,
        chosen=reading.mapping() or None,
    )
    findings = Findings(table)
    written: dict[int, str] = {}
    rows: dict[str, OrgRow] = {}
    for data in table.rows:
        cells = {name: text_of(value) for name, value in data.values.items()}
        written[data.number] = cells["full_name"]
        row = _row(data.number, cells, findings)
        if row is None:
            continue
        if row.code in rows:
            findings.add(
                row.number, "code", level="error", code="org.duplicate_in_file", value=row.code,
                message=f"组织编码 {row.code} 与第 {rows[row.code].number} 行重复，以先出现的为准。",
            )  # fmt: skip
        elif row.code in dissolved:
            findings.add(
                row.number, "code", level="error", code="org.code_taken", value=row.code,
                message=f"组织编码 {row.code} 属于一个已撤销的团组织，请另编一个。",
            )  # fmt: skip
        else:
            rows[row.code] = row
    sound = _Placing(rows, {node.code: node for node in known}, findings).placed()
    numbers = {row.number for row in sound}
    refused = tuple((number, name) for number, name in written.items() if number not in numbers)
    return OrgList(source_of(workbook, table), sound, tuple(findings.all), refused)


def text_of(value: object) -> str:
    """A cell of a name or a code: no line breaks, no spaces at its ends, 101.0 as 101."""
    return "".join(part.strip() for part in cell_text(value).splitlines()).strip()


def _row(number: int, cells: dict[str, str], findings: Findings) -> OrgRow | None:
    for name in ("code", "full_name", "kind"):
        if not cells.get(name):
            findings.add(
                number,
                name,
                level="error",
                code="org.empty",
                message=f"{LABELS[name]}为空，请补上。",
            )
            return None
    kind = kind_of(cells["kind"])
    if kind is None:
        known = "、".join(KINDS.values())
        findings.add(
            number, "kind", level="error", code="org.kind", value=cells["kind"],
            message=f"不认识组织类别“{cells['kind']}”，可以填：{known}。",
        )  # fmt: skip
        return None
    school = cells.get("school_kind") or None
    if school and school not in SCHOOL_KINDS:
        findings.add(
            number, "school_kind", level="warning", code="choice.unknown", value=school,
            message=f"学校类别“{school}”不在常用类别中，已照原样保留。",
        )  # fmt: skip
    return OrgRow(
        number,
        cells["code"],
        cells["full_name"],
        cells.get("short_name", ""),
        kind,
        cells.get("parent") or None,
        school,
    )


class _Placing:
    """Puts rows under their superiors; what would break the tree is refused with the reason."""

    def __init__(
        self, rows: dict[str, OrgRow], known: Mapping[str, Organization], findings: Findings
    ) -> None:
        self._rows, self._known, self._findings = rows, known, findings
        self._codes = {node.id: node.code for node in known.values()}
        self._placed: dict[str, OrgRow] = {}
        self._root = next((code for code, node in known.items() if node.parent_id is None), None)

    def placed(self) -> tuple[OrgRow, ...]:
        """The sound rows, parents first."""
        waiting = dict(self._rows)
        while ready := [row for row in waiting.values() if row.parent not in waiting]:
            for row in ready:
                del waiting[row.code]
                if self._fits(row):
                    self._placed[row.code] = row
        for row in waiting.values():
            self._refuse(row, "上下级互相隶属，请核对上级组织编码。")
        return tuple(self._placed.values())

    def _fits(self, row: OrgRow) -> bool:
        """Whether a row may stand where it wants to; an existing node stays where it stands."""
        node = self._known.get(row.code)
        if node is not None:
            return self._may_change(row, node)
        if row.parent is None:
            if self._root is not None:
                return self._refuse(row, "上级组织编码为空：最高一级只能有一个组织，请填写上级。")
            self._root = row.code
            return True
        listed = self._rows.get(row.parent)
        if listed is not None and row.parent not in self._placed:
            return self._refuse(
                row, f"上级组织（第 {listed.number} 行）没有通过核对，请先改正上级。"
            )
        above = listed or self._known.get(row.parent)
        if above is None:
            return self._refuse(row, f"上级组织编码 {row.parent} 不存在，请核对上级组织编码。")
        if row.kind not in CHILDREN.get(above.kind, frozenset()):
            return self._refuse(row, f"{KINDS[row.kind]}不能设在{KINDS[above.kind]}之下。")
        return True

    def _may_change(self, row: OrgRow, node: Organization) -> bool:
        """Its kind must suit what is above and below it; its place changes by a move alone."""
        place = self._codes.get(node.parent_id) if node.parent_id is not None else None
        if row.parent is not None and row.parent != place:
            self._findings.add(
                row.number, "parent", level="warning", code="org.place", value=row.parent,
                message=f"台账中的上级是 {place or '（无）'}，导入不改变隶属关系；需要时请用“移动”。",
            )  # fmt: skip
        if row.kind == node.kind:
            return True
        old, new = KINDS[node.kind], KINDS[row.kind]
        above = self._known[place].kind if place else None
        if above is not None and row.kind not in CHILDREN.get(above, frozenset()):
            return self._refuse(row, f"{new}不能设在{KINDS[above]}之下。", field="kind")
        if node.children and row.kind in BRANCH_KINDS | {"general_branch"}:
            return self._refuse(row, f"{old}下面还有下级组织，不能改为{new}。", field="kind")
        if node.kind in BRANCH_KINDS and node.members and row.kind not in BRANCH_KINDS:
            return self._refuse(row, f"{old}里还有团员，不能改为{new}。", field="kind")
        return True

    def _refuse(self, row: OrgRow, message: str, *, field: str = "parent") -> bool:
        value = (row.parent or "") if field == "parent" else KINDS[row.kind]
        self._findings.add(
            row.number, field, level="error", code=f"org.{field}", value=value, message=message
        )
        return False
