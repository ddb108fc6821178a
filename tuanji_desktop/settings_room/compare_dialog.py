"""Two rule packs side by side: what each says of the same thing, with its clause."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, ask_save_path, fit_to_screen
from ..kit.icons import icon
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.style import scaled
from ..rules.compare import KIND_LABELS, Difference, Kind, Said, compare
from ..rules.describe import SECTIONS
from ..rules.policy import Policy
from .exports import export_comparison
from .panel import Listing, held_low
from .queries import PackRow, load_policy

_RULES, _ALSO_WORDS, _ALL = "规定不同的", "依据、说明不同的也列出", "全部"
_HIDDEN = {
    _RULES: frozenset({Kind.SAME, Kind.WORDING}),
    _ALSO_WORDS: frozenset({Kind.SAME}),
    _ALL: frozenset[Kind](),
}
_ALL_SECTIONS = "全部部分"

Answer = tuple[Policy, Policy, tuple[Difference, ...]]


class CompareDialog(QDialog):
    """Chooses two packs and shows where they differ."""

    def __init__(
        self,
        workplace: Workplace,
        packs: Sequence[PackRow],
        *,
        chosen: PackRow,
        parent: QWidget | None = None,
    ) -> None:
        """`packs` are sound ones, the one in force first; it is compared with `chosen`."""
        super().__init__(parent)
        self.setObjectName("compare_dialog")
        self.setWindowTitle("比较规则包")
        self.setAccessibleName("比较规则包")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_to_screen(self, 1100, 660)
        self._workplace, self._packs = workplace, tuple(packs)
        self._answer: Answer | None = None
        self._shown: tuple[Difference, ...] = ()
        self.banner = Banner(self)
        self._set_up()
        second = self._packs.index(chosen)
        self.second.setCurrentIndex(second or 1)
        for box in (self.first, self.second):
            box.currentIndexChanged.connect(lambda _place: self._ask())
        self._ask()

    def _set_up(self) -> None:
        self.first = self._pack_box("compare_first", "前一个规则包")
        self.second = self._pack_box("compare_second", "后一个规则包")
        self.which = self._box("compare_which", "列出哪些", tuple(_HIDDEN))
        self.section = self._box("compare_section", "部分", (_ALL_SECTIONS, *SECTIONS))
        self.filter_box = QLineEdit(self)
        self.filter_box.setObjectName("compare_filter")
        self.filter_box.setAccessibleName("筛选")
        self.filter_box.setPlaceholderText("字段、条款或词")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter_box.textChanged.connect(lambda _text: self._show())
        self.table = Listing(
            name="compare_rows",
            words="两个规则包的规定",
            headings=("部分", "事项", "区别", "", "依据", "", "依据"),
            widths=(92, 176, 92, 220, 64, 220, 64),
            parent=self,
        )
        self.table.itemSelectionChanged.connect(self._chosen)
        self.count = label("", role="muted", name="compare_count", parent=self)
        self.table.setMinimumHeight(scaled(140))
        self.details = (
            label("", name="compare_said_first"),
            label("", name="compare_said_second"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        below = QHBoxLayout()
        below.setSpacing(16)
        for one in self.details:
            below.addWidget(held_low(one, height=104), 1)
        layout.addLayout(below)
        layout.addLayout(self._foot())

    def _head(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self.first, 0, 0, 1, 2)
        grid.addWidget(self.second, 0, 2, 1, 2)
        grid.addWidget(self.which, 1, 0)
        grid.addWidget(self.section, 1, 1)
        grid.addWidget(self.filter_box, 1, 2, 1, 2)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        return grid

    def _foot(self) -> QHBoxLayout:
        self.export_button = QPushButton("导出…", self)
        self.export_button.setObjectName("compare_export")
        self.export_button.setAccessibleName("导出比较表")
        self.export_button.clicked.connect(self._ask_path)
        close = QPushButton("关闭", self)
        close.setObjectName("compare_close")
        close.setAccessibleName("关闭")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.export_button)
        row.addWidget(close)
        return row

    def _box(self, name: str, words: str, items: Sequence[str]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.addItems(list(items))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        if name in ("compare_which", "compare_section"):
            box.currentTextChanged.connect(lambda _text: self._show())
        return box

    def _pack_box(self, name: str, words: str) -> QComboBox:
        titles = [f"{one.title}（{one.state}）" if one.state else one.title for one in self._packs]
        return self._box(name, words, titles)

    # ----------------------------------------------------------------- what is shown
    def _ask(self) -> None:
        context = self._workplace.context
        one = self._packs[self.first.currentIndex()]
        other = self._packs[self.second.currentIndex()]

        def answer() -> Answer:
            first, second = load_policy(context, one), load_policy(context, other)
            return first, second, compare(first, second)

        self._workplace.jobs.read(self, answer, self._take, topic="compare", on_error=self._fail)

    def _take(self, answer: Answer) -> None:
        self._answer = answer
        titles = (answer[0].title, answer[1].title)
        self.table.setHorizontalHeaderLabels(
            ["部分", "事项", "区别", titles[0], "依据", titles[1], "依据"]
        )
        self._show()

    def _show(self) -> None:
        if self._answer is None:
            return
        hidden = _HIDDEN[self.which.currentText()]
        section = self.section.currentText()
        words = self.filter_box.text().split()
        self._shown = tuple(
            row
            for row in self._answer[2]
            if row.kind not in hidden
            and section in (_ALL_SECTIONS, row.section)
            and all(word in _searched(row) for word in words)
        )
        self.table.show_rows(
            [
                (
                    row.section,
                    row.subject,
                    KIND_LABELS[row.kind],
                    row.first.text,
                    row.first.clause,
                    row.second.text,
                    row.second.clause,
                )
                for row in self._shown
            ]
        )
        different = sum(row.kind not in _HIDDEN[_RULES] for row in self._answer[2])
        self.count.setText(
            f"列出 {len(self._shown)} 项；共 {len(self._answer[2])} 项，其中规定不同的 {different} 项"
        )
        self._chosen()

    def _chosen(self) -> None:
        place = self.table.currentRow()
        row = self._shown[place] if 0 <= place < len(self._shown) else None
        if row is None or self._answer is None:
            for detail in self.details:
                detail.setText("")
            return
        first, second, _ = self._answer
        self.details[0].setText(_whole(first, row.first))
        self.details[1].setText(_whole(second, row.second))

    # ------------------------------------------------------------------------ export
    def _ask_path(self) -> None:
        path = ask_save_path(
            self,
            title="导出比较表",
            suggested=Path.home() / "规则包比较.xlsx",
            kind="Excel 表格",
            suffix=".xlsx",
        )
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Writes what is listed now."""
        if self._answer is None:
            return
        (first, second, _), rows = self._answer, self._shown
        self._workplace.jobs.read(
            self,
            lambda: export_comparison(path, first=first, second=second, rows=rows),
            lambda number: self.banner.say(f"已导出 {number} 行：{path}", level="good"),
            topic="export",
            on_error=self._fail,
        )

    def _fail(self, error: TuanjiError) -> None:
        self.banner.say_error(error)


def _searched(row: Difference) -> str:
    said = " ".join(f"{one.words} {one.clause}" for one in (row.first, row.second))
    return f"{row.section} {row.subject} {said}"


def _whole(policy: Policy, said: Said) -> str:
    if not said.text:
        return f"{policy.title}：没有规定。"
    quoted = policy.clause_text(said.clause)
    clause = f"\n{said.clause}：{quoted}" if quoted and quoted != said.text else ""
    return f"{policy.title}：{said.words}{clause}"
