"""From the data of a pack to the rows of a policy."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from tests.builders import pack
from tuanji_desktop.rules.lifecycle import Stage
from tuanji_desktop.rules.policy import Tier


def test_an_extended_pack_has_the_rows_of_both() -> None:
    national, guangdong = pack("national"), pack("guangdong-2018")
    assert guangdong.info.extends == "national"
    assert national.windows == ()
    assert [(row.field, row.first, row.last) for row in guangdong.windows] == [
        ("joined_on", date(2018, 9, 28), date(2018, 11, 30)),
        ("joined_on", date(2018, 12, 1), None),  # closed for good (G 二)
    ]
    assert {row.field for row in national.requirements} < {
        row.field for row in guangdong.requirements
    }
    assert national.choice_lists["ethnicity"] == guangdong.choice_lists["ethnicity"]
    assert set(guangdong.stages) <= set(Stage)
    assert guangdong.rules["name"].tier is Tier.LOCKED


def test_nobody_can_change_a_policy() -> None:
    policy = pack("qilu-2024")
    with pytest.raises(FrozenInstanceError):
        policy.forms = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        policy.rules["name"] = policy.default  # type: ignore[index]
