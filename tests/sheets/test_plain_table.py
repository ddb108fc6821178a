"""Values as the parent takes them."""

from datetime import date, timedelta

import pytest

from tuanji_desktop.sheets.plain_table import PlainTable, plain


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (7.0, 7),
        (2.5, 2.5),
        (520628200002067192.0, 520628200002067192.0),
        (True, True),
        (None, None),
        (date(2018, 9, 1), date(2018, 9, 1)),
        (timedelta(hours=8), "8:00:00"),
        (b"x", "b'x'"),
    ],
)
def test_plain_values(value: object, kept: object) -> None:
    assert plain(value) == kept
    assert type(plain(value)) is type(kept)


def test_a_table_begins_empty() -> None:
    table = PlainTable("名单")
    assert (table.rows, table.merged, table.hidden, table.noticed.hidden_rows) == (
        [],
        [],
        False,
        [],
    )
