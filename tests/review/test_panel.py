"""One request before the reviewer."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.review.helpers import INCOME, overtake, propose
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.panel import RequestPanel
from tuanji_desktop.review.queries import ReviewRequest, load_request
from tuanji_desktop.review.service import decide_change


def only(context: Context) -> ReviewRequest:
    return load_request(context, request_id=1)


def text_of(panel: RequestPanel, name: str) -> str:
    field = panel.fields.get(name.partition("_")[2])  # rows of the request before are still dying
    found = (field or panel).findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_before_and_after_stand_beside_their_tick(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, income=INCOME, is_cadre="是")
    panel = RequestPanel()
    qtbot.addWidget(panel)
    panel.show_request(only(office), age=3)
    assert text_of(panel, "review_title") == "张三 · 高三（1）班"
    assert "已等待 3 天 · 说明：本人来电" in text_of(panel, "review_about")
    assert (text_of(panel, "old_is_cadre"), text_of(panel, "new_is_cadre")) == ("否", "是")
    assert panel.ticked() == ("income", "is_cadre")
    panel.fields["income"].box.setChecked(False)
    assert panel.ticked() == ("is_cadre",)
    panel.show_request(only(office), age=3)
    assert panel.ticked() == ("is_cadre",)  # the same request keeps its ticks
    assert panel.fields["is_cadre"].box.accessibleName() == "是否为团干：由 否 改为 是"


def test_a_conflict_waits_for_an_explicit_tick(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, income=INCOME)
    overtake(office, 1, "income", "2000–5000")
    panel = RequestPanel()
    qtbot.addWidget(panel)
    panel.show_request(only(office))
    assert panel.ticked() == ()
    note = text_of(panel, "note_income")
    assert "提出申请时是“学生无收入”，后来已改成“2000–5000”" in note
    assert f"以申请的“{INCOME}”代替" in note
    panel.fields["income"].box.setChecked(True)
    assert panel.ticked() == ("income",)
    assert panel.seen() == {"income": "2000–5000"}
    overtake(office, 1, "income", INCOME)
    panel.show_request(only(office))
    assert "与申请相同" in text_of(panel, "note_income")


def test_decided_fields_are_only_shown(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    request = propose(office, 1, income=INCOME, is_cadre="是")
    decide_change(office, request_id=request, return_=["income"], reason="没有证明")
    panel = RequestPanel()
    qtbot.addWidget(panel)
    panel.show_request(only(office))
    assert panel.ticked() == ("is_cadre",)
    assert not panel.fields["income"].box.isEnabled()
    assert text_of(panel, "note_income") == "已退回：没有证明 · 王干事 2018-08-01"
    panel.show_several("已选 2 件", "")
    assert panel.request is None
    assert panel.ticked() == ()
