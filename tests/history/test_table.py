"""The columns of the journal."""

from tuanji_desktop.history.queries import OperationRow
from tuanji_desktop.history.table import columns, moment, state

ROW = OperationRow(
    7, "import.roster", "2018-08-01T09:30:00+08:00", "王干事", "导入花名册", None, "名册.xlsx",
    11184, None, None,
)  # fmt: skip


def test_a_row_as_it_is_read() -> None:
    assert [column.text(ROW) for column in columns()] == [
        "7", "2018-08-01 09:30", "王干事", "导入花名册", "11,184", "", "", "名册.xlsx",
    ]  # fmt: skip
    assert not any(column.sortable for column in columns())


def test_the_state_says_what_took_it_back_and_what_it_takes_back() -> None:
    undone = OperationRow(7, "x", "", "", "", None, None, 1, None, 9)
    undoing = OperationRow(9, "history.undo", "", "", "", None, None, 1, 7, None)
    assert (state(ROW), state(undone), state(undoing)) == ("", "已撤销（9）", "撤销 7 号")
    assert (ROW.undoable, undone.undoable) == (True, False)


def test_a_moment_without_its_zone() -> None:
    assert moment("2018-08-01T09:30:59+08:00") == "2018-08-01 09:30"
