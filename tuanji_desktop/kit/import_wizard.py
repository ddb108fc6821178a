"""Importing a list, whatever it is of: choose the file, see how it is read, say what its texts
mean, check, write.

Reading, planning and writing run as jobs; the wizard itself only asks and shows. What a list means
is the room's affair (`kit.import_adapter`). All that is said is one `Reading`, kept in the office
file (`kit.import_keeper`): neither a step back nor a crash loses it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tuanji_desktop.core.errors import FileRefused, TuanjiError
from tuanji_desktop.kit.import_act import ImportAct
from tuanji_desktop.kit.import_adapter import (
    ImportAdapter,
    ImportReview,
    Layout,
    ValueQuestion,
    layout_of,
)
from tuanji_desktop.kit.import_file import FilePage
from tuanji_desktop.kit.import_grid import LayoutPage
from tuanji_desktop.kit.import_keeper import ImportKeeper, KeptFile
from tuanji_desktop.kit.import_offers import ImportOffers
from tuanji_desktop.kit.import_opening import ImportOpening
from tuanji_desktop.kit.import_pages import ResultPage
from tuanji_desktop.kit.import_review import ReviewPage
from tuanji_desktop.kit.import_said import ImportSaid
from tuanji_desktop.kit.import_saving import ImportSaving
from tuanji_desktop.kit.import_state import ImportState
from tuanji_desktop.kit.import_values import ValuesPage
from tuanji_desktop.kit.jobs import JobInfo
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.kit.status import JobStatus
from tuanji_desktop.kit.wizard import Wizard
from tuanji_desktop.sheets.reader import Workbook
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.sheets.recipe import Recipe, of_this_year

FILE, LAYOUT, VALUES, REVIEW, RESULT = range(5)
_LATE_MS = 20
"""After so long the window has been painted."""
_CANCELLED = "已取消核对，没有写入任何内容。"


class ImportWizard(Wizard):
    """The five steps around a room's adapter."""

    imported = Signal(int)
    """Number of the operation written."""
    undo_requested = Signal(int)
    """The clerk wants this operation taken back; whoever grants it shows first what that does, and
    calls `show_undone` when it is done."""
    said = Signal(str, str)
    """A line for the window behind: level, words."""

    def __init__(
        self,
        adapter: ImportAdapter,
        workplace: Workplace,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(adapter.title, parent)
        self._adapter, self._workplace = adapter, workplace
        self._act = ImportAct(workplace.jobs, self)
        self._forget_file()
        self.keeper = ImportKeeper(workplace, adapter.kind, self.state, self)
        self.file_page = FilePage(adapter, self)
        self.layout_page = LayoutPage(
            adapter.fields, policies=bool(adapter.policy_fields), parent=self
        )
        self.values_page = ValuesPage(adapter.fields, self)
        for page in (self.file_page, self.layout_page, self.values_page):
            self.add_step(page)
        self.announce_steps(ReviewPage.title, ResultPage.title)
        self._opening = ImportOpening(self.file_page, self._act, self.banner, self)
        self._words = ImportSaid(self.file_page, self.layout_page, self.values_page)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._plan_again)
        self.saving = ImportSaving(adapter, workplace, self)
        self.offers = ImportOffers(adapter, workplace, self)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.banner) + 1, self.offers.strip)
        self.footer.addWidget(JobStatus(workplace.jobs, self))
        self.footer.addStretch(1)
        self._connect()
        self.offers.look_for_unfinished()
        QTimer.singleShot(_LATE_MS, self, self._make_late_pages)

    @property
    def review_page(self) -> ReviewPage:
        """The step before anything is written."""
        return self._late_pages[0]

    @property
    def result_page(self) -> ResultPage:
        """The step on which it is written."""
        return self._late_pages[1]

    @cached_property
    def _late_pages(self) -> tuple[ReviewPage, ResultPage]:
        """The steps that come last are made last, so that the window opens at once."""
        review, result = (
            ReviewPage(self._workplace.jobs, self._adapter.fields, self),
            ResultPage(self),
        )
        self.add_step(review)
        self.add_step(result)
        review.return_requested.connect(self.saving.ask_return_path)
        review.mended.connect(self._cells_mended)
        review.decided.connect(self._row_decided)
        review.layout_requested.connect(self._show_field)
        result.return_requested.connect(self.saving.ask_return_path)
        result.recipe_requested.connect(self.saving.ask_recipe_path)
        result.cancel_requested.connect(self._cancel)
        result.undo_requested.connect(self._ask_undo)
        result.again_requested.connect(self._check_again)
        return review, result

    def _make_late_pages(self) -> None:
        _ = self._late_pages

    def show_step(self, number: int) -> None:
        if number > VALUES:
            self._make_late_pages()
        super().show_step(number)

    def _connect(self) -> None:
        self.file_page.paths_chosen.connect(self.open_paths)
        self.file_page.text_pasted.connect(self.open_pasted)
        self._opening.begun.connect(self._begin_file)
        self._opening.opened.connect(self._opened)
        if self.file_page.options is not None:
            self.file_page.options.changed.connect(self._answers_changed)
        self.layout_page.reading_changed.connect(self._layout_said)
        self.layout_page.policies_requested.connect(lambda: self._ask_values(policies=True))
        self.layout_page.recipe_save_requested.connect(self.saving.ask_recipe_path)
        self.layout_page.recipe_file_requested.connect(self.saving.ask_recipe_file)
        self.layout_page.recipes_requested.connect(self.saving.show_recipes)
        self.values_page.changed.connect(self._said_more)
        self.values_page.other_requested.connect(self._ask_other)
        self.banner.action_requested.connect(self._plan)
        self.step_changed.connect(self._step_changed)
        self._act.busy_changed.connect(self.set_busy)
        self._act.progressed.connect(self._progressed)
        self._act.failed.connect(self._failed)

    # --------------------------------------------------------------- what has been said
    def reading(self) -> Reading:
        """All that was said of the list in force."""
        return self._words.reading()

    def state(self) -> ImportState:
        """The same with the step and all beside it, as the office file keeps it."""
        return self._words.state(step=min(self.step, REVIEW))

    def take_state(self, state: ImportState) -> None:
        """Goes on where an import was left: what was said, the same step."""
        self._words.take(state)
        self.review_page.take_up(state.reading())
        self._goal = state.step
        self._find_table()

    def _forget_file(self) -> None:
        self._layout: Layout | None = None
        self._review: ImportReview | None = None
        self._reviewed: Reading | None = None
        self._questions: tuple[ValueQuestion, ...] | None = None
        self._asked: Reading | None = None
        self._values_seen = False
        self._operation: int | None = None
        self._goal = FILE

    def _said_more(self) -> None:
        self.keeper.touched()

    def _answers_changed(self) -> None:
        self._forget_review()
        self._questions = None
        self._said_more()
        if self.step == REVIEW:
            self._again.start()  # an answer that was put back late: the plan was made without it

    # --------------------------------------------------------------------- the file
    def open_path(self, path: Path) -> None:
        """Reads a file; a refusal is said on the first step."""
        self.open_paths((path,))

    def open_paths(self, paths: Sequence[Path]) -> None:
        """One file, or several that are taken one after the other."""
        if self.step == RESULT or not paths:
            return
        self._opening.open_all(paths)

    def open_pasted(self, text: str) -> None:
        """Reads a part of a spreadsheet that was copied."""
        self._opening.open_pasted(text)

    def _begin_file(self) -> None:
        """Another file is in hand; what was said of the former is in the office file."""
        self.review_page.flush()
        self.keeper.leave()
        self._forget_file()
        self.offers.strip.hide()
        self.show_step(FILE)
        self._words.forget()
        self.review_page.take_up(Reading())

    def _opened(self, workbook: Workbook) -> None:
        self.layout_page.show_workbook(workbook)
        if self.step == FILE:
            self.next_button.setFocus()
        self.offers.opened(workbook)
        self._find_table()

    def adopt(self, recipe: Recipe, reading: Reading, *, goal: int) -> None:
        """Reads the list as a recipe says, and goes on to the step `goal`."""
        self.offers.strip.hide()
        year = self._workplace.context.today.year
        self._words.take_recipe(reading, of_this_year(recipe.answers, year=year))
        self._questions = None
        self._goal = goal
        self._find_table()
        self._said_more()

    # ------------------------------------------------------------------- the layout
    def _layout_said(self) -> None:
        self._find_table()
        self._said_more()

    def _find_table(self) -> None:
        workbook, adapter = self._opening.workbook, self._adapter
        if workbook is None:
            return
        self._forget_review()
        self._questions = None
        reading = self.layout_page.reading()
        headings, labels = adapter.headings, adapter.fields
        self._workplace.jobs.read(
            self,
            lambda: layout_of(workbook, headings, labels, reading),
            self._found,
            topic="layout",
        )

    def _found(self, layout: Layout) -> None:
        self._layout = layout
        self.layout_page.show_layout(layout)
        goal, self._goal = self._goal, FILE
        if goal > LAYOUT and self.layout_page.ready:
            if goal == VALUES:
                self._ask_values(forced=True)
            else:
                self._plan()
        elif goal > FILE:
            self.show_step(LAYOUT)
        if self.step == LAYOUT:
            self._tell_layout()

    def _tell_layout(self) -> None:
        layout = self._layout
        if layout is None:
            return
        if layout.refusal is not None:
            self.banner.say_error(layout.refusal)
        elif layout.table is not None and not layout.table.rows:
            self.banner.say("表头下面没有数据行，请换一个工作表或文件。", level="warning")
        else:
            self.banner.hide()

    # ------------------------------------------------------------------- the values
    def _ask_values(self, *, forced: bool = False, policies: bool = False) -> None:
        """Has the texts found whose meaning needs a look; passed over where all is known."""
        workbook = self._opening.workbook
        if workbook is None or self._layout is None or self.busy:
            return
        reading = replace(self.reading(), values=(), policies=(), decisions=())
        forced = forced or policies
        if self._questions is not None and self._asked == reading:
            self._show_values(forced=forced, policies=policies)
            return
        self._asked, self._questions = reading, None

        def asked(questions: tuple[ValueQuestion, ...]) -> None:
            self._questions = questions
            self._show_values(forced=forced, policies=policies)

        self._act.start(
            self._adapter.questions(workbook, reading),
            asked,
            words="查看名单里的写法",
            after_cancel=lambda: self.banner.say(_CANCELLED),
        )

    def _show_values(self, *, forced: bool, policies: bool) -> None:
        layout, page = self._layout, self.values_page
        fields = set(layout.columns.values()) if layout is not None else set()
        mapped = [one for one in self._adapter.policy_fields if one in fields]
        page.show_questions(self._questions or (), mapped)
        if not forced and not page.needed:
            self._plan()
            return
        page.show_policies(policies or not self._questions)
        self._values_seen = True
        self.show_step(VALUES)
        if page.needed or policies:
            page.enter()  # there is something to be said: Enter says it, Ctrl+Enter goes on

    def _ask_other(self, question: ValueQuestion) -> None:
        def chosen(value: str, words: str) -> None:
            self.values_page.answer_other(question, value, words)
            self._questions = None  # a node made now may be what other texts mean
            if self.step == VALUES:
                self._ask_values(forced=True)

        self._adapter.other_value(question, self, chosen)

    # --------------------------------------------------------------------- the plan
    def _forget_review(self) -> None:
        self._review = self._reviewed = None

    def _plan(self) -> None:
        """Checks the list as it is read now, unless that was checked last."""
        workbook, layout = self._opening.workbook, self._layout
        if workbook is None or layout is None or self.busy:
            return
        anew = self.step != REVIEW or self._review is None
        if self.step != REVIEW:
            self.show_step(REVIEW)
        self.banner.hide()
        reading = self.reading()
        if self._review is not None and self._reviewed == reading:
            return
        self._reviewed = reading
        options = self.file_page.options
        self.review_page.show_whose(options.told if options is not None else "")
        if anew:
            self.review_page.clear("正在核对……")
        self._act.start(
            self._adapter.planning(workbook, reading),
            lambda review: self._planned(review, anew=anew),
            words=f"核对 {workbook.path.name}",
            after_cancel=(lambda: self._step_back(_CANCELLED)) if anew else self._not_rechecked,
        )

    def _planned(self, review: ImportReview, *, anew: bool) -> None:
        self._review = review
        if self._layout is not None:
            self.review_page.show_review(review, self._layout, self._reviewed)
        self._said_more()
        if anew and self.step == REVIEW:
            self.review_page.take_keyboard()
        if self.step == REVIEW and self.reading() != self._reviewed:
            self._plan()

    def _cells_mended(self, cells: tuple[tuple[int, int, str], ...]) -> None:
        self._words.mend(cells)
        self._review_said()

    def _row_decided(self, row: int, decision: str) -> None:
        self._words.decide(row, decision)
        self._review_said()

    def _review_said(self) -> None:
        """One plan for all that is decided at once."""
        self._said_more()
        if self.step == REVIEW:
            self._again.start()

    def _plan_again(self) -> None:
        if self.step != REVIEW:
            return  # it is planned when the clerk comes back
        if self.busy:
            self._act.cancel(then=self._plan)
        else:
            self._plan()

    def _not_rechecked(self) -> None:
        self._reviewed = None
        self.review_page.recheck_failed()
        self.banner.say(_CANCELLED)

    def _show_field(self, field: str) -> None:
        """The column that an alarm is about, where it can be changed."""
        if not self.busy:
            self.show_step(LAYOUT)
            self.layout_page.show_field(field)

    def _step_back(self, words: str) -> None:
        self._forget_review()
        self.show_step(LAYOUT)
        if words:
            self.banner.say(words)

    # ------------------------------------------------------------------ the writing
    def _write(self) -> None:
        review = self._review
        if review is None:
            return
        self.show_step(RESULT)
        self.result_page.show_writing(f"正在写入 {review.writes:,} 行……")
        recipe = self.saving.new_recipe()
        self._act.start(
            lambda progress: review.apply(progress, recipe),
            self._written,
            words=f"写入 {review.source.file_name}",
            write=True,
            after_cancel=self._not_written,
        )

    def _not_written(self) -> None:
        self.show_step(REVIEW)
        self.banner.say("已取消写入，台账没有任何改动。")

    def _written(self, operation: int | None) -> None:
        self._operation = operation
        review = self._review
        assert review is not None
        self.keeper.drop()
        self._opening.written(operation)
        self.result_page.show_done(
            review.done or review.sentence,
            operation,
            send=bool(review.findings),
            following=[one.name for one in self.file_page.queue.waiting],
        )
        self.next_button.setFocus()
        if operation is not None:
            self.imported.emit(operation)

    def _ask_undo(self) -> None:
        if self._operation is not None:
            self.undo_requested.emit(self._operation)

    def show_undone(self) -> None:
        """What was imported has been taken back. What was said of it is kept as before it was
        written: whoever closes now, or presses Esc, does not lose that work."""
        self._operation = None
        if self.reading().mended or self.reading().decisions:
            self.keeper.begin(self._opening.kept)
            self.keeper.touched()
        self._opening.undone()
        self.result_page.show_undone()

    def _check_again(self) -> None:
        """After an undo: the list as checked, to be corrected and written anew."""
        if self.keeper.file is None:
            self.keeper.begin(self._opening.kept)
        self._forget_review()
        self._plan()

    def _next_file(self) -> None:
        if not self._opening.open_next():
            self.accept()

    # -------------------------------------------------------------------- the frame
    @property
    def kept_file(self) -> KeptFile | None:
        """What the office file knows the list in hand by; None before it is read."""
        return self._opening.kept

    @property
    def parts(self) -> tuple[Workbook | None, Layout | None, ImportReview | None]:
        """What is in hand: the file, its table, the plan made of it."""
        return self._opening.workbook, self._layout, self._review

    def go_on(self) -> None:
        if self.step == FILE:
            self.show_step(LAYOUT)
            self._tell_layout()
        elif self.step == LAYOUT:
            self._ask_values()
        elif self.step == VALUES:
            self._plan()
        elif self.step == REVIEW:
            self._write()
        else:
            self._next_file()

    def back(self) -> None:
        if self.step == REVIEW and self.back_button.isEnabled() and not self._values_seen:
            self.show_step(LAYOUT)
        elif self.step == REVIEW and self.back_button.isEnabled():
            self._ask_values(forced=True)
        else:
            super().back()

    def _step_chosen(self, number: int) -> None:
        if number == VALUES and not self.busy and self.page.may_go_back:
            self._ask_values(forced=True)
        else:
            super()._step_chosen(number)

    def _step_changed(self, step: int) -> None:
        if step > LAYOUT:
            self.offers.strip.hide()
            if self.keeper.file is None and step < RESULT:
                self.keeper.begin(self._opening.kept)
            if step == VALUES:
                self._said_more()  # so far one goes only with a list that is meant
        self.cancel_button.setText("关闭" if step == RESULT else "取消")

    def _failed(self, error: TuanjiError) -> None:
        stale = error.code == "import.stale"
        if isinstance(error, FileRefused) and self._opening.workbook is None:
            self.show_step(FILE)
            if not self._opening.refused(error):
                self.offers.not_opened()
            return
        if self.step == RESULT:
            self.show_step(REVIEW)
        elif self.step == REVIEW and self._review is not None:
            self._reviewed = None
            self.review_page.recheck_failed()
        elif self.step == REVIEW:
            self._step_back("")
        if stale:
            self._forget_review()
            self.review_page.clear("名单要重新核对。")
        self.banner.say_error(error, action="重新核对" if stale else "")

    def _progressed(self, info: JobInfo) -> None:
        if self.step == RESULT:
            self.result_page.show_progress(info)

    def _cancel(self) -> None:
        self.result_page.cancel_button.setEnabled(False)
        self._act.cancel()

    def reject(self) -> None:
        if self.busy and self.step == RESULT:
            self.banner.say("正在写入。可以先按“取消写入”，或等它写完。")
            return
        if self.busy:
            self._act.cancel()
        self.review_page.flush()
        if self.keeper.leave():
            self.said.emit(
                "info", f"导入还没有写入，进度已记下：下次打开“{self._adapter.title}”可以接着做。"
            )
        super().reject()


class RoomImportWizard(ImportWizard):
    """The wizard of one room; `scope` is the organisation chosen in the tree."""

    name: str
    adapter: Callable[[Workplace, int | None], ImportAdapter]

    def __init__(
        self, workplace: Workplace, scope: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(type(self).adapter(workplace, scope), workplace, parent)
        self.setObjectName(self.name)
