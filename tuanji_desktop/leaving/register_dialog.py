"""离团登记簿: who left by which door on which papers; and who is over age and still here."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, ask_save_path, fit_to_screen
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.paged_model import PagedTableModel
from ..kit.paged_table import PagedTableView
from ..kit.row_table import RowTable
from ..kit.style import scaled
from . import loading
from .dialog import LeavingDialog
from .doors import RESTORED
from .export import TITLE, export_register
from .loading import Register
from .paper_dialog import PaperDialog
from .proof_list import ProofList
from .queries import Candidate, Departure, RegisterFilter
from .table import candidate_columns, register_columns

_PARTS = {"register": "离团登记", "over_age": "超龄离团候选"}
_STATES: Mapping[str, bool | None] = {"全部": None, "未恢复": False, "已恢复": True}


class RegisterDialog(QDialog):
    """Two lists: the register with its filters, and the candidates for 超龄离团."""

    member_requested = Signal(int)
    """Open this member."""
    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("departures_dialog")
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self._workplace = workplace
        context = workplace.context
        self.banner = Banner(self)
        self.model: PagedTableModel[Departure] = PagedTableModel(
            workplace.jobs,
            columns=register_columns(),
            fetch=lambda ids: loading.fetch_departures(context, ids),
            parent=self,
        )
        self.table = PagedTableView(
            self.model, jobs=workplace.jobs, name="departures_table", label=TITLE, parent=self
        )
        self.candidates: RowTable[Candidate] = RowTable(
            columns=candidate_columns(),
            jobs=workplace.jobs,
            name="candidates_table",
            label="超龄离团候选",
            stretch="branch",
            parent=self,
        )
        self.proofs = ProofList(workplace, self)
        self.door = self._combo("departures_door", "离团方式")
        self.year = self._combo("departures_year", "年份")
        self.unit = self._combo("departures_unit", "单位")
        self.unit.setMinimumContentsLength(14)
        self.state = self._combo("departures_state", "是否恢复")
        for words, restored in _STATES.items():
            self.state.addItem(words, restored)
        self.restore_button = self._button("departures_restore", "恢复团籍…", self.restore)
        self.export_button = self._button("departures_export", "导出…", self.export)
        self.leave_button = self._button("candidates_leave", "办理超龄离团…", self.leave)
        self.leave_button.setProperty("main", True)
        self.print_button = self._button("candidates_print", "打印名册…", self.print_list)
        self.tabs: dict[str, QPushButton] = {}
        self.stack = QStackedWidget(self)
        self._note = label("", role="muted", name="candidates_note", parent=self)
        self._lay_out()
        self._connect()
        fit_to_screen(self, 1060, 640)
        self.refresh()

    # ------------------------------------------------------------------ set up
    def _combo(self, name: str, words: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        return box

    def _button(self, name: str, words: str, go: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: go())  # type: ignore[operator]
        return button

    def _lay_out(self) -> None:
        head = FlowLayout(spacing=4)
        group = QButtonGroup(self)
        for place, (key, words) in enumerate(_PARTS.items()):
            button = self._button(
                f"departures_part_{key}", words, lambda n=place: self.show_part(n)
            )
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(place == 0)
            group.addButton(button)
            self.tabs[key] = button
            head.addWidget(button)
        self.stack.setObjectName("departures_stack")
        self.stack.addWidget(self._register_side())
        self.stack.addWidget(self._candidate_side())
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._button("departures_close", "关闭", self.accept))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.banner)
        layout.addWidget(self.stack, 1)
        layout.addLayout(foot)

    def _register_side(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("departures_register")
        bar = FlowLayout(spacing=8)
        for box in (self.door, self.year, self.unit, self.state):
            caption = label(box.accessibleName(), role="muted", name=f"{box.objectName()}_label")
            caption.setBuddy(box)
            pair = QWidget(self)
            pair.setObjectName(f"{box.objectName()}_pair")
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            row.addWidget(caption)
            row.addWidget(box)
            bar.addWidget(pair)
        for button in (self.restore_button, self.export_button):
            bar.addWidget(button)
        self.table.setMinimumHeight(scaled(140))
        self.table.set_empty(
            "还没有离团登记",
            "在花名册里选中团员，用“团员 → 办理离团”登记；超龄的见“超龄离团候选”。",
        )
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.proofs)
        return side

    def _candidate_side(self) -> QWidget:
        side = QWidget(self)
        side.setObjectName("departures_candidates")
        bar = FlowLayout(spacing=8)
        for button in (self.leave_button, self.print_button):
            bar.addWidget(button)
        self._note.setWordWrap(True)
        self.candidates.set_empty(
            "没有应办理超龄离团的团员", "今天在册的团员都不到年龄，或应当保留团籍。"
        )
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._note)
        layout.addLayout(bar)
        layout.addWidget(self.candidates, 1)
        return side

    def _connect(self) -> None:
        for box in (self.door, self.year, self.unit, self.state):
            box.activated.connect(lambda _place: self.refresh())
        self.table.current_changed.connect(self._show_current)
        self.table.chosen_changed.connect(lambda _number: self._enable())
        self.table.opened.connect(self._open_entry)
        self.candidates.opened.connect(self.member_requested)
        self.candidates.chosen_changed.connect(lambda _number: self._enable())
        for table in (self.table, self.candidates):
            table.notice.connect(lambda words: self.banner.say(words, level="good"))
        self.proofs.said.connect(lambda level, words: self.banner.say(words, level=level))

    # ------------------------------------------------------------------- shown
    @property
    def wanted(self) -> RegisterFilter:
        """What the filters ask for."""
        return RegisterFilter(
            org_id=self.unit.currentData() or None,
            door=str(self.door.currentData() or ""),
            year=int(self.year.currentData() or 0),
            restored=self.state.currentData(),
        )

    def refresh(self) -> None:
        """Reads both lists anew."""
        context, wanted, jobs = self._workplace.context, self.wanted, self._workplace.jobs
        jobs.read(
            self,
            lambda: loading.load_register(context, wanted),
            self._show_register,
            topic="register",
            on_error=self.banner.say_error,
        )
        jobs.read(
            self,
            lambda: loading.load_candidates(context),
            self._show_candidates,
            topic="candidates",
            on_error=self.banner.say_error,
        )

    def show_part(self, place: int) -> None:
        """The register (0) or the candidates (1)."""
        self.stack.setCurrentIndex(place)
        for number, button in enumerate(self.tabs.values()):
            button.setChecked(number == place)

    def _show_register(self, found: Register) -> None:
        policy = self._workplace.context.policy
        doors = [
            (f"{policy.doors[code].label if code in policy.doors else code} {number:,}", code)
            for code, number in found.doors.items()
        ]
        total = sum(found.doors.values())
        _refill(self.door, [(f"全部 {total:,}", ""), *doors])
        _refill(self.year, [("全部", 0), *((f"{year} 年", year) for year in found.years)])
        units = [
            ("　" * unit.depth + f"{unit.name} {unit.entries:,}", unit.id) for unit in found.units
        ]
        _refill(self.unit, [("全部", 0), *units])
        self.tabs["register"].setText(f"{_PARTS['register']} {len(found.ids):,}")
        self.model.refresh_all()
        self.table.show_ids(found.ids)
        self._show_current(self.table.current_id())
        self._enable()

    def _show_candidates(self, found: Mapping[int, Candidate]) -> None:
        door = self._workplace.context.policy.doors.get("over_age")
        rule = f"{door.advice}（{door.clause}）" if door else "规则包没有规定超龄离团。"
        self._note.setText(f"{rule}未选中时对全部人办理。")
        self.tabs["over_age"].setText(f"{_PARTS['over_age']} {len(found):,}")
        self.candidates.show_rows(found)
        self._enable()

    def _show_current(self, entry: int) -> None:
        self.proofs.show_entry(None)
        if entry:
            context = self._workplace.context
            self._workplace.jobs.read(
                self,
                lambda: loading.fetch_departures(context, [entry]).get(entry),
                self.proofs.show_entry,
                topic="current",
            )

    def _open_entry(self, entry: int) -> None:
        context = self._workplace.context
        self._workplace.jobs.read(
            self,
            lambda: loading.fetch_departures(context, [entry]).get(entry),
            lambda found: self.member_requested.emit(found.member_id) if found else None,
            topic="open",
        )

    def _enable(self) -> None:
        writable = not self._workplace.context.database.read_only
        self.restore_button.setEnabled(writable and self.table.chosen_count() > 0)
        self.export_button.setEnabled(len(self.model.ids) > 0)
        some = len(self.candidates.rows) > 0
        number = self.candidates.chosen_count() or len(self.candidates.rows)
        self.leave_button.setText(f"办理超龄离团（{number:,} 人）…" if some else "办理超龄离团…")
        self.leave_button.setEnabled(writable and some)
        self.print_button.setEnabled(some)

    # -------------------------------------------------------------------- acts
    def _candidates_chosen(self) -> list[int]:
        return list(self.candidates.chosen_ids()) or list(self.candidates.rows)

    def leave(self) -> None:
        """超龄离团 of those chosen, else of all."""
        self._open(self._candidates_chosen(), "over_age")

    def restore(self) -> None:
        """恢复团籍 of the entries chosen."""
        context, entries = self._workplace.context, list(self.table.chosen_ids())
        self._workplace.jobs.read(
            self,
            lambda: [one.member_id for one in loading.fetch_departures(context, entries).values()],
            lambda members: self._open(members, RESTORED),
            topic="restore",
        )

    def _open(self, ids: Sequence[int], door: str) -> None:
        if not ids:
            return
        dialog = LeavingDialog(self._workplace, ids, door=door, parent=self)
        dialog.said.connect(self.said)
        dialog.finished.connect(lambda _result: self.refresh())
        dialog.setModal(True)
        dialog.open()

    def print_list(self) -> None:
        """The list that the branches sign, before anything is written."""
        ids = self._candidates_chosen()
        if ids:
            dialog = PaperDialog(
                self._workplace, ids, left_on=self._workplace.context.today, parent=self
            )
            dialog.setModal(True)
            dialog.open()

    def export(self) -> None:
        """The entries shown, to a file."""
        path = ask_save_path(
            self,
            title="导出离团登记簿",
            suggested=Path(f"{TITLE}.xlsx"),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Writes the entries shown to `path`."""
        context, wanted = self._workplace.context, self.wanted
        self._workplace.jobs.read_long(
            self,
            lambda progress: export_register(context, path, wanted=wanted, progress=progress),
            lambda rows: self.banner.say(f"已导出 {rows:,} 条到 {path.name}。", level="good"),
            words="导出离团登记簿",
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)


def _refill(box: QComboBox, items: Sequence[tuple[str, object]]) -> None:
    """New offers; what was chosen stays chosen where it is still there."""
    kept = box.currentData()
    box.clear()
    for words, data in items:
        box.addItem(words, data)
    box.setCurrentIndex(max(0, box.findData(kept)))
