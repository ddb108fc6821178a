"""What the tree's dialogs ask."""

from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import loading, queries


def test_targets(context: Context) -> None:
    assert loading.load_targets(context, 3, act="move") == []
    assert [node.id for node in loading.load_targets(context, 3, act="merge")] == [4]


def test_the_next_code_follows_its_neighbours(context: Context) -> None:
    with context.database.read() as connection:
        school, county, branch = (queries.by_id(connection, number) for number in (2, 1, 4))
    assert loading.suggest_code(context, school) == "QX0103"
    assert loading.suggest_code(context, county) == "QX02"
    assert loading.suggest_code(context, branch) == "QX010201"
