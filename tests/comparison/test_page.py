"""The desk as the clerk uses it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from tests.comparison.helpers import CLASS_1, CLASS_2, Row, edit, lines, roster, started, states
from tests.desks import open_desk, still
from tests.imports import fresh
from tuanji_desktop.comparison.page import ComparisonPage
from tuanji_desktop.comparison.queries import load_comparisons
from tuanji_desktop.comparison.settling import close_comparison
from tuanji_desktop.comparison.take_dialog import TakeDialog
from tuanji_desktop.history.service import undo
from tuanji_desktop.kit.export_dialog import ExportDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


class Bridge(QObject):
    """Brings what was written to the GUI's thread, as the program does."""

    told = Signal(object)


def a_list(office: Context) -> list[dict[str, object]]:
    rows = roster(office)
    rows[0]["mobile"] = "13900000000"
    rows[1]["name"] = "李晓梅"
    rows[2]["id_number"] = None
    rows[3]["branch"] = "高三（1）班"
    new: Row = {
        "name": "新来",
        "id_number": fresh(1),
        "branch": "高三（1）班",
        "mobile": "13911111111",
    }
    return [*rows[:4], rows[5], new]


@pytest.fixture
def page(qtbot: QtBot, office: Context, workplace: Workplace) -> ComparisonPage:
    """The desk with six lines: a phone, a name, a branch, 龙𬱖 only here, 新来, 买买提 to ask."""
    started(office, a_list(office))
    made = ComparisonPage(workplace)
    open_desk(qtbot, made)
    bridge = Bridge(made)
    bridge.told.connect(made.show_changes)
    office.database.subscribe(bridge.told.emit)
    return made


def choose(qtbot: QtBot, page: ComparisonPage, *names: str) -> None:
    known = lines(page.workplace.context, page._current)
    page.table.choose([row.id for row in known if row.name in names])
    for row in known:
        if row.name in names and row.id in page.table.paged.ids and len(names) > 1:
            place = list(page.table.paged.ids).index(row.id)
            flags = page.table.selectionModel().SelectionFlag
            page.table.selectionModel().select(
                page.table.model().index(place, 0), flags.Select | flags.Rows
            )
    still(qtbot, page.workplace.jobs)


def offered(page: ComparisonPage) -> list[str]:
    return [key for key, button in page.acts.items() if not button.isHidden()]


def pressed(qtbot: QtBot, page: ComparisonPage, key: str) -> None:
    QTest.keyClick(page.acts[key], Qt.Key.Key_Space)
    still(qtbot, page.workplace.jobs)


def test_an_office_without_a_comparison_is_told_how_to_begin(
    qtbot: QtBot, workplace: Workplace
) -> None:
    page = ComparisonPage(workplace)
    open_desk(qtbot, page)
    wishes: list[tuple[str, object]] = []
    page.act_requested.connect(lambda *wish: wishes.append(wish))
    assert page.stack.currentWidget() is page.empty
    page.empty.action_requested.emit()
    assert wishes == [("compare", None)]


def test_the_work_list_opens_on_what_waits(page: ComparisonPage) -> None:
    assert page.choice.currentText() == "2018-08-01 导出.xlsx（一中团委）"
    assert len(page.table.paged.ids) == 6
    assert page.filters.states["open"].text() == "待处理 6"
    assert page.filters.kinds["differs"].text() == "内容不同 3"
    assert not page.hand_button.isEnabled()
    assert offered(page) == []
    assert page.panel.isHidden()


def test_filters_and_the_tree_narrow_the_list(qtbot: QtBot, page: ComparisonPage) -> None:
    page.filters.kinds["differs"].click()
    still(qtbot, page.workplace.jobs)
    assert len(page.table.paged.ids) == 3
    page.filters.field_box.setCurrentIndex(page.filters.field_box.findData("mobile"))
    page.filters.field_box.activated.emit(1)
    still(qtbot, page.workplace.jobs)
    assert len(page.table.paged.ids) == 1
    page.filters.kinds[""].click()
    page.set_scope(CLASS_2)
    still(qtbot, page.workplace.jobs)
    assert len(page.table.paged.ids) == 2
    page.set_scope(CLASS_1)
    still(qtbot, page.workplace.jobs)
    assert len(page.table.paged.ids) == 4


