"""The upper half of the bulk edit: which fields, and what becomes of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..kit.field_row import FieldRow, FormField
from ..kit.icons import icon
from ..kit.labels import label
from ..kit.style import scaled
from ..rules.fields import FIELDS
from ..rules.policy import Condition, Policy, Tier
from .bulk_fields import Offered, tidy
from .bulk_plan import MODE_LABELS, BulkChange, Mode

_MARKS = {Tier.LOCKED: ("lock", "不可修改"), Tier.REVIEW: ("review", "须审核")}
MOST = 8
"""So many fields at once; more would be another list."""


class _Box(QComboBox):
    """Turns no wheel that only wanted to scroll the dialog."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()


def _condition(one: Condition) -> str:
    """A condition of the pack in words."""
    values = one.one_of or tuple(
        value for value in (one.equals, one.at_least, one.at_most) if value is not None
    )
    return f"{FIELDS[one.field].label}为“{'”或“'.join(values)}”"


class ChangeRow(QWidget):
    """One field: which, what is done with it, the new value, and the rule under it."""

    edited = Signal()
    removed = Signal()

    def __init__(
        self, number: int, fields: Mapping[str, Offered], policy: Policy, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"change_{number}")
        self.setAccessibleName(f"第 {number} 项修改")
        self._number, self._fields, self._policy = number, fields, policy
        self._when: BulkChange | None = None
        self.field_box = self._box("change_field", "字段")
        for name, one in fields.items():
            mark = _MARKS.get(one.state.tier)
            words = f"{one.field.label}（{mark[1]}）" if mark else one.field.label
            self.field_box.addItem(
                icon(mark[0], "muted") if mark else icon("edit", "muted"), words, name
            )
        self.mode_box = self._box("change_mode", "怎样修改")
        self.find_line = QLineEdit(self)
        self.find_line.setObjectName(f"change_find_{number}")
        self.find_line.setAccessibleName("要替换的文字")
        self.find_line.setPlaceholderText("要替换的文字")
        self.find_line.textEdited.connect(lambda _text: self.edited.emit())
        self.editor: FieldRow | None = None
        self._remove = QToolButton(self)
        self._remove.setObjectName(f"change_remove_{number}")
        self._remove.setAccessibleName("去掉这一项")
        self._remove.setToolTip("去掉这一项")
        self._remove.setIcon(icon("close", "muted"))
        self._remove.setIconSize(QSize(scaled(14), scaled(14)))
        self._remove.clicked.connect(self.removed)
        self._note = label("", role="small", name=f"change_note_{number}", parent=self)
        self._note.setWordWrap(True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        for column, widget in ((0, self.field_box), (1, self.mode_box), (2, self.find_line)):
            self._grid.addWidget(widget, 0, column, top)
        self._grid.addWidget(self._remove, 0, 4, top)
        self._grid.addWidget(self._note, 1, 0, 1, 4)
        self._grid.setColumnStretch(3, 1)
        self.field_box.currentIndexChanged.connect(lambda _place: self._other_field())
        self.mode_box.currentIndexChanged.connect(lambda _place: self._other_mode())
        self._other_field()

    def _box(self, name: str, words: str) -> QComboBox:
        box = _Box(self)
        box.setObjectName(f"{name}_{self._number}")
        box.setAccessibleName(words)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return box

    @property
    def name(self) -> str:
        """The chosen field."""
        return str(self.field_box.currentData())

    @property
    def change(self) -> BulkChange:
        """What is asked for."""
        mode = Mode(self.mode_box.currentData())
        value = "" if mode is Mode.CLEAR or self.editor is None else self.editor.value
        find = self.find_line.text() if mode is Mode.REPLACE else ""
        when = self._when.when if self._when and self._when.field == self.name else ()
        return BulkChange(self.name, mode, value, find, when)

    def set_change(self, change: BulkChange) -> None:
        """Puts a change in, as if it had been chosen and typed."""
        self.field_box.setCurrentIndex(self.field_box.findData(change.field))
        self.mode_box.setCurrentIndex(self.mode_box.findData(change.mode.value))
        self.find_line.setText(change.find)
        self._when = change
        if self.editor is not None:
            self.editor.set_value(change.value)
        self._show_note()

    def check(self) -> bool:
        """Shows what is wrong with the value for anybody; whether it may be tried."""
        if self.editor is None or self.editor.isHidden():
            return True
        value, findings = tidy(self.change, self._policy)
        if value != self.editor.value:
            self.editor.set_value(value)
        self.editor.set_findings(findings)
        return not any(found.level == "error" for found in findings)

    def _other_field(self) -> None:
        offered = self._fields[self.name]
        with QSignalBlocker(self.mode_box):
            chosen = self.mode_box.currentData()
            self.mode_box.clear()
            for mode in offered.modes:
                self.mode_box.addItem(MODE_LABELS[mode], mode.value)
            self.mode_box.setCurrentIndex(max(0, self.mode_box.findData(chosen)))
        self._when = None
        self._make_editor(offered)
        self._show_note()
        self._other_mode()

    def _make_editor(self, offered: Offered) -> None:
        if self.editor is not None:
            self._grid.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        field = offered.field
        # Whoever is still reporting in may change it, so it can be typed; the note tells the rest.
        state = offered.state
        shape = FormField(
            name=field.name,
            label=field.label,
            kind=field.kind,
            group=field.group,
            state=replace(state, tier=Tier.FREE),
            choices=offered.choices,
            max_length=field.max_length,
        )
        self.editor = FieldRow(shape, self)
        words = self.editor.findChild(QLabel, f"label_{field.name}")
        if words is not None:
            words.hide()
        self.editor.edited.connect(lambda _name, _value: self._typed())
        self.editor.left.connect(lambda _name: self.check())
        self._grid.addWidget(self.editor, 0, 3, Qt.AlignmentFlag.AlignTop)
        QWidget.setTabOrder(self.find_line, self.editor.editor)
        QWidget.setTabOrder(self.editor.editor, self._remove)

    def _typed(self) -> None:
        if self.editor is not None:
            self.editor.set_findings(())
        self.edited.emit()

    def _other_mode(self) -> None:
        mode = Mode(self.mode_box.currentData())
        self.find_line.setVisible(mode is Mode.REPLACE)
        if self.editor is not None:
            self.editor.setVisible(mode is not Mode.CLEAR)
            line = self.editor.editor
            if isinstance(line, QLineEdit) and mode is Mode.REPLACE:
                line.setPlaceholderText("替换成（可留空）")
        self.edited.emit()

    def _show_note(self) -> None:
        note = self._fields[self.name].note()
        if self._when is not None and self._when.when:
            note = f"只改{'，且'.join(map(_condition, self._when.when))}的人。{note}"
        self._note.setText(note)
        self._note.setVisible(bool(note))


class ChangeList(QWidget):
    """The fields that are changed, one row each."""

    edited = Signal()

    def __init__(
        self, fields: Mapping[str, Offered], policy: Policy, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("changes")
        self.setAccessibleName("要修改的字段")
        self._fields, self._policy = fields, policy
        self._rows: list[ChangeRow] = []
        self._made = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    @property
    def rows(self) -> Sequence[ChangeRow]:
        """The rows from top to bottom."""
        return self._rows

    @property
    def full(self) -> bool:
        """Whether no more fields are taken."""
        return len(self._rows) >= min(MOST, len(self._fields))

    def changes(self) -> tuple[BulkChange, ...]:
        """What is asked for, in order."""
        return tuple(row.change for row in self._rows)

    def add(self, change: BulkChange | None = None) -> ChangeRow:
        """One more field, the first that is not there yet unless one is named."""
        self._made += 1
        row = ChangeRow(self._made, self._fields, self._policy, self)
        taken = {one.name for one in self._rows}
        free = next((name for name in self._preferred() if name not in taken), "")
        row.set_change(change or BulkChange(free))
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._take_away(row))
        self._rows.append(row)
        self._layout.addWidget(row)
        row.show()
        self.edited.emit()
        return row

    def set_changes(self, changes: Sequence[BulkChange]) -> None:
        """Shows these instead of what is there."""
        for row in list(self._rows):
            self._drop(row)
        for change in changes:
            self.add(change)

    def check(self) -> ChangeRow | None:
        """The first row with a value that is wrong for anybody."""
        wrong = [row for row in self._rows if not row.check()]
        return wrong[0] if wrong else None

    def _preferred(self) -> list[str]:
        """What everybody may change comes before what needs review or is locked."""
        order = (Tier.FREE, Tier.REVIEW, Tier.LOCKED)
        return sorted(self._fields, key=lambda name: order.index(self._fields[name].state.tier))

    def _take_away(self, row: ChangeRow) -> None:
        if len(self._rows) > 1:
            self._drop(row)
            self._rows[-1].field_box.setFocus()
            self.edited.emit()

    def _drop(self, row: ChangeRow) -> None:
        self._rows.remove(row)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
