"""How a layout was read is remembered once, used again, and forgotten on wish."""

from dataclasses import replace
from datetime import date

from tuanji_desktop.office.context import Context
from tuanji_desktop.office.import_recipes import (
    NewRecipe,
    forget_recipe,
    keep_recipe,
    list_recipes,
)


def keep(context: Context, *, kind: str, layout: str = "甲", name: str, text: str) -> None:
    with context.database.write(context.operation(f"import.{kind}", "导入")) as writing:
        keep_recipe(
            writing.connection, context, kind=kind, layout=layout, recipe=NewRecipe(name, text)
        )


def test_the_latest_reading_of_a_layout_counts(office: Context) -> None:
    keep(office, kind="roster", name="去年", text="{}")
    later = replace(office, fixed_day=date(2019, 6, 1))
    keep(later, kind="roster", name="今年", text='{"a": 1}')
    keep(office, kind="graduates", name="毕业", text="{}")
    (found,) = list_recipes(office, kind="roster")
    assert (found.name, found.text, found.used_at[:10]) == ("今年", '{"a": 1}', "2019-06-01")
    assert [one.name for one in list_recipes(office)] == ["今年", "毕业"]
    assert [one.name for one in list_recipes(office, kind="graduates")] == ["毕业"]


def test_the_same_again_is_not_written(office: Context) -> None:
    keep(office, kind="roster", name="去年", text="{}")
    before = list_recipes(office)
    keep(replace(office, fixed_day=date(2019, 6, 1)), kind="roster", name="今年", text="{}")
    assert list_recipes(office) == before


def test_a_recipe_is_forgotten(office: Context) -> None:
    keep(office, kind="roster", name="去年", text="{}")
    (kept,) = list_recipes(office)
    forget_recipe(office, recipe_id=kept.id)
    assert list_recipes(office) == ()
