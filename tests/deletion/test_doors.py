"""Every refusal has its door, the member chosen already."""

import pytest

from tests.builders import pack
from tuanji_desktop.deletion.doors import (
    Door,
    Standing,
    doors_of,
    doors_of_obstacle,
    doors_of_unfinished,
)

FREE = Standing(7, "active", None, None)
MOVING = Standing(7, "active", 31, (2018, "started"))


@pytest.mark.parametrize(
    ("code", "doors"),
    [
        ("unreachable", [("leaving", {"ids": [7], "door": "self_left"}, False)]),
        ("graduated", [("transfer", [7], False), ("retention", [7], False)]),
        ("transfer_difficult", [("transfer", [7], False)]),
        ("moved_away", [("transfer", [7], False)]),
        ("of_an_own_pack", []),
    ],
)
def test_a_refused_kind_leads_on(code: str, doors: list[tuple[str, object, bool]]) -> None:
    assert [(one.key, one.wish, one.is_desk) for one in doors_of(code, FREE)] == doors


def test_every_refused_kind_of_the_packs_has_a_door() -> None:
    for policy in (pack("guangdong-2018"), pack("qilu-2024"), pack("national")):
        for kind in policy.reasons.values():
            assert kind.accepted or doors_of(kind.code, FREE), kind.code


def test_a_transfer_that_is_under_way_is_looked_at_and_not_started_twice() -> None:
    assert doors_of("transfer_difficult", MOVING) == (
        Door("transfers", "查看转接", {"transfer": 31}, is_desk=True),
    )
    assert [one.key for one in doors_of_unfinished(MOVING)] == [
        "transfers", "graduates", "retention",
    ]  # fmt: skip
    assert doors_of_unfinished(MOVING)[1].wish == {"year": 2018, "progress": "started"}
    assert [one.key for one in doors_of_unfinished(FREE)] == ["transfer", "retention"]


def test_a_report_in_that_waits_is_returned_in_the_review() -> None:
    waiting = Standing(7, "submitted", None, None)
    assert [(one.key, one.wish) for one in doors_of_obstacle(waiting)] == [
        ("review", {"member": 7})
    ]
    assert doors_of_obstacle(FREE) == ()
