"""Where things lie."""

import sys
from pathlib import Path

import pytest

from tuanji_desktop.core import paths


def test_the_checkout_has_its_resources() -> None:
    assert (paths.resource_dir() / "icons" / "home.svg").is_file()


def test_a_bundle_has_them_inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource_dir() == tmp_path / "resources"


def test_a_home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    assert {paths.user_config_dir(), paths.user_data_dir(), paths.log_dir()} == {
        tmp_path / "config",
        tmp_path / "data",
        tmp_path / "log",
    }


def test_otherwise_the_users_own_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    for folder in (paths.user_config_dir(), paths.user_data_dir(), paths.log_dir()):
        assert "tuanji-desktop" in folder.parts
