"""The ledger of transfers on the command line."""

from pathlib import Path

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
