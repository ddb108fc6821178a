import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.builders import valid_id
from tests.quality.helpers import BORN, person
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.panels import ComparePanel
from tuanji_desktop.quality.service import FoundPair, fetch_pairs


@pytest.fixture
def pair(office: Context) -> FoundPair:
    number = valid_id(BORN, serial=50)
    slip = number[:15] + str((int(number[15]) + 1) % 10) + number[16:]
    one = person(office, 1, name="杨伟", id_number=number)
    two = person(office, 2, name="杨伟", id_number=slip, education="")
    (found,) = fetch_pairs(office, [(one, two)])
    return found


@pytest.fixture
def panel(dressed: QApplication, qtbot: QtBot, pair: FoundPair) -> ComparePanel:
    made = ComparePanel()
    qtbot.addWidget(made)
    made.resize(600, 320)
    made.show_pair(pair, decidable=True)
    return made


def texts(panel: ComparePanel, name: str) -> list[str]:
    return [one.text() for one in panel.findChildren(QLabel, name)]


def test_what_differs_stands_first_and_is_marked(panel: ComparePanel) -> None:
    assert texts(panel, "compare_education") == ["高中在读", "（空）"]
    assert texts(panel, "compare_mark_education") == ["≠"]
    assert texts(panel, "compare_mark_born_on") == ["＝"]
    marks = [
        one for one in panel.findChildren(QLabel) if one.objectName().startswith("compare_mark")
    ]
    signs = [one.text() for one in marks]
    assert signs == sorted(signs, key="≠＝".index)


def test_numbers_are_masked_but_for_the_place_that_differs(
    panel: ComparePanel, pair: FoundPair
) -> None:
    one, other = (person.values["id_number"] or "" for person in (pair.one, pair.other))
    shown = texts(panel, "compare_id_number")
    assert [text[:3] + text[-4:] for text in shown] == [n[:3] + n[-4:] for n in (one, other)]
    assert one not in shown
    assert all("*" in text for text in shown)


def test_the_buttons_say_whom_they_concern(panel: ComparePanel, pair: FoundPair) -> None:
    told: list[tuple[object, ...]] = []
    panel.distinct_requested.connect(lambda *who: told.append(("distinct", *who)))
    panel.open_requested.connect(lambda who: told.append(("open", who)))
    panel.deletion_requested.connect(lambda who: told.append(("delete", who)))
    for button in (
        panel.distinct, panel.open_one, panel.open_other, panel.delete_one, panel.delete_other,
    ):  # fmt: skip
        button.click()
    a, b = pair.one.id, pair.other.id
    assert told == [("distinct", a, b), ("open", a), ("open", b), ("delete", a), ("delete", b)]
    assert panel.open_one.text() == f"打开 杨伟（编号 {a}）"


def test_equal_numbers_are_never_two_persons(panel: ComparePanel, pair: FoundPair) -> None:
    panel.show_pair(pair, decidable=False)
    assert panel.distinct.isHidden()
    assert not panel.delete_one.isHidden()


def test_nothing_is_decided_in_a_file_one_may_only_read(
    panel: ComparePanel, pair: FoundPair
) -> None:
    panel.set_writable(False)
    panel.show_pair(pair, decidable=True)
    assert not panel.distinct.isEnabled()
    assert not panel.delete_other.isEnabled()
    assert panel.open_one.isEnabled()
    panel.clear()
    assert panel.pair is None
    assert panel.isHidden()
