"""Questions with their lists and answers, in the window."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import COUNTY, SCHOOL, one, request, select
from tests.desks import still
from tuanji_desktop.deletion.batches import create_batch
from tuanji_desktop.deletion.questions_dialog import QuestionsDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


@pytest.fixture
def batch(office: Context) -> int:
    """Two of a school in summer."""
    for member in (1, 4):
        request(office, member)
    return create_batch(office, form="guangdong", org_id=COUNTY).id


def opened(qtbot: QtBot, workplace: Workplace, **about: Any) -> QuestionsDialog:
    dialog = QuestionsDialog(workplace, about="批次 2018-001", **about)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    return dialog


def press(dialog: QuestionsDialog, name: str) -> None:
    found = [one for one in dialog.findChildren(QPushButton, name) if one.isVisible()]
    found[-1].click()


def test_a_question_leads_to_exactly_its_list(
    qtbot: QtBot, workplace: Workplace, batch: int
) -> None:
    dialog = opened(qtbot, workplace, batch_id=batch)
    assert list(dialog.cards) == [("season", SCHOOL)]
    asked = list[tuple[object, str]]()
    dialog.members_requested.connect(lambda ids, title: asked.append((ids, title)))
    press(dialog, "question_list_0")
    assert asked == [([1, 4], "需核实的问题")]
    assert not dialog.isVisible()


def test_an_answer_is_kept_and_shown(
    qtbot: QtBot, office: Context, workplace: Workplace, batch: int
) -> None:
    dialog = opened(qtbot, workplace, batch_id=batch)
    card = dialog.cards["season", SCHOOL]
    assert not card.keep.isEnabled()
    card.line.setText("都是高一新生")
    card.keep.click()
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT batch_id, note, people FROM deletion_answers") == [
        (batch, "都是高一新生", 2)
    ]
    card = dialog.cards["season", SCHOOL]
    assert not card.question.open
    said = card.findChild(QLabel, "question_answer_0_0")
    assert isinstance(said, QLabel)
    assert said.text() == "2018-08-01 王干事：都是高一新生"


def test_the_paper_is_asked_for_of_a_batch_only(
    qtbot: QtBot, office: Context, workplace: Workplace, batch: int
) -> None:
    dialog = opened(qtbot, workplace, batch_id=batch)
    papers = list[int]()
    dialog.paper_requested.connect(papers.append)
    press(dialog, "questions_paper")
    assert papers == [batch]
    number = int(one(office, "SELECT min(id) FROM deletion_requests"))
    alone = opened(qtbot, workplace, request_id=number)
    button = alone.findChild(QPushButton, "questions_paper")
    assert isinstance(button, QPushButton)
    assert button.isHidden()
    assert list(alone.cards) == [("season", SCHOOL)]


def test_nothing_to_ask_is_said(qtbot: QtBot, workplace: Workplace) -> None:
    dialog = opened(qtbot, workplace, request_id=99)
    nothing = dialog.findChild(QLabel, "no_questions")
    assert isinstance(nothing, QLabel)
    assert nothing.text() == "没有需要核实的问题。"
