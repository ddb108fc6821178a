"""A reminder or a notice before it is printed; what is printed or saved is kept with the school."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, words_of
from ..kit.document_number import DocumentNumberBox
from ..kit.flow import FlowLayout
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from ..kit.preview import PaperPreview
from ..kit.style import scaled
from ..office.document_numbers import refused_words
from ..office.prints import KeepAs
from ..papers.paper import Paper
from ..papers.preflight import kept_back
from .letters import FORMS, NOTICE, SchoolLetter, draw, file_letter, school_letter


class PaperSide(QWidget):
    """Instead of the lists: the letter, what is written into it, and the way back."""

    closed = Signal()
    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("graduates_paper_side")
        self.setAccessibleName("催办函和通报")
        self._workplace = workplace
        self._wanted = ("", 0, 0)
        self._made: tuple[SchoolLetter, Paper] | None = None
        self.back = QPushButton("← 返回", self)
        self.back.setObjectName("graduates_paper_back")
        self.back.setAccessibleName("返回进度")
        self.back.setProperty("link", True)
        self.back.clicked.connect(lambda _=False: self.closed.emit())
        escape = QShortcut(QKeySequence("Esc"), self, self.closed.emit)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._title = label("", name="graduates_paper_title", parent=self)
        self.number_box = DocumentNumberBox(workplace, name="graduates_paper_number", parent=self)
        self.number_box.changed.connect(self._redraw)
        self.number = self.number_box.line
        self.addressee = self._line("graduates_paper_addressee", "主送")
        self.banner = Banner(self)
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context)
        self.preview.printed.connect(lambda _: self._file())
        self.preview.saved.connect(lambda _: self._file())
        bar = FlowLayout(spacing=8)
        bar.setContentsMargins(8, 6, 8, 6)
        bar.addWidget(self.back)
        bar.addWidget(self._title)
        bar.addWidget(self._named("文号", self.number)[0])
        bar.addWidget(self.number_box)
        for one in self._named("主送", self.addressee):
            bar.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(hairline(self))
        layout.addWidget(self.banner)
        layout.addWidget(self.preview, 1)

    def _line(self, name: str, words: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.setMinimumWidth(scaled(180))
        line.editingFinished.connect(self._redraw)
        return line

    def _named(self, words: str, line: QLineEdit) -> tuple[QLabel, QLineEdit]:
        name = label(words, role="muted", parent=self)
        name.setBuddy(line)
        return name, line

    def show_letter(self, form: str, org_id: int, year: int) -> None:
        """Draws a school's letter with today's numbers."""
        self._wanted = (form, org_id, year)
        self.number.clear()
        self.addressee.clear()
        notice = form == NOTICE
        self.number.setPlaceholderText("可留空，打印后手写")
        self.addressee.setPlaceholderText(
            "中共……委员会；留空则手写" if notice else "留空则为学校团组织"
        )
        self._title.setText("")
        self._draw()

    def _redraw(self) -> None:
        made = self._made
        if made is None:
            return
        letter, addressee = made[0].letter, self.addressee.text().strip()
        if self.number.text().strip() != letter.document_number or (
            addressee and addressee != letter.addressee
        ):
            self._draw()

    def _draw(self) -> None:
        context, (form, org_id, year) = self._workplace.context, self._wanted
        number, addressee = self.number.text(), self.addressee.text()

        def ask() -> tuple[SchoolLetter, Paper, str]:
            made = school_letter(
                context,
                form=form,
                org_id=org_id,
                year=year,
                addressee=addressee,
                document_number=number,
            )
            number_words = refused_words(context, made.letter.document_number, used_for=made.bears)
            return made, draw(made), number_words

        self._made = None
        self._workplace.jobs.read(self, ask, self._show, topic="letter", on_error=self._failed)

    def _show(self, found: tuple[SchoolLetter, Paper, str]) -> None:
        made, paper, number_words = found
        self._made = made, paper
        self._title.setText(f"{FORMS[made.form]}：{made.school}")
        if self.number.text().strip() and not self.number.hasFocus():
            self.number.setText(made.letter.document_number)
        words = "；".join(one.message for one in paper.findings[:3])
        if words:
            self.banner.say(words, level="warning")
        else:
            self.banner.hide()
        keep = KeepAs(
            f"graduates-{made.form}",
            made.name,
            {"org_id": made.org_id},
            document_number=made.letter.document_number,
            bears=made.bears,
        )
        self.preview.show_pdf(
            paper.pdf,
            name=made.name,
            form=made.form,
            keep=keep,
            refusal=number_words,
            faults=kept_back(paper.findings),
        )

    def _file(self) -> None:
        context, found = self._workplace.context, self._made
        if found is None or context.database.read_only:
            return
        made, paper = found
        pen = self.preview.by_hand.characters
        self._workplace.jobs.write(
            self,
            lambda _progress: file_letter(context, made, paper, by_hand=pen),
            lambda _id: self.said.emit("done", f"{made.name} 已归档。"),
            words=f"归档{FORMS[made.form]}",
            on_error=self.banner.say_error,
        )

    def _failed(self, error: TuanjiError) -> None:
        self.said.emit("error", words_of(error))
        self.closed.emit()
