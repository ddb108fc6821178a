"""One row of a list whole: what it would change, what was found in it, what the file says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.dialogs import fit_to_screen
from tuanji_desktop.kit.import_adapter import FieldChange, ImportReview, Layout
from tuanji_desktop.kit.import_edits import Cell
from tuanji_desktop.kit.import_filter import Marks, place_of
from tuanji_desktop.kit.import_lists import ReviewLists
from tuanji_desktop.kit.labels import label
from tuanji_desktop.sheets.reader import cell_text


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What is to be shown of a row, masked where numbers are. `place`: which row it is, in words;
    `cells`: heading and text."""

    place: str
    kind: str
    name: str
    said: tuple[str, ...]
    changes: tuple[FieldChange, ...]
    cells: tuple[tuple[str, str], ...]


class RowDialog(QDialog):
    """One row of a sheet, field under field, and on to the next."""

    def __init__(
        self,
        numbers: Sequence[int],
        place: int,
        facts: Callable[[int], RowFacts],
        parent: QWidget | None = None,
    ) -> None:
        """`numbers`: the rows one can go through, `place` the one to begin with."""
        super().__init__(parent)
        self.setObjectName("row_dialog")
        self._numbers, self._place, self._facts = numbers, place, facts
        self._area = QScrollArea(self)
        self._area.setObjectName("row_area")
        self._area.setAccessibleName("这一行")
        self._area.setWidgetResizable(True)
        self.previous_button = self._button("row_previous", "上一行", "Alt+Up")
        self.following_button = self._button("row_next", "下一行", "Alt+Down")
        self.close_button = self._button("row_close", "关闭", "")
        self.previous_button.clicked.connect(lambda: self.step(-1))
        self.following_button.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.previous_button)
        buttons.addWidget(self.following_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self._area, 1)
        layout.addLayout(buttons)
        fit_to_screen(self, 600, 560)
        self._show()

    def _button(self, name: str, words: str, keys: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        if keys:
            button.setShortcut(keys)
            button.setToolTip(f"{words}（{keys.replace('Up', '↑').replace('Down', '↓')}）")
        return button

    @property
    def number(self) -> int:
        """The row of the sheet in sight."""
        return self._numbers[self._place]

    def step(self, rows: int) -> None:
        """Some rows on or back, as far as there are any."""
        place = self._place + rows
        if 0 <= place < len(self._numbers):
            self._place = place
            self._show()

    def _show(self) -> None:
        facts = self._facts(self.number)
        title = facts.place
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.previous_button.setEnabled(self._place > 0)
        self.following_button.setEnabled(self._place + 1 < len(self._numbers))
        inner = QWidget(self._area)
        column = QVBoxLayout(inner)
        column.setSpacing(8)
        head = "　".join(one for one in (facts.name, facts.kind) if one)
        if head:
            column.addWidget(label(head, role="title", name="row_head", parent=inner))
        for words in facts.said:
            column.addWidget(_wrapped(words, "row_said", inner))
        if facts.changes:
            column.addWidget(label("改动", role="section", parent=inner))
            column.addLayout(_changes(facts.changes, inner))
        column.addWidget(label("名单里的这一行", role="section", parent=inner))
        column.addLayout(_cells(facts.cells, inner))
        column.addStretch(1)
        self._area.setWidget(inner)


def _changes(changes: Sequence[FieldChange], parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    for line, one in enumerate(changes):
        before = _wrapped(one.before or "（空）", "row_before", parent)
        before.setProperty("role", "muted")
        after = _wrapped(one.after or "（空）", "row_after", parent)
        after.setProperty("compared", "different")
        after.setAccessibleName(f"{one.label}：由 {before.text()} 改为 {after.text()} {one.note}")
        grid.addWidget(label(one.label, role="muted", parent=parent), line, 0)
        grid.addWidget(before, line, 1)
        grid.addWidget(label("→", role="muted", parent=parent), line, 2)
        grid.addWidget(after, line, 3)
        if one.note:
            grid.addWidget(label(one.note, role="small", name="row_note", parent=parent), line, 4)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return grid


def _cells(cells: Sequence[tuple[str, str]], parent: QWidget) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(4)
    for heading, text in cells:
        value = _wrapped(text or "（空）", "row_value", parent)
        if not text:
            value.setProperty("role", "muted")
        form.addRow(label(heading, role="muted", parent=parent), value)
    return form


def _wrapped(text: str, name: str, parent: QWidget) -> QLabel:
    made = label(text, name=name, parent=parent)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def facts_of(
    review: ImportReview,
    layout: Layout,
    number: int,
    *,
    marks: Marks,
    edits: Mapping[Cell, str],
    lists: ReviewLists,
) -> RowFacts:
    """What a review says of a row of the sheet; `lists` know how much of a number may be seen."""
    place = place_of(review, number)
    row = review.rows[place] if place >= 0 else None
    changes = review.changes(place) if place >= 0 else ()
    detail = review.detail(place) if place >= 0 and not changes else ""
    found = [one.message for one in marks.of_row(number) if one.message not in detail]
    return RowFacts(
        layout.places.words(number),
        lists.kind_words(row.kind) if row is not None else "",
        row.name if row is not None else "",
        tuple(lists.shown(one) for one in (detail, *found) if one),
        tuple(
            replace(
                one,
                before=lists.shown_labelled(one.label, one.before),
                after=lists.shown_labelled(one.label, one.after),
            )
            for one in changes
        ),
        tuple(_written(layout, number, edits, lists)),
    )


def _written(
    layout: Layout, number: int, edits: Mapping[Cell, str], lists: ReviewLists
) -> Iterator[tuple[str, str]]:
    cells, columns = layout.cells(number), layout.columns
    for place, heading in layout.headings.items():
        field = columns.get(place, "")
        shown = lists.shown_value(field, cell_text(cells[place]) if place < len(cells) else "")
        if (number, place) in edits:
            mended = lists.shown_value(field, edits[number, place])
            shown = f"{mended or '（空）'}（已改，原来是：{shown or '空'}）"
        letter = layout.letter(place, layout.places.sheet(number))
        yield f"{letter}  {heading}".strip(), shown
