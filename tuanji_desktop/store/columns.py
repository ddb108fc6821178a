"""How a table of the office file is put together: strict, ids never given twice."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()


def table(
    name: str, *columns: Column[object] | Index | UniqueConstraint, rowid: bool = True
) -> Table:
    # an id is never given to a second record: the journal would tell of two persons under one
    once = isinstance(columns[0], Column) and columns[0].name == "id"
    return Table(
        name,
        metadata,
        *columns,
        sqlite_strict=True,
        sqlite_with_rowid=rowid,
        sqlite_autoincrement=once and not name.startswith(("journal_", "former_")),
    )


def id_column() -> Column[object]:
    return Column("id", Integer, primary_key=True)


def text_column(name: str, *, null: bool = True, default: str | None = None) -> Column[object]:
    return Column(
        name,
        Text,
        nullable=null,
        server_default=text(f"'{default}'") if default is not None else None,
    )


def reference(name: str, target: str, *, null: bool = False) -> Column[object]:
    return Column(name, Integer, ForeignKey(f"{target}.id"), nullable=null)
