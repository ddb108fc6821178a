from dataclasses import dataclass
from pathlib import Path

from tests.builders import make_office
from tests.store.helpers import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.import_recipes import NewRecipe, list_recipes
from tuanji_desktop.office.imports import record_import, seen_before


@dataclass(frozen=True)
class Read:
    file_name: str = "花名册.xlsx"
    sha256: str = "ab"
    sheet: str = "Sheet1"
    layout: str = "x"
    rows: int = 1_200


READ = Read()


def recorded(context: Context, text: str = "{}") -> int:
    with context.database.write(context.operation("import.roster", "导入")) as writing:
        record_import(writing.connection, context, "roster", READ, recipe=NewRecipe("名单", text))
    assert writing.number is not None
    return writing.number


def test_the_same_file_is_recognised_by_its_content_and_for_its_sort_of_list(
    tmp_path: Path,
) -> None:
    context = make_office(tmp_path)
    recorded(context)
    with context.database.read() as connection:
        seen = seen_before(connection, kind="roster", sha256="ab")
        assert seen is not None
        assert seen.words == "这个文件 2018-08-01 已由王干事导入过（1,200 行）。"
        assert seen_before(connection, kind="graduates", sha256="ab") is None
        assert seen_before(connection, kind="roster", sha256="cd") is None
    context.database.close()


def test_an_import_that_was_undone_is_forgotten(tmp_path: Path) -> None:
    context = make_office(tmp_path)
    number = recorded(context)
    undo(context.database, number)
    with context.database.read() as connection:
        assert seen_before(connection, kind="roster", sha256="ab") is None
    context.database.close()


def test_what_was_learnt_from_an_import_goes_with_it(tmp_path: Path) -> None:
    context = make_office(tmp_path)
    first = recorded(context, "first")
    second = recorded(context, "second")
    undo(context.database, second)
    (kept,) = list_recipes(context)
    assert (kept.text, kept.name, kept.used_at[:10]) == ("first", "花名册.xlsx", "2018-08-01")
    again = recorded(context, "first")
    undo(context.database, again)
    assert [one.text for one in list_recipes(context)] == ["first"]
    undo(context.database, first)
    assert list_recipes(context) == ()
    context.database.close()
