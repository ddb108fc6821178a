"""The desk as the clerk uses it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QTableView, QTreeView
from pytestqt.qtbot import QtBot

from tests.desks import open_desk, still
from tests.quality.helpers import CLASS_1, CLASS_2, person
from tuanji_desktop.core.paths import HOME_VARIABLE
from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.history.service import undo
from tuanji_desktop.kit.export_dialog import ExportDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.page import QualityPage
from tuanji_desktop.quality.sheet_dialog import SheetDialog


class Bridge(QObject):
    """Brings what was written to the GUI's thread, as the program does."""

    told = Signal(object)


@pytest.fixture
def page(qtbot: QtBot, office: Context, workplace: Workplace) -> QualityPage:
    """The desk of an office with some faults, after its first look."""
    person(office, 1, name="杨伟", education="")
    person(office, 2, name="杨炜", branch="QX0102")
    person(office, 3, mobile="12345", branch="QX0102", born="1999-01-02")
    person(office, 4, born="1990-01-01", joined_on="2008-05", development_number="")
    made = QualityPage(workplace)
    open_desk(qtbot, made)
    bridge = Bridge(made)
    bridge.told.connect(made.show_changes)
    office.database.subscribe(bridge.told.emit)
    return made


def settle(qtbot: QtBot, page: QualityPage) -> None:
    qtbot.wait(200)  # its timer gathers what was written
    still(qtbot, page.workplace.jobs)


def choose(qtbot: QtBot, page: QualityPage, code: str) -> None:
    page.board.choose(code)
    still(qtbot, page.workplace.jobs)


def test_the_desk_opens_on_the_red_names(page: QualityPage) -> None:
    assert page.inspection.complete
    assert page.board.code == "red"
    assert list(page.side.people.model().ids) == [7]  # type: ignore[attr-defined]
    assert page.progress.text().startswith("已检查 10 人")
    assert page.board.text_of("mobile_format") == "1"
    assert page.board.text_of("pair_homophone") == "1"


def test_scope_and_unit_narrow_numbers_and_lists(qtbot: QtBot, page: QualityPage) -> None:
    page.set_scope(CLASS_2)
    still(qtbot, page.workplace.jobs)
    assert page.board.text_of("red") == "0"
    assert page.board.text_of("mobile_format") == "1"
    page.set_scope(None)
    still(qtbot, page.workplace.jobs)
    choose(qtbot, page, "no_secretary")
    page.side.unit_requested.emit(CLASS_1)
    still(qtbot, page.workplace.jobs)
    assert list(page.side.units.model().ids) == [CLASS_1]  # type: ignore[attr-defined]
    page.side.unit_requested.emit(0)
    still(qtbot, page.workplace.jobs)
    assert len(page.side.units.model().ids) == 2  # type: ignore[attr-defined]


def test_what_is_mended_leaves_the_board_at_once(
    qtbot: QtBot, office: Context, page: QualityPage
) -> None:
    with office.database.write(office.operation("member.edit", "改")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET education = '高中在读', missing = '' WHERE id = 7"
        )
    settle(qtbot, page)
    assert page.board.text_of("red") == "0"
    assert len(page.side.people.model().ids) == 0  # type: ignore[attr-defined]
    undo(office, number=writing.number)
    settle(qtbot, page)
    assert page.board.text_of("red") == "1"


def test_two_persons_are_kept_apart_from_the_panel(
    qtbot: QtBot, office: Context, page: QualityPage
) -> None:
    choose(qtbot, page, "pair_homophone")
    page.side.pairs.choose(page.side.pairs.model().ids)  # type: ignore[attr-defined]
    still(qtbot, page.workplace.jobs)
    assert page.side.compare.pair is not None
    said: list[str] = []
    page.said.connect(lambda _level, words: said.append(words))
    page.side.compare.distinct.click()
    still(qtbot, page.workplace.jobs)
    settle(qtbot, page)
    assert page.board.text_of("pair_homophone") == "0"
    assert page.side.compare.isHidden()
    assert said == ["已记为不是同一人，以后不再提示；可以撤销。"]


def test_who_shares_a_phone_is_compared_and_may_not_be_two_by_number(
    qtbot: QtBot, office: Context, page: QualityPage
) -> None:
    one = person(office, 5, mobile="13800138001")
    settle(qtbot, page)
    choose(qtbot, page, "mobile_shared")
    page.side.people.choose([one])
    still(qtbot, page.workplace.jobs)
    pair = page.side.compare.pair
    assert pair is not None
    assert {pair.one.id, pair.other.id} == {1, one}
    assert page.side.compare.distinct.isHidden()


