"""需核实的问题 of a batch or a request: each with exactly its list behind it, and what was found."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.labels import label
from ..kit.page import Workplace
from . import questions
from .questions import Question

_TITLE = "需核实的问题"
_SHOWN_NAMES = 12


class QuestionsDialog(QDialog):
    """Questions, never accusations: nothing is refused here. The answers are kept beside the batch
    and never printed on the form."""

    members_requested = Signal(object, str)
    """Ids of exactly those behind a question, and a title for their list."""
    paper_requested = Signal(int)
    """Id of the batch whose 核实情况 is to be shown as a paper."""

    def __init__(
        self,
        workplace: Workplace,
        *,
        batch_id: int | None = None,
        request_id: int | None = None,
        about: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("questions_dialog")
        self.setWindowTitle(_TITLE)
        self.setAccessibleName(_TITLE)
        self._workplace = workplace
        self._batch_id, self._request_id = batch_id, request_id
        self.cards: dict[tuple[str, int | None], QuestionCard] = {}
        self._asked: tuple[Question, ...] = ()
        self.banner = Banner(self)
        head = label(f"{about}：{_TITLE}", role="title", name="questions_head", parent=self)
        head.setWordWrap(True)
        note = label(
            "这些只是疑问，不影响办理（提醒函三）。核实的情况与批次一并存档，不印在申请表上。",
            role="muted",
            name="questions_note",
            parent=self,
        )
        note.setWordWrap(True)
        self._inner = QWidget(self)
        self._inner.setObjectName("questions_list")
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(8)
        scroll = QScrollArea(self)
        scroll.setObjectName("questions_scroll")
        scroll.setAccessibleName(_TITLE)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (head, note, self.banner):
            layout.addWidget(widget)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._foot())
        fit_to_screen(self, 680, 560)
        self._load()

    def _foot(self) -> QHBoxLayout:
        paper = QPushButton("查看核实情况…", self)
        paper.setObjectName("questions_paper")
        paper.setAccessibleName("查看和打印核实情况")
        paper.setAutoDefault(False)
        paper.setVisible(self._batch_id is not None)
        paper.clicked.connect(lambda _=False: self._show_paper())
        close = QPushButton("关闭", self)
        close.setObjectName("questions_close")
        close.setAccessibleName("关闭")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(paper)
        foot.addStretch(1)
        foot.addWidget(close)
        return foot

    def _load(self) -> None:
        context, batch_id, request_id = self._workplace.context, self._batch_id, self._request_id
        self._workplace.jobs.read(
            self,
            lambda: questions.questions_about(context, batch_id=batch_id, request_id=request_id),
            self._show,
            topic="questions",
            on_error=self.banner.say_error,
        )

    def _show(self, asked: tuple[Question, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._asked = asked
        self.cards = {}
        read_only = self._workplace.context.database.read_only
        for place, question in enumerate(asked):
            card = QuestionCard(question, place, read_only=read_only, parent=self._inner)
            card.list_requested.connect(partial(self._show_list, question))
            card.answered.connect(partial(self._answer, question))
            self.cards[question.code, question.org_id] = card
            self._rows.addWidget(card)
        if not asked:
            self._rows.addWidget(
                label("没有需要核实的问题。", role="muted", name="no_questions", parent=self._inner)
            )
        self._rows.addStretch(1)
        first = next((one for one in self.cards.values() if one.question.open), None)
        if first is not None:
            first.line.setFocus()

    def _show_list(self, question: Question) -> None:
        self.accept()
        self.members_requested.emit(list(question.members), _TITLE)

    def _show_paper(self) -> None:
        self.accept()
        self.paper_requested.emit(self._batch_id or 0)

    def _answer(self, question: Question, note: str) -> None:
        context, batch_id, request_id = self._workplace.context, self._batch_id, self._request_id
        self._workplace.jobs.write(
            self,
            lambda progress: questions.answer_question(
                context,
                code=question.code,
                org_id=question.org_id,
                note=note,
                batch_id=batch_id,
                request_id=request_id,
            ),
            lambda _done: self._load(),
            words="登记核实情况",
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)


class QuestionCard(QFrame):
    """One question: its words, the names behind it, the answers, and a line for the next one."""

    list_requested = Signal()
    answered = Signal(str)

    def __init__(
        self, question: Question, place: int, *, read_only: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"question_{place}")
        self.setProperty("role", "card")
        self.setAccessibleName(question.words)
        self.question = question
        words = label(
            f"{'？' if question.open else '✓'} {question.words}",
            role="" if question.open else "muted",
            name=f"question_words_{place}",
            parent=self,
        )
        names = "、".join(question.names[:_SHOWN_NAMES])
        more = f" 等 {len(question.names)} 人" if len(question.names) > _SHOWN_NAMES else ""
        who = label(names + more, role="small", name=f"question_names_{place}", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        for one in (words, who):
            one.setWordWrap(True)
            layout.addWidget(one)
        for number, said in enumerate(question.answers):
            answer = label(
                f"{said.on} {said.by}：{said.note}",
                role="muted",
                name=f"question_answer_{place}_{number}",
                parent=self,
            )
            answer.setWordWrap(True)
            layout.addWidget(answer)
        if question.grown:
            grown = label(
                f"答复之后又增加了 {question.grown} 人，请再核实。",
                role="warning",
                name=f"question_grown_{place}",
                parent=self,
            )
            grown.setWordWrap(True)
            layout.addWidget(grown)
        self.line = QLineEdit(self)
        self.line.setObjectName(f"question_note_{place}")
        self.line.setAccessibleName("核实的情况")
        self.line.setPlaceholderText("核实的情况，例如：逐人电话核实，均属重复录入")
        self.line.setMaxLength(300)
        self.keep = self._button(f"question_keep_{place}", "登记", "登记核实情况")
        show = self._button(
            f"question_list_{place}", "查看名单", f"查看这个问题涉及的 {len(question.members)} 人"
        )
        show.clicked.connect(lambda _=False: self.list_requested.emit())
        self.keep.clicked.connect(lambda _=False: self._say())
        self.line.returnPressed.connect(self._say)
        self.line.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.keep.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(show)
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)
        for widget in (self.line, self.keep):
            widget.setVisible(not read_only)
        layout.addLayout(row)

    def _say(self) -> None:
        note = self.line.text().strip()
        if note:
            self.keep.setEnabled(False)
            self.answered.emit(note)

    def _button(self, name: str, words: str, spoken: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setAutoDefault(False)
        return button
