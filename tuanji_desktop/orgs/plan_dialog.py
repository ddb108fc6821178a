"""What all dialogs of the tree are: inputs, the plan they come to, and one act that applies it."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.progress import Progress
from ..kit.dialogs import Banner
from ..kit.page import Workplace
from ..kit.style import scaled
from .plan_view import PlanView
from .plans import Act, TreePlan, apply_plan, make_plan

_TYPING_MS = 150


class PlanDialog(QDialog):
    """Plans whenever the inputs change; the act does what the plan in sight says.

    A subclass fills `body`, answers `act()` and calls `inputs_changed()`.
    """

    said = Signal(str, str)
    """Level and words for the window."""
    closes_unchanged = False
    """Whether the act just closes the dialog where there is nothing to do."""

    def __init__(
        self,
        workplace: Workplace,
        title: str,
        name: str,
        verb: str,
        *,
        size: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.workplace = workplace
        self.plan: TreePlan | None = None
        self._pressed = False
        self._busy = False
        self.banner = Banner(parent=self)
        self.plan_view = PlanView("plan_view", self)
        self.document = QLineEdit(self)
        self.document.setObjectName("document")
        self.document.setAccessibleName("依据的文件")
        self.document.setPlaceholderText("文号或会议记录，可以不填")
        self.document.setMaxLength(80)
        self.document.hide()
        self._set_up_buttons(verb)
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_TYPING_MS)
        self._later.timeout.connect(self.ask_plan)
        room = self.screen().availableSize() - QSize(16, 48)
        self.resize(QSize(scaled(size[0]), scaled(size[1])).boundedTo(room))

    def _set_up_buttons(self, verb: str) -> None:
        self.buttons = QDialogButtonBox(self)
        self.buttons.setObjectName("buttons")
        self.confirm = QPushButton(verb, self)
        self.confirm.setObjectName("confirm")
        self.confirm.setAccessibleName(verb)
        self.confirm.setProperty("main", True)
        self.confirm.setDefault(True)
        cancel = QPushButton("取消", self)
        cancel.setObjectName("cancel")
        cancel.setAccessibleName("取消，不改动")
        cancel.setAutoDefault(False)
        self.buttons.addButton(self.confirm, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.apply)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        inner = QWidget(self)
        inner.setObjectName("inputs")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 4, 0)
        self.body.setSpacing(10)
        scroll = QScrollArea(self)
        scroll.setObjectName("inputs_scroll")
        scroll.setAccessibleName("填写")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self.banner)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.plan_view)
        layout.addWidget(self.buttons)

    # -------------------------------------------------------------------- the plan
    def act(self) -> Act | None:
        """What the inputs ask for; None while they ask for nothing."""
        raise AssertionError("every dialog of the tree has an act")

    def inputs_changed(self) -> None:
        """The plan in sight is no longer theirs; another one follows when typing pauses."""
        self.plan = None
        self._later.start()

    def ask_plan(self) -> None:
        """Works the plan out, on a reader thread."""
        self._later.stop()
        wish = self.act()
        self.plan = None
        if wish is None:
            self.confirm.setEnabled(False)
            self.plan_view.say(self.nothing_yet())
            return
        context = self.workplace.context
        self.workplace.jobs.read(
            self,
            lambda: make_plan(context, wish),
            self._take_plan,
            topic="plan",
            on_error=self._no_plan,
        )

    def nothing_yet(self) -> str:
        """What to do so that there is something to plan."""
        return ""

    def show_plan(self, plan: TreePlan) -> None:
        """Shows a plan; a subclass may show more of it."""
        self.plan_view.show_plan(plan)

    def _take_plan(self, plan: TreePlan) -> None:
        self.plan = plan
        self.banner.hide()
        self.show_plan(plan)
        writable = not self.workplace.context.database.read_only
        possible = plan.stop is None and bool(plan.changes or self.closes_unchanged)
        self.confirm.setEnabled(writable and possible and not self._busy)
        if self._pressed:
            self._pressed = False
            self.apply()

    def _no_plan(self, error: TuanjiError) -> None:
        if self._pressed:
            self._pressed = False
            self._refused(error)
        else:
            self.plan_view.show_refusal(error)
        self.confirm.setEnabled(True)  # pressing it tells the reason again, where the eye is

    # --------------------------------------------------------------------- the act
    def apply(self) -> None:
        """Does what the plan says; where it is still to come, as soon as it is there."""
        if self._busy:
            return
        if self.plan is None:
            self._pressed = True
            self.ask_plan()
            return
        plan, context = self.plan, self.workplace.context
        if plan.stop is not None or not plan.changes:
            if plan.stop is None:
                self.accept()
            return
        document = self.document.text().strip() or None
        self._busy = True
        self.confirm.setEnabled(False)

        def write(progress: Progress) -> int | None:
            return apply_plan(context, plan, document=document, progress=progress)

        self.workplace.jobs.write(
            self,
            write,
            lambda _number: self._done(plan),
            words=plan.words,
            cancellable=True,
            on_error=self._refused,
        )

    def _done(self, plan: TreePlan) -> None:
        self._busy = False
        self.said.emit("done", f"{plan.words}。按 Ctrl+Z 可以撤销。")
        self.accept()

    def _refused(self, error: TuanjiError) -> None:
        self._busy = False
        self.confirm.setEnabled(True)
        self.banner.say_error(error)
        if error.code == "org.stale":
            self.reload()

    def reload(self) -> None:
        """After a change behind the plan: what the dialog shows is read again."""
        self.ask_plan()
