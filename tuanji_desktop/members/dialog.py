"""The member dialog: add, edit, report in – one after the other without closing."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..kit.dialogs import confirm
from ..kit.page import Workplace
from ..kit.style import scaled
from ..rules.fields import FIELDS
from ..rules.lifecycle import ON_ROSTER, STAGE_LABELS, Stage
from ..rules.policy import ChangePath
from ..rules.why import RETURN, WITHDRAW
from ..store.changes import Changes
from . import words
from .draft_keeper import DraftKeeper
from .edits import Refusal
from .live_rules import LiveRules
from .loading import BranchChoice, CardData, Judged, load_blank, load_card
from .panels import MemberSheet, form_fields
from .report_acts import ReportActs
from .reveal import reveal_field
from .service import Added, Saved, add_member, save_member

T = TypeVar("T")


class MemberDialog(QDialog):
    """Edits one member at a time. It decides nothing: every keystroke is judged by the rules."""

    path_requested = Signal(str, str)
    """Field and way (`rules.why.Way.path`) that lies elsewhere (see `member_id`)."""
    member_shown = Signal(int)
    """Another member than before, so that the list may follow."""
    saved = Signal(int)
    """Something of this member was written."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("member_dialog")
        self.setAccessibleName("团员资料")
        self._workplace = workplace
        self._context = workplace.context
        self._data: CardData | None = None
        self._branch_id: int | None = None  # of somebody to be added
        self._ids: Sequence[int] = ()
        self._place = 0
        self._preset: Mapping[str, str] = {}
        self._focus = ""
        self._busy = False
        self._left: QWidget | None = None  # where the cursor was when a write began
        self._banner_act: Callable[[], None] | None = None
        self._judged: Judged | None = None
        self._refused_fields: tuple[str, ...] = ()
        self.sheet = MemberSheet(self)
        self.form = self.sheet.form
        self.rules = LiveRules(workplace, self.form, self)
        self.drafts = DraftKeeper(workplace, self._unsaved_text, self)
        self.report = ReportActs(workplace, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sheet)
        room = self.screen().availableSize()
        self.resize(min(scaled(800), room.width() - 32), min(scaled(640), room.height() - 64))
        self._connect()

    def _connect(self) -> None:
        self.form.edited.connect(lambda _name, _value: self._touched())
        self.rules.judged.connect(self._show_judged)
        self.rules.tidied.connect(self._touched)
        self.form.path_requested.connect(self._take_path)
        self.form.reveal_requested.connect(self._reveal)
        self.form.pick_requested.connect(lambda _field: self.report.pick_branch(self._took_branch))
        self.report.started.connect(lambda: self._set_busy(True))
        self.report.done.connect(self._was_reported)
        self.report.failed.connect(self._was_not_reported)
        self.sheet.save.clicked.connect(self._press_save)
        self.sheet.close_button.clicked.connect(self.reject)
        self.sheet.previous.clicked.connect(lambda: self.step(-1))
        self.sheet.next.clicked.connect(lambda: self.step(1))
        self.sheet.report_requested.connect(self._report)
        self.sheet.redirect.clicked.connect(lambda: self.report.pick_branch(self._redirect))
        self.sheet.notice.clicked.connect(self.report.show_notice)
        self.sheet.banner.action_requested.connect(lambda: self._banner_act and self._banner_act())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._press_save)

    # ------------------------------------------------------------------ who is shown
    @property
    def member_id(self) -> int:
        """Who is edited; 0 for somebody to be added."""
        return self._data.member.id if self._data else 0

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost by closing."""
        return not self.drafts.holds(self._unsaved_text())

    def edit(
        self,
        member_id: int,
        *,
        ids: Sequence[int] = (),
        preset: Mapping[str, str] | None = None,
        focus: str = "",
    ) -> None:
        """Opens a member; `ids` are the neighbours in the list, `preset` is typed in already, the
        cursor goes to the field `focus`."""
        if self.isVisible() and not self._may_leave():
            return
        self._ids = ids or (member_id,)
        self._place = self._ids.index(member_id)
        self._preset = preset or {}
        self._focus = focus
        self._open(lambda: load_card(self._context, member_id))

    def add(self, branch_id: int | None = None, *, preset: Mapping[str, str] | None = None) -> None:
        """Opens an empty report-in, for a branch where one is chosen; `preset` is typed in."""
        if self.isVisible() and not self._may_leave():
            return
        self._ids, self._place, self._preset = (), 0, preset or {}
        self._open(lambda: load_blank(self._context, branch_id))

    def step(self, rows: int) -> None:
        """Goes to the next or the previous one of the list."""
        place = self._place + rows
        if 0 <= place < len(self._ids) and self._may_leave():
            self._place = place
            member_id = self._ids[place]
            self._open(lambda: load_card(self._context, member_id))

    def show_changes(self, changes: Changes) -> None:
        """Told of every commit: shows what others wrote, but never over what is typed."""
        if self._busy or not self.isVisible():
            return
        if not self.member_id or self.member_id not in changes.tables.get("members", ()):
            return
        if self.unsaved:
            self._say("warning", f"这条记录刚被修改（{changes.words}），请核对后再保存。")
        else:
            self._reload()

    def reject(self) -> None:
        """Closes; asks only where something would be lost."""
        if not self._busy and self._may_leave():
            super().reject()

    def _open(self, question: Callable[[], CardData]) -> None:
        self.sheet.banner.hide()
        self.sheet.clear_paper()
        self._workplace.jobs.read(self, question, self._show, topic="card")
        self.show()
        self.raise_()
        self.activateWindow()

    def _reload(self) -> None:
        member_id = self.member_id
        self._workplace.jobs.read(
            self, lambda: load_card(self._context, member_id), self._show, topic="card"
        )

    def _show(self, data: CardData) -> None:
        other = self._data is None or self._data.member.id != data.member.id
        self._data = data
        self._judged = None
        self._branch_id = data.member.branch_id or None
        self.report.begin(data.member.id)
        self.form.set_fields(form_fields(data, self._context.policy))
        self.sheet.show_head(
            data,
            place=self._place,
            total=len(self._ids),
            read_only=self._context.database.read_only,
        )
        self.setWindowTitle(f"{data.member.name or '新增团员'} — 团员资料[*]")
        self.drafts.begin(data.member.id or None, data.draft)
        self._tell_what_waits(data)
        preset, self._preset = self._preset, {}
        for name, value in preset.items():
            self._put(name, value)
        self._tell_unsaved()
        self.rules.begin(data.member.id)
        if self._refused_fields:  # submitting was refused: the first of them wants to be filled
            self.form.focus_field(self._refused_fields[0])
            self._refused_fields = ()
        elif self._focus in FIELDS:
            self.form.focus_field(self._focus)
            self._focus = ""
        elif other or self.focusWidget() is None:
            self._focus_first(data)
        if other and data.member.id:
            self.member_shown.emit(data.member.id)

    def _tell_what_waits(self, data: CardData) -> None:
        """What whoever goes on with this card has to know first."""
        banner, returned = self.sheet.banner, words.of_return(data)
        if banner.text.startswith(words.RETURNED) and not returned:
            banner.hide()  # somebody has gone on with it meanwhile
        said = "" if banner.isHidden() else banner.text
        if data.draft and "草稿" not in said:
            when = data.draft.saved_at[:16].replace("T", " ")
            text = f"{said or returned}有一份 {when} 没有保存的草稿：{data.draft.labels}。"
            level = "error" if self._refused_fields else "info"
            self._say(level, text, action="恢复草稿", act=self._take_draft)
        elif returned and not said:
            self._say("warning", returned)

    def _focus_first(self, data: CardData) -> None:
        free = [name for name in FIELDS if not self.form.row(name).field.locked]
        missing = [name for name in free if name in data.member.missing]
        if missing or free:
            self.form.focus_field((missing or free)[0])

    # ---------------------------------------------------------------------- typing
    def _touched(self) -> None:
        self._tell_unsaved()
        self.rules.touched()
        self.drafts.touched(self._branch_id)

    def _put(self, name: str, value: str, *, shown: str = "") -> None:
        self.form.set_value(name, value, shown=shown)
        self._touched()

    def _unsaved_text(self) -> dict[str, str]:
        return self.form.changes() if self._data else {}

    def _show_judged(self, judged: Judged) -> None:
        self._judged = judged
        self.sheet.show_missing(judged.missing)
        self._tell_unsaved()

    def _tell_unsaved(self) -> None:
        typed = len(self._unsaved_text())
        changed = typed if self.unsaved else 0
        judged = self._judged
        on_roster = self._data is not None and self._data.member.status in ON_ROSTER
        text = words.of_unsaved(changed, judged, self._context.policy, on_roster=on_roster)
        if typed and not changed:
            text = f"草稿中的 {typed} 项还没有写入；填齐必填后保存才生效"
        review = bool(changed and judged and judged.verdict.submitted)
        self.sheet.show_hint(text, review=review)
        self.setWindowModified(changed > 0)

    def _take_draft(self) -> None:
        draft = self.drafts.take()
        if draft is None:
            return
        for name, value in draft.content.items():
            if name == "branch":
                self._branch_id = draft.branch_id
            if name in FIELDS and not self.form.row(name).field.locked:
                self._put(name, value or "", shown=draft.branch if name == "branch" else "")
        self.drafts.settle(self._unsaved_text())
        self._tell_unsaved()
        text = f"已恢复草稿：{draft.labels}。核对后请保存。"
        self._say("info", text, action="放弃草稿", act=self._drop_draft)

    def _drop_draft(self) -> None:
        self.drafts.drop(self._reload if self.member_id else self._clear)

    def _clear(self) -> None:
        self._open(lambda: load_blank(self._context, None))

    def _may_leave(self) -> bool:
        if self.unsaved:
            changes = self._unsaved_text()
            labels = "、".join(FIELDS[name].label for name in changes)
            name = (self._data.member.name if self._data else "") or "新团员"
            if not confirm(
                self,
                title="还没有保存",
                text=f"{name} 的 {len(changes)} 项修改还没有保存。",
                details=labels,
                act="放弃修改",
                keep="继续编辑",
            ):
                return False
        self.rules.stop()
        self.drafts.discard()
        return True

    # ---------------------------------------------------------------------- saving
    def _press_save(self) -> None:
        self.save()

    def save(self, *, then: str = "") -> None:
        """Saves what is typed; `then` is a step of the report-in that follows."""
        if self._data is None or self._busy or self._context.database.read_only:
            return
        if not self.member_id:
            self._add(submit=then == "submit")
        elif self.form.changes():
            self._save(then)
        elif then:
            self.report.carry_out(then)
        else:
            self._say("info", "没有需要保存的修改。")

    def _save(self, then: str) -> None:
        member_id, typed = self.member_id, self.rules.typed()
        reason, basis = self.sheet.paper()
        offered = self.drafts.offered
        beside = offered.content if offered else {}
        self._write(
            lambda: save_member(
                self._context,
                member_id=member_id,
                changes=typed,
                reason=reason,
                basis=basis,
                beside=beside,
            ),
            partial(self._was_saved, then=then),
            "保存团员资料",
        )

    def _was_saved(self, done: Saved, *, then: str) -> None:
        assert self._data is not None
        level, text = words.of_saved(done, self._data.states)
        first = done.refused[0] if done.refused else None
        if first is not None and first.path_label:
            self._say(level, text, action=first.path_label, act=partial(self._follow, first))
        else:
            self._say(level, text)
        if not done.done:
            self.rules.judge_now()
            self.form.focus_field(words.first_wrong(done))
            return
        if done.draft:
            self.drafts.was_kept(self.form.changes())
            self._tell_unsaved()
            self.saved.emit(self.member_id)
            return
        self.drafts.was_saved()
        self.sheet.clear_paper()
        self.saved.emit(self.member_id)
        if then:
            self.report.carry_out(then)
        else:
            self._reload()

    def _follow(self, refusal: Refusal) -> None:
        self._take_path(refusal.field, refusal.path)

    def _add(self, *, submit: bool) -> None:
        branch_id, values = self._branch_id, self.rules.typed()
        values.pop("branch", None)
        if branch_id is None:
            pick = partial(self.report.pick_branch, self._took_branch)
            self._say("error", "请先选择所在团支部。", action="选择…", act=pick)
            return
        self._write(
            lambda: add_member(self._context, branch_id=branch_id, values=values, submit=submit),
            self._was_added,
            "新增团员",
        )

    def _was_added(self, added: Added) -> None:
        name = self.form.values()["name"] or "新团员"
        self.drafts.was_saved()
        self._ids, self._place = (added.id,), 0
        more = "填齐必填项后可以提交报到。" if added.status is Stage.DRAFT else ""
        self._say("good", f"已保存 {name}，现为“{STAGE_LABELS[added.status]}”。{more}")
        self.saved.emit(added.id)
        self._workplace.jobs.read(
            self, lambda: load_card(self._context, added.id), self._show, topic="card"
        )

    # -------------------------------------------------------------------- report-in
    def _report(self, act: str) -> None:
        if act == "submit":
            self.save(then=act)
        else:
            self.report.start(act)

    def _redirect(self, branch: BranchChoice) -> None:
        """改报并提交: one press; what is typed is saved with it."""
        if self.form.changes():
            self._took_branch(branch)
            self.save(then="submit")
        else:
            self.report.carry_out("submit", branch_id=branch.id)

    def _was_reported(self, stage: Stage) -> None:
        self._set_busy(False)
        self._say("good", f"已办理，现为“{STAGE_LABELS[stage]}”。")
        self.saved.emit(self.member_id)
        self._reload()

    def _was_not_reported(self, error: TuanjiError) -> None:
        self._set_busy(False)
        self.sheet.banner.say_error(error)
        self._refused_fields = error.fields
        self._reload()  # what was typed has been saved before the step was refused

    # ----------------------------------------------------------------- paths and picks
    def _take_path(self, field: str, path: str) -> None:
        """Goes the permitted way: here where it is here, else the window is asked."""
        if path == ChangePath.DERIVED:
            self.form.focus_field("id_number")
            if self.form.row("id_number").field.locked:
                self.form.row("id_number").explain()
        elif path == ChangePath.CHANGE_REQUEST:
            self.form.focus_field(field)
        elif path in (WITHDRAW, RETURN):
            self.report.start(path)
        elif path == ChangePath.WITHDRAW_OR_RETURN:
            self.sheet.report_button("withdraw").setFocus()
            self._say("info", "请用下面的“撤回报到”（团员本人）或“退回…”（团支部）。")
        elif path not in (ChangePath.NONE, ChangePath.CLOSED_RECORD):
            self.path_requested.emit(field, path)

    def _took_branch(self, branch: BranchChoice) -> None:
        self._branch_id = branch.id
        self._put("branch", branch.code, shown=branch.full_name)

    def _reveal(self, field: str) -> None:
        member_id = self.member_id

        def show(_value: str) -> None:
            if member_id == self.member_id:
                self.form.reveal(field)

        self._workplace.jobs.write(
            self,
            lambda _progress: reveal_field(self._context, member_id=member_id, field=field),
            show,
            words="",
            on_error=self.sheet.banner.say_error,
        )

    # ---------------------------------------------------------------------- helpers
    def _write(self, act: Callable[[], T], done: Callable[[T], None], label: str) -> None:
        def finish(result: T) -> None:
            self._set_busy(False)
            done(result)

        def fail(error: TuanjiError) -> None:
            self._set_busy(False)
            self.sheet.banner.say_error(error)

        self._set_busy(True)
        self._workplace.jobs.write(
            self, lambda _progress: act(), finish, words=label, on_error=fail
        )

    def _set_busy(self, busy: bool) -> None:
        if busy:
            self._left = self.focusWidget()
        self._busy = busy
        self.sheet.setEnabled(not busy)
        if not busy and self._left is not None:
            self._left.setFocus()

    def _say(
        self, level: str, text: str, *, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        self._banner_act = act
        self.sheet.banner.say(text, level=level, action=action)
