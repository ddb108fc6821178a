"""The shape of a pack: what is wrong is named with its place, in Chinese."""

import copy
import tomllib
from typing import Any

import pytest

from tests.builders import packs
from tuanji_desktop.rules.pack_schema import faults


@pytest.fixture
def national() -> dict[str, Any]:
    with (packs() / "national.toml").open("rb") as file:
        return tomllib.load(file)


@pytest.mark.parametrize("name", ["national", "guangdong-2018", "qilu-2024"])
def test_the_packs_of_the_program_are_sound(name: str) -> None:
    with (packs() / f"{name}.toml").open("rb") as file:
        assert faults(tomllib.load(file)) == []


def test_every_fault_has_its_place_and_a_reason(national: dict[str, Any]) -> None:
    def spoiled(*path: str, value: object) -> dict[str, Any]:
        data = copy.deepcopy(national)
        at = data
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        return data

    for data in (
        spoiled("id", value=3),
        spoiled("nonsense", value="x"),
        spoiled("default", "tier", value="sometimes"),
        spoiled("tiers", value={"nickname": national["default"]}),
        spoiled("deletion", "reasons", value=[]),
    ):
        found = faults(data)
        assert found
        for _where, reason in found:
            assert not reason.isascii(), reason
