"""The steps of the report-in from a window: asks what has to be asked, and carries them out."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from ..core.errors import TuanjiError
from ..kit.page import Workplace
from .branch_dialog import BranchDialog
from .loading import BranchChoice, load_branches
from .service import report_in


class ReportActs(QObject):
    """One for the card and one for the dialog; acts on the member it was told of last."""

    started = Signal()
    done = Signal(object)
    """The `Stage` that was reached."""
    failed = Signal(object)
    """The `TuanjiError` that refused the step."""

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._workplace = workplace
        self._window = window
        self._member_id = 0

    def begin(self, member_id: int) -> None:
        """Whom the steps are of from now on."""
        self._member_id = member_id

    def start(self, act: str) -> None:
        """A step by its name; a return asks for the reason first."""
        if act == "return":
            self._ask_reason()
        else:
            self.carry_out(act)

    def carry_out(
        self, act: str, *, reason: str | None = None, branch_id: int | None = None
    ) -> None:
        """Does the step; `branch_id` is another branch to report to (改报并提交)."""
        context, member_id = self._workplace.context, self._member_id
        self.started.emit()
        self._workplace.jobs.write(
            self,
            lambda _progress: report_in(
                context, member_id=member_id, act=act, branch_id=branch_id, reason=reason
            ),
            self.done.emit,
            words="办理报到",
            on_error=self._fail,
        )

    def pick_branch(self, chosen: Callable[[BranchChoice], None]) -> None:
        """Asks for a branch out of all that are in use."""

        def show(branches: tuple[BranchChoice, ...]) -> None:
            picker = BranchDialog(branches, self._window)
            picker.chosen.connect(chosen)
            picker.open()

        context = self._workplace.context
        self._workplace.jobs.read(self, lambda: load_branches(context), show, topic="branches")

    def show_notice(self) -> None:
        """The notice sheet to somebody who reported to the wrong branch (G 三.2)."""
        from .notice_dialog import NoticeDialog

        NoticeDialog(self._workplace, self._member_id, self._window).open()

    def _fail(self, error: TuanjiError) -> None:
        self.failed.emit(error)

    def _ask_reason(self) -> None:
        asked = QInputDialog(self._window)
        asked.setObjectName("return_reason")
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.setWindowTitle("退回报到")
        asked.setLabelText("退回原因（团员据此修改后重新提交）：")
        asked.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        asked.setOkButtonText("退回")
        asked.setCancelButtonText("不，返回")
        asked.textValueSelected.connect(lambda text: self.carry_out("return", reason=text))
        asked.open()
