"""One change request before the reviewer: each field as it was and as it is wanted, with its tick."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..kit.labels import label
from ..kit.style import scaled
from ..rules.fields import label_of
from .queries import ReviewField, ReviewRequest
from .words import STATE_LABELS, shown


class FieldChoice(QFrame):
    """A field of the request. A conflict is not ticked until the reviewer does it."""

    toggled = Signal()

    def __init__(self, field: ReviewField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"change_{field.field}")
        self.field = field
        name = label_of(field.field)
        self.box = QCheckBox(name, self)
        self.box.setObjectName(f"tick_{field.field}")
        self.box.setChecked(field.state == "pending" and not field.conflict)
        self.box.setEnabled(field.state == "pending")
        self.box.toggled.connect(lambda _: self.toggled.emit())
        waits = field.state == "pending"  # of what is decided, the record says the outcome
        old = shown(field.field, field.current if waits else field.base)
        new = shown(field.field, field.new)
        self.box.setAccessibleName(f"{name}：由 {old} 改为 {new}")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(2)
        layout.addWidget(self.box, 0, 0)
        layout.setColumnMinimumWidth(0, scaled(132))
        for place, (words, role, key) in enumerate(
            ((old, "muted", "old"), ("→", "muted", "arrow"), (new, "", "new")), start=1
        ):
            value = label(words, role=role, name=f"{key}_{field.field}", parent=self)
            value.setWordWrap(key != "arrow")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(value, 0, place)
            layout.setColumnStretch(place, 0 if key == "arrow" else 1)
        layout.addWidget(
            label(field.clause or "", role="small", name=f"clause_{field.field}", parent=self), 0, 4
        )
        note = self._note()
        if note:
            line = label(
                note,
                role="warning" if field.conflict else "small",
                name=f"note_{field.field}",
                parent=self,
            )
            line.setWordWrap(True)
            layout.addWidget(line, 1, 1, 1, 4)
            self.box.setAccessibleDescription(note)

    @property
    def ticked(self) -> bool:
        """Whether the act is about this field."""
        return self.box.isEnabled() and self.box.isChecked()

    def _note(self) -> str:
        field = self.field
        if field.conflict:
            base, current = shown(field.field, field.base), shown(field.field, field.current)
            if field.current == field.new:
                return (
                    f"⚠ 冲突：提出申请时是“{base}”，后来已改成“{current}”，与申请相同。"
                    "勾选并通过，这项申请就办结。"
                )
            return (
                f"⚠ 冲突：提出申请时是“{base}”，后来已改成“{current}”。"
                f"勾选并通过，就以申请的“{shown(field.field, field.new)}”代替；不勾选，保留现在的值。"
            )
        if field.state != "pending":
            why = f"：{field.decision_reason}" if field.decision_reason else ""
            who = f" · {field.decided_by} {(field.decided_at or '')[:10]}"
            return STATE_LABELS.get(field.state, field.state) + why + who
        return ""


class RequestPanel(QWidget):
    """Shows a request and knows which of its fields are ticked."""

    choice_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_panel")
        self.setAccessibleName("修改申请的内容")
        self.request: ReviewRequest | None = None
        self.fields: dict[str, FieldChoice] = {}
        self._title = label("", role="title", name="review_title", parent=self)
        self._about = label("", role="muted", name="review_about", parent=self)
        for one in (self._title, self._about):
            one.setWordWrap(True)
        self._inner = QWidget(self)
        self._inner.setObjectName("review_fields")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        inside = QVBoxLayout(self._inner)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addLayout(self._rows)
        inside.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("review_fields_scroll")
        scroll.setMinimumHeight(scaled(40))
        scroll.setAccessibleName("修改的字段")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addWidget(scroll, 1)

    def show_request(self, request: ReviewRequest | None, *, age: int = 0) -> None:
        """Shows another request; the same one unchanged keeps its ticks."""
        if request is not None and request == self.request:
            return
        self.request = request
        self._clear()
        self._title.setText(f"{request.name} · {request.branch}" if request else "")
        self._about.setText(_about(request, age) if request else "")
        for field in request.fields if request else ():
            row = FieldChoice(field, self._inner)
            row.toggled.connect(self.choice_changed)
            self.fields[field.field] = row
            self._rows.addWidget(row)
        self.choice_changed.emit()

    def show_several(self, words: str, text: str) -> None:
        """Instead of one request: how many are chosen, and which of them have to be weighed."""
        self.request = None
        self._clear()
        self._title.setText(words)
        self._about.setText(text)
        self.choice_changed.emit()

    def ticked(self) -> tuple[str, ...]:
        """Names of the fields that are ticked."""
        return tuple(name for name, row in self.fields.items() if row.ticked)

    def seen(self) -> dict[str, str | None]:
        """The values of the record that are on the screen, by field."""
        return {name: row.field.current for name, row in self.fields.items()}

    def _clear(self) -> None:
        for row in self.fields.values():
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.fields = {}


def _about(request: ReviewRequest, age: int) -> str:
    parts = [f"{request.proposed_by} 于 {request.proposed_at[:10]} 提出，已等待 {age} 天"]
    if request.reason:
        parts.append(f"说明：{request.reason}")
    if request.basis:
        parts.append(f"依据：{request.basis}")
    return " · ".join(parts)
