"""Asking for a deletion, as the clerk does it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.deletion.helpers import graduate, one, request, select
from tests.desks import still
from tuanji_desktop.deletion import request_dialog
from tuanji_desktop.deletion.request_dialog import DeletionRequestDialog
from tuanji_desktop.deletion.service import return_all
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


def opened(qtbot: QtBot, workplace: Workplace, member_id: int = 1) -> DeletionRequestDialog:
    dialog = DeletionRequestDialog(workplace, member_id)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    return dialog


def text_of(dialog: DeletionRequestDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found.text()


def tick(dialog: DeletionRequestDialog, code: str, corrected: str = "") -> None:
    dialog.reasons[code].box.setChecked(True)
    dialog.reasons[code].type_corrected(corrected)


def test_several_reasons_make_one_phrase_and_one_request(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = opened(qtbot, workplace)
    assert not dialog.submit_button.isEnabled()
    assert text_of(dialog, "request_hint") == "请至少选择一项删除原因"
    tick(dialog, "wrong_name", "张珊")
    tick(dialog, "wrong_number")
    assert not dialog.submit_button.isEnabled()
    assert text_of(dialog, "request_phrase") == (
        "将打印：姓名错误，正确姓名为：张珊（还有 1 项没有填好）"
    )
    dialog.reasons["wrong_number"].box.setChecked(False)
    tick(dialog, "wrong_sex", "女")
    assert text_of(dialog, "request_phrase") == (
        "将打印：姓名错误，正确姓名为：张珊；性别错误，正确性别为：女"
    )
    dialog.note.setPlainText("以身份证原件为准")
    with qtbot.waitSignal(dialog.requested) as made:
        dialog.submit()
    assert made.args == [one(office, "SELECT id FROM deletion_requests")]
    assert select(office, "SELECT code, corrected FROM deletion_reasons ORDER BY id") == [
        ("wrong_name", "张珊"),
        ("wrong_sex", "女"),
    ]
    assert one(office, "SELECT note FROM deletion_requests") == "以身份证原件为准"


def test_afterwards_it_says_where_the_request_is(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = opened(qtbot, workplace)
    tick(dialog, "not_a_member")
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert text_of(dialog, "request_done_0") == "已提出 张三 的删除申请（第 1 号）"
    assert "“删除申请”的“待编批”" in text_of(dialog, "request_done_1")
    assert text_of(dialog, "request_done_4").startswith("正值毕业季")  # 1 August, a school
    asked = list[tuple[str, object]]()
    dialog.desk_requested.connect(lambda desk, hint: asked.append((desk, hint)))
    show = dialog.findChild(QPushButton, "request_show")
    assert isinstance(show, QPushButton)
    show.click()
    assert asked == [("deletion", {"request": 1})]
    assert not dialog.isVisible()


def test_refused_kinds_can_be_read_only(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = opened(qtbot, workplace)
    refused = [kind for kind in office.policy.reasons.values() if not kind.accepted]
    assert refused
    boxes = {box.objectName() for box in dialog.findChildren(QCheckBox)}
    for kind in refused:
        assert f"reason_{kind.code}" not in boxes
        assert text_of(dialog, f"refused_text_{kind.code}") == kind.advice
        assert kind.clause in text_of(dialog, f"refused_head_{kind.code}")


def test_a_reason_that_led_here_is_ticked_already(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    """G 三.2: the branch's mark leads to the mistaken approval with both its papers."""
    dialog = DeletionRequestDialog(workplace, 1, reason="wrong_branch")
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    assert [code for code, row in dialog.reasons.items() if row.chosen] == ["wrong_branch"]
    assert dialog.attachments["statement"].needed
    assert dialog.attachments["self_criticism"].needed
    dialog.reject()
    assert not dialog.isVisible(), "nothing was typed, nothing is asked"
    name = DeletionRequestDialog(workplace, 1, reason="wrong_name")
    qtbot.addWidget(name)
    name.show()
    still(qtbot, workplace.jobs)
    assert name.focusWidget() is name.findChild(QLineEdit, "corrected_wrong_name")
    unknown = DeletionRequestDialog(workplace, 1, reason="moved_away")
    qtbot.addWidget(unknown)
    still(qtbot, workplace.jobs)
    assert not any(row.chosen for row in unknown.reasons.values()), "a refused kind is no preset"


