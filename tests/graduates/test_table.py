"""Columns of the desk."""

from tuanji_desktop.graduates.queries import Entry
from tuanji_desktop.graduates.table import columns


def test_every_column_has_words_also_for_nothing() -> None:
    bare = Entry(
        id=1,
        year=2018,
        school=None,
        row_number=5,
        match="ambiguous",
        member_id=None,
        name=None,
        id_number=None,
        sex=None,
        mobile=None,
        class_name=None,
        destination=None,
        target=None,
        note=None,
        progress="due",
        branch=None,
    )
    words = {column.key: column.text(bare) for column in columns()}
    assert (words["match"], words["progress"], words["row_number"]) == ("待确认", "待转出", "5")
    assert words["name"] == words["branch"] == ""
    masked = {column.key for column in columns() if column.mask is not None}
    assert masked == {"id_number", "mobile"}
