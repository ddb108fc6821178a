"""Section 外观."""

from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tuanji_desktop.core.settings import MachineSettings
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.settings_room.look_panel import LookPanel


def test_each_choice_is_told_at_once_and_keeps_the_rest(qtbot: QtBot, workplace: Workplace) -> None:
    kept = MachineSettings(last_office="a", theme="dark", font_scale=1.3, row_density="comfortable")
    panel = LookPanel(workplace, kept)
    qtbot.addWidget(panel)
    told: list[MachineSettings] = []
    panel.appearance_changed.connect(told.append)

    def pick(box: QComboBox, value: object) -> None:
        place = box.findData(value)
        box.setCurrentIndex(place)
        box.activated.emit(place)

    assert panel.theme_box.currentText() == "深色"
    pick(panel.theme_box, "light")
    pick(panel.scale_box, 1.5)
    pick(panel.density_box, "compact")
    assert told[-1] == MachineSettings(
        last_office="a", theme="light", font_scale=1.5, row_density="compact"
    )
    assert [one.theme for one in told] == ["light"] * 3


def test_a_size_between_two_steps_shows_the_nearest(qtbot: QtBot, workplace: Workplace) -> None:
    panel = LookPanel(workplace, MachineSettings(font_scale=1.28))
    qtbot.addWidget(panel)
    assert panel.scale_box.currentText() == "130 %"
