import pytest

from tests.builders import valid_id
from tests.quality.helpers import (
    BORN,
    CLASS_1,
    CLASS_2,
    SCHOOL,
    behind,
    inspected,
    numbers,
    person,
)
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality import service
from tuanji_desktop.quality.checks import find_check
from tuanji_desktop.quality.scan import Inspection


def test_the_first_numbers_need_no_scan(office: Context) -> None:
    person(office, 1, education="")
    found = service.first_board(office, None)
    assert not found.complete
    assert found.counts["red"] == 1
    assert found.counts["undersized"] == 1
    assert "no_secretary" not in found.counts  # not known yet
    (school,) = found.units
    assert school.counts["red"] == 1
    assert found.members == 7


def test_numbers_follow_the_scope_and_the_units_add_up(office: Context) -> None:
    one = person(office, 1, mobile="123", education="")
    person(office, 2, mobile="456", branch="QX0102")
    inspection = inspected(office)
    board = service.board(inspection, SCHOOL)
    assert board.complete
    assert board.counts["mobile_format"] == 2
    by_unit = {row.org.id: row.counts for row in board.units}
    assert by_unit[CLASS_1]["mobile_format"] == by_unit[CLASS_2]["mobile_format"] == 1
    assert by_unit[CLASS_1]["red"] == 1
    assert "red" not in by_unit[CLASS_2]
    assert numbers(inspection, CLASS_2)["mobile_format"] == 1
    assert behind(inspection, "mobile_format", CLASS_1) == [one]
    (first, _second) = board.units
    assert first.total(board.checks, "error") == 1  # the red name, its part not counted again
    assert first.total(board.checks, "warning") == 2  # the phone, and nobody leads


def test_a_pair_across_two_units_counts_in_both_and_once_above(office: Context) -> None:
    one = person(office, 1, name="杨伟")
    two = person(office, 2, name="杨伟", branch="QX0102")
    inspection = inspected(office)
    assert numbers(inspection)["pair_namesake"] == 1
    board = service.board(inspection, SCHOOL)
    assert [row.counts["pair_namesake"] for row in board.units] == [1, 1]
    listing = service.listing(inspection, "pair_namesake", CLASS_2)
    assert (listing.pairs, len(listing)) == (((one, two),), 1)


def test_units_are_listed_worst_first(office: Context) -> None:
    for number in range(1, 34):
        person(office, number, branch="QX0102")
    with office.database.write(office.operation("test", "改")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET status = 'over_age' WHERE id < 3")
    inspection = inspected(office)
    assert behind(inspection, "hollow") == [CLASS_1]
    assert behind(inspection, "oversized") == [CLASS_2]
    check = find_check(office.policy, "oversized")
    assert check is not None
    found = service.fetch_units(inspection, check, [CLASS_2])[CLASS_2]
    assert (found.kind, found.words) == ("团支部", "36人，多于30人（N 二.5）。")
    assert found.leader == ""


def test_who_shares_a_number_is_named(office: Context) -> None:
    number = valid_id(BORN, serial=77)
    one = person(office, 1, name="杨伟", id_number=number)
    two = person(office, 2, name="龙芳", id_number=number, branch="QX0102")
    inspection = inspected(office)
    listing = service.listing(inspection, "id_doubled", None)
    assert sorted(listing.ids) == [one, two]
    found = service.fetch_members(inspection, listing.check, listing.ids)
    assert found[one].words == "身份证号与龙芳（高三（2）班）相同，请对照证件核对。"
    assert service.partner(inspection, "id_doubled", two) == (two, one)
    assert service.partner(inspection, "id_doubled", 1) is None


def test_shared_phones_and_numbers_use_the_rules_words(office: Context) -> None:
    person(office, 1, name="杨伟", mobile="13800138001", development_number="201752000999")
    person(office, 2, name="龙芳", development_number="201752000999")
    inspection = inspected(office)
    for code, words in (
        ("mobile_shared", "手机号码138****8001与杨伟（高三（1）班）相同，请核对。"),
        ("number_doubled", "发展团员编号201752000999已由杨伟（高三（1）班）使用，请核对。"),
    ):
        listing = service.listing(inspection, code, None)
        told = service.fetch_members(inspection, listing.check, listing.ids)
        assert words in {row.words for row in told.values()}


def test_other_words_come_from_the_judge(office: Context) -> None:
    one = person(office, 1, education="")
    inspection = inspected(office)
    listing = service.listing(inspection, "red", None)
    assert service.fetch_members(inspection, listing.check, [one])[one].words == "缺少：学历"


def test_two_records_beside_each_other(office: Context) -> None:
    one = person(office, 1, name="杨伟")
    two = person(office, 2, name="杨炜")
    (pair,) = service.fetch_pairs(office, [(one, two), (one, 999)])
    rows = {row.field: row for row in service.compare(pair)}
    assert rows["name"].differs
    assert (rows["name"].one, rows["name"].other) == ("杨伟", "杨炜")
    assert not rows["born_on"].differs
    assert "qq" not in rows  # neither has one


def test_an_unknown_check_names_those_there_are(office: Context) -> None:
    with pytest.raises(NotFound) as unknown:
        service.listing(Inspection(office), "reds", None)
    assert unknown.value.code == "quality.check_unknown"
    assert "red（红名" in unknown.value.message


def test_the_same_two_are_not_said_twice_and_nobody_is_two(office: Context) -> None:
    service.say_distinct(office, one=2, other=1, reason="双胞胎")
    with office.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT member_id, other_id, reason, said_by, said_on FROM distinct_persons"
        ).one()
    assert tuple(row) == (1, 2, "双胞胎", "王干事", "2018-08-01")
    with pytest.raises(BadInput) as again:
        service.say_distinct(office, one=1, other=2)
    assert again.value.code == "quality.distinct_known"
    assert "王干事" in again.value.message
    with pytest.raises(BadInput) as same:
        service.say_distinct(office, one=1, other=1)
    assert same.value.code == "quality.same_member"
    with pytest.raises(NotFound):
        service.say_distinct(office, one=1, other=999)
