"""The tree written out as a list that an import of organisations reads back unchanged."""

from collections.abc import Iterator
from pathlib import Path

from ..core.masks import mask_phone
from ..kit.export_act import carry_out
from ..office.context import Context
from ..sheets.column import Column, Row
from ..sheets.exportable import Exportable, ExportColumn, Scope, Wish
from . import queries
from .kinds import KINDS, SCHOOL_KINDS
from .queries import Organization
from .reader import LABELS

TITLE = "团组织"
_WIDTHS = {"full_name": 48, "short_name": 24}
_CHOICES = {"kind": tuple(KINDS.values()), "school_kind": SCHOOL_KINDS}
_OTHERS = {
    "secretary": Column("书记", 12),
    "contact": Column("联系人", 12),
    "contact_phone": Column("联系电话", 16),
    "members": Column("团员人数", 10, number=True),
    "incomplete": Column("信息不全人数", 12, number=True),
}


def organizations_exportable(context: Context, *, org_id: int | None = None) -> Exportable:
    """The nodes (below one, itself among them), by code; the counts are of the whole subtree."""
    known = [
        ExportColumn(key, Column(label, _WIDTHS.get(key, 16), _CHOICES.get(key, ())))
        for key, label in LABELS.items()
    ]
    known += [
        ExportColumn(key, column, mask_phone if key == "contact_phone" else None)
        for key, column in _OTHERS.items()
    ]

    def rows(_scope: str, keys: tuple[str, ...]) -> Iterator[Row]:
        with context.database.read() as connection:
            nodes = queries.every(connection)
            below = None if org_id is None else queries.subtree_ids(connection, org_id)
        codes = {node.id: node.code for node in nodes}
        for node in nodes:
            if below is None or node.id in below:
                cells = _cells(node, codes)
                yield [cells[key] for key in keys]

    scope = Scope("all", "全部团组织" if org_id is None else "这个组织和它的全部下级")
    return Exportable(
        "organizations", TITLE, tuple(known), tuple(LABELS), (scope,), rows, unit="个"
    )


def export_organizations(context: Context, path: Path, *, org_id: int | None = None) -> int:
    """Writes the six columns of the import (.xlsx or .csv by the name); returns how many nodes."""
    exportable = organizations_exportable(context, org_id=org_id)
    return carry_out(context, exportable, Wish(exportable.shown, "all"), path).rows


def _cells(node: Organization, codes: dict[int, str]) -> dict[str, str | None]:
    return {
        "code": node.code,
        "full_name": node.full_name,
        "short_name": node.short_name,
        "kind": KINDS[node.kind],
        "parent": codes.get(node.parent_id) if node.parent_id is not None else None,
        "school_kind": node.school_kind,
        "secretary": node.secretary,
        "contact": node.contact,
        "contact_phone": node.contact_phone,
        "members": str(node.members),
        "incomplete": str(node.incomplete),
    }
