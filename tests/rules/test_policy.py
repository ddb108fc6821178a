from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.people import id_number, member
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import BEFORE_APPROVAL, LEFT, ON_ROSTER
from tuanji_desktop.rules.policy import ChangePath, FieldState, Policy, Stage, Tier

DAY = date(2018, 10, 15)


def state(policy: Policy, field: str, *, day: date = DAY, **changes: str | None) -> FieldState:
    return policy.field_state(field, stage=Stage.ACTIVE, values=member(**changes), today=day)


def test_guangdong_locks_four_and_reviews_three(guangdong: Policy) -> None:
    """G 一.2 and G 一.3; the branch moves by transfer, the document goes with its number."""
    day = date(2018, 9, 21)
    tiers = {name: state(guangdong, name, day=day) for name in FIELDS}
    locked = {name for name, one in tiers.items() if one.clause == "G 一.2"}
    assert locked == {"name", "id_kind", "id_number", "joined_on", "development_number"}
    assert all(tiers[name].tier is Tier.LOCKED for name in locked)
    reviewed = {name for name, one in tiers.items() if one.tier is Tier.REVIEW}
    assert reviewed == {"political_status", "income", "is_cadre"}
    assert {tiers[name].clause for name in reviewed} == {"G 一.3"}
    assert {tiers[name].path for name in reviewed} == {ChangePath.CHANGE_REQUEST}
    assert tiers["branch"].path is ChangePath.TRANSFER
    assert {tiers[name].path for name in ("sex", "born_on")} == {ChangePath.DERIVED}
    free = set(FIELDS) - locked - reviewed - {"branch", "sex", "born_on"}
    assert {tiers[name].tier for name in free} == {Tier.FREE}
    assert {tiers[name].clause for name in free} == {"G 一.4"}


@pytest.mark.parametrize(
    ("day", "tier", "clause", "path"),
    [
        (date(2018, 9, 27), Tier.LOCKED, "G 一.2", ChangePath.NONE),
        (date(2018, 9, 28), Tier.REVIEW, "G 二", ChangePath.CHANGE_REQUEST),
        (date(2018, 11, 30), Tier.REVIEW, "G 二", ChangePath.CHANGE_REQUEST),
        (date(2018, 12, 1), Tier.LOCKED, "G 二", ChangePath.CORRECTION_LETTER),
        (date(2030, 1, 1), Tier.LOCKED, "G 二", ChangePath.CORRECTION_LETTER),
    ],
)
def test_the_window_of_joined_on_opens_and_closes_by_itself(
    guangdong: Policy, day: date, tier: Tier, clause: str, path: ChangePath
) -> None:
    """G 二: both days belong to the window, and from 1 December it is shut for good."""
    found = state(guangdong, "joined_on", day=day)
    assert (found.tier, found.clause, found.path) == (tier, clause, path)


def test_before_the_window_the_reason_says_when_it_opens(guangdong: Policy) -> None:
    reason = state(guangdong, "joined_on", day=date(2018, 9, 21)).reason
    assert "2018-09-28至2018-11-30" in reason


def test_qilu_locks_what_is_corrected_by_deletion(qilu: Policy) -> None:
    """Q 三.1 and 附件1; joined_on follows the national base."""
    by_tier = {name: state(qilu, name).tier for name in FIELDS}
    locked = {name for name, tier in by_tier.items() if tier is Tier.LOCKED}
    assert locked == {
        "name", "id_kind", "id_number", "sex", "born_on", "development_number", "branch",
    }  # fmt: skip
    assert {name for name, tier in by_tier.items() if tier is Tier.REVIEW} == {"joined_on"}


def test_sex_is_typed_only_where_the_number_does_not_give_it(
    guangdong: Policy, qilu: Policy
) -> None:
    foreign: dict[str, str | None] = {"id_kind": "境外证件", "id_number": "H1234567"}
    assert state(guangdong, "sex", day=DAY, **foreign).tier is Tier.FREE
    found = state(qilu, "sex", day=DAY, **foreign)
    assert (found.tier, found.clause) == (Tier.LOCKED, "Q 三.1")
    assert state(guangdong, "born_on", day=DAY, **foreign).tier is Tier.FREE
    assert state(guangdong, "sex").path is ChangePath.DERIVED


@pytest.mark.parametrize("sex", ["男", "女", None])
def test_sex_is_corrected_by_deletion_under_qilu_whatever_the_number_gives(
    qilu: Policy, sex: str | None
) -> None:
    """Q 三.1 names 性别 beside 姓名 and 身份证号码."""
    found = state(qilu, "sex", sex=sex)
    assert (found.clause, found.path) == ("Q 三.1", ChangePath.DELETION_REENTRY)


@given(st.sampled_from(sorted(FIELDS)), st.sampled_from(Stage), st.dates())
def test_the_stage_comes_first(
    guangdong: Policy, national: Policy, qilu: Policy, field: str, stage: Stage, day: date
) -> None:
    for policy in (guangdong, national, qilu):
        found = policy.field_state(field, stage=stage, values=member(), today=day)
        assert found.reason.endswith("。")
        assert policy.clause_text(found.clause)
        if stage in BEFORE_APPROVAL:
            assert found.tier is Tier.FREE
        elif stage is Stage.SUBMITTED:
            assert found.tier is Tier.LOCKED
            assert found.path is ChangePath.WITHDRAW_OR_RETURN
        elif stage in LEFT:
            assert found.tier is Tier.LOCKED
            assert found.path is ChangePath.CLOSED_RECORD
        else:
            assert stage in ON_ROSTER
        if found.path is not ChangePath.NONE:
            assert found.path_label


