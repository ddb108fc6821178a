"""The year's graduates on the command line."""

from pathlib import Path

from tests.cli.conftest import SAMPLES, Tuanji
from tests.papers.reading import whole_text


def test_an_ambiguous_entry_is_answered(county: Path, tuanji: Tuanji) -> None:
    tuanji(
        "import", "graduates", SAMPLES / "graduates-2018-vocational.xls",
        "--year", 2018, "--school", "QX04", "--apply",
    )  # fmt: skip
    before = tuanji("graduates", "list", "--year", 2018)
    assert before["match"] == {"matched": 72, "new": 3, "ambiguous": 4}
    entry = next(one for one in before["entries"] if one["match"] == "ambiguous")
    assert tuanji("graduates", "match", entry["id"], "--member", 5).code == 0
    assert tuanji("graduates", "list", "--year", 2018)["match"]["matched"] == 73


def _three_lists(tuanji: Tuanji) -> None:
    for name, school in (
        ("first-middle-school.xlsx", "QX01"),
        ("minzu-gb18030.csv", "QX03"),
        ("vocational.xls", "QX04"),
    ):
        done = tuanji(
            "import", "graduates", SAMPLES / f"graduates-2018-{name}",
            "--year", 2018, "--school", school, "--apply",
        )  # fmt: skip
        assert done.code == 0


def test_rates_of_the_three_lists_equal_a_plain_count(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    _three_lists(tuanji)
    entries = tuanji("graduates", "list", "--year", 2018)["entries"]
    out = tmp_path / "进度.csv"
    found = tuanji("--today", "2018-09-21", "graduates", "rates", "--year", 2018, "--out", out)
    assert found.code == 0
    counted = [one for one in entries if one["progress"] != "excluded"]
    total = found["total"]
    assert (total["due"], total["started"], total["received"]) == (len(counted), 0, 0)
    assert total["excluded"] == sum(one["destination"] == "延迟毕业" for one in entries)
    assert (total["started_rate"], total["completion_rate"], total["employer_rate"]) == (0, 0, 0)
    assert total["not_further"] == sum(one["destination"] != "升学" for one in counted)
    assert {one["code"]: one["due"] for one in found["schools"]} == {
        code: sum(one["school"] == name for one in counted)
        for code, name in {(o["code"], o["short_name"]) for o in found["schools"]}
    }
    assert {one["rank"] for one in found["schools"]} == {1}
    assert [(one["due_on"], one["days_left"]) for one in found["milestones"]] == [
        ("2018-06-30", -83),
        ("2018-09-30", 9),
        ("2018-09-30", 9),
        ("2018-10-30", 39),
    ]
    assert out.read_text(encoding="utf-8-sig").count("\n") > 4


def test_the_people_behind_a_number_and_one_school(county: Path, tuanji: Tuanji) -> None:
    _three_lists(tuanji)
    found = tuanji("graduates", "rates", "--year", 2018, "--org", "QX04", "--people", "unfinished")
    assert [one["code"] for one in found["schools"]] == ["QX04"]
    entries = {one["id"]: one for one in tuanji("graduates", "list", "--year", 2018)["entries"]}
    behind = [entries[one] for one in found["people"]["entries"]]
    assert len(behind) == found["total"]["unfinished"]
    assert {one["school"] for one in behind} == {found["schools"][0]["short_name"]}
    assert tuanji("graduates", "rates", "--year", 2018, "--people", "nobody").code == 2
    wrong = tuanji("graduates", "rates", "--year", 2018, "--as-of", "昨天")
    assert wrong["error"]["code"] == "date.unreadable"


def test_reminder_and_party_notice(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    _three_lists(tuanji)
    out = tmp_path / "函.pdf"
    line = ("--year", 2018, "--out", out)
    made = tuanji("--today", "2018-09-21", "paper", "reminder", "--org", "QX04", *line)
    assert made["pages"] > 1
    text = whole_text(out.read_bytes())
    assert "距今还有9天" in text
    refused = tuanji("paper", "party-notice", "--org", "QX04", *line)
    assert (refused.code, refused["error"]["code"]) == (1, "graduates.not_a_university")
    assert tuanji("org", "set", "QX04", "school_kind=市属高校").code == 0
    made = tuanji("paper", "party-notice", "--org", "QX04", "--to", "中共青溪职业学院委员会", *line)
    assert made.code == 0
    assert "中共青溪职业学院委员会：" in whole_text(out.read_bytes())
    assert tuanji("paper", "reminder", "--out", out).code == 2
    unlisted = tuanji("paper", "reminder", "--org", "QX02", *line)
    assert unlisted["error"]["code"] == "graduates.no_entries"


def test_destinations_are_settled(county: Path, tuanji: Tuanji) -> None:
    _three_lists(tuanji)
    found = tuanji("graduates", "list", "--year", 2018)["entries"]
    unknown = [one["id"] for one in found if one["progress"] == "unsettled"][:2]
    words = ("graduates", "settle", *unknown, "--destination", "升学", "--in-province")
    seen = tuanji(*words, "--target", "省理工学院团委", "--plan")
    assert [one["entry"] for one in seen["settled"]] == unknown
    assert "operation" not in seen.data
    done = tuanji(*words, "--target", "省理工学院团委")
    assert done["settled"] == seen["settled"]
    assert {one["progress"] for one in done["settled"]} == {"due"}
    again = tuanji(*words, "--target", "省理工学院团委")
    assert again.code == 1
    assert again["error"]["code"] == "graduates.same"
    assert tuanji("graduates", "settle", unknown[0]).code == 1
    later = {one["id"]: one for one in tuanji("graduates", "list", "--year", 2018)["entries"]}
    assert {later[one]["destination"] for one in unknown} == {"升学"}


def test_a_schools_sheet_and_the_rates_over_time(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    assert tuanji("graduates", "rates-over-time")["points"] == []
    tuanji("import", "graduates", SAMPLES / "graduates-2018-minzu-gb18030.csv", "--year", 2018,
           "--apply")  # fmt: skip
    out = tmp_path / "待办理.xlsx"
    made = tuanji("graduates", "sheet", out, "--school", "QX03", "--year", 2018)
    listed = tuanji("graduates", "list", "--year", 2018)
    open_ones = [
        one for one in listed["entries"] if one["progress"] not in ("received", "excluded")
    ]
    assert made["people"] == len(open_ones)
    assert out.exists()
    nobody = tuanji("graduates", "sheet", out, "--school", "QX01", "--year", 2018)
    assert nobody["error"]["code"] == "graduates.nothing_to_ask"
    points = tuanji("--today", "2018-07-15", "graduates", "rates-over-time")["points"]
    assert [one["day"] for one in points][-1] == "2018-07-15"
    assert points[-1]["due"] == tuanji("graduates", "rates", "--year", 2018)["total"]["due"]
