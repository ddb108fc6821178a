"""Only the province's approved decision changes a record, with its number in the journal (G 二)."""

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.builders import make_office
from tests.corrections.conftest import DAY
from tests.corrections.helpers import (
    COUNTY,
    DECISION,
    FOUND,
    LETTER,
    PROOF,
    WHY,
    approve,
    joined,
    listed,
    one,
    operations,
    select,
    sent,
    undo,
    write,
)
from tuanji_desktop.core.errors import BadInput, RuleRefused, TuanjiError
from tuanji_desktop.corrections import service
from tuanji_desktop.office.context import Context


def test_an_approval_writes_the_record_under_the_decisions_number(office: Context) -> None:
    list_id = sent(office, 1, 2)
    before = operations(office)
    done = approve(office, list_id)
    assert operations(office) == before + 1
    assert [line.name for line in done.approved] == ["李小梅", "张三"]
    assert [joined(office, member) for member in (1, 2, 3)] == ["2017-05", "2017-05", "2016-05"]
    assert select(
        office,
        "SELECT o.kind, o.document, o.words FROM journal_operations AS o JOIN journal_rows AS r "
        "ON r.operation = o.number WHERE r.table_name = 'members' AND r.row_id = 1 "
        "ORDER BY o.number DESC LIMIT 1",
    ) == [
        (
            "correction.approve",
            DECISION,
            "更正清单 GZ-2019-001：批复同意 李小梅 的入团年月、张三 的入团年月",
        )
    ]
    assert select(
        office, "SELECT DISTINCT state, decided_on, decision_number FROM corrections"
    ) == [("approved", DAY.isoformat(), DECISION)]
    assert select(office, "SELECT state, decision_number FROM correction_lists") == [
        ("approved", DECISION)
    ]
    assert select(office, "SELECT act, level, lines, document_number FROM correction_steps")[
        -1
    ] == ("approve", "province", "1,2", DECISION)


def test_line_by_line(office: Context) -> None:
    list_id = sent(office, 1, 2, 4)
    approve(office, list_id, 1, 3)
    assert [joined(office, member) for member in (1, 2, 4)] == ["2016-05", "2017-05", "2017-05"]
    assert one(office, "SELECT state FROM correction_lists") == "sent"
    done = service.decide_list(
        office, list_id=list_id, act="return", lines=[2], reason="证明材料不足"
    )
    assert [line.name for line in done.returned] == ["张三"]
    assert joined(office, 1) == "2016-05"
    assert one(office, "SELECT state FROM correction_lists") == "approved"
    with pytest.raises(RuleRefused, match="已办结"):
        approve(office, list_id)


def test_what_follows_from_the_value_is_written_with_it(office: Context) -> None:
    approve(office, sent(office, 1))
    assert "development_number" in one(office, "SELECT missing FROM members WHERE id = 1")
    undo(office)
    assert one(office, "SELECT missing FROM members WHERE id = 1") == ""


def test_there_is_no_approval_before_the_letter(office: Context) -> None:
    list_id = listed(office)
    with pytest.raises(RuleRefused) as caught:
        approve(office, list_id)
    assert caught.value.clause == "G 二"
    assert joined(office) == "2016-05"


def test_there_is_no_approval_without_its_number_or_by_another_level(office: Context) -> None:
    list_id = sent(office)
    with pytest.raises(RuleRefused, match="须填写批复文号"):
        service.decide_list(office, list_id=list_id, act="approve")
    with pytest.raises(RuleRefused, match="无权办理"):
        service.decide_list(
            office, list_id=list_id, act="approve", document_number=DECISION, level="prefecture"
        )
    with pytest.raises(BadInput, match="退回必须写明原因"):
        service.decide_list(office, list_id=list_id, act="return")
    with pytest.raises(BadInput, match="没有“maybe”这种决定"):
        service.decide_list(office, list_id=list_id, act="maybe")
    assert joined(office) == "2016-05"


def test_before_the_letter_the_prefecture_may_return_lines(office: Context) -> None:
    list_id = listed(office, 1, 2)
    service.decide_list(office, list_id=list_id, act="return", lines=[1], reason="再核实")
    assert (
        one(office, "SELECT level FROM correction_steps ORDER BY id DESC LIMIT 1") == "prefecture"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE members SET joined_on = '2016-09' WHERE id = 1", "现为2016年9月"),
        ("UPDATE members SET status = 'expelled' WHERE id = 1", "已不在册"),
    ],
)
def test_a_record_that_moved_is_a_conflict_and_not_overwritten(
    office: Context, change: str, words: str
) -> None:
    list_id = sent(office, 1, 2)
    write(office, change)
    moved = joined(office, 1)
    done = approve(office, list_id)
    assert [line.name for line in done.approved] == ["李小梅"]
    (conflict,) = done.conflicts
    assert words in conflict.refused
    assert joined(office, 1) == moved
    assert one(office, "SELECT state FROM corrections WHERE member_id = 1") == "sent"
    before = operations(office)
    again = approve(office, list_id)
    assert (again.approved, len(again.conflicts), again.operation) == ((), 1, None)
    assert operations(office) == before
    service.decide_list(office, list_id=list_id, act="return", reason="档案已有变动")
    assert one(office, "SELECT state FROM correction_lists") == "approved"


def test_a_record_that_says_it_already_is_no_conflict(office: Context) -> None:
    list_id = sent(office)
    write(office, "UPDATE members SET joined_on = '2017-05' WHERE id = 1")
    assert approve(office, list_id).conflicts == ()