def test_every_list_leads_on(qtbot: QtBot, page: QualityPage) -> None:
    wishes: list[tuple[str, object]] = []
    page.act_requested.connect(lambda name, what: wishes.append((name, what)))
    page.side.acts["members"].click()
    page.side.acts["bulk_edit"].click()
    choose(qtbot, page, "over_age")
    page.side.acts["leaving"].click()
    choose(qtbot, page, "pair_homophone")
    page.side.pairs.choose(page.side.pairs.model().ids)  # type: ignore[attr-defined]
    still(qtbot, page.workplace.jobs)
    page.side.compare.delete_other.click()
    assert wishes == [
        ("members", {"ids": [7], "title": "红名（缺必填项）"}),
        ("bulk_edit", [7]),
        ("leaving", {"ids": [10], "door": "over_age"}),
        ("deletion", [8]),
    ]


def test_the_card_follows_the_list(qtbot: QtBot, page: QualityPage) -> None:
    chosen: list[int] = []
    opened: list[int] = []
    page.member_chosen.connect(chosen.append)
    page.member_requested.connect(opened.append)
    page.side.people.choose([7])
    page.side.people.opened.emit(7)
    assert (chosen, opened) == ([7], [7])


def test_a_sheet_is_made_for_the_list(qtbot: QtBot, page: QualityPage, tmp_path: Path) -> None:
    page.side.acts["sheet"].click()
    still(qtbot, page.workplace.jobs)
    dialog = page.findChild(SheetDialog)
    assert dialog is not None
    said: list[str] = []
    page.said.connect(lambda _level, words: said.append(words))
    dialog.write_to(tmp_path / "催办.xlsx")
    still(qtbot, page.workplace.jobs)
    assert (tmp_path / "催办.xlsx").exists()
    assert said[0].startswith("已生成催办表 1 份")


def test_the_list_goes_to_a_file(
    qtbot: QtBot, page: QualityPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    page.side.acts["export"].click()
    still(qtbot, page.workplace.jobs)
    dialog = page.findChild(ExportDialog)
    assert dialog is not None
    dialog.full.setChecked(True)
    dialog.export_to(tmp_path / "名单.xlsx")
    still(qtbot, page.workplace.jobs)
    assert dialog.banner.text == "已导出 1 行到 名单.xlsx，含完整证件号和手机号。"
    dialog.close()


def test_a_scan_is_stopped_and_begun_again(
    qtbot: QtBot, page: QualityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled(_progress: object) -> None:
        page.inspection.complete = False
        raise Cancelled

    monkeypatch.setattr(page.inspection, "run", cancelled)
    page.rescan.click()
    assert page.rescan.text() == "停止检查"
    still(qtbot, page.workplace.jobs)
    assert page.rescan.text() == "重新检查"
    assert page.progress.text().startswith("检查已停止")
    monkeypatch.undo()
    page.rescan.click()
    still(qtbot, page.workplace.jobs)
    settle(qtbot, page)
    assert page.progress.text().startswith("已检查 10 人")


def test_sorting_is_the_lists_own(qtbot: QtBot, office: Context, page: QualityPage) -> None:
    other = person(office, 5, name="艾青", education="", branch="QX0102")
    settle(qtbot, page)
    assert list(page.side.people.model().ids) == [7, other]  # type: ignore[attr-defined]
    page.side.sort_requested.emit((("name", False),))
    still(qtbot, page.workplace.jobs)
    assert list(page.side.people.model().ids) == [other, 7]  # type: ignore[attr-defined]


def test_another_desk_may_name_the_check_and_it_is_kept(
    qtbot: QtBot, page: QualityPage, workplace: Workplace
) -> None:
    page.show_hint("mobile_format")
    still(qtbot, workplace.jobs)
    assert page.board.code == "mobile_format"
    again = QualityPage(workplace)
    again.restore_state(page.state())
    open_desk(qtbot, again)
    assert again.board.code == "mobile_format"
    again.restore_state("nonsense")
    again.show_hint("no such check")
    assert again.board.code == "mobile_format"


def test_everything_has_a_name_for_those_who_cannot_see_it(page: QualityPage) -> None:
    own = [
        widget
        for kind in (QPushButton, QTableView, QTreeView, QScrollArea)
        for widget in page.findChildren(kind)
        if widget.objectName() != "empty_action"  # named with its words
    ]
    assert len(own) > 15
    assert [one.objectName() for one in own if not one.accessibleName()] == []
    assert all(one.objectName() for one in own)


def test_a_sheet_that_came_back_is_asked_for(qtbot: QtBot, workplace: Workplace) -> None:
    page = QualityPage(workplace)
    open_desk(qtbot, page)
    with qtbot.waitSignal(page.act_requested) as wished:
        page.take_return.click()
    assert wished.args == ["import_return", None]
