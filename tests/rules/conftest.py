from pathlib import Path

import pytest

from tuanji_desktop.rules.policy import Policy, load_pack

PACKS = Path(__file__).parents[2] / "resources" / "policies"


def built_in(name: str) -> Policy:
    return load_pack(PACKS / f"{name}.toml", directories=[PACKS])


@pytest.fixture(scope="session")
def national() -> Policy:
    return built_in("national")


@pytest.fixture(scope="session")
def guangdong() -> Policy:
    return built_in("guangdong-2018")


@pytest.fixture(scope="session")
def qilu() -> Policy:
    return built_in("qilu-2024")
