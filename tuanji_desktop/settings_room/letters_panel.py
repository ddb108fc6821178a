"""Section 公文模板: the words of each letter, its places beside them, and how it will look."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..kit.dialogs import ask_open_path, ask_save_path
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.preview import PaperPreview, write_whole
from ..kit.style import scaled
from ..papers.letter_kinds import LETTER_KINDS, LetterKind
from ..papers.letter_template import check, check_parts, join_parts, split_parts
from ..papers.paper import Paper
from . import letters
from .letter_fields import LetterFields
from .letters import LetterRow
from .panel import Panel

_PAUSE = 400
_SAMPLE = 1
"""The second tab."""
_NARROW = 640
_KIND, _SUFFIX = "文本文件", ".txt"


class LettersPanel(Panel):
    """Choose a letter, change its words, see it. What is typed stays until it is saved or undone."""

    key, title = "letters", "公文模板"
    about = (
        "行文、情况说明、检讨、催办函、通报的文字，可以改成本单位的写法。{人数} 这样的占位符由程序填；"
        "方括号 […] 里的话，里面的占位符有一个是空的就不印。"
    )

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._code = next(iter(LETTER_KINDS))
        self._held: dict[str, dict[str, str]] = {}
        self._drafts: dict[str, dict[str, str]] = {}
        self._own: frozenset[str] = frozenset()
        self.choice = QComboBox(self)
        self.choice.setObjectName("letter_choice")
        self.choice.setAccessibleName("公文")
        for kind in LETTER_KINDS.values():
            self.choice.addItem(kind.title, kind.code)
        self.state = label("", role="muted", name="letter_state", parent=self)
        self.fields = LetterFields(self, writable=self.writable)
        self.places = QListWidget(self)
        self._preview: PaperPreview | None = None
        self._sample = QWidget(self)
        self.tabs = QTabWidget(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._draw)
        self._lay_out()
        self.choice.currentIndexChanged.connect(self._choose)
        self.fields.typed.connect(self._typed)
        self.tabs.currentChanged.connect(lambda _: self._later.start())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        caption = QLabel("公文", self)
        caption.setObjectName("label_letter_choice")
        caption.setBuddy(self.choice)
        for one in (caption, self.choice, self.state):
            head.addWidget(one)
        head.addStretch(1)
        self.column.addLayout(head)
        self.places.setObjectName("letter_places")
        self.places.setAccessibleName("占位符，双击或回车插入")
        self.places.setWordWrap(True)
        self.places.itemActivated.connect(self._insert)
        hint = label("双击或按回车，插到光标处。", role="small", name="letter_places_hint")
        side = QWidget(self)
        side.setObjectName("letter_places_side")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(hint)
        column.addWidget(self.places, 1)
        self.tabs.setObjectName("letter_tabs")
        self.tabs.setAccessibleName("占位符和样张")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(side, "占位符")
        self._sample.setObjectName("letter_sample")
        self._sample.setLayout(QVBoxLayout())
        self.tabs.addTab(self._sample, "样张")
        self.splitter.setObjectName("letter_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._left())
        self.splitter.addWidget(self.tabs)
        self.splitter.setSizes([scaled(430), scaled(430)])
        # as high as there is room, not as high as a whole page would like to be
        self.splitter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.column.addWidget(self.splitter, 1)
        self._add_buttons()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Side by side where that is wide enough, else one below the other."""
        super().resizeEvent(event)
        wide = event.size().width() >= scaled(_NARROW)
        self.splitter.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self.splitter.setMinimumHeight(scaled(360 if wide else 760))

    def _left(self) -> QWidget:
        left = QWidget(self)
        left.setObjectName("letter_left")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(self.fields, 1)
        return left

    def _add_buttons(self) -> None:
        self.save_button = self.button("保存", "letter_save", main=True, writes=True)
        self.save_button.clicked.connect(self.save)
        self.drop_button = self.button("放弃修改", "letter_drop")
        self.drop_button.clicked.connect(self.drop)
        self.restore_button = self.button("恢复原文", "letter_restore", writes=True)
        self.restore_button.setToolTip("恢复随程序提供的文字；可以在操作日志里撤销")
        self.restore_button.clicked.connect(self.restore)
        self.export_button = self.button("另存为文件…", "letter_export")
        self.export_button.clicked.connect(self._ask_export)
        self.import_button = self.button("从文件读入…", "letter_import", writes=True)
        self.import_button.clicked.connect(self._ask_import)
        row = FlowLayout(spacing=8)
        for one in (
            self.save_button,
            self.drop_button,
            self.restore_button,
            self.export_button,
            self.import_button,
        ):
            row.addWidget(one)
        self.column.addLayout(row)

    @property
    def kind(self) -> LetterKind:
        """The letter in sight."""
        return LETTER_KINDS[self._code]

    @property
    def preview(self) -> PaperPreview:
        """The sample's pages; made when somebody first wants to see them."""
        if self._preview is None:
            self._preview = PaperPreview(self.workplace.jobs, self._sample)
            layout = self._sample.layout()
            assert layout is not None
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(self._preview)
        return self._preview

    # ------------------------------------------------------------------- reading
    def refresh(self) -> None:
        context, code = self.workplace.context, self._code

        def ask() -> tuple[str, tuple[LetterRow, ...], str]:
            return code, letters.load_letters(context), letters.load_text(context, code)

        self.workplace.jobs.read(self, ask, self._show, topic="letter", on_error=self.fail)

    def _show(self, found: tuple[str, tuple[LetterRow, ...], str]) -> None:
        code, rows, text = found
        self._own = frozenset(row.kind.code for row in rows if row.own)
        self._held[code] = split_parts(text)
        if code != self._code:
            return
        draft = self._drafts.get(code)
        if draft == self._held[code]:
            self._drafts.pop(code)
        parts = self._drafts.get(code, self._held[code])
        if self.fields.parts() != parts:
            self.fields.show_parts(parts)
        self._show_places()
        self._judge()

    def _show_places(self) -> None:
        if self.places.property("letter") == self._code:
            return
        self.places.setProperty("letter", self._code)
        self.places.clear()
        for one in self.kind.placeholders:
            must = "（必须有）" if one.name in self.kind.required else ""
            item = QListWidgetItem(f"{one.written}{must}\n{one.meaning}")
            item.setData(Qt.ItemDataRole.UserRole, one.written)
            item.setToolTip(f"例如：{one.example}")
            self.places.addItem(item)

    def _choose(self) -> None:
        self._code = str(self.choice.currentData())
        self.banner.hide()
        self.fields.show_faults(())
        self.refresh()

    # -------------------------------------------------------------------- typing
    def _insert(self, item: QListWidgetItem) -> None:
        self.fields.insert(str(item.data(Qt.ItemDataRole.UserRole)))

    def _typed(self) -> None:
        self._drafts[self._code] = self.fields.parts()
        self._judge()

    def _judge(self) -> None:
        """Says what is wrong, and what can be done with what is typed."""
        faults = check_parts(self._code, self.fields.parts())
        self.fields.show_faults(faults)
        changed = self._changed()
        self.save_button.setEnabled(self.writable and changed and not faults)
        self.drop_button.setEnabled(changed)
        own = self._code in self._own
        self.restore_button.setEnabled(self.writable and own)
        words = "本单位改过" if own else "原文"
        self.state.setText(f"{words}，有修改未保存" if changed else words)
        self._later.start()

    def _changed(self) -> bool:
        held = self._held.get(self._code)
        return held is not None and _lines(self.fields.parts()) != _lines(held)

    def _draw(self) -> None:
        """The sample of what is typed, as soon as it is sound."""
        if self.tabs.currentIndex() != _SAMPLE or not self.isVisible():
            return
        code, parts = self._code, self.fields.parts()
        if check_parts(code, parts):
            self.preview.banner.say("文字有错，改正后这里显示新的样张。", level="warning")
            return
        self.workplace.jobs.read(
            self,
            lambda: letters.sample(code, join_parts(parts)),
            partial(self._drawn, f"样张 {LETTER_KINDS[code].title}"),
            topic="sample",
            on_error=self.fail,
        )

    def _drawn(self, name: str, paper: Paper) -> None:
        self.preview.show_pdf(paper.pdf, name=name)

    # ---------------------------------------------------------------------- acts
    def save(self) -> None:
        """Keeps what is typed as the office's own words."""
        if not self.save_button.isEnabled():
            return
        context, code, text = self.workplace.context, self._code, join_parts(self.fields.parts())
        self.save_button.setEnabled(False)
        self.workplace.jobs.write(
            self,
            lambda _progress: letters.save_letter(context, code=code, text=text),
            lambda _changed: self._kept(
                code, "已保存。以后出的这种公文用新的文字，已经存档的不变。"
            ),
            words="保存公文模板",
            on_error=self.fail,
        )

    def restore(self) -> None:
        """Lets the shipped words hold again."""
        context, code = self.workplace.context, self._code
        self.workplace.jobs.write(
            self,
            lambda _progress: letters.restore_letter(context, code=code),
            lambda _changed: self._kept(code, "已恢复原文。要取回改过的文字，请在操作日志里撤销。"),
            words="恢复公文模板",
            on_error=self.fail,
        )

    def _kept(self, code: str, words: str) -> None:
        self._drafts.pop(code, None)
        self.banner.say(words, level="good")
        self.refresh()

    def drop(self) -> None:
        """Takes back what was typed and not saved."""
        self._drafts.pop(self._code, None)
        self.fields.show_parts(self._held.get(self._code, {}))
        self._judge()

    def _ask_export(self) -> None:
        path = ask_save_path(
            self,
            title="公文模板另存为",
            suggested=letters.suggested_file(self._code),
            kind=_KIND,
            suffix=_SUFFIX,
        )
        if path is None:
            return
        text = f"{letters.places_in_words(self._code)}\n{join_parts(self.fields.parts())}"
        self.workplace.jobs.read(
            self,
            lambda: write_whole(path, text.encode()),
            lambda _: self.banner.say(
                f"已存为 {path}。用记事本改好后，再从这里读入。", level="good"
            ),
            topic="export",
            on_error=self.fail,
        )

    def _ask_import(self) -> None:
        path = ask_open_path(
            self, title="读入公文模板", folder=None, kind=_KIND, suffixes=(_SUFFIX,)
        )
        if path is not None:
            self.workplace.jobs.read(
                self,
                lambda: letters.read_text(path),
                self.take_text,
                topic="import",
                on_error=self.fail,
            )

    def take_text(self, text: str) -> None:
        """Puts a file's text into the fields; it holds when it is saved."""
        faults = check(self._code, text)
        self.fields.show_parts(split_parts(text))
        self._typed()
        if faults:
            self.banner.say(f"已读入，有错：{faults[0].words}", level="warning")
        else:
            self.banner.say("已读入，核对后按“保存”。", level="info")


def _lines(parts: Mapping[str, str]) -> str:
    return join_parts(parts)
