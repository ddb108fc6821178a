"""What the wizard offers by itself: to go on with an unfinished import, to read a list as the last
one of its layout was read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from tuanji_desktop.kit.dialogs import confirm
from tuanji_desktop.kit.import_adapter import ImportAdapter
from tuanji_desktop.kit.import_recipes import Known, known_of
from tuanji_desktop.kit.import_state import ImportState, read_state
from tuanji_desktop.kit.offer_strip import OfferStrip
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.import_jobs import KeptJob, open_job
from tuanji_desktop.rules.fields import FIELDS, Kind
from tuanji_desktop.sheets.reader import Workbook
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.sheets.recipe import Fit, Recipe

if TYPE_CHECKING:
    from tuanji_desktop.kit.import_wizard import ImportWizard

STEPS = ("选择文件", "表头与栏目", "对应内容", "核对")
_FILE, _LAYOUT, _VALUES, _REVIEW = range(4)
_OF_ONE_UNIT = ("school", "unit", "org")
"""Answers that say whose a list is. All schools of a county fill in the same template, so a known
layout does not tell that: it is asked, or found out, anew."""
Act = Callable[[], None]


class ImportOffers(QObject):
    """The line under the banner while the file and its layout are in sight; one for each wizard."""

    def __init__(
        self, adapter: ImportAdapter, workplace: Workplace, wizard: "ImportWizard"
    ) -> None:
        super().__init__(wizard)
        self._adapter, self._workplace, self._wizard = adapter, workplace, wizard
        self._acts: tuple[Act, Act] = (_nothing, _nothing)
        self._resuming: tuple[KeptJob, ImportState] | None = None
        self.strip = OfferStrip("import_offer", wizard)
        self.strip.accepted.connect(lambda: self._answer(0))
        self.strip.declined.connect(lambda: self._answer(1))

    def _offer(self, words: str, accept: tuple[str, Act], decline: tuple[str, Act]) -> None:
        self._acts = (accept[1], decline[1])
        self.strip.offer(words, accept=accept[0], decline=decline[0])
        if self._wizard.step == _FILE and isinstance(self._wizard.focusWidget(), QPushButton):
            self.strip.accept_button.setFocus()  # nothing is being typed: Enter takes it

    def _answer(self, which: int) -> None:
        wizard = self._wizard
        wizard.banner.hide()
        if wizard.step == _FILE:
            ready = wizard.next_button.isEnabled()
            (wizard.next_button if ready else wizard.file_page.choose_button).setFocus()
        self._acts[which]()

    # -------------------------------------------------------------- unfinished imports
    def look_for_unfinished(self) -> None:
        """Whether this operator left an import of this kind: asked when the wizard opens."""
        context, kind = self._workplace.context, self._adapter.kind
        self._workplace.jobs.read(
            self, lambda: open_job(context, kind=kind), self._offer_unfinished, topic="unfinished"
        )

    def resume_unfinished(self) -> None:
        """Goes on with it at once: the clerk has asked for it elsewhere."""
        context, kind = self._workplace.context, self._adapter.kind

        def resume(job: KeptJob | None) -> None:
            state = read_state(job.content) if job is not None else None
            if job is not None and state is not None:
                self.strip.hide()
                self._resume(job, state)

        self._workplace.jobs.read(
            self, lambda: open_job(context, kind=kind), resume, topic="unfinished"
        )

    def _offer_unfinished(self, job: KeptJob | None) -> None:
        state = read_state(job.content) if job is not None else None
        workbook, _, _ = self._wizard.parts
        if job is None or state is None or workbook is not None or self._wizard.busy:
            return
        name = f"“{job.file_name}”" if job.path else "粘贴的内容"
        self._offer(
            f"上次的导入没有做完：{name}，做到“{_title(state)}”，{_time(job)}。",
            ("接着做", lambda: self._resume(job, state)),
            ("放弃", lambda: self._give_up(job)),
        )

    def _resume(self, job: KeptJob, state: ImportState) -> None:
        kept = self._wizard.kept_file
        if kept is not None and kept.sha256 == job.sha256:
            self._wizard.keeper.begin(kept)
            self._wizard.take_state(state)
            return
        self._resuming = (job, state)
        if job.path:
            self._wizard.open_path(Path(job.path))
        else:
            self._wizard.open_pasted(job.pasted or state.pasted)

    def _give_up(self, job: KeptJob) -> None:
        if not self._agreed(job):
            self.strip.show()
            return
        self._resuming = None
        kept = self._wizard.kept_file
        if kept is None:
            self._wizard.keeper.drop(job.sha256, done=self.look_for_unfinished)
        else:
            self._wizard.keeper.drop(job.sha256)
            self._wizard.keeper.begin(kept)

    def _agreed(self, job: KeptJob) -> bool:
        """Asked only where work on the rows would be gone: what else was said is said quickly."""
        state = read_state(job.content)
        reading = state.reading() if state is not None else Reading()
        mended, decided = len(reading.mended), len(reading.decisions)
        done = [f"改过的 {mended:,} 格"] if mended else []
        done += [f"逐行定过的 {decided:,} 行"] if decided else []
        return not done or confirm(
            self._wizard,
            title="放弃上次的导入",
            text=f"放弃以后，{'、'.join(done)}都要重新做。",
            act="放弃",
            keep="留着",
        )

    # ------------------------------------------------------------------ a file is opened
    def not_opened(self) -> None:
        """The file of an unfinished import is not where it was, or cannot be read any more."""
        if self._resuming is None:
            self._offer_next()
            return
        job, state = self._resuming
        self._offer(
            f"请选择“{job.file_name}”现在的位置，选好就接着做；或者放弃上次的导入。",
            ("再试一次", lambda: self._resume(job, state)),
            ("放弃", lambda: self._give_up(job)),
        )

    def _offer_next(self) -> None:
        """Of several files one could not be read: that holds up nobody."""
        queue = self._wizard.file_page.queue
        if queue.waiting:
            path = queue.waiting[0]
            self._offer(
                f"这一份先放下，还有 {len(queue.waiting):,} 份等着办理。",
                (f"下一份：{path.name}", lambda: queue.picked.emit(path)),
                ("留在这一份", _nothing),
            )

    def opened(self, workbook: Workbook) -> None:
        """A file has been read: goes on where it was left, or finds out what is known of it."""
        wizard = self._wizard
        if self._resuming is not None:
            job, state = self._resuming
            self._resuming = None
            if job.sha256 == workbook.sha256:
                wizard.keeper.begin(wizard.kept_file)
                wizard.take_state(state)
                return
            wizard.banner.say(
                f"这份文件与上次办到一半的“{job.file_name}”内容不同，按新的一份办理；"
                "上次的进度还留着。",
                level="warning",
            )
        context, adapter = self._workplace.context, self._adapter
        self._workplace.jobs.read(
            self,
            lambda: known_of(context, adapter, workbook),
            lambda known: self._show_known(known, workbook),
            topic="known",
        )

    def _show_known(self, known: Known, about: Workbook) -> None:
        wizard = self._wizard
        workbook, _, _ = wizard.parts
        if workbook is not about or wizard.step > _LAYOUT:
            return
        if known.seen is not None:
            wizard.file_page.show_told((known.seen.words, *workbook.told))
        job, fit = known.job, known.fit
        state = read_state(job.content) if job is not None else None
        if job is not None and state is not None:
            self._offer(
                f"这份名单上次做到“{_title(state)}”（{_time(job)}），还没有写入。",
                ("接着做", lambda: self._resume(job, state)),
                ("从头做", lambda: self._give_up(job)),
            )
            return
        wizard.keeper.begin(wizard.kept_file)
        if fit is not None:
            self._offer(
                known.words,
                ("采用", lambda: wizard.adopt(_of_any_unit(fit), fit.reading, goal=_goal(fit))),
                ("不用", _nothing),
            )


def _of_any_unit(fit: Fit) -> Recipe:
    """The recipe without the unit whose list it was made with."""
    answers = {name: word for name, word in fit.recipe.answers.items() if name not in _OF_ONE_UNIT}
    return replace(fit.recipe, answers=answers)


def _goal(fit: Fit) -> int:
    """Straight to the plan; but 高三（1）班 was a class of that list's school, so what branches mean
    is looked at first."""
    branches = any(
        name in FIELDS and FIELDS[name].kind is Kind.BRANCH for name, _, _ in fit.reading.values
    )
    return _VALUES if branches else _REVIEW


def _title(state: ImportState) -> str:
    return STEPS[max(0, min(state.step, len(STEPS) - 1))]


def _time(job: KeptJob) -> str:
    return job.saved_at[:16].replace("T", " ")


def _nothing() -> None:
    """Nothing is to be done."""
