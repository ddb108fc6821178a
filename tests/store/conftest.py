"""An office file on the disk, opened for one test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuanji_desktop.store import connection, vault
from tuanji_desktop.store.database import Database
from tuanji_desktop.store.vault import DataKey, new_recovery_code

from .helpers import PASSWORD, envelope_for, make_office, reopen


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests of power cuts kill processes, not the power: they need no fsync."""
    pragmas = [p.replace("synchronous = FULL", "synchronous = OFF") for p in connection._PRAGMAS]
    monkeypatch.setattr(connection, "_PRAGMAS", tuple(pragmas))


@pytest.fixture(autouse=True)
def _no_waiting_for_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess may be cheap here."""
    monkeypatch.setattr(vault, "_TIME_COST", 1)
    monkeypatch.setattr(vault, "_MEMORY_KIB", 64)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("template") / "青溪.tuanji")


@pytest.fixture
def office_file(_template: Path, tmp_path: Path) -> Path:
    """A closed plain office with the small tree."""
    return Path(shutil.copy(_template, tmp_path / "青溪.tuanji"))


@pytest.fixture
def office(office_file: Path) -> Iterator[Database]:
    """A plain office with the small tree, open for writing."""
    database = reopen(office_file)
    yield database
    database.close()


@pytest.fixture
def recovery_code() -> str:
    return new_recovery_code()


@pytest.fixture
def encrypted(tmp_path: Path, recovery_code: str) -> Iterator[Database]:
    """An encrypted office with the small tree, open for writing."""
    key = DataKey.new()
    path = tmp_path / "青溪密.tuanji"
    make_office(path, key=key, envelope=envelope_for(key, code=recovery_code))
    database = reopen(path, secret=PASSWORD)
    yield database
    database.close()
