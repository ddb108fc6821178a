"""Section 本单位: what the office calls itself and whom a superior can ring up."""

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.style import scaled
from .panel import Panel
from .queries import OFFICE_FIELDS, OfficeFacts, load_office
from .service import save_office

_HINTS: Mapping[str, str] = {
    "office.name": "例如：青溪团县委",
    "office.contact": "例如：王干事",
    "office.contact_phone": "例如：0856-5220000",
    "office.superior": "全称，例如：共青团铜仁市委员会",
    "office.signer": "例如：李书记；空着则留给手写",
    "office.document_series": "例如：青团字〔年〕号；青团函〔年〕号",
}
_PRINTED: Mapping[str, str] = {
    "office.name": "显示在窗口标题和首页。表和公文上的单位、落款用团组织树最上一级的全称，在团组织树里修改。",
    "office.contact": "印在：删除申请表、更正清单的表头；正式行文、催办函、通报的落款之后。",
    "office.contact_phone": "印在联系人旁边。",
    "office.superior": "印在：最上一级单位发出的正式行文的主送单位；下级单位的批次主送它的上级。",
    "office.signer": "印在：本单位发出的上行文（请示）首页右上。函、通报、情况说明没有签发人。",
    "office.document_series": "取号用，印在公文首页。几种字号用分号隔开；年和号由程序填，取过的号在“发文登记”里。",
}
"""Where each is printed: under its field."""


class OfficePanel(Panel):
    """A small form; nothing is saved until 保存 is pressed."""

    key, title = "office", "本单位"
    about = "各项印在哪里，写在每一项下面。编批次、编清单时可以临时换联系人，这里的是默认值。"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.fields = {
            key: self.line(key.replace(".", "_"), words, hint=_HINTS[key])
            for key, words in OFFICE_FIELDS.items()
        }
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(2)
        form.setColumnStretch(1, 1)
        for row, (key, field) in enumerate(self.fields.items()):
            field.setReadOnly(not self.writable)
            field.textEdited.connect(lambda _text: self._edited())
            field.returnPressed.connect(self.save)
            note = label(_PRINTED[key], role="small", name=f"{field.objectName()}_printed")
            note.setWordWrap(True)
            caption = label(OFFICE_FIELDS[key], name=f"label_{field.objectName()}")
            caption.setBuddy(field)
            form.addWidget(caption, 3 * row, 0)
            cell = QHBoxLayout()
            cell.addWidget(field, 1)
            cell.addStretch(1)
            form.addLayout(cell, 3 * row, 1)
            form.addWidget(note, 3 * row + 1, 1)
            form.setRowMinimumHeight(3 * row + 2, scaled(4))
            field.setAccessibleDescription(_PRINTED[key])
        self.column.addLayout(form)
        self.save_button = self.button("保存", "office_save", main=True, writes=True)
        self.save_button.setEnabled(False)
        self.save_button.clicked.connect(self.save)
        acts = QHBoxLayout()
        acts.addWidget(self.save_button)
        acts.addStretch(1)
        self.column.addLayout(acts)
        self.column.addStretch(1)
        self._known: Mapping[str, str] = {}

    def refresh(self) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(self, lambda: load_office(context), self._show, topic="office")

    def _show(self, facts: OfficeFacts) -> None:
        if self.save_button.isEnabled():
            return  # the clerk is typing; what was typed stays
        self._known = facts.values
        for key, field in self.fields.items():
            field.setText(facts.values[key])

    def _edited(self) -> None:
        changed = {key: field.text() for key, field in self.fields.items()} != dict(self._known)
        self.save_button.setEnabled(self.writable and changed)

    def save(self) -> None:
        """Saves what was typed as one operation."""
        if not self.save_button.isEnabled():
            return
        context = self.workplace.context
        values = {key: field.text() for key, field in self.fields.items()}
        self.workplace.jobs.write(
            self,
            lambda _progress: save_office(context, values=values),
            self._saved,
            words="保存本单位设置",
            on_error=self.fail,
        )

    def _saved(self, _changed: int) -> None:
        self.save_button.setEnabled(False)
        self.banner.say("已保存。", level="good")
        self.refresh()
