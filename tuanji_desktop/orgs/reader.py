"""Reading a list of organisations: each row a node, by its code and its superior's code."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..sheets.findings import Findings, ListSource, Reading, SheetFinding, letters
from ..sheets.heading import Headings, pick_sheet
from ..sheets.reader import cell_text, read_workbook
from .kinds import CHILDREN, KINDS, SCHOOL_KINDS, kind_of
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
    """A sound row of the list."""

    number: int
    code: str
    full_name: str
    short_name: str
    kind: str
    parent: str | None
    school_kind: str | None


@dataclass(frozen=True, slots=True)
class OrgList:
    """What a list of organisations says, parents before children."""

    source: ListSource
    rows: tuple[OrgRow, ...]
    findings: tuple[SheetFinding, ...]
    refused: int


def read_organizations(path: Path, *, known: Sequence[Organization], reading: Reading) -> OrgList:
    """Reads and checks a list against the tree that is there."""
    workbook = read_workbook(path)
    table = pick_sheet(
        workbook,
        HEADINGS,
        labels=LABELS,
        sheet_name=reading.sheet,
        chosen=reading.mapping() or None,
    )
    source = ListSource(
        path.name, workbook.sha256, table.sheet_name, table.heading_rows, letters(table),
        table.unmapped, len(table.rows),
    )  # fmt: skip
    findings = Findings(table)
    rows: dict[str, OrgRow] = {}
    for data in table.rows:
        row = _row(
            data.number,
            {name: cell_text(value).strip() for name, value in data.values.items()},
            findings,
        )
        if row is None:
            continue
        if row.code in rows:
            findings.add(
                row.number, "code", level="error", code="org.duplicate_in_file", value=row.code,
                message=f"组织编码 {row.code} 与第 {rows[row.code].number} 行重复，以先出现的为准。",
            )  # fmt: skip
            continue
        rows[row.code] = row
    sound = _in_order(rows, {node.code: node.kind for node in known}, findings)
    return OrgList(source, sound, tuple(findings.all), len(table.rows) - len(sound))


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
        cells.get("short_name") or cells["full_name"],
        kind,
        cells.get("parent") or None,
        school,
    )


def _in_order(
    rows: dict[str, OrgRow], known: dict[str, str], findings: Findings
) -> tuple[OrgRow, ...]:
    """Parents first; a row whose superior is nowhere, or may not be one, is refused."""
    kinds = {**known, **{row.code: row.kind for row in rows.values()}}
    placed: dict[str, OrgRow] = {}
    waiting = dict(rows)
    while waiting:
        ready = [
            row
            for row in waiting.values()
            if row.parent is None or row.parent in placed or row.parent in known
        ]
        ready = [row for row in ready if row.parent not in waiting]
        if not ready:
            break
        for row in ready:
            del waiting[row.code]
            above = kinds.get(row.parent or "")
            if above is not None and row.kind not in CHILDREN.get(above, frozenset()):
                findings.add(
                    row.number, "parent", level="error", code="org.parent", value=row.parent or "",
                    message=f"{KINDS[row.kind]}不能设在{KINDS[above]}之下。",
                )  # fmt: skip
            else:
                placed[row.code] = row
    for row in waiting.values():
        circle = row.parent in rows
        why = "上下级互相隶属" if circle else f"上级组织编码 {row.parent} 不存在"
        findings.add(
            row.number, "parent", level="error", code="org.parent", value=row.parent or "",
            message=f"{why}，请核对上级组织编码。",
        )  # fmt: skip
    return tuple(placed.values())
