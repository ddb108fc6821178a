"""The journal on the command line."""

from pathlib import Path

from tests.cli.conftest import Tuanji


def test_log_of_a_member_tells_before_and_after(county: Path, tuanji: Tuanji) -> None:
    tuanji("member", "set", 1, "mobile=13800138000", "--basis", "本人申请")
    newest = tuanji("log", "--member", 1)["operations"][0]
    assert newest["document"] == "本人申请"
    assert newest["changes"] == [
        {"field": "手机号码", "before": "19238572530", "after": "13800138000"}
    ]
    assert len(tuanji("log", "--limit", 2)["operations"]) == 2


def test_undo_keeps_what_was_changed_later(county: Path, tuanji: Tuanji) -> None:
    tuanji("member", "set", 1, "mobile=13800138000")
    first = tuanji("log", "--limit", 1)["operations"][0]["number"]
    tuanji("member", "set", 1, "mobile=13800138001")
    planned = tuanji("undo", first, "--plan")
    assert (planned["reversed"], planned["kept"][0]["fields"]) == ([], ["mobile"])
    done = tuanji("undo", first)
    assert done["kept"] == planned["kept"]
    assert tuanji("member", "show", 1)["member"]["mobile"] == "13800138001"
    assert tuanji("undo", 99999)["error"]["code"] == "operation.unknown"
    assert tuanji("undo", 1)["error"]["code"] == "undo.first"
