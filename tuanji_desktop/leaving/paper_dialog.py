"""The list that the branches sign, before it is printed."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ..kit.dialogs import Banner, fit_to_screen
from ..kit.page import Workplace
from ..kit.preview import PaperPreview
from ..office.prints import KeepAs
from ..papers.paper import Paper
from ..papers.preflight import kept_back
from .form import FORM, TITLE
from .papers import leaving_list

_NAMED = 3


class PaperDialog(QDialog):
    """Draws and files the list of these members, and shows it."""

    def __init__(
        self,
        workplace: Workplace,
        ids: Sequence[int],
        *,
        left_on: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("leaving_paper_dialog")
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.banner = Banner(self)
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.preview, 1)
        fit_to_screen(self, 880, 760)
        context, members = workplace.context, tuple(ids)
        # on the writer's thread: the list is filed where it is not filed yet
        ask = workplace.jobs.read_long if context.database.read_only else workplace.jobs.write
        ask(
            self,
            lambda _progress: leaving_list(context, member_ids=members, left_on=left_on),
            self._show,
            words=f"制作{TITLE}",
            on_error=self.banner.say_error,
        )

    def _show(self, paper: Paper) -> None:
        keep = KeepAs(FORM, TITLE)
        self.preview.show_pdf(paper.pdf, name=TITLE, keep=keep, faults=kept_back(paper.findings))
        if paper.findings:
            words = "".join(found.message for found in paper.findings[:_NAMED])
            more = f"（共 {len(paper.findings)} 处）" if len(paper.findings) > _NAMED else ""
            self.banner.say(f"{words}{more}", level="warning")
