"""What makes a whole list doubtful, said loudly: where to look, and a word before it is written."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.icons import pixmap
from tuanji_desktop.kit.import_adapter import Alarm
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.style import scaled

AGREED = "我已核对，确实要写入"


class AlarmStrip(QFrame):
    """All alarms of a plan. Those that must be confirmed hold the writing until they are."""

    layout_requested = Signal(str)
    """The clerk wants to see the column that this field was taken from."""
    agreed_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_alarm")
        self.setProperty("role", "banner")
        self.setProperty("level", "warning")
        self._alarms: tuple[Alarm, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.agree = QCheckBox(AGREED, self)
        self.agree.setObjectName("alarm_agree")
        self.agree.setAccessibleName(AGREED)
        self.agree.toggled.connect(lambda _on: self.agreed_changed.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(4)
        layout.addLayout(self._lines)
        layout.addWidget(self.agree)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join(one.words for one in self._alarms)

    @property
    def holds(self) -> bool:
        """Whether an alarm stands that the clerk has not answered."""
        return any(one.confirm for one in self._alarms) and not self.agree.isChecked()

    def show_alarms(self, alarms: Sequence[Alarm | str], fields: Collection[str]) -> None:
        """Says these; `fields` are those that columns stand for. An answer holds for what was
        answered: other alarms ask again."""
        wanted = tuple(one if isinstance(one, Alarm) else Alarm(one) for one in alarms)
        if wanted != self._alarms:
            self.agree.setChecked(False)
            self._alarms = wanted
            self._build(fields)
        self.agree.setVisible(any(one.confirm for one in wanted))
        self.setAccessibleName(f"注意：{self.text}")
        self.setVisible(bool(wanted))

    def _build(self, fields: Collection[str]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in self._alarms:
            self._lines.addWidget(self._line(one, one.field in fields))

    def _line(self, alarm: Alarm, here: bool) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        picture = QLabel(line)
        picture.setObjectName("alarm_icon")
        picture.setAccessibleName("注意")
        picture.setPixmap(pixmap("warning", "warning", scaled(16), self.devicePixelRatioF()))
        words = label(alarm.words, name="alarm_text", parent=line)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        if here:
            button = QPushButton("查看这一栏", line)
            button.setObjectName(f"alarm_look_{alarm.field}")
            button.setAccessibleName("到“表头与栏目”查看这一栏")
            button.setProperty("link", True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False: self.layout_requested.emit(alarm.field))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line
