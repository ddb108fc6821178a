"""The filters of a review: sorts of row, kinds of problem, errors only, words."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.import_adapter import ImportReview
from tuanji_desktop.kit.import_facets import CodeList
from tuanji_desktop.kit.import_filter import ALL, Wanted
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.kit.style import scaled

_PAUSE = 200
"""ms after the last letter until it is searched."""


class FilterBar(QWidget):
    """Two rows that go on in a next one where it is narrow. `codes` stands wherever its owner
    puts it."""

    changed = Signal()
    """The clerk wants to see other rows."""

    def __init__(self, tabs: QWidget, others: Sequence[QWidget], parent: QWidget) -> None:
        """`tabs` and `others` stand in the row of the tools, before and behind the filters."""
        super().__init__(parent)
        self.setObjectName("review_filters")
        self.setAccessibleName("筛选")
        self._kind = ALL
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._kinds = FlowLayout(spacing=4)
        self.codes = CodeList(parent)
        self.search = QLineEdit(self)
        self.search.setObjectName("review_search")
        self.search.setAccessibleName("在名单和问题里查找")
        self.search.setPlaceholderText("查找（Ctrl+F）")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(scaled(150))
        self.errors_box = QCheckBox("只看错误", self)
        self.errors_box.setObjectName("review_errors")
        self.errors_box.setAccessibleName("只看错误")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        tools = FlowLayout(spacing=8)
        for widget in (tabs, self.search, self.errors_box, *others):
            tools.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._kinds)
        layout.addLayout(tools)
        self.codes.chosen.connect(lambda _code: self.changed.emit())
        self.errors_box.toggled.connect(lambda _on: self.changed.emit())
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self.changed)

    def wanted(self, sort: Sequence[SortKey], keep: frozenset[int]) -> Wanted:
        """What passes now."""
        return Wanted(
            self._kind,
            self.codes.code,
            self.errors_box.isChecked(),
            self.search.text(),
            tuple(sort),
            keep,
        )

    def offer_words(self, offered: bool) -> None:
        """Whether words and errors can be asked for; where all rows are shown they cannot."""
        self.search.setVisible(offered)
        self.errors_box.setVisible(offered)

    def reset(self) -> None:
        """Everything passes; nobody is told."""
        self._kind = ALL
        for widget in (self.codes, self.errors_box, self.search):
            widget.blockSignals(True)
        self.codes.choose(ALL)
        self.errors_box.setChecked(False)
        self.search.clear()
        for widget in (self.codes, self.errors_box, self.search):
            widget.blockSignals(False)
        self._pause.stop()

    def search_for(self, words: str) -> None:
        """Goes on in the search box with what was typed elsewhere."""
        self.search.setText(self.search.text() + words)
        self.search.setFocus()

    def show_kind(self, kind: str) -> None:
        """Only the rows of one sort; '' for all."""
        self._kind = kind
        self.changed.emit()

    def show_kinds(self, review: ImportReview) -> None:
        """Which sorts of row there are, and how many of each; the choice stays."""
        kinds = {ALL: f"全部 {len(review.rows):,}"}
        kinds |= {
            one.key: f"{one.words} {one.count:,}"
            for one in review.kinds
            if one.count or one.key == self._kind
        }
        if self._kind not in kinds:
            self._kind = ALL
        for key, words in kinds.items():
            button = self._buttons.get(key) or self._button(key)
            button.setText(words)
            button.setAccessibleName(f"只看{words}行" if key else "看全部行")
        for key, button in self._buttons.items():
            button.setVisible(key in kinds)
            button.setChecked(key == self._kind)

    def _button(self, key: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"kind_{key or 'all'}")
        button.setAutoDefault(False)
        button.setCheckable(True)
        button.setProperty("role", "filter")
        button.clicked.connect(lambda _=False: self.show_kind(key))
        self._group.addButton(button)
        self._kinds.addWidget(button)
        self._buttons[key] = button
        return button
