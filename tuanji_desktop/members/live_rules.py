"""The rules at work while somebody types: judged off the GUI thread, shown under the fields."""

from PySide6.QtCore import QObject, QTimer, Signal

from ..kit.field_form import FieldForm
from ..kit.page import Workplace
from ..rules.checks import normalise
from ..rules.fields import Kind
from . import words
from .loading import Judged, judge_form

JUDGE_AFTER_MS = 50
_DERIVED = ("sex", "born_on")


class LiveRules(QObject):
    """Judges one form, a moment after each keystroke; the newest text wins."""

    judged = Signal(object)
    """The `Judged` of what stands in the form."""
    tidied = Signal()
    """A value was written in its usual spelling, as if it had been typed so."""

    def __init__(self, workplace: Workplace, form: FieldForm, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._form = form
        self._member_id = 0
        self._timer = QTimer(self)
        self._timer.setObjectName("judge_timer")
        self._timer.setSingleShot(True)
        self._timer.setInterval(JUDGE_AFTER_MS)
        self._timer.timeout.connect(self.judge_now)
        form.left.connect(self._tidy)

    def begin(self, member_id: int) -> None:
        """Another record stands in the form; 0 is somebody to be added."""
        self._member_id = member_id
        self.judge_now()

    def touched(self) -> None:
        """Something was typed."""
        self._timer.start()

    def stop(self) -> None:
        """What is typed is of no interest any more."""
        self._timer.stop()

    def typed(self) -> dict[str, str]:
        """What would be written: of somebody to be added, everything that is filled in."""
        if self._member_id:
            return self._form.changes()
        return {name: value for name, value in self._form.values().items() if value}

    def judge_now(self) -> None:
        """Asks the rules without waiting."""
        self._timer.stop()
        context, member_id = self._workplace.context, self._member_id
        typed, values = self.typed(), self._form.values()
        self._workplace.jobs.read(
            self,
            lambda: judge_form(context, member_id=member_id, typed=typed, values=values),
            self._show,
            topic="judge",
        )

    def _show(self, judged: Judged) -> None:
        saved = judged.verdict.saved
        for name in _DERIVED:
            given = saved.get(name)
            if "id_number" in saved and given and self._form.row(name).value != given:
                self._form.set_value(name, given)
        self._form.set_required(judged.required)
        self._form.set_findings(words.all_findings(judged.verdict))
        self.judged.emit(judged)

    def _tidy(self, name: str) -> None:
        row = self._form.row(name)
        if not row.changed or row.field.kind is Kind.BRANCH:
            return
        id_kind = self._form.values().get("id_kind")
        policy = self._workplace.context.policy
        result = normalise(name, row.value, policy=policy, id_kind=id_kind)
        wrong = any(finding.level == "error" for finding in result.findings)
        if result.value and not wrong and result.value != row.value:
            self._form.set_value(name, result.value)
            self.tidied.emit()
