"""How a layout was read the last time, kept so that next year's list is read alike.

A recipe is a text here; what stands in it is the affair of `sheets.recipe`.
"""

from dataclasses import dataclass

from .context import Context

_COLUMNS = "id, kind, layout, name, recipe, used_at"


@dataclass(frozen=True, slots=True)
class KeptRecipe:
    """One remembered way of reading. `name` is the file it was made with, `text` its JSON."""

    id: int
    kind: str
    layout: str
    name: str
    text: str
    used_at: str

    @property
    def words(self) -> str:
        """Which list it was: 2017-06-12 的“一中名单.xlsx”."""
        return f"{self.used_at[:10]} 的“{self.name}”"


def recipe_for(context: Context, *, kind: str, layout: str) -> KeptRecipe | None:
    """How a list of this kind and layout was read the last time."""
    with context.database.read() as connection:
        found = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM import_recipes WHERE kind = ? AND layout = ?", (kind, layout)
        ).first()
    return KeptRecipe(*found) if found is not None else None


def list_recipes(context: Context, *, kind: str | None = None) -> tuple[KeptRecipe, ...]:
    """All that is remembered (of a kind of list), the latest used first."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM import_recipes WHERE ? IS NULL OR kind = ? "
            "ORDER BY used_at DESC, id DESC",
            (kind, kind),
        ).all()
    return tuple(KeptRecipe(*row) for row in rows)


def remember_recipe(context: Context, *, kind: str, layout: str, name: str, text: str) -> None:
    """Keeps how a list was read, in the place of what was known of its layout."""
    known = recipe_for(context, kind=kind, layout=layout)
    operation = context.operation("recipe.keep", f"记住名单“{name}”的导入方案")
    with context.database.write(operation) as writing:
        if known is None:
            writing.connection.exec_driver_sql(
                "INSERT INTO import_recipes (kind, layout, name, recipe, used_at) "
                "VALUES (?, ?, ?, ?, ?)",
                (kind, layout, name, text, context.stamp()),
            )
        else:
            writing.connection.exec_driver_sql(
                "UPDATE import_recipes SET name = ?, recipe = ?, used_at = ? WHERE id = ?",
                (name, text, context.stamp(), known.id),
            )


def forget_recipe(context: Context, *, recipe_id: int) -> None:
    """The layout is nobody known from now on."""
    operation = context.operation("recipe.drop", "忘记一份导入方案")
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql("DELETE FROM import_recipes WHERE id = ?", (recipe_id,))
