"""How a layout was read is remembered once, used again, and forgotten on wish."""

from dataclasses import replace
from datetime import date

from tuanji_desktop.history.queries import load_numbers
from tuanji_desktop.history.service import last_undoable
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.import_recipes import (
    forget_recipe,
    list_recipes,
    recipe_for,
    remember_recipe,
)


def test_the_latest_reading_of_a_layout_counts(office: Context) -> None:
    assert recipe_for(office, kind="roster", layout="甲") is None
    remember_recipe(office, kind="roster", layout="甲", name="去年.xlsx", text="{}")
    later = replace(office, fixed_day=date(2019, 6, 1))
    remember_recipe(later, kind="roster", layout="甲", name="今年.xlsx", text='{"a": 1}')
    remember_recipe(office, kind="graduates", layout="甲", name="毕业.xlsx", text="{}")
    found = recipe_for(office, kind="roster", layout="甲")
    assert found is not None
    assert (found.name, found.text) == ("今年.xlsx", '{"a": 1}')
    assert found.words == "2019-06-01 的“今年.xlsx”"
    assert [one.name for one in list_recipes(office)] == ["今年.xlsx", "毕业.xlsx"]
    assert [one.name for one in list_recipes(office, kind="graduates")] == ["毕业.xlsx"]


def test_a_recipe_is_forgotten(office: Context) -> None:
    remember_recipe(office, kind="roster", layout="甲", name="去年.xlsx", text="{}")
    (kept,) = list_recipes(office)
    forget_recipe(office, recipe_id=kept.id)
    assert list_recipes(office) == ()


def test_a_recipe_kept_is_no_act_of_the_clerk(office: Context) -> None:
    def acts() -> tuple[object, list[int]]:
        with office.database.read() as connection:
            return last_undoable(connection), list(load_numbers(office))

    before = acts()
    remember_recipe(office, kind="roster", layout="甲", name="去年.xlsx", text="{}")
    assert acts() == before
