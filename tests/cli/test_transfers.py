"""The ledger of transfers on the command line."""

from datetime import date
from pathlib import Path

from tests.builders import valid_id
from tests.cli.conftest import Tuanji


def test_the_whole_way(county: Path, tuanji: Tuanji) -> None:
    words = ("transfer", "start", 1, 4, "--kind", "升学", "--to", "共青团贵州大学委员会")
    plan = tuanji(*words, "--plan")
    assert (plan["transfer"], len(plan["rows"])) == (None, 2)
    done = tuanji(*words)
    assert (done["transfer"], done["state"]) == (1, "started")
    assert done["due"]
    states = [tuanji("transfer", "step", 1, "approve")["state"] for _ in range(4)]
    assert states == ["source_branch", "source_superior", "target_branch", "received"]
    assert tuanji("member", "show", 1)["status"] == "transferred_out"
    listed = tuanji("transfer", "list", "--open")
    assert (listed["count"], listed["open"], listed["overdue"]) == (1, 1, 0)
    assert tuanji("transfer", "step", 2, "withdraw")["state"] == "withdrawn"


def test_waiting_is_shown_apart(county: Path, tuanji: Tuanji) -> None:
    tuanji("transfer", "start", 1, "--kind", "升学", "--to", "贵州大学团委", "--in-province")
    assert tuanji("transfer", "step", 1, "waiting")["waiting"] is True
    assert tuanji("transfer", "list")["waiting"] == 1
    assert tuanji("transfer", "ask", 1)["asked"] == [1]
    assert tuanji("transfer", "step", 1, "built")["state"] == "started"


def test_refusals_and_wrong_usage(county: Path, tuanji: Tuanji) -> None:
    refused = tuanji("transfer", "start", 1, "--kind", "延迟毕业", "--to", "贵州大学团委")
    assert (refused.code, refused["error"]["code"]) == (1, "transfer.retained")
    assert refused["error"]["clause"]
    assert tuanji("transfer", "step", 9, "approve")["error"]["code"] == "transfer.unknown"
    assert tuanji("transfer", "step", 9, "fly").code == 2
    words = ("transfer", "start", 1, "--kind", "升学", "--to", "x")
    assert tuanji(*words, "--by", "nobody").code == 2
    assert tuanji(*words, "--on", "昨天").code == 2


def test_the_answer_may_come_late(county: Path, tuanji: Tuanji) -> None:
    tuanji("transfer", "start", 1, "--kind", "升学", "--to", "贵州大学团委")
    assert tuanji("transfer", "step", 1, "waiting")["error"]["code"] == "transfer.in_province"
    done = tuanji("transfer", "step", 1, "waiting", "--in-province")
    assert (done["state"], done["in_province"]) == ("waiting", "是")


def test_the_branch_is_assigned(county: Path, tuanji: Tuanji) -> None:
    nodes = tuanji("org", "list")["organizations"]
    school = next(node["code"] for node in nodes if node["kind"] == "committee")
    branch = next(
        node["code"]
        for node in nodes
        if node["kind"] == "branch" and node["code"].startswith(school)
    )
    tuanji("transfer", "start", 1, "--kind", "其他", "--to", school)
    for _ in range(2):
        tuanji("transfer", "step", 1, "approve")
    assert tuanji("transfer", "step", 1, "allocate").code == 2
    done = tuanji("transfer", "step", 1, "allocate", "--branch", branch)
    assert (done["own"], "allocate" in done["acts"]) == (True, False)


def test_somebody_comes_in(county: Path, tuanji: Tuanji) -> None:
    number = valid_id(date(2002, 4, 6), sex="女", serial=77)
    words = (
        "transfer", "incoming", "--name", "李转来", "--id-number", number,
        "--from", "遵义四中团委", "--to", "QX0102", "--document", "遵团介7号",
    )  # fmt: skip
    plan = tuanji(*words, "--plan")
    assert (plan["transfer"], plan["becomes"]) == (None, "draft")
    assert "joined_on" in plan["missing"]
    done = tuanji(*words)
    assert (done["incoming"], done["state"], done["from"]) == (True, "started", "遵义四中团委")
    assert tuanji(*words)["error"]["code"] == "transfer.open"
    states = [tuanji("transfer", "step", done["transfer"], "approve")["state"] for _ in range(2)]
    assert states == ["target_branch", "received"]
    member = tuanji("transfer", "list")["transfers"][0]["member"]
    assert tuanji("member", "show", member)["status"] == "draft"


def test_without_a_target_the_list_must_say_it(county: Path, tuanji: Tuanji) -> None:
    refused = tuanji("transfer", "start", 1, "--kind", "升学")
    assert (refused.code, refused["error"]["code"]) == (1, "transfer.target")
