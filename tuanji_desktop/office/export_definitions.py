"""Exports that are wanted again: named, kept in the office file, shared by all its clerks.

A definition is a text here; what stands in it is the affair of `sheets.exportable`.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound
from .context import Context

LONGEST_NAME = 40
_COLUMNS = "id, kind, name, definition, saved_by, saved_at"


@dataclass(frozen=True, slots=True)
class Definition:
    """A saved export of one kind of list; `text` is its JSON."""

    id: int
    kind: str
    name: str
    text: str
    saved_by: str
    saved_at: str


def list_definitions(context: Context, *, kind: str | None = None) -> tuple[Definition, ...]:
    """All that are saved (for a kind of list), by name."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM export_definitions WHERE ? IS NULL OR kind = ? "
            "ORDER BY kind, name",
            (kind, kind),
        ).all()
    return tuple(Definition(*row) for row in rows)


def definition(context: Context, *, kind: str, name: str) -> Definition:
    """One by its name; NotFound `definition.unknown`, with the names there are."""
    with context.database.read() as connection:
        return _definition(connection, kind, name)


def save_definition(context: Context, *, kind: str, name: str, text: str) -> Definition:
    """Saves an export under a name, in the place of what was saved under it."""
    name = _sound(name)
    operation = context.operation("definition.save", f"保存导出方案“{name}”")
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO export_definitions (kind, name, definition, saved_by, saved_at) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET "
            "definition = excluded.definition, saved_by = excluded.saved_by, "
            "saved_at = excluded.saved_at",
            (kind, name, text, context.operator, context.stamp()),
        )
    return definition(context, kind=kind, name=name)


def rename_definition(context: Context, *, kind: str, name: str, new_name: str) -> Definition:
    """Gives a saved export another name; one that is taken is refused."""
    new_name = _sound(new_name)
    operation = context.operation("definition.rename", f"导出方案“{name}”改名为“{new_name}”")
    with context.database.write(operation) as writing:
        found = _definition(writing.connection, kind, name)
        if new_name != found.name and _find(writing.connection, kind, new_name) is not None:
            raise BadInput(
                "definition.taken", f"已有名为“{new_name}”的导出方案，请换一个名字或先删除那一个。"
            )
        writing.connection.exec_driver_sql(
            "UPDATE export_definitions SET name = ? WHERE id = ?", (new_name, found.id)
        )
    return definition(context, kind=kind, name=new_name)


def delete_definition(context: Context, *, kind: str, name: str) -> None:
    """Forgets a saved export."""
    operation = context.operation("definition.delete", f"删除导出方案“{name}”")
    with context.database.write(operation) as writing:
        found = _definition(writing.connection, kind, name)
        writing.connection.exec_driver_sql(
            "DELETE FROM export_definitions WHERE id = ?", (found.id,)
        )


def _sound(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadInput("definition.name", "请给导出方案起一个名字。")
    if len(name) > LONGEST_NAME:
        raise BadInput("definition.name", f"导出方案的名字最多 {LONGEST_NAME} 个字，请缩短。")
    return name


def _find(connection: Connection, kind: str, name: str) -> Definition | None:
    row = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM export_definitions WHERE kind = ? AND name = ?",
        (kind, " ".join(name.split())),
    ).first()
    return Definition(*row) if row is not None else None


def _definition(connection: Connection, kind: str, name: str) -> Definition:
    found = _find(connection, kind, name)
    if found is None:
        names = connection.exec_driver_sql(
            "SELECT name FROM export_definitions WHERE kind = ? ORDER BY name", (kind,)
        ).scalars()
        known = "、".join(f"“{one}”" for one in names) or "（还没有保存过）"
        raise NotFound("definition.unknown", f"没有名为“{name}”的导出方案，现有：{known}。")
    return found
