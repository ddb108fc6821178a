"""Mending: what is wrong, what is offered, and what one act may touch."""

from array import array
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.kit import doubts
from tuanji_desktop.kit import import_mend
from tuanji_desktop.kit.import_edits import Cell
from tuanji_desktop.kit.import_filter import marks_of
from tuanji_desktop.kit.import_mend import MendPanel


def panel_of(qtbot: QtBot, rows: Sequence[Sequence[object]] = doubts.ROWS) -> MendPanel:
    made = MendPanel(doubts.FIELDS)
    qtbot.addWidget(made)
    book = doubts.workbook(rows)
    made.show_layout(doubts.layout(book))
    made.show_rows(array("q", range(2, len(rows) + 1)))
    made.show_marks(marks_of(doubts.reviewed(book)), {})
    made.resize(800, 400)
    made.show()
    return made


@pytest.fixture
def panel(dressed: QApplication, qtbot: QtBot) -> Iterator[MendPanel]:
    yield panel_of(qtbot)


def at(panel: MendPanel) -> Cell | None:
    return panel.model.cell_at(panel.view.currentIndex())


def choose(panel: MendPanel, *cells: Cell) -> None:
    assert panel.go_to(cells[0])
    flag = panel.view.selectionModel().SelectionFlag
    for cell in cells[1:]:
        panel.view.selectionModel().select(panel.model.index_of(cell), flag.Select)


def test_says_what_is_wrong_with_the_cell(panel: MendPanel) -> None:
    panel.go_to((5, 3))
    assert panel.reason.text() == "D5 手机号码　提醒：手机号码是全角数字。　建议：138****8004"
    panel.set_masked(False)
    assert panel.reason.text().endswith("建议：13800138004")
    panel.go_to((6, 1))
    assert panel.reason.text() == "B6 姓名　整行：花名册里有两个王五。"
    panel.go_to((2, 1))
    assert panel.reason.text().startswith("B2 姓名　没有问题。直接输入或按 F2 改正")


def test_from_one_wrong_cell_to_the_next_around_the_end(panel: MendPanel) -> None:
    seen = []
    for _ in range(7):
        panel.following_button.click()
        seen.append(at(panel))
    assert seen == [(3, 2), (4, 1), (5, 3), (5, 4), (6, 3), (7, 4), (3, 2)]
    panel.previous_button.click()
    assert at(panel) == (7, 4)
    panel.edits.put({(6, 3): "13800138005"}, panel.model.original)
    panel.previous_button.click()
    assert at(panel) == (5, 4)  # what was mended meanwhile is passed over
    panel.show_rows(array("q", (3, 4)))
    panel.following_button.click()
    assert at(panel) == (3, 2)


def test_a_suggestion_for_one_cell_and_back(qtbot: QtBot, panel: MendPanel) -> None:
    panel.go_to((3, 2))
    assert not panel.adopt_button.isEnabled()
    panel.go_to((5, 3))
    with qtbot.waitSignal(panel.edited):
        panel.adopt_button.click()
    assert panel.edits.mended() == ((5, 3, "13800138004"),)
    panel.go_to((2, 1))
    assert not panel.restore_button.isEnabled()
    panel.go_to((5, 3))
    panel.restore_button.click()
    assert panel.edits.mended() == ()
    panel.undo_button.click()
    assert panel.edits.mended() == ((5, 3, "13800138004"),)


def test_suggestions_that_guess_nothing_may_be_taken_together(panel: MendPanel) -> None:
    panel.go_to((6, 3))
    assert panel.all_button.text() == "全部采用这类建议（2）"
    panel.all_button.click()
    assert panel.edits.mended() == ((5, 3, "13800138004"), (6, 3, "13800138005"))
    assert panel.all_button.isHidden()
    panel.undo()
    assert panel.edits.mended() == ()


