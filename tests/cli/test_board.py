"""The board on the command line: the same numbers as in the window."""

from pathlib import Path

from tests.cli.conftest import Tuanji


def test_numbers_people_and_moves(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    board = tuanji("board", "show")
    assert board["members"] == 1108
    sexes = next(one for one in board["measures"] if one["key"] == "sex")["groups"]
    for one in sexes:
        people = tuanji("board", "people", "sex", one["group"])
        assert people["count"] == len(people["members"]) == one["count"]
    assert tuanji("board", "people", "red")["count"] == board["red"]
    assert tuanji("board", "show", "--day", "2000-01-01")["members"] == 0
    months = tuanji("board", "months", "--number", "1")["months"]
    assert [one["members"] for one in months] == [1108]
    moves = tuanji("board", "moves", "--since", "2000-01-01")
    assert (moves["before"], moves["after"]) == (0, 1108)
    assert moves["moves"]["joined"]["count"] == 1108
    out = tmp_path / "年报表.xlsx"
    assert tuanji("board", "return", out)["rows"] > 1
    assert out.exists()


def test_an_unknown_measure_or_unit_is_refused(county: Path, tuanji: Tuanji) -> None:
    assert tuanji("board", "people", "height").code == 1
    assert tuanji("board", "people", "units", "QX").code == 1
    assert tuanji("board", "show", "--org", "nowhere").code == 1
