"""The graduates' desk."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.graduates.test_service import put_in
from tests.imports import fresh, number_of
from tests.kit.lists import settle
from tests.kit.tables import drawn
from tuanji_desktop.core.paths import HOME_VARIABLE
from tuanji_desktop.graduates.destination_dialog import DestinationDialog
from tuanji_desktop.graduates.page import GraduatesPage
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.changes import Changes


class Desk:
    """The page and the clerk before it; commits are told as the window tells them."""

    def __init__(self, qtbot: QtBot, jobs: Jobs, context: Context) -> None:
        self.qtbot, self.jobs, self.context = qtbot, jobs, context
        self.page = GraduatesPage(Workplace(context, jobs))
        qtbot.addWidget(self.page)
        self.said: list[tuple[str, str]] = []
        self.page.said.connect(lambda level, words: self.said.append((level, words)))
        self.page.resize(1100, 600)
        self.page.show()
        self.page.refresh()
        self.settle()

    def settle(self) -> None:
        settle(self.qtbot, self.jobs)

    def press(self, name: str) -> None:
        found = self.page.findChild(QPushButton, name)
        assert found is not None, name
        found.click()
        self.settle()

    def text(self, name: str) -> str:
        found = self.page.findChild(QPushButton, name)
        assert found is not None, name
        return found.text()

    def choose(self, entry_id: int) -> None:
        self.page.table.choose([entry_id])
        self.settle()

    def ids(self) -> list[int]:
        return list(self.page.model.ids)

    def tell(self) -> None:
        tables = {"graduate_entries": frozenset({1, 2, 3, 4}), "graduate_lists": frozenset({1})}
        self.page.show_changes(Changes(1, "", tables))
        self.settle()


@pytest.fixture
def desk(
    office: Context, jobs: Jobs, qtbot: QtBot, tmp_path: Path, dressed: QApplication
) -> Iterator[Desk]:
    put_in(
        office,
        tmp_path,
        [
            {"姓名": "张三", "身份证号": number_of(0), "去向": "升学", "电话": "13800138001"},
            {"姓名": "单雄", "身份证号": number_of(3), "去向": "延迟毕业"},
            {"姓名": "赵六", "身份证号": fresh(1), "去向": "云游"},
            {"姓名": "李小妹", "身份证号": number_of(1)},
        ],
    )
    yield Desk(qtbot, jobs, office)


def test_the_year_with_its_counts_and_masked_numbers(desk: Desk) -> None:
    assert desk.page.year_box.currentText() == "2018 届"
    assert (desk.text("match_all"), desk.text("match_matched")) == ("全部 4", "在册 2")
    assert desk.text("progress_unsettled") == "去向未定 2"
    drawn(desk.page.model, range(4))
    desk.settle()
    lines = drawn(desk.page.model, range(4)).splitlines()
    assert lines[0].startswith(
        "姓名|学校|班级|身份证号|手机号码|去向|转入组织|匹配|在册团支部|进度"
    )
    assert "138****8001|升学||在册|高三（1）班|待转出" in lines[1]
    assert number_of(0) not in lines[1]
    hidden = desk.page.findChild(QPushButton, "progress_received")
    assert hidden is not None
    assert not hidden.isVisible()


def test_filters_scope_and_hints(desk: Desk) -> None:
    desk.press("match_matched")
    assert desk.ids() == [1, 2]
    desk.press("progress_excluded")
    assert desk.ids() == [2]
    desk.page.show_hint("ambiguous")
    desk.settle()
    assert desk.ids() == [4]
    desk.page.show_hint({"year": 2018, "progress": "unsettled"})
    desk.settle()
    assert desk.ids() == [3, 4]
    desk.page.show_hint(None)
    desk.page.show_hint({})
    desk.page.set_scope(4)
    desk.settle()
    assert desk.ids() == [2]


def test_another_year(desk: Desk) -> None:
    desk.page.show_hint({"year": 2017})
    desk.settle()
    assert desk.page.year_box.count() == 2
    assert desk.ids() == []
    desk.page.year_box.setCurrentIndex(0)
    desk.page.year_box.activated.emit(0)
    desk.settle()
    assert len(desk.ids()) == 4


def test_a_match_shows_its_member_and_enter_opens_it(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.page.member_chosen) as shown:
        desk.choose(1)
    assert shown.args == [1]
    assert not desk.page.panel.isVisible()
    with desk.qtbot.waitSignal(desk.page.member_requested) as opened:
        desk.page.table.opened.emit(2)
    assert opened.args == [4]


def test_who_is_not_a_member_cannot_be_opened_but_explained(desk: Desk) -> None:
    desk.page.table.opened.emit(3)
    desk.settle()
    desk.page.table.opened.emit(4)
    desk.settle()
    assert [level for level, _ in desk.said] == ["info", "info"]
    assert "不在花名册" in desk.said[0][1]
    assert "确认" in desk.said[1][1]


def test_a_doubt_is_settled_beside_the_candidates(desk: Desk) -> None:
    desk.choose(4)
    assert desk.page.panel.isVisible()
    desk.press("settle_2")
    assert desk.said == [("done", "已确认为在册团员。")]
    desk.tell()
    assert not desk.page.panel.isVisible()
    assert desk.text("match_matched") == "在册 3"


def test_none_of_them(desk: Desk) -> None:
    desk.choose(4)
    desk.press("settle_none")
    assert desk.said == [("done", "已确认不在册。")]
    desk.tell()
    assert desk.text("match_new") == "不在册 2"


def test_a_refusal_is_said(desk: Desk) -> None:
    desk.page.panel.settled.emit(4, 1)
    desk.settle()
    assert desk.said[0][0] == "error"
    assert "一人一年只有一条" in desk.said[0][1]


def test_the_panel_can_be_put_away(desk: Desk) -> None:
    desk.choose(4)
    desk.page.panel.closed.emit()
    assert not desk.page.panel.isVisible()


def test_changes_elsewhere_only_repaint(desk: Desk) -> None:
    desk.page.show_changes(Changes(1, "", {"organizations": frozenset({2})}))
    desk.page.show_changes(Changes(1, "", {"settings": frozenset({2})}))
    desk.settle()
    assert len(desk.ids()) == 4


def test_import_is_a_wish_with_the_scope(desk: Desk) -> None:
    desk.page.set_scope(2)
    with desk.qtbot.waitSignal(desk.page.act_requested) as wished:
        desk.page.import_button.click()
    assert wished.args == ["import_graduates", 2]
    desk.settle()


def test_an_empty_desk_explains_itself(office: Context, jobs: Jobs, qtbot: QtBot) -> None:
    desk = Desk(qtbot, jobs, office)
    empty = desk.page.table.findChild(QWidget, "empty_state")
    assert empty is not None
    title = empty.findChild(QLabel, "empty_title")
    assert title is not None
    assert title.text() == "还没有毕业生名单"
    with qtbot.waitSignal(desk.page.act_requested):
        action = empty.findChild(QPushButton, "empty_action")
        assert action is not None
        action.click()
    desk.page.show_hint("ambiguous")
    desk.settle()
    assert title.text() == "没有符合条件的毕业生"


def test_year_and_columns_are_kept(desk: Desk) -> None:
    desk.page.restore_state("nonsense")
    desk.page.restore_state("{}")
    kept = json.loads(desk.page.state())
    assert kept["year"] == 2018
    desk.page.restore_state(json.dumps({**kept, "year": 2016}))
    desk.page.refresh()
    desk.settle()
    assert desk.page.year_box.currentText() == "2016 届"


def test_a_number_of_the_second_tab_opens_exactly_its_people(desk: Desk) -> None:
    page = desk.page
    page.show_hint("rates")
    desk.settle()
    assert page.tabs.tabText(page.tabs.currentIndex()) == "进度"
    assert page.progress.parts["open"].text() == "未发起 3"
    page.progress.table.choose([2])
    desk.settle()
    page.progress.parts["open"].click()
    desk.settle()
    assert page.tabs.tabText(page.tabs.currentIndex()) == "名单"
    assert desk.ids() == [1, 3, 4]
    assert desk.text("graduates_part") == "只看：一中团委 · 未发起　× 显示全部"
    desk.press("graduates_part")
    assert desk.ids() == [1, 2, 3, 4]
    assert page.part_button.isHidden()


def test_the_numbers_follow_what_is_written(desk: Desk) -> None:
    page = desk.page
    page.show_hint("rates")
    desk.settle()
    with desk.context.database.write(desk.context.operation("test", "转入")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE graduate_entries SET progress = 'received' WHERE id = 1"
        )
    desk.tell()
    assert page.progress.parts["received"].text() == "已转入 1"


def test_a_letter_stands_instead_of_the_lists(desk: Desk) -> None:
    page = desk.page
    page.show_hint("rates")
    desk.settle()
    page.progress.table.choose([2])
    desk.settle()
    desk.press("progress_reminder")
    assert page.stack.currentWidget() is page.papers
    assert page.papers.preview.data.startswith(b"%PDF")
    page.papers.back.click()
    assert page.stack.currentIndex() == 0


def test_the_tab_is_kept(desk: Desk) -> None:
    desk.page.show_hint("rates")
    desk.settle()
    kept = desk.page.state()
    desk.page.show_hint("")
    desk.settle()
    assert desk.page.tabs.currentIndex() == 0
    desk.page.restore_state(kept)
    desk.settle()
    assert desk.page.tabs.currentIndex() == 1


def test_the_chosen_are_handed_on(desk: Desk) -> None:
    wishes: list[tuple[str, object]] = []
    desk.page.act_requested.connect(lambda name, what: wishes.append((name, what)))
    desk.choose(1)  # 张三, on the roster, 升学
    desk.press("graduates_transfer")
    desk.page.table.choose([1, 2])
    desk.settle()
    desk.press("graduates_transfer")
    desk.choose(3)  # 赵六, on no roster
    desk.press("graduates_transfer")
    assert desk.said[-1] == ("info", "所选的毕业生都不在花名册中，先补录报到再转接。")
    desk.press("graduates_enter")
    assert wishes == [
        ("transfer", {"ids": [1], "kind": "升学"}),
        ("transfer", [1, 4]),
        ("reenter", {"branch": None, "values": {"name": "赵六", "id_number": fresh(1)}}),
    ]
    desk.choose(1)
    desk.press("graduates_enter")
    assert desk.said[-1] == ("info", "请选一名“不在册”的毕业生；先与学校核实确是团员。")


def test_destinations_are_settled_for_the_chosen(desk: Desk) -> None:
    desk.page.table.choose([2, 3])
    desk.settle()
    desk.press("graduates_settle")
    dialog = desk.page.findChild(DestinationDialog)
    assert dialog is not None
    dialog.destination.setCurrentText("就业")
    desk.qtbot.wait(200)
    desk.settle()
    dialog.act_button.click()
    desk.settle()
    assert desk.said[-1] == ("done", "已登记毕业生去向（就业）：单雄、赵六。")


def test_what_is_seen_goes_to_a_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    count = len(desk.page.model.ids)
    dialog = desk.page.open_export()
    dialog.export_to(tmp_path / "毕业生.csv")
    desk.settle()
    assert dialog.banner.text.startswith(f"已导出 {count} 人到 毕业生.csv，号码已打码")
    heads = (tmp_path / "毕业生.csv").read_text("utf-8-sig").splitlines()[0].split(",")
    assert heads == [column.label for column in desk.page.table.shown_columns()]
    dialog.close()