def test_damaged_numbers_are_mended_one_by_one(dressed: QApplication, qtbot: QtBot) -> None:
    damaged = [
        (one, name, doubts.DAMAGED, "", doubts.BRANCHES[0]) for one, name in enumerate("甲乙")
    ]
    panel = panel_of(qtbot, (doubts.HEAD, *damaged))
    panel.go_to((2, 2))
    assert panel.adopt_button.isEnabled()
    assert panel.all_button.isHidden()
    panel.adopt_all()
    assert panel.edits.mended() == ()
    panel.adopt()
    assert panel.edits.mended() == ((2, 2, doubts.NUMBER),)
    assert panel.alike_button.isHidden()  # the same damage is not the same number


def test_cells_written_alike_are_mended_by_one_act(panel: MendPanel) -> None:
    panel.go_to((5, 4))
    assert panel.alike_button.isHidden()
    panel.edits.put({(5, 4): "高三1班团支部"}, panel.model.original)
    panel.go_to((5, 3))
    panel.go_to((5, 4))
    assert panel.alike_button.text() == "同样写法的 1 格一并改"
    panel.alike_button.click()
    assert panel.edits.mended() == ((5, 4, "高三1班团支部"), (7, 4, "高三1班团支部"))
    assert panel.alike_button.isHidden()


def test_a_block_goes_into_the_rows_in_sight(panel: MendPanel) -> None:
    panel.show_rows(array("q", (3, 5, 7)))
    panel.go_to((3, 4))
    panel.paste("一班\t一村\n二班\t二村\n")
    assert panel.edits.mended() == (
        (3, 4, "一班"), (3, 5, "一村"), (5, 4, "二班"), (5, 5, "二村"),
    )  # fmt: skip


def test_one_text_fills_all_chosen_cells(panel: MendPanel) -> None:
    choose(panel, (5, 4), (7, 4))
    panel.paste("高三1班团支部\n")
    assert panel.edits.mended() == ((5, 4, "高三1班团支部"), (7, 4, "高三1班团支部"))


def test_what_does_not_fit_is_told(qtbot: QtBot, panel: MendPanel) -> None:
    panel.go_to((9, 5))
    with qtbot.waitSignal(panel.said) as said:
        panel.paste("一村\t多\n二村\n")
    assert said.args == ["已粘贴 1 格；超出表格的 2 格没有粘贴。"]
    assert panel.edits.mended() == ((9, 5, "一村"),)


@pytest.mark.parametrize(
    ("text", "words"), [("520***********0632", "遮住"), ("a\n" * 10_001, "一次最多粘贴 10,000 格")]
)
def test_refuses_what_would_spoil_the_list(
    qtbot: QtBot, panel: MendPanel, text: str, words: str
) -> None:
    panel.go_to((2, 2))
    with qtbot.waitSignal(panel.said) as said:
        panel.paste(text)
    assert said.args is not None
    assert words in said.args[0]
    assert panel.edits.mended() == ()


def test_no_act_touches_more_than_the_window_can_bear(
    qtbot: QtBot, panel: MendPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.view.selectAll()
    assert panel.view.chosen_count == 8 * 5
    assert panel.view.chosen(3) == [(2, 1), (2, 2), (2, 3)]
    monkeypatch.setattr(import_mend, "CHOSEN_LIMIT", 39)
    with qtbot.waitSignal(panel.said) as said:
        panel.clear_chosen()
    assert said.args == ["一次最多改 39 格，现在选了 40 格。"]
    assert panel.edits.mended() == ()


def test_emptied_undone_and_done_again(panel: MendPanel) -> None:
    choose(panel, (2, 1), (3, 1))
    panel.clear_chosen()
    assert panel.edits.mended() == ((2, 1, ""), (3, 1, ""))
    panel.go_to((9, 1))
    panel.undo()
    assert (panel.edits.mended(), at(panel)) == ((), (2, 1))
    panel.redo()
    assert panel.edits.mended() == ((2, 1, ""), (3, 1, ""))


def test_nothing_happens_where_nothing_is_chosen(qtbot: QtBot, panel: MendPanel) -> None:
    with qtbot.assertNotEmitted(panel.edited):
        panel.paste("一村")
        panel.adopt()
        panel.mend_alike()
        panel.undo()
    assert not panel.go_to((99, 1))
