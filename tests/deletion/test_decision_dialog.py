"""Entering what the stamped paper says, its scan beside it."""

from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import COUNTY, endorsed, one, request, select
from tests.deletion.scanned import file_scan
from tests.desks import still
from tuanji_desktop.deletion import decision_dialog
from tuanji_desktop.deletion.batches import create_batch
from tuanji_desktop.deletion.chain import step_batch
from tuanji_desktop.deletion.decision_dialog import DecisionDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


@pytest.fixture
def batch(office: Context) -> int:
    """Three lines, not yet sent."""
    for member in (1, 4, 5):
        request(office, member)
    return create_batch(office, form="guangdong", org_id=COUNTY).id


def sent(office: Context, batch_id: int) -> None:
    endorsed(office, batch_id)
    step_batch(office, batch_id=batch_id, act="send", document_number="团市字〔2018〕12号")


def opened(qtbot: QtBot, workplace: Workplace, batch_id: int) -> DecisionDialog:
    dialog = DecisionDialog(workplace, batch_id)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    return dialog


def text_of(dialog: DecisionDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_lines_are_entered_from_the_paper_in_one_act(
    qtbot: QtBot, office: Context, workplace: Workplace, batch: int
) -> None:
    sent(office, batch)
    dialog = opened(qtbot, workplace, batch)
    assert text_of(dialog, "decision_head") == "登记批复：批次 2018-001 · 已正式行文，待团省委审批"
    assert dialog.approve.text() == "批准全部"
    assert not dialog.submit_button.isEnabled()
    ids = list(dialog.lines.rows)
    dialog.lines.choose([ids[1]])
    assert dialog.approve.text() == "批准 1 行"
    assert not dialog.give_back.isEnabled(), "a return needs its reason"
    dialog.reason.setEditText("证明材料不足")
    dialog.give_back.click()
    dialog.approve.click()  # the rest
    assert [row.label for row in dialog.lines.rows.values()] == ["批准", "退回", "批准"]
    assert text_of(dialog, "decision_left") == "批准 2 行，退回 1 行，待登记 0 行"
    dialog.number.setText("粤团批〔2018〕9号")
    with qtbot.waitSignal(dialog.decided):
        dialog.submit()
    assert not dialog.isVisible()
    assert select(
        office, "SELECT line, state, decision_reason FROM deletion_requests ORDER BY line"
    ) == [(1, "approved", None), (2, "returned", "证明材料不足"), (3, "approved", None)]
    assert one(office, "SELECT document_number FROM deletion_steps WHERE act = 'approve'") == (
        "粤团批〔2018〕9号"
    )


def test_before_the_letter_only_a_return_can_be_entered(
    qtbot: QtBot, office: Context, workplace: Workplace, batch: int
) -> None:
    dialog = opened(qtbot, workplace, batch)
    assert dialog.banner.text.startswith("现在只能登记退回：")
    assert dialog.banner.text.endswith("（G 三.1）")
    assert not dialog.approve.isEnabled()
    dialog.reason.setEditText("请核查")
    assert dialog.give_back.isEnabled()
    dialog.give_back.click()
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert one(office, "SELECT state FROM deletion_batches") == "returned"


def test_the_day_lies_between_the_last_step_and_today(
    qtbot: QtBot, office: Context, workplace: Workplace, batch: int
) -> None:
    sent(office, batch)
    dialog = opened(qtbot, workplace, batch)
    dialog.day.take(date(2018, 7, 1))
    assert dialog.day.day == date(2018, 8, 1)


def test_the_scan_lies_beside_it(
    qtbot: QtBot, office: Context, workplace: Workplace, batch: int
) -> None:
    dialog = opened(qtbot, workplace, batch)
    assert "还没有归档盖章的扫描件" in text_of(dialog, "decision_no_scan")
    assert dialog.view.isHidden()
    form = one(office, "SELECT content FROM blobs AS b JOIN papers AS p USING (sha256)")
    file_scan(office, batch, "扫描1.pdf", form, page=1)
    file_scan(office, batch, "坏.jpg", b"broken", page=1)
    dialog = opened(qtbot, workplace, batch)
    assert [dialog.scan.itemText(place) for place in range(dialog.scan.count())] == [
        "坏.jpg（2018-08-20 归档）", "扫描1.pdf（2018-08-20 归档）",
    ]  # fmt: skip
    assert "不是可以显示的图片" in dialog.banner.text
    dialog.scan.setCurrentIndex(1)
    still(qtbot, workplace.jobs)
    assert dialog.view.isVisible()
    assert dialog.view.current == 0


def test_marks_are_taken_back_and_not_lost_unasked(
    qtbot: QtBot, office: Context, workplace: Workplace, batch: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    answers = [False, True]
    monkeypatch.setattr(decision_dialog, "confirm", lambda *_, **__: answers.pop(0))
    sent(office, batch)
    dialog = opened(qtbot, workplace, batch)
    dialog.approve.click()
    dialog.clear.click()
    assert not dialog.submit_button.isEnabled()
    dialog.approve.click()
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()
    assert answers == []


def test_everything_has_a_name(qtbot: QtBot, workplace: Workplace, batch: int) -> None:
    dialog = opened(qtbot, workplace, batch)
    for kind in (QAbstractButton, QLineEdit):
        for widget in dialog.findChildren(kind):
            if widget.isVisible() and not widget.objectName().startswith("qt_"):
                assert widget.accessibleName() or widget.parentWidget() is dialog.reason
    assert dialog.minimumSizeHint().width() <= 1350
    assert dialog.minimumSizeHint().height() <= 700
