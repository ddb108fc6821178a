"""One batch on the desk: steps, decisions, refusals with their clause."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import COUNTY, RARE, SCHOOL, endorsed, one, rename, request
from tests.desks import still
from tuanji_desktop.deletion import queries
from tuanji_desktop.deletion.batch_panel import BatchPanel
from tuanji_desktop.deletion.service import create_batch, decide_batch, step_batch
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


@pytest.fixture
def batch(office: Context) -> int:
    """A batch of the school with three lines."""
    for member in (1, 2, 4):
        request(office, member)
    return create_batch(office, form="guangdong", org_id=SCHOOL).id


@pytest.fixture
def panel(qtbot: QtBot, workplace: Workplace, batch: int) -> BatchPanel:
    made = BatchPanel(workplace)
    qtbot.addWidget(made)
    made.resize(760, 420)
    made.show()
    made.show_batch(batch)
    still(qtbot, workplace.jobs)
    return made


def press(qtbot: QtBot, panel: BatchPanel, act: str, text: str | None = None) -> None:
    """Presses an act and, where it asks, answers."""
    button(panel, act).click()
    if text is not None:
        panel.strip.text.setText(text)
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)


def button(panel: BatchPanel, act: str) -> QPushButton:
    found = panel.findChild(QPushButton, f"batch_{act}")
    assert isinstance(found, QPushButton)
    return found


def text_of(panel: BatchPanel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def state(context: Context, batch: int) -> str:
    return str(one(context, "SELECT state FROM deletion_batches WHERE id = ?", batch))


def test_it_says_what_the_batch_is(panel: BatchPanel) -> None:
    assert text_of(panel, "batch_head") == "批次 2018-001 · 已申请删除，待审核"
    assert "青溪县第一中学委员会 · 3 人" in text_of(panel, "batch_about")
    assert text_of(panel, "batch_way") == "编成批次（基层团委，2018-08-01）"
    assert [row.name for row in panel.lines.rows.values()] == ["李小梅", "张三", "单雄"]


def test_the_whole_way_to_the_approval(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    button(panel, "forward").click()
    assert panel.strip.choice.currentData() == "committee"  # the batch's own level first
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    button(panel, "forward").click()
    assert panel.strip.choice.currentData() == "county"  # then the one above
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    press(qtbot, panel, "endorse")
    assert state(office, batch) == "endorsed"
    assert button(panel, "send").property("main")
    button(panel, "send").click()
    assert not panel.strip.act.isEnabled()  # no letter without its number
    panel.strip.text.setText("团市字〔2018〕12号")
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert (
        text_of(panel, "batch_head")
        == "批次 2018-001 · 已正式行文，待团省委审批 · 团市字〔2018〕12号"
    )
    panel.lines.choose([next(iter(panel.lines.rows))])
    assert button(panel, "approve").text() == "批准 1 行…"
    press(qtbot, panel, "approve", "团省函〔2018〕3号")
    assert one(office, "SELECT status FROM members WHERE id = 2") == "deleted"
    assert one(office, "SELECT status FROM members WHERE id = 1") == "active"
    press(qtbot, panel, "return", "第二代身份证复印件不清楚")
    assert state(office, batch) == "approved"
    assert not button(panel, "approve").isEnabled()
    assert button(panel, "preview").isEnabled()
    assert "第 1 行 团省委" in text_of(panel, "batch_way")


def test_only_the_step_whose_turn_it_is_can_be_pressed_and_the_others_say_why(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    def open_acts() -> list[str]:
        acts = ("forward", "endorse", "send", "decide", "approve")
        return [act for act in acts if button(panel, act).isEnabled()]

    steps = (
        ("forward", None, "endorse", "要先登记基层团委、团县委的“核对并上报”"),
        ("forward", None, "endorse", "要先登记团县委的“核对并上报”"),
        ("endorse", None, "forward", "这一步已经过去"),
        ("send", "团市字〔2018〕12号", "approve", "要先登记“正式上报”"),
    )
    for act, number, other, why in steps:
        assert open_acts() == [act]
        assert button(panel, act).property("main")
        assert button(panel, act).toolTip() == ""
        assert button(panel, other).toolTip() == why
        assert button(panel, "return").isEnabled()
        step_batch(office, batch_id=batch, act=act, document_number=number)
        panel.show_batch(batch)
        still(qtbot, panel._workplace.jobs)
    assert open_acts() == ["decide", "approve"]
    assert button(panel, "decide").property("main")


def test_a_return_needs_its_reason(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    button(panel, "return").click()
    assert not panel.strip.act.isEnabled()
    panel.strip.text.setText("请认真核查")
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert state(office, batch) == "returned"
    assert panel.banner.text == "已退回 3 份申请。"


def test_a_stale_paper_is_said(qtbot: QtBot, office: Context, panel: BatchPanel) -> None:
    with office.database.write(office.operation("test", "换手机")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '1' WHERE id = 1")
    panel.show_batch(panel.batch_id)
    still(qtbot, panel._workplace.jobs)
    assert "纸面与现在的记录不一致" in panel.banner.text


def test_lines_lead_to_their_members_and_the_paper(qtbot: QtBot, panel: BatchPanel) -> None:
    asked = list[tuple[str, int]]()
    panel.member_chosen.connect(lambda member: asked.append(("chosen", member)))
    panel.member_requested.connect(lambda member: asked.append(("opened", member)))
    panel.preview_requested.connect(lambda batch: asked.append(("paper", batch)))
    line = list(panel.lines.rows)[1]
    panel.lines.choose([line])
    panel.lines.opened.emit(line)
    button(panel, "preview").click()
    assert asked == [("chosen", 1), ("opened", 1), ("paper", panel.batch_id)]


def test_another_batch_takes_its_place(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    request(office, 3)
    other = create_batch(office, form="qilu", org_id=COUNTY).id
    button(panel, "return").click()
    panel.show_batch(other)
    still(qtbot, panel._workplace.jobs)
    assert not panel.strip.isVisible()
    assert len(panel.lines.rows) == 1
    panel.clear()
    assert panel.batch_id == 0
    assert not button(panel, "preview").isEnabled()


def test_a_decision_made_elsewhere_is_not_made_twice(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    decide_batch(office, batch_id=batch, act="return", lines=[1], reason="x")
    press(qtbot, panel, "return", "全部退回")
    assert "没有待决定的第 1 行" in panel.banner.text
    endorsed(office, batch)
    assert queries.batch_detail(office, batch_id=batch).batch.returned == 1


def test_a_stale_batch_says_who_and_what_and_the_way_out(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    with office.database.write(office.operation("test", "换手机")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '13900139000' WHERE id = 1")
    panel.show_batch(batch)
    still(qtbot, panel._workplace.jobs)
    assert "第 2 行 张三：手机号码 138****8001 → 139****9000" in panel.banner.text
    assert "作废后用新的批号重编" in panel.banner.text
    made = list[object]()
    panel.remade.connect(made.append)
    panel.banner.action_requested.emit()
    still(qtbot, panel._workplace.jobs)
    assert panel.by_hand.isHidden()
    assert not panel.strip.act.isEnabled()
    panel.strip.text.setText("张三换了手机号")
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert len(made) == 1
    assert state(office, batch) == "voided"


def test_a_batch_made_anew_asks_for_the_characters_without_a_font(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    rename(office, 1, RARE)
    button(panel, "remake").click()
    still(qtbot, panel._workplace.jobs)
    assert not panel.by_hand.isHidden()
    for ticked, expected in (((), "requested"), (RARE, "voided")):
        panel.by_hand.tick(ticked)
        panel.strip.text.setText("更正了姓名")
        panel.strip.act.click()
        still(qtbot, panel._workplace.jobs)
        assert state(office, batch) == expected
        if not ticked:
            assert "U+323AF" in panel.banner.text
            button(panel, "remake").click()
            still(qtbot, panel._workplace.jobs)
    assert panel.by_hand.isHidden()


def test_once_passed_on_there_is_no_making_anew(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    assert button(panel, "remake").isEnabled()
    step_batch(office, batch_id=batch, act="forward")
    with office.database.write(office.operation("test", "换手机")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '13900139000' WHERE id = 1")
    panel.show_batch(batch)
    still(qtbot, panel._workplace.jobs)
    assert not button(panel, "remake").isEnabled()
    assert "已经上报，不能重编" in panel.banner.text


def test_a_return_is_of_who_has_it_and_bears_its_day(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    step_batch(office, batch_id=batch, act="forward")
    panel.show_batch(batch)
    still(qtbot, panel._workplace.jobs)
    button(panel, "return").click()
    choice = panel.strip.choice
    assert choice.currentData() == "county"
    assert [choice.itemData(place) for place in range(choice.count())] == [
        "county", "prefecture", "province",
    ]  # fmt: skip
    assert panel.strip.day is not None
    assert panel.strip.day.day == office.today
    panel.strip.text.setText("材料不全")
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert one(office, "SELECT level FROM deletion_steps WHERE act = 'return'") == "county"


def test_questions_and_decision_are_asked_of_the_desk(
    qtbot: QtBot, office: Context, panel: BatchPanel, batch: int
) -> None:
    assert button(panel, "questions").text() == "需核实的问题 1（1 未答）"
    endorsed(office, batch)
    step_batch(office, batch_id=batch, act="send", document_number="团市字〔2018〕12号")
    panel.show_batch(batch)
    still(qtbot, panel._workplace.jobs)
    asked = list[tuple[str, int]]()
    panel.questions_requested.connect(lambda batch: asked.append(("questions", batch)))
    panel.decision_requested.connect(lambda batch: asked.append(("decide", batch)))
    button(panel, "questions").click()
    button(panel, "decide").click()
    assert asked == [("questions", panel.batch_id), ("decide", panel.batch_id)]
