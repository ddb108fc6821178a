"""The review queue: per field, with a reason, conflicts shown and not written."""

from pathlib import Path

from tests.cli.conftest import Tuanji


def test_accept_and_return(county: Path, tuanji: Tuanji) -> None:
    tuanji("member", "set", 1, "political_status=中共预备党员", "is_cadre=是")
    number = tuanji("change", "list")["changes"][0]["no"]
    assert tuanji("change", "decide", number, "--return", "is_cadre").code == 1
    done = tuanji(
        "change", "decide", number,
        "--accept", "political_status", "--return", "is_cadre", "--reason", "不是团干",
    )  # fmt: skip
    assert (done["accepted"], done["returned"]) == (["political_status"], ["is_cadre"])
    shown = tuanji("member", "show", 1)["member"]
    assert (shown["political_status"], shown["is_cadre"]) == ("中共预备党员", "否")
    assert tuanji("change", "list")["count"] == 0
    assert tuanji("change", "decide", number, "--accept", "is_cadre").code == 1


def test_a_moved_base_is_a_conflict(county: Path, tuanji: Tuanji) -> None:
    tuanji("member", "set", 1, "is_cadre=是")
    first = tuanji("change", "list")["changes"][0]["no"]
    tuanji("member", "set", 2, "is_cadre=是")
    second = tuanji("change", "list")["changes"][1]["no"]
    assert tuanji("change", "decide", second, "--accept", "is_cadre")["conflicts"] == []
    # the same field of the first member changes by another road before the decision
    tuanji("change", "decide", first, "--accept", "is_cadre")
    number = tuanji("log", "--limit", 1)["operations"][0]["number"]
    tuanji("member", "set", 1, "is_cadre=否")
    third = tuanji("change", "list")["changes"][0]["no"]
    tuanji("undo", number)
    conflict = tuanji("change", "decide", third, "--accept", "is_cadre")
    assert conflict["conflicts"] == ["is_cadre"]
    assert conflict["decided"] == []
