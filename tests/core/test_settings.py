"""Machine settings survive damage."""

from pathlib import Path

import pytest

from tuanji_desktop.core.settings import MachineSettings, load_settings, save_settings


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    settings = MachineSettings(
        last_office="某县.tuanji",
        recent_offices=("某县.tuanji", "练习.tuanji"),
        theme="dark",
        font_scale=1.15,
        row_density="comfortable",
        window_geometry="AAEC",
        desk_states={"roster": "{}"},
    )
    path = tmp_path / "new" / "machine.json"
    save_settings(path, settings)
    assert load_settings(path) == settings
    assert [one.name for one in path.parent.iterdir()] == ["machine.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"theme": 3}', "\x00\xff", "[" * 100_000])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "machine.json"
    path.write_text(text, encoding="latin-1")
    assert load_settings(path) == MachineSettings()


def test_where_nothing_can_be_kept_it_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save_settings(tmp_path / "file" / "machine.json", MachineSettings(theme="dark"))


def test_a_path_that_is_no_unicode_is_kept(tmp_path: Path) -> None:
    settings = MachineSettings(last_office="/media/\udcc7\udce0/a.tuanji")
    save_settings(tmp_path / "machine.json", settings)
    assert load_settings(tmp_path / "machine.json") == settings


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.json") == MachineSettings()


def test_only_the_senseless_value_falls_back(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    path.write_text(
        '{"theme": "pink", "font_scale": 40, "row_density": "comfortable", "later": 1,'
        ' "recent_offices": ["a", 2], "desk_states": {"roster": "x", "home": 5}, "last_office": 7}',
        encoding="utf-8",
    )
    assert load_settings(path) == MachineSettings(
        row_density="comfortable", desk_states={"roster": "x"}
    )
