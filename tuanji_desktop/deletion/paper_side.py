"""The paper of a batch in place of the lists: its form, its letter, 核实情况, what was attached."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..core.by_hand import named
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..kit.preview import PaperPreview
from ..office.prints import KeepAs, undertaken_for
from ..papers.kinds import MadePaper
from ..papers.paper import Paper
from ..papers.preflight import PaperFinding, blocking, kept_back
from . import papers, queries
from .letters import batch_letter
from .papers import batch_paper
from .queries import BatchDetail, BatchRow
from .questions import questions_paper
from .questions_paper import FORM


class PaperSide(QWidget):
    """Reads a paper and shows it; says when there is something to be seen."""

    opened = Signal()
    closed = Signal()
    """Back to the lists."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deletion_paper_side")
        self.setAccessibleName("纸件")
        self._workplace = workplace
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context)
        back = QPushButton("← 返回批次", self)
        back.setObjectName("deletion_back")
        back.setAccessibleName("返回批次")
        back.setProperty("link", True)
        back.setShortcut("Esc")
        back.clicked.connect(lambda _=False: self.closed.emit())
        self._title = label("", name="deletion_paper_title", parent=self)
        self._title.setWordWrap(True)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.addWidget(back)
        bar.addWidget(self._title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(hairline(self))
        layout.addWidget(self.preview, 1)

    def show_form(self, batch_id: int) -> None:
        """A batch's form as it was archived; of a voided one it is marked and does not print."""
        context = self._workplace.context

        def read() -> tuple[BatchDetail, Paper, tuple[str, ...]]:
            detail = queries.batch_detail(context, batch_id=batch_id)
            paper = batch_paper(context, batch_id=batch_id)
            return detail, paper, undertaken_for(context, _form_as(detail.batch), paper.sha256)

        self._workplace.jobs.read(self, read, lambda found: self._open_form(*found), topic="paper")

    def show_letter(self, batch_id: int) -> None:
        """The formal letter of a batch: as it was sent, before that a draft of today."""
        context = self._workplace.context

        def read() -> tuple[BatchRow, Paper, tuple[str, ...]]:
            row = queries.batch_detail(context, batch_id=batch_id).batch
            paper = batch_letter(context, batch_id=batch_id)
            return row, paper, undertaken_for(context, _letter_as(row), paper.sha256)

        self._workplace.jobs.read(
            self, read, lambda found: self._open_letter(*found), topic="paper"
        )

    def show_questions(self, batch_id: int) -> None:
        """核实情况 of a batch as it stands now."""
        context = self._workplace.context
        self._workplace.jobs.read(
            self,
            lambda: questions_paper(context, batch_id=batch_id),
            self._open_questions,
            topic="paper",
        )

    def show_pdf(
        self,
        pdf: bytes,
        title: str,
        *,
        about: str = "",
        keep: KeepAs | None = None,
        refusal: str = "",
        faults: Sequence[PaperFinding] = (),
        names: Mapping[int, str] | None = None,
    ) -> None:
        """Any PDF: `title` names its file, `about` says more over it; the rest is the preview's."""
        self.preview.show_pdf(
            pdf, name=title, keep=keep, refusal=refusal, faults=faults, names=names
        )
        self._title.setText(about or title)
        self.opened.emit()
        self.preview.setFocus()

    def _open_form(self, detail: BatchDetail, paper: Paper, written: Sequence[str]) -> None:
        row = detail.batch
        gone = f"批次 {row.number} {row.state_label}，原来的纸件不能再送出。"
        void = gone if row.replaced_by else ""
        stale = " · 打印之后档案有过修改，纸面与现在的记录不一致" if row.stale else ""
        pen = _pen(written)
        about = void or f"批次 {row.number} · {row.lines} 人{stale}{pen}"
        self.show_pdf(
            paper.pdf,
            f"{row.form_title} {row.number}",
            about=about,
            keep=_form_as(row),
            refusal=void,
            faults=() if void else papers.blocking(paper.findings, written=written),
            names={line.member_id: line.name for line in detail.lines},
        )
        if void:
            self.preview.mark_void(range(1, paper.pages + 1))

    def _open_letter(self, row: BatchRow, paper: Paper, written: Sequence[str]) -> None:
        faults = "；".join(found.message for found in paper.findings)
        about = f"批次 {row.number} 的正式行文" + (f" · {faults}" if faults else "")
        self.show_pdf(
            paper.pdf,
            f"正式行文 {row.number}",
            about=f"{about}{_pen(written)}",
            keep=_letter_as(row),
            faults=blocking(paper.findings, by_hand=("document_number",), written=written),
        )

    def _open_questions(self, made: MadePaper) -> None:
        keep = KeepAs(FORM, made.name, made.owner, made.number, made.content_hash)
        self.show_pdf(made.paper.pdf, made.name, keep=keep, faults=kept_back(made.paper.findings))


def _form_as(row: BatchRow) -> KeepAs:
    return KeepAs(f"deletion-{row.form}", f"{row.form_title} {row.number}", {"batch_id": row.id})


def _letter_as(row: BatchRow) -> KeepAs:
    return KeepAs("letter", f"正式行文 {row.number}", {"batch_id": row.id})


def _pen(written: Sequence[str]) -> str:
    """What was undertaken to be written on a kept paper."""
    pen = "、".join(named(one) for one in written)
    return f" · 打印后在〓处手写 {pen}" if pen else ""
