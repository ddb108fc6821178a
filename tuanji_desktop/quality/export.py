"""The list behind a number as a workbook."""

from collections.abc import Iterator
from pathlib import Path

from ..core.progress import Progress, Quiet
from ..members.export import columns as labelled
from ..sheets.writer import Column, write_table
from .checks import MEMBERS, UNITS
from .scan import Inspection
from .service import Listing, fetch_members, fetch_pairs, fetch_units
from .sheet import log_full_export

_PAGE = 500
_FIELDS = ("name", "id_number", "mobile", "branch")
_WORDS = Column("问题", 60)


def export_listing(
    inspection: Inspection,
    listing: Listing,
    path: Path,
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int:
    """Writes the list (.xlsx or .csv by the file's name) and returns its rows; numbers stand in
    full, which the journal keeps (domain.md §13)."""
    policy = inspection.context.policy
    people = labelled(_FIELDS, policy)
    if listing.check.kind == MEMBERS:
        columns = [*people, _WORDS]
        rows = _members(inspection, listing, progress)
    elif listing.check.kind == UNITS:
        columns = [Column("组织编码", 14), Column("组织全称", 48), Column("类别", 14),
                   Column("团员人数", 10), Column("书记", 12), _WORDS]  # fmt: skip
        rows = _units(inspection, listing)
    else:
        other = [Column(f"另一人{one.label}", one.width) for one in people]
        columns = [*people, *other]
        rows = _pairs(inspection, listing, progress)
    number = write_table(path, columns=columns, rows=rows, sheet_name="数据质量")
    if listing.check.kind != UNITS:
        words = f"导出数据质量名单“{listing.check.label}” {path.name}：{number} 行，含完整证件号"
        log_full_export(inspection.context, words, f"{path.name} {number}")
    return number


def _members(
    inspection: Inspection, listing: Listing, progress: Progress
) -> Iterator[tuple[str | None, ...]]:
    for start in range(0, len(listing.ids), _PAGE):
        progress.stop_if_cancelled()
        progress(start, len(listing.ids), "导出")
        part = listing.ids[start : start + _PAGE]
        found = fetch_members(inspection, listing.check, part)
        for one in part:
            if one in found:
                values = found[one].member.values
                yield (*(values.get(name) for name in _FIELDS), found[one].words)


def _units(inspection: Inspection, listing: Listing) -> Iterator[tuple[str | None, ...]]:
    for start in range(0, len(listing.ids), _PAGE):
        part = listing.ids[start : start + _PAGE]
        found = fetch_units(inspection, listing.check, part)
        for one in part:
            if one in found:
                row = found[one]
                org = row.org
                yield (
                    org.code, org.full_name, row.kind, str(org.members), row.leader, row.words,
                )  # fmt: skip


def _pairs(
    inspection: Inspection, listing: Listing, progress: Progress
) -> Iterator[tuple[str | None, ...]]:
    for start in range(0, len(listing.pairs), _PAGE):
        progress.stop_if_cancelled()
        progress(start, len(listing.pairs), "导出")
        for pair in fetch_pairs(inspection.context, listing.pairs[start : start + _PAGE]):
            yield tuple(
                person.values.get(name) for person in (pair.one, pair.other) for name in _FIELDS
            )