def test_a_line_offers_its_own_acts(qtbot: QtBot, page: ComparisonPage) -> None:
    found = {}
    for name in ("张三", "李小梅", "单雄", "龙𬱖", "新来", "买买提·艾力"):
        choose(qtbot, page, name)
        found[name] = offered(page)
        assert page.panel.pair is not None
        assert page.panel.pair.line.name == name
    assert found == {
        "张三": ["theirs", "correct_there", "aside"],
        "李小梅": ["correct_there", "deletion", "aside"],
        "单雄": ["correct_there", "transfer", "aside"],
        "龙𬱖": ["correct_there", "transfer", "deletion", "leaving", "aside"],
        "新来": ["add", "not_ours", "aside"],
        "买买提·艾力": ["aside"],
    }


def test_acts_of_other_rooms_are_wishes(qtbot: QtBot, page: ComparisonPage) -> None:
    wishes: list[tuple[str, object]] = []
    opened: list[int] = []
    page.act_requested.connect(lambda *wish: wishes.append(wish))
    page.member_requested.connect(opened.append)
    choose(qtbot, page, "龙𬱖")
    for act in ("transfer", "deletion", "leaving"):
        pressed(qtbot, page, act)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    choose(qtbot, page, "新来")
    pressed(qtbot, page, "add")
    assert wishes == [
        ("transfer", [5]),
        ("deletion", [5]),
        ("leaving", [5]),
        ("reenter", {"branch": CLASS_1, "values": {
            "name": "新来", "id_number": fresh(1), "mobile": "13911111111",
        }}),
    ]  # fmt: skip
    assert opened == [5]


def test_the_system_is_wrong_is_said_by_keyboard_for_many_and_handed_over(
    qtbot: QtBot, office: Context, page: ComparisonPage, tmp_path: Path
) -> None:
    said: list[str] = []
    page.said.connect(lambda _level, words: said.append(words))
    choose(qtbot, page, "张三", "李小梅", "龙𬱖")
    assert page.acts["correct_there"].text() == "请系统更正…（3 条）"
    pressed(qtbot, page, "correct_there")
    QTest.keyClick(page.strip.text, Qt.Key.Key_Return)
    still(qtbot, page.workplace.jobs)
    assert said == ["3 条已记为“待系统更正”。可以撤销。"]
    assert page.filters.states["open"].text() == "待处理 3"
    assert page.filters.states["handed"].text() == "待系统更正 3"
    page.hand_over_to(tmp_path / "单.xlsx")
    still(qtbot, page.workplace.jobs)
    assert (tmp_path / "单.xlsx").exists()
    assert "3 条已写入 单.xlsx" in said[-1]
    page.filters.states["handed"].click()
    still(qtbot, page.workplace.jobs)
    choose(qtbot, page, "张三")
    assert offered(page) == ["reopen"]
    pressed(qtbot, page, "reopen")
    assert states(office, page._current)["张三"] == "open"


def test_setting_aside_wants_a_reason(qtbot: QtBot, office: Context, page: ComparisonPage) -> None:
    choose(qtbot, page, "张三")
    pressed(qtbot, page, "aside")
    assert not page.strip.act.isEnabled()
    page.strip.text.setText("两个号都在用")
    QTest.keyClick(page.strip.text, Qt.Key.Key_Return)
    still(qtbot, page.workplace.jobs)
    assert states(office, page._current)["张三"] == "aside"


