"""What can be done with the request under the cursor: its questions, its papers, its return."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.ask_strip import AskStrip
from ..kit.dialogs import Banner, ask_save_path
from ..kit.flow import FlowLayout
from ..kit.page import Workplace
from ..kit.preview import write_whole
from ..rules.lifecycle import ACTOR_LABELS
from . import service
from .attached import Attached, attached_content, attached_files
from .chain import returners
from .guards import OPEN_STATES
from .queries import RequestRow
from .scans import picture_pdf

_PICTURES = (".jpg", ".jpeg", ".png")


class RequestActions(QWidget):
    """Buttons under the queue; a return is of the chosen requests, batched or not."""

    questions_wanted = Signal()
    paper_opened = Signal(bytes, str)
    """A paper of the request as PDF, and its title."""
    asked = Signal()
    """A question was opened under the buttons."""
    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("request_actions")
        self.setAccessibleName("对所选申请的办理")
        self._workplace = workplace
        self._row: RequestRow | None = None
        self._open: list[RequestRow] = []
        self.banner = Banner(self)
        self.strip = AskStrip("request_return_ask", self)
        self.questions = self._button("request_questions", "需核实的问题…")
        self.questions.clicked.connect(lambda _=False: self.questions_wanted.emit())
        self.give_back = self._button("request_return", "退回…")
        self.give_back.clicked.connect(lambda _=False: self._ask_return())
        self._files: list[QPushButton] = []
        self._bar = FlowLayout()
        self._bar.addWidget(self.questions)
        self._bar.addWidget(self.give_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.banner)
        self.hide()

    def show_rows(self, row: RequestRow | None, chosen: list[RequestRow]) -> None:
        """The request under the cursor and those that are chosen."""
        moved = (row.id if row else 0) != (self._row.id if self._row else 0)
        self._row = row
        some = chosen or ([row] if row else [])
        self._open = [one for one in some if one.state in OPEN_STATES]
        self.setVisible(row is not None)
        writable = not self._workplace.context.database.read_only
        self.give_back.setEnabled(writable and bool(self._open))
        words = f"退回 {len(self._open)} 份…" if len(self._open) > 1 else "退回…"
        self.give_back.setText(words)
        self.give_back.setAccessibleName(words.replace("…", ""))
        if moved:
            self.strip.dismiss()
            self._ask_files()

    # ------------------------------------------------------------------- papers
    def _ask_files(self) -> None:
        for button in self._files:
            self._bar.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._files = []
        if self._row is None:
            return
        context, request_id = self._workplace.context, self._row.id
        self._workplace.jobs.read(
            self,
            lambda: (request_id, attached_files(context, request_id=request_id)),
            lambda found: self._show_files(*found),
            topic="files",
        )

    def _show_files(self, request_id: int, files: tuple[Attached, ...]) -> None:
        if self._row is None or request_id != self._row.id:
            return
        for one in files:
            words = f"{one.label}：{one.file_name}"
            button = self._button(f"request_file_{one.id}", words)
            button.setProperty("link", True)
            button.clicked.connect(partial(self._open_file, one))
            self._files.append(button)
            self._bar.addWidget(button)

    def _open_file(self, file: Attached, _checked: bool = False) -> None:
        """Shows a PDF or a picture in the window; anything else is saved where the clerk says."""
        context = self._workplace.context
        shown = file.is_pdf or file.file_name.lower().endswith(_PICTURES)

        def content() -> bytes:
            data = attached_content(context, attachment_id=file.id)
            return picture_pdf(data) if shown and not data.startswith(b"%PDF") else data

        def opened(data: bytes) -> None:
            if shown:
                self.paper_opened.emit(data, f"{file.label} {file.file_name}")
            else:
                self._save(file, data)

        self._workplace.jobs.read(
            self, content, opened, topic="file", on_error=self.banner.say_error
        )

    def _save(self, file: Attached, data: bytes) -> None:
        suffix = Path(file.file_name).suffix
        path = ask_save_path(
            self,
            title=f"保存{file.label}",
            suggested=Path(file.file_name),
            kind="文件",
            suffix=suffix,
        )
        if path is not None:
            self._workplace.jobs.read(
                self,
                lambda: write_whole(path, data),
                lambda _done: self.said.emit("done", f"已存为 {path.name}。"),
                on_error=self.banner.say_error,
            )

    # ------------------------------------------------------------------- return
    def _ask_return(self) -> None:
        if not self._open:
            return
        ids = [one.id for one in self._open]
        states = {one.state for one in self._open}
        levels = returners(self._workplace.context.policy, states.pop()) if len(states) == 1 else ()
        self.strip.ask(
            f"退回 {len(ids)} 份申请。由现在办理的一级退回，退回后须认真核查，重新提出申请。",
            act=f"退回 {len(ids)} 份",
            granted=lambda reason, level: self._return(ids, reason, level),
            hint="退回原因",
            needed="退回须写明原因",
            choices=[("", "现在办理的一级"), *((str(one), ACTOR_LABELS[one]) for one in levels)],
        )
        self.asked.emit()

    def _return(self, ids: list[int], reason: str, level: str) -> None:
        context = self._workplace.context

        def give_back(_progress: Progress) -> service.Decided:
            return service.return_requests(
                context, request_ids=ids, reason=reason, level=level or None
            )

        def refused(error: TuanjiError) -> None:
            self.banner.say_error(error)

        self._workplace.jobs.write(
            self,
            give_back,
            lambda done: self.said.emit("done", f"已退回 {len(done.returned)} 份删除申请。"),
            words="退回删除申请",
            on_error=refused,
        )

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words.replace("…", ""))
        button.setAutoDefault(False)
        return button
