"""The undo dialog: first what it would do, in three lists; then exactly that."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.jobs import JobInfo
from ..kit.labels import label
from ..kit.page import Workplace
from .service import UndoLine, UndoPreview, UndoResult, preview_undo, undo

_LISTS = {
    "reversed": "恢复",
    "kept": "保留",
    "impossible": "不能恢复",
}
_EXPLAINED = {
    "reversed": "这些记录会回到操作之前的样子。",
    "kept": "这些记录后来有人改动过，撤销不会动它们。",
    "impossible": "这些记录因数据规则不能恢复，撤销不会动它们。",
}


class UndoDialog(QDialog):
    """Takes one operation back, after the clerk has seen what that means."""

    undone = Signal(object)
    """`UndoResult` of what was done."""

    def __init__(self, workplace: Workplace, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("undo_dialog")
        self.setWindowTitle("撤销操作")
        self.setAccessibleName("撤销操作")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_to_screen(self, 640, 480)
        self._workplace = workplace
        self._number = number
        self._job = 0
        self._preview: UndoPreview | None = None
        self._words = label(f"第 {number} 号操作", role="title", name="undo_words", parent=self)
        self._words.setWordWrap(True)
        self._state = label("正在核对会恢复什么……", role="muted", name="undo_state", parent=self)
        self._state.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("undo_progress")
        self._bar.setAccessibleName("进度")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self.banner = Banner(self)
        self.banner.action_requested.connect(self.plan)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("undo_lists")
        self.tabs.setAccessibleName("撤销的结果")
        self.tabs.hide()
        self._make_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        for widget in (self._words, self._state, self.banner, self._bar):
            layout.addWidget(widget)
        layout.addWidget(self.tabs, 1)
        layout.addStretch(0)
        layout.addWidget(self._buttons)
        workplace.jobs.progressed.connect(self._show_progress)
        self.plan()

    def _make_buttons(self) -> None:
        self._buttons = QDialogButtonBox(self)
        self._buttons.setObjectName("undo_buttons")
        self.apply_button = QPushButton("撤销", self)
        self.apply_button.setObjectName("undo_apply")
        self.apply_button.setAccessibleName("撤销这项操作")
        self.apply_button.setProperty("main", True)
        self.apply_button.setEnabled(False)
        self.apply_button.clicked.connect(self.apply)
        close = QPushButton("不撤销", self)
        close.setObjectName("undo_close")
        close.setAccessibleName("不撤销，关闭窗口")
        close.clicked.connect(self.reject)
        self._buttons.addButton(self.apply_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)

    # ------------------------------------------------------------------- the plan
    def plan(self) -> None:
        """Asks what the undo would do; nothing is written."""
        self.banner.hide()
        self._wait("正在核对会恢复什么……")
        context, number = self._workplace.context, self._number

        def ask(progress: Progress) -> UndoPreview:
            return preview_undo(context, number=number, progress=progress)

        self._job = self._workplace.jobs.read_long(
            self, ask, self._show_plan, words="核对撤销的结果", on_error=self._fail
        )

    def _show_plan(self, preview: UndoPreview) -> None:
        self._preview = preview
        self._bar.hide()
        undone = preview.result.undone
        self._words.setText(f"撤销：{preview.result.target.words}")
        counts = (len(undone.reversed), len(undone.kept), len(undone.impossible))
        self._state.setText(
            f"恢复 {counts[0]:,} 条"
            + (f"，保留后来改动过的 {counts[1]:,} 条" if counts[1] else "")
            + (f"，不能恢复 {counts[2]:,} 条" if counts[2] else "")
            + "。撤销本身也记入操作日志，还可以再撤销。"
            if counts[0]
            else "没有可以恢复的记录：都在后来改动过，或不能恢复。"
        )
        self.tabs.clear()
        lists: Sequence[Sequence[UndoLine]] = (preview.reversed, preview.kept, preview.impossible)
        for (key, words), lines, count in zip(_LISTS.items(), lists, counts, strict=True):
            self.tabs.addTab(self._make_list(key, words, lines, count), f"{words} {count:,}")
        for place, count in enumerate(counts):
            self.tabs.setTabEnabled(place, bool(count))
        first = next((place for place, count in enumerate(counts) if count), 0)
        self.tabs.setCurrentIndex(first)
        self.tabs.show()
        self.apply_button.setText(f"撤销，恢复 {counts[0]:,} 条")
        self.apply_button.setEnabled(bool(counts[0]))
        if counts[0]:
            self.apply_button.setFocus()

    def _make_list(self, key: str, words: str, lines: Sequence[UndoLine], count: int) -> QWidget:
        page = QWidget()
        page.setObjectName(f"undo_page_{key}")
        shown = QListWidget(page)
        shown.setObjectName(f"undo_{key}")
        shown.setAccessibleName(f"{words}的记录")
        shown.setUniformItemSizes(True)
        shown.addItems([f"{one.subject}　　{one.why}" if one.why else one.subject for one in lines])
        if count > len(lines):
            shown.addItem(f"……还有 {count - len(lines):,} 条，没有逐条列出")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label(_EXPLAINED[key], role="muted", name=f"undo_about_{key}"))
        layout.addWidget(shown, 1)
        return page

    # ------------------------------------------------------------------ the act
    def apply(self) -> None:
        """Does what the plan said, or nothing."""
        if self._preview is None:
            return
        self._wait("正在撤销……")
        context, number = self._workplace.context, self._number
        expected = self._preview.result.undone

        def act(progress: Progress) -> UndoResult:
            return undo(context, number=number, expected=expected, progress=progress)

        self._job = self._workplace.jobs.write(
            self,
            act,
            self._done,
            words=f"撤销第 {number} 号操作",
            cancellable=True,
            on_error=self._fail,
        )

    def _done(self, result: UndoResult) -> None:
        self._job = 0
        self.undone.emit(result)
        self.accept()

    # ---------------------------------------------------------------- in between
    def _wait(self, words: str) -> None:
        self._state.setText(words)
        self._bar.setRange(0, 0)
        self._bar.show()
        self.apply_button.setEnabled(False)

    def _show_progress(self, info: JobInfo) -> None:
        if info.number == self._job and info.total:
            self._bar.setRange(0, info.total)
            self._bar.setValue(info.done)

    def _fail(self, error: TuanjiError) -> None:
        self._job = 0
        self._bar.hide()
        self._state.setText("没有撤销，数据没有改动。")
        again = error.code == "undo.changed"
        self.banner.say_error(error, action="重新查看" if again else "")

    def reject(self) -> None:
        """Closing the dialog stops what is not finished."""
        if self._job:
            self._workplace.jobs.cancel(self._job)
        super().reject()
