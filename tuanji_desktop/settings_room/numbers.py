"""The register of given 文号 as a list to be printed or handed over."""

from pathlib import Path

from ..office.document_numbers import Register
from ..sheets.writer import Column, write_table

COLUMNS = (
    Column("文号", 26),
    Column("事由", 60),
    Column("用于", 40),
    Column("取号人", 12),
    Column("取号日期", 14),
    Column("状态", 8),
    Column("作废原因", 30),
)


def export_register(found: Register, path: Path) -> int:
    """The register of a year as .xlsx or .csv, its gaps as rows of their own; returns the rows."""
    given = [
        (
            one.number,
            (
                str(one.number),
                one.subject,
                one.used_for,
                one.taken_by,
                one.taken_on,
                one.state,
                one.void_reason,
            ),
        )
        for one in found.taken
    ]
    missing = [(one, (str(one), "", "", "", "", "空号", "")) for one in found.gaps]
    rows = [cells for _, cells in sorted([*given, *missing], key=lambda one: one[0])]
    return write_table(
        path, columns=COLUMNS, rows=rows, title=f"{found.year} 年发文登记", sheet_name="发文登记"
    )
