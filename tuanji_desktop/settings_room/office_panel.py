"""Section 本单位: what the office calls itself and whom a superior can ring up."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..kit.page import Workplace
from .panel import Panel
from .queries import OFFICE_FIELDS, OfficeFacts, load_office
from .service import save_office

_HINTS: Mapping[str, str] = {
    "office.name": "例如：青溪团县委",
    "office.contact": "印在申请表上的联系人",
    "office.contact_phone": "印在申请表上的电话",
    "office.superior": "全称，正式行文的主送单位，例如：共青团铜仁市委员会",
    "office.document_series": "例如：青团字〔年〕号",
}


class OfficePanel(Panel):
    """A small form; nothing is saved until 保存 is pressed."""

    key, title = "office", "本单位"
    about = "单位名称显示在窗口标题上；联系人、电话、上级团组织和发文字号格式用在上报的表和行文上。"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.fields = {
            key: self.line(key.replace(".", "_"), words, hint=_HINTS[key])
            for key, words in OFFICE_FIELDS.items()
        }
        form = self.form()
        for key, field in self.fields.items():
            field.setReadOnly(not self.writable)
            field.textEdited.connect(lambda _text: self._edited())
            field.returnPressed.connect(self.save)
            form.addRow(OFFICE_FIELDS[key], field)
        self.column.addLayout(form)
        self.save_button = self.button("保存", "office_save", main=True, writes=True)
        self.save_button.setEnabled(False)
        self.save_button.clicked.connect(self.save)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addStretch(1)
        self.column.addLayout(row)
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
