from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.people import id_number, id_numbers, member
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.rules import checks
from tuanji_desktop.rules.checks import (
    CROSS_CHECKED,
    Finding,
    check_corrected,
    check_member,
    cross_check,
    empty_findings,
    normalise_row,
    with_derived,
)
from tuanji_desktop.rules.policy import Policy

TODAY = date(2018, 10, 15)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{one.level} {one.code}" for one in findings]


def test_a_right_record_has_no_findings(guangdong: Policy, qilu: Policy) -> None:
    for policy in (guangdong, qilu):
        assert check_member(member(), policy=policy, today=TODAY) == ()
        assert policy.missing(member()) == ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"name": None}, ["error name.empty"]),
        ({"name": "张3"}, ["error name.digits"]),
        ({"sex": "女"}, ["warning id.sex_mismatch"]),
        ({"born_on": "2003-05-26"}, ["warning id.birth_mismatch"]),
        ({"id_kind": "港澳台居民居住证"}, ["warning id.kind_mismatch"]),
        (
            {
                "id_number": id_number(date(2003, 5, 25), region="810000"),
                "id_kind": "港澳台居民居住证",
            },
            [],
        ),
        ({"id_number": id_number(date(2003, 5, 25))[:17]}, ["error id.length"]),
        ({"id_kind": "境外证件", "id_number": "H1234567"}, []),
        (
            {"id_number": id_number(date(2018, 10, 16)), "born_on": None, "joined_on": None},
            ["error id.birth_date"],
        ),
        ({"mobile": "1385623"}, ["warning mobile.format"]),
        ({"destination": "不知道"}, ["warning choice.unknown"]),
        ({"joined_on": "2018-10"}, []),
        ({"joined_on": "2018-11"}, ["error date.future"]),
        ({"post_since": "2018-11"}, ["warning date.future"]),
        ({"volunteer_since": "2018-10-16"}, ["warning date.future"]),
        ({"volunteer_since": "2018-10-15"}, []),
        ({"party_joined_on": "2018-05-25"}, ["error party_joined_on.age"]),
    ],
)
def test_findings(guangdong: Policy, changes: dict[str, str | None], found: list[str]) -> None:
    assert codes(check_member(member(**changes), policy=guangdong, today=TODAY)) == found


@pytest.mark.parametrize(
    ("born", "joined_on", "found"),
    [
        ("2003-05-25", "2017-05", []),
        ("2003-05-25", "2017-04", ["warning joined_on.age"]),
        ("2003-05-25", "2016-05", ["warning joined_on.age"]),
        ("2004-06-01", "2017-05", ["error joined_on.age"]),
        ("2004-05-31", "2017-05", ["warning joined_on.age"]),
        ("2004-12-01", "2016-12", ["warning joined_on.age"]),
        ("2004-12-01", "2016-11", ["error joined_on.age"]),
        ("1988-05-01", "2016-05", []),
        ("1987-05-01", "2016-05", ["warning joined_on.age"]),
        ("2010-05-01", "2009-05", ["error joined_on.age"]),
    ],
)
def test_joining_age(guangdong: Policy, born: str, joined_on: str, found: list[str]) -> None:
    """From 14; under 13 since 2017 and under 12 before: refused (N 二.4)."""
    values = {
        "name": "张三",
        "id_number": id_number(date.fromisoformat(born)),
        "joined_on": joined_on,
        "development_number": f"{joined_on[:4]}52000001",
    }
    result = cross_check(values, policy=guangdong, today=TODAY)
    assert codes(result) == found
    if found == ["warning joined_on.age"] and born > "1990":
        assert "共青团员身份审核认定表" in result[0].message


@pytest.mark.parametrize(
    ("joined_on", "number", "found"),
    [
        ("2015-12", None, []),
        ("2016-12", None, []),
        ("2016-12", "201552000001", []),
        ("2017-01", None, ["warning development_number.missing"]),
        ("2018-12", None, ["warning development_number.missing"]),
        ("2019-01", None, ["warning development_number.missing"]),
        ("2017-05", "201752000001", []),
        ("2017-05", "201852000001", []),
        ("2018-05", "201752000001", []),
        ("2018-05", "201652000001", ["error development_number.year"]),
        ("2019-05", "201952000001", []),
        ("2019-05", "201852000001", ["error development_number.year"]),
        ("2020-05", "201952000001", ["error development_number.year"]),
        ("2016-05", "2015163700000001", []),
        ("2017-05", "2016173700000001", []),
        ("2019-05", "2016173700000001", ["error development_number.year"]),
        ("2018-05", "2017183700000001", ["error development_number.format"]),
        ("2018-05", "20185200", ["error development_number.format"]),
        ("2018-05", "201899000001", ["warning development_number.province"]),
        (None, "201852000001", []),
        (None, None, []),
    ],
)
def test_development_numbers(
    guangdong: Policy, joined_on: str | None, number: str | None, found: list[str]
) -> None:
    """Domain.md §6, all branches (N 二.2, N 二.3)."""
    values = {"name": "张三", "joined_on": joined_on, "development_number": number}
    assert codes(check_member(values, policy=guangdong, today=date(2024, 1, 1))) == found


