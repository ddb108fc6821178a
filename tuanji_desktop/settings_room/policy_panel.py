"""Section 规则: the rule packs, what each says, and putting another in force."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ..core.progress import Progress
from ..kit.dialogs import ask_open_path, ask_save_path, confirm
from ..kit.flow import FlowLayout
from ..kit.icons import icon
from ..kit.page import Workplace
from ..kit.style import scaled
from ..members.policy_plan import PolicyPlan, plan_policy
from ..members.policy_switch import Switched, use_policy
from ..rules.policy_parts import RuleLine
from .compare_dialog import CompareDialog
from .packs import Installed, export_pack, install_pack, remove_pack, write_pack_template
from .panel import Listing, Panel
from .plan_dialog import PlanDialog
from .queries import PackRow, load_packs, load_policy, load_rules

_KIND, _SUFFIX = "规则包", ".toml"
_LONGEST = 16
"""Characters of a title on the button."""


class PolicyPanel(Panel):
    """The list of packs above, the rules of the chosen one below."""

    key, title = "policy", "规则"
    about = (
        "规则包规定哪些信息不能修改、哪些修改须经审核、哪些必填，每条都有文件依据。"
        "换用规则包前会先核对全部花名册，列出会改变什么；换用后可以撤销。"
    )

    policy_changed = Signal(str)
    """Id of the pack now in force."""
    members_requested = Signal(object, str)
    """Ids of members to be shown in the roster, and the title of the list."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._packs: tuple[PackRow, ...] = ()
        self._lines: tuple[RuleLine, ...] = ()
        self._fault_shown = False
        self.packs = Listing(
            name="policy_packs",
            words="规则包",
            headings=("状态", "名称", "发文单位", "文件", "日期", "来源"),
            widths=(88, 190, 150, 190, 96, 90),
            parent=self,
        )
        self.packs.itemSelectionChanged.connect(self._chosen)
        self.column.addWidget(self.packs)
        self._add_buttons()
        self.section("规则内容")
        self.filter_box = QLineEdit(self)
        self.filter_box.setObjectName("policy_filter")
        self.filter_box.setAccessibleName("筛选规则")
        self.filter_box.setPlaceholderText("字段、条款或词，例如：身份证号、G 一.2、必填")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter_box.textChanged.connect(lambda _text: self._show_lines())
        self.column.addWidget(self.filter_box)
        self.rules = Listing(
            name="policy_rules",
            words="规则内容",
            headings=("部分", "事项", "依据", "规定"),
            widths=(96, 190, 90, 400),
            parent=self,
        )
        self.rules.setMinimumHeight(scaled(160))
        self.column.addWidget(self.rules, 1)

    def _add_buttons(self) -> None:
        self.use_button = self.button("启用…", "policy_use", main=True, writes=True)
        self.use_button.clicked.connect(self.plan)
        self.compare_button = self.button("比较规则包…", "policy_compare")
        self.compare_button.clicked.connect(self.compare)
        self.import_button = self.button("导入规则包文件…", "policy_import")
        self.import_button.clicked.connect(self._ask_file)
        self.export_button = self.button("另存为文件…", "policy_export")
        self.export_button.clicked.connect(self._ask_export)
        self.remove_button = self.button("移除…", "policy_remove")
        self.remove_button.clicked.connect(self._ask_remove)
        self.template_button = self.button("另存规则包模板…", "policy_template")
        self.template_button.clicked.connect(self._ask_template)
        row = FlowLayout(spacing=8)
        for button in (
            self.use_button,
            self.compare_button,
            self.import_button,
            self.export_button,
            self.remove_button,
            self.template_button,
        ):
            row.addWidget(button)
        self.column.addLayout(row)

    def refresh(self) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(
            self, lambda: load_packs(context), self._show_packs, topic="packs", on_error=self.fail
        )

    def _show_packs(self, packs: tuple[PackRow, ...]) -> None:
        self._packs = packs
        self.packs.show_rows(
            [
                (
                    one.state,
                    one.title,
                    one.issuer,
                    one.document,
                    one.date.isoformat() if one.date else "",
                    "本单位导入" if one.own else "随程序提供",
                )
                for one in packs
            ]
        )
        self.packs.fit(most=6)
        self._chosen()

    def chosen(self) -> PackRow | None:
        """The pack under the cursor."""
        place = self.packs.currentRow()
        return self._packs[place] if 0 <= place < len(self._packs) else None

    def _chosen(self) -> None:
        pack = self.chosen()
        self.use_button.setEnabled(self.writable and pack is not None and pack.usable)
        self.export_button.setEnabled(pack is not None and not pack.fault)
        self.compare_button.setEnabled(pack is not None and not pack.fault)
        self.remove_button.setEnabled(pack is not None and pack.own and not pack.in_force)
        if self._fault_shown:
            self.banner.hide()
        self._fault_shown = pack is not None and bool(pack.fault)
        if pack is None:
            return
        self.use_button.setText(_use_words(pack))
        self.use_button.setAccessibleName(_use_words(pack).rstrip("…"))
        if pack.fault:
            self.banner.say(pack.fault, level="error")
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: load_rules(context, pack),
            self._take_lines,
            topic="rules",
            on_error=self.fail,
        )

    def _take_lines(self, lines: tuple[RuleLine, ...]) -> None:
        self._lines = lines
        self._show_lines()

    def _show_lines(self) -> None:
        words = self.filter_box.text().split()
        shown = [
            (one.section, one.subject, one.clause, one.words)
            for one in self._lines
            if all(
                word in f"{one.section} {one.subject} {one.clause} {one.words}" for word in words
            )
        ]
        self.rules.show_rows(shown)

    # --------------------------------------------------------------- another pack
    def plan(self) -> None:
        """Goes through the roster and shows what another pack would change; writes nothing."""
        pack = self.chosen()
        if pack is None or not pack.usable:
            return
        context, pack_id = self.workplace.context, pack.id

        def ask(progress: Progress) -> PolicyPlan:
            return plan_policy(context, policy_id=pack_id, progress=progress)

        self.banner.say(
            f"正在按“{pack.title}”核对全部花名册，进度在窗口下方，可以取消。", level="info"
        )
        self.workplace.jobs.read_long(
            self, ask, self._show_plan, words="核对花名册", on_error=self.fail
        )

    def _show_plan(self, plan: PolicyPlan) -> None:
        self.banner.hide()
        dialog = PlanDialog(self.workplace, plan, writable=self.writable, parent=self)
        dialog.use_requested.connect(self.use)
        dialog.members_requested.connect(self.members_requested)
        dialog.open()

    def use(self, plan: PolicyPlan) -> None:
        """Puts the planned pack in force."""
        context, pack_id = self.workplace.context, plan.policy.id

        def act(progress: Progress) -> Switched:
            return use_policy(context, policy_id=pack_id, planned=plan, progress=progress)

        self.workplace.jobs.write(
            self, act, self._used, words="启用规则包", cancellable=True, on_error=self.fail
        )

    def _used(self, switched: Switched) -> None:
        self.banner.say(
            f"已启用“{switched.policy.title}”，{switched.changed:,} 人的必填情况随之改变。",
            level="good",
        )
        self.policy_changed.emit(switched.policy.id)

    def compare(self) -> None:
        """Opens the comparison of the pack in force with the chosen one."""
        rows = tuple(one for one in self._packs if not one.fault)
        chosen = self.chosen()
        if chosen is None or len(rows) < 2:
            return
        CompareDialog(self.workplace, rows, chosen=chosen, parent=self).open()

    # --------------------------------------------------------------- an own pack
    def _ask_file(self) -> None:
        path = ask_open_path(
            self, title="导入规则包文件", folder=None, kind=_KIND, suffixes=(_SUFFIX,)
        )
        if path is not None:
            self.install(path)

    def install(self, path: Path) -> None:
        """Takes a pack file in, if it is sound; else the line and the reason are shown."""
        self.workplace.jobs.read(
            self,
            lambda: install_pack(path),
            self._installed,
            topic="install",
            on_error=self.fail,
        )

    def _installed(self, installed: Installed) -> None:
        title = installed.info.title
        if installed.info.id == self.workplace.context.policy.id:
            words = f"“{title}”的新版本已导入，核对通过。现在仍按原来的规则；请选中新版本，再启用。"
        elif installed.replaced:
            words = f"已更新规则包“{title}”，核对通过。"
        else:
            words = f"已导入规则包“{title}”，核对通过。要使用它，请选中后启用。"
        self.banner.say(words, level="good")
        self.refresh()

    def _ask_export(self) -> None:
        pack = self.chosen()
        if pack is None:
            return
        name = pack.id if pack.own else f"{pack.id}-own"
        path = ask_save_path(
            self,
            title="规则包另存为",
            suggested=Path.home() / f"{name}{_SUFFIX}",
            kind=_KIND,
            suffix=_SUFFIX,
        )
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Writes the chosen pack to a file to be edited."""
        pack, context = self.chosen(), self.workplace.context
        if pack is None:
            return

        def act() -> Path:
            export_pack(load_policy(context, pack), path)
            return path

        self.workplace.jobs.read(self, act, self._saved, topic="export", on_error=self.fail)

    def _ask_template(self) -> None:
        path = ask_save_path(
            self,
            title="规则包模板另存为",
            suggested=Path.home() / f"规则包模板{_SUFFIX}",
            kind=_KIND,
            suffix=_SUFFIX,
        )
        if path is not None:
            self.save_template(path)

    def save_template(self, path: Path) -> None:
        """Writes the commented template."""

        def act() -> Path:
            write_pack_template(path)
            return path

        self.workplace.jobs.read(self, act, self._saved, topic="export", on_error=self.fail)

    def _saved(self, path: Path) -> None:
        self.banner.say(
            f"已存为 {path}。用记事本改好以后（编码保持 UTF-8），再从这里导入。", level="good"
        )

    def _ask_remove(self) -> None:
        pack = self.chosen()
        if pack is None:
            return
        if confirm(
            self,
            title="移除规则包",
            text=f"从这台电脑上移除规则包“{pack.title}”？",
            details=f"文件 {pack.file.name} 会被删去，不能撤销。要留底，请先“另存为文件”。",
            act="移除",
        ):
            self.remove(pack)

    def remove(self, pack: PackRow) -> None:
        """Takes an own pack that is not in force off this machine."""
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: remove_pack(context, pack.file),
            lambda _nothing: self._removed(pack),
            topic="remove",
            on_error=self.fail,
        )

    def _removed(self, pack: PackRow) -> None:
        self.banner.say(f"已移除规则包“{pack.title}”。", level="good")
        self.refresh()


def _use_words(pack: PackRow) -> str:
    if pack.fault:
        return "不能启用"
    title = pack.title if len(pack.title) <= _LONGEST else f"{pack.title[:_LONGEST]}…"
    if pack.in_force:
        return f"重新核对“{title}”…" if pack.stale else "使用中"
    return f"启用“{title}”的新版本…" if pack.stale else f"启用“{title}”…"
