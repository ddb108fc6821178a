from tuanji_desktop.store import list_tables
from tuanji_desktop.store.schema import RECORDS


def test_lists_that_came_in_are_journalled_like_everything_else() -> None:
    names = {table.name for table in RECORDS}
    assert {
        list_tables.imported_lists.name, list_tables.import_recipes.name,
        list_tables.import_jobs.name, list_tables.export_definitions.name,
        list_tables.comparisons.name, list_tables.comparison_rows.name,
    } <= names  # fmt: skip


def test_a_comparison_is_there_before_its_differences() -> None:
    places = [table.name for table in RECORDS]
    assert places.index("comparisons") < places.index("comparison_rows")
