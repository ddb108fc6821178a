"""Why a field is locked, in words: the rule, the document it stands in, since when, the ways out."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.rules.policy_parts import TIER_LABELS, FieldState
from tuanji_desktop.rules.why import Way, Why, plain

_WIDTH = 376
_EDGE = 16
_GAP = 8


def rule_in_words(state: FieldState) -> str:
    """Reason and clause in one sentence: a screen reader says it without the popup."""
    return f"{state.reason}依据：{state.clause}" if state.clause else state.reason


class RulePopup(QFrame):
    """Opens under a field's mark; Esc or a click elsewhere closes it."""

    path_requested = Signal(str)
    """The `Way.path` of the button that was pressed."""

    def __init__(
        self, name: str, state: FieldState, parent: QWidget, *, why: Why | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("rule_popup")
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._why = why or plain(name, state)
        room = self.screen().availableGeometry().width() - 2 * _EDGE
        self.setFixedWidth(min(scaled(_WIDTH), room))
        self._words = self._make_words()
        self._buttons = [self._make_button(n, way) for n, way in enumerate(self._why.ways)]
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(_EDGE, 12, _EDGE, 12)
        layout.setSpacing(_GAP)
        layout.addWidget(self._words, 1)
        for button in self._buttons:
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(f"{name}：{TIER_LABELS[self._why.tier]}")
        self.setAccessibleDescription("。".join(words for words, _role, _name in self._lines()))
        if self._buttons:
            self._buttons[0].setFocus()

    def _lines(self) -> list[tuple[str, str, str]]:
        """What is said, as (words, role, name), in the order of reading."""
        why = self._why
        lines = [
            (f"{why.label}：{TIER_LABELS[why.tier]}", "section", "rule_head"),
            (why.reason, "", "rule_reason"),
            (why.advice, "", "rule_advice"),
            (f"依据：{why.clause}" if why.clause else "", "small", "rule_clause"),
            (f"“{why.clause_text}”" if why.clause_text else "", "muted", "rule_text"),
            (f"——{why.document}" if why.document else "", "small", "rule_document"),
            ("\n".join(why.history), "small", "rule_since"),
        ]
        return [line for line in lines if line[0]]

    def _make_words(self) -> QWidget:
        page = QWidget(self)
        page.setObjectName("rule_words")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for words, role, name in self._lines():
            line = label(words, role=role, name=name, parent=page)
            line.setWordWrap(True)
            line.setAccessibleName(words)
            layout.addWidget(line)
        return page

    def _scroll(self) -> None:
        """Puts the words into a pane of their own: there are more than the screen has room for."""
        area = QScrollArea(self)
        area.setObjectName("rule_area")
        area.setAccessibleName("规则说明")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column.replaceWidget(self._words, area)
        self._column.setStretchFactor(area, 1)
        area.setWidget(self._words)
        if not self._buttons:
            area.setFocus()  # the arrows scroll

    def _make_button(self, number: int, way: Way) -> QPushButton:
        button = QPushButton(way.label, self)
        button.setObjectName("rule_path" if number == 0 else f"rule_path_{way.path}")
        button.setAccessibleName(way.label)
        button.setAccessibleDescription(self._why.reason)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._take(way))
        return button

    def open_under(self, widget: QWidget) -> None:
        """Shows itself below `widget`, inside the screen; where that is too low, it scrolls."""
        for part in (self, *self.findChildren(QWidget)):
            part.ensurePolished()  # the style sheet's letters and paddings, before they are measured
        screen = widget.screen().availableGeometry()
        self._column.invalidate()
        room = screen.height() - 2 * _EDGE
        # words that wrap: only their width says how high they are
        height = self._column.totalHeightForWidth(self.width())
        if height > room:
            self._scroll()
        height = min(height, room)
        self.setFixedHeight(height)
        corner = widget.mapToGlobal(QPoint(widget.width(), widget.height() + 4))
        place = QPoint(corner.x() - self.width(), corner.y())
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        place.setY(max(screen.top(), min(place.y(), screen.bottom() - height)))
        self.move(place)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _take(self, way: Way) -> None:
        self.close()
        self.path_requested.emit(way.path)
