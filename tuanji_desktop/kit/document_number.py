"""Where our own 文号 is typed: 取下一号 beside the field, and what is to be said of the number.

The number is only proposed here. It is given by the act that makes the paper, inside its write.
"""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from ..office.document_numbers import EXAMPLE, DocumentNumber, judge, proposals
from .labels import label
from .page import Workplace
from .style import scaled

_PAUSE = 300


class NextNumberButton(QPushButton):
    """Puts the next free number into a field; where there are several series, it asks which."""

    def __init__(
        self, workplace: Workplace, line: QLineEdit, *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("取下一号", parent)
        self.setObjectName(name)
        self.setAccessibleName("取下一个文号")
        self.setToolTip("按 设置/备份 → 本单位 的发文字号，填入今年的下一个号")
        self.setAutoDefault(False)
        self._workplace, self._line = workplace, line
        self.menu_shown: QMenu | None = None
        self.clicked.connect(lambda _=False: self.propose())

    def propose(self) -> None:
        """Looks the next numbers up and offers them."""
        context = self._workplace.context
        self._workplace.jobs.read(
            self, lambda: proposals(context), self._offer, topic="next_number"
        )

    def _offer(self, found: tuple[DocumentNumber, ...]) -> None:
        if len(found) == 1:
            self._take(str(found[0]))
            return
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}_series")
        menu.setAccessibleName("选择发文字号")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in found:
            menu.addAction(str(one)).triggered.connect(lambda _=False, n=str(one): self._take(n))
        if not found:
            nothing = menu.addAction(f"先在 设置/备份 → 本单位 填写发文字号，例如：{EXAMPLE}")
            nothing.setEnabled(False)
        self.menu_shown = menu
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _take(self, number: str) -> None:
        self._line.setText(number)
        self._line.setFocus()
        self._line.editingFinished.emit()


class DocumentNumberBox(QWidget):
    """The field, the button, and a line that says if the number was given, voided or leaves a gap."""

    changed = Signal()
    """The number is typed or taken."""

    def __init__(self, workplace: Workplace, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_box")
        self._workplace = workplace
        self.line = QLineEdit(self)
        self.line.setObjectName(name)
        self.line.setAccessibleName("文号")
        self.line.setMaxLength(60)
        self.line.setMinimumWidth(scaled(180))
        self.button = NextNumberButton(workplace, self.line, name=f"{name}_next", parent=self)
        self.note = label("", role="warning", name=f"{name}_note", parent=self)
        self.note.setWordWrap(True)
        self.note.hide()
        self.setFocusProxy(self.line)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.note)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._ask)
        self.line.textChanged.connect(lambda _text: self._later.start())
        self.line.editingFinished.connect(self.changed)

    @property
    def text(self) -> str:
        """What is typed, without blanks around it."""
        return self.line.text().strip()

    def clear(self) -> None:
        """Empties the field and takes the line below away."""
        self.line.clear()
        self._say("")

    def _ask(self) -> None:
        context, text = self._workplace.context, self.text
        self._workplace.jobs.read(self, lambda: judge(context, text), self._say, topic="judge")

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.line.setAccessibleDescription(words)
