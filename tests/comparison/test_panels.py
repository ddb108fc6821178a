"""One person on both sides."""

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.comparison.helpers import lines, roster, started
from tuanji_desktop.comparison.panels import PairPanel
from tuanji_desktop.comparison.queries import Pair, load_pair
from tuanji_desktop.office.context import Context


def pair_of(office: Context, name: str) -> Pair:
    rows = roster(office)
    rows[0]["mobile"] = "13900000000"
    rows[2]["id_number"] = None
    number = started(office, rows)
    found = load_pair(office, next(r.id for r in lines(office, number) if r.name == name))
    assert found is not None
    return found


def words(panel: PairPanel, name: str) -> QLabel:
    found = panel.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found


def test_what_differs_has_a_sign_a_tint_and_strong_words(
    qtbot: QtBot, dressed: QApplication, office: Context
) -> None:
    panel = PairPanel()
    qtbot.addWidget(panel)
    panel.show_pair(pair_of(office, "张三"))
    assert not panel.isHidden()
    assert words(panel, "pair_mark_mobile").text() == "≠"
    assert words(panel, "pair_mark_mobile").accessibleName() == "手机号码不同"
    there = words(panel, "pair_there_mobile")
    assert (there.text(), there.property("compared"), there.font().bold()) == (
        "139****0000", "different", True,
    )  # fmt: skip
    assert words(panel, "pair_there_name").text() == "（没有不同）"
    assert words(panel, "pair_mark_name").text() == ""
    assert panel.buttons == []
    panel.show_pair(None)
    assert panel.isHidden()


def test_nobody_is_said_to_be_the_same_on_the_other_side(
    qtbot: QtBot, dressed: QApplication, office: Context
) -> None:
    number = started(office, roster(office)[1:])
    panel = PairPanel()
    qtbot.addWidget(panel)
    panel.show_pair(load_pair(office, lines(office, number)[0].id))
    assert (words(panel, "pair_here_name").text(), words(panel, "pair_there_name").text()) == (
        "张三", "—",
    )  # fmt: skip


def test_who_it_is_is_decided_here(qtbot: QtBot, dressed: QApplication, office: Context) -> None:
    panel = PairPanel()
    qtbot.addWidget(panel)
    pair = pair_of(office, "买买提·艾力")
    panel.show_pair(pair)
    said: list[tuple[int, object]] = []
    panel.decided.connect(lambda line, member: said.append((line, member)))
    assert [button.text() for button in panel.buttons] == [
        "就是 买买提·艾力（高三（1）班 · 在册）", "都不是，台账里没有此人",
    ]  # fmt: skip
    for button in panel.buttons:
        button.click()
    assert said == [(pair.line.id, 3), (pair.line.id, None)]
    panel.set_writable(False)
    panel.show_pair(pair)
    assert not any(button.isEnabled() for button in panel.buttons)
