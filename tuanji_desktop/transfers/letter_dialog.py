"""介绍信 of one transfer: the number is taken here, voided here; how the office counts them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.ask_strip import AskStrip
from ..kit.by_hand import ByHandStrip
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.paged_model import Column
from ..kit.row_table import RowTable
from ..office.context import Context
from . import introductions
from .introduction_form import TITLE
from .introductions import FORM, Block, Stub
from .paper_kinds import STUBS

_MOST = 999_999


@dataclass(frozen=True, slots=True)
class _Book:
    """The letters of the transfer, and the number that the next one would take."""

    stubs: tuple[Stub, ...]
    block: Block
    next: str
    left: int | None
    why_none: str
    by_hand: tuple[str, ...]
    """Characters of the letter that no font has."""


def _read(context: Context, transfer_id: int) -> _Book:
    stubs = introductions.letters_of(context, transfer_id=transfer_id)
    year = context.today.year
    with context.database.read() as connection:
        block = introductions.block(connection)
        left = introductions.remaining(connection, year)
        try:
            number, why = introductions.next_number(connection, year), ""
        except TuanjiError as error:
            number, why = "", error.message
    living = any(not one.voided for one in stubs)
    pen = () if living else introductions.letter_by_hand(context, transfer_id=transfer_id)
    return _Book(stubs, block, number, left, why, pen)


class IntroductionDialog(QDialog):
    """Writes by `introductions`; the sheet itself is shown and printed where all papers are."""

    said = Signal(str, str)
    paper_requested = Signal(object)
    """What the desk of papers is wished for: {"form": …, "transfer": …}."""

    def __init__(
        self, workplace: Workplace, *, transfer_id: int, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("introduction_dialog")
        self.setWindowTitle(f"{TITLE}：{name}")
        self.setAccessibleName(f"{TITLE}：{name}")
        self._workplace, self._transfer_id = workplace, transfer_id
        self._book: _Book | None = None
        self.banner = Banner(self)
        self.strip = AskStrip("introduction_ask", self)
        writable = not workplace.context.database.read_only
        self.by_hand = ByHandStrip("introduction_by_hand", self, writable=writable)
        self.by_hand.changed.connect(self._enable)
        self.table: RowTable[Stub] = RowTable(
            columns=_columns(),
            jobs=workplace.jobs,
            name="introduction_letters",
            label="这件转接的介绍信",
            stretch="remark",
            parent=self,
        )
        self.table.set_empty("还没有开过介绍信", "按“取号开具”，从本单位的介绍信里取下一个号。")
        self.table.chosen_changed.connect(lambda _count: self._enable())
        self.issue = self._button("introduction_issue", "取号开具", self._issue)
        self.issue.setProperty("main", True)
        self.show_paper = self._button("introduction_show", "查看、打印…", self._show_paper)
        self.void = self._button("introduction_void", "作废…", self._ask_void)
        self.stubs = self._button(
            "introduction_stubs", "存根簿…", lambda: self._wish({"form": STUBS})
        )
        self.settings = self._button("introduction_settings", "编号设置", self._toggle_settings)
        self.settings.setCheckable(True)
        self._about = label("", role="small", name="introduction_about", parent=self)
        self._about.setWordWrap(True)
        self.block = _BlockFields(self)
        self.block.saved.connect(self._save_block)
        self._lay_out()
        fit_to_screen(self, 720, 460)
        self.refresh()

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        return button

    def _lay_out(self) -> None:
        acts = FlowLayout()
        for button in (self.issue, self.show_paper, self.void, self.stubs, self.settings):
            acts.addWidget(button)
        close = self._button("introduction_close", "关闭", self.reject)
        last = QHBoxLayout()
        last.addWidget(self._about, 1)
        last.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(acts)
        layout.addWidget(self.block)
        layout.addWidget(self.strip)
        layout.addWidget(self.by_hand)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        layout.addLayout(last)
        self._enable()

    # ---------------------------------------------------------------- what is shown
    def refresh(self) -> None:
        """The letters as they stand now."""
        context, transfer_id = self._workplace.context, self._transfer_id
        self._workplace.jobs.read(
            self, lambda: _read(context, transfer_id), self._show, topic="letters"
        )

    def _show(self, book: _Book) -> None:
        self._book = book
        self.table.show_rows({one.letter_id: one for one in book.stubs})
        if book.stubs and not self.table.chosen_rows():
            self.table.choose([book.stubs[-1].letter_id])
        left = "" if book.left is None else f"，本册剩余 {book.left:,} 号"
        self._about.setText(
            book.why_none
            or f"下一个号：{book.next}{left}。有效期 {book.block.days} 天。作废的号不再使用。"
        )
        self.block.show_block(book.block)
        self.by_hand.ask(book.by_hand, ticked=self.by_hand.characters)
        self._enable()

    def _enable(self) -> None:
        book, writable = self._book, not self._workplace.context.database.read_only
        living = any(not one.voided for one in book.stubs) if book else False
        chosen = self.table.chosen_rows()
        ticked = book is not None and set(book.by_hand) <= set(self.by_hand.characters)
        self.issue.setEnabled(
            writable and book is not None and bool(book.next) and not living and ticked
        )
        self.show_paper.setEnabled(book is not None)
        self.void.setEnabled(writable and len(chosen) == 1 and not chosen[0].voided)
        self.settings.setEnabled(writable)
        self.block.setVisible(self.settings.isChecked())

    # -------------------------------------------------------------------------- acts
    def _issue(self) -> None:
        context, transfer_id = self._workplace.context, self._transfer_id
        pen = self.by_hand.characters
        self._workplace.jobs.write(
            self,
            lambda _progress: introductions.issue_letter(
                context, transfer_id=transfer_id, by_hand=pen
            ),
            lambda made: self._done(f"已开介绍信 {made.number}：{made.name}。"),
            words="开具介绍信",
            on_error=self.banner.say_error,
        )

    def _ask_void(self) -> None:
        (row,) = self.table.chosen_rows()
        self.strip.ask(
            f"作废介绍信 {row.number}，这个号不再使用。",
            act="作废",
            granted=lambda reason, _: self._void(row.number, reason),
            hint="作废原因，例如 填写有误，已收回",
            needed="作废介绍信要写明原因",
        )

    def _void(self, number: str, reason: str) -> None:
        context = self._workplace.context
        self._workplace.jobs.write(
            self,
            lambda _progress: introductions.void_letter(context, number=number, reason=reason),
            lambda _number: self._done(f"已作废介绍信 {number}。"),
            words="作废介绍信",
            on_error=self.banner.say_error,
        )

    def _toggle_settings(self) -> None:
        self._enable()
        if self.settings.isChecked():
            self.block.series.setFocus()

    def _save_block(self, wanted: Block) -> None:
        context = self._workplace.context
        self._workplace.jobs.write(
            self,
            lambda _progress: introductions.set_block(
                context,
                series=wanted.series,
                first=wanted.first,
                last=wanted.last or 0,
                days=wanted.days,
            ),
            lambda _block: self._done("已保存介绍信的编号设置。"),
            words="介绍信编号设置",
            on_error=self.banner.say_error,
        )

    def _done(self, words: str) -> None:
        self.banner.say(words, level="good")
        self.said.emit("done", words)
        self.refresh()

    def _show_paper(self) -> None:
        self._wish({"form": FORM, "transfer": self._transfer_id})

    def _wish(self, wish: dict[str, object]) -> None:
        self.paper_requested.emit(wish)


class _BlockFields(QWidget):
    """How numbers are written, from which to which, and how long a letter is valid."""

    saved = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("introduction_block")
        self.series = QLineEdit(self)
        self.series.setPlaceholderText("{年}-{序号}")
        self.first, self.last, self.days = (QSpinBox(self) for _ in range(3))
        self.last.setSpecialValueText("不限")
        fields = QFormLayout()
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        fields.setVerticalSpacing(6)
        for name, words, field in (
            ("series", "编号格式", self.series),
            ("first", "首号", self.first),
            ("last", "末号", self.last),
            ("days", "有效天数", self.days),
        ):
            field.setObjectName(f"introduction_{name}")
            field.setAccessibleName(words)
            if isinstance(field, QSpinBox):
                field.setRange(0 if field is self.last else 1, _MOST)
            fields.addRow(words, field)
        save = QPushButton("保存编号设置", self)
        save.setObjectName("introduction_save_block")
        save.setAccessibleName("保存编号设置")
        save.setAutoDefault(False)
        save.clicked.connect(lambda _=False: self.saved.emit(self.block))
        fields.addRow("", save)
        fields.setContentsMargins(0, 0, 0, 0)
        self.setLayout(fields)

    @property
    def block(self) -> Block:
        """What the fields say."""
        return Block(
            self.series.text().strip(),
            self.first.value(),
            self.last.value() or None,
            self.days.value(),
        )

    def show_block(self, block: Block) -> None:
        """Fills the fields with what is in force."""
        self.series.setText(block.series)
        self.first.setValue(block.first)
        self.last.setValue(block.last or 0)
        self.days.setValue(block.days)


def _columns() -> list[Column[Stub]]:
    return [
        Column("number", "编号", lambda one: one.number, 130, sortable=False),
        Column("issued_on", "开具日期", lambda one: one.issued_on, 100, sortable=False),
        Column("issued_by", "开具人", lambda one: one.issued_by, 90, sortable=False),
        Column("state", "转接情况", lambda one: one.state_label, 110, sortable=False),
        Column("remark", "备注", lambda one: one.remark, 220, sortable=False),
    ]
