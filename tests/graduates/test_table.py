"""Columns of the desk."""

from tuanji_desktop.graduates.queries import Entry
from tuanji_desktop.graduates.table import columns


def test_every_column_has_words_also_for_nothing() -> None:
    bare = Entry(1, 2018, None, 5, "ambiguous", None, *[None] * 8, "due", None)
    words = {column.key: column.text(bare) for column in columns()}
    assert (words["match"], words["progress"], words["row_number"]) == ("待确认", "待转出", "5")
    assert words["name"] == words["branch"] == ""
    masked = {column.key for column in columns() if column.mask is not None}
    assert masked == {"id_number", "mobile"}
