"""Each button that is off says why."""

from collections.abc import Sequence

import pytest

from tuanji_desktop.review.buttons import READ_ONLY, why_off
from tuanji_desktop.review.queries import Waiting
from tuanji_desktop.review.table import ReviewRow

WAITING = Waiting(7, 1, "张三", "高三（1）班", "active", "王干事", "2018-08-01", ("income",), ())
ON = dict.fromkeys(("accept", "return", "withdraw", "slip"))


def row(**words: str) -> ReviewRow:
    return ReviewRow(WAITING, 0, False, **words)


def off(
    rows: Sequence[ReviewRow], *, shown: int = 7, ticked: int = 1, read_only: bool = False,
    busy: bool = False,
) -> dict[str, str | None]:  # fmt: skip
    return why_off(rows, shown=shown, ticked=ticked, read_only=read_only, busy=busy)


def test_one_request_with_a_tick_takes_every_act() -> None:
    assert off([row()]) == ON


def test_without_a_request_nothing_is_on_and_nothing_needs_saying() -> None:
    assert off([]) == dict.fromkeys(ON, "")


def test_read_only_lets_one_look_and_print() -> None:
    assert off([row()], read_only=True) == {**dict.fromkeys(ON, READ_ONLY), "slip": None}
    assert off([row()], busy=True) == {**dict.fromkeys(ON, ""), "slip": None}


def test_until_the_request_is_read_nothing_is_decided() -> None:
    assert off([row()], shown=8)["accept"] == ""


def test_without_a_tick_one_is_asked_for_it() -> None:
    assert off([row()], ticked=0)["return"] == "请先勾选要办理的字段"


def test_ones_own_can_be_withdrawn_only() -> None:
    found = off([row(barred="由您提出", single="由您提出")])
    assert found["accept"] == found["return"] == "由您提出；不想改了可以撤回"
    assert found["withdraw"] is None


def test_of_one_who_left_it_can_only_go_back() -> None:
    found = off([row(closed="已不在册，只能退回")])
    assert (found["accept"], found["return"]) == ("已不在册，只能退回", None)


@pytest.mark.parametrize(
    ("rows", "accept", "returned"),
    [
        ([row(), row(single="有冲突")], None, None),
        ([row(single="有冲突"), row(single="有冲突")], "所选的申请都须逐件办理", None),
        ([row(barred="由您提出", single="由您提出")] * 2, "由您提出", "由您提出"),
    ],
)
def test_of_several_some_are_enough(
    rows: list[ReviewRow], accept: str | None, returned: str | None
) -> None:
    found = off(rows, shown=0, ticked=0)
    assert (found["accept"], found["return"]) == (accept, returned)
    assert found["withdraw"] == "撤回请逐件办理"
