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


def push(dialog: DeletionRequestDialog, name: str) -> None:
    found = dialog.findChildren(QPushButton, name)
    assert found, name
    found[-1].click()


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
    check = dialog.verification
    assert check is not None
    assert check.previous.currentData() == first
    assert "请认真核查" in check.previous.currentText()
    assert "G 三.3" in text_of(dialog, "request_returned")
    tick(dialog, "not_a_member")
    assert text_of(dialog, "request_hint") == "请填写核查人"
    assert not dialog.submit_button.isEnabled()
    check.by.setText("王干事")
    dialog.note.setPlainText("到校核对入团志愿书")
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert select(
        office,
        "SELECT previous_id, verified_by, verified_on, note FROM deletion_requests WHERE id = 2",
    ) == [(first, "王干事", "2018-08-01", "到校核对入团志愿书")]


@pytest.mark.parametrize("why", ["open", "left"])
def test_what_stands_in_the_way_is_said_at_once(
    qtbot: QtBot, office: Context, workplace: Workplace, why: str
) -> None:
    member, words = 1, "不能重复申请"
    if why == "open":
        request(office, 1)
    else:
        member, words = add_member(office, name="陈离", status="over_age"), "不能申请删除"
    dialog = opened(qtbot, workplace, member)
    assert words in dialog.banner.text
    assert "G 三" in dialog.banner.text or why == "left"
    assert dialog.reasons == {}
    assert not dialog.submit_button.isEnabled()


def test_a_report_in_that_waits_leads_to_its_return(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    member = add_member(office, name="王报到", status="submitted")
    dialog = opened(qtbot, workplace, member)
    asked = list[tuple[str, object]]()
    dialog.desk_requested.connect(lambda desk, hint: asked.append((desk, hint)))
    push(dialog, "door_obstacle_review")
    assert asked == [("review", {"member": member})]
    assert not dialog.isVisible()


def test_a_graduate_on_the_way_takes_a_second_operator(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    graduate(office, 1, "started")
    dialog = opened(qtbot, workplace)
    box = dialog.override
    assert box is not None
    assert "组织关系转接尚未完成" in text_of(dialog, "override_why")
    assert text_of(dialog, "override_why").endswith("（G 三）")
    tick(dialog, "not_a_member")
    assert text_of(dialog, "request_hint") == "转接尚未完成，不能申请删除"
    box.box.setChecked(True)
    assert text_of(dialog, "request_hint") == "请写明特别办理的理由"
    assert "台账没有加密" in text_of(dialog, "override_note")
    assert box.second.currentText() == "赵副书记"
    box.reason.setText("本就不是团员")
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT override_reason, override_by FROM deletion_requests") == [
        ("本就不是团员", "赵副书记")
    ]


def test_doors_of_an_unfinished_transfer_lead_on(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    graduate(office, 1, "due")
    asked = list[tuple[str, object]]()
    for name in ("transfer", "graduates", "retention"):
        dialog = opened(qtbot, workplace)
        dialog.desk_requested.connect(lambda desk, hint: asked.append((desk, hint)))
        dialog.act_requested.connect(lambda act, what: asked.append((act, what)))
        push(dialog, f"door_unfinished_{name}")
    assert asked == [
        ("transfer", [1]),
        ("graduates", {"year": 2018, "progress": "due"}),
        ("retention", [1]),
    ]


def test_each_refused_kind_has_its_door_with_the_member_chosen(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    asked = list[tuple[str, object]]()
    for name in (
        "unreachable_leaving", "graduated_transfer", "graduated_retention",
        "transfer_difficult_transfer", "moved_away_transfer",
    ):  # fmt: skip
        dialog = opened(qtbot, workplace, 2)
        dialog.act_requested.connect(lambda act, what: asked.append((act, what)))
        push(dialog, f"door_{name}")
        assert not dialog.isVisible()
    assert asked == [
        ("leaving", {"ids": [2], "door": "self_left"}),
        ("transfer", [2]),
        ("retention", [2]),
        ("transfer", [2]),
        ("transfer", [2]),
    ]


def test_several_are_gone_through_one_by_one_with_reasons_of_their_own(
    qtbot: QtBot, office: Context, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_dialog, "confirm", lambda *_, **__: True)
    dialog = DeletionRequestDialog(workplace, [1, 2, 2, 4], reason="wrong_name")
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    assert text_of(dialog, "request_count") == "第 1 人，共 3 人"
    assert not any(row.chosen for row in dialog.reasons.values()), "no reason for many at once"
    tick(dialog, "not_a_member")
    dialog.note.setPlainText("第一位的说明")
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert "还有 2 人" in dialog.findChildren(QLabel, "request_done_5")[-1].text()
    push(dialog, "request_next")
    still(qtbot, workplace.jobs)
    assert text_of(dialog, "request_count") == "第 2 人，共 3 人"
    assert text_of(dialog, "request_title") == "申请删除：李小梅"
    assert not any(row.chosen for row in dialog.reasons.values()), "nothing is copied"
    assert dialog.note.toPlainText() == ""
    tick(dialog, "duplicate")
    dialog.skip_button.click()
    still(qtbot, workplace.jobs)
    assert text_of(dialog, "request_title") == "申请删除：单雄"
    assert dialog.skip_button.isHidden()
    tick(dialog, "duplicate")
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert dialog.findChild(QPushButton, "request_next") is None
    dialog.reject()
    assert not dialog.isVisible()
    assert select(
        office,
        "SELECT r.member_id, d.code, r.note FROM deletion_requests AS r "
        "JOIN deletion_reasons AS d ON d.request_id = r.id ORDER BY r.id",
    ) == [(1, "not_a_member", "第一位的说明"), (4, "duplicate", None)]


def test_a_door_of_one_goes_on_to_the_next(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = DeletionRequestDialog(workplace, (1, 2))
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    asked = list[tuple[str, object]]()
    dialog.act_requested.connect(lambda act, what: asked.append((act, what)))
    push(dialog, "door_moved_away_transfer")
    still(qtbot, workplace.jobs)
    assert asked == [("transfer", [1])]
    assert dialog.isVisible()
    assert text_of(dialog, "request_title") == "申请删除：李小梅"


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
