"""Packs on the command line."""

from pathlib import Path

from tests.cli.conftest import Tuanji
from tuanji_desktop.core.paths import resource_dir


def test_list_check_use(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    ids = {one["id"] for one in tuanji("policy", "list")["policies"]}
    assert {"national", "guangdong-2018", "qilu-2024"} <= ids
    good = resource_dir() / "policies" / "qilu-2024.toml"
    assert tuanji("policy", "check", good)["id"] == "qilu-2024"
    broken = tmp_path / "坏.toml"
    broken.write_text("id = 3\n", encoding="utf-8")
    answer = tuanji("policy", "check", broken)
    assert (answer.code, answer["error"]["code"]) == (1, "policy.invalid")
    assert tuanji("policy", "use", "qilu-2024").code == 0
    locked = tuanji("member", "show", 1)["fields"]["sex"]
    assert locked["tier"] == "locked"
    assert tuanji("policy", "use", "nonsense")["error"]["code"] == "policy.unknown"
