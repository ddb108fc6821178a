"""How a layout was read the last time, kept so that next year's list is read alike.

A recipe is a text here; what stands in it is the affair of `sheets.recipe`. It is kept by the
import itself (`office.imports`): who takes the import back takes back what was learnt from it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from .context import Context

_KEPT = (
    "SELECT kept.id, kept.kind, kept.layout, COALESCE(list.file_name, kept.name), kept.recipe, "
    "COALESCE(list.imported_at, kept.used_at) AS used FROM import_recipes kept "
    "LEFT JOIN imported_lists list ON list.id = (SELECT max(id) FROM imported_lists "
    "WHERE kind = kept.kind AND layout = kept.layout) "
)


@dataclass(frozen=True, slots=True)
class NewRecipe:
    """How a list was read: `name` names no file and nobody, `text` is its JSON."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class KeptRecipe:
    """One remembered way of reading, its JSON as `text`. `name` is the file that was read so last:
    it stays in the office file, the recipe itself does not hold it."""

    id: int
    kind: str
    layout: str
    name: str
    text: str
    used_at: str


def list_recipes(context: Context, *, kind: str | None = None) -> tuple[KeptRecipe, ...]:
    """All that is remembered (of a kind of list), the latest used first."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"{_KEPT} WHERE ? IS NULL OR kept.kind = ? ORDER BY used DESC, kept.id DESC",
            (kind, kind),
        ).all()
    return tuple(KeptRecipe(*row) for row in rows)


def keep_recipe(
    connection: Connection, context: Context, *, kind: str, layout: str, recipe: NewRecipe
) -> None:
    """Keeps, inside the importing write, how a list was read in the place of what was known of its
    layout. A recipe that is known already is not touched: so an import of another year that is
    taken back finds it as it left it."""
    known = connection.exec_driver_sql(
        "SELECT id, recipe FROM import_recipes WHERE kind = ? AND layout = ?", (kind, layout)
    ).first()
    if known is None:
        connection.exec_driver_sql(
            "INSERT INTO import_recipes (kind, layout, name, recipe, used_at) "
            "VALUES (?, ?, ?, ?, ?)",
            (kind, layout, recipe.name, recipe.text, context.stamp()),
        )
    elif known[1] != recipe.text:
        connection.exec_driver_sql(
            "UPDATE import_recipes SET name = ?, recipe = ?, used_at = ? WHERE id = ?",
            (recipe.name, recipe.text, context.stamp(), known[0]),
        )


def forget_recipe(context: Context, *, recipe_id: int) -> None:
    """The layout is nobody known from now on."""
    operation = context.operation("recipe.drop", "忘记一份导入方案")
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql("DELETE FROM import_recipes WHERE id = ?", (recipe_id,))
