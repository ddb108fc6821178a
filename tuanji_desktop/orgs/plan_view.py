"""A plan of the tree in words: what would change, what to mind, what is left out."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import words_of
from ..kit.icons import pixmap
from ..kit.labels import label
from ..kit.style import scaled
from .plans import Notice, TreePlan

_LISTED = 60
_LEAST, _MOST = 64, 170
"""Heights in px at scale 1."""
_LEVELS = {"warning": "注意", "error": "不办理", "info": "将会"}


class PlanView(QScrollArea):
    """Shows one plan at a time; says nothing of a plan that is still being worked out."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("办理之前的核对")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(scaled(_LEAST))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._inner = QWidget(self)
        self._inner.setObjectName(f"{name}_lines")
        self._lines = QVBoxLayout(self._inner)
        self._lines.setContentsMargins(0, 0, 4, 0)
        self._lines.setSpacing(4)
        self._lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._inner)
        self._text = ""

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its lines, within bounds: the inputs have the rest."""
        height = self._lines.heightForWidth(max(1, self.viewport().width()))
        most = min(scaled(_MOST), max(scaled(_LEAST), self.window().height() // 4))
        return QSize(scaled(400), min(max(height, scaled(_LEAST)), most))

    @property
    def text(self) -> str:
        """All it says, a line each."""
        return self._text

    def say(self, words: str) -> None:
        """A quiet line instead of a plan."""
        self._show([("", words)])

    def show_refusal(self, error: TuanjiError) -> None:
        """Why there is no plan."""
        self._show([("error", words_of(error))])

    def show_plan(self, plan: TreePlan) -> None:
        """What it would do; first why it may not be done, where that is so."""
        lines = [("error", _words(plan.stop))] if plan.stop else []
        lines += [("info", sentence) for sentence in plan.sentences]
        for level, notices in (("warning", plan.warnings), ("error", plan.left_out)):
            lines += [(level, _words(notice)) for notice in notices[:_LISTED]]
            if len(notices) > _LISTED:
                lines.append((level, f"还有 {len(notices) - _LISTED:,} 条，没有逐条列出。"))
        self._show(lines)

    def _show(self, lines: list[tuple[str, str]]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for level, words in lines:
            self._lines.addWidget(self._line(level, words))
        self._text = "\n".join(words for _, words in lines)
        self.setAccessibleDescription(self._text)
        self.updateGeometry()

    def _line(self, level: str, words: str) -> QWidget:
        row = QWidget(self._inner)
        row.setObjectName("plan_line")
        text = label(words, name=f"plan_{level or 'note'}", parent=row)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.setAccessibleName(f"{_LEVELS[level]}：{words}" if level else words)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if level:
            picture = QLabel(row)
            picture.setObjectName("plan_icon")
            role = "action" if level == "info" else level
            picture.setPixmap(pixmap(level, role, scaled(16), self.devicePixelRatioF()))
            picture.setAccessibleName(_LEVELS[level])
            layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1)
        return row


def _words(notice: Notice) -> str:
    return f"{notice.message}（{notice.clause}）" if notice.clause else notice.message