def test_a_mistaken_approval_needs_both_papers(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    dialog = opened(qtbot, workplace)
    assert dialog.attachments["statement"].isHidden()
    tick(dialog, "wrong_branch")
    assert not dialog.attachments["statement"].isHidden()
    assert text_of(dialog, "request_hint") == "请附上情况说明"
    for kind in ("statement", "self_criticism"):
        paper = tmp_path / f"{kind}.txt"
        paper.write_text("说明", encoding="utf-8")
        dialog.attachments[kind].take(paper)
    assert dialog.submit_button.isEnabled()
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT kind, file_name FROM attachments ORDER BY id") == [
        ("statement", "statement.txt"),
        ("self_criticism", "self_criticism.txt"),
    ]


def test_a_file_that_is_gone_is_said_and_nothing_is_written(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    dialog = opened(qtbot, workplace)
    tick(dialog, "duplicate")
    dialog.attachments["other"].take(tmp_path / "没有.pdf")
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert "无法读取附件 没有.pdf" in dialog.banner.text
    assert dialog.submit_button.isEnabled()
    assert one(office, "SELECT count(*) FROM deletion_requests") == 0


def test_after_a_return_the_check_is_recorded_and_linked(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    first = request(office, 1)
    return_all(office, reason="请认真核查")
    dialog = opened(qtbot, workplace)
    assert dialog.previous.currentData() == first
    assert "请认真核查" in dialog.previous.currentText()
    assert "G 三.3" in text_of(dialog, "request_returned")
    tick(dialog, "not_a_member")
    assert text_of(dialog, "request_hint") == "请写明认真核查的情况"
    dialog.note.setPlainText("王干事 8 月 1 日到校核对入团志愿书")
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert one(office, "SELECT previous_id FROM deletion_requests WHERE id = 2") == first


@pytest.mark.parametrize("why", ["open", "graduate", "left"])
def test_what_stands_in_the_way_is_said_at_once(
    qtbot: QtBot, office: Context, workplace: Workplace, why: str
) -> None:
    member, words = 1, "不能重复申请"
    if why == "open":
        request(office, 1)
    elif why == "graduate":
        graduate(office, 1, "started")
        words = "组织关系转接尚未完成"
    else:
        member, words = add_member(office, name="陈离", status="over_age"), "不能申请删除"
    dialog = opened(qtbot, workplace, member)
    assert words in dialog.banner.text
    assert "G 三" in dialog.banner.text or why == "left"
    assert dialog.reasons == {}
    assert not dialog.submit_button.isEnabled()


def test_escape_asks_only_where_something_would_be_lost(
    qtbot: QtBot, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr(request_dialog, "confirm", lambda *_, **__: answers.pop(0))
    untouched = opened(qtbot, workplace)
    untouched.reject()
    assert not untouched.isVisible()
    dialog = opened(qtbot, workplace)
    tick(dialog, "duplicate")
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()
    assert answers == []


def test_everything_has_a_name(qtbot: QtBot, workplace: Workplace) -> None:
    dialog = opened(qtbot, workplace)
    for kind in (QAbstractButton, QLineEdit):
        for widget in dialog.findChildren(kind):
            if widget.isVisibleTo(dialog) and not widget.objectName().startswith("qt_"):
                assert widget.objectName(), widget
                assert widget.accessibleName(), widget.objectName()


def test_it_fits_the_small_screen(qtbot: QtBot, workplace: Workplace) -> None:
    dialog = opened(qtbot, workplace)
    assert dialog.height() <= 700
    assert dialog.minimumSizeHint().width() <= 640
