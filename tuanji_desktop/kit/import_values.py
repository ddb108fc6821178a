"""Step three of an import: what the texts of a list mean, and what its columns may change."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.import_adapter import ValueQuestion
from tuanji_desktop.kit.import_policies import PolicyList
from tuanji_desktop.kit.import_state import Meaning, Meanings
from tuanji_desktop.kit.import_value_model import (
    ANSWERED,
    DOUBTFUL,
    NOTHING,
    STATES,
    UNKNOWN,
    ValueModel,
    Wish,
)
from tuanji_desktop.kit.labels import label, name_headers
from tuanji_desktop.kit.style import row_height, scaled
from tuanji_desktop.kit.tab_keys import turn_by_keys
from tuanji_desktop.kit.wizard import WizardPage

_MEANINGS, _POLICIES = 0, 1
_WIDTHS = (96, 184, 56, 176, 128)


class ValuesPage(WizardPage):
    """Left the texts as they are written, right the one being answered; policies behind a tab."""

    title = "对应内容"
    changed = Signal()
    """Another meaning or another policy."""
    other_requested = Signal(object)
    """`ValueQuestion` for which the room's own choice is wanted."""

    def __init__(self, fields: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("values_page")
        self._fields = fields
        self.model = ValueModel(fields, self)
        self.policies = PolicyList(self)
        self.policies.changed.connect(self.changed)
        self._make_tools()
        self._make_table()
        self._make_panel()
        self._lay_out()
        self._show_current()

    # ------------------------------------------------------------------- its widgets
    def _make_tools(self) -> None:
        self.sentence = label("", role="title", name="values_sentence", parent=self)
        self.sentence.setWordWrap(True)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("values_tabs")
        self.tabs.setAccessibleName("写法对应与更新办法")
        self.tabs.addTab("写法对应")
        self.tabs.addTab("已有的记录怎么更新")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.filters = QButtonGroup(self)
        self._filter_buttons: dict[str, QPushButton] = {}
        for state in ("", UNKNOWN, DOUBTFUL, ANSWERED):
            button = QPushButton(self)
            button.setObjectName(f"values_{state or 'all'}")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "filter")
            button.setChecked(not state)
            button.clicked.connect(self._filter)
            self.filters.addButton(button)
            self._filter_buttons[state] = button
        self.field_box = QComboBox(self)
        self.field_box.setObjectName("values_field")
        self.field_box.setAccessibleName("只看这一栏")
        self.field_box.activated.connect(lambda _=0: self._filter())
        self.search = QLineEdit(self)
        self.search.setObjectName("values_search")
        self.search.setAccessibleName("查找写法")
        self.search.setPlaceholderText("查找写法")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(scaled(160))
        self.search.textChanged.connect(self._filter)
        self.accept_button = QPushButton("“请核对”的都照建议", self)
        self.accept_button.setObjectName("values_accept")
        self.accept_button.setAccessibleName("把要核对的写法都按建议对应")
        self.accept_button.setAutoDefault(False)
        self.accept_button.clicked.connect(self.accept_proposals)

    def _make_table(self) -> None:
        view = self.table = QTableView(self)
        view.setObjectName("values_table")
        view.setAccessibleName("名单里的写法和对应")
        name_headers(view)
        view.setModel(self.model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setWordWrap(False)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setToolTip("按 Enter 选择对应；按住 Ctrl 或 Shift 可以选几行一起对应")
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(row_height("compact"))
        view.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        for place, width in enumerate(_WIDTHS):
            view.setColumnWidth(place, scaled(width))
        view.horizontalHeader().setMinimumSectionSize(scaled(48))
        view.horizontalHeader().setStretchLastSection(True)
        view.selectionModel().selectionChanged.connect(self._selection_changed)
        view.activated.connect(lambda _index: self._ask())
        view.installEventFilter(self)

    def _make_panel(self) -> None:
        self.written = label("", role="title", name="value_written", parent=self)
        self.written.setWordWrap(True)
        self.where = label("", role="muted", name="value_where", parent=self)
        self.where.setWordWrap(True)
        self.choice = QComboBox(self)
        self.choice.setObjectName("value_choice")
        self.choice.setAccessibleName("对应为")
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(10)
        self.choice.setMaxVisibleItems(16)
        self.choice.activated.connect(lambda _=0: self._choose())
        self.other_button = self._act("value_other", "")
        self.other_button.clicked.connect(self._ask_other)
        self.alike_button = self._act("value_alike", "")
        self.alike_button.clicked.connect(self._answer_alike)
        self.back_button = self._act("value_back", "恢复自动识别")
        self.back_button.setProperty("link", True)
        self.back_button.clicked.connect(lambda _=False: self._answer(None))

    def _act(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        tools = FlowLayout(spacing=8)
        for widget in (
            *self._filter_buttons.values(), self.field_box, self.search, self.accept_button,
        ):  # fmt: skip
            tools.addWidget(widget)
        panel = QFrame(self)
        panel.setObjectName("value_panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(12, 0, 4, 0)
        inner.setSpacing(8)
        meaning = label("对应为", role="section", parent=panel)
        meaning.setBuddy(self.choice)
        for part in (
            self.written, self.where, meaning, self.choice, self.other_button, self.alike_button,
            self.back_button,
        ):  # fmt: skip
            inner.addWidget(part)
        inner.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("value_scroll")
        scroll.setAccessibleName("这一个写法")
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(panel)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("values_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(scroll)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 2)
        split.setSizes([714, 286])
        meanings = QWidget(self)
        meanings.setObjectName("values_meanings")
        lines = QVBoxLayout(meanings)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addLayout(tools)
        lines.addWidget(split, 1)
        self._stack = QStackedWidget(self)
        self._stack.setObjectName("values_stack")
        self._stack.addWidget(meanings)
        self._stack.addWidget(self.policies)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        turn_by_keys(self.tabs, self, self.enter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.sentence)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)

    # ------------------------------------------------------------------ what is asked
    def show_questions(
        self, questions: Sequence[ValueQuestion], policy_fields: Sequence[str]
    ) -> None:
        """The texts to look at and the fields one may say something of; answers given so far stay."""
        row = self.table.currentIndex().row()
        self.model.show_questions(questions)
        self.policies.show_fields(policy_fields, self._fields)
        self.tabs.setTabVisible(_POLICIES, bool(policy_fields))
        order = list(self._fields)
        here = {one.field for one in questions}
        chosen = self.field_box.currentData()
        self.field_box.clear()
        self.field_box.addItem("全部栏目", "")
        for field in sorted(here, key=lambda one: order.index(one) if one in order else len(order)):
            self.field_box.addItem(self._fields.get(field, field), field)
        self.field_box.setCurrentIndex(max(0, self.field_box.findData(chosen)))
        self._filter()
        self._go_to(row if 0 <= row < self.model.rowCount() else 0)

    def show_policies(self, shown: bool = True) -> None:
        """Which tab is in front."""
        self.tabs.setCurrentIndex(_POLICIES if shown else _MEANINGS)

    def enter(self) -> None:
        (self.table if self.tabs.currentIndex() == _MEANINGS else self.policies).setFocus()

    @property
    def needed(self) -> bool:
        """Whether any text still waits to be looked at."""
        counts = self.model.counts()
        return bool(counts[UNKNOWN] or counts[DOUBTFUL])

    @property
    def meanings(self) -> Meanings:
        """What the clerk said, and only that."""
        return self.model.meanings

    def take(self, meanings: Meanings, policies: Mapping[str, str]) -> None:
        """Puts back what was said."""
        self.model.take_meanings(meanings)
        self.policies.take(policies)
        self._tell()
        self._show_current()

    def _tell(self) -> None:
        counts = self.model.counts()
        total = len(self.model.questions)
        words = {"": f"全部 {total:,}"}
        words |= {state: f"{STATES[state]} {counts[state]:,}" for state in STATES}
        for state, button in self._filter_buttons.items():
            button.setText(words[state])
            button.setAccessibleName(f"只看{STATES[state]}的" if state else "看全部写法")
            button.setVisible(not state or bool(counts[state]) or button.isChecked())
        self.accept_button.setVisible(bool(counts[DOUBTFUL]))
        if counts[UNKNOWN]:
            said = f"还有 {counts[UNKNOWN]:,} 种写法不认识。没有对应的，核对时会逐行列出。"
        elif counts[DOUBTFUL]:
            said = f"有 {counts[DOUBTFUL]:,} 种写法的对应只是建议，请看一眼，确认了才算数。"
        elif total:
            said = f"{total:,} 种写法都有对应。"
        else:
            said = "这份名单没有要对应的写法。"
        self.sentence.setText(said)

    def _filter(self) -> None:
        state = next(one for one, button in self._filter_buttons.items() if button.isChecked())
        wish = Wish(state, str(self.field_box.currentData() or ""), self.search.text())
        self.model.filter(wish)
        self._tell()
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            # not selectRow: with the Ctrl of Ctrl+Enter still held down it would take the row away
            act, index = QItemSelectionModel.SelectionFlag, self.model.index(row, 0)
            self.table.selectionModel().setCurrentIndex(index, act.ClearAndSelect | act.Rows)
            self.table.scrollTo(self.model.index(row, 0))
        self._show_current()

    # ------------------------------------------------------------------ the one in hand
    def _chosen(self) -> list[ValueQuestion]:
        rows = sorted({one.row() for one in self.table.selectionModel().selectedRows()})
        return [self.model.question(row) for row in rows]

    def _selection_changed(self, _new: QItemSelection, _old: QItemSelection) -> None:
        self._show_current()

    def _show_current(self) -> None:
        chosen = self._chosen()
        for widget in (self.choice, self.other_button, self.alike_button, self.back_button):
            widget.setVisible(bool(chosen))
        if not chosen:
            self.written.setText("")
            self.where.setText("没有符合的写法。" if self.model.questions else "")
            return
        first = chosen[0]
        rows = sum(one.rows for one in chosen)
        if len(chosen) == 1:
            self.written.setText(first.written)
        else:
            self.written.setText(f"选中 {len(chosen):,} 种写法")
        names = "、".join(dict.fromkeys(self._fields.get(one.field, one.field) for one in chosen))
        self.where.setText(f"{names}，共 {rows:,} 行")
        self._fill_choice(chosen)
        self.other_button.setText(first.other)
        self.other_button.setAccessibleName(first.other)
        self.other_button.setVisible(bool(first.other) and _one_field(chosen))
        alike = self.model.alike(first) if len(chosen) == 1 and self.model.meaning(first) else []
        self.alike_button.setText(f"相同的都这样（{len(alike):,} 种）")
        self.alike_button.setAccessibleName(self.alike_button.text())
        self.alike_button.setToolTip("、".join(one.written for one in alike[:8]))
        self.alike_button.setVisible(bool(alike))
        answered = any(self.model.state(one) == ANSWERED for one in chosen)
        self.back_button.setVisible(answered)

    def _fill_choice(self, chosen: Sequence[ValueQuestion]) -> None:
        first, box = chosen[0], self.choice
        values = {value for value, _ in first.choices}
        for one in chosen[1:]:
            values &= {value for value, _ in one.choices}
        box.clear()
        for value, words in first.choices:
            if value in values:
                box.addItem(words, Meaning(value, words))
        box.addItem(NOTHING, Meaning("", NOTHING))
        meaning = self.model.meaning(first)
        place = -1
        if meaning is not None:
            known = [box.itemData(one).value for one in range(box.count())]
            if meaning.value not in known:
                box.insertItem(0, meaning.words, meaning)
                known.insert(0, meaning.value)
            place = known.index(meaning.value)
        box.setCurrentIndex(place)
        box.setPlaceholderText("请选择")

    def _ask(self) -> None:
        """Enter on a row: to the choice, its list open."""
        if self.choice.isVisible():
            self.choice.setFocus()
            self.choice.showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        ):  # fmt: skip
            self._ask()
            return True
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        meaning = self.choice.currentData()
        if isinstance(meaning, Meaning):
            self._answer(meaning)
            self.table.setFocus()
            if len(self._chosen()) == 1 and not self.alike_button.isVisible():
                self._go_to(self.model.row_after(self.table.currentIndex().row()))

    def _ask_other(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.other_requested.emit(chosen[0])

    def answer_other(self, question: ValueQuestion, value: str, words: str) -> None:
        """The room's own choice for a question; it counts for all that are selected with it."""
        chosen = self._chosen()
        questions = chosen if question in chosen and _one_field(chosen) else [question]
        self._say(questions, Meaning(value, words))

    def _answer_alike(self) -> None:
        chosen = self._chosen()
        meaning = self.model.meaning(chosen[0]) if chosen else None
        if meaning is not None:
            self._say([chosen[0], *self.model.alike(chosen[0])], meaning)
            self.table.setFocus()

    def _answer(self, meaning: Meaning | None) -> None:
        self._say(self._chosen(), meaning)

    def accept_proposals(self) -> None:
        """Everything that was to be looked at means what the room took it for."""
        for one in self.model.questions:
            if self.model.state(one) == DOUBTFUL:
                self.model.meanings[one.field, one.written] = Meaning(one.meaning, one.words)
        self._say([], None)

    def _say(self, questions: Sequence[ValueQuestion], meaning: Meaning | None) -> None:
        self.model.answer(questions, meaning)
        self._tell()
        self._show_current()
        self.changed.emit()


def _one_field(questions: Sequence[ValueQuestion]) -> bool:
    return len({one.field for one in questions}) == 1
