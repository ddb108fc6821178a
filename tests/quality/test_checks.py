from datetime import date, timedelta

import pytest

from tests.builders import valid_id
from tests.quality.helpers import HEALTHY, TODAY, policy
from tuanji_desktop.quality.checks import (
    GROUPS,
    LEVELS,
    Judge,
    catalog,
    check_of,
    find_check,
    red_codes,
    unit_codes,
    unit_words,
)
from tuanji_desktop.rules.checks import check_member
from tuanji_desktop.rules.id_numbers import check_character
from tuanji_desktop.rules.policy import Values

NUMBER = HEALTHY["id_number"] or ""
WRONG_CHECK = NUMBER[:17] + str((int(check_character(NUMBER[:17]).replace("X", "1")) + 3) % 10)
NO_DAY = "520628200113450" + "11X"
FUTURE = valid_id(date(2030, 1, 1))


def judged(changes: Values, *, pack: str = "guangdong-2018", today: date = TODAY) -> set[str]:
    return Judge(policy(pack), today).value_codes({**HEALTHY, **changes})


def test_a_healthy_member_falls_under_nothing() -> None:
    for pack in ("national", "guangdong-2018", "qilu-2024"):
        assert judged({}, pack=pack) == set()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"id_number": WRONG_CHECK}, {"id_invalid"}),
        ({"id_number": NO_DAY}, {"id_invalid"}),
        ({"id_number": NUMBER[:15]}, {"id_invalid"}),
        ({"id_number": FUTURE, "born_on": "2030-01-01"}, {"id_invalid", "date_future",
                                                          "joined_below_floor"}),
        ({"sex": "女"}, {"id_conflict"}),
        ({"born_on": "2001-06-08"}, {"id_conflict"}),
        ({"id_kind": "港澳台居民居住证"}, {"id_conflict"}),
        ({"name": "周全2"}, {"name_invalid"}),
        ({"development_number": "2017520000"}, {"number_invalid"}),
        ({"development_number": "201652000040"}, {"number_invalid"}),
        ({"development_number": "201799000040"}, {"number_province"}),
        ({"development_number": None}, {"number_missing"}),
        ({"joined_on": "2013-05", "development_number": None}, {"joined_below_floor"}),
        ({"joined_on": "2014-05", "development_number": None}, {"joined_young"}),
        ({"id_number": valid_id(date(1985, 6, 7)), "born_on": "1985-06-07", "is_cadre": "是"},
         {"joined_old"}),
        ({"party_joined_on": "2018-07-01"}, {"party_age"}),
        ({"joined_on": "2018-09", "development_number": "201852000040"}, {"date_future"}),
        ({"mobile": "1390000004"}, {"mobile_format"}),
        ({"ethnicity": "火星族"}, {"choice_unknown"}),
        ({"born_on": "", "id_number": None, "post_since": "2017-13"}, {"values_invalid"}),
        ({"joined_at": "长" * 30}, {"values_invalid"}),
        ({"id_number": valid_id(date(1990, 8, 1)), "born_on": "1990-08-01",
          "joined_on": "2010-05", "development_number": None}, {"over_age"}),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_one_line_of_the_board(changes: Values, codes: set[str]) -> None:
    assert judged(changes) == codes


@pytest.mark.parametrize("changes", [{}, {"sex": "女"}, {"mobile": "12"}, {"education": "私塾"}])
def test_it_finds_what_the_rules_find(changes: Values) -> None:
    values = {**HEALTHY, **changes}
    judge = Judge(policy(), TODAY)
    for _ in range(2):  # the second time from memory
        assert sorted(map(str, judge.findings(values))) == sorted(
            map(str, check_member(values, policy=policy(), today=TODAY))
        )


@pytest.mark.parametrize(
    ("born", "extra", "leaves"),
    [
        ("1990-08-01", {}, True),
        ("1990-08-02", {}, False),
        ("1990-08-01", {"is_cadre": "是"}, False),
        ("1990-08-01", {"political_status": "中共党员"}, False),
        ("1990-08-01", {"political_status": "中共预备党员"}, False),
        ("1990-08-01", {"political_status": "群众"}, True),
    ],
)
def test_28_counts_from_the_birthday_and_party_members_and_cadres_stay(
    born: str, extra: Values, leaves: bool
) -> None:
    values = {**HEALTHY, "id_number": None, "born_on": born, "joined_on": "2008-05", **extra}
    values["development_number"] = None
    assert Judge(policy(), TODAY).is_over_age(values) is leaves
    later = Judge(policy(), TODAY + timedelta(days=1))
    assert later.is_over_age({**values, "born_on": "1990-08-02"}) is (leaves or not extra)


