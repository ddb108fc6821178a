"""The register of departures as a list for the archive: .xlsx or .csv, in a fixed order."""

from collections.abc import Iterator
from pathlib import Path

from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..sheets.writer import Column, write_table
from . import queries
from .doors import stage_words
from .queries import Departure, RegisterFilter

TITLE = "离团登记簿"
_PAGE = 500
_COLUMNS = (
    Column("序号", 6),
    Column("姓名", 12),
    Column("团支部", 44),
    Column("离团方式", 12),
    Column("原状态", 10),
    Column("离团日期", 12),
    Column("文号", 22),
    Column("决定机关", 24),
    Column("原因", 30),
    Column("材料", 40),
    Column("登记人", 10),
    Column("登记日期", 12),
    Column("恢复日期", 12),
    Column("恢复文号", 22),
    Column("恢复原因", 30),
)


def export_register(
    context: Context,
    path: Path,
    *,
    wanted: RegisterFilter,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int:
    """Writes the entries wanted, the last day first; returns how many. It holds no ID numbers."""
    with context.database.read() as connection:
        ids = queries.departure_ids(connection, wanted)

        def rows() -> Iterator[tuple[str | None, ...]]:
            for start in range(0, len(ids), _PAGE):
                progress.stop_if_cancelled()
                progress(start, len(ids), "导出")
                part = ids[start : start + _PAGE]
                for place, one in enumerate(queries.departures(connection, context.policy, part)):
                    yield _cells(start + place + 1, one)

        return write_table(path, columns=_COLUMNS, rows=rows(), title=TITLE, sheet_name=TITLE)


def _cells(number: int, one: Departure) -> tuple[str | None, ...]:
    return (
        str(number),
        one.name,
        one.branch_full,
        one.door_label,
        stage_words(one.was),
        one.left_on,
        one.document_number,
        one.decided_by,
        one.reason,
        "；".join(f"{proof.label}（{proof.file_name}）" for proof in one.proofs),
        one.recorded_by,
        one.recorded_on,
        one.restored_on,
        one.restored_document,
        one.restored_reason,
    )
