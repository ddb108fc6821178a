"""One list on the desk: letter, decision line by line, conflicts said before they are written."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.corrections.helpers import DECISION, LETTER, joined, listed, one, sent, write
from tests.deletion.helpers import RARE
from tests.desks import still
from tuanji_desktop.corrections import service
from tuanji_desktop.corrections.list_panel import ListPanel
from tuanji_desktop.corrections.papers import undertaken_for_list
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


@pytest.fixture
def panel(qtbot: QtBot, workplace: Workplace) -> ListPanel:
    made = ListPanel(workplace)
    qtbot.addWidget(made)
    made.resize(760, 460)
    made.show()
    return made


def show(qtbot: QtBot, panel: ListPanel, list_id: int) -> None:
    panel.show_list(list_id)
    still(qtbot, panel._workplace.jobs)


def button(panel: ListPanel, act: str) -> QPushButton:
    found = panel.findChild(QPushButton, f"list_{act}")
    assert isinstance(found, QPushButton)
    return found


def press(qtbot: QtBot, panel: ListPanel, act: str, text: str | None = None) -> None:
    button(panel, act).click()
    still(qtbot, panel._workplace.jobs)
    if text is not None:
        panel.strip.text.setText(text)
        panel.strip.act.click()
        still(qtbot, panel._workplace.jobs)


def text_of(panel: ListPanel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_from_the_letter_to_the_records(qtbot: QtBot, office: Context, panel: ListPanel) -> None:
    show(qtbot, panel, listed(office, 1, 2))
    assert text_of(panel, "list_head") == "清单 GZ-2019-001 · 已核实，待行文"
    assert "共青团梅岭市委员会 → 团省委" in text_of(panel, "list_about")
    assert button(panel, "send").property("main")
    press(qtbot, panel, "send")
    assert not panel.strip.act.isEnabled()  # no letter without its number
    panel.strip.text.setText(LETTER)
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert text_of(panel, "list_head").endswith(f"已正式行文，待批复 · {LETTER}")
    panel.lines.choose([next(iter(panel.lines.rows))])
    assert button(panel, "approve").text() == "登记批复同意 1 行…"
    press(qtbot, panel, "approve")
    assert "批复同意后写入档案：李小梅 2016年5月 → 2017年5月" in text_of(panel, "list_ask_title")
    assert not panel.strip.act.isEnabled()  # no decision without its number
    panel.strip.text.setText(DECISION)
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert [joined(office, member) for member in (1, 2)] == ["2016-05", "2017-05"]
    assert panel.banner.text == "已登记批复，1 人的档案已更正。"
    press(qtbot, panel, "return", "材料不足")
    assert joined(office, 1) == "2016-05"
    assert one(office, "SELECT state FROM correction_lists") == "approved"
    assert text_of(panel, "list_next") == "已办结：同意 1 人，退回 1 人。"
    assert not button(panel, "approve").isEnabled()
    assert button(panel, "paper_letter").isEnabled()
    assert "第 1 行 团省委" in text_of(panel, "list_way")


def test_a_stale_list_is_renewed_first(qtbot: QtBot, office: Context, panel: ListPanel) -> None:
    list_id = listed(office, 1)
    write(office, "UPDATE members SET name = '张珊' WHERE id = 1")
    show(qtbot, panel, list_id)
    assert "请重新编制" in panel.banner.text
    assert button(panel, "renew").property("main")
    press(qtbot, panel, "send", LETTER)
    assert panel.banner.text.endswith("（G 二）")
    press(qtbot, panel, "renew")
    assert "已按现在的记录重新编制清单 GZ-2019-001" in panel.banner.text
    press(qtbot, panel, "send", LETTER)
    assert one(office, "SELECT state FROM correction_lists") == "sent"


def test_a_character_without_a_font_is_ticked_before_the_list_is_renewed(
    qtbot: QtBot, office: Context, panel: ListPanel
) -> None:
    list_id = listed(office, 1)
    write(office, f"UPDATE members SET name = '张{RARE}' WHERE id = 1")
    show(qtbot, panel, list_id)
    press(qtbot, panel, "renew")
    assert "没有字库" in panel.strip.accessibleName()
    assert not panel.by_hand.isHidden()
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert "还不能打印" in panel.banner.text
    press(qtbot, panel, "renew")
    panel.by_hand.tick((RARE,))
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert "已按现在的记录重新编制清单" in panel.banner.text
    assert panel.by_hand.isHidden()
    assert undertaken_for_list(office, list_id=list_id) == (RARE,)
    press(qtbot, panel, "renew")  # what was undertaken holds on: nothing is asked
    assert panel.strip.isHidden()


def test_conflicts_are_said_before_and_after(
    qtbot: QtBot, office: Context, panel: ListPanel
) -> None:
    list_id = sent(office, 1, 2)
    write(office, "UPDATE members SET joined_on = '2016-09' WHERE id = 1")
    show(qtbot, panel, list_id)
    press(qtbot, panel, "approve")
    title = text_of(panel, "list_ask_title")
    assert "写入档案：李小梅" in title
    assert "不写入：张三 的入团年月现为2016年9月" in title
    assert panel.strip.act.text() == "登记批复，修改 1 人的档案"
    panel.strip.text.setText(DECISION)
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert "1 人有冲突，没有写入" in panel.banner.text
    assert joined(office, 1) == "2016-09"


def test_what_moved_while_it_was_asked_is_not_written(
    qtbot: QtBot, office: Context, panel: ListPanel
) -> None:
    list_id = sent(office, 1, 2)
    show(qtbot, panel, list_id)
    press(qtbot, panel, "approve")
    write(office, "UPDATE members SET joined_on = '2016-09' WHERE id = 1")
    panel.strip.text.setText(DECISION)
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert "没有登记批复" in panel.banner.text
    assert joined(office, 2) == "2016-05"


def test_before_the_letter_the_prefecture_returns_a_line(
    qtbot: QtBot, office: Context, panel: ListPanel
) -> None:
    show(qtbot, panel, listed(office, 1, 2))
    button(panel, "return").click()
    assert panel.strip.choice.currentData() == "prefecture"
    panel.strip.dismiss()
    press(qtbot, panel, "return", "再核实")
    assert one(office, "SELECT state FROM correction_lists") == "returned"
    assert panel.banner.text == "已退回 2 件更正，档案未改。"


def test_lines_and_papers_are_asked_for(qtbot: QtBot, office: Context, panel: ListPanel) -> None:
    show(qtbot, panel, listed(office, 1))
    asked = list[object]()
    panel.paper_requested.connect(lambda number, kind: asked.append((number, kind)))
    panel.member_chosen.connect(asked.append)
    panel.member_requested.connect(asked.append)
    panel.lines.choose([1])
    panel.lines.opened.emit(1)
    button(panel, "paper_list").click()
    button(panel, "paper_letter").click()
    assert asked == [1, 1, (1, "list"), (1, "letter")]
    panel.clear()
    assert panel.list_id == 0
    assert not button(panel, "paper_list").isEnabled()


def test_a_decision_made_elsewhere_is_not_made_twice(
    qtbot: QtBot, office: Context, panel: ListPanel
) -> None:
    list_id = sent(office, 1, 2)
    show(qtbot, panel, list_id)
    service.decide_list(office, list_id=list_id, act="return", lines=[1], reason="x")
    press(qtbot, panel, "return", "全部退回")
    assert "没有待批复的第 1 行" in panel.banner.text
