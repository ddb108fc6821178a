"""情况说明 and 检讨 of a mistaken approval: filled from the record, signed by the branch (G 三.2)."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from ..kit.dialogs import Banner, fit_to_screen
from ..kit.page import Workplace
from ..kit.preview import PaperPreview
from ..office.prints import KeepAs
from ..papers.preflight import blocking
from .letters import STATEMENTS, Statement, statement_paper

_PAUSE = 300


class StatementDialog(QDialog):
    """Shows the paper as it will print; what only the branch knows is typed or left for the pen."""

    def __init__(
        self, workplace: Workplace, member_id: int, kind: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("statement_dialog")
        self._title = STATEMENTS[kind]
        self.setWindowTitle(self._title)
        self.setAccessibleName(self._title)
        self._workplace, self._member_id, self._kind = workplace, member_id, kind
        self.banner = Banner(self)
        self.right_branch = self._line(
            "statement_branch", "应报到的团支部", "不填则留空，由支部手写"
        )
        self.cause = self._line("statement_cause", "误审核的原因", "不填则留空，由支部手写")
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context)
        fields = QFormLayout()
        fields.setContentsMargins(12, 8, 12, 4)
        for line in (self.right_branch, self.cause):
            fields.addRow(line.accessibleName(), line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(fields)
        layout.addWidget(self.banner)
        layout.addWidget(self.preview, 1)
        fit_to_screen(self, 880, 760)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._draw)
        self._draw()

    def _line(self, name: str, words: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.setPlaceholderText(hint)
        line.textChanged.connect(lambda _text: self._later.start())
        return line

    def _draw(self) -> None:
        context, member_id, kind = self._workplace.context, self._member_id, self._kind
        branch, cause = self.right_branch.text(), self.cause.text()
        self._workplace.jobs.read(
            self,
            lambda: statement_paper(
                context, kind=kind, member_id=member_id, right_branch=branch, cause=cause
            ),
            self._show,
            topic="statement",
            on_error=self.banner.say_error,
        )

    def _show(self, made: Statement) -> None:
        owner = {"member_id": self._member_id}
        keep = KeepAs(self._kind, self._title, owner, made.number, made.content_hash)
        faults = blocking(made.paper.findings)
        self.preview.show_pdf(made.paper.pdf, name=self._title, keep=keep, faults=faults)
        if made.paper.findings:
            words = "；".join(found.message for found in made.paper.findings[:3])
            self.banner.say(words, level="warning")
        else:
            self.banner.hide()
