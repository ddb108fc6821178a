"""The right side of the desk: what the check means, who is behind its number, which unit has most."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..kit.chips import ChipRow
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.paged_model import PagedTableModel, SortKey
from ..kit.paged_table import PagedTableView
from ..kit.row_table import RowTable
from ..kit.style import scaled
from . import lists, service
from .checks import LEVELS, MEMBERS, OVER_AGE, PAIRS, SHARED, Check, find_check
from .findings import Pair
from .panels import ComparePanel
from .scan import Inspection
from .service import Board, FoundMember, FoundPair, FoundUnit, Listing, UnitRow

_ACTS = (
    ("members", "在花名册中显示"),
    ("export", "导出…"),
    ("sheet", "催办表…"),
    ("bulk_edit", "批量修改…"),
    ("leaving", "办理离团…"),
)
_WRITING = ("bulk_edit", "leaving")
_LIST, _BY_UNIT = "list", "units"


class ListSide(QWidget):
    """Shows a `Listing` and the comparison of units; wishes go up as signals."""

    member_chosen = Signal(int)
    member_requested = Signal(int)
    pair_chosen = Signal(object)
    unit_requested = Signal(int)
    sort_requested = Signal(tuple)
    act_requested = Signal(str)
    said = Signal(str, str)

    def __init__(
        self, workplace: Workplace, inspection: Inspection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("quality_side")
        self.setAccessibleName("检查结果")
        self._workplace, self._inspection = workplace, inspection
        self._listing: Listing | None = None
        self._unit_names: Mapping[int, str] = {}
        self._units_to_show: tuple[Board, Check] | None = None
        self._pairs_shown: tuple[int, tuple[Pair, ...]] = (1, ())
        self.title = label("", role="section", name="quality_check", parent=self)
        self.advice = label("", role="muted", name="quality_advice", parent=self)
        self.advice.setWordWrap(True)
        self.acts = {name: self._act_button(name, words) for name, words in _ACTS}
        self.chips = ChipRow(parent=self)
        self.compare = ComparePanel(self)
        self.compare.set_writable(not workplace.context.database.read_only)
        self._make_tables()
        self._lay_out()
        self._connect()

    def _act_button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(f"quality_{name}")
        button.setAccessibleName(words.rstrip("…"))
        button.clicked.connect(lambda: self.act_requested.emit(name))
        return button

    def _make_tables(self) -> None:
        jobs, inspection = self._workplace.jobs, self._inspection
        self._people: PagedTableModel[FoundMember] = PagedTableModel(
            jobs,
            columns=lists.member_columns(),
            fetch=self._fetch_members,
            missing=lists.red_of,
            parent=self,
        )
        self.people = PagedTableView(
            self._people, jobs=jobs, name="quality_people", label="团员名单"
        )
        self._units: PagedTableModel[FoundUnit] = PagedTableModel(
            jobs, columns=lists.unit_columns(), fetch=self._fetch_units, parent=self
        )
        self.units = PagedTableView(
            self._units, jobs=jobs, name="quality_units", label="团组织名单"
        )
        self._pairs: PagedTableModel[FoundPair] = PagedTableModel(
            jobs, columns=lists.pair_columns(), fetch=self._fetch_pairs, parent=self
        )
        self.pairs = PagedTableView(self._pairs, jobs=jobs, name="quality_pairs", label="疑似重复")
        check = find_check(inspection.context.policy, "red")
        assert check is not None
        self.breakdown: RowTable[UnitRow] = self._breakdown(check, ())

    def _breakdown(self, check: Check, checks: Sequence[Check]) -> RowTable[UnitRow]:
        return RowTable(
            columns=lists.breakdown_columns(check, checks),
            jobs=self._workplace.jobs,
            name="quality_breakdown",
            label="按单位比较",
            stretch="unit",
            parent=self,
        )

    def _lay_out(self) -> None:
        acts = FlowLayout(spacing=6)
        for button in self.acts.values():
            acts.addWidget(button)
        self._ways = QButtonGroup(self)
        ways = QHBoxLayout()
        ways.setSpacing(4)
        for key, words in ((_LIST, "名单"), (_BY_UNIT, "按单位")):
            button = QPushButton(words, self)
            button.setObjectName(f"quality_way_{key}")
            button.setAccessibleName(words)
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == _LIST)
            self._ways.addButton(button)
            ways.addWidget(button)
        ways.addWidget(self.chips)
        ways.addStretch(1)
        self.count = label("", name="quality_count", parent=self)
        ways.addWidget(self.count)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("quality_stack")
        for table in (self.people, self.units, self.pairs, self.breakdown):
            table.setMinimumHeight(scaled(96))
            self.stack.addWidget(table)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setObjectName("quality_list_split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.stack)
        split.addWidget(self.compare)
        split.setStretchFactor(0, 1)
        split.setSizes([scaled(240), scaled(240)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.advice)
        layout.addLayout(acts)
        layout.addLayout(ways)
        layout.addWidget(split, 1)

    def _connect(self) -> None:
        self._ways.buttonClicked.connect(lambda _one: self._show_way())
        self.chips.removed.connect(lambda _key: self.unit_requested.emit(0))
        self.people.current_changed.connect(self._person_moved)
        self.people.opened.connect(self.member_requested)
        self.people.sort_requested.connect(self._sort)
        self.people.chosen_changed.connect(lambda _number: self._tell())
        self.pairs.current_changed.connect(self._pair_moved)
        self.pairs.opened.connect(self._open_pair)
        self.units.opened.connect(self.unit_requested)
        self.breakdown.opened.connect(self._open_unit)
        for table in (self.people, self.units, self.pairs):
            table.exporting = partial(self.act_requested.emit, "export")
            table.notice.connect(lambda words: self.said.emit("done", words))

    # ---------------------------------------------------------------- what is shown
    def show_listing(self, listing: Listing, *, within: int | None) -> None:
        """The people, units or pairs behind a number; `within` one unit of the breakdown."""
        check, known = listing.check, self._listing
        changed = known is None or known.check.code != check.code
        self._listing = listing
        if changed:
            self._introduce(check)
        self.chips.set_chips(
            {"unit": f"只看：{self._unit_names.get(within, '')}"} if within else {}
        )
        if changed or within:
            self._ways.buttons()[0].setChecked(True)
        if changed or check.kind != PAIRS:
            self.compare.clear()
        table = self.table_of(check)
        table.set_empty("没有发现这类问题", "选左边其他项目看看，或换一个组织。")
        if check.kind == PAIRS:
            self._show_pairs(listing.pairs)
        else:
            if changed:  # the same rows are told otherwise under another check
                (self._people if check.kind == MEMBERS else self._units).refresh_all()
            table.show_ids(listing.ids)
        self._show_way()

    def table_of(self, check: Check) -> PagedTableView[Any]:
        """The table that shows the people, units or pairs of a check."""
        tables: dict[str, PagedTableView[Any]] = {MEMBERS: self.people, PAIRS: self.pairs}
        return tables.get(check.kind, self.units)

    def _show_pairs(self, pairs: tuple[Pair, ...]) -> None:
        """Each list of pairs has ids of its own: a place in another one is another pair."""
        first, known = self._pairs_shown
        if pairs == known:
            return
        place = self.pairs.current_id() - first
        first += len(known)
        self._pairs_shown = first, pairs
        self.pairs.show_ids(range(first, first + len(pairs)))
        self.compare.clear()
        if pairs and place >= 0:  # on to the next one
            self.pairs.choose([first + min(place, len(pairs) - 1)])

    def _pair_at(self, row_id: int) -> Pair | None:
        first, pairs = self._pairs_shown
        return pairs[row_id - first] if first <= row_id < first + len(pairs) else None

    def _introduce(self, check: Check) -> None:
        clause = f"（{check.clause}）" if check.clause else ""
        self.title.setText(f"{check.label} · {LEVELS[check.level]}")
        self.title.setAccessibleName(self.title.text())
        self.advice.setText(f"{check.advice}{clause}")
        self.advice.setToolTip(self._inspection.context.policy.clause_text(check.clause))
        self._people.set_sort_keys(())

    def show_units(self, board: Board, code: str) -> None:
        """The units of the scope beside each other, worst first."""
        check = find_check(self._inspection.context.policy, code)
        if check is None:
            return
        self._unit_names = {row.org.id: row.org.short_name for row in board.units}
        self._units_to_show = (board, check)
        if self.stack.currentWidget() is self.breakdown:
            self._compare_units()

    def _compare_units(self) -> None:
        if self._units_to_show is None:
            return
        (board, check), self._units_to_show = self._units_to_show, None
        self.breakdown.paged.columns = tuple(lists.breakdown_columns(check, board.checks))
        rows = lists.worst_first(board.units, check, board.checks)
        self.breakdown.show_rows({row.org.id: row for row in rows})

    def refresh_members(self, touched: Collection[int]) -> None:
        """These members were written: what is shown of them is read again."""
        if touched:
            self._people.refresh_ids(touched)
            self._pairs.refresh_all()

    def acted_on(self) -> list[int]:
        """Whom an act concerns: the chosen rows where there are several, else the whole list."""
        listing = self._listing
        if listing is None:
            return []
        if listing.check.kind == PAIRS:
            some = self.pairs.chosen_count() > 1
            rows = self.pairs.chosen_ids() if some else self._pairs.ids
            pairs = (self._pair_at(row_id) for row_id in rows)
            return sorted({one for pair in pairs if pair for one in pair})
        if listing.check.kind == MEMBERS and self.people.chosen_count() > 1:
            return list(self.people.chosen_ids())
        return list(listing.ids)

    # -------------------------------------------------------------------- inside
    def _show_way(self) -> None:
        listing = self._listing
        by_unit = self._ways.buttons()[1].isChecked()
        if by_unit:
            self._compare_units()
        if listing is None:
            return
        kind = listing.check.kind
        self.stack.setCurrentWidget(self.breakdown if by_unit else self.table_of(listing.check))
        self.compare.setVisible(not by_unit and self.compare.pair is not None)
        some = bool(len(listing))
        writable = not self._workplace.context.database.read_only
        for name, button in self.acts.items():
            fits = name == "export" or kind != "units"
            fits = fits and (name != "leaving" or listing.check.code == OVER_AGE)
            fits = fits and (name not in ("sheet", "bulk_edit") or kind == MEMBERS)
            button.setVisible(fits)
            button.setEnabled(some and (writable or name not in _WRITING))
        self._tell()

    def _tell(self) -> None:
        listing = self._listing
        if listing is None:
            return
        unit = {MEMBERS: "人", PAIRS: "对"}.get(listing.check.kind, "个")
        chosen = self.people.chosen_count() if listing.check.kind == MEMBERS else 0
        self.count.setText(
            f"{len(listing):,} {unit}" + (f" · 已选 {chosen:,}" if chosen > 1 else "")
        )

    def _person_moved(self, member_id: int) -> None:
        if not member_id:
            return
        self.member_chosen.emit(member_id)
        if self._listing is not None and self._listing.check.code in SHARED:
            self.pair_chosen.emit((member_id, member_id))

    def _pair_moved(self, row_id: int) -> None:
        pair = self._pair_at(row_id)
        if pair is not None:
            self.pair_chosen.emit(pair)
            self.member_chosen.emit(pair[0])

    def _open_pair(self, row_id: int) -> None:
        pair = self._pair_at(row_id)
        if pair is not None:
            self.member_requested.emit(pair[0])

    def _open_unit(self, org_id: int) -> None:
        self._ways.buttons()[0].setChecked(True)
        self.unit_requested.emit(org_id)

    def _sort(self, keys: tuple[SortKey, ...]) -> None:
        self.sort_requested.emit(tuple((one.column, one.descending) for one in keys))

    # ------------------------------------------------------- rows, on a reader's thread
    def _fetch_members(self, ids: Sequence[int]) -> Mapping[int, FoundMember]:
        listing = self._listing
        if listing is None or listing.check.kind != MEMBERS:
            return {}
        return service.fetch_members(self._inspection, listing.check, ids)

    def _fetch_units(self, ids: Sequence[int]) -> Mapping[int, FoundUnit]:
        listing = self._listing
        if listing is None or listing.check.kind in (MEMBERS, PAIRS):
            return {}
        return service.fetch_units(self._inspection, listing.check, ids)

    def _fetch_pairs(self, row_ids: Sequence[int]) -> Mapping[int, FoundPair]:
        first, pairs = self._pairs_shown
        wanted = {one: pairs[one - first] for one in row_ids if 0 <= one - first < len(pairs)}
        found = service.fetch_pairs(self._inspection.context, list(wanted.values()))
        by_pair = {(one.one.id, one.other.id): one for one in found}
        return {one: by_pair[pair] for one, pair in wanted.items() if pair in by_pair}
