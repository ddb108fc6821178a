"""The side of the leaving dialog that is filled in: door, day, document, proofs."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ..kit.labels import label, restyled
from ..kit.style import scaled
from ..members.loading import BranchChoice
from ..office.archive import Attachment
from ..rules.dates import read_day
from ..rules.policy import Door
from .doors import RESTORED, needs
from .proof_row import ProofRow


class DoorPanel(QWidget):
    """Asks for what `plan.Wish` holds. `moved`: who leaves and why may be different now;
    `filled`: only what goes along has changed."""

    moved = Signal()
    filled = Signal()
    branch_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("door_panel")
        self.setAccessibleName("离团方式、日期和材料")
        self._doors: Mapping[str, Door] = {}
        self._branch: BranchChoice | None = None
        self.group = QButtonGroup(self)
        self.proofs: dict[str, ProofRow] = {}
        self.day = self._line("leaving_day", "日期", "例如 2018-08-01")
        self.document = self._line("leaving_document", "文号", "例如 团×字〔2018〕12号", 60)
        self.decided_by = self._line("leaving_decided_by", "决定机关", "作出决定或批准的团组织", 60)
        self.reason = self._line("leaving_reason", "原因", "可不填", 200)
        self.branch_button = QPushButton("选择团支部…", self)
        self.branch_button.setObjectName("leaving_branch")
        self.branch_button.setAccessibleName("选择恢复到哪个团支部")
        self.branch_button.setAutoDefault(False)
        self.branch_button.clicked.connect(self.branch_wanted)
        self._note = label("", role="error", name="leaving_day_note", parent=self)
        self._note.setWordWrap(True)
        self._captions: dict[str, QWidget] = {}
        self._choices = QVBoxLayout()
        self._papers = QVBoxLayout()
        self._lay_out()
        self.day.textChanged.connect(self._day_changed)
        for line in (self.document, self.decided_by, self.reason):
            line.textChanged.connect(lambda _text: self._fill())

    # ------------------------------------------------------------------ set up
    def _line(self, name: str, words: str, hint: str, longest: int = 20) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.setPlaceholderText(hint)
        line.setMaxLength(longest)
        return line

    def _lay_out(self) -> None:
        self._fields = QFormLayout()
        self._fields.setHorizontalSpacing(12)
        self._fields.setVerticalSpacing(8)
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for widget in (self.day, self.document, self.decided_by, self.reason, self.branch_button):
            name = widget.objectName()
            caption = label(
                widget.accessibleName(), role="muted", name=f"{name}_label", parent=self
            )
            caption.setBuddy(widget)
            self._captions[name] = caption
            self._fields.addRow(caption, widget)
            if widget is self.day:
                self._fields.addRow(self._note)
        self._note.hide()
        for part in (self._choices, self._papers):
            part.setContentsMargins(0, 0, 0, 0)
            part.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(12)
        layout.addLayout(self._choices)
        layout.addLayout(self._fields)
        layout.addLayout(self._papers)
        layout.addStretch(1)

    def begin(self, doors: tuple[Door, ...], chosen: str, today: date) -> None:
        """Offers these doors; a single one needs no choosing."""
        self._doors = {door.code: door for door in doors}
        for door in doors:
            self._offer(door, single=len(doors) == 1)
        self.day.blockSignals(True)
        self.day.setText(today.isoformat())
        self.day.blockSignals(False)
        button = self._button(chosen) if len(doors) > 1 else None
        if button is not None:
            button.setChecked(True)
        self._door_changed()
        first = next(iter(self.group.buttons()), None)
        (self.document if self.door or first is None else first).setFocus()

    def _offer(self, door: Door, *, single: bool) -> None:
        if single:
            head: QWidget = label(door.act, role="section", name=f"door_{door.code}", parent=self)
        else:
            button = QRadioButton(door.act, self)
            button.setObjectName(f"door_{door.code}")
            button.setAccessibleName(door.act)
            button.setAccessibleDescription(f"{door.advice}（{door.clause}）{needs(door)}")
            button.setProperty("door", door.code)
            self.group.addButton(button)
            button.toggled.connect(lambda on: self._door_changed() if on else None)
            head = button
        words = f"{door.advice}（{door.clause}）"
        text = label(
            "\n".join(one for one in (words, needs(door)) if one),
            role="small",
            name=f"door_rule_{door.code}",
            parent=self,
        )
        text.setWordWrap(True)
        text.setIndent(0 if single else scaled(22))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._choices.addWidget(head)
        self._choices.addWidget(text)

    def _button(self, code: str) -> QRadioButton | None:
        found = (one for one in self.group.buttons() if one.property("door") == code)
        button = next(found, None)
        return button if isinstance(button, QRadioButton) else None

    # ------------------------------------------------------------------- asked
    @property
    def door(self) -> Door | None:
        """The door that is chosen."""
        if len(self._doors) == 1:
            return next(iter(self._doors.values()))
        button = self.group.checkedButton()
        return self._doors[str(button.property("door"))] if button is not None else None

    @property
    def on(self) -> date | None:
        """The day as typed; None where it is none."""
        text = unicodedata.normalize("NFKC", self.day.text()).strip()
        found = read_day(text)
        if found.fault or found.day is None:
            return None
        return date(found.year, found.month, found.day)

    @property
    def branch_id(self) -> int | None:
        """The branch for those whose own is no more."""
        return self._branch.id if self._branch else None

    def attachments(self) -> tuple[Attachment, ...]:
        """The proofs that are chosen, in the order of the door."""
        return tuple(one for row in self.proofs.values() if (one := row.attachment()))

    def take_branch(self, choice: BranchChoice) -> None:
        """Those whose branch is no more come back here."""
        self._branch = choice
        self.branch_button.setText(choice.short_name)
        self.branch_button.setAccessibleDescription(choice.full_name)
        self.moved.emit()

    def ask_branch(self, wanted: bool) -> None:
        """Whether somebody's branch is no more, so that another has to be named."""
        show = wanted or self._branch is not None
        self.branch_button.setVisible(show)
        self._captions["leaving_branch"].setVisible(show)

    @property
    def typed(self) -> bool:
        """Whether something would be lost."""
        lines = (self.document, self.decided_by, self.reason)
        return any(line.text().strip() for line in lines) or bool(self.attachments())

    def freeze(self, on: bool) -> None:
        """Nothing may be changed while it is being written."""
        self.setEnabled(not on)

    # ----------------------------------------------------------------- changes
    def _door_changed(self) -> None:
        door = self.door
        back = door is not None and door.code == RESTORED
        kept = {code: row.path for code, row in self.proofs.items()}
        for row in self.proofs.values():
            self._papers.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.proofs = {}
        for proof in door.proofs if door else ():
            row = ProofRow(proof, self)
            row.take(kept.get(proof.code))
            row.changed.connect(self._fill)
            self.proofs[proof.code] = row
            self._papers.addWidget(row)
        self._order()
        self._name("leaving_day", f"{'恢复' if back else '离团'}日期 *")
        self._name("leaving_document", "文号 *" if door and door.document_required else "文号")
        self.decided_by.setVisible(not back)
        self._captions["leaving_decided_by"].setVisible(not back)
        self._name("leaving_branch", "恢复到")
        self.ask_branch(False)
        self._fill()
        self.moved.emit()

    def _order(self) -> None:
        """Tab goes as one reads."""
        lines = (self.day, self.document, self.decided_by, self.reason, self.branch_button)
        papers = [one for row in self.proofs.values() for one in row.buttons]
        for before, after in pairwise([*self.group.buttons(), *lines, *papers]):
            self.setTabOrder(before, after)

    def _name(self, name: str, words: str) -> None:
        caption = self._captions[name]
        caption.setText(words)  # type: ignore[attr-defined]
        widget = self.findChild(QLineEdit, name)
        if widget is not None:
            widget.setAccessibleName(words)

    def _day_changed(self) -> None:
        wrong = self.on is None
        self._note.setText("看不出是哪一天，请写作 2018-08-01 的样子" if wrong else "")
        self._note.setVisible(wrong)
        restyled(self.day, "level", "error" if wrong else "")
        self.moved.emit()

    def _fill(self) -> None:
        door = self.door
        lacking = bool(door and door.document_required and not self.document.text().strip())
        restyled(self._captions["leaving_document"], "role", "missing" if lacking else "muted")
        self.filled.emit()
