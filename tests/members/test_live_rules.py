"""What is typed is judged a moment later, and only the newest text."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.members.helpers import settle
from tuanji_desktop.kit.field_form import FieldForm
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.live_rules import JUDGE_AFTER_MS, LiveRules
from tuanji_desktop.members.loading import Judged, load_card
from tuanji_desktop.members.panels import form_fields
from tuanji_desktop.office.context import Context


@pytest.fixture
def form(qtbot: QtBot, workplace: Workplace, office: Context) -> Iterator[FieldForm]:
    made = FieldForm()
    qtbot.addWidget(made)
    draft = add_member(office, name="周八", status="draft")
    made.set_fields(form_fields(load_card(office, draft), office.policy))
    yield made


def test_many_keystrokes_are_one_question(
    qtbot: QtBot, form: FieldForm, workplace: Workplace
) -> None:
    rules = LiveRules(workplace, form, form)
    rules.begin(7)
    settle(qtbot, workplace.jobs)
    answers: list[Judged] = []
    rules.judged.connect(answers.append)
    timer = rules.findChild(QTimer)
    assert timer is not None
    assert timer.interval() == JUDGE_AFTER_MS
    for text in ("1", "13", "137"):
        form.set_value("mobile", text)
        rules.touched()
    assert rules.typed() == {"mobile": "137"}
    qtbot.waitUntil(lambda: bool(answers))
    settle(qtbot, workplace.jobs)
    (judged,) = answers
    assert [found.code for found in judged.verdict.findings] == ["mobile.format"]
    rules.touched()
    rules.stop()
    assert not timer.isActive()


def test_a_value_is_tidied_when_its_field_is_left(
    qtbot: QtBot, form: FieldForm, workplace: Workplace
) -> None:
    rules = LiveRules(workplace, form, form)
    rules.begin(7)
    form.set_value("joined_on", "2016.9")
    with qtbot.waitSignal(rules.tidied):
        form.left.emit("joined_on")
    form.set_value("party_joined_on", "看不懂")
    form.left.emit("party_joined_on")
    assert (form.values()["joined_on"], form.values()["party_joined_on"]) == ("2016-09", "看不懂")
    settle(qtbot, workplace.jobs)


def test_of_somebody_new_everything_counts(
    qtbot: QtBot, form: FieldForm, workplace: Workplace
) -> None:
    rules = LiveRules(workplace, form, form)
    rules.begin(0)
    assert rules.typed()["ethnicity"] == "汉族"
    settle(qtbot, workplace.jobs)
