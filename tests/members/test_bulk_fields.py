"""The fields of the bulk edit: none that is one person's own, each with its rule."""

from datetime import date

import pytest

from tests.builders import pack
from tuanji_desktop.members.bulk_fields import ONES_OWN, offered, tidy
from tuanji_desktop.members.bulk_plan import BulkChange, Mode
from tuanji_desktop.rules.fields import FIELDS, Kind
from tuanji_desktop.rules.policy import Tier

SUMMER, WINDOW, WINTER = date(2018, 8, 1), date(2018, 10, 1), date(2018, 12, 1)


def test_every_field_is_offered_or_is_ones_own() -> None:
    names = set(offered(pack("guangdong-2018"), SUMMER))
    assert names | ONES_OWN == set(FIELDS)
    assert not names & ONES_OWN
    for name in ("name", "id_number", "mobile", "development_number"):
        assert name in ONES_OWN
    kinds = {FIELDS[name].kind for name in names}
    assert not kinds & {Kind.NAME, Kind.ID_NUMBER, Kind.BRANCH}


@pytest.mark.parametrize(
    ("day", "tier"), [(SUMMER, Tier.LOCKED), (WINDOW, Tier.REVIEW), (WINTER, Tier.LOCKED)]
)
def test_the_rule_is_that_of_the_day(day: date, tier: Tier) -> None:
    month = offered(pack("guangdong-2018"), day)["joined_on"]
    assert month.state.tier is tier


def test_the_rule_in_words() -> None:
    fields = offered(pack("guangdong-2018"), WINTER)
    assert fields["work_unit"].note() == ""
    assert "（G 一.3）" in fields["income"].note()
    assert fields["joined_on"].note().startswith("在册团员不能改")
    assert "（G 二）" in fields["joined_on"].note()
    assert "报到尚未提交的可以改" in fields["joined_on"].note()


def test_only_words_are_searched_for_words() -> None:
    fields = offered(pack("guangdong-2018"), SUMMER)
    replaced = {name for name, one in fields.items() if Mode.REPLACE in one.modes}
    assert {"work_unit", "address", "class_name", "notes"} <= replaced
    assert not {"occupation", "joined_on", "volunteer", "graduation_year"} & replaced
    assert fields["occupation"].modes == (Mode.SET, Mode.FILL, Mode.CLEAR)
    assert "青年学生" in fields["occupation"].choices


@pytest.mark.parametrize(
    ("change", "value", "codes"),
    [
        (BulkChange("joined_on", value="2018年9月"), "2018-09", []),
        (BulkChange("joined_on", value="看不懂"), "看不懂", ["date.unreadable"]),
        (BulkChange("party_joined_on", value="2018-09"), "2018-09", ["date.unreadable"]),
        (BulkChange("ethnicity", value="苗"), "苗族", []),
        (BulkChange("ethnicity", value="穿青人"), "穿青人", ["choice.unknown"]),
        (BulkChange("joined_on", Mode.CLEAR), "", []),
        (BulkChange("work_unit", Mode.REPLACE, " 乙 ", "甲"), " 乙 ", []),
        (BulkChange("work_unit"), "", []),
    ],
)
def test_a_value_in_its_usual_spelling(change: BulkChange, value: str, codes: list[str]) -> None:
    tidied, findings = tidy(change, pack("guangdong-2018"))
    assert (tidied, [one.code for one in findings]) == (value, codes)
