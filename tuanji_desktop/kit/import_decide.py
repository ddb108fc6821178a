"""Deciding rows that may mean several people: the list's row beside those it may mean."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.import_adapter import RowQuestion, masked_labelled, masked_words
from tuanji_desktop.kit.import_edits import is_same_text
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.sheets.places import PLAIN, Places
from tuanji_desktop.sheets.reading import LEAVE, NEW

Index = QModelIndex | QPersistentModelIndex
OTHERS = ((NEW, "按新的登记"), (LEAVE, "这一行不导入"))
_KEYS = {NEW: "N", LEAVE: "L"}
_DECIDED = {NEW: "按新的登记", LEAVE: "不导入"}
_NUMBERED = 9
_AHEAD = 5
_LABEL, _COLUMN = 140, 260
_SAID = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)


class _FitsList(QStyledItemDelegate):
    """A line is as wide as the list; what has no room ends in dots and is whole in the tip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(0, super().sizeHint(option, index).height())


class QuestionList(QAbstractListModel):
    """The rows to decide, and what was decided of each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[int, str]] = []
        """Row of the sheet and whom it names."""
        self.decisions: dict[int, str] = {}
        self.words: Callable[[int], str] = lambda _row: ""
        self.place: Callable[[int], str] = PLAIN.words

    def show_rows(self, rows: Sequence[tuple[int, str]]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def repaint_rows(self) -> None:
        """Something was decided."""
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number, name = self.rows[index.row()]
        decided = self.words(number)
        if role in _SAID:
            where = self.place(number)
            # behind the long name of a sheet nobody would see whom a line is about
            named = role == Qt.ItemDataRole.DisplayRole and not where.startswith("第")
            who = f"{name}  {where}" if named and name else f"{where}  {name}"
            return who + (f"：{decided}" if decided else "，未定")
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("done", "good") if decided else icon("help", "warning")
        return None


class DecidePanel(QWidget):
    """One row at a time; a decision goes on to the next open one."""

    decided = Signal(int, str)
    """Row of the sheet and decision; '' takes it back."""
    asked = Signal(object)
    """The questions of these rows of the sheet are needed, the first one soonest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("decide_panel")
        self._known: dict[int, RowQuestion] = {}
        self._asked: set[int] = set()
        self._done: list[tuple[int, str]] = []
        self._numbers: list[int] = []
        self._places: dict[int, int] = {}
        self._masked = True
        self._model = QuestionList(self)
        self._model.words = self._decided_words
        self.list = QListView(self)
        self.list.setObjectName("decide_list")
        self.list.setAccessibleName("待确认的行")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_FitsList(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(scaled(16), scaled(16)))
        self.count = label("", role="muted", name="decide_count", parent=self)
        self.title = label("", role="title", name="decide_title", parent=self)
        self.title.setWordWrap(True)
        self._area = QScrollArea(self)
        self._area.setObjectName("decide_area")
        self._area.setAccessibleName("名单与候选人对照")
        self._area.setWidgetResizable(True)
        self._acts = FlowLayout(spacing=6)
        self._buttons: list[QPushButton] = []
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(lambda *_: self._look())
        for keys, act in self._shortcuts():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _shortcuts(self) -> list[tuple[str, Callable[[], None]]]:
        numbered: list[tuple[str, Callable[[], None]]] = [
            (str(one), partial(self._choose, one - 1)) for one in range(1, _NUMBERED + 1)
        ]
        return [
            *numbered,
            ("N", lambda: self.decide(NEW)),
            ("L", lambda: self.decide(LEAVE)),
            ("Right", self.go_on),
            ("Left", self.go_back),
        ]

    def _lay_out(self) -> None:
        left = QWidget(self)
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(4)
        side.addWidget(self.count)
        side.addWidget(self.list, 1)
        right = QWidget(self)
        main = QVBoxLayout(right)
        main.setContentsMargins(12, 0, 0, 0)
        main.setSpacing(8)
        main.addWidget(self.title)
        main.addWidget(self._area, 1)
        main.addLayout(self._acts)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("decide_split")
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([scaled(240), scaled(700)])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    # ---------------------------------------------------------------- what is asked
    @property
    def decisions(self) -> Mapping[int, str]:
        """What was decided of each row."""
        return self._model.decisions

    @property
    def rows(self) -> Sequence[int]:
        """The rows of the sheet that are shown."""
        return self._numbers

    @property
    def open_count(self) -> int:
        """How many of them nobody has decided."""
        return len(self._numbers) - sum(row in self._places for row in self._decided_rows())

    def take_up(self, decisions: Mapping[int, str]) -> None:
        """What was decided at another time."""
        self._model.decisions = dict(decisions)
        self._known.clear()
        self._done.clear()
        self._tell()

    def show_rows(self, rows: Sequence[tuple[int, str]], places: Places = PLAIN) -> None:
        """The rows to decide (and those decided), with whom they name, after a check; `places` knows
        how a row is called."""
        self._model.place = places.words
        self._asked.clear()
        here = self.row
        if list(rows) != self._model.rows:
            self._model.show_rows(rows)
        numbers = self._numbers = [number for number, _ in rows]
        self._places = {number: place for place, number in enumerate(numbers)}
        place = self._places.get(here, -1)
        if place < 0:
            place = next(
                (one for one, number in enumerate(numbers) if not self._decision(number)), 0
            )
        self.list.setCurrentIndex(self._model.index(place))
        self._tell()
        self._look()

    def set_masked(self, masked: bool) -> None:
        """Numbers whole, or their ends only."""
        self._masked = masked
        self._show()

    @property
    def row(self) -> int:
        """The row of the sheet in sight; 0 for none."""
        place = self.list.currentIndex().row()
        return self._model.rows[place][0] if 0 <= place < len(self._model.rows) else 0

    def go_to(self, row: int) -> None:
        """Shows a row of the sheet."""
        if row in self._places:
            self.list.setCurrentIndex(self._model.index(self._places[row]))

    def take_questions(self, found: Mapping[int, RowQuestion | None]) -> None:
        """The answers to `asked`. A row that was decided may have no question any more: then what
        was asked before is still shown, so that the decision can be changed."""
        self._asked |= found.keys()
        self._known.update({row: one for row, one in found.items() if one is not None})
        self._model.repaint_rows()
        if self.row in found:
            self._show()

    def question(self, row: int) -> RowQuestion | None:
        """What is to be decided of a row, as far as it is known."""
        known = self._known.get(row)
        return replace(known, decided=self._decision(row)) if known is not None else None

    def _decided_rows(self) -> list[int]:
        return [row for row, decision in self._model.decisions.items() if decision]

    def _decision(self, row: int) -> str:
        return self._model.decisions.get(row, "")

    # --------------------------------------------------------------------- deciding
    def decide(self, decision: str) -> None:
        """Settles the row in sight and goes on to the next open one; '' takes it back."""
        row = self.row
        question = self.question(row) if row else None
        offered = {""}
        if question is not None:
            offered |= {one for one, _ in self._others(question)}
            offered |= {one.decision for one in question.candidates}
        if not row or decision not in offered:
            return
        self._done.append((row, self._decision(row)))
        self._settle(row, decision)
        if decision:
            self.go_on()
        self._show()

    def undo(self) -> None:
        """Takes back the last decision and shows its row."""
        if self._done:
            row, before = self._done.pop()
            self._settle(row, before)
            self.go_to(row)
            self._show()

    def _settle(self, row: int, decision: str) -> None:
        if decision:
            self._model.decisions[row] = decision
        else:
            self._model.decisions.pop(row, None)
        self._model.repaint_rows()
        self._tell()
        self.decided.emit(row, decision)

    def go_on(self) -> None:
        """以后再说: the next row that is still open, around the end."""
        self._step(1)

    def go_back(self) -> None:
        """The row before, decided or not."""
        place = self.list.currentIndex().row()
        if place > 0:
            self.list.setCurrentIndex(self._model.index(place - 1))

    def _step(self, direction: int) -> None:
        numbers, place = self.rows, self.list.currentIndex().row()
        for step in range(1, len(numbers) + 1):
            one = (place + direction * step) % len(numbers)
            if not self._decision(numbers[one]):
                self.list.setCurrentIndex(self._model.index(one))
                return

    def _choose(self, place: int) -> None:
        question = self.question(self.row) if self.row else None
        if question is not None and place < len(question.candidates):
            self.decide(question.candidates[place].decision)

    def _others(self, question: RowQuestion) -> Sequence[tuple[str, str]]:
        return question.others or OTHERS

    def _decided_words(self, row: int) -> str:
        decision = self._decision(row)
        if not decision:
            return ""
        known = self._known.get(row)
        for one in known.candidates if known is not None else ():
            if one.decision == decision:
                return f"是 {self._shown(one.title)}"
        return _DECIDED.get(decision, "已定")

    # ------------------------------------------------------------------ how it looks
    def _tell(self) -> None:
        total = len(self._model.rows)
        self.count.setText(f"共 {total:,} 行，已定 {total - self.open_count:,} 行")

    def _look(self) -> None:
        """Has the question of the row in sight read, and those that come next."""
        numbers, place = self.rows, self.list.currentIndex().row()
        later = islice(numbers, place + 1, None)
        ahead = islice((one for one in later if not self._decision(one)), _AHEAD)
        wanted = (*numbers[max(place, 0) : place + 1], *ahead)
        missing = tuple(one for one in wanted if one not in self._asked)
        if missing:
            self.asked.emit(missing)
        self._show()

    def _show(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self.list and self.isAncestorOf(focus):
            self.list.setFocus()  # what has it is about to go
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        while self._acts.takeAt(0) is not None:
            pass
        row = self.row
        question = self.question(row) if row else None
        decided = self._decided_words(row)
        name = self._model.rows[self._places[row]][1] if row in self._places else ""
        self.title.setText(
            (f"{self._model.place(row)}  {name}" + (f"　已定：{decided}" if decided else ""))
            if row
            else ""
        )
        self._area.setWidget(self._comparison(question))
        if not row:
            return
        if question is not None:
            for decision, words in self._others(question):
                key = _KEYS.get(decision, "")
                self._act(f"decide_{decision}", words, key, partial(self.decide, decision))
        self._act("decide_later", "以后再说", "→", self.go_on)
        if self._decision(row):
            self._act("decide_undo", "改主意，恢复待确认", "", lambda: self.decide(""))

    def _act(self, name: str, words: str, key: str, act: Callable[[], None]) -> None:
        button = QPushButton(f"{words}（{key}）" if key else words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        self._acts.addWidget(button)
        self._buttons.append(button)

    def _comparison(self, question: RowQuestion | None) -> QWidget:
        """Row by row: the label, the list's value, each candidate's value with its sign."""
        inner = QWidget(self._area)
        inner.setObjectName("decide_comparison")
        if question is None:
            words = (
                "这一行已经定了。改主意就恢复待确认，重新核对后再定。"
                if self.row
                else "没有待确认的行。"
            )
            column = QVBoxLayout(inner)
            column.addWidget(label(words, role="muted", name="decide_empty", parent=inner))
            column.addStretch(1)
            return inner
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._cell("名单", role="section", parent=inner), 0, 1)
        for line, (name, value) in enumerate(
            zip(question.labels, question.incoming, strict=True), 1
        ):
            grid.addWidget(self._cell(name, role="muted", parent=inner), line, 0)
            grid.addWidget(self._cell(self._value(name, value) or "空", parent=inner), line, 1)
        last = len(question.labels) + 1
        for place, one in enumerate(question.candidates):
            title = f"{place + 1}　{self._shown(one.title)}"
            grid.addWidget(self._cell(title, role="section", parent=inner), 0, place + 2)
            for line, (name, mine, theirs) in enumerate(
                zip(question.labels, question.incoming, one.values, strict=True), 1
            ):
                grid.addWidget(self._compared(name, mine, theirs, inner), line, place + 2)
            grid.addWidget(self._choice(question, place, inner), last, place + 2)
        for place in range(1, len(question.candidates) + 2):
            grid.setColumnStretch(place, 1)
        inner.setMaximumWidth(scaled(_LABEL + _COLUMN * (len(question.candidates) + 1)))
        grid.setRowStretch(last + 1, 1)
        return inner

    def _choice(self, question: RowQuestion, place: int, parent: QWidget) -> QPushButton:
        one = question.candidates[place]
        key = f"（{place + 1}）" if place < _NUMBERED else ""
        chosen = one.decision == question.decided
        this = question.this
        button = QPushButton(f"✓ {this}" if chosen else f"{this}{key}", parent)
        button.setObjectName(f"decide_candidate_{place + 1}")
        button.setAccessibleName(f"{this}：{self._shown(one.title)}")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self.decide(one.decision))
        return button

    def _cell(self, text: str, *, role: str = "", parent: QWidget) -> QLabel:
        made = label(text, role=role, name="decide_cell", parent=parent)
        made.setWordWrap(True)
        made.setMinimumWidth(scaled(88))
        made.setContentsMargins(8, 4, 8, 4)
        return made

    def _compared(self, name: str, mine: str, theirs: str, parent: QWidget) -> QLabel:
        if not mine or not theirs:
            sign, same, words = "", "unknown", "只有一边有"
        elif mine == theirs or is_same_text(mine, theirs):
            sign, same, words = "＝\u00a0", "equal", "相同"
        else:
            sign, same, words = "≠\u00a0", "different", "不同"
        shown = self._value(name, theirs) or "空"
        made = self._cell(f"{sign}{shown}", parent=parent)
        made.setProperty("compared", same)
        made.setAccessibleName(f"{words}：{shown}")
        return made

    def _value(self, name: str, text: str) -> str:
        return masked_labelled(name, text) if self._masked else text

    def _shown(self, text: str) -> str:
        return masked_words(text) if self._masked else text
