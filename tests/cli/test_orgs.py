"""The tree on the command line."""

from pathlib import Path

from tests.cli.conftest import SAMPLES, Tuanji


def node(tuanji: Tuanji, code: str) -> dict[str, object]:
    found = [one for one in tuanji("org", "list")["organizations"] if one["code"] == code]
    return found[0] if found else {}


def test_import_is_idempotent(county: Path, tuanji: Tuanji) -> None:
    again = tuanji("org", "import", SAMPLES / "organizations.xlsx")
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, 68)
    assert "operation" not in again.data


def test_add_move_merge_dissolve(county: Path, tuanji: Tuanji) -> None:
    made = tuanji(
        "org", "add", "QX0107", "--name", "中国共产主义青年团青溪县第一中学新支部委员会",
        "--kind", "团支部", "--parent", "QX01",
    )  # fmt: skip
    assert made.code == 0
    assert node(tuanji, "QX0107")["parent"] == "QX01"
    assert (
        tuanji("org", "add", "QX0107", "--name", "x", "--kind", "团支部", "--parent", "QX01").code
        == 1
    )
    assert (
        tuanji("org", "add", "QX9", "--name", "x", "--kind", "团支部", "--parent", "QX0107").code
        == 1
    )
    before = node(tuanji, "QX02")["members"]
    assert tuanji("org", "move", "QX0101", "--to", "QX02").code == 0
    assert node(tuanji, "QX02")["members"] > before  # type: ignore[operator]
    assert tuanji("org", "move", "QX01", "--to", "QX02").code == 1
    moved = tuanji("org", "merge", "QX0101", "--into", "QX0102")
    assert moved["members"] > 0
    assert node(tuanji, "QX0101") == {}
    assert tuanji("org", "dissolve", "QX0102").code == 1
    assert tuanji("org", "dissolve", "QX0107").code == 0
    assert tuanji("office", "check")["ok"]
