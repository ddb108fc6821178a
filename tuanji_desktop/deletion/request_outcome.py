"""After a request: where it is now, what to ask oneself about it, and who is next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..kit.labels import label
from .guards import FLAG_WORDS
from .service import Requested


class RequestOutcome(QWidget):
    """The last page of the dialog, or the one before the next member where `left` still wait."""

    show_requested = Signal()
    next_requested = Signal()
    close_requested = Signal()

    def __init__(
        self,
        outcome: Requested,
        *,
        name: str,
        state: str,
        left: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("request_done")
        self.setAccessibleName(f"已提出 {name} 的删除申请")
        lines = [
            label(f"已提出 {name} 的删除申请（第 {outcome.request_id} 号）", role="title"),
            label(f"现为“{state}”，在“删除申请”的“待编批”里。{name} 在批准之前仍在册。"),
            label("下一步：编批打印，盖章，逐级上报。批准后再按正确的信息重新录入。", role="muted"),
        ]
        if outcome.flags:
            lines.append(label("请再想一想：", role="section"))
            lines += [label(FLAG_WORDS.get(one, one), role="warning") for one in outcome.flags]
        if left:
            lines.append(label(f"还有 {left} 人，逐人办理，原因各自填写。", role="muted"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for number, line in enumerate(lines):
            line.setObjectName(f"request_done_{number}")
            line.setWordWrap(True)
            layout.addWidget(line)
        layout.addStretch(1)
        layout.addLayout(self._buttons(left))

    def take_keyboard(self) -> None:
        """Enter goes on."""
        self._main.setFocus()

    def _buttons(self, left: int) -> QHBoxLayout:
        show = self._button("request_show", "查看申请", "到删除申请里查看", self.show_requested)
        close = self._button("request_close", "关闭", "关闭", self.close_requested)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(show)
        buttons.addWidget(close)
        self._main = close
        if left:
            self._main = self._button("request_next", "下一位", "办理下一位", self.next_requested)
            buttons.addWidget(self._main)
        self._main.setProperty("main", True)
        self._main.setDefault(True)
        return buttons

    def _button(self, name: str, words: str, spoken: str, signal: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setAutoDefault(False)
        button.clicked.connect(signal)
        return button
