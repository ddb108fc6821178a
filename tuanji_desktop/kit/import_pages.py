"""The last step of an import: how far the writing is, and what was done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.icons import pixmap
from tuanji_desktop.kit.jobs import JobInfo
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.scrolling import scrolled
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.kit.wizard import WizardPage

_LONGEST_NAME = 16


class ResultPage(WizardPage):
    """While it is written, how far it is; afterwards what was done and what may be done with it."""

    title = "写入"
    cancel_requested = Signal()
    undo_requested = Signal()
    return_requested = Signal()
    recipe_requested = Signal()
    again_requested = Signal()
    """After an undo: back to the list as it was checked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result_page")
        self._over = False
        self._following = ""
        self.picture = QLabel(self)
        self.picture.setObjectName("result_icon")
        self.words = label("", role="title", name="result_words", parent=self)
        self.details = label("", role="muted", name="result_details", parent=self)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("result_bar")
        self.bar.setAccessibleName("写入进度")
        self.bar.setTextVisible(False)
        self.cancel_button = self._button("result_cancel", "取消写入", self.cancel_requested)
        self.undo_button = self._button("result_undo", "撤销这次导入", self.undo_requested)
        self.return_button = self._button("result_return", "另存退回名单…", self.return_requested)
        self.recipe_button = self._button("result_recipe", "另存导入方案…", self.recipe_requested)
        self.again_button = self._button("result_again", "回到核对", self.again_requested)
        self._lay_out()
        self._show_parts(writing=True)

    def _button(self, name: str, words: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        body = QWidget(self)
        body.setObjectName("result_body")
        layout = QVBoxLayout(body)
        layout.setSpacing(12)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addStretch(2)
        for words in (self.words, self.details):
            words.setWordWrap(True)
        for widget in (self.picture, self.words, self.details):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(widget)
        layout.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(3)
        scrolled(self, body, name="result_scroll", words=self.title)

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.cancel_button, self.again_button, self.undo_button, self.return_button,
            self.recipe_button,
        )  # fmt: skip

    @property
    def over(self) -> bool:
        """Whether it is written."""
        return self._over

    @property
    def next_words(self) -> str:
        if not self._over:
            return ""
        return self._following or "关闭"

    @property
    def may_go_back(self) -> bool:
        return False

    @property
    def may_cancel(self) -> bool:
        # while it is written it has a button of its own for that
        return self._over and bool(self._following)

    def show_writing(self, words: str) -> None:
        """It has begun."""
        self._over = False
        self.picture.clear()
        self.words.setText(words)
        self.details.setText("写入是一次完成的：中途取消，什么都不会留下。")
        self.bar.setRange(0, 0)
        self._show_parts(writing=True)

    def show_progress(self, info: JobInfo) -> None:
        """How far it is."""
        self.bar.setRange(0, info.total)
        self.bar.setValue(info.done)

    def show_done(
        self, words: str, operation: int | None, *, send: bool, following: Sequence[str] = ()
    ) -> None:
        """It is written (None: there was nothing to write); `following` are files still waiting."""
        self._over = True
        self._following = (
            f"下一份：{_short(following[0])}（还有 {len(following)} 份）" if following else ""
        )
        written = operation is not None
        number = f"第 {operation} 号操作，可以撤销，以后也能在操作日志中撤销。" if written else ""
        self.picture.setPixmap(pixmap("done", "good", scaled(40), self.devicePixelRatioF()))
        self.words.setText("导入完成" if written else "没有需要写入的内容")
        self.details.setText("\n".join(one for one in (words, number) if one))
        self._show_parts(writing=False)
        self.undo_button.setVisible(written)
        self.return_button.setVisible(send)
        self.recipe_button.setVisible(written)
        self.ready_changed.emit()

    def show_undone(self) -> None:
        """What was written has been taken back."""
        self.picture.setPixmap(pixmap("undo", "muted", scaled(40), self.devicePixelRatioF()))
        self.words.setText("已撤销这次导入")
        self.details.setText(
            "台账恢复到导入以前。名单、改过的单元格和逐行的决定都还在，可以回到核对，改好再写入。"
        )
        self.undo_button.hide()
        self.again_button.show()
        self.again_button.setFocus()
        self.ready_changed.emit()

    def _show_parts(self, *, writing: bool) -> None:
        for widget in (self.bar, self.cancel_button):
            widget.setVisible(writing)
        self.cancel_button.setEnabled(writing)
        for button in self._buttons[1:]:
            button.setVisible(not writing and button is not self.again_button)
        self.ready_changed.emit()


def _short(name: str) -> str:
    """The end of a name tells one file from another as well as its beginning."""
    half = _LONGEST_NAME // 2
    return name if len(name) <= _LONGEST_NAME else f"{name[:half]}…{name[-half:]}"
