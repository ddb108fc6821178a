"""Section 发文登记: every 文号 that the office gave, what lies open between, what was voided."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from ..kit.ask_strip import AskStrip
from ..kit.dialogs import ask_save_path
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..office.document_numbers import (
    EXAMPLE,
    DocumentNumber,
    Register,
    Taken,
    load_register,
    reserve_number,
    void_number,
    years,
)
from .numbers import export_register
from .panel import Listing, Panel

_SHOWN_GAPS = 6


class NumbersPanel(Panel):
    """The register of a year; a number is taken and voided here, and never used twice."""

    key, title = "numbers", "发文登记"
    about = (
        "在行文、催办函、通报上填写的本单位文号，出纸件时自动登记在这里。"
        "不在这个程序里写的公文，也可以在这里取号，号就不会重复。"
    )

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._found: Register | None = None
        self.year = QComboBox(self)
        self.year.setObjectName("numbers_year")
        self.year.setAccessibleName("年份")
        self.summary = label("", role="muted", name="numbers_summary", parent=self)
        self.summary.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(12)
        caption = QLabel("年份", self)
        caption.setObjectName("label_numbers_year")
        caption.setBuddy(self.year)
        head.addWidget(caption)
        head.addWidget(self.year)
        head.addWidget(self.summary, 1)
        self.column.addLayout(head)
        self.strip = AskStrip("numbers_ask", self)
        self.column.addWidget(self.strip)
        self.list = Listing(
            name="numbers_list",
            words="发文登记",
            headings=("文号", "事由", "用于", "取号人", "取号日期", "状态"),
            widths=(160, 230, 170, 80, 96, 110),
            parent=self,
        )
        self.list.itemSelectionChanged.connect(self._chosen)
        self.column.addWidget(self.list, 1)
        self._add_buttons()
        self.year.currentIndexChanged.connect(lambda _: self._load())

    def _add_buttons(self) -> None:
        self.take_button = self.button("取下一号…", "numbers_take", main=True, writes=True)
        self.take_button.clicked.connect(self._ask_take)
        self.enter_button = self.button("补登记…", "numbers_enter", writes=True)
        self.enter_button.setToolTip("登记一个已经用在公文上的号，以后从它的下一个接着取")
        self.enter_button.clicked.connect(self._ask_enter)
        self.void_button = self.button("作废…", "numbers_void", writes=True)
        self.void_button.clicked.connect(self._ask_void)
        self.export_button = self.button("导出…", "numbers_export")
        self.export_button.clicked.connect(self._ask_export)
        row = FlowLayout(spacing=8)
        for one in (self.take_button, self.enter_button, self.void_button, self.export_button):
            row.addWidget(one)
        self.column.addLayout(row)

    # ------------------------------------------------------------------- reading
    def refresh(self) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(
            self, lambda: years(context), self._show_years, topic="years", on_error=self.fail
        )

    def _show_years(self, found: tuple[int, ...]) -> None:
        chosen = self.year.currentData() or found[0]
        self.year.blockSignals(True)
        self.year.clear()
        for one in found:
            self.year.addItem(f"{one} 年", one)
        self.year.setCurrentIndex(max(0, self.year.findData(chosen)))
        self.year.blockSignals(False)
        self._load()

    def _load(self) -> None:
        context, year = self.workplace.context, self.year.currentData()
        if year is not None:
            self.workplace.jobs.read(
                self,
                lambda: load_register(context, year=int(year)),
                self._show,
                topic="register",
                on_error=self.fail,
            )

    def _show(self, found: Register) -> None:
        self._found = found
        self.list.show_rows([_row(one) for one in found.taken])
        upcoming = "、".join(map(str, found.next))
        words = (
            f"下一个：{upcoming}。"
            if upcoming
            else f"还没有设置发文字号，请先在“本单位”填写，例如：{EXAMPLE}。"
        )
        if found.gaps:
            more = f"等 {len(found.gaps)} 个" if len(found.gaps) > _SHOWN_GAPS else ""
            words += (
                f"空号：{'、'.join(map(str, found.gaps[:_SHOWN_GAPS]))}{more}，请查明或补登记。"
            )
        self.summary.setText(words)
        this_year = found.year == self.workplace.context.today.year
        self.take_button.setEnabled(self.writable and bool(found.next) and this_year)
        self.enter_button.setEnabled(self.writable and bool(found.next))
        self.export_button.setEnabled(bool(found.taken))
        self._chosen()

    def chosen(self) -> Taken | None:
        """The number under the cursor."""
        place = self.list.currentRow()
        taken = self._found.taken if self._found is not None else ()
        return taken[place] if 0 <= place < len(taken) else None

    def _chosen(self) -> None:
        held = self.chosen()
        self.void_button.setEnabled(self.writable and held is not None and not held.void)

    # ---------------------------------------------------------------------- acts
    def _ask_take(self) -> None:
        if self._found is None or not self._found.next:
            return
        self.strip.ask(
            "取下一号，用在什么公文上？",
            act="取号",
            granted=self._take,
            hint="事由，例如：关于召开团代会的请示",
            needed="须填写事由",
            choices=[(one.series, str(one)) for one in self._found.next],
        )

    def _take(self, subject: str, series: str) -> None:
        context = self.workplace.context
        self.workplace.jobs.write(
            self,
            lambda _progress: reserve_number(context, subject=subject, series=series),
            self._given,
            words="取文号",
            on_error=self.fail,
        )

    def _ask_enter(self) -> None:
        self.strip.ask(
            "补登记一个已经用了的文号：先写文号，再写事由，中间空一格。",
            act="登记",
            granted=self._enter,
            hint="例如：青团字〔2018〕12号 关于召开团代会的请示",
            needed="须填写文号和事由",
        )

    def _enter(self, text: str, _choice: str) -> None:
        context = self.workplace.context
        head, mark, subject = text.partition("号")
        self.workplace.jobs.write(
            self,
            lambda _progress: reserve_number(context, subject=subject, number=head + mark),
            self._given,
            words="补登记文号",
            on_error=self.fail,
        )

    def _given(self, number: DocumentNumber) -> None:
        self.banner.say(f"已登记 {number}。", level="good")
        self.refresh()

    def _ask_void(self) -> None:
        held = self.chosen()
        if held is None:
            return
        self.strip.ask(
            f"作废 {held.number}（{held.subject}）。作废的号留在登记簿里，不再使用。",
            act="作废",
            granted=lambda reason, _: self._void(str(held.number), reason),
            hint="原因，例如：重复编号、公文未发出",
            needed="须写明作废的原因",
        )

    def _void(self, number: str, reason: str) -> None:
        context = self.workplace.context
        self.workplace.jobs.write(
            self,
            lambda _progress: void_number(context, number=number, reason=reason),
            self._voided,
            words="作废文号",
            on_error=self.fail,
        )

    def _voided(self, held: Taken) -> None:
        self.banner.say(f"已作废 {held.number}。", level="good")
        self.refresh()

    def _ask_export(self) -> None:
        if self._found is None:
            return
        path = ask_save_path(
            self,
            title="导出发文登记",
            suggested=Path.home() / f"{self._found.year}年发文登记.xlsx",
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Writes the register in sight to a workbook."""
        found = self._found
        if found is None:
            return
        self.workplace.jobs.read(
            self,
            lambda: export_register(found, path),
            lambda _rows: self.banner.say(f"已存为 {path}。", level="good"),
            topic="export",
            on_error=self.fail,
        )


def _row(one: Taken) -> tuple[str, ...]:
    state = f"作废：{one.void_reason}" if one.void else one.state
    return (str(one.number), one.subject, one.used_for, one.taken_by, one.taken_on, state)
