"""Any paper of the office: chosen, told what it needs, looked at, then printed or saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, ask_save_path, fit_to_screen
from ..kit.findings_list import FindingsList
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.preview import PaperPreview
from ..kit.style import scaled
from ..members.paper_kinds import ROSTER
from ..members.roster_paper import log_full_roster
from ..office.document_numbers import refused_words, register_number
from ..office.member_names import member_names
from ..office.prints import undertaken_for
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from ..papers.preflight import kept_back, outdated
from . import sources
from .service import keep_of
from .wish_form import WORDS, WishForm

_CODE = Qt.ItemDataRole.UserRole
ABOUT = {
    "deletion-guangdong": "一批删除申请，按广东提醒函的附件",
    "deletion-qilu": "一批删除申请，按通知附件 1，带录入保证",
    "retention": "保留团籍的登记，按通知附件 3",
    "letter": "随申请表、更正清单上报的请示",
    "statement": "误审核通过：怎么回事",
    "self-criticism": "误审核通过：认识和整改",
    "change-slip": "一次修改：原来、现在、原因、签字",
    "age-approval": "入团年龄不足的身份审核认定",
    "introduction": "转接组织关系，带存根和编号",
    "reminder": "催学校转接，附名单",
    "party-notice": "向高校党委通报转接进度",
    "information-reminder": "催单位补充更正团员信息，附名单",
    "roster": "团支部或单位的花名册",
    "member-file": "一名团员的全部信息、修改和纸件",
    "report-in-notice": "报错团支部：通知撤回、另报",
    "correction-list": "误填更正清单，随请示上报",
    "correction-letter": "更正清单的正式行文",
    "introduction-stubs": "介绍信存根簿",
    "campaign-report": "信息核对的总结和数字",
    "leaving-list": "超龄离团名单，团支部签字",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A made paper with the names of those its findings speak of."""

    made: MadePaper
    names: Mapping[int, str]
    number_words: str
    """Why it may not bear its 文号; "" where it may."""
    written: tuple[str, ...]
    """Characters that were undertaken to be written by hand when it was kept."""


