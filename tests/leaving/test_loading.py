"""What the dialog and the register open with."""

from pathlib import Path

import pytest

from tests.builders import add_member
from tests.leaving.helpers import left, older
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.leaving.loading import (
    fetch_departures,
    load_candidates,
    load_register,
    load_start,
    save_proof,
)
from tuanji_desktop.leaving.queries import RegisterFilter
from tuanji_desktop.office.context import Context


def test_which_way_is_meant(office: Context) -> None:
    start = load_start(office, [1, 2, 3, 4], "")
    assert (start.door, start.members, start.names) == ("", 4, ("张三", "李小梅", "买买提·艾力"))
    assert [door.code for door in start.doors] == [
        "over_age", "self_left", "voluntarily_left", "expelled",
    ]  # fmt: skip
    assert load_start(office, [1], "expelled").door == "expelled"
    left(office, "self_left", 1)
    for ids, door, codes in (
        ([1], "", ["restored"]),
        ([2], "restored", ["restored"]),
        ([1, 2], "", ["over_age", "self_left", "voluntarily_left", "expelled"]),
    ):
        assert [one.code for one in load_start(office, ids, door).doors] == codes
    gone = add_member(office, name="陈离", status="transferred_out")
    assert load_start(office, [gone], "").door == ""
    with pytest.raises(BadInput):
        load_start(office, [1], "deleted")


def test_the_register_at_a_glance(office: Context) -> None:
    left(office, "self_left", 1)
    found = load_register(office, RegisterFilter(door="expelled"))
    assert list(found.ids) == []
    assert (found.years, found.doors) == ((2018,), {"self_left": 1})
    assert fetch_departures(office, [1, 9])[1].name == "张三"


def test_candidates_by_id_in_order(office: Context) -> None:
    second, first = older(office, "赵二"), older(office, "安一")
    assert list(load_candidates(office)) == [first, second]
    assert list(load_candidates(office, 4)) == []


def test_a_paper_comes_out_as_it_went_in(office: Context, tmp_path: Path) -> None:
    left(office, "expelled", 1)
    out = save_proof(office, 1, tmp_path / "决定.pdf")
    assert out.read_bytes() == "decision 的扫描".encode()
    with pytest.raises(NotFound, match="已不在"):
        save_proof(office, 2, tmp_path / "无.pdf")
