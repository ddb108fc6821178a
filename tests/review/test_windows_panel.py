"""The windows on the desk."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import pack
from tests.desks import still
from tests.review.helpers import join_later, on
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.review import windows_panel
from tuanji_desktop.review.service import decide_change
from tuanji_desktop.review.windows_panel import WindowsPanel

LAST = date(2018, 11, 30)


def shown(qtbot: QtBot, workplace: Workplace, context: Context) -> WindowsPanel:
    panel = WindowsPanel(replace(workplace, context=context))
    qtbot.addWidget(panel)
    panel.resize(780, 560)
    panel.show()
    panel.refresh()
    still(qtbot, workplace.jobs)
    return panel


def filled(office: Context) -> Context:
    """Two of three corrected in the first branch, one waiting in the second."""
    day = on(office, LAST)
    for request in join_later(day, [1, 2]):
        decide_change(day, request_id=request, accept=["joined_on"])
    join_later(day, [5])
    return day


def test_the_open_window_shows_everything_inside(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    panel = shown(qtbot, workplace, filled(office))
    assert panel.about.text().startswith("开放中，今天是最后一天 · 已提交 3 项 · 待审核 1")
    assert [row.name for row in panel.changes.rows.values()] == ["张三", "李小梅", "龙𬱖"]
    (choice,) = panel.choices.findChildren(QPushButton)
    assert choice.text() == "入团年月 2018-09-28 至 2018-11-30 · 开放中"
    assert choice.isChecked()
    assert panel.banner.isVisible()
    assert "高三（1）班：3 人中有 2 人更正了入团年月，占 67%" in panel.banner.text
    panel.set_scope(4)
    panel.refresh()
    still(qtbot, workplace.jobs)
    assert [row.name for row in panel.changes.rows.values()] == ["龙𬱖"]
    assert not panel.banner.isVisible()


def test_a_flagged_branch_leads_to_exactly_its_people(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    panel = shown(qtbot, workplace, filled(office))
    wishes: list[tuple[str, object]] = []
    panel.act_requested.connect(lambda name, what: wishes.append((name, what)))
    panel.banner.action_requested.emit()
    assert panel.stack.currentWidget() is panel.branches
    assert panel.views["branches"].isChecked()
    assert panel.branches.current_id() == 3
    panel.people.click()
    panel.branches.setFocus()
    QTest.keyClick(panel.branches, Qt.Key.Key_Return)
    assert wishes == [("members", {"ids": [1, 2], "title": "高三（1）班 窗口内更正"})] * 2
    panel.branches.selectAll()
    panel.people.click()
    assert wishes[-1] == ("members", {"ids": [1, 2, 5], "title": "窗口内更正"})


def test_a_change_leads_to_its_member(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    panel = shown(qtbot, workplace, filled(office))
    opened: list[int] = []
    chosen: list[int] = []
    wishes: list[object] = []
    panel.member_requested.connect(opened.append)
    panel.member_chosen.connect(chosen.append)
    panel.act_requested.connect(lambda _name, what: wishes.append(what))
    panel.changes.setFocus()
    QTest.keyClick(panel.changes, Qt.Key.Key_Down)
    panel.open.click()
    assert (opened, chosen[-1]) == ([2], 2)
    panel.changes.selectAll()
    panel.people.click()
    assert wishes == [{"ids": [1, 2, 5], "title": "窗口内修改"}]


def test_headings_sort_both_lists(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    from tuanji_desktop.kit.paged_model import SortKey

    panel = shown(qtbot, workplace, filled(office))
    panel.changes.sort_requested.emit((SortKey("name", True),))
    still(qtbot, workplace.jobs)
    assert [row.name for row in panel.changes.rows.values()] == ["张三", "龙𬱖", "李小梅"]
    panel.branches.sort_requested.emit((SortKey("accepted"),))
    still(qtbot, workplace.jobs)
    assert list(panel.branches.rows) == [4, 3]


def test_the_list_goes_out_as_a_workbook(
    qtbot: QtBot,
    office: Context,
    workplace: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = shown(qtbot, workplace, filled(office))
    said: list[tuple[str, str]] = []
    panel.said.connect(lambda level, words: said.append((level, words)))
    asked: list[Path] = []

    def answer(*_: object, suggested: Path, **__: object) -> Path:
        asked.append(suggested)
        return tmp_path / "清单.xlsx"

    monkeypatch.setattr(windows_panel, "ask_save_path", answer)
    panel.export.click()
    still(qtbot, workplace.jobs)
    assert said == [("done", "已导出 3 项：清单.xlsx")]
    assert asked == [Path("入团年月_2018-09-28_至_2018-11-30_窗口内修改清单.xlsx")]
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 5
    panel.export_to(tmp_path / "没有" / "清单.xlsx")
    still(qtbot, workplace.jobs)
    assert said[-1][0] == "error"


def test_another_window_is_one_click_away(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    day = filled(office)
    earlier = replace(day.policy.windows[0], first=date(2018, 3, 1), last=date(2018, 3, 31))
    day = replace(day, policy=replace(day.policy, windows=(earlier, *day.policy.windows)))
    panel = shown(qtbot, workplace, day)
    buttons = panel.choices.findChildren(QPushButton)
    assert [button.text().rpartition(" ")[2] for button in buttons] == ["已关闭", "开放中"]
    assert buttons[1].isChecked()
    buttons[0].click()
    still(qtbot, workplace.jobs)
    assert panel.changes.rows == {}
    assert panel.about.text().startswith("已关闭 · 已提交 0 项")
    assert not panel.export.isEnabled()


def test_a_pack_without_windows_explains_itself(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    panel = shown(qtbot, workplace, replace(office, policy=pack("national")))
    assert not panel.choices.isVisible()
    assert not panel.about.isVisible()
    assert not any(one.isEnabled() for one in (panel.export, panel.people, panel.open))


def test_nobody_reads_for_a_panel_that_nobody_sees(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    panel = WindowsPanel(workplace)
    qtbot.addWidget(panel)
    panel.refresh()
    assert not workplace.jobs.busy
