"""Active filters."""

from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.chips import Chip, ChipRow


def test_each_filter_can_be_taken_away(qtbot: QtBot) -> None:
    row = ChipRow()
    qtbot.addWidget(row)
    assert row.isHidden()
    gone: list[str] = []
    row.removed.connect(gone.append)
    row.set_chips({"red": "红名", "branch": "第一中学"})
    assert not row.isHidden()
    chip = row.findChild(Chip, "chip_branch")
    assert chip is not None
    button = chip.findChild(QToolButton, "chip_remove")
    assert button is not None
    assert "第一中学" in button.accessibleName()
    button.click()
    assert gone == ["branch"]


def test_several_can_be_taken_away_at_once_and_none_takes_no_place(qtbot: QtBot) -> None:
    row = ChipRow()
    qtbot.addWidget(row)
    row.set_chips({"a": "一", "b": "二"})
    button = row.findChild(QPushButton, "chips_clear")
    assert button is not None
    with qtbot.waitSignal(row.all_removed):
        button.click()
    row.set_chips({})
    assert row.isHidden()


def test_a_plain_chip_has_no_button(qtbot: QtBot) -> None:
    chip = Chip("高三", removable=False)
    qtbot.addWidget(chip)
    assert chip.findChild(QToolButton) is None
