"""Which lists this office has imported, so that the same file is recognised when it comes again."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from .context import Context
from .import_recipes import NewRecipe, keep_recipe


@dataclass(frozen=True, slots=True)
class Seen:
    """An earlier import of the very same file."""

    file_name: str
    imported_by: str
    imported_at: str
    rows: int

    @property
    def words(self) -> str:
        """For the plan: 这个文件 2018-06-12 已由王干事导入过（97 行）。"""
        day = self.imported_at[:10]
        return f"这个文件 {day} 已由{self.imported_by}导入过（{self.rows:,} 行）。"


class ListRead(Protocol):
    """A list that was read (`sheets.findings.ListSource`): the file, where in it, its layout."""

    @property
    def file_name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def layout(self) -> str: ...
    @property
    def rows(self) -> int: ...


def record_import(
    connection: Connection,
    context: Context,
    kind: str,
    read: ListRead,
    *,
    recipe: NewRecipe | None = None,
) -> None:
    """Notes inside the importing write that this list came in, and how it was read; an undo takes
    both back with it."""
    connection.exec_driver_sql(
        "INSERT INTO imported_lists "
        "(kind, file_name, sha256, sheet, layout, rows, imported_by, imported_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            kind, read.file_name, read.sha256, read.sheet, read.layout, read.rows,
            context.operator, context.stamp(),
        ),
    )  # fmt: skip
    if recipe is not None and read.layout:
        keep_recipe(connection, context, kind=kind, layout=read.layout, recipe=recipe)


def seen_before(connection: Connection, *, kind: str, sha256: str) -> Seen | None:
    """The last import of this very file that has not been undone."""
    found = connection.exec_driver_sql(
        "SELECT file_name, imported_by, imported_at, rows FROM imported_lists "
        "WHERE sha256 = ? AND kind = ? ORDER BY id DESC LIMIT 1",
        (sha256, kind),
    ).first()
    return Seen(*found) if found is not None else None
