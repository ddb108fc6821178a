"""The texts of a list whose meaning is looked at, as a table model: thousands of them at no cost."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor

from tuanji_desktop.kit.import_adapter import ValueQuestion
from tuanji_desktop.kit.import_state import Meaning, Meanings
from tuanji_desktop.kit.paged_model import Index
from tuanji_desktop.kit.style import current_tokens

UNKNOWN, DOUBTFUL, ANSWERED, KNOWN = "unknown", "doubtful", "answered", "known"
STATES: Mapping[str, str] = {
    UNKNOWN: "不认识",
    DOUBTFUL: "请核对",
    ANSWERED: "由您指定",
    KNOWN: "认识",
}
_COLOURS = {UNKNOWN: "error", DOUBTFUL: "warning", ANSWERED: "good", KNOWN: "muted"}
HEADS = ("栏目", "名单里写的", "行数", "对应为", "把握")
_ROWS, _MEANING, _STATE = 2, 3, 4
NOTHING = "（当作空白）"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which texts are to be seen; '' stands for all."""

    state: str = ""
    field: str = ""
    text: str = ""


class ValueModel(QAbstractTableModel):
    """Questions in the order they came, each with the answer given to it."""

    def __init__(self, fields: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._questions: Sequence[ValueQuestion] = ()
        self._seen: list[int] = []
        self._wish = Wish()
        self._folded: list[str] = []
        self.meanings: dict[tuple[str, str], Meaning] = {}

    def show_questions(self, questions: Sequence[ValueQuestion]) -> None:
        """Another list of questions; the answers given so far stay."""
        self.beginResetModel()
        self._questions = questions
        self._folded = [folded(one.written) for one in questions]
        self._seen = self._passing()
        self.endResetModel()

    def take_meanings(self, meanings: Meanings) -> None:
        """Puts these answers in the place of those given."""
        self.meanings = dict(meanings)
        self.show_questions(self._questions)

    def filter(self, wish: Wish) -> None:
        """Shows only what is wished for. What is being answered stays in sight until the next wish."""
        self.beginResetModel()
        self._wish = wish
        self._seen = self._passing()
        self.endResetModel()

    def _passing(self) -> list[int]:
        wish = self._wish
        wanted = folded(wish.text)
        return [
            place
            for place, one in enumerate(self._questions)
            if (not wish.field or one.field == wish.field)
            and (not wish.state or self.state(one) == wish.state)
            and (not wanted or wanted in self._folded[place])
        ]

    # ------------------------------------------------------------------ what is known
    @property
    def questions(self) -> Sequence[ValueQuestion]:
        """All of them, whatever the filter."""
        return self._questions

    def question(self, row: int) -> ValueQuestion:
        """The one in a row."""
        return self._questions[self._seen[row]]

    def state(self, question: ValueQuestion) -> str:
        """Whether anybody knows what it means."""
        if (question.field, question.written) in self.meanings:
            return ANSWERED
        if not question.meaning:
            return UNKNOWN
        return KNOWN if question.score >= 1 else DOUBTFUL

    def meaning(self, question: ValueQuestion) -> Meaning | None:
        """What it is taken for, by the clerk or by the room."""
        said = self.meanings.get((question.field, question.written))
        if said is not None:  # what a recipe says comes without the words the value has now
            words = dict(question.choices).get(said.value, said.words)
            return Meaning(said.value, words)
        return Meaning(question.meaning, question.words) if question.meaning else None

    def counts(self) -> Counter[str]:
        """How many there are of each state."""
        return Counter(map(self.state, self._questions))

    def alike(self, question: ValueQuestion) -> list[ValueQuestion]:
        """Others that are written the same but for spaces, marks and width, and mean otherwise."""
        mine, meaning = folded(question.written), self.meaning(question)
        return [
            one
            for place, one in enumerate(self._questions)
            if self._folded[place] == mine and one is not question
            and any(value == (meaning.value if meaning else "") for value, _ in one.choices)
            and self.meaning(one) != meaning
        ]  # fmt: skip

    def row_after(self, row: int, *, states: Sequence[str] = (UNKNOWN, DOUBTFUL)) -> int:
        """The next row that still waits for an answer, -1 if none does."""
        order = [*range(row + 1, len(self._seen)), *range(row)]
        return next((one for one in order if self.state(self.question(one)) in states), -1)

    # --------------------------------------------------------------- what the clerk says
    def answer(self, questions: Sequence[ValueQuestion], meaning: Meaning | None) -> None:
        """Says what texts mean; None takes the answer back."""
        for one in questions:
            if meaning is None:
                self.meanings.pop((one.field, one.written), None)
            else:
                self.meanings[one.field, one.written] = meaning
        if self._seen:
            last = self.index(len(self._seen) - 1, len(HEADS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # ---------------------------------------------------------------------- the table
    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._seen)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one, column = self.question(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole or (
            role == Qt.ItemDataRole.ToolTipRole and column != _ROWS
        ):
            return self._text(one, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADS[column]}：{self._text(one, column)}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _ROWS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column in (_MEANING, _STATE):
            return QColor(getattr(current_tokens(), self._colour(one, column)))
        return None

    def _colour(self, one: ValueQuestion, column: int) -> str:
        state = self.state(one)
        return "text" if column == _MEANING and state != UNKNOWN else _COLOURS[state]

    def _text(self, one: ValueQuestion, column: int) -> str:
        if column == 0:
            return self._fields.get(one.field, one.field)
        if column == 1:
            return one.written
        if column == _ROWS:
            return f"{one.rows:,}"
        if column == _MEANING:
            meaning = self.meaning(one)
            return (meaning.words or NOTHING) if meaning is not None else "—"
        state = self.state(one)
        sure = f"（{round(100 * one.score)}%）" if state == DOUBTFUL else ""
        return STATES[state] + sure

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADS[section]
        return None


def folded(text: str) -> str:
    """A text without what does not tell: width, case, spaces and marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in plain if one.isalnum())