def test_the_valid_number_goes_before_the_recorded_birth() -> None:
    values = {**HEALTHY, "born_on": "1980-01-01"}
    assert not Judge(policy(), TODAY).is_over_age(values)


def test_expected_values_are_the_packs() -> None:
    changes = {"occupation": "农民", "is_cadre": "是", "cadre_kind": "专职团干"}
    assert judged(changes) == set()
    assert judged(changes, pack="qilu-2024") == {
        "expected", "expected.occupation", "expected.cadre_kind",
    }  # fmt: skip
    judge = Judge(policy("qilu-2024"), TODAY)
    words = judge.words("expected.occupation", {**HEALTHY, **changes}, ())
    assert words == "个人职业为“农民”，应为“青年学生”（Q 四.1）。"
    assert "团干部性质" in judge.words("expected", {**HEALTHY, **changes}, ())


def test_the_words_say_what_is_wrong_with_this_member() -> None:
    judge = Judge(policy(), TODAY)
    assert judge.words("red", HEALTHY, ("mobile", "education")) == "缺少：手机号码、学历"
    assert "Q 四.3" in Judge(policy("qilu-2024"), TODAY).words("red.mobile", HEALTHY, ("mobile",))
    assert "末位应为" in judge.words("id_invalid", {**HEALTHY, "id_number": WRONG_CHECK}, ())
    old = {**HEALTHY, "id_number": None, "born_on": "1988-09-01"}
    assert judge.words("over_age", old, ()).startswith("29周岁")


def test_a_red_name_has_a_part_for_each_empty_field() -> None:
    assert red_codes("") == []
    assert red_codes("mobile,education") == ["red", "red.mobile", "red.education"]


@pytest.mark.parametrize(
    ("kind", "members", "led", "codes"),
    [
        ("branch", 2, True, ("hollow",)),
        ("branch", 3, True, ()),
        ("branch", 30, True, ()),
        ("branch", 31, True, ("oversized",)),
        ("branch", 3, False, ("no_secretary",)),
        ("general_branch", 29, False, ("undersized",)),
        ("general_branch", 101, False, ("oversized",)),
        ("committee", 99, False, ("undersized",)),
        ("committee", 5_000, False, ()),
        ("graduate_branch", 1, False, ("no_secretary",)),
        ("waiting_branch", 1, False, ()),
    ],
)
def test_sizes_are_the_packs(kind: str, members: int, led: bool, codes: tuple[str, ...]) -> None:
    assert unit_codes(policy(), kind=kind, members=members, has_secretary=led) == codes
    for code in codes:
        assert unit_words(code, policy(), kind=kind, members=members)


def test_another_pack_has_another_largest_branch() -> None:
    national = policy("national")
    assert unit_codes(national, kind="branch", members=50, has_secretary=True) == ()
    assert unit_codes(national, kind="branch", members=51, has_secretary=True) == ("oversized",)


@pytest.mark.parametrize("pack", ["national", "guangdong-2018", "qilu-2024"])
def test_every_line_of_the_board_says_what_to_do(pack: str) -> None:
    checks = catalog(policy(pack))
    assert len({one.code for one in checks}) == len(checks)
    assert {one.group for one in checks} == set(GROUPS)
    for one in checks:
        assert one.level in LEVELS
        assert one.advice.endswith("。")
        assert not one.clause or policy(pack).clause_text(one.clause)
        assert one.parent in ("", *(other.code for other in checks))
    assert find_check(policy(pack), "red") == checks[0]
    assert find_check(policy(pack), "nothing") is None


def test_the_red_name_rests_on_the_notice_where_the_pack_has_it() -> None:
    found = find_check(policy("qilu-2024"), "red")
    assert found is not None
    assert found.clause == "Q 五.3"


def test_every_finding_has_a_line() -> None:
    known = {one.code for one in catalog(policy())}
    values = {
        **HEALTHY,
        "name": "周2",
        "ethnicity": "x",
        "mobile": "1",
        "volunteer_since": "2019-01-01",
    }
    for found in check_member(values, policy=policy(), today=TODAY):
        assert check_of(found, values, policy()) in known
