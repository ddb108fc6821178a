"""Passwords that cost a millisecond instead of a quarter of a second."""

import pytest

from tuanji_desktop.store import vault

__all__ = ["cheap_keys"]


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least cost; what is wrapped stays as it is."""
    monkeypatch.setattr(vault, "_TIME_COST", 1)
    monkeypatch.setattr(vault, "_MEMORY_KIB", 64)
