"""Any order of acts on the tree, and the way back: the file stays sound, nobody is without a branch."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.builders import add_member, make_office
from tests.orgs.helpers import count_operations, records, undo_last
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.orgs import loading, queries
from tuanji_desktop.orgs.acts import Add, Dissolve, Edit, Merge, Move
from tuanji_desktop.orgs.kinds import BRANCH_KINDS, KINDS
from tuanji_desktop.orgs.plans import Act, apply_plan, make_plan
from tuanji_desktop.orgs.roll_over import chosen_roll
from tuanji_desktop.orgs.split import Part, Split, people_of
from tuanji_desktop.orgs.yearly_acts import Mark, Turn
from tuanji_desktop.store.check import check

SOME = st.integers(0, 1_000)


class TreeCare(RuleBasedStateMachine):
    """Acts at random; what is refused leaves no trace, what is done can be taken back exactly."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        made = make_office(Path(self.folder.name))
        self.context = replace(made, fixed_day=date(2019, 9, 1))
        self.before: list[dict[str, Any]] = []
        self.made = 0

    def teardown(self) -> None:
        try:
            assert check(self.context.database).problems == ()
        finally:
            self.context.database.close()
            self.folder.cleanup()

    def nodes(self) -> list[queries.Organization]:
        with self.context.database.read() as connection:
            return queries.every(connection)

    def pick(self, number: int, *, branch: bool = False) -> queries.Organization:
        found = [one for one in self.nodes() if not branch or one.kind in BRANCH_KINDS]
        return found[number % len(found)]

    def do(self, act: Act) -> None:
        before, operations = records(self.context), count_operations(self.context)
        try:
            done = apply_plan(self.context, make_plan(self.context, act))
        except TuanjiError:
            done = None
        if done is None:
            assert records(self.context) == before
            assert count_operations(self.context) == operations
        else:
            self.before.append(before)

    @rule(parent=SOME, kind=st.sampled_from(sorted(KINDS)), name=SOME)
    def add(self, parent: int, kind: str, name: int) -> None:
        self.made += 1
        words = f"高{'一二三'[name % 3]}（{self.made}）班"
        self.do(
            Add(code=f"N{self.made}", full_name=words, kind=kind, parent_id=self.pick(parent).id)
        )

    @rule(branch=SOME, status=st.sampled_from(["active", "active", "submitted", "deleted"]))
    def join(self, branch: int, status: str) -> None:
        before = records(self.context)
        code = self.pick(branch, branch=True).code
        add_member(self.context, name="新团员", branch=code, status=status, grade="高一")
        self.before.append(before)

    @rule(org=SOME, parent=SOME)
    def move(self, org: int, parent: int) -> None:
        self.do(Move(org_id=self.pick(org).id, parent_id=self.pick(parent).id))

    @rule(source=SOME, into=SOME)
    def merge(self, source: int, into: int) -> None:
        one, other = self.pick(source, branch=True), self.pick(into, branch=True)
        self.do(Merge(source_id=one.id, target_id=other.id))

    @rule(org=SOME, every=st.integers(1, 3), end=st.booleans())
    def split(self, org: int, every: int, end: bool) -> None:
        self.made += 1
        node = self.pick(org, branch=True)
        with self.context.database.read() as connection:
            people = people_of(connection, node.id)
        assigned = tuple((one.id, int(one.id % every == 0)) for one in people)
        part = Part(f"S{self.made}", f"拆出{self.made}", "")
        self.do(Split(org_id=node.id, parts=(part,), assigned=assigned, dissolve=end))

    @rule(org=SOME)
    def dissolve(self, org: int) -> None:
        self.do(Dissolve(org_id=self.pick(org).id))

    @rule(org=SOME, year=st.sampled_from([2019, 2020]))
    def mark(self, org: int, year: int) -> None:
        self.do(Mark(year=year, marked=(self.pick(org).id,)))

    @rule(year=st.sampled_from([2019, 2020]))
    def turn(self, year: int) -> None:
        self.do(Turn(year=year))

    @rule()
    def roll_over(self) -> None:
        rows = loading.load_roll(self.context, org_id=None, year=2019)
        self.do(chosen_roll([row for row in rows if row.ticked], 2019))

    @rule(org=SOME, name=st.sampled_from(["甲", "乙", ""]))
    def edit(self, org: int, name: str) -> None:
        self.do(Edit(org_id=self.pick(org).id, values={"secretary": name}))

    @precondition(lambda self: bool(self.before))
    @rule()
    def undo(self) -> None:
        undo_last(self.context)
        assert records(self.context) == self.before.pop()

    @invariant()
    def everybody_has_a_living_branch(self) -> None:
        with self.context.database.read() as connection:
            strays = connection.exec_driver_sql(
                "SELECT count(*) FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
                "WHERE m.status NOT IN ('deleted') AND (o.status <> 'active' "
                "OR o.kind NOT IN ('branch', 'graduate_branch', 'waiting_branch', 'mobile_branch'))"
            ).scalar_one()
        assert strays == 0

    @invariant()
    def counts_are_those_of_a_walk(self) -> None:
        """Closure and counts as one gets them by going from node to node."""
        with self.context.database.read() as connection:
            nodes = queries.every(connection)
            roster = connection.exec_driver_sql(
                "SELECT branch_id, count(*) FROM members "
                "WHERE status IN ('active', 'retained') GROUP BY 1"
            )
            own = {row[0]: row[1] for row in roster}
            paths = {
                node.id: [one.id for one in queries.path(connection, node.id)] for node in nodes
            }
        by_id = {node.id: node for node in nodes}
        totals = dict.fromkeys(by_id, 0)
        for node in nodes:
            walk, up = [node.id], node.parent_id
            while up is not None:
                walk.append(up)
                up = by_id[up].parent_id
            assert paths[node.id] == walk[::-1]
            for one in walk:
                totals[one] += own.get(node.id, 0)
        assert {node.id: node.members for node in nodes} == totals


TestTreeCare = TreeCare.TestCase
TestTreeCare.settings = settings(
    max_examples=6,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
