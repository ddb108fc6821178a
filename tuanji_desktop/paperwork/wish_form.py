"""What a paper needs to be told, asked for sensibly: the fields of one kind."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from ..kit.document_number import NextNumberButton
from ..kit.labels import label
from ..kit.page import Workplace
from ..papers.kinds import PaperKind, PaperWish
from . import sources
from .pick_field import PickField
from .sources import Choice

WORDS = {
    "batch": "批次",
    "member": "团员",
    "org": "单位",
    "year": "年份",
    "change": "修改申请",
    "transfer": "转接",
    "campaign": "信息核对",
    "document_number": "文号",
    "addressee": "主送",
    "branch": "应报到的团支部",
    "cause": "原因",
    "masked": "身份证号、手机号打成星号",
}
_HINTS = {
    "member": "姓名、拼音或身份证号后四位",
    "org": "单位名称或编码",
    "transfer": "转接人的姓名",
    "document_number": "可留空，打印后手写",
    "addressee": "可留空",
    "branch": "可留空",
    "cause": "可留空，打印后手写",
}
_TEXTS = ("document_number", "addressee", "branch", "cause")
_TYPING_MS = 300
_NO_CHOICE = "还没有可选的"


class WishForm(QWidget):
    """Fields for one kind; `wish` is what they say, along with what was wished from the start."""

    changed = Signal()

    def __init__(
        self, workplace: Workplace, wish: PaperWish, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("make_fields")
        self.setAccessibleName("要填写的内容")
        self._workplace = workplace
        # a change tells of whom it is; the member in sight may be another
        self._wish = replace(wish, member=None) if wish.change is not None else wish
        self._kind: PaperKind | None = None
        self._named: dict[str, Choice] = {}
        self.fields: dict[str, QWidget] = {}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def begin(self, named: dict[str, Choice]) -> None:
        """Takes the words of what was wished from the start."""
        self._named = named

    @property
    def wish(self) -> PaperWish:
        """What the fields say; what this kind does not ask for stays as it was wished."""
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            if isinstance(field, QSpinBox):
                found[name] = field.value()
            elif isinstance(field, QComboBox):
                key = field.currentData()
                found[name] = key if key is not None else ("" if name == "batch" else None)
            elif isinstance(field, QCheckBox):
                found[name] = field.isChecked()
            elif isinstance(field, PickField):
                found[name] = field.key
            elif isinstance(field, QLineEdit):
                found[name] = field.text().strip()
        if found.get("member") is not None:
            found["change"] = None  # it may be another member's
        return replace(self._wish, **found)

    def show_kind(self, kind: PaperKind) -> None:
        """The fields of another kind, filled with what is known already."""
        # stars that were taken away for one kind are not taken away for another
        before = replace(self.wish, masked=None) if self._kind is not None else self._wish
        self._keep_names()
        self._wish, self._kind = before, kind
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for group in kind.needs:
            names = [one for one in group if one != "change"]
            for number, name in enumerate(names):
                self._add(name, f"或{WORDS[name]}" if number else WORDS[name])
        for name in kind.may:
            if name not in self.fields and name in WORDS:
                self._add(name, WORDS[name])
        self.setVisible(bool(self.fields))

    def _keep_names(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field, PickField) and field.key is not None:
                self._named[name] = Choice(field.key, field.line.text())

    def _add(self, name: str, words: str) -> None:
        field = self._field(name)
        self.fields[name] = field
        if not isinstance(field, QCheckBox):
            title = label(words, role="muted", name=f"make_{name}_label", parent=self)
            title.setBuddy(field)
            self._layout.addWidget(title)
        self._layout.addWidget(field)
        if name == "document_number" and isinstance(field, QLineEdit):
            field.editingFinished.connect(self._typing.start)
            button = NextNumberButton(
                self._workplace, field, name="make_document_number_next", parent=self
            )
            self._layout.addWidget(button)

    def _field(self, name: str) -> QWidget:
        if name in ("member", "org", "transfer"):
            return self._pick(name)
        if name in ("batch", "campaign"):
            return self._choice(name)
        if name == "year":
            year = QSpinBox(self)
            year.setRange(2000, 2100)
            year.setValue(self._wish.year or self._workplace.context.today.year)
            year.valueChanged.connect(lambda _: self._typing.start())
            return _called(year, name)
        if name == "masked":
            box = QCheckBox(WORDS[name], self)
            usual = self._kind is not None and self._kind.masked
            box.setChecked(usual if self._wish.masked is None else self._wish.masked)
            box.toggled.connect(lambda _: self.changed.emit())
            return _called(box, name)
        line = QLineEdit(str(getattr(self._wish, name) or ""), self)
        line.setPlaceholderText(_HINTS.get(name, ""))
        line.textEdited.connect(lambda _: self._typing.start())
        return _called(line, name)

    def _pick(self, name: str) -> PickField:
        context = self._workplace.context
        find = {
            "member": sources.find_members,
            "org": sources.find_organizations,
            "transfer": sources.find_transfers,
        }[name]
        field = PickField(
            self._workplace.jobs,
            name=f"make_{name}",
            words=WORDS[name],
            hint=_HINTS[name],
            find=lambda words: find(context, words),
            parent=self,
        )
        known = self._named.get(name)
        if known is not None and known.key == getattr(self._wish, name):
            field.show_choice(known)
        field.picked.connect(self.changed)
        return field

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem("正在读取……", getattr(self._wish, name) or None)
        context, form = self._workplace.context, self._kind.code if self._kind else ""

        def ask() -> tuple[Choice, ...]:
            if name == "batch":
                return sources.load_batches(context, form=form)
            return sources.load_campaigns(context)

        def offer(found: tuple[Choice, ...]) -> None:
            wished = getattr(self._wish, name)
            box.clear()
            for choice in found:
                box.addItem(choice.words, choice.key)
            if not found:
                box.addItem(f"{_NO_CHOICE}{WORDS[name]}", None)
            box.setCurrentIndex(max(0, box.findData(wished)))
            self.changed.emit()

        self._workplace.jobs.read(box, ask, offer, topic="choices")
        box.activated.connect(lambda _: self.changed.emit())
        called = _called(box, name)
        assert isinstance(called, QComboBox)
        return called


def _called(field: QWidget, name: str) -> QWidget:
    field.setObjectName(f"make_{name}")
    field.setAccessibleName(WORDS[name])
    return field
