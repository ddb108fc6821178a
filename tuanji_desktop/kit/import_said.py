"""All that was said on the way from the file to the plan, gathered from the pages of the wizard."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tuanji_desktop.kit.import_file import FilePage
from tuanji_desktop.kit.import_grid import LayoutPage
from tuanji_desktop.kit.import_state import ImportState, Meaning
from tuanji_desktop.kit.import_values import ValuesPage
from tuanji_desktop.sheets.reading import Reading


class ImportSaid:
    """Each page keeps what is said on it; cells mended and rows decided are kept here, by sheet."""

    def __init__(self, file: FilePage, layout: LayoutPage, values: ValuesPage) -> None:
        self._file, self._layout, self._values = file, layout, values
        self._mended: dict[str, tuple[tuple[int, int, str], ...]] = {}
        self._decisions: dict[str, dict[int, str]] = {}

    def forget(self) -> None:
        """Another file."""
        self._mended, self._decisions = {}, {}
        self._values.take({}, {})

    def mend(self, cells: tuple[tuple[int, int, str], ...]) -> None:
        """These are the mended cells of the sheet in force."""
        self._mended[self._layout.sheet or ""] = cells

    def decide(self, row: int, decision: str) -> None:
        """What was decided of a row of the sheet in force; '' takes it back."""
        decisions = self._decisions.setdefault(self._layout.sheet or "", {})
        if decision:
            decisions[row] = decision
        else:
            decisions.pop(row, None)

    def reading(self) -> Reading:
        """Everything that was said of the list in force."""
        return self.state(step=0).reading()

    def state(self, *, step: int) -> ImportState:
        """The same with the other sheets and the answers, as the office file keeps it."""
        page, options = self._layout, self._file.options
        sheets = page.readings()
        for name in {*self._mended, *self._decisions}:
            sheets[name] = replace(
                sheets.get(name, Reading(name)),
                mended=self._mended.get(name, ()),
                decisions=tuple(sorted(self._decisions.get(name, {}).items())),
            )
        sheets = {
            name: replace(one, sheet=name)
            for name, one in sheets.items()
            if one not in (Reading(), Reading(name))
        }
        sheet = page.reading().sheet
        return ImportState(
            step=step,
            sheet=page.sheet if sheet is None and page.sheet in sheets else sheet,
            sheets=sheets,
            meanings=dict(self._values.meanings),
            policies=self._values.policies.policies,
            answers=options.answers() if options is not None else {},
            waiting=tuple(str(one) for one in self._file.queue.waiting),
        )

    def take(self, state: ImportState) -> None:
        """Puts back what was said at another time."""
        self._mended = {name: one.mended for name, one in state.sheets.items() if one.mended}
        self._decisions = {
            name: dict(one.decisions) for name, one in state.sheets.items() if one.decisions
        }
        self._layout.take_readings(state.sheet, state.sheets)
        self._values.take(state.meanings, state.policies)
        self._take_answers(state.answers)
        if state.waiting:
            self._file.queue.put([Path(one) for one in state.waiting])

    def take_recipe(self, reading: Reading, answers: Mapping[str, str]) -> None:
        """Takes up how another list of the layout was read."""
        self._layout.take_reading(reading)
        meanings = {
            (field, written): Meaning(value, value) for field, written, value in reading.values
        }
        self._values.take(meanings, dict(reading.policies))
        self._take_answers(answers)

    def _take_answers(self, answers: Mapping[str, str]) -> None:
        if self._file.options is not None and answers:
            self._file.options.set_answers(answers)
