"""The set-up: what is missing is named, what is done is not done again."""

from pathlib import Path

import pytest

from tools import setup


def test_a_library_that_is_not_there_is_named_by_its_packages() -> None:
    libraries = {"libc.so.6": ("libc6", "glibc"), "libnobody-has-this.so.9": ("deb", "rpm")}
    assert setup.missing(libraries) == [("deb", "rpm")]


@pytest.mark.parametrize(
    ("tools", "line"),
    [
        ({"apt-get"}, "sudo apt-get install libxcb-shape0 libxcb-xkb1"),
        ({"dnf"}, "sudo dnf install libxcb"),
    ],
)
def test_the_line_to_type_suits_the_system(
    monkeypatch: pytest.MonkeyPatch, tools: set[str], line: str
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name if name in tools else None)
    assert setup.install_line([("libxcb-shape0", "libxcb"), ("libxcb-xkb1", "libxcb")]) == line


def test_apt_is_left_alone_by_everybody_but_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "is_root", lambda: False)
    assert not setup.apt_install(["a-package"])


def test_a_changed_lock_asks_for_a_new_filling(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stamp, lock = tmp_path / "locked", tmp_path / "dev.txt"
    for command in (*setup.COMMANDS, "python"):
        (tmp_path / command).touch()
    lock.write_text("a==1")
    for name, value in {"BIN": tmp_path, "STAMP": stamp, "LOCK": lock}.items():
        monkeypatch.setattr(setup, name, value)
    assert not setup.is_filled()
    stamp.write_text(setup.fingerprint())
    assert setup.is_filled()
    lock.write_text("a==2")
    assert not setup.is_filled()
    lock.write_text("a==1")
    (tmp_path / "tuanji").unlink()
    assert not setup.is_filled()