def test_taking_over_the_list_and_undoing_it(
    qtbot: QtBot, office: Context, page: ComparisonPage
) -> None:
    choose(qtbot, page, "张三")
    pressed(qtbot, page, "theirs")
    dialog = page.findChild(TakeDialog)
    assert isinstance(dialog, TakeDialog)
    dialog.take()
    still(qtbot, page.workplace.jobs)
    assert page.filters.states["done"].text() == "已了结 1"
    with office.database.read() as connection:
        from tuanji_desktop.history.service import last_undoable

        last = last_undoable(connection)
    assert last is not None
    undo(office, number=last.number)
    still(qtbot, page.workplace.jobs)
    assert page.filters.states["open"].text() == "待处理 6"


def test_who_a_row_is_is_said_in_the_panel(
    qtbot: QtBot, office: Context, page: ComparisonPage
) -> None:
    choose(qtbot, page, "买买提·艾力")
    QTest.keyClick(page.panel.buttons[0], Qt.Key.Key_Space)
    still(qtbot, page.workplace.jobs)
    assert states(office, page._current)["买买提·艾力"] == "decided"


def test_the_roster_moves_and_the_list_follows(
    qtbot: QtBot, office: Context, page: ComparisonPage
) -> None:
    edit(office, 1, mobile="13900000000")
    still(qtbot, page.workplace.jobs)
    assert len(page.table.paged.ids) == 5
    newer = started(office, a_list(office)[:5], name="新导出.xlsx")
    still(qtbot, page.workplace.jobs)
    assert page._current == newer
    assert page.choice.currentText() == "2018-08-01 新导出.xlsx（一中团委）"
    page.show_hint({"comparison": min(one.id for one in load_comparisons(office))})
    still(qtbot, page.workplace.jobs)
    assert "结束" in page.choice.currentText()
    assert not page.close_button.isEnabled()
    choose(qtbot, page, "李小梅")
    assert offered(page) == []


def test_a_comparison_is_closed(qtbot: QtBot, office: Context, page: ComparisonPage) -> None:
    page.close_button.click()
    assert "还有 6 条待处理" in page.strip.accessibleName()
    page.strip.act.click()
    still(qtbot, page.workplace.jobs)
    assert not load_comparisons(office)[0].open


def test_what_is_refused_is_said_in_the_page(
    qtbot: QtBot, office: Context, page: ComparisonPage
) -> None:
    choose(qtbot, page, "张三")
    close_comparison(office, comparison_id=page._current)
    page._settle("correct_there", [int(page.table.current_id())], "")
    still(qtbot, page.workplace.jobs)
    assert "已在 2018-08-01 结束" in page.banner.text


def test_the_list_is_exported(qtbot: QtBot, page: ComparisonPage, tmp_path: Path) -> None:
    dialog = page.export()
    assert isinstance(dialog, ExportDialog)
    dialog.export_to(tmp_path / "清单.xlsx")
    still(qtbot, page.workplace.jobs)
    assert (tmp_path / "清单.xlsx").exists()


def test_hints_and_kept_state(qtbot: QtBot, page: ComparisonPage) -> None:
    page.show_hint("done")
    still(qtbot, page.workplace.jobs)
    assert len(page.table.paged.ids) == 0
    kept = page.state()
    other = ComparisonPage(page.workplace)
    qtbot.addWidget(other)
    other.restore_state(kept)
    other.restore_state("nonsense")
    assert other.filters.shown == "done"


def test_every_widget_has_its_names(page: ComparisonPage) -> None:
    kinds = (QAbstractButton, QComboBox, QLineEdit, QTableView)
    found = [one for kind in kinds for one in page.findChildren(kind)]
    found = [one for one in found if not isinstance(one.parent(), QTableView) or one.objectName()]
    assert [one for one in found if not one.objectName()] == []
    names = [
        one.objectName()
        for one in found
        if not one.isHidden() and not one.accessibleName() and one.isVisibleTo(page)
    ]
    assert names == []
