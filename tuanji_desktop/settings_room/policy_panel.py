"""Section 规则: the rule packs, what each says, and putting another in force."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ..core.progress import Progress
from ..kit.dialogs import ask_open_path
from ..kit.icons import icon
from ..kit.page import Workplace
from ..kit.style import scaled
from ..members.policy_switch import PolicyPlan, Switched, plan_policy, use_policy
from ..rules.policy_parts import RuleLine
from .panel import Listing, Panel
from .queries import PackRow, load_packs, load_rules
from .service import Installed, install_pack


class PolicyPanel(Panel):
    """The list of packs above, the rules of the chosen one below."""

    key, title = "policy", "规则"
    about = (
        "规则包规定哪些信息不能修改、哪些修改须经审核、哪些必填，每条都有文件依据。"
        "换用规则包前会先列出受影响的人数；换用后可以撤销。"
    )

    policy_changed = Signal(str)
    """Id of the pack now in force."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._packs: tuple[PackRow, ...] = ()
        self._lines: tuple[RuleLine, ...] = ()
        self._planned: PolicyPlan | None = None
        self.packs = Listing(
            name="policy_packs",
            words="规则包",
            headings=("状态", "名称", "发文单位", "文件", "日期", "来源"),
            widths=(72, 190, 150, 190, 96, 90),
            parent=self,
        )
        self.packs.itemSelectionChanged.connect(self._chosen)
        self.column.addWidget(self.packs)
        self._add_buttons()
        self.banner.action_requested.connect(self.use)
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
            headings=("事项", "依据", "规定"),
            widths=(180, 90, 460),
            parent=self,
        )
        self.rules.setMinimumHeight(scaled(160))
        self.column.addWidget(self.rules, 1)

    def _add_buttons(self) -> None:
        self.use_button = self.button("启用…", "policy_use", main=True, writes=True)
        self.use_button.clicked.connect(self.plan)
        self.import_button = self.button("导入规则包文件…", "policy_import")
        self.import_button.clicked.connect(self._ask_file)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.use_button)
        row.addWidget(self.import_button)
        row.addStretch(1)
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
                    "使用中" if one.in_force else "",
                    one.title,
                    one.issuer,
                    one.document,
                    one.date.isoformat(),
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
        self._planned = None
        self.use_button.setEnabled(self.writable and pack is not None and not pack.in_force)
        if pack is None:
            return
        self.use_button.setText("使用中" if pack.in_force else f"启用“{pack.title}”…")
        self.workplace.jobs.read(
            self,
            lambda: load_rules(pack.id),
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
            (one.subject, one.clause, one.text)
            for one in self._lines
            if all(word in f"{one.subject} {one.clause} {one.text}" for word in words)
        ]
        self.rules.show_rows(shown)

    # --------------------------------------------------------------- another pack
    def plan(self) -> None:
        """Says how many red names another pack would change; writes nothing."""
        pack = self.chosen()
        if pack is None:
            return
        context, pack_id = self.workplace.context, pack.id

        def ask(progress: Progress) -> PolicyPlan:
            return plan_policy(context, policy_id=pack_id, progress=progress)

        self.workplace.jobs.read_long(
            self, ask, self._show_plan, words="核对必填项", on_error=self.fail
        )

    def _show_plan(self, plan: PolicyPlan) -> None:
        pack = self.chosen()
        if pack is None or pack.id != plan.policy.id:
            return
        self._planned = plan
        self.banner.say(f"启用“{pack.title}”：{plan.words()}", level="warning", action="启用")

    def use(self) -> None:
        """Puts the planned pack in force."""
        if self._planned is None:
            return
        context, pack_id = self.workplace.context, self._planned.policy.id
        self._planned = None

        def act(progress: Progress) -> Switched:
            return use_policy(context, policy_id=pack_id, progress=progress)

        self.workplace.jobs.write(
            self, act, self._used, words="启用规则包", cancellable=True, on_error=self.fail
        )

    def _used(self, switched: Switched) -> None:
        self.banner.say(
            f"已启用“{switched.policy.title}”，{switched.changed:,} 人的必填情况随之改变。",
            level="good",
        )
        self.policy_changed.emit(switched.policy.id)

    # --------------------------------------------------------------- an own pack
    def _ask_file(self) -> None:
        path = ask_open_path(
            self, title="导入规则包文件", folder=None, kind="规则包", suffixes=(".toml",)
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
        done = "已更新" if installed.replaced else "已导入"
        self.banner.say(f"{done}规则包“{installed.info.title}”，核对通过。", level="good")
        self.refresh()