class MakePaperDialog(QDialog):
    """Kinds at the left with the fields of the chosen one, its pages and findings at the right."""

    said = Signal(str, str)
    member_requested = Signal(int, str)
    """A member's id and the field that is to be put right."""

    def __init__(
        self,
        workplace: Workplace,
        kinds: Sequence[PaperKind],
        *,
        form: str = "",
        wish: PaperWish = PaperWish(),  # noqa: B008 (frozen)
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("make_paper_dialog")
        self.setWindowTitle("出纸件")
        self.setAccessibleName("出纸件")
        self._workplace = workplace
        self._kinds = {kind.code: kind for kind in kinds}
        self._made: MadePaper | None = None
        self._names: Mapping[int, str] = {}
        self._whole = self._asked = False
        self.banner = Banner(self)
        self.kinds = QListWidget(self)
        self.form = WishForm(workplace, wish, self)
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context, lists=False)
        self.findings = FindingsList(self, name="make_findings")
        self.findings.setContentsMargins(8, 4, 8, 0)
        self.sheet = QPushButton("保存电子表（.xlsx）…", self)
        self._set_up_kinds()
        self._lay_out()
        self.form.changed.connect(self._draw)
        self.preview.saved.connect(self._went_out)
        self.preview.printed.connect(self._went_out)
        self.preview.saved.connect(lambda _: self._register_number())
        self.findings.record_requested.connect(self._ask_member)
        self.preview.by_hand.changed.connect(self._list_findings)
        fit_to_screen(self, 1180, 720)
        self._begin(form, wish)

    # -------------------------------------------------------------------- set up
    def _set_up_kinds(self) -> None:
        self.kinds.setObjectName("make_kinds")
        self.kinds.setAccessibleName("纸件的种类")
        self.kinds.setWordWrap(True)
        self.kinds.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.kinds.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.kinds.setSpacing(2)
        for kind in self._kinds.values():
            about = ABOUT.get(kind.code, "本单位自己定的表")
            item = QListWidgetItem(f"{kind.title}\n{about}", self.kinds)
            item.setData(_CODE, kind.code)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind.title}：{about}")
        self.kinds.currentItemChanged.connect(lambda *_: self._take_kind())

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("make_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._make_left())
        self.splitter.addWidget(self._make_right())
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([scaled(300), scaled(860)])
        self.sheet.setObjectName("make_sheet")
        self.sheet.setAccessibleName("保存电子表")
        self.sheet.setToolTip("与纸面内容相同的表格，报电子版用")
        self.sheet.clicked.connect(lambda _=False: self.save_sheet())
        close = QPushButton("关闭", self)
        close.setObjectName("make_close")
        close.setAccessibleName("关闭（Esc）")
        close.clicked.connect(lambda _=False: self.reject())
        for button in (self.sheet, close):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.sheet)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.banner)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(buttons)

    def _make_left(self) -> QWidget:
        fields = QWidget(self)
        fields.setObjectName("make_field_page")
        inner = QVBoxLayout(fields)
        inner.setContentsMargins(0, 0, 4, 0)
        inner.addWidget(self.form)
        inner.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("make_field_scroll")
        scroll.setAccessibleName("要填写的内容")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(fields)
        left = QWidget(self)
        left.setObjectName("make_left")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        column.addWidget(label("要出哪一种", role="section", name="make_kinds_head"))
        column.addWidget(self.kinds, 3)
        column.addWidget(label("用于谁", role="section", name="make_fields_head"))
        column.addWidget(scroll, 2)
        return left

    def _make_right(self) -> QSplitter:
        right = QSplitter(Qt.Orientation.Vertical, self)
        right.setObjectName("make_right")
        right.setChildrenCollapsible(False)
        right.addWidget(self.preview)
        right.addWidget(self.findings)
        right.setStretchFactor(0, 1)
        right.setSizes([scaled(540), scaled(90)])
        return right

    def _begin(self, form: str, wish: PaperWish) -> None:
        """The words of what is wished are read first, then the kind is chosen."""
        context = self._workplace.context

        def begin(named: dict[str, sources.Choice]) -> None:
            self.form.begin(named)
            place = list(self._kinds).index(form) if form in self._kinds else 0
            self.kinds.setCurrentRow(place)
            self.kinds.setFocus()

        self._show_nothing("")
        self._workplace.jobs.read(self, lambda: sources.named(context, wish), begin, topic="begin")

    def _ask_member(self, member_id: int, field: str) -> None:
        self._asked = True
        self.member_requested.emit(member_id, field)

    def event(self, event: QEvent) -> bool:
        """Back from a record that was put right: the paper is made anew."""
        if event.type() == QEvent.Type.WindowActivate and self._asked:
            self._asked = False
            self._draw()
        return super().event(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(scaled(1180), scaled(720))

    # ------------------------------------------------------------------- drawing
    @property
    def kind(self) -> PaperKind | None:
        """The kind that is chosen."""
        item = self.kinds.currentItem()
        return self._kinds.get(item.data(_CODE)) if item is not None else None

    def _take_kind(self) -> None:
        kind = self.kind
        if kind is not None:
            self.form.show_kind(kind)
            self._draw()

    def _draw(self) -> None:
        kind, wish = self.kind, self.form.wish
        if kind is None:
            return
        lacking = kind.lacks(wish)
        if lacking:
            groups = (
                "或".join(WORDS[one] for one in group if one != "change") for group in lacking
            )
            self._show_nothing(f"请先选择{'、'.join(groups)}。")
            return
        context = self._workplace.context

        def make() -> _Shown:
            made = kind.make(context, wish)
            records = frozenset(one.record for one in made.paper.findings if one.record)
            names = member_names(context, records) if records else {}
            bears = made.bears or made.name
            words = refused_words(context, made.document_number, used_for=bears)
            return _Shown(
                made, names, words, undertaken_for(context, keep_of(kind, made), made.paper.sha256)
            )

        self.findings.say("正在制作……")
        self._whole = kind.code == ROSTER and not wish.masked
        if kind.masked and wish.masked is False:  # that whole numbers are looked at is written down
            self._workplace.jobs.write(
                self,
                lambda _progress: make(),
                lambda shown: self._show(kind, shown) if kind is self.kind else None,
                words=f"制作{kind.title}",
                on_error=self._refused,
            )
            return
        self._workplace.jobs.read(
            self, make, lambda shown: self._show(kind, shown), topic="make", on_error=self._refused
        )

    def _went_out(self, where: str) -> None:
        """A roster with whole numbers that left the window is written down (domain.md §13)."""
        made, context = self._made, self._workplace.context
        if made is None or not self._whole or context.database.read_only:
            return
        name, file_name = made.name, Path(where).name
        self._workplace.jobs.write(
            self,
            lambda _progress: log_full_roster(context, name=name, file_name=file_name),
            lambda _: None,
            words="",
        )

    def _register_number(self) -> None:
        """A saved paper bears its 文号 as a printed one does."""
        made, context = self._made, self._workplace.context
        if made is None or not made.document_number or context.database.read_only:
            return
        number, title, bears = made.document_number, made.name, made.bears or made.name
        self._workplace.jobs.write(
            self,
            lambda _progress: register_number(context, number, subject=title, used_for=bears),
            lambda _: None,
            words="登记文号",
            on_error=self.banner.say_error,
        )

    def _show(self, kind: PaperKind, shown: _Shown) -> None:
        made = self._made = shown.made
        self.banner.hide()
        self.preview.show_pdf(
            made.paper.pdf,
            name=made.name,
            form=kind.code,
            keep=keep_of(kind, made),
            refusal=shown.number_words,
            faults=kept_back(made.paper.findings, written=shown.written),
            names=shown.names,
        )
        self._names = shown.names
        self._list_findings()
        self.sheet.setEnabled(made.grid is not None and not outdated(made.paper.findings))

    def _list_findings(self) -> None:
        """What was found; a character that is ticked keeps the paper back no more."""
        if self._made is not None:
            self.findings.show_findings(
                self._made.paper.findings, blocking=self.preview.standing, names=self._names
            )

    def _show_nothing(self, words: str) -> None:
        self._made = None
        self._workplace.jobs.read(self, lambda: None, lambda _: None, topic="make")
        self.preview.clear()
        self.findings.say(words)
        self.banner.hide()
        self.sheet.setEnabled(False)

    def _refused(self, error: TuanjiError) -> None:
        self._show_nothing("")
        self.banner.say_error(error)

    # --------------------------------------------------------------------- sheet
    def save_sheet(self) -> None:
        """Asks where to, and writes the table of the paper there."""
        made = self._made
        if made is None or made.grid is None:
            return
        path = ask_save_path(
            self,
            title="保存电子表",
            suggested=Path(f"{made.name}.xlsx"),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is not None:
            self.save_sheet_to(path)

    def save_sheet_to(self, path: Path) -> None:
        """Writes the table of the paper."""
        made = self._made
        if made is None or made.grid is None:
            return
        grid = made.grid

        def write() -> int:
            from ..sheets.form_sheet import write_form_sheet

            return write_form_sheet(
                path,
                title=grid.title,
                above=grid.above,
                headings=grid.headings,
                widths=grid.widths,
                rows=grid.rows,
                below=grid.below,
                landscape=grid.landscape,
            )

        self._workplace.jobs.read(
            self,
            write,
            lambda rows: self._sheet_saved(path, rows),
            on_error=self.banner.say_error,
        )

    def _sheet_saved(self, path: Path, rows: int) -> None:
        self.banner.say(f"已保存：{path.name}，{rows:,} 行", level="good")
        self._went_out(str(path))
