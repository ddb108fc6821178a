"""The import wizard for 催办 sheets that came back filled in."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from ..core.progress import Progress
from ..kit.import_adapter import (
    ImportOptions,
    ImportReview,
    PlainAdapter,
    ValueQuestion,
)
from ..kit.import_wizard import RoomImportWizard
from ..kit.page import Workplace
from ..members.import_notes import roster_notes
from ..members.import_wizard import RosterAdapter, review_of, value_questions
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from .returns import QUALITY_RETURN, plan_return, return_headings


class ReturnAdapter(PlainAdapter):
    """Answers the wizard; `scope` is the node whose sheet the clerk means to bring."""

    kind = QUALITY_RETURN
    title = "读回补正表"
    hint = (
        "“数据质量”里发出的补正表，填好交回后在这里读入。按身份证号认人，只采用要求补正的栏目；"
        "空着的格子什么也不改，不会新增团员。"
    )
    fields: Mapping[str, str] = RosterAdapter.fields

    def __init__(self, workplace: Workplace, scope: int | None = None) -> None:
        self._workplace, self._scope = workplace, scope

    @property
    def headings(self) -> Headings:
        return return_headings()

    def options(self, parent: QWidget) -> ImportOptions | None:
        return None

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        """Words only: the branch on the sheet is there to be read, not to be taken."""
        ask = value_questions(
            self._workplace.context, workbook, reading, self.headings, by_class=False
        )
        return lambda progress: tuple(one for one in ask(progress) if one.field != "branch")

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        context, scope = self._workplace.context, self._scope

        def plan(progress: Progress) -> ImportReview:
            planned = plan_return(
                context, workbook.path, reading=reading, progress=progress, workbook=workbook
            )
            notes = roster_notes(context, planned, scope, kind=QUALITY_RETURN)
            return review_of(context, planned, notes, kind=QUALITY_RETURN)

        return plan


class ReturnWizard(RoomImportWizard):
    """读回补正表"""

    name = "return_import"
    adapter = ReturnAdapter
