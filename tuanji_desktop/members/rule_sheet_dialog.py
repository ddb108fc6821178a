"""The rule sheet of a member: all field states at every step of the life cycle, on any day."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..kit.dialogs import Banner, ask_save_path, fit_to_screen
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.style import scaled
from ..rules.lifecycle import STAGE_LABELS
from ..rules.rule_sheet import RuleSheet, rule_sheet, turning_days
from ..rules.why import document_words
from .loading import CardData, load_card
from .queries import Member
from .rule_sheet_file import sheet_title, write_rule_sheet
from .rule_sheet_table import LEGEND, RuleSheetModel, RuleSheetTable


class RuleSheetDialog(QDialog):
    """Answers "what would be allowed then?"; it changes nothing."""

    def __init__(
        self, workplace: Workplace, member_id: int, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rule_sheet_dialog")
        self.setWindowTitle("规则表")
        self.setAccessibleName("规则表")
        self._workplace = workplace
        self._member: Member | None = None
        self._sheet: RuleSheet | None = None
        self.banner = Banner(self)
        self.model = RuleSheetModel(self)
        self.table = RuleSheetTable(self.model, self)
        self._head = label("", role="section", name="rule_sheet_head", parent=self)
        self._detail = label("", name="rule_sheet_detail", parent=self)
        self._lay_out()
        fit_to_screen(self, 1180, 680)
        context = workplace.context
        workplace.jobs.read(
            self,
            lambda: load_card(context, member_id),
            self._show,
            topic="card",
            on_error=self.banner.say_error,
        )

    # ------------------------------------------------------------------ the parts
    def _lay_out(self) -> None:
        self._head.setWordWrap(True)
        legend = label(LEGEND, role="small", name="rule_sheet_legend", parent=self)
        legend.setWordWrap(True)
        self._detail.setWordWrap(True)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QScrollArea(self)
        words.setObjectName("rule_sheet_words")
        words.setAccessibleName("所选格子的规则")
        words.setFrameShape(QFrame.Shape.NoFrame)
        words.setWidgetResizable(True)
        words.setFixedHeight(min(scaled(100), self.screen().availableSize().height() // 5))
        words.setWidget(self._detail)
        self.table.setMinimumHeight(scaled(110))
        self.table.selectionModel().currentChanged.connect(
            lambda index, _old: self._show_detail(index)
        )
        self.model.modelReset.connect(lambda: self._show_detail(self.table.currentIndex()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._head)
        layout.addLayout(self._make_bar())
        layout.addWidget(self.banner)
        layout.addWidget(legend)
        layout.addWidget(self.table, 1)
        layout.addWidget(words)
        layout.addLayout(self._make_foot())

    def _make_bar(self) -> FlowLayout:
        today = self._workplace.context.today
        self.day = QDateEdit(_qdate(today), self)
        self.day.setObjectName("rule_sheet_day")
        self.day.setAccessibleName("看哪一天的规则")
        self.day.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.day.dateChanged.connect(lambda _day: self._draw())
        now = self._button("rule_sheet_today", "今天", "看今天的规则")
        now.clicked.connect(lambda: self.day.setDate(_qdate(today)))
        self.days = QComboBox(self)
        self.days.setObjectName("rule_sheet_days")
        self.days.setAccessibleName("规则有变化的日子")
        self.days.addItem("规则有变化的日子…", None)
        for day, words in turning_days(self._workplace.context.policy):
            self.days.addItem(f"{day.isoformat()} {words}", day)
        self.days.activated.connect(self._take_day)
        self.days.setVisible(self.days.count() > 1)
        self.filter = QLineEdit(self)
        self.filter.setObjectName("rule_sheet_filter")
        self.filter.setAccessibleName("筛选字段")
        self.filter.setPlaceholderText("筛选字段，例如：入团、身份")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(scaled(200))
        self.filter.textChanged.connect(lambda _text: self._draw())
        bar = FlowLayout(spacing=8)
        caption = label("日期", role="muted", name="rule_sheet_day_label", parent=self)
        caption.setBuddy(self.day)
        for widget in (caption, self.day, now, self.days, self.filter):
            bar.addWidget(widget)
        return bar

    def _make_foot(self) -> QHBoxLayout:
        save = self._button("rule_sheet_save", "导出…", "导出这张表（Excel 或 CSV）")
        save.clicked.connect(self._ask_path)
        close = self._button("rule_sheet_close", "关闭", "关闭（Esc）")
        close.setProperty("main", True)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(save)
        foot.addWidget(close)
        return foot

    def _button(self, name: str, words: str, spoken: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        button.setAutoDefault(False)
        return button

    # ------------------------------------------------------------------- showing
    @property
    def chosen_day(self) -> date:
        """The day whose rules are shown."""
        return date.fromisoformat(self.day.date().toString("yyyy-MM-dd"))

    def show_day(self, day: date) -> None:
        """Shows the rules of a day."""
        self.day.setDate(_qdate(day))

    def _take_day(self, place: int) -> None:
        day = self.days.itemData(place)
        self.days.setCurrentIndex(0)
        if isinstance(day, date):
            self.show_day(day)

    def _show(self, data: CardData) -> None:
        self._member = data.member
        self._draw()
        self.table.go_to(data.member.status)
        self.table.setFocus()

    def _draw(self) -> None:
        member, context = self._member, self._workplace.context
        if member is None:
            return
        policy, stage = context.policy, member.status
        self._sheet = rule_sheet(policy, member.values, self.chosen_day)
        today = rule_sheet(policy, member.values, context.today)
        current = self.table.currentIndex()
        self.model.show_sheet(
            self._sheet,
            present=stage,
            other=self._sheet.differing(today),
            words=self.filter.text(),
        )
        name = member.name or "（未填姓名）"
        self._head.setText(f"{name}　现为“{STAGE_LABELS[stage]}”　{policy.title}")
        if current.isValid() and current.row() < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(current.row(), current.column()))
        else:
            self.table.go_to(stage)

    def _show_detail(self, index: QModelIndex) -> None:
        found = self.model.place(index) if index.isValid() else None
        if found is None:
            none = self._member is not None and not self.model.rowCount()
            self._detail.setText("没有这样的字段，请换个写法。" if none else "")
            return
        row, stage, cell = found
        policy = self._workplace.context.policy
        parts = [f"{row.label}，{STAGE_LABELS[stage]}，{self.chosen_day.isoformat()}：{cell.words}"]
        if text := policy.clause_text(cell.clause):
            parts.append(f"“{text}”——{document_words(policy.document_of(cell.clause))}")
        if cell.starred:
            parts.append(f"必填（{row.star_clause}）。")
        self._detail.setText("\n".join(parts))

    # -------------------------------------------------------------------- saving
    def _ask_path(self) -> None:
        if self._member is None or self._sheet is None:
            return
        path = ask_save_path(
            self,
            title="导出规则表",
            suggested=Path(f"规则表_{self._member.name}_{self._sheet.day.isoformat()}.xlsx"),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Writes the sheet that is shown, all its fields."""
        member, sheet = self._member, self._sheet
        if member is None or sheet is None:
            return
        title = sheet_title(member, sheet, self._workplace.context.policy)
        self._workplace.jobs.read(
            self,
            lambda: write_rule_sheet(path, sheet, title=title),
            lambda _rows: self.banner.say(f"已导出：{path.name}", level="good"),
            topic="write",
            on_error=self.banner.say_error,
        )


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
