"""A column of a written list is text without a say to the contrary."""

from tuanji_desktop.sheets.column import Column, Written


def test_what_is_not_said_is_text_without_choices() -> None:
    column = Column("身份证号")
    assert (column.number, column.date, column.choices, column.hint) == (False, False, (), "")
    assert column == Column("身份证号", 12)


def test_nothing_is_told_where_everything_fits() -> None:
    assert Written(3) == Written(3, ())
