"""开始核对: title, scope and days, as the pack prescribes them or as they are typed."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, fit_to_screen
from ..kit.labels import hairline, label
from ..kit.page import Workplace
from . import queries, service
from .service import Done, Terms, terms_of

_WHOLE = "全部团组织"
_DAYS = {
    "first_on": "开始日期",
    "last_on": "结束日期",
    "branches_done_by": "团支部完成期限",
    "forms_due": "删除登记表上报期限",
}
_MAY_BE_EMPTY = ("branches_done_by", "forms_due")


class OpenDialog(QDialog):
    """Writes by `service.open_campaign`."""

    said = Signal(str, str)
    opened = Signal(int)
    """The campaign's id."""

    def __init__(
        self, workplace: Workplace, *, scope: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("campaign_open_dialog")
        self.setWindowTitle("开始信息核对")
        self.setAccessibleName("开始信息核对")
        self._workplace = workplace
        self._scope = scope
        self.banner = Banner(self)
        self.title = QLineEdit(self)
        self.title.setObjectName("campaign_title")
        self.title.setAccessibleName("名称")
        self.title.setPlaceholderText("例如：2024年团员信息核对")
        self.unit = QComboBox(self)
        self.unit.setObjectName("campaign_unit")
        self.unit.setAccessibleName("核对范围")
        self.unit.addItem(_WHOLE, None)
        self.days: dict[str, QLineEdit] = {}
        for key, words in _DAYS.items():
            line = QLineEdit(self)
            line.setObjectName(f"campaign_{key}")
            line.setAccessibleName(words)
            line.setPlaceholderText("2024-04-01" + ("，可不填" if key in _MAY_BE_EMPTY else ""))
            self.days[key] = line
        self.act_button = QPushButton("开始核对", self)
        self._prefill()
        self._lay_out()
        fit_to_screen(self, 560, 440)
        context = workplace.context
        workplace.jobs.read(
            self, lambda: queries.load_units(context), self._offer_units, topic="units"
        )

    def _prefill(self) -> None:
        terms = terms_of(self._workplace.context.policy)
        if terms is None:
            return
        self.title.setText(terms.title)
        for key, line in self.days.items():
            day = getattr(terms, key)
            line.setText(day.isoformat() if day else "")

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        fields.setVerticalSpacing(8)
        for widget in (self.title, self.unit, *self.days.values()):
            fields.addRow(widget.accessibleName(), widget)
        rule = self._workplace.context.policy.campaign
        words = (
            f"按规则包“{self._workplace.context.policy.title}”预填，可以修改。"
            if rule
            else "所用规则包没有规定核对时间，请填写。"
        )
        about = label(
            f"{words}范围内的团支部全部核对，毕业班团支部也在内。",
            role="small",
            name="campaign_open_about",
            parent=self,
        )
        about.setWordWrap(True)
        form = QWidget(self)
        form.setObjectName("campaign_open_form")
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(fields)
        column.addWidget(about)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("campaign_open_scroll")
        scroll.setAccessibleName("信息核对的名称、范围和日期")
        scroll.setWidgetResizable(True)
        scroll.setWidget(form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self.banner)
        whole.addWidget(scroll, 1)
        whole.addWidget(hairline(self))
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        cancel = QPushButton("取消", self)
        cancel.setObjectName("campaign_open_cancel")
        cancel.setAccessibleName("取消，什么也不做")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.act_button.setObjectName("campaign_open_act")
        self.act_button.setAccessibleName("开始核对")
        self.act_button.setToolTip("Ctrl+Enter")
        self.act_button.setProperty("main", True)
        self.act_button.clicked.connect(self.act)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.act)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.act_button)
        return foot

    def _offer_units(self, units: Sequence[tuple[int, str]]) -> None:
        for org_id, name in units:
            self.unit.addItem(name, org_id)
        self.unit.setCurrentIndex(max(0, self.unit.findData(self._scope)))

    def _terms(self) -> Terms | None:
        """None, with the reason in the banner, where a day is none."""
        days: dict[str, date | None] = {}
        for key, line in self.days.items():
            text = line.text().strip()
            try:
                days[key] = date.fromisoformat(text) if text or key not in _MAY_BE_EMPTY else None
            except ValueError:
                self.banner.say(f"{_DAYS[key]}应写作 2024-04-01 的样子。", level="error")
                line.setFocus()
                return None
        first, last = days["first_on"], days["last_on"]
        assert first is not None
        assert last is not None
        return Terms(
            title=self.title.text(),
            first_on=first,
            last_on=last,
            branches_done_by=days["branches_done_by"],
            forms_due=days["forms_due"],
        )

    def act(self) -> None:
        """Opens the campaign."""
        terms, context = self._terms(), self._workplace.context
        if terms is None or not self.act_button.isEnabled():
            return
        unit = self.unit.currentData()
        self.act_button.setEnabled(False)
        self._workplace.jobs.write(
            self,
            lambda _progress: service.open_campaign(context, terms=terms, org_id=unit),
            self._done,
            words="开始信息核对",
            on_error=self._refused,
        )

    def _done(self, done: Done) -> None:
        self.said.emit("done", f"{done.words}。可以撤销。")
        self.opened.emit(done.campaign_id)
        self.accept()

    def _refused(self, error: TuanjiError) -> None:
        self.act_button.setEnabled(True)
        self.banner.say_error(error)
