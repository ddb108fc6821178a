"""Where every changed field of an edit goes: saved, submitted, refused, or nowhere."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import packs, valid_id
from tuanji_desktop.members.edits import Verdict, derived_from_id, judge
from tuanji_desktop.rules.fields import FIELDS, MEMBER_COLUMNS
from tuanji_desktop.rules.lifecycle import Stage
from tuanji_desktop.rules.policy import Policy, load_pack

DAY = date(2018, 8, 1)
NUMBER = valid_id(date(2001, 3, 5), sex="男", serial=1)
RECORD: dict[str, str | None] = {
    "name": "张三", "id_kind": "居民身份证", "id_number": NUMBER, "sex": "男",
    "born_on": "2001-03-05", "ethnicity": "汉族", "mobile": "13800138001",
    "branch": "高三（1）班", "joined_on": "2016-05", "household_place": "青溪县",
    "political_status": "共青团员", "income": "学生无收入", "is_cadre": "否",
    "education": "高中在读",
}  # fmt: skip


@pytest.fixture(scope="module")
def guangdong() -> Policy:
    return load_pack(packs() / "guangdong-2018.toml", directories=(packs(),))


@pytest.fixture(scope="module")
def qilu() -> Policy:
    return load_pack(packs() / "qilu-2024.toml", directories=(packs(),))


def verdict(
    policy: Policy,
    raw: Mapping[str, object],
    *,
    stage: Stage = Stage.ACTIVE,
    day: date = DAY,
    current: Mapping[str, str | None] = RECORD,
) -> Verdict:
    return judge(current, raw, stage=stage, policy=policy, today=day)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "张珊"),
        ("id_kind", "境外证件"),
        ("id_number", valid_id(date(2001, 3, 6))),
        ("joined_on", "2016-06"),
        ("development_number", "201652000001"),
    ],
)
def test_the_four_are_locked_after_approval(guangdong: Policy, field: str, value: str) -> None:
    done = verdict(guangdong, {field: value})
    assert (dict(done.saved), dict(done.submitted)) == ({}, {})
    assert [(one.field, one.tier, one.clause) for one in done.refused] == [
        (field, "locked", "G 一.2")
    ]
    assert not done.clean


@pytest.mark.parametrize("value", ["12", "520628200103050034", "看不懂"])
def test_a_locked_field_is_refused_before_its_value_is_looked_at(
    guangdong: Policy, value: str
) -> None:
    done = verdict(guangdong, {"id_number": value})
    assert [one.clause for one in done.refused] == ["G 一.2"]
    assert done.findings == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [("political_status", "中共党员"), ("income", "2000–5000"), ("is_cadre", "是")],
)
def test_the_three_wait_for_review(guangdong: Policy, field: str, value: str) -> None:
    done = verdict(guangdong, {field: value})
    assert dict(done.submitted) == {field: value}
    assert done.clean


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2018, 9, 27), "refused"),
        (date(2018, 9, 28), "submitted"),
        (date(2018, 11, 30), "submitted"),
        (date(2018, 12, 1), "refused"),
    ],
)
def test_both_days_of_the_window_belong_to_it(guangdong: Policy, day: date, where: str) -> None:
    done = verdict(guangdong, {"joined_on": "2016年9月"}, day=day)
    if where == "submitted":
        assert dict(done.submitted) == {"joined_on": "2016-09"}
    else:
        assert [one.field for one in done.refused] == ["joined_on"]


def test_everything_else_is_saved_in_its_usual_spelling(guangdong: Policy) -> None:
    done = verdict(guangdong, {"mobile": "139 0013 9000", "ethnicity": "苗", "qq": "10001"})
    assert dict(done.saved) == {"mobile": "13900139000", "ethnicity": "苗族", "qq": "10001"}
    assert done.clean


@pytest.mark.parametrize(
    "raw",
    [
        {"mobile": "138-0013-8001"},
        {"joined_on": "2016年5月"},
        {"email": ""},
        {"email": None},
        {"name": " 张三 "},
        {"id_number": NUMBER.lower()},
    ],
)
def test_another_spelling_of_the_same_is_no_change(
    guangdong: Policy, raw: dict[str, object]
) -> None:
    assert verdict(guangdong, raw) == Verdict({}, {}, (), ())


def test_what_is_recorded_may_be_sent_back_even_if_it_would_not_be_accepted(
    guangdong: Policy,
) -> None:
    broken = {**RECORD, "id_number": "52062820010305003", "party_joined_on": "从前"}
    done = verdict(
        guangdong,
        {"id_number": "52062820010305003", "party_joined_on": "从前"},
        current=broken,
    )
    assert done == Verdict({}, {}, (), ())


def test_a_starred_field_is_not_emptied_on_the_roster(guangdong: Policy) -> None:
    done = verdict(guangdong, {"education": "", "mobile": None, "qq": ""})
    assert [(one.field, one.path) for one in done.refused] == [
        ("education", "none"),
        ("mobile", "none"),
    ]
    assert verdict(guangdong, {"education": ""}, stage=Stage.DRAFT).clean


def test_what_is_starred_follows_from_the_edit_itself(qilu: Policy) -> None:
    cadre = {**RECORD, "is_cadre": "是", "post": "书记"}
    assert verdict(qilu, {"post": ""}, current=cadre).refused
    done = verdict(qilu, {"post": "", "is_cadre": "否"}, current=cadre)
    assert dict(done.saved) == {"post": None, "is_cadre": "否"}


def test_what_cannot_be_read_empties_nothing(guangdong: Policy) -> None:
    member = {**RECORD, "party_joined_on": "2019-05-04"}
    month_only = verdict(guangdong, {"party_joined_on": "2019-05"}, current=member)
    assert dict(month_only.saved) == {}
    assert [found.level for found in month_only.findings] == ["warning"]
    nonsense = verdict(guangdong, {"party_joined_on": "看不懂"}, current=member)
    assert dict(nonsense.saved) == {}
    assert [found.code for found in nonsense.errors] == ["date.unreadable"]
    assert [found.code for found in verdict(guangdong, {"party_joined_on": "看不懂"}).errors] == [
        "date.unreadable"
    ]


def test_a_draft_is_free_and_the_number_gives_sex_and_birth(guangdong: Policy) -> None:
    number = valid_id(date(2002, 5, 6), sex="女", serial=7)
    done = verdict(guangdong, {"name": "张珊", "id_number": number}, stage=Stage.DRAFT)
    assert dict(done.saved) == {
        "name": "张珊", "id_number": number, "sex": "女", "born_on": "2002-05-06",
    }  # fmt: skip
    foreign = verdict(
        guangdong,
        {"id_kind": "境外证件", "id_number": number, "sex": "男"},
        stage=Stage.DRAFT,
    )
    assert "born_on" not in foreign.saved


def test_nothing_is_editable_while_it_waits(guangdong: Policy) -> None:
    done = verdict(guangdong, {"mobile": "13900139000"}, stage=Stage.SUBMITTED)
    assert [(one.clause, one.path) for one in done.refused] == [("G 一.1", "withdraw_or_return")]


def test_old_faults_are_not_brought_up_again(guangdong: Policy) -> None:
    odd = {**RECORD, "born_on": "2000-01-01"}
    assert verdict(guangdong, {"qq": "10001"}, current=odd).findings == ()
    late = verdict(guangdong, {"party_joined_on": "2010-01-01"})
    assert [found.code for found in late.errors] == ["party_joined_on.age"]


def test_an_unknown_choice_is_kept_with_a_warning(guangdong: Policy) -> None:
    done = verdict(guangdong, {"ethnicity": "穿青人"})
    assert dict(done.saved) == {"ethnicity": "穿青人"}
    assert [found.code for found in done.findings] == ["choice.unknown"]


def test_a_broken_number_gives_nothing() -> None:
    assert derived_from_id(None) == {}
    assert derived_from_id("520628200103050034") == {}
    assert derived_from_id(NUMBER) == {"sex": "男", "born_on": "2001-03-05"}


@given(
    raw=st.dictionaries(st.sampled_from(MEMBER_COLUMNS), st.text(max_size=12), max_size=5),
    stage=st.sampled_from(Stage),
)
def test_every_field_goes_to_one_place_at_most(raw: dict[str, str], stage: Stage) -> None:
    policy = load_pack(packs() / "guangdong-2018.toml", directories=(packs(),))
    done = judge(RECORD, raw, stage=stage, policy=policy, today=DAY)
    refused = {one.field for one in done.refused}
    assert not (done.saved.keys() & done.submitted.keys())
    assert not (refused & (done.saved.keys() | done.submitted.keys()))
    assert done.saved.keys() | done.submitted.keys() | refused <= FIELDS.keys()
    for field, value in (*done.saved.items(), *done.submitted.items()):
        assert value != RECORD.get(field)
        assert value != ""


def test_a_locked_field_that_no_longer_fits_keeps_no_change_from_review(guangdong: Policy) -> None:
    """G 二: the month is put right; the number, locked, may follow by its own path."""
    current = {**RECORD, "joined_on": "2016-12", "development_number": "201652000001"}
    found = verdict(guangdong, {"joined_on": "2017-05"}, day=date(2018, 10, 15), current=current)
    assert found.submitted == {"joined_on": "2017-05"}
    told = [(one.field, one.level, one.code) for one in found.findings]
    assert told == [("development_number", "warning", "development_number.year")]
    assert found.clean


def test_nobody_types_a_phone_that_is_none(guangdong: Policy) -> None:
    assert [one.code for one in verdict(guangdong, {"mobile": "1380013800"}).errors] == [
        "mobile.format"
    ]


def test_the_number_must_suit_another_kind_of_document(guangdong: Policy) -> None:
    """GB 11643 governs residents' cards and permits, and no foreign documents (domain.md §4)."""
    foreign = {**RECORD, "id_kind": "境外证件", "id_number": "E1234567"}
    done = verdict(guangdong, {"id_kind": "身份证"}, stage=Stage.DRAFT, current=foreign)
    assert [(one.field, one.code) for one in done.errors] == [("id_number", "id.length")]
    assert verdict(guangdong, {"id_kind": "护照"}, stage=Stage.DRAFT).clean
    both = {"id_kind": "护照", "id_number": "e7654321"}
    done = verdict(guangdong, both, stage=Stage.DRAFT)
    assert done.clean
    assert (done.saved["id_kind"], done.saved["id_number"]) == ("境外证件", "E7654321")