def test_a_plan_is_carried_out_as_it_was_or_not_at_all(office: Context) -> None:
    list_id = sent(office, 1, 2)
    plan = service.plan_decision(office, list_id=list_id)
    assert [(line.before, line.after, line.refused) for line in plan.lines] == [
        ("2016-05", "2017-05", "")
    ] * 2
    assert (len(plan.written), len(plan.conflicts)) == (2, 0)
    write(office, "UPDATE members SET joined_on = '2016-09' WHERE id = 1")
    with pytest.raises(BadInput) as caught:
        service.decide_list(
            office, list_id=list_id, act="approve", document_number=DECISION, plan=plan
        )
    assert caught.value.code == "correction.decision_stale"
    assert joined(office, 2) == "2016-05"


@pytest.mark.parametrize("lines", [[9], [1, 9], []])
def test_unknown_lines(office: Context, lines: list[int]) -> None:
    list_id = sent(office, 1, 2)
    with pytest.raises(BadInput, match="没有待批复的第"):
        service.decide_list(
            office, list_id=list_id, act="approve", lines=lines, document_number=DECISION
        )


def test_an_approval_is_undone_with_the_record(office: Context) -> None:
    list_id = sent(office, 1, 2)
    approve(office, list_id)
    undo(office)
    assert [joined(office, member) for member in (1, 2)] == ["2016-05", "2016-05"]
    assert select(office, "SELECT DISTINCT state, decision_number FROM corrections") == [
        ("sent", None)
    ]
    assert select(office, "SELECT state, decision_number FROM correction_lists") == [("sent", None)]
    assert approve(office, list_id).approved


class AnyOrder(RuleBasedStateMachine):
    """The acts of the room in any order, by any level, with right and wrong words: the record
    says what it said, or what a decision with a number approved."""

    members = st.integers(1, 3)
    cases = st.integers(1, 4)
    lists = st.integers(1, 2)
    levels = st.sampled_from([None, None, None, "county", "prefecture", "province"])
    words = st.sampled_from(["写明了", ""])

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()

    @initialize()
    def begin(self) -> None:
        self.office = make_office(Path(self._folder.name), today=DAY)

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.database.close()
        self._folder.cleanup()

    def attempt(self, service_call: Callable[..., object], **arguments: object) -> None:
        with contextlib.suppress(TuanjiError):
            service_call(self.office, **arguments)

    @rule(member=members, proved=st.sampled_from([True, True, False]), level=levels)
    def open(self, member: int, proved: bool, level: str | None) -> None:
        proofs = PROOF if proved else ()
        self.attempt(
            service.open_correction, member_id=member, field="joined_on", new_value="2017-05",
            reason=WHY, proofs=proofs, level=level,
        )  # fmt: skip

    @rule(case=cases, level=levels)
    def verify(self, case: int, level: str | None) -> None:
        self.attempt(service.verify_correction, correction_id=case, finding=FOUND, level=level)

    @rule(case=cases, level=levels, reason=words)
    def give_back(self, case: int, level: str | None, reason: str) -> None:
        self.attempt(service.return_correction, correction_id=case, reason=reason, level=level)

    @rule(case=cases)
    def withdraw(self, case: int) -> None:
        self.attempt(service.withdraw_correction, correction_id=case, reason="撤回")

    @rule(member=members)
    def go_up_to_the_letter(self, member: int) -> None:
        """The right way, so that decisions find something to decide."""
        self.open(member, True, None)
        for case in range(1, 5):
            self.verify(case, None)
        self.gather()
        for number in (1, 2):
            self.send(number, None, LETTER)

    @rule()
    def gather(self) -> None:
        self.attempt(service.create_list, org_id=COUNTY)

    @rule(number=lists)
    def renew(self, number: int) -> None:
        self.attempt(service.renew_list, list_id=number)

    @rule(number=lists, level=levels, letter=st.sampled_from([LETTER, LETTER, ""]))
    def send(self, number: int, level: str | None, letter: str) -> None:
        self.attempt(service.send_list, list_id=number, document_number=letter, level=level)

    @rule(
        number=lists,
        act=st.sampled_from(["approve", "approve", "return"]),
        level=levels,
        document=st.sampled_from([DECISION, DECISION, None]),
        reason=words,
    )
    def decide(
        self, number: int, act: str, level: str | None, document: str | None, reason: str
    ) -> None:
        self.attempt(
            service.decide_list, list_id=number, act=act, level=level, document_number=document,
            reason=reason,
        )  # fmt: skip

    @invariant()
    def only_a_decision_changed_a_record(self) -> None:
        if not hasattr(self, "office"):
            return
        changed = {
            row[0]
            for row in select(self.office, "SELECT id FROM members WHERE joined_on <> '2016-05'")
        }
        approved = {
            row[0]
            for row in select(
                self.office,
                "SELECT c.member_id FROM corrections AS c JOIN correction_lists AS l "
                "ON l.id = c.list_id WHERE c.state = 'approved' AND c.decision_number <> '' "
                "AND l.document_number <> ''",
            )
        }
        assert changed == approved
        strangers = select(
            self.office,
            "SELECT o.kind FROM journal_rows AS r JOIN journal_operations AS o "
            "ON o.number = r.operation WHERE r.table_name = 'members' AND r.before IS NOT NULL "
            "AND (o.kind <> 'correction.approve' OR o.document IS NULL)",
        )
        assert strangers == []


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=4, stateful_step_count=15, deadline=None)
