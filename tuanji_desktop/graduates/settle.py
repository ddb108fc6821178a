"""The panel for an entry that needs a decision: what the list says beside who it may be."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.masks import mask_id, mask_phone
from ..kit.icons import icon
from ..kit.labels import label
from ..members.queries import Member
from .loading import Candidates
from .queries import Entry

_MOST = 8
_ROWS: tuple[tuple[str, Callable[[Entry], str | None], Callable[[Member], str | None]], ...] = (
    ("姓名", lambda entry: entry.name, lambda member: member.name),
    (
        "身份证号",
        lambda entry: entry.id_number,
        lambda member: member.values.get("id_number"),
    ),
    ("手机号码", lambda entry: entry.mobile, lambda member: member.values.get("mobile")),
    ("性别", lambda entry: entry.sex, lambda member: member.values.get("sex")),
    ("班级 / 团支部", lambda entry: entry.class_name, lambda member: member.branch_short),
)
_MASKS = {"身份证号": mask_id, "手机号码": mask_phone}
_COMPARED = frozenset({"姓名", "身份证号", "手机号码", "性别"})


class SettlePanel(QFrame):
    """One entry and its candidates in columns; under each, the button that says who it is."""

    settled = Signal(int, object)
    """Entry id, and the member's id or None for 都不是."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settle_panel")
        self.setProperty("role", "card")
        self.setAccessibleName("确认毕业生是谁")
        self.entry_id = 0
        self._title = label("", name="settle_title", parent=self)
        close = QToolButton(self)
        close.setObjectName("settle_close")
        close.setIcon(icon("close", "muted"))
        close.setAccessibleName("收起")
        close.setToolTip("收起")
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(close)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("settle_scroll")
        self._scroll.setWidgetResizable(True)
        self._writable = True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._scroll, 1)
        self.hide()

    def set_writable(self, writable: bool) -> None:
        """In an office file opened for reading nothing is decided."""
        self._writable = writable

    def show_candidates(self, found: Candidates) -> None:
        """Another entry."""
        entry = found.entry
        self.entry_id = entry.id
        several = f"可能是下面 {len(found.members)} 人之一，请确认。"
        if not found.members:
            several = "花名册里没有号码或姓名相同的团员。"
        elif len(found.members) == 1:
            several = "可能是下面这名团员，请确认。"
        self._title.setText(f"名单{entry.place} {entry.name or ''}：{several}")
        inner = QWidget(self)
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        grid.addWidget(label("名单所写", role="section", parent=inner), 0, 1)
        for line, (words, of_entry, _of_member) in enumerate(_ROWS, 1):
            grid.addWidget(label(words, role="muted", parent=inner), line, 0)
            grid.addWidget(_cell(words, of_entry(entry), inner), line, 1)
        neither = self._button("settle_none", "都不是", None)
        grid.addWidget(neither, len(_ROWS) + 1, 1, Qt.AlignmentFlag.AlignLeft)
        for column, member in enumerate(found.members[:_MOST], 2):
            self._add_member(grid, inner, column, entry, member)
        last = 2 + min(len(found.members), _MOST)
        if len(found.members) > _MOST:
            more = f"另有 {len(found.members) - _MOST} 名同名团员，请在花名册中查找。"
            grid.addWidget(label(more, role="muted", parent=inner), 1, last)
        grid.setColumnStretch(last + 1, 1)
        grid.setRowStretch(len(_ROWS) + 2, 1)
        self._scroll.setWidget(inner)
        self.show()

    def _add_member(
        self, grid: QGridLayout, inner: QWidget, column: int, entry: Entry, member: Member
    ) -> None:
        head = "在册团员" if entry.id_number != member.values.get("id_number") else "在册，号码相同"
        grid.addWidget(label(head, role="section", parent=inner), 0, column)
        for line, (words, of_entry, of_member) in enumerate(_ROWS, 1):
            written, known = of_entry(entry), of_member(member)
            differs = words in _COMPARED and bool(written) and bool(known) and written != known
            grid.addWidget(_cell(words, known, inner, differs=differs), line, column)
        button = self._button(f"settle_{member.id}", "就是此人", member.id)
        button.setAccessibleName(f"就是此人：{member.name}，{member.branch_short}")
        grid.addWidget(button, len(_ROWS) + 1, column, Qt.AlignmentFlag.AlignLeft)

    def _button(self, name: str, words: str, member_id: int | None) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setEnabled(self._writable)
        button.clicked.connect(lambda: self.settled.emit(self.entry_id, member_id))
        return button


def _cell(words: str, value: str | None, parent: QWidget, *, differs: bool = False) -> QWidget:
    """A value, masked where it is a number; what differs is marked in words, not by colour alone."""
    text = value or "（空）"
    if value and words in _MASKS:
        text = _MASKS[words](value)
    made = label(f"{text}（不同）" if differs else text, parent=parent)
    if differs:
        made.setProperty("role", "warning")
    elif not value:
        made.setProperty("role", "muted")
    return made
