"""What can be done with the request under the cursor."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import COUNTY, one, request, select
from tests.desks import still
from tuanji_desktop.deletion import request_actions
from tuanji_desktop.deletion.batches import create_batch
from tuanji_desktop.deletion.queries import list_requests
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.request_actions import RequestActions
from tuanji_desktop.deletion.service import Attachment, request_deletion, return_all
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


@pytest.fixture
def actions(qtbot: QtBot, workplace: Workplace) -> RequestActions:
    made = RequestActions(workplace)
    qtbot.addWidget(made)
    return made


def shown(qtbot: QtBot, workplace: Workplace, actions: RequestActions, *ids: int) -> None:
    rows = {row.id: row for row in list_requests(workplace.context)}
    actions.show_rows(rows[ids[0]], [rows[one] for one in ids])
    still(qtbot, workplace.jobs)


def test_chosen_ones_go_back_together(
    qtbot: QtBot, office: Context, workplace: Workplace, actions: RequestActions
) -> None:
    first = request(office, 1)
    create_batch(office, form="guangdong", org_id=COUNTY)
    second = request(office, 4)
    shown(qtbot, workplace, actions, second, first)
    assert actions.give_back.text() == "退回 2 份…"
    said = list[str]()
    actions.said.connect(lambda _level, words: said.append(words))
    actions.give_back.click()
    assert not actions.strip.act.isEnabled()
    actions.strip.text.setText("材料不全")
    actions.strip.act.click()
    still(qtbot, workplace.jobs)
    assert said == ["已退回 2 份删除申请。"]
    assert select(office, "SELECT DISTINCT state, decision_reason FROM deletion_requests") == [
        ("returned", "材料不全")
    ]
    assert one(office, "SELECT lines FROM deletion_steps WHERE act = 'return'") == "1"


def test_a_level_may_be_named_and_a_refusal_is_said(
    qtbot: QtBot, office: Context, workplace: Workplace, actions: RequestActions
) -> None:
    number = request(office, 1)
    shown(qtbot, workplace, actions, number)
    actions.give_back.click()
    actions.strip.choice.setCurrentIndex(actions.strip.choice.findData("county"))
    actions.strip.text.setText("材料不全")
    return_all(office, reason="抢先一步")
    actions.strip.act.click()
    still(qtbot, workplace.jobs)
    assert "已办结" in actions.banner.text
    shown(qtbot, workplace, actions, number)
    assert not actions.give_back.isEnabled()


def test_its_papers_open_in_the_window_or_are_saved(
    qtbot: QtBot, office: Context, workplace: Workplace, actions: RequestActions,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    done = request_deletion(
        office,
        member_id=1,
        reasons=(Reason("wrong_branch"),),
        attachments=(
            Attachment("statement", b"%PDF-1.4 x", "说明.pdf"),
            Attachment("self_criticism", b"two", "检讨.docx"),
            Attachment("other", b"broken", "照片.jpg"),
        ),
    )
    plain = request(office, 2)
    shown(qtbot, workplace, actions, done.request_id)
    opened = list[tuple[bytes, str]]()
    actions.paper_opened.connect(lambda data, title: opened.append((data, title)))
    target = tmp_path / "检讨.docx"
    monkeypatch.setattr(request_actions, "ask_save_path", lambda *_, **__: target)
    names = ("request_file_1", "request_file_2", "request_file_3")
    for name in names:
        button = actions.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        button.click()
        still(qtbot, workplace.jobs)
    assert opened == [(b"%PDF-1.4 x", "情况说明 说明.pdf")]
    assert target.read_bytes() == b"two"
    assert "不是可以显示的图片" in actions.banner.text
    shown(qtbot, workplace, actions, plain)
    assert actions._files == []
    actions.show_rows(None, [])
    assert actions.isHidden()
