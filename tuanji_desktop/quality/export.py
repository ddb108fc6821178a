"""The list behind a number as it may be exported: people, units or pairs, with what is the matter."""

from collections.abc import Iterator, Sequence

from ..core.masks import mask_id, mask_phone
from ..members.export import columns as labelled
from ..sheets.column import Column, Row
from ..sheets.exportable import Exportable, ExportColumn, Scope
from .checks import MEMBERS, UNITS
from .scan import Inspection
from .service import Listing, fetch_members, fetch_pairs, fetch_units

_PAGE = 500
_FIELDS = ("name", "id_number", "mobile", "branch")
_MASKS = {"id_number": mask_id, "mobile": mask_phone}
_WORDS = ExportColumn("words", Column("问题", 60))
_UNITS = (
    ExportColumn("code", Column("组织编码", 14)),
    ExportColumn("full_name", Column("组织全称", 48)),
    ExportColumn("kind", Column("类别", 14)),
    ExportColumn("members", Column("团员人数", 10, number=True)),
    ExportColumn("leader", Column("书记", 12)),
    _WORDS,
)


def listing_exportable(
    inspection: Inspection, listing: Listing, *, chosen: Sequence[int] = ()
) -> Exportable:
    """The list; `chosen` are those of its members or units that a clerk picked out."""
    kind = listing.check.kind
    people = [
        ExportColumn(name, column, _MASKS.get(name))
        for name, column in zip(_FIELDS, labelled(_FIELDS, inspection.context.policy), strict=True)
    ]
    if kind == MEMBERS:
        columns = (*people, _WORDS)
    elif kind == UNITS:
        columns = _UNITS
    else:
        columns = (
            *people,
            *(
                ExportColumn(
                    f"other_{one.key}", Column(f"另一人{one.label}", one.column.width), one.mask
                )
                for one in people
            ),
        )
    keys = tuple(one.key for one in columns)
    scopes = [Scope("seen", "这份名单", len(listing))]
    if chosen and kind in (MEMBERS, UNITS):
        scopes.append(Scope("chosen", "选中的", len(chosen)))

    def rows(scope: str, wanted: tuple[str, ...]) -> Iterator[Row]:
        ids = chosen if scope == "chosen" else listing.ids
        places = [keys.index(key) for key in wanted]
        for row in _rows(inspection, listing, ids):
            yield [row[place] for place in places]

    return Exportable(f"quality-{kind}", listing.check.label, columns, keys, tuple(scopes), rows)


def _rows(inspection: Inspection, listing: Listing, ids: Sequence[int]) -> Iterator[Row]:
    if listing.check.kind == MEMBERS:
        return _members(inspection, listing, ids)
    if listing.check.kind == UNITS:
        return _units(inspection, listing, ids)
    return _pairs(inspection, listing)


def _members(inspection: Inspection, listing: Listing, ids: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(ids), _PAGE):
        part = ids[start : start + _PAGE]
        found = fetch_members(inspection, listing.check, part)
        for one in part:
            if one in found:
                values = found[one].member.values
                yield (*(values.get(name) for name in _FIELDS), found[one].words)


def _units(inspection: Inspection, listing: Listing, ids: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(ids), _PAGE):
        part = ids[start : start + _PAGE]
        found = fetch_units(inspection, listing.check, part)
        for one in part:
            if one in found:
                row = found[one]
                org = row.org
                yield (
                    org.code, org.full_name, row.kind, str(org.members), row.leader, row.words,
                )  # fmt: skip


def _pairs(inspection: Inspection, listing: Listing) -> Iterator[Row]:
    for start in range(0, len(listing.pairs), _PAGE):
        for pair in fetch_pairs(inspection.context, listing.pairs[start : start + _PAGE]):
            yield tuple(
                person.values.get(name) for person in (pair.one, pair.other) for name in _FIELDS
            )
