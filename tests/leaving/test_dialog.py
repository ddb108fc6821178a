"""Leaving and coming back as the clerk does it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.leaving.helpers import act, left, older, one, register, status, statuses
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.leaving import dialog as module
from tuanji_desktop.leaving.dialog import LeavingDialog
from tuanji_desktop.leaving.paper_dialog import PaperDialog
from tuanji_desktop.members.branch_dialog import BranchDialog
from tuanji_desktop.office.context import Context


def opened(qtbot: QtBot, workplace: Workplace, *ids: int, door: str = "") -> LeavingDialog:
    dialog = LeavingDialog(workplace, ids, door=door)
    qtbot.addWidget(dialog, before_close_func=lambda one: one.done(0))
    dialog.show()
    settle(qtbot, workplace, dialog)
    return dialog


def settle(qtbot: QtBot, workplace: Workplace, dialog: LeavingDialog) -> None:
    still(qtbot, workplace.jobs)
    qtbot.waitUntil(lambda: not dialog._later.isActive())
    still(qtbot, workplace.jobs)


def text_of(dialog: LeavingDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found.text()


def press(dialog: LeavingDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert isinstance(button, QPushButton), name
    button.click()


def paper(tmp_path: Path, name: str) -> Path:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(name.encode())
    return path


def test_many_leave_for_age_after_the_plan_was_seen(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    people = [older(office, f"赵{number}") for number in range(5)]
    dialog = opened(qtbot, workplace, *people, 1)
    assert text_of(dialog, "leaving_title") == "办理离团：张三、赵0、赵1等 6 人"
    assert text_of(dialog, "leaving_hint") == "请选择离团方式"
    assert not dialog.act_button.isEnabled()
    assert len(dialog.table.rows) == 0
    button = dialog.findChild(QRadioButton, "door_over_age")
    assert isinstance(button, QRadioButton)
    button.click()
    settle(qtbot, workplace, dialog)
    assert text_of(dialog, "leaving_summary") == "可以办理 5 人，不能办理 1 人"
    assert dialog.act_button.text() == "办理超龄离团 5 人"
    dialog.filters["refused"].click()
    assert list(dialog.table.rows) == [1]
    assert "未满 28 周岁" in dialog.table.rows[1].why
    told = list[tuple[str, str]]()
    dialog.said.connect(lambda level, words: told.append((level, words)))
    dialog.act_button.click()
    settle(qtbot, workplace, dialog)
    assert statuses(office, people) == ["over_age"] * 5
    assert status(office, 1) == "active"
    assert told == [("done", "办理超龄离团：赵0、赵1、赵2、赵3等 5 人。已登记，可以撤销。")]
    assert text_of(dialog, "leaving_done_2") == "另有 1 人没有办理，原样不变。"
    press(dialog, "leaving_close")
    assert not dialog.isVisible()


def test_what_is_lacking_is_said_until_it_is_there(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    dialog = opened(qtbot, workplace, 1, door="self_left")
    assert text_of(dialog, "leaving_hint") == "认定自行脱团须填写文号。（N 三.4）"
    dialog.panel.document.setText("团青字〔2018〕12号")
    assert text_of(dialog, "leaving_hint") == (
        "认定自行脱团须附《支部大会决议》、《上级团委批复》。（N 三.4）"
    )
    for kind in ("resolution", "approval"):
        assert not dialog.act_button.isEnabled()
        dialog.panel.proofs[kind].take(paper(tmp_path, kind))
    assert text_of(dialog, "leaving_hint") == ""
    dialog.panel.decided_by.setText("一中团委")
    dialog.panel.reason.setText("长期不过组织生活")
    dialog.panel.day.setText("2018-07-20")
    assert not dialog.act_button.isEnabled()  # the plan of another day holds no more
    settle(qtbot, workplace, dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, workplace, dialog)
    assert register(office) == [
        (1, "self_left", "active", "2018-07-20", "团青字〔2018〕12号", None, None)
    ]
    assert one(office, "SELECT group_concat(file_name) FROM attachments") == (
        "resolution.pdf,approval.pdf"
    )
    assert one(office, "SELECT decided_by || reason FROM departures") == "一中团委长期不过组织生活"


def test_a_day_that_is_none_or_to_come(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    member = older(office)
    dialog = opened(qtbot, workplace, member, door="over_age")
    assert dialog.act_button.isEnabled()
    dialog.panel.day.setText("下周")
    assert text_of(dialog, "leaving_hint") == "请填写日期"
    assert len(dialog.table.rows) == 0
    dialog.panel.day.setText("2018-08-02")
    settle(qtbot, workplace, dialog)
    assert text_of(dialog, "leaving_hint").startswith("离团日期不能晚于今天")
    assert not dialog.act_button.isEnabled()


def test_an_answer_to_an_older_question_is_not_shown(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = opened(qtbot, workplace, older(office), door="over_age")
    late = dialog._plan
    assert late is not None
    dialog.panel.day.setText("2018-07-01")
    dialog._show_plan(late)
    assert not dialog.act_button.isEnabled()
    settle(qtbot, workplace, dialog)
    assert dialog.act_button.isEnabled()


def test_one_who_stays_is_told_why(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    dialog = opened(qtbot, workplace, older(office, is_cadre="是"), door="over_age")
    assert text_of(dialog, "leaving_summary") == "不能办理：是否为团干：是，保留团籍。"
    assert not dialog.act_button.isEnabled()
    assert not dialog.print_button.isEnabled()


def test_what_changed_meanwhile_is_planned_anew(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    people = [older(office, "赵一"), older(office, "赵二")]
    dialog = opened(qtbot, workplace, *people, door="over_age")
    act(office, "UPDATE members SET is_cadre = '是' WHERE id = ?", people[0])
    dialog.act()
    settle(qtbot, workplace, dialog)
    assert "赵一的情况又有变化" in dialog.banner.text
    assert statuses(office, people) == ["active", "active"]
    assert text_of(dialog, "leaving_summary") == "可以办理 1 人，不能办理 1 人"
    dialog.act()
    settle(qtbot, workplace, dialog)
    assert statuses(office, people) == ["active", "over_age"]


def test_a_file_that_is_gone_is_said(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    dialog = opened(qtbot, workplace, 1, door="voluntarily_left")
    gone = paper(tmp_path, "申请")
    dialog.panel.proofs["application"].take(gone)
    gone.unlink()
    dialog.act()
    settle(qtbot, workplace, dialog)
    assert "申请.pdf" in dialog.banner.text
    assert status(office, 1) == "active"
    assert dialog.panel.isEnabled()


def test_the_way_back_into_another_branch(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    left(office, "voluntarily_left", 1, 2, 3)
    act(office, "UPDATE organizations SET status = 'dissolved' WHERE id = 3")
    dialog = opened(qtbot, workplace, 1, 2)  # all of them are out: it is the way back
    assert dialog.windowTitle() == "恢复团籍"
    assert text_of(dialog, "leaving_summary") == "没有可以办理的人，不能办理 2 人"
    dialog.panel.branch_button.click()
    still(qtbot, workplace.jobs)
    picker = dialog.findChild(BranchDialog)
    assert isinstance(picker, BranchDialog)
    picker._choose()
    settle(qtbot, workplace, dialog)
    assert {row.branch for row in dialog.table.rows.values()} == {"高三（2）班"}
    dialog.panel.document.setText("团青字〔2018〕13号")
    dialog.panel.proofs["decision"].take(paper(tmp_path, "决定"))
    assert dialog.act_button.text() == "恢复团籍 2 人"
    dialog.act()
    settle(qtbot, workplace, dialog)
    assert statuses(office, [1, 2, 3]) == ["active", "active", "voluntarily_left"]
    assert one(office, "SELECT branch_id FROM members WHERE id = 1") == 4


def test_the_list_is_printed_before_or_after(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = opened(qtbot, workplace, older(office), 1, door="over_age")
    dialog.print_button.click()
    still(qtbot, workplace.jobs)
    shown = dialog.findChild(PaperDialog)
    assert isinstance(shown, PaperDialog)
    assert shown.preview.data.startswith(b"%PDF")
    assert one(office, "SELECT count(*) FROM papers WHERE form = 'leaving-list'") == 1
    shown.done(0)


def test_going_away_asks_only_where_something_would_be_lost(
    qtbot: QtBot, office: Context, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def no(*_: object, title: str, **__: object) -> bool:
        asked.append(title)
        return False

    monkeypatch.setattr(module, "confirm", no)
    dialog = opened(qtbot, workplace, 1, door="expelled")
    dialog.panel.reason.setText("违纪")
    dialog.reject()
    assert asked == ["放弃办理"]
    assert dialog.isVisible()
    dialog.panel.reason.setText("")
    dialog.reject()
    assert not dialog.isVisible()


def test_two_thousand_do_not_hold_up_the_window(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    with office.database.write(office.operation("import.roster", "导入")) as writing:
        writing.connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
            "INSERT INTO members (branch_id, status, name, born_on, joined_on, is_cadre) "
            "SELECT 3, 'active', '赵' || i, '1985-01-01', '2003-05', '否' FROM n"
        )
    dialog = opened(qtbot, workplace, *range(7, 2007), door="over_age")
    assert dialog.act_button.text() == "办理超龄离团 2,000 人"
    dialog.act()
    assert dialog.bar.isVisible()
    assert not dialog.act_button.isEnabled()
    dialog.reject()  # not while it is written
    assert dialog.isVisible()
    settle(qtbot, workplace, dialog)
    assert one(office, "SELECT count(*) FROM departures") == 2000
    assert one(office, "SELECT members FROM org_counts WHERE org_id = 3") == 3


def test_an_office_that_can_only_be_read(
    qtbot: QtBot, office: Context, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = older(office)
    monkeypatch.setattr(type(office.database), "read_only", property(lambda _: True))
    dialog = opened(qtbot, workplace, member, door="over_age")
    assert text_of(dialog, "leaving_hint") == "台账只能查看，不能办理"
    assert not dialog.act_button.isEnabled()
