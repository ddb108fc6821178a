"""Why a field is locked, in words: the rule, where it stands, and the permitted way."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.rules.policy_parts import TIER_LABELS, ChangePath, FieldState

_NO_WAY = (ChangePath.NONE, ChangePath.DERIVED, ChangePath.CLOSED_RECORD)
"""The reason says all there is; nothing can be started."""


def rule_in_words(state: FieldState) -> str:
    """Reason and clause in one sentence: a screen reader says it without the popup."""
    return f"{state.reason}依据：{state.clause}" if state.clause else state.reason


class RulePopup(QFrame):
    """Opens under a field's mark; Esc or a click elsewhere closes it."""

    path_requested = Signal()

    def __init__(self, name: str, state: FieldState, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("rule_popup")
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(scaled(320))
        head = label(f"{name}：{TIER_LABELS[state.tier]}", role="section", name="rule_head")
        reason = label(state.reason, name="rule_reason")
        reason.setWordWrap(True)
        clause = label(f"依据：{state.clause}" if state.clause else "", role="small")
        clause.setObjectName("rule_clause")
        clause.setVisible(bool(state.clause))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for one in (head, reason, clause):
            layout.addWidget(one)
        self.setAccessibleName(head.text())
        self.setAccessibleDescription(rule_in_words(state))
        if state.path not in _NO_WAY:
            button = QPushButton(state.path_label, self)
            button.setObjectName("rule_path")
            button.setAccessibleName(state.path_label)
            button.setAccessibleDescription(rule_in_words(state))
            button.clicked.connect(self._take_path)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.setFocus()

    def open_under(self, widget: QWidget) -> None:
        """Shows itself below `widget`, inside the screen."""
        self.ensurePolished()
        layout = self.layout()
        if layout is not None:  # words that wrap: only their width says how high they are
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
        corner = widget.mapToGlobal(QPoint(widget.width(), widget.height() + 4))
        place = QPoint(corner.x() - self.width(), corner.y())
        screen = widget.screen().availableGeometry()
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        place.setY(max(screen.top(), min(place.y(), screen.bottom() - self.height())))
        self.move(place)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _take_path(self) -> None:
        self.path_requested.emit()
        self.close()
