"""The chain of levels, with dates; and that nobody leaves past it, whatever is done."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.builders import make_office
from tests.deletion.helpers import (
    CLASS_1,
    COUNTY,
    NO_MEMBER,
    RARE,
    SCHOOL,
    graduate,
    one,
    request,
    select,
)
from tuanji_desktop.core.errors import BadInput, RuleRefused, TuanjiError
from tuanji_desktop.deletion.chain import chain_of, due_levels, holder, step_batch
from tuanji_desktop.deletion.guards import Verification
from tuanji_desktop.deletion.papers import undertaken_for_batch
from tuanji_desktop.deletion.queries import batch_detail
from tuanji_desktop.deletion.service import (
    Override,
    create_batch,
    decide_batch,
    enter_decision,
    remake_batch,
    request_deletion,
    return_all,
    return_requests,
)
from tuanji_desktop.history.service import last_undoable, undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.document_numbers import load_register
from tuanji_desktop.office.prints import KeepAs, Printed, record_prints
from tuanji_desktop.office.service import save_settings
from tuanji_desktop.rules.lifecycle import Actor

LETTER = "团市字〔2018〕12号"
OWN = "青团字〔2018〕7号"


def batch(context: Context, *members: int, org: int = SCHOOL) -> int:
    for member in members or (1,):
        request(context, member)
    return create_batch(context, form="guangdong", org_id=org).id


def test_a_batch_is_passed_on_level_by_level_and_never_back(office: Context) -> None:
    batch_id = batch(office)
    assert batch_detail(office, batch_id=batch_id).left == ("committee", "county")
    step_batch(office, batch_id=batch_id, act="forward")  # by the batch's own committee
    detail = batch_detail(office, batch_id=batch_id)
    assert (detail.left, detail.holder) == (("county",), "county")
    assert detail.returners == ("county", "prefecture", "province")
    for level in ("general_branch", "committee"):
        for act in (
            lambda level=level: step_batch(office, batch_id=batch_id, act="forward", level=level),
            lambda level=level: decide_batch(
                office, batch_id=batch_id, act="return", level=level, reason="材料不全"
            ),
        ):
            with pytest.raises(RuleRefused) as refused:
                act()
            assert refused.value.code == "deletion.passed_on"
            assert refused.value.clause == "G 三.1"
    step_batch(office, batch_id=batch_id, act="forward")
    levels = select(office, "SELECT level FROM deletion_steps WHERE act = 'forward'")
    assert levels == [("committee",), ("county",)]
    with pytest.raises(RuleRefused):
        step_batch(office, batch_id=batch_id, act="forward")


def test_nothing_is_gathered_before_every_level_has_passed_it_on(office: Context) -> None:
    batch_id = batch(office)  # the school's: its committee, then the county
    for act, level, missing in (
        ("forward", "county", "基层团委"),
        ("endorse", None, "基层团委、团县委"),
    ):
        with pytest.raises(RuleRefused, match=f"{missing}的“核对并上报”") as refused:
            step_batch(office, batch_id=batch_id, act=act, level=level)
        assert (refused.value.code, refused.value.clause) == ("deletion.forward_missing", "G 三.1")
    step_batch(office, batch_id=batch_id, act="forward")
    with pytest.raises(RuleRefused, match="登记团县委的"):
        step_batch(office, batch_id=batch_id, act="endorse")
    step_batch(office, batch_id=batch_id, act="forward")
    assert step_batch(office, batch_id=batch_id, act="endorse").state == "endorsed"


def test_who_passes_on_is_the_packs_and_the_trees_affair(office: Context, college: Context) -> None:
    with office.database.read() as connection:
        assert due_levels(connection, office.policy, CLASS_1) == ("committee", "county")
        assert due_levels(connection, office.policy, COUNTY) == ("county",)
        assert due_levels(connection, college.policy, CLASS_1) == ("branch",)
        assert due_levels(connection, college.policy, SCHOOL) == ()
    request(college, 1)
    made = create_batch(college, form="qilu", org_id=CLASS_1)
    with pytest.raises(RuleRefused, match="团支部的“核对并上报”") as refused:
        step_batch(college, batch_id=made.id, act="endorse")
    assert refused.value.clause == "Q 五.4"
    for act in ("send", "approve"):
        with pytest.raises(RuleRefused):
            decide_batch(college, batch_id=made.id, act="approve")
        if act == "send":
            for step in ("forward", "endorse"):
                step_batch(college, batch_id=made.id, act=step)


def test_who_decides_may_return_at_any_step(office: Context) -> None:
    batch_id = batch(office)
    step_batch(office, batch_id=batch_id, act="forward")
    done = decide_batch(
        office, batch_id=batch_id, act="return", level="province", reason="全部退回"
    )
    assert len(done.returned) == 1


def test_the_chain_is_the_packs(office: Context, college: Context) -> None:
    assert chain_of(office.policy) == (
        Actor.GENERAL_BRANCH, Actor.COMMITTEE, Actor.COUNTY, Actor.PREFECTURE, Actor.PROVINCE,
    )  # fmt: skip
    assert chain_of(college.policy) == (Actor.BRANCH, Actor.GENERAL_BRANCH, Actor.COMMITTEE)
    assert holder(college.policy, "requested", "branch", ()) is Actor.GENERAL_BRANCH
    assert holder(office.policy, "sent", "county", ()) is Actor.PROVINCE


def test_a_step_bears_the_day_it_was_done(office: Context) -> None:
    later = replace(office, fixed_day=office.today + timedelta(days=20))
    batch_id = batch(office, org=COUNTY)
    step_batch(later, batch_id=batch_id, act="forward", done_on=date(2018, 8, 6))
    for day in (date(2018, 8, 5), date(2018, 7, 31)):
        with pytest.raises(BadInput) as early:
            step_batch(later, batch_id=batch_id, act="endorse", done_on=day)
        assert early.value.code == "deletion.day_early"
    step_batch(later, batch_id=batch_id, act="endorse", done_on=date(2018, 8, 10))
    for day, code in (
        (date(2018, 8, 9), "deletion.day_early"),
        (date(2018, 8, 22), "deletion.day_future"),
    ):
        with pytest.raises(BadInput) as bad:
            step_batch(later, batch_id=batch_id, act="send", document_number=LETTER, done_on=day)
        assert bad.value.code == code
    step_batch(
        later, batch_id=batch_id, act="send", document_number=LETTER, done_on=date(2018, 8, 10)
    )
    decide_batch(later, batch_id=batch_id, act="approve", done_on=date(2018, 8, 15))
    assert select(later, "SELECT act, done_on FROM deletion_steps") == [
        ("gather", "2018-08-01"),
        ("forward", "2018-08-06"),
        ("endorse", "2018-08-10"),
        ("send", "2018-08-10"),
        ("approve", "2018-08-15"),
    ]
    assert select(
        later,
        "SELECT decided_on, decided_by, decided_level FROM deletion_requests",
    ) == [("2018-08-15", "王干事", "province")]
    assert one(later, "SELECT status_on FROM members WHERE id = 1") == "2018-08-15"


def test_the_letter_is_kept_with_what_its_code_says(office: Context) -> None:
    save_settings(office, [("office.superior", "共青团铜仁市委员会")])
    batch_id = batch(office, org=COUNTY)
    step_batch(office, batch_id=batch_id, act="forward", document_number=OWN)
    step_batch(office, batch_id=batch_id, act="endorse")
    step_batch(office, batch_id=batch_id, act="send", document_number=LETTER)
    ((number, digest),) = select(
        office, "SELECT number, content_hash FROM papers WHERE form = 'deletion-letter'"
    )
    assert number == "2018-001"
    assert len(digest) == 64


def test_of_the_letters_of_other_levels_only_the_number_is_recorded(office: Context) -> None:
    batch_id = batch(office)  # the school's
    step_batch(office, batch_id=batch_id, act="forward")
    step_batch(office, batch_id=batch_id, act="forward", level="county", document_number=OWN)
    step_batch(office, batch_id=batch_id, act="endorse")
    step_batch(office, batch_id=batch_id, act="send", document_number=LETTER)
    assert select(office, "SELECT id FROM papers WHERE form = 'deletion-letter'") == []
    assert select(office, "SELECT level, document_number FROM deletion_steps") == [
        ("committee", None), ("committee", None), ("county", OWN), ("prefecture", None), ("prefecture", LETTER),
    ]  # fmt: skip


def test_a_letter_to_nobody_does_not_go_out(office: Context) -> None:
    batch_id = batch(office, org=COUNTY)
    with pytest.raises(RuleRefused, match="主送单位") as refused:
        step_batch(office, batch_id=batch_id, act="forward", document_number=OWN)
    assert refused.value.code == "deletion.letter_incomplete"
    assert one(office, "SELECT count(*) FROM deletion_steps") == 1
    step_batch(office, batch_id=batch_id, act="forward")  # without a letter it goes on as it is
    assert select(office, "SELECT id FROM papers WHERE form = 'deletion-letter'") == []


LEVELS = st.sampled_from(
    ("branch", "general_branch", "committee", "county", "prefecture", "province", None)
)


class Desk(RuleBasedStateMachine):
    """Whatever a clerk does, in whatever order: nobody leaves without the letter and the province."""

    @initialize()
    def open_office(self) -> None:
        self.folder = TemporaryDirectory()
        self.office = make_office(Path(self.folder.name))
        graduate(self.office, 3, "due")

    def teardown(self) -> None:
        self.office.database.close()
        self.folder.cleanup()

    def attempt(self, doing: Any, /, **given: Any) -> None:
        with suppress(TuanjiError):
            doing(self.office, **given)

    @rule(member=st.integers(1, 4), checked=st.booleans(), second=st.booleans())
    def ask(self, member: int, checked: bool, second: bool) -> None:
        check = Verification("王干事", self.office.today) if checked else None
        override = Override("本就不是团员", "赵副书记") if second else None
        self.attempt(
            request_deletion,
            member_id=member,
            reasons=NO_MEMBER,
            verification=check,
            override=override,
        )

    @rule(form=st.sampled_from(("guangdong", "qilu")), org=st.sampled_from((COUNTY, SCHOOL)))
    def number_a_batch(self, form: str, org: int) -> None:
        self.attempt(create_batch, form=form, org_id=org)

    @rule(batch_id=st.integers(1, 3))
    def remake(self, batch_id: int) -> None:
        self.attempt(remake_batch, batch_id=batch_id, reason="重编")

    @rule(
        batch_id=st.integers(1, 3),
        act=st.sampled_from(("forward", "forward", "endorse", "send", "send")),
        level=LEVELS,
        number=st.sampled_from((None, LETTER)),
    )
    def step(self, batch_id: int, act: str, level: str | None, number: str | None) -> None:
        self.attempt(step_batch, batch_id=batch_id, act=act, level=level, document_number=number)

    @rule(batch_id=st.integers(1, 2))
    def go_on(self, batch_id: int) -> None:
        """The right next step, so that walks come to an end now and then."""
        for act in ("forward", "forward", "endorse", "send"):
            self.attempt(step_batch, batch_id=batch_id, act=act, document_number=LETTER)

    @rule(batch_id=st.integers(1, 3), act=st.sampled_from(("approve", "return")), level=LEVELS)
    def decide(self, batch_id: int, act: str, level: str | None) -> None:
        self.attempt(decide_batch, batch_id=batch_id, act=act, level=level, reason="请核查")

    @rule(batch_id=st.integers(1, 3))
    def enter(self, batch_id: int) -> None:
        self.attempt(enter_decision, batch_id=batch_id, approve=(1,), returned={2: "材料不全"})

    @rule(number=st.integers(1, 4), level=LEVELS)
    def give_back(self, number: int, level: str | None) -> None:
        self.attempt(return_requests, request_ids=(number,), reason="请核查", level=level)

    @rule()
    def give_all_back(self) -> None:
        self.attempt(return_all, reason="请核查")

    @rule()
    def undo_last(self) -> None:
        with self.office.database.read() as connection:
            found = last_undoable(connection)
        if found is not None and found.kind.startswith("deletion."):
            self.attempt(undo, number=found.number)

    @invariant()
    def nobody_leaves_past_the_chain(self) -> None:
        rows = select(
            self.office,
            "SELECT m.status, r.state, r.batch_id, r.decided_level, r.previous_id, r.verified_by, "
            "r.override_by, m.id FROM members AS m LEFT JOIN deletion_requests AS r "
            "ON r.id = (SELECT max(id) FROM deletion_requests WHERE member_id = m.id)",
        )
        for status, state, batch_id, level, previous, verified, second, member in rows:
            assert (status == "deleted") == (state == "approved")
            assert previous is None or verified
            assert member != 3 or state is None or second
            if status == "deleted":
                assert level == "province"
                acts = select(
                    self.office,
                    "SELECT act, level, coalesce(document_number, '') FROM deletion_steps "
                    "WHERE batch_id = ? ORDER BY id",
                    batch_id,
                )
                way = [f"{act} {level}" for act, level, _ in acts]
                unit = [step.removeprefix("gather ") for step in way if step.startswith("gather")]
                below = ["forward committee"] if unit == ["committee"] else []
                order = [*below, "forward county", "endorse prefecture", "send prefecture"]
                places = [way.index(step) for step in (*order, "approve province")]
                assert places == sorted(places)
                assert ("send", "prefecture", LETTER) in acts

    @invariant()
    def a_batch_stands_where_its_lines_do(self) -> None:
        for state, lines in select(
            self.office,
            "SELECT b.state, group_concat(DISTINCT r.state) FROM deletion_batches AS b "
            "LEFT JOIN deletion_requests AS r ON r.batch_id = b.id GROUP BY b.id",
        ):
            pending = set((lines or "").split(",")) & {"requested", "endorsed", "sent"}
            assert pending == ({state} if state in ("requested", "endorsed", "sent") else set())


Desk.TestCase.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
TestDesk = Desk.TestCase


def test_our_own_number_is_registered_with_the_step_and_given_once(office: Context) -> None:
    superior = ("office.superior", "共青团铜仁市委员会")
    save_settings(office, [("office.document_series", "青团字〔年〕号"), superior])
    request(office, 1)
    first = create_batch(office, form="guangdong", org_id=COUNTY, document_number="青团字(2018)7号")
    assert one(office, "SELECT document_number FROM deletion_batches") == "青团字〔2018〕7号"
    step_batch(office, batch_id=first.id, act="forward")
    assert one(office, "SELECT count(*) FROM papers WHERE form = 'deletion-letter'") == 1
    step_batch(office, batch_id=first.id, act="endorse", document_number="团市字(2018)3号")
    step_batch(office, batch_id=first.id, act="send", document_number=LETTER)
    (held,) = load_register(office).taken
    assert (str(held.number), held.used_for) == ("青团字〔2018〕7号", "删除批次 2018-001")
    request(office, 4)
    second = create_batch(office, form="guangdong", org_id=COUNTY)
    with pytest.raises(RuleRefused) as refused:
        step_batch(office, batch_id=second.id, act="forward", document_number="青团字〔2018〕7号")
    assert refused.value.code == "document_number.taken"
    assert one(office, "SELECT state FROM deletion_batches WHERE id = ?", second.id) == "requested"


def test_a_batch_made_anew_keeps_the_number_of_the_old_one(office: Context) -> None:
    superior = ("office.superior", "共青团铜仁市委员会")
    save_settings(office, [("office.document_series", "青团字〔年〕号"), superior])
    request(office, 1)
    old = create_batch(office, form="guangdong", org_id=COUNTY, document_number="青团字〔2018〕7号")
    new = remake_batch(office, batch_id=old.id, reason="打印之后更正了手机号")
    assert load_register(office).taken[0].used_for == f"删除批次 {new.number}"
    step_batch(office, batch_id=new.id, act="forward")
    step_batch(office, batch_id=new.id, act="endorse")
    step_batch(office, batch_id=new.id, act="send", document_number="青团字〔2018〕7号")


def test_the_letter_of_the_county_is_not_the_formal_one(office: Context) -> None:
    save_settings(office, [("office.superior", "共青团铜仁市委员会")])
    request(office, 1)
    batch = create_batch(office, form="guangdong", org_id=COUNTY).id
    step_batch(office, batch_id=batch, act="forward", document_number="青团字〔2018〕1号")
    step_batch(office, batch_id=batch, act="endorse")
    with pytest.raises(RuleRefused, match="不是正式行文"):
        step_batch(office, batch_id=batch, act="send", document_number="青团字〔2018〕1号")
    step_batch(office, batch_id=batch, act="send", document_number="铜团字〔2018〕12号")


def test_a_letter_with_a_character_without_a_font_goes_out_when_it_is_written_by_hand(
    office: Context,
) -> None:
    save_settings(office, [("office.superior", f"共青团{RARE}州市委员会")])
    batch_id = batch(office, org=COUNTY)
    with pytest.raises(RuleRefused, match="在“正式行文稿”里逐字勾选") as refused:
        step_batch(office, batch_id=batch_id, act="forward", document_number=OWN)
    assert refused.value.code == "deletion.letter_incomplete"
    step_batch(office, batch_id=batch_id, act="forward", document_number=OWN, by_hand=(RARE,))
    with office.database.read() as connection:
        assert undertaken_for_batch(connection, batch_id) == (RARE,)


def test_what_was_undertaken_for_the_printed_draft_holds_for_the_letter(office: Context) -> None:
    save_settings(office, [("office.superior", f"共青团{RARE}州市委员会")])
    batch_id = batch(office, org=COUNTY)
    keep = KeepAs("letter", "正式行文", {"batch_id": batch_id}, by_hand=(RARE,))
    record_prints(office, [Printed(keep, b"%PDF", "0" * 64, 1, "1")], printer="惠普")
    done = step_batch(office, batch_id=batch_id, act="forward", document_number=OWN)
    assert done.state == "requested"
