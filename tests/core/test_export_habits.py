"""How a list was exported last is remembered a kind at a time, and survives damage."""

from pathlib import Path

from tuanji_desktop.core.export_habits import last_wish, remember_wish


def test_each_kind_keeps_its_own(tmp_path: Path) -> None:
    path = tmp_path / "new" / "exports.json"
    assert last_wish(path, "roster") == ""
    remember_wish(path, "roster", "a")
    remember_wish(path, "graduates", "b")
    remember_wish(path, "roster", "c")
    assert (last_wish(path, "roster"), last_wish(path, "graduates")) == ("c", "b")


def test_damage_is_as_if_nothing_had_been(tmp_path: Path) -> None:
    path = tmp_path / "exports.json"
    for text in ("{", "[]", '{"roster": 3}'):
        path.write_text(text)
        assert last_wish(path, "roster") == ""
    remember_wish(path, "roster", "a")
    assert last_wish(path, "roster") == "a"
