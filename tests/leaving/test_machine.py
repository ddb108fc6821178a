"""Random leavings, restorations and undos: status, counts and register always agree."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.builders import make_office
from tests.leaving.helpers import PAPERS, TODAY, act, back_plan, one, planned, select
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.history.service import undo
from tuanji_desktop.leaving.service import apply_leaving
from tuanji_desktop.store.check import check

DOORS = ["over_age", "self_left"]
PEOPLE = st.sampled_from([[1], [2], [1, 2]])


class Leaving(RuleBasedStateMachine):
    """Acts that the rules refuse write nothing; whatever is undone, what is left makes sense."""

    @initialize()
    def open_office(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.office = make_office(self.folder)
        self.done: list[int] = []
        self.days = 0
        act(self.office, "UPDATE members SET id_number = NULL, born_on = '1985-01-01'")
        act(self.office, "UPDATE members SET branch_id = 4 WHERE id = 3")

    def _day(self) -> date:
        self.days += 1
        return TODAY - timedelta(days=200 - self.days)

    @rule(door=st.sampled_from(DOORS), people=PEOPLE)
    def leave(self, door: str, people: list[int]) -> None:
        self._apply(planned(self.office, door, *people, on=self._day()))

    @rule(people=PEOPLE, home=st.sampled_from([None, 4]))
    def restore(self, people: list[int], home: int | None) -> None:
        self._apply(back_plan(self.office, *people, on=self._day(), branch_id=home))

    def _apply(self, plan: object) -> None:
        before = self._last()
        try:
            self.done.append(apply_leaving(self.office, plan).operation)  # type: ignore[arg-type]
        except TuanjiError:
            assert self._last() == before

    @rule(people=PEOPLE, state=st.sampled_from(["active", "retained"]))
    def retain(self, people: list[int], state: str) -> None:
        """Another act on those who are on the roster."""
        marks = ", ".join(map(str, people))
        act(
            self.office,
            f"UPDATE members SET status = ? WHERE id IN ({marks}) "
            "AND status IN ('active', 'retained')",
            state,
        )
        self.done.append(self._last())

    @rule()
    def dissolve(self) -> None:
        """Where nobody is any more."""
        act(
            self.office,
            "UPDATE organizations SET status = 'dissolved' WHERE id = 3 "
            "AND NOT EXISTS (SELECT 1 FROM org_counts WHERE org_id = 3 AND members > 0)",
        )

    @rule(which=st.integers(0, 5))
    def take_back(self, which: int) -> None:
        """An undo of an old act, an undo among them."""
        if which < len(self.done):
            try:
                result = undo(self.office, number=self.done[-1 - which])
            except TuanjiError:
                return
            if result.operation:
                self.done.append(result.operation)

    def _last(self) -> int:
        return int(one(self.office, "SELECT max(number) FROM journal_operations"))

    @invariant()
    def the_register_tells_who_is_out(self) -> None:
        if not hasattr(self, "office"):
            return
        out = select(
            self.office,
            "SELECT id, status FROM members WHERE status NOT IN ('active', 'retained') ORDER BY id",
        )
        entered = select(
            self.office,
            "SELECT member_id, door FROM departures WHERE restored_on IS NULL ORDER BY member_id",
        )
        assert entered == out
        assert one(self.office, "SELECT members FROM org_counts WHERE org_id = 1") == 6 - len(out)

    @invariant()
    def every_entry_keeps_its_papers(self) -> None:
        if not hasattr(self, "office"):
            return
        for entry, door, back in select(
            self.office, "SELECT id, door, restored_on FROM departures"
        ):
            kinds = {
                kind
                for (kind,) in select(
                    self.office, "SELECT kind FROM attachments WHERE departure_id = ?", entry
                )
            }
            assert set(PAPERS[door]) <= kinds
            assert ("restored_decision" in kinds) == (back is not None)

    def teardown(self) -> None:
        if hasattr(self, "office"):
            verdict = check(self.office.database)
            self.office.database.close()
            shutil.rmtree(self.folder)
            assert verdict.ok, verdict.problems


TestLeaving = Leaving.TestCase
TestLeaving.settings = settings(max_examples=6, stateful_step_count=20, deadline=None)
