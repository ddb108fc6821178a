"""A sheet of our own readers."""

from tuanji_desktop.sheets.plain_table import PlainTable


def test_a_table_begins_empty() -> None:
    table = PlainTable("名单")
    assert (table.rows, table.merged, table.hidden, table.noticed.hidden_rows) == (
        [],
        [],
        False,
        [],
    )
