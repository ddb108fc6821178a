"""Looking up a pasted list of names, ID numbers or phones: found, not found, several of that name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.style import scaled
from .listing import Pasted, paste_listing


class PasteDialog(QDialog):
    """One name or number a line; the answer is three lists and a way to see those found."""

    members_chosen = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paste_dialog")
        self.setWindowTitle("按名单批量查找")
        self.setAccessibleName("按名单批量查找")
        self.resize(scaled(640), scaled(480))
        self._workplace = workplace
        self._ids: list[int] = []
        self.words = self._box("paste_words", "要查找的姓名、身份证号或手机号", read_only=False)
        self.words.setPlaceholderText("每行一个姓名、身份证号或手机号，可从表格中直接粘贴一列")
        self.answer = self._box("paste_answer", "查找结果", read_only=True)
        self.summary = label("", name="paste_summary", parent=self)
        self.look_up = self._button("查找", "paste_look_up", self.look_up_words)
        self.look_up.setProperty("main", True)
        self.show_found = self._button("在花名册中显示找到的", "paste_show", self._choose)
        self.show_found.setEnabled(False)
        close = self._button("关闭", "paste_close", self.reject)
        boxes = QHBoxLayout()
        boxes.addWidget(self.words)
        boxes.addWidget(self.answer)
        buttons = QHBoxLayout()
        buttons.addWidget(self.summary, 1)
        for button in (self.look_up, self.show_found, close):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(boxes, 1)
        layout.addLayout(buttons)

    def _box(self, name: str, words: str, *, read_only: bool) -> QPlainTextEdit:
        box = QPlainTextEdit(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setReadOnly(read_only)
        box.setTabChangesFocus(True)
        return box

    def _button(self, words: str, name: str, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(act)
        return button

    def look_up_words(self) -> None:
        """Looks everything up on a reader thread."""
        context = self._workplace.context
        lines = self.words.toPlainText().splitlines()
        self._workplace.jobs.read(
            self, lambda: paste_listing(context, lines), self._show, topic="paste"
        )

    def _show(self, pasted: Pasted) -> None:
        self._ids = [member for _word, member in pasted.found]
        self._ids += [member for _word, members in pasted.several for member in members]
        self.summary.setText(
            f"找到 {len(pasted.found)}，没有 {len(pasted.missing)}，重名 {len(pasted.several)}"
        )
        parts = []
        if pasted.missing:
            parts.append("没有找到：\n" + "\n".join(pasted.missing))
        if pasted.several:
            several = [f"{word}（{len(members)} 人）" for word, members in pasted.several]
            parts.append("不止一人：\n" + "\n".join(several))
        if pasted.found:
            parts.append("找到：\n" + "\n".join(word for word, _member in pasted.found))
        self.answer.setPlainText("\n\n".join(parts))
        self.show_found.setEnabled(bool(self._ids))

    def _choose(self) -> None:
        self.members_chosen.emit(list(dict.fromkeys(self._ids)))
        self.accept()
