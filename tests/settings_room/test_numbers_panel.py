"""Section 发文登记."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.document_numbers import load_register, reserve_number
from tuanji_desktop.settings_room.numbers_panel import NumbersPanel
from tuanji_desktop.settings_room.service import save_office


def opened(
    qtbot: QtBot, workplace: Workplace, series: str = "青团字〔年〕号；青团函〔年〕号"
) -> NumbersPanel:
    save_office(workplace.context, values={"office.document_series": series})
    panel = NumbersPanel(workplace)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    panel.refresh()
    still(qtbot, workplace.jobs)
    return panel


def cell(panel: NumbersPanel, row: int, column: int) -> str:
    item = panel.list.item(row, column)
    return item.text() if item is not None else ""


def cells(panel: NumbersPanel) -> list[list[str]]:
    rows = range(panel.list.rowCount())
    return [[cell(panel, row, column) for column in (0, 1, 5)] for row in rows]


def answer(qtbot: QtBot, panel: NumbersPanel, text: str, choice: int = 0) -> None:
    panel.strip.text.setText(text)
    panel.strip.choice.setCurrentIndex(choice)
    panel.strip.act.click()
    still(qtbot, panel.workplace.jobs)


def test_a_number_is_taken_entered_and_voided(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace)
    assert "下一个：青团字〔2018〕1号、青团函〔2018〕1号" in panel.summary.text()
    panel.take_button.click()
    assert not panel.strip.act.isEnabled()
    answer(qtbot, panel, "关于召开团代会的请示", choice=1)
    assert cells(panel) == [["青团函〔2018〕1号", "关于召开团代会的请示", "预留"]]
    panel.enter_button.click()
    answer(qtbot, panel, "青团函(2018)03号 关于补报的函")
    assert cells(panel)[1] == ["青团函〔2018〕3号", "关于补报的函", "预留"]
    assert "空号：青团函〔2018〕2号" in panel.summary.text()
    panel.list.selectRow(0)
    panel.void_button.click()
    answer(qtbot, panel, "没有发出")
    assert cells(panel)[0][2] == "作废：没有发出"
    panel.list.selectRow(0)
    assert not panel.void_button.isEnabled()


def test_a_refusal_is_said_and_nothing_is_given(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace)
    panel.enter_button.click()
    answer(qtbot, panel, "团市字〔2018〕3号 别人的")
    assert "不是本单位的文号" in panel.banner.text
    assert load_register(workplace.context).taken == ()


def test_without_a_series_it_says_where_to_set_one(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace, series="")
    assert "还没有设置发文字号" in panel.summary.text()
    assert not panel.take_button.isEnabled()


def test_an_earlier_year_is_looked_at(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> None:
    panel = opened(qtbot, workplace)
    reserve_number(workplace.context, subject="旧的", number="青团字〔2017〕5号")
    panel.refresh()
    still(qtbot, workplace.jobs)
    assert cells(panel) == []
    panel.year.setCurrentIndex(panel.year.findData(2017))
    still(qtbot, workplace.jobs)
    assert cells(panel) == [["青团字〔2017〕5号", "旧的", "预留"]]
    assert not panel.take_button.isEnabled()
    panel.export(tmp_path / "登记.xlsx")
    still(qtbot, workplace.jobs)
    assert (tmp_path / "登记.xlsx").stat().st_size > 1000