def test_submitted_is_refused_under_g_1_1(guangdong: Policy, national: Policy) -> None:
    for policy, clause in ((guangdong, "G 一.1"), (national, "N 一.1")):
        found = policy.field_state("mobile", stage=Stage.SUBMITTED, values=member(), today=DAY)
        assert found.clause == clause


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"mobile": None, "name": ""}, ("name", "mobile")),
        ({"income": None}, ("income",)),
        ({"development_number": None}, ("development_number",)),
        ({"development_number": None, "joined_on": "2016-12"}, ()),
        ({"sex": None, "born_on": None}, ()),
        ({"id_number": None, "born_on": None}, ("id_number", "born_on")),
        ({"occupation": None, "applied_party": None, "study_status": None}, ()),
    ],
)
def test_missing_under_guangdong(
    guangdong: Policy, changes: dict[str, str | None], expected: tuple[str, ...]
) -> None:
    assert guangdong.missing(member(**changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"income": None}, ()),
        ({"occupation": None, "study_status": None}, ("occupation",)),
        ({"occupation": "青年学生", "study_status": None}, ("study_status",)),
        ({"occupation": "农民", "study_status": None}, ()),
        ({"is_cadre": "是"}, ("post", "post_since", "cadre_kind")),
        ({"political_status": "中共党员"}, ("party_joined_on",)),
        ({"political_status": "中共预备党员"}, ()),
        ({"applied_party": "是"}, ("applied_party_on",)),
        ({"volunteer": "是"}, ("volunteer_since",)),
        ({"applied_party": None, "volunteer": None}, ("applied_party", "volunteer")),
    ],
)
def test_missing_under_qilu(
    qilu: Policy, changes: dict[str, str | None], expected: tuple[str, ...]
) -> None:
    """Q 四: what must be complete, each under its condition."""
    assert qilu.missing(member(**changes)) == expected


@given(st.sets(st.sampled_from(sorted(FIELDS))))
def test_missing_is_required_and_empty(qilu: Policy, emptied: set[str]) -> None:
    values = member(**dict.fromkeys(emptied))
    required = qilu.required(values)
    gone = set(qilu.missing(values))
    derivable = {"sex", "born_on"} if values["id_number"] else set()
    assert gone == {name for name in required if not values.get(name)} - derivable


def test_expected_values_of_the_verification(qilu: Policy, guangdong: Policy) -> None:
    """Q 四.1, 四.4."""
    values = member(is_cadre="是", cadre_kind="专职团干", study_status="高中在读")
    assert [row.field for row in qilu.unexpected(values)] == ["study_status", "cadre_kind"]
    assert qilu.unexpected(member(study_status=None)) == ()
    assert guangdong.unexpected(values) == ()


def test_deletion_reasons(guangdong: Policy, qilu: Policy) -> None:
    accepted = [row.code for row in guangdong.reasons.values() if row.accepted]
    assert accepted == [
        "wrong_name", "wrong_sex", "wrong_id", "wrong_number", "not_a_member", "wrong_branch",
        "duplicate",
    ]  # fmt: skip
    wrong_branch = guangdong.deletion_reason("wrong_branch")
    assert wrong_branch.attachments == ("statement", "self_criticism")
    assert wrong_branch.clause == "G 三.2"
    assert qilu.deletion_reason("wrong_name").clause == "Q 附件1 填写要求4"
    with pytest.raises(BadInput, match="没有“bored”这种删除原因"):
        guangdong.deletion_reason("bored")


def test_who_decides(guangdong: Policy, qilu: Policy) -> None:
    """G 三.1 took the right from the committees; Q 五.4 gives it to the college's own."""
    assert guangdong.deletion.decide == ("province",)
    assert guangdong.deletion.letter_required
    assert qilu.deletion.decide == ("committee",)
    assert not qilu.deletion.letter_required


def test_transfers_and_milestones(guangdong: Policy, national: Policy, qilu: Policy) -> None:
    assert guangdong.transfer.overdue_days == 10
    assert guangdong.transfer.waiting_clause == "G 四"
    assert [row.due_in(2019) for row in national.milestones] == [
        date(2019, 6, 30),
        date(2019, 9, 30),
        date(2019, 10, 30),
    ]
    universities = guangdong.milestones[1]
    assert universities.school_kinds == ("高校",)
    assert universities.due_in(2018) == date(2018, 9, 30)
    assert universities.due_in(2019) is None
    assert qilu.campaign is not None
    assert qilu.campaign.forms_due == date(2024, 4, 20)
    assert national.campaign is None
    assert qilu.destinations["参军入伍"].clause == "Q 三.4"
    assert national.destinations["延迟毕业"].treatment == "exempt"
    assert qilu.incomplete_keeps_draft
    assert not guangdong.incomplete_keeps_draft


def test_a_policy_describes_itself(guangdong: Policy) -> None:
    lines = guangdong.describe()
    assert any("2018-09-28至2018-11-30" in line.subject for line in lines)
    for line in lines:
        assert line.text
        assert not line.clause or guangdong.clause_text(line.clause), line
    assert (guangdong.id, guangdong.title) == (guangdong.info.id, guangdong.info.title)


def test_no_star_is_ever_derived_from_a_broken_number(guangdong: Policy) -> None:
    broken = id_number()[:17] + "?"
    values = member(id_number=broken, born_on=None, sex=None)
    assert guangdong.missing(values) == ("sex", "born_on")
