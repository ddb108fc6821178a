"""One member on the command line: found, shown, and edited only as the rules allow."""

from pathlib import Path

import pytest

from tests.cli.conftest import Tuanji

FREE, SUBMITTED = "mobile=13800138000", "political_status=中共预备党员"


def test_find(county: Path, tuanji: Tuanji) -> None:
    assert tuanji("member", "find", "--limit", 3)["count"] == 1108
    by_initials = tuanji("member", "find", "ytyu")
    assert by_initials["count"] == 0
    for text in (
        "杨桐语",
        "yty",
        "yangtongyu",
        "杨ty",
        "520628200010177270",
        "7270",
        "19238572530",
    ):
        names = [one["name"] for one in tuanji("member", "find", text, "--limit", 50)["members"]]
        assert "杨桐语" in names, text
    below = tuanji("member", "find", "--org", "QX01", "--limit", 0)
    assert 0 < below["count"] < 1108
    assert tuanji("member", "find", "--org", "nowhere").code == 1


def test_show_tells_the_rule_of_every_field(county: Path, tuanji: Tuanji) -> None:
    shown = tuanji("--today", "2018-08-01", "member", "show", 1)
    assert shown["member"]["name"] == "杨桐语"
    assert shown["member"]["branch"].startswith("中国共产主义青年团青溪县第一中学")
    assert shown["fields"]["name"]["tier"] == "locked"
    assert shown["fields"]["name"]["clause"] == "G 一.2"
    assert shown["fields"]["political_status"]["tier"] == "review"
    assert shown["fields"]["mobile"]["tier"] == "free"
    assert tuanji("member", "show", 99999)["error"]["code"] == "member.unknown"


@pytest.mark.parametrize(
    ("day", "pair", "clause"),
    [
        ("2018-08-01", "name=张三", "G 一.2"),
        ("2018-08-01", "id_number=520628199909306645", "G 一.2"),
        ("2018-08-01", "development_number=201652360045", "G 一.2"),
        ("2018-08-01", "joined_on=2016-11", "G 一.2"),
        ("2018-09-27", "joined_on=2016-11", "G 一.2"),
        ("2018-12-01", "joined_on=2016-11", "G 二"),
    ],
)
def test_locked_fields_are_refused_with_their_clause(
    county: Path, tuanji: Tuanji, day: str, pair: str, clause: str
) -> None:
    answer = tuanji("--today", day, "member", "set", 1, pair, FREE, SUBMITTED)
    assert answer.code == 1
    assert [one["clause"] for one in answer["refused"]] == [clause]
    assert answer["saved"] == ["mobile"]
    assert answer["submitted"] == ["political_status"]
    assert tuanji("member", "show", 1)["member"]["mobile"] == "19238572530"
    assert tuanji("change", "list")["count"] == 0


@pytest.mark.parametrize("day", ["2018-09-28", "2018-10-15", "2018-11-30"])
def test_joined_on_is_reviewed_inside_the_window(county: Path, tuanji: Tuanji, day: str) -> None:
    answer = tuanji("--today", day, "member", "set", 1, "joined_on=2016-11")
    assert (answer.code, answer["submitted"]) == (0, ["joined_on"])
    assert answer["changes"] == [tuanji("change", "list")["changes"][0]["no"]]


def test_review_and_free_fields(county: Path, tuanji: Tuanji) -> None:
    answer = tuanji(
        "--today", "2018-08-01", "member", "set", 1,
        SUBMITTED, "income=≤2000", "is_cadre=是", FREE, "户籍地址=贵州省铜仁市",
    )  # fmt: skip
    assert answer.code == 0
    assert answer["saved"] == ["mobile", "household_place"]
    assert answer["submitted"] == ["political_status", "income", "is_cadre"]


def test_bad_values_and_fields(county: Path, tuanji: Tuanji) -> None:
    assert tuanji("member", "set", 1, "nonsense=1")["error"]["code"] == "field.unknown"
    assert tuanji("member", "set", 1, "mobile").code == 2
    emptied = tuanji("member", "set", 1, "mobile=")
    assert emptied.code == 1
    assert emptied["refused"][0]["field"] == "mobile"
    assert emptied["error"]["code"] == "required.empty"
    starred = tuanji("member", "set", 1, "political_status=")["refused"]
    assert [(one["field"], one["tier"]) for one in starred] == [("political_status", "review")]
    assert tuanji("member", "set", 1, "mobile=1380013800")["error"]["code"] == "mobile.format"


def test_report_in_cycle(county: Path, tuanji: Tuanji) -> None:
    added = tuanji("member", "add", "--org", "QX0101", "name=李新", "mobile=13900000001")
    assert added["status"] == "draft"
    number = added["id"]
    refused = tuanji("member", "report-in", number, "submit")
    assert (refused.code, refused["error"]["code"]) == (1, "required.empty")
    assert tuanji("member", "set", number, "name=李欣")["saved"] == ["name"]
    whole = tuanji(
        "--today", "2018-08-01", "member", "add", "--org", "QX0101", "--submit",
        "name=王小二", "id_kind=居民身份证", "id_number=110101200001010010", "ethnicity=汉族",
        "mobile=13900000002", "joined_on=2016-05", "household_place=贵州省", "political_status=共青团员",
        "income=学生无收入", "is_cadre=否", "education=高中在读",
    )  # fmt: skip
    assert whole["status"] == "submitted", whole.data
    locked = tuanji("member", "set", whole["id"], FREE)
    assert locked["refused"][0]["clause"] == "G 一.1"
    assert tuanji("member", "report-in", whole["id"], "return").code == 1
    back = tuanji("member", "report-in", whole["id"], "return", "--reason", "报错支部")
    assert back["status"] == "returned"
    moved = tuanji("member", "report-in", whole["id"], "submit", "--org", "QX0102")
    assert moved["status"] == "submitted"
    assert tuanji("member", "report-in", whole["id"], "approve")["status"] == "active"
    assert tuanji("member", "find", "--limit", 0)["count"] == 1109


def test_approve_at_once_needs_everything(county: Path, tuanji: Tuanji) -> None:
    answer = tuanji("member", "add", "--org", "QX0101", "name=李新", "--approve")
    assert answer["error"]["code"] == "required.empty"
    assert (
        tuanji("member", "add", "--org", "QX01", "name=李新")["error"]["code"] == "branch.unknown"
    )
    assert tuanji("member", "add", "name=李新").code == 2
