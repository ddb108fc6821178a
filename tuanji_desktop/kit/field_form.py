"""A form drawn from field rows: the same for the card, the dialog and the change request."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from tuanji_desktop.kit.field_row import FieldRow, FormField
from tuanji_desktop.kit.labels import label, restyled
from tuanji_desktop.rules.cells import Finding


class FieldForm(QWidget):
    """Groups of fields, what is wrong under each, and how many of the required are filled."""

    edited = Signal(str, str)
    left = Signal(str)
    """A typed field was left."""
    completed_changed = Signal(int, int)
    """Required fields filled, and required fields."""
    path_requested = Signal(str, str)
    reveal_requested = Signal(str)
    pick_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("field_form")
        self.setAccessibleName("字段")
        self._rows: dict[str, FieldRow] = {}
        self._required: set[str] = set()
        self._completed = label("", role="small", name="completed", parent=self)
        self._area = QScrollArea(self)
        self._area.setObjectName("form_area")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._completed)
        layout.addWidget(self._area, 1)

    def set_fields(self, fields: Sequence[FormField]) -> None:
        """Shows a record. The widgets of the last one serve again where the fields are alike."""
        rows = list(self._rows.values())
        alike = len(rows) == len(fields) and all(
            row.field.same_shape(field) and row.field.state.tier is field.state.tier
            for row, field in zip(rows, fields, strict=True)
        )
        if alike:
            for row, field in zip(rows, fields, strict=True):
                row.show_field(field)
        else:
            self._build(fields)
        self._required = {field.name for field in fields if field.required}
        self._count()

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Shows what is wrong; a field not named has nothing wrong with it."""
        by_field: dict[str, list[Finding]] = {}
        for one in findings:
            by_field.setdefault(one.field, []).append(one)
        for name, row in self._rows.items():
            row.set_findings(by_field.get(name, ()))

    def set_required(self, names: Iterable[str]) -> None:
        """Which fields are required now: that depends on what is filled in."""
        self._required = set(names) & self._rows.keys()
        for name, row in self._rows.items():
            row.set_required(name in self._required)
        self._count()

    def set_value(self, name: str, value: str, *, shown: str = "") -> None:
        """Puts in what was chosen elsewhere, or what follows from another field."""
        self._rows[name].set_value(value, shown=shown)
        self._count()

    def reveal(self, name: str) -> None:
        """Shows a number whole; whoever calls has logged it."""
        self._rows[name].reveal()

    def values(self) -> dict[str, str]:
        """Every field's value, trimmed, whole even where masked on screen."""
        return {name: row.value for name, row in self._rows.items()}

    def changes(self) -> dict[str, str]:
        """The values that differ from those the form was given."""
        return {name: row.value for name, row in self._rows.items() if row.changed}

    def row(self, name: str) -> FieldRow:
        """The row of a field."""
        return self._rows[name]

    def focus_field(self, name: str) -> None:
        """Brings a field into sight and puts the cursor there."""
        row = self._rows[name]
        self._area.ensureWidgetVisible(row, 0, 40)
        row.editor.setFocus()

    def _build(self, fields: Sequence[FormField]) -> None:
        self._rows = {}
        body = QWidget()
        body.setObjectName("form_body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 4, 8, 8)
        layout.setSpacing(6)
        for number, (group, members) in enumerate(groupby(fields, key=lambda one: one.group)):
            if number:
                layout.addSpacing(10)
            layout.addWidget(label(group, role="section", name=f"group_{number}"))
            for field in members:
                layout.addWidget(self._make_row(field, body))
        layout.addStretch(1)
        self._area.setWidget(body)  # frees the one before

    def _make_row(self, field: FormField, body: QWidget) -> FieldRow:
        row = FieldRow(field, body)
        row.edited.connect(self._edited)
        row.left.connect(self.left)
        row.path_requested.connect(self.path_requested)
        row.reveal_requested.connect(self.reveal_requested)
        row.pick_requested.connect(self.pick_requested)
        self._rows[field.name] = row
        return row

    def _edited(self, name: str, value: str) -> None:
        self._count()
        self.edited.emit(name, value)

    def _count(self) -> None:
        total = len(self._required)
        filled = sum(1 for name in self._required if self._rows[name].value)
        self._completed.setText(f"{filled}/{total} 必填已完成")
        self._completed.setVisible(total > 0)
        restyled(self._completed, "role", "small" if filled == total else "incomplete")
        self.completed_changed.emit(filled, total)
