"""Opening a case: the rule in words, the value judged while it is typed, the proofs."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.corrections.helpers import WHY, on_day, one, opened, select
from tests.desks import still
from tests.members.helpers import answer
from tuanji_desktop.corrections.dialog import CorrectionDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


def emptied(dialog: CorrectionDialog) -> None:
    """What is typed would be asked about when the test is over."""
    dialog.value.clear()
    dialog.reason.clear()
    for row in dialog.proofs.values():
        row.take(())


def shown(qtbot: QtBot, workplace: Workplace, member_id: int = 1) -> CorrectionDialog:
    dialog = CorrectionDialog(workplace, member_id, "joined_on")
    qtbot.addWidget(dialog, before_close_func=emptied)
    dialog.show()
    still(qtbot, workplace.jobs)
    return dialog


def text_of(dialog: CorrectionDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text() if found.isVisible() else ""


def press(dialog: CorrectionDialog, name: str) -> None:
    found = dialog.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    found.click()


def test_a_case_is_opened_with_its_proof(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    scan = tmp_path / "志愿书.pdf"
    scan.write_bytes(b"scan")
    dialog = shown(qtbot, workplace)
    lines = list[tuple[str, str]]()
    dialog.said.connect(lambda level, words: lines.append((level, words)))
    assert text_of(dialog, "correction_title") == "行文更正：张三 的入团年月"
    assert "正式行文向团省委提交修改申请" in text_of(dialog, "correction_rule")
    assert text_of(dialog, "correction_recorded") == "系统中为：2016年5月"
    assert dialog.value.hasFocus() or QApplication.focusWidget() is None
    assert not dialog.submit_button.isEnabled()
    dialog.value.setText("2017年5月")
    still(qtbot, workplace.jobs)
    assert text_of(dialog, "correction_hint") == "请写明误填的原因"
    dialog.reason.setPlainText(WHY)
    assert "可以以后补充" in text_of(dialog, "correction_hint")
    dialog.proofs["volume"].take((scan,))
    assert text_of(dialog, "correction_hint") == ""
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT new_value, reason FROM corrections") == [("2017-05", WHY)]
    assert one(office, "SELECT count(*) FROM attachments") == 1
    assert lines == [("done", "已提出 张三 的行文更正（第 1 号）。")]
    assert "档案没有改动" in text_of(dialog, "correction_done_1")
    asked = list[tuple[str, object]]()
    dialog.desk_requested.connect(lambda desk, hint: asked.append((desk, hint)))
    press(dialog, "correction_show")
    assert asked == [("corrections", {"correction": 1})]
    assert not dialog.isVisible()


def test_a_wrong_value_is_told_while_it_is_typed(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = shown(qtbot, workplace)
    dialog.reason.setPlainText(WHY)
    for typed, words in (
        ("2012-05", "不予认定"),
        ("2016.5", "与系统中的相同"),
        ("2030-01", "晚于今天"),
    ):
        dialog.value.setText(typed)
        still(qtbot, workplace.jobs)
        assert words in text_of(dialog, "correction_note")
        assert not dialog.submit_button.isEnabled()
    dialog.value.setText("2018-05")
    still(qtbot, workplace.jobs)
    assert "须填写发展团员编号" in text_of(dialog, "correction_note")  # a question only
    assert dialog.submit_button.isEnabled()
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert "还缺《入团志愿书复印件》" in text_of(dialog, "correction_done_2")


def test_an_open_case_is_led_to(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    case = opened(office)
    dialog = shown(qtbot, workplace)
    assert "已有更正（第 1 号" in dialog.banner.text
    assert not dialog.value.isVisible()
    asked = list[object]()
    dialog.desk_requested.connect(lambda _desk, hint: asked.append(hint))
    press(dialog, "banner_action")
    assert asked == [{"correction": case}]


def test_inside_the_window_the_easier_way_is_named(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    inside = Workplace(on_day(office, date(2018, 11, 30)), workplace.jobs)
    dialog = shown(qtbot, inside)
    assert "可以办理：提交修改申请" in dialog.banner.text
    assert not dialog.submit_button.isEnabled()
    dialog.submit()  # by the keys: nothing happens
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT id FROM corrections") == []


def test_what_somebody_else_opened_meanwhile_is_said(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = shown(qtbot, workplace)
    dialog.value.setText("2017-05")
    dialog.reason.setPlainText(WHY)
    still(qtbot, workplace.jobs)
    opened(office)
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert "不能重复提出" in dialog.banner.text
    assert dialog.isVisible()


def test_esc_asks_only_where_something_would_be_lost(qtbot: QtBot, workplace: Workplace) -> None:
    dialog = shown(qtbot, workplace)
    dialog.reject()
    assert not dialog.isVisible()
    other = shown(qtbot, workplace)
    other.reason.setPlainText(WHY)
    answer("confirm_keep")
    other.reject()
    assert other.isVisible()
    answer("confirm_act")
    other.reject()
    assert not other.isVisible()
