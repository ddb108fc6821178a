"""The year's graduates on the command line."""

from pathlib import Path

from tests.cli.conftest import SAMPLES, Tuanji


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
