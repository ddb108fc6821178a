"""Door, day and papers as they are filled in."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from tests.builders import pack
from tuanji_desktop.leaving.doors import ways_out
from tuanji_desktop.leaving.panel import DoorPanel
from tuanji_desktop.members.loading import BranchChoice

POLICY = pack("guangdong-2018")
TODAY = date(2018, 8, 1)


@pytest.fixture
def panel(qtbot: QtBot, dressed: QApplication) -> DoorPanel:
    made = DoorPanel()
    qtbot.addWidget(made)
    made.show()
    return made


def choose(panel: DoorPanel, door: str) -> None:
    button = panel.findChild(QRadioButton, f"door_{door}")
    assert isinstance(button, QRadioButton)
    button.setChecked(True)


def test_each_door_tells_its_rule_and_its_papers(panel: DoorPanel) -> None:
    panel.begin(ways_out(POLICY), "", TODAY)
    assert panel.door is None
    for door in ways_out(POLICY):
        rule = panel.findChild(QLabel, f"door_rule_{door.code}")
        assert isinstance(rule, QLabel)
        assert door.advice in rule.text()
        assert door.clause in rule.text()
        choose(panel, door.code)
        assert panel.door is door
        assert list(panel.proofs) == [proof.code for proof in door.proofs]
    words = panel.findChild(QLabel, "leaving_document_label")
    assert isinstance(words, QLabel)
    assert (words.text(), words.property("role")) == ("文号 *", "missing")  # 开除
    panel.document.setText("团青字〔2018〕12号")
    assert words.property("role") == "muted"


def test_a_paper_stays_when_the_next_door_takes_it_too(panel: DoorPanel, tmp_path: Path) -> None:
    panel.begin(ways_out(POLICY), "self_left", TODAY)
    panel.proofs["resolution"].take(tmp_path / "决议.pdf")
    panel.proofs["approval"].take(tmp_path / "批复.pdf")
    choose(panel, "voluntarily_left")
    assert [one.kind for one in panel.attachments()] == ["resolution"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2018-08-01", TODAY), ("2018.8.1", TODAY), ("２０１８年８月１日", TODAY),
        ("20180801", TODAY), ("2018-08", None), ("", None), ("昨天", None),
    ],
)  # fmt: skip
def test_days_as_people_write_them(panel: DoorPanel, typed: str, day: date | None) -> None:
    panel.begin(ways_out(POLICY), "over_age", date(2018, 7, 1))
    panel.day.setText(typed)
    assert panel.on == day
    note = panel.findChild(QLabel, "leaving_day_note")
    assert isinstance(note, QLabel)
    assert note.isVisible() is (day is None)


def test_the_way_back_needs_no_choosing(panel: DoorPanel) -> None:
    panel.begin((POLICY.door("restored"),), "restored", TODAY)
    assert panel.door is not None
    assert panel.door.code == "restored"
    assert list(panel.proofs) == ["decision"]
    assert panel.decided_by.isHidden()
    assert panel.day.accessibleName() == "恢复日期 *"
    assert panel.branch_button.isHidden()
    panel.ask_branch(True)
    assert panel.branch_button.isVisible()
    panel.take_branch(BranchChoice(4, "QX0102", "全称", "高三（2）班", "一中团委"))
    assert (panel.branch_id, panel.branch_button.text()) == (4, "高三（2）班")
    panel.ask_branch(False)  # what was chosen stays in sight
    assert panel.branch_button.isVisible()


def test_what_would_be_lost(panel: DoorPanel) -> None:
    panel.begin(ways_out(POLICY), "over_age", TODAY)
    assert not panel.typed
    panel.reason.setText("年满")
    assert panel.typed
