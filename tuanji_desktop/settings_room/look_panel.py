"""Section 外观: theme, size of the words, height of the rows; for this machine only."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ..core.settings import DENSITIES, FONT_SCALES, THEMES, MachineSettings
from ..kit.page import Workplace
from ..kit.style import scaled
from .panel import Panel

_THEMES: Mapping[str, str] = {"light": "浅色", "dark": "深色", "system": "跟随系统"}
_DENSITIES: Mapping[str, str] = {"compact": "紧凑（28 像素）", "comfortable": "宽松（36 像素）"}


class LookPanel(Panel):
    """Three choices; each shows at once."""

    key, title = "look", "外观"
    about = "只影响这台电脑，立即生效。"

    appearance_changed = Signal(object)
    """`MachineSettings` as they are from now on."""

    def __init__(
        self, workplace: Workplace, settings: MachineSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(workplace, parent)
        self.settings = settings
        self.theme_box = self._box("look_theme", "颜色", [(one, _THEMES[one]) for one in THEMES])
        self.scale_box = self._box(
            "look_scale", "字号", [(one, f"{round(one * 100)} %") for one in FONT_SCALES]
        )
        self.density_box = self._box(
            "look_density", "表格行高", [(one, _DENSITIES[one]) for one in DENSITIES]
        )
        form = self.form()
        form.addRow("颜色", self.theme_box)
        form.addRow("字号", self.scale_box)
        form.addRow("表格行高", self.density_box)
        self.column.addLayout(form)
        self.column.addStretch(1)
        self.show_settings(settings)
        for box in (self.theme_box, self.scale_box, self.density_box):
            box.activated.connect(lambda _place: self._chosen())

    def _box(self, name: str, words: str, choices: list[tuple[object, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setMaximumWidth(scaled(240))
        for value, text in choices:
            box.addItem(text, value)
        return box

    def show_settings(self, settings: MachineSettings) -> None:
        """Shows what is in force."""
        self.settings = settings
        self.theme_box.setCurrentIndex(THEMES.index(settings.theme))
        nearest = min(FONT_SCALES, key=lambda one: abs(one - settings.font_scale))
        self.scale_box.setCurrentIndex(FONT_SCALES.index(nearest))
        self.density_box.setCurrentIndex(DENSITIES.index(settings.row_density))

    def _chosen(self) -> None:
        self.settings = replace(
            self.settings,
            theme=str(self.theme_box.currentData()),
            font_scale=float(self.scale_box.currentData()),
            row_density=str(self.density_box.currentData()),
        )
        self.appearance_changed.emit(self.settings)
