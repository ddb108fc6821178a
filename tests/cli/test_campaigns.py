"""The verification campaign on the command line: the whole way, and what is refused."""

from pathlib import Path

from tests.cli.conftest import Tuanji
from tests.papers.reading import whole_text


def begun(tuanji: Tuanji) -> int:
    made = tuanji(
        "campaign", "open", "--title", "团员信息核对", "--org", "QX01", "--from", "2018-08-01",
        "--to", "2018-09-30", "--branches-by", "2018-08-31", "--forms-by", "2018-08-20",
        "--today", "2018-08-15",
    )  # fmt: skip
    assert made.code == 0, made
    return int(made["no"])


def test_the_whole_way(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    number = begun(tuanji)
    shown = tuanji("campaign", "show", number, "--today", "2018-08-25")
    assert [(one["key"], one["days"]) for one in shown["deadlines"]] == [
        ("forms_due", -5), ("branches_done_by", 6), ("last_on", 36),
    ]  # fmt: skip
    assert shown["branches"] == len(shown["rows"]) > 1
    branch = next(row for row in shown["rows"] if row["members"])["code"]
    people = tuanji("campaign", "show", number, "--branch", branch)["people"]
    ids = [one["member"] for one in people]
    words = ("campaign", "check", number, *ids, "--result", "incomplete")
    plan = tuanji(*words)
    assert (plan["applied"], {row["after"] for row in plan["rows"]}) == (False, {"incomplete"})
    assert tuanji("campaign", "show", number)["checked"] == 0
    refused = tuanji("campaign", "done", number, branch)
    assert (refused.code, refused["error"]["code"]) == (1, "campaign.unchecked")
    assert refused["error"]["clause"] == "Q 五.1"
    assert tuanji(*words, "--apply")["applied"] is True
    wrong = tuanji(
        "campaign", "check", number, ids[0], "--result", "wrong", "--wrong", "name,sex", "--apply"
    )
    assert wrong["rows"][0]["before"] == "incomplete"
    first = tuanji("campaign", "show", number, "--branch", branch)["people"][0]
    assert (first["result"], first["fields"], first["act"]) == (
        "wrong",
        ["name", "sex"],
        "deletion",
    )
    assert tuanji("campaign", "done", number, branch).code == 0
    assert tuanji("campaign", "show", number)["branches_done"] == 1
    for name in ("总结.pdf", "总结.xlsx"):
        assert tuanji("campaign", "report", number, "--out", tmp_path / name)["bytes"] > 1000
    assert "团员信息核对工作总结" in whole_text((tmp_path / "总结.pdf").read_bytes())
    assert tuanji("campaign", "close", number).code == 1
    closed = tuanji("campaign", "close", number, "--reason", "并入下半年核对")
    assert tuanji("campaign", "list")["campaigns"][0]["closed_on"]
    assert tuanji("undo", closed["operation"]).code == 0
    assert tuanji("campaign", "list")["campaigns"][0]["closed_on"] is None


def test_not_in_the_system_only_when_verified(county: Path, tuanji: Tuanji) -> None:
    number = begun(tuanji)
    branch = tuanji("campaign", "show", number)["rows"][0]["code"]
    words = (
        "campaign", "unlisted", number, "--branch", branch, "--name", "周新", "--id-number",
        "520628200204041558",
    )  # fmt: skip
    refused = tuanji(*words)
    assert (refused.code, refused["error"]["clause"]) == (1, "Q 三.1")
    assert tuanji(*words, "--verified").code == 0
    assert tuanji("campaign", "show", number)["results"]["unlisted"] == 1


def test_the_days_of_the_pack_and_wrong_usage(county: Path, tuanji: Tuanji) -> None:
    assert tuanji("campaign", "open", "--title", "核对").code == 2  # the pack names no days
    assert tuanji("campaign", "open", "--title", "核对", "--from", "昨天").code == 2
    assert tuanji("campaign", "show", 9).code == 1
    assert tuanji("policy", "use", "qilu-2024").code == 0
    made = tuanji("campaign", "open")
    assert (made["from"], made["to"]) == ("2024-04-01", "2024-05-31")
    assert {one["key"]: one["on"] for one in made["deadlines"]} == {
        "forms_due": "2024-04-20", "branches_done_by": "2024-04-30", "last_on": "2024-05-31",
    }  # fmt: skip
    assert tuanji("campaign", "open")["error"]["code"] == "campaign.open_already"
    assert tuanji("campaign", "list").data["campaigns"][0]["no"] == made["no"]
