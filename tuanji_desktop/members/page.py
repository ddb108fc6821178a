"""The roster desk 花名册: the members of the node chosen in the tree, or those a search found."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from ..kit.chips import ChipRow
from ..kit.labels import label
from ..kit.page import Page, Workplace
from ..kit.paged_model import PagedTableModel, SortKey
from ..kit.paged_table import PagedTableView
from ..sheets.exportable import Scope
from ..store.changes import Changes
from . import listing, table
from .export import roster_exportable, roster_size
from .queries import Filter
from .table import RosterRow

if TYPE_CHECKING:
    from ..kit.export_dialog import ExportDialog

IN_SIGHT = 60
"""So many rows come along with the ids: what a tall screen shows."""
_REST_MS = 150
KINDS = {
    "roster": "在册",
    "incomplete": "红名",
    "reporting": "报到中",
    "left": "已离开",
    "drafts": "有草稿",
    "all": "全部",
}
_EMPTY = {
    "roster": (
        "这里还没有团员",
        "导入学校或乡镇交来的花名册，或用工具栏的“新增团员”。",
        "导入花名册",
    ),
    "incomplete": ("没有红名", "这里所有团员的必填信息都已填齐。", ""),
    "reporting": ("没有报到中的团员", "新增的团员先是草稿，提交后由团支部审核。", ""),
    "left": ("没有离开的记录", "转出、离团、删除的记录都保留在这里。", ""),
    "drafts": (
        "没有草稿",
        "没有保存的修改，和必填未填齐、不能提交的修改，会存成草稿列在这里。",
        "",
    ),
    "all": ("这里还没有记录", "", ""),
}
_MANY = 100_000


class RosterPage(Page):
    """A table of any size over all ids of the scope."""

    key, title, icon, manual = "roster", "花名册", "roster", "roster"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._kind = "roster"
        self._sort: tuple[SortKey, ...] = ()
        self._search = ""
        self._found_by: Mapping[int, str] = {}
        self._picked: array[int] | None = None
        self._current = 0
        self._total = 0
        context = workplace.context
        self.model: PagedTableModel[RosterRow] = PagedTableModel(
            workplace.jobs,
            columns=table.columns(),
            fetch=lambda ids: table.fetch_rows(context, ids, self._found_by),
            missing=table.missing_of,
            parent=self,
        )
        self.table = PagedTableView(
            self.model, jobs=workplace.jobs, name="roster_table", label="团员列表"
        )
        self._chip: dict[str, str] = {}
        self._chip_shown: dict[str, str] = {}
        self._whole: Callable[[], listing.Listing] | None = None
        self._later = _once(self, self._read_whole)
        self._anew = _once(self, self.refresh)
        self._set_up()

    def _set_up(self) -> None:
        self._kinds = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for key, words in KINDS.items():
            button = QPushButton(words, self)
            button.setObjectName(f"roster_{key}")
            button.setAccessibleName(f"显示{words}")
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setChecked(key == self._kind)
            button.clicked.connect(lambda _=False, k=key: self.show_kind(k))
            self._kinds.addButton(button)
            bar.addWidget(button)
        bar.addStretch(1)
        self._count = label("", name="roster_count", parent=self)
        bar.addWidget(self._count)
        self.chips = ChipRow(parent=self)
        self.chips.removed.connect(lambda _key: self.search(""))
        self.chips.all_removed.connect(lambda: self.search(""))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.chips)
        layout.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        view = self.table
        view.exporting = self.export
        view.sort_requested.connect(self._sort_by)
        view.current_changed.connect(self._take_current)
        view.opened.connect(self.member_requested)
        view.notice.connect(lambda words: self.said.emit("done", words))
        view.chosen_changed.connect(lambda _number: self._tell())
        view.empty_action_requested.connect(lambda: self.act_requested.emit("import_roster", None))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)

    # ---------------------------------------------------------------- what is shown
    def show_kind(self, kind: str) -> None:
        """Another sort of record."""
        self._kind = kind
        for button in self._kinds.buttons():
            button.setChecked(button.objectName() == f"roster_{kind}")
        self.search("")
        self.refresh()

    def show_hint(self, hint: object) -> None:
        """A filter, or {"ids": …, "title": …} from another desk."""
        if isinstance(hint, str) and hint in KINDS:
            self.show_kind(hint)

    def show_members(self, ids: Sequence[int], title: str) -> None:
        """Shows exactly these members, until the chip above the list is taken away."""
        self._search = ""
        self._picked = array("q", ids)
        self._chip = {"picked": f"{title}：{len(ids):,} 人"}
        self.refresh()

    def search(self, text: str) -> None:
        """Shows who answers to the text of the search box; an empty text shows the list again."""
        if text.strip() == self._search and self._picked is None:
            return
        self._search, self._picked = text.strip(), None
        self._chip = {"search": f"查找：{self._search}"} if self._search else {}
        self.refresh()

    def refresh(self) -> None:
        context = self.workplace.context
        words, scope = self._search, self.scope
        self._later.stop()
        self._anew.stop()
        if self._picked is not None:
            picked = listing.Listing(self._picked, len(self._picked))
            # as an answer like others: one that is on its way must not come after it
            self.workplace.jobs.read(self, lambda: picked, self._show, topic="list")
            return
        if words:
            self._read_first(
                lambda: listing.search_listing(context, words, org_id=scope, limit=200),
                lambda: listing.search_listing(context, words, org_id=scope),
            )
            return
        wanted = self._filter()
        self._read_first(
            lambda: listing.first_listing(context, wanted),
            lambda: listing.whole_listing(context, wanted),
        )

    def _filter(self) -> Filter:
        return Filter(
            self.scope, self._kind, tuple((key.column, key.descending) for key in self._sort)
        )

    def _read_first(
        self, first: Callable[[], listing.Listing], whole: Callable[[], listing.Listing]
    ) -> None:
        """The first page with its rows, and when it has been painted the rest of the ids: a
        million of them would keep the first rows waiting."""
        context = self.workplace.context
        self._whole = whole

        def read() -> tuple[listing.Listing, Mapping[int, RosterRow]]:
            found = first()
            return found, table.fetch_rows(context, found.ids[:IN_SIGHT], found.found_by)

        self.workplace.jobs.read(self, read, self._show_first, topic="list")

    def _show_first(self, answer: tuple[listing.Listing, Mapping[int, RosterRow]]) -> None:
        found, rows = answer
        self._show(found, rows)
        if not found.complete:
            self._later.start(_REST_MS)

    def _read_whole(self) -> None:
        if self._whole is not None:
            self.workplace.jobs.read(self, self._whole, self._show, topic="list")

    @property
    def complete(self) -> bool:
        """Whether all ids of the list are here, not its first page only."""
        return len(self.model.ids) >= self._total

    def _show(self, found: listing.Listing, rows: Mapping[int, RosterRow] | None = None) -> None:
        self._found_by = found.found_by
        self._total = found.total
        if self._chip != self._chip_shown:  # with the list, so that all is painted once
            self._chip_shown = self._chip
            self.chips.set_chips(self._chip)
        if self._search:
            self.table.set_empty(
                f"没有找到“{self._search}”",
                "可以输入姓名、拼音、首字母、身份证号或手机号的一部分。",
            )
        else:
            writable = not self.workplace.context.database.read_only
            title, text, action = _EMPTY[self._kind]
            self.table.set_empty(title, text, action if writable else "")
        self.table.show_ids(found.ids, rows)
        self._let_go(found)
        self._tell()

    def _take_current(self, member_id: int) -> None:
        if member_id:  # 0 in between: the list is being replaced
            self._current = member_id
            self.member_chosen.emit(member_id)

    def _let_go(self, found: listing.Listing) -> None:
        """Nobody's card stays beside a list that no longer has them: its buttons would act on them."""
        if not self._current or not found.complete or len(found.ids) > listing.SMALL:
            return
        if self._current not in found.ids:
            self._current = 0
            self.member_chosen.emit(0)

    def _tell(self) -> None:
        self._count.setText(f"{self._total:,} 人")
        chosen = self.table.chosen_count()
        self.summary_changed.emit(
            f"{self._total:,} 人" + (f" · 已选 {chosen:,}" if chosen > 1 else "")
        )

    def _sort_by(self, keys: tuple[SortKey, ...]) -> None:
        self._sort = keys
        self.model.set_sort_keys(keys)
        self.refresh()

    def show_changes(self, changes: Changes) -> None:
        touched = changes.tables.get("members", frozenset())
        if touched:
            self.model.refresh_ids(touched)
            self._anew.start(_REST_MS)  # what is in sight first
        elif self._kind == "drafts" and changes.touches("drafts"):
            self._anew.start(_REST_MS)
        elif changes.touches("organizations"):
            self.model.refresh_all()

    # -------------------------------------------------------------------- acts
    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self.table.viewport().mapToGlobal(at))

    def menu(self) -> QMenu | None:
        """What may be done with the chosen members."""
        ids = list(self.table.chosen_ids(limit=_MANY))
        if not ids:
            return None
        menu = QMenu(self)
        menu.setObjectName("roster_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts = [("open", "打开", len(ids) == 1), ("copy", "复制（含表头）", True)]
        acts.append(("export", "导出…", True))
        acts.append(("rule_sheet", "查看规则表…", len(ids) == 1))
        acts.append(("member_file", "打印档案…", len(ids) == 1))
        if not self.workplace.context.database.read_only:
            here = self._kind not in ("left", "reporting")
            acts += [
                ("bulk_edit", "批量修改…", self._kind != "left"),
                ("transfer", "发起转接…", here),
                ("retention", "团籍保留…", here),
                (
                    "leaving",
                    "恢复团籍…" if self._kind == "left" else "办理离团…",
                    self._kind != "reporting",
                ),
                ("deletion", "申请删除…", here),
            ]
        for name, words, possible in acts:
            if possible:
                if name in ("bulk_edit", "deletion"):
                    menu.addSeparator()
                action = QAction(words, menu)
                action.setObjectName(f"roster_act_{name}")
                action.triggered.connect(lambda _=False, n=name: self._act(n, ids))
                menu.addAction(action)
        return menu

    def _act(self, name: str, ids: list[int]) -> None:
        if name == "open":
            self.member_requested.emit(ids[0])
        elif name == "copy":
            self.table.copy_chosen()
        elif name == "export":
            self.export()
        elif name == "rule_sheet":
            self.act_requested.emit(name, ids[0])
        elif name == "member_file":
            self.act_requested.emit("paper", {"form": "member-file", "member": ids[0]})
        elif name == "leaving" and self._kind == "left":
            self.act_requested.emit(name, {"ids": ids, "door": "restored"})
        else:
            self.act_requested.emit(name, ids)

    def export(self) -> None:
        """The dialog that writes what is shown, who is chosen, or everybody below the node."""
        context, scope = self.workplace.context, self.scope
        self.workplace.jobs.read(
            self,
            lambda: roster_size(context, scope),
            self._offer_export,
            topic="export",
        )

    def _offer_export(self, size: Scope) -> None:
        self.open_export(size)

    def open_export(self, size: Scope) -> "ExportDialog":
        """`size`: everybody on the roster below the node."""
        from ..kit.table_export import CHOSEN, open_export, scopes_of

        view = self.table
        ids, whole = array("q", self.model.ids), None if self.complete else self._whole
        chosen = view.chosen_ids()

        def members(scope: str) -> Sequence[int]:
            if scope == CHOSEN:
                return chosen
            return ids if whole is None else whole().ids  # of a long list only a page was read

        scopes = scopes_of(view, total=self._total) if len(ids) else []
        exportable = roster_exportable(
            self.workplace.context,
            org_id=self.scope,
            scopes=(*scopes, size),
            ids=members,
            shown=[column.key for column in view.shown_columns()],
        )
        return open_export(view, self.workplace, exportable)

    def state(self) -> str:
        return self.table.column_state()

    def restore_state(self, state: str) -> None:
        if state:
            self.table.restore_column_state(state)


def _once(parent: QObject, act: Callable[[], None]) -> QTimer:
    """A timer that fires once each time it is started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(act)
    return timer