@pytest.mark.parametrize(
    ("born", "joined", "refused"),
    [
        ("2000-07-01", "2018-07-01", False),
        ("2000-07-02", "2018-07-01", True),
        ("2000-02-29", "2018-02-28", True),
        ("2000-02-29", "2018-03-01", False),
    ],
)
def test_the_party_takes_from_the_18th_birthday(
    guangdong: Policy, born: str, joined: str, refused: bool
) -> None:
    values = {"name": "张三", "born_on": born, "party_joined_on": joined}
    found = cross_check(values, policy=guangdong, today=TODAY)
    assert bool(found) == refused


@given(id_numbers(), st.sampled_from(["男", "女", None]))
def test_the_number_wins_over_what_was_written(
    guangdong: Policy, number: str, sex: str | None
) -> None:
    assume(number[6:14] <= f"{TODAY:%Y%m%d}")
    values = with_derived({"name": "张三", "id_number": number, "sex": sex})
    assert values["sex"] == checks.sex_of(number)
    assert values["born_on"] == f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    assert cross_check(values, policy=guangdong, today=TODAY) == ()


@pytest.mark.parametrize(
    ("number", "kind"),
    [("520628200103050033", "居民身份证"), ("810000200001011236", "港澳台居民居住证")],
)
def test_a_valid_number_says_what_document_it_is_of(number: str, kind: str) -> None:
    assert with_derived({"id_number": number})["id_kind"] == kind
    assert with_derived({"id_number": number[:17]}) == {"id_number": number[:17]}


def test_a_foreign_document_derives_nothing() -> None:
    values = {"id_kind": "境外证件", "id_number": id_number(), "sex": "女"}
    assert with_derived(values) == values


def test_a_row_is_read_by_its_kind_of_document(guangdong: Policy) -> None:
    cells = {"id_number": "h1234567", "id_kind": "护照", "name": "李 四", "joined_on": "2018.9"}
    values, findings = normalise_row(cells, policy=guangdong)
    assert values == {
        "id_number": "H1234567",
        "id_kind": "境外证件",
        "name": "李四",
        "joined_on": "2018-09",
    }
    assert findings == ()


def test_empty_starred_fields_carry_one_code_each(guangdong: Policy) -> None:
    values = member(mobile=None, name=None, development_number=None, income=None)
    found = empty_findings(guangdong.missing(values), guangdong)
    assert [(one.field, one.code) for one in found] == [
        ("mobile", "required.empty"),
        ("income", "required.empty"),
    ]
    assert "G 一.3" in found[1].message


def test_corrected_values_must_be_right_themselves(guangdong: Policy) -> None:
    values = member()
    reason = guangdong.deletion_reason("wrong_id")
    right = id_number(date(2003, 5, 26))
    assert check_corrected(reason, f" {right}", policy=guangdong, values=values) == right
    for wrong, code in (
        (None, "deletion.corrected_missing"),
        (right[:17], "id.length"),
        (values["id_number"], "deletion.corrected_same"),
    ):
        with pytest.raises(BadInput) as refusal:
            check_corrected(reason, wrong, policy=guangdong, values=values)
        assert refusal.value.code == code
    plain = guangdong.deletion_reason("duplicate")
    assert check_corrected(plain, "李四", policy=guangdong, values=values) is None


@pytest.mark.parametrize("code", ["unreachable", "graduated", "transfer_difficult", "moved_away"])
def test_refused_kinds_name_the_right_door(guangdong: Policy, code: str) -> None:
    with pytest.raises(RuleRefused, match="请") as refusal:
        check_corrected(guangdong.deletion_reason(code), None, policy=guangdong, values=member())
    assert refusal.value.clause == "G 三"


def test_findings_of_the_database_do_not_betray_phones() -> None:
    assert checks.development_number_taken("201852000001", "李四").code.endswith(".taken")
    shared = checks.mobile_shared("13800138000", "李四")
    assert "13800138000" not in shared.message
    assert shared.level == "warning"
    assert "第3行" in checks.id_duplicate_in_file(id_number(), 3).message
    assert checks.id_belongs_elsewhere(id_number(), "李四", "甲支部").level == "error"


class Watched(dict[str, str | None]):
    """Values that note what is asked of them."""

    def __init__(self, values: dict[str, str | None]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, key: str, default: object = None) -> str | None:
        self.asked.add(key)
        return super().get(key)


def test_cross_checks_look_at_nothing_but_what_they_say(guangdong: Policy) -> None:
    """What is not in `CROSS_CHECKED` may change without being cross-checked again."""
    asked: set[str] = set()
    for changes in ({}, {"id_number": None}, {"joined_on": None}, {"born_on": "2090-01-01"}):
        values = Watched({**member(), "party_joined_on": "2018-01-01", **changes})
        cross_check(values, policy=guangdong, today=TODAY)
        asked |= values.asked
    assert asked == CROSS_CHECKED
