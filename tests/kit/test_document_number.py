"""The field for our own 文号: 取下一号, and what is said of a number while it is typed."""

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.desks import office, still, workplace
from tuanji_desktop.kit.ask_strip import AskStrip
from tuanji_desktop.kit.document_number import DocumentNumberBox
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.document_numbers import load_register, reserve_number
from tuanji_desktop.office.service import save_settings

__all__ = ["office", "workplace"]


def box(qtbot: QtBot, workplace: Workplace, series: str) -> DocumentNumberBox:
    save_settings(workplace.context, [("office.document_series", series)])
    made = DocumentNumberBox(workplace, name="number")
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_only_series_is_put_in_at_once_and_nothing_is_given_yet(
    qtbot: QtBot, workplace: Workplace
) -> None:
    made = box(qtbot, workplace, "青团字〔年〕号")
    with qtbot.waitSignal(made.changed):
        made.button.click()
    still(qtbot, workplace.jobs)
    assert made.text == "青团字〔2018〕1号"
    assert load_register(workplace.context).taken == ()


@pytest.mark.parametrize(
    ("series", "offered"),
    [
        ("青团字〔年〕号；青团函〔年〕号", ["青团字〔2018〕1号", "青团函〔2018〕1号"]),
        ("", ["先在 设置/备份 → 本单位 填写发文字号，例如：青团字〔年〕号；青团函〔年〕号"]),
    ],
)
def test_of_several_one_is_chosen(
    qtbot: QtBot, workplace: Workplace, series: str, offered: list[str]
) -> None:
    made = box(qtbot, workplace, series)
    made.button.click()
    still(qtbot, workplace.jobs)
    menu = made.button.menu_shown
    assert isinstance(menu, QMenu)
    actions = menu.actions()
    assert [one.text() for one in actions] == offered
    assert all(one.isEnabled() for one in actions) is bool(series)
    actions[-1].trigger()
    menu.close()
    assert made.text == (offered[-1] if series else "")


def test_a_given_number_is_said_while_typing(qtbot: QtBot, workplace: Workplace) -> None:
    made = box(qtbot, workplace, "青团字〔年〕号")
    reserve_number(workplace.context, subject="团代会", series="青团字")
    made.line.setText("青团字〔2018〕1号")
    qtbot.waitUntil(made.note.isVisible, timeout=5_000)
    assert "团代会" in made.note.text()
    assert made.line.accessibleDescription() == made.note.text()
    made.clear()
    assert not made.note.isVisible()
    still(qtbot, workplace.jobs)


def test_the_strip_offers_it_where_it_asks_for_our_number(
    qtbot: QtBot, workplace: Workplace
) -> None:
    save_settings(workplace.context, [("office.document_series", "青团字〔年〕号")])
    strip = AskStrip("ask")
    qtbot.addWidget(strip)
    strip.ask("行文", act="登记", granted=lambda *_: None, numbers=workplace)
    assert strip.number is not None
    assert strip.number.isVisible()
    strip.number.click()
    still(qtbot, workplace.jobs)
    assert strip.text.text() == "青团字〔2018〕1号"
    strip.ask("退回", act="退回", granted=lambda *_: None)
    assert not strip.number.isVisible()
