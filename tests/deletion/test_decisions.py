"""The way of a batch: passed on, gathered, sent, decided (G 三.1, G 三.3, Q 五.4)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import make_office
from tests.deletion.helpers import COUNTY, endorsed, graduate, one, operations, request, select
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.deletion.chain import step_batch
from tuanji_desktop.deletion.decisions import (
    decide_batch,
    enter_decision,
    return_all,
    return_requests,
)
from tuanji_desktop.deletion.service import create_batch
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import save_settings

LETTER = "铜团字〔2018〕12号"


def batch(context: Context, *members: int, form: str = "guangdong") -> int:
    for member in members or (1, 4):
        request(context, member)
    return create_batch(context, form=form, org_id=COUNTY).id


def sent(context: Context, *members: int) -> int:
    batch_id = batch(context, *members)
    endorsed(context, batch_id)
    step_batch(context, batch_id=batch_id, act="send", document_number=LETTER)
    return batch_id


def states(context: Context, table: str) -> list[str]:
    return [state for (state,) in select(context, f"SELECT state FROM {table} ORDER BY id")]


def member_status(context: Context, member_id: int) -> str:
    return str(one(context, "SELECT status FROM members WHERE id = ?", member_id))


def test_the_whole_way_takes_the_members_off_the_roster_softly(office: Context) -> None:
    batch_id = batch(office)
    assert step_batch(office, batch_id=batch_id, act="forward").state == "requested"
    assert step_batch(office, batch_id=batch_id, act="endorse").state == "endorsed"
    done = step_batch(office, batch_id=batch_id, act="send", document_number=LETTER)
    assert (done.state, done.number) == ("sent", "2018-001")
    assert states(office, "deletion_requests") == ["sent", "sent"]
    decided = decide_batch(
        office, batch_id=batch_id, act="approve", document_number="粤团批〔2018〕9号"
    )
    assert [line.line for line in decided.approved] == [1, 2]
    assert [member_status(office, member) for member in (1, 4)] == ["deleted", "deleted"]
    assert one(office, "SELECT members FROM org_counts WHERE org_id = 1") == 4
    assert one(office, "SELECT name FROM members WHERE id = 1") == "张三"
    assert states(office, "deletion_batches") == ["approved"]
    steps = select(office, "SELECT act, level, document_number, done_by FROM deletion_steps")
    assert steps == [
        ("gather", "county", None, "王干事"),
        ("forward", "county", None, "王干事"),
        ("endorse", "prefecture", None, "王干事"),
        ("send", "prefecture", LETTER, "王干事"),
        ("approve", "province", "粤团批〔2018〕9号", "王干事"),
    ]


@pytest.mark.parametrize("act", ["endorse", "send", "approve"])
@pytest.mark.parametrize("level", ["general_branch", "committee", "county"])
def test_the_levels_below_cannot_gather_send_or_approve(
    office: Context, act: str, level: str
) -> None:
    batch_id = batch(office)
    if act == "send":
        endorsed(office, batch_id)
    before = operations(office)
    with pytest.raises(RuleRefused) as refused:
        if act == "approve":
            decide_batch(office, batch_id=batch_id, act=act, level=level)
        else:
            step_batch(office, batch_id=batch_id, act=act, level=level, document_number=LETTER)
    assert refused.value.clause == "G 三.1"
    assert operations(office) == before


def test_nothing_is_approved_before_the_letter(office: Context) -> None:
    batch_id = batch(office)
    for _ in range(2):
        with pytest.raises(RuleRefused) as refused:
            decide_batch(office, batch_id=batch_id, act="approve")
        assert refused.value.clause == "G 三.1"
        if states(office, "deletion_batches") == ["requested"]:
            endorsed(office, batch_id)
    with pytest.raises(RuleRefused) as refused:
        step_batch(office, batch_id=batch_id, act="send", document_number=" ")
    assert refused.value.code == "deletion.document_number_missing"
    assert member_status(office, 1) == "active"


def test_the_countys_own_letter_is_not_the_formal_one(office: Context) -> None:
    save_settings(office, [("office.superior", "共青团铜仁市委员会")])
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY, document_number="青团〔2018〕3号")
    endorsed(office, made.id)
    with pytest.raises(RuleRefused):
        step_batch(office, batch_id=made.id, act="send")


def test_a_decision_may_be_taken_line_by_line(office: Context) -> None:
    batch_id = sent(office, 1, 2, 4)
    decide_batch(office, batch_id=batch_id, act="return", lines=[2], reason="证明材料不足")
    assert states(office, "deletion_batches") == ["sent"]
    decided = decide_batch(office, batch_id=batch_id, act="approve")
    assert [line.line for line in decided.approved] == [1, 3]
    assert states(office, "deletion_batches") == ["approved"]
    kept = select(office, "SELECT state, decision_reason FROM deletion_requests WHERE line = 2")
    assert kept == [("returned", "证明材料不足")]
    with pytest.raises(RuleRefused):
        decide_batch(office, batch_id=batch_id, act="approve")


@pytest.mark.parametrize("lines", [[3], [0], []])
def test_lines_must_be_open_ones(office: Context, lines: list[int]) -> None:
    batch_id = sent(office)
    with pytest.raises(BadInput) as bad:
        decide_batch(office, batch_id=batch_id, act="approve", lines=lines)
    assert bad.value.code == "deletion.line_unknown"


def test_a_level_below_may_return_what_is_on_its_desk(office: Context) -> None:
    batch_id = batch(office)
    with pytest.raises(BadInput):
        decide_batch(office, batch_id=batch_id, act="return", level="county", reason=" ")
    decided = decide_batch(
        office, batch_id=batch_id, act="return", level="county", reason="请补充材料"
    )
    assert len(decided.returned) == 2
    assert states(office, "deletion_batches") == ["returned"]
    assert member_status(office, 1) == "active"


def test_who_left_by_another_door_is_not_deleted_on_top(office: Context) -> None:
    batch_id = sent(office)
    with office.database.write(office.operation("test", "转出")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET status = 'transferred_out' WHERE id = 4"
        )
    with pytest.raises(RuleRefused) as refused:
        decide_batch(office, batch_id=batch_id, act="approve")
    assert refused.value.code == "deletion.not_on_roster"
    assert member_status(office, 1) == "active"


def test_pending_changes_lapse_with_the_deletion(office: Context) -> None:
    batch_id = sent(office)
    with office.database.write(office.operation("test", "修改申请")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO change_requests (member_id, proposed_by, proposed_at) "
            "VALUES (1, '王干事', '2018-08-01'), (2, '王干事', '2018-08-01')"
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO change_fields (request_id, field, new_value) "
            "VALUES (1, 'income', '≤2000'), (2, 'income', '≤2000')"
        )
    decide_batch(office, batch_id=batch_id, act="approve")
    assert states(office, "change_fields") == ["withdrawn", "pending"]


def test_return_all_takes_every_pending_one_at_any_step(office: Context) -> None:
    decided = sent(office, 1)
    decide_batch(office, batch_id=decided, act="approve")
    on_the_way = sent(office, 2)
    batch(office, 4)
    loose = request(office, 5)
    with office.database.write(office.operation("test", "草稿")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO deletion_requests (member_id, state, requested_by, requested_on) "
            "VALUES (6, 'draft', '王干事', '2018-08-01')"
        )
    before = operations(office)
    done = return_all(office, reason="团省委全部退回，请认真核查后重新申请")
    assert {line.member_id for line in done.returned} == {2, 4, 5}
    assert loose in {line.request_id for line in done.returned}
    assert operations(office) == before + 1
    assert states(office, "deletion_requests") == [
        "approved", "returned", "returned", "returned", "draft",
    ]  # fmt: skip
    assert states(office, "deletion_batches") == ["approved", "returned", "returned"]
    assert (
        one(
            office,
            "SELECT reason FROM deletion_steps WHERE batch_id = ? AND act = 'return'",
            on_the_way,
        )
        == "团省委全部退回，请认真核查后重新申请"
    )
    assert return_all(office, reason="再退").returned == ()
    assert operations(office) == before + 1
    with pytest.raises(BadInput):
        return_all(office, reason="")


def test_a_college_decides_by_its_committee_without_a_letter(college: Context) -> None:
    batch_id = batch(college, 1, form="qilu")
    assert (
        step_batch(college, batch_id=batch_id, act="forward", level="branch").state == "requested"
    )
    step_batch(college, batch_id=batch_id, act="endorse", level="general_branch")
    done = step_batch(college, batch_id=batch_id, act="send")
    assert done.state_label == "已报校团委"
    with pytest.raises(RuleRefused) as refused:
        decide_batch(college, batch_id=batch_id, act="approve", level="general_branch")
    assert refused.value.clause == "Q 五.4"
    decide_batch(college, batch_id=batch_id, act="approve")
    assert member_status(college, 1) == "deleted"


def test_unknown_words_are_bad_input(office: Context) -> None:
    batch_id = batch(office)
    with pytest.raises(BadInput):
        step_batch(office, batch_id=batch_id, act="burn")
    with pytest.raises(BadInput):
        step_batch(office, batch_id=batch_id, act="forward", level="clock")
    with pytest.raises(BadInput):
        decide_batch(office, batch_id=batch_id, act="send")
    with pytest.raises(NotFound):
        step_batch(office, batch_id=99, act="forward")


ACTS = ("forward", "endorse", "send", "approve", "return")
LEVELS = ("general_branch", "committee", "county", "prefecture", "province", None)


@settings(max_examples=15)
@given(
    walk=st.lists(
        st.tuples(st.sampled_from(ACTS), st.sampled_from(LEVELS), st.booleans(), st.booleans()),
        max_size=8,
    )
)
def test_however_one_walks_only_a_sent_batch_is_approved(
    tmp_path_factory: pytest.TempPathFactory, walk: list[tuple[str, str | None, bool, bool]]
) -> None:
    context = make_office(tmp_path_factory.mktemp("walk"))
    try:
        batch_id = batch(context, 1, 4)
        for act, level, with_number, one_line in walk:
            number = LETTER if with_number else None
            try:
                if act in ("approve", "return"):
                    decide_batch(
                        context,
                        batch_id=batch_id,
                        act=act,
                        level=level,
                        lines=[1] if one_line else None,
                        reason="请核查",
                    )
                else:
                    step_batch(
                        context, batch_id=batch_id, act=act, level=level, document_number=number
                    )
            except (RuleRefused, BadInput):
                continue
        steps = select(context, "SELECT act, level, document_number FROM deletion_steps")
        lines = select(
            context,
            "SELECT r.state, m.status FROM deletion_requests AS r "
            "JOIN members AS m ON m.id = r.member_id",
        )
        acts = [act for act, _, _ in steps]
        for state, status in lines:
            assert (state == "approved") == (status == "deleted")
            if state == "approved":
                before = steps[: acts.index("approve")]
                assert ("send", "prefecture", LETTER) in before
        assert {level for act, level, _ in steps if act == "approve"} <= {"province"}
        open_lines = [state for state, _ in lines if state not in ("approved", "returned")]
        assert states(context, "deletion_batches") == (
            open_lines[:1] or ["approved" if "approve" in acts else "returned"]
        )
    finally:
        context.database.close()


def test_one_paper_is_entered_line_by_line_in_one_operation(office: Context) -> None:
    batch_id = sent(office, 1, 2, 4)
    before = operations(office)
    done = enter_decision(
        office,
        batch_id=batch_id,
        approve=(1,),
        returned={2: "证明材料不足", 3: "证明材料不足"},
        document_number="粤团批〔2018〕9号",
        done_on=date(2018, 8, 1),
    )
    assert operations(office) == before + 1
    assert [len(done.approved), len(done.returned)] == [1, 2]
    kind, words, reason, document = select(
        office, "SELECT kind, words, reason, document FROM journal_operations"
    )[-1]
    assert kind == "deletion.decide"
    assert words.startswith("删除批次 2018-001：审批通过 ")
    assert (reason, document) == ("证明材料不足", "粤团批〔2018〕9号")
    assert states(office, "deletion_batches") == ["approved"]
    steps = select(
        office, "SELECT act, lines, reason, document_number FROM deletion_steps WHERE id > 4"
    )
    assert steps == [
        ("approve", "1", None, "粤团批〔2018〕9号"),
        ("return", "2,3", "证明材料不足", "粤团批〔2018〕9号"),
    ]


@pytest.mark.parametrize(
    ("approve", "returned", "code"),
    [
        ((1,), {1: "不符"}, "deletion.line_twice"),
        ((), {}, "deletion.nothing_decided"),
        ((1,), {2: " "}, "deletion.return_reason"),
        ((9,), {}, "deletion.line_unknown"),
    ],
)
def test_what_is_entered_must_make_sense(
    office: Context, approve: tuple[int, ...], returned: dict[int, str], code: str
) -> None:
    batch_id = sent(office)
    before = operations(office)
    with pytest.raises(BadInput) as bad:
        enter_decision(office, batch_id=batch_id, approve=approve, returned=returned)
    assert bad.value.code == code
    assert operations(office) == before


def test_a_single_request_goes_back_by_who_has_it(office: Context) -> None:
    loose = request(office, 1)
    batch_id = batch(office, 2, 4)
    in_batch = one(
        office, "SELECT id FROM deletion_requests WHERE batch_id = ? AND line = 2", batch_id
    )
    before = operations(office)
    done = return_requests(office, request_ids=(loose, in_batch), reason="材料不全")
    # the loose one was not open when the batch took all; both lie in it
    assert operations(office) == before + 1
    assert {line.request_id for line in done.returned} == {loose, in_batch}
    after = request(office, 5)
    return_requests(office, request_ids=(after,), reason="材料不全")
    assert select(
        office,
        "SELECT state, decided_level, decided_by, decision_reason FROM deletion_requests "
        "WHERE id = ?",
        after,
    ) == [("returned", "committee", "王干事", "材料不全")]


def test_what_is_decided_or_unknown_is_not_returned(office: Context) -> None:
    number = request(office, 1)
    for ids, kind in (((), BadInput), ((number, 99), NotFound)):
        with pytest.raises(kind):
            return_requests(office, request_ids=ids, reason="材料不全")
    with pytest.raises(BadInput):
        return_requests(office, request_ids=(number,), reason=" ")
    with pytest.raises(RuleRefused) as refused:
        return_requests(office, request_ids=(number,), reason="材料不全", level="branch")
    assert refused.value.clause == "G 三.1"
    with pytest.raises(BadInput):
        return_requests(office, request_ids=(number,), reason="材料不全", level="king")
    return_requests(office, request_ids=(number,), reason="材料不全")
    with pytest.raises(RuleRefused):
        return_requests(office, request_ids=(number,), reason="再退")


def test_a_number_on_the_batch_is_not_yet_the_formal_letter(
    office: Context, college: Context
) -> None:
    """A batch sent under a pack without a letter is not approved under one that wants it."""
    batch_id = batch(college, 1, form="qilu")
    with college.database.write(college.operation("test", "团县委的文号")) as writing:
        writing.connection.exec_driver_sql("UPDATE deletion_batches SET document_number = '3号'")
    step_batch(college, batch_id=batch_id, act="endorse")
    step_batch(college, batch_id=batch_id, act="send")
    strict = replace(college, policy=office.policy)
    with pytest.raises(RuleRefused) as refused:
        decide_batch(strict, batch_id=batch_id, act="approve")
    assert refused.value.code == "deletion.document_number_missing"


def test_all_go_back_on_a_day_that_was(office: Context) -> None:
    batch(office)
    later = replace(office, fixed_day=date(2018, 9, 25))
    with pytest.raises(BadInput):
        return_all(later, reason="全部退回", done_on=date(2018, 7, 31))
    return_all(later, reason="全部退回", done_on=date(2018, 9, 21))
    assert select(office, "SELECT DISTINCT decided_on, decided_level FROM deletion_requests") == [
        ("2018-09-21", "province")
    ]


def test_who_is_deleted_leaves_nothing_open_behind(office: Context) -> None:
    graduate(office, 4, "excluded")
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    with office.database.write(office.operation("test", "并行的事")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO transfers (member_id, kind, machine, state, started_by, started_on, "
            "moved_on, recorded_by) VALUES (1, '就业', 'transfer', 'started', 'branch', "
            "'2018-07-01', '2018-07-01', '王')"
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO corrections (member_id, field, reason, state, opened_by, opened_on) "
            "VALUES (1, 'joined_on', '误填', 'gathered', '王', '2018-07-01')"
        )
        writing.connection.exec_driver_sql(
            "UPDATE graduate_entries SET member_id = 1, progress = 'due'"
        )
    endorsed(office, made.id)
    step_batch(office, batch_id=made.id, act="send", document_number="铜团字〔2018〕12号")
    decide_batch(office, batch_id=made.id, act="approve")
    assert select(office, "SELECT state, finished_on IS NOT NULL FROM transfers") == [
        ("withdrawn", 1)
    ]
    assert select(office, "SELECT state, decision_reason FROM corrections") == [
        ("withdrawn", "团员已删除")
    ]
    assert select(office, "SELECT progress, note FROM graduate_entries") == [
        ("excluded", "团员已删除")
    ]


def test_nothing_is_decided_where_nothing_waits(office: Context) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    return_all(office, reason="核查")
    with pytest.raises(RuleRefused):
        decide_batch(office, batch_id=made.id, act="approve")
