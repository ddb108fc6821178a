"""The journal as a clerk sees it."""

from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.desks import open_desk, still
from tuanji_desktop.history.page import HistoryPage
from tuanji_desktop.history.undo_dialog import UndoDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.changes import Changes


def desk(qtbot: QtBot, workplace: Workplace) -> HistoryPage:
    page = HistoryPage(workplace)
    open_desk(qtbot, page)
    return page


def cells(page: HistoryPage, row: int) -> list[str]:
    return [
        page.model.index(row, column).data() or "" for column in range(page.model.columnCount())
    ]


def test_the_newest_operation_stands_first(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    add_member(office, name="赵一")
    page = desk(qtbot, workplace)
    assert page.model.rowCount() == 2
    cells(page, 0)
    still(qtbot, workplace.jobs)
    assert cells(page, 0)[:6] == ["2", "2018-08-01 09:30", "王干事", "登记 赵一", "1", ""]


def test_the_filter_box_finds_and_says_when_there_is_nothing(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    add_member(office, name="赵一")
    page = desk(qtbot, workplace)
    page.filter_box.setText("赵一")
    qtbot.waitUntil(lambda: list(page.model.ids) == [2])
    page.filter_box.setText("没有这个人")
    qtbot.waitUntil(lambda: not page.model.ids)


def test_choosing_an_operation_lists_its_fields(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    add_member(office, name="赵一", email="a@b.cn")
    page = desk(qtbot, workplace)
    page.show_hint(2)
    still(qtbot, workplace.jobs)
    top = page.details.tree.topLevelItem(0)
    assert top is not None
    assert top.text(0) == "新增　团员 赵一"
    fields = {
        top.child(place).text(0): top.child(place).text(2) for place in range(top.childCount())
    }
    assert fields["电子邮箱"] == "a@b.cn"
    assert page.details.undo_button.isVisible()
    page.show_hint(1)
    still(qtbot, workplace.jobs)
    assert not page.details.undo_button.isVisible()


def test_undo_shows_the_plan_first_and_then_does_it(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    add_member(office, name="赵一")
    page = desk(qtbot, workplace)
    said: list[tuple[str, str]] = []
    page.said.connect(lambda level, words: said.append((level, words)))
    page.open_undo(2)
    dialog = page.findChild(UndoDialog)
    assert isinstance(dialog, UndoDialog)
    still(qtbot, workplace.jobs)
    assert dialog.tabs.tabText(0) == "恢复 1"
    with office.database.read() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM members").scalar()
    assert count == 7  # nothing was written by looking
    dialog.apply_button.click()
    still(qtbot, workplace.jobs)
    assert said == [("done", "已撤销“登记 赵一”：恢复 1 条。")]
    page.show_changes(Changes(3))
    still(qtbot, workplace.jobs)
    assert list(page.model.ids) == [3, 2, 1]
    cells(page, 1)
    still(qtbot, workplace.jobs)
    assert cells(page, 1)[5] == "已撤销（3）"


def test_the_look_of_the_desk_is_kept(qtbot: QtBot, workplace: Workplace) -> None:
    page = desk(qtbot, workplace)
    page.table.setColumnHidden(7, True)
    kept = page.state()
    other = desk(qtbot, workplace)
    other.restore_state(kept)
    assert other.table.isColumnHidden(7)
    other.restore_state("nonsense")
