"""Showing a number whole is deliberate and written down."""

import pytest

from tests.builders import add_member
from tests.members.helpers import select
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.members.reveal import MASKED_FIELDS, reveal_field
from tuanji_desktop.office.context import Context


def test_who_looked_is_written_down_without_the_number(office: Context) -> None:
    assert reveal_field(office, member_id=1, field="mobile") == "13800138001"
    assert select(office, "SELECT member_id, field, operator, at FROM reveals") == [
        (1, "mobile", "王干事", office.clock().astimezone().isoformat(timespec="seconds"))
    ]
    assert select(office, "SELECT kind, words FROM journal_operations")[-1] == (
        "member.reveal",
        "查看 张三 的完整手机号码",
    )


def test_only_what_is_masked_is_revealed(office: Context) -> None:
    assert {"id_number", "mobile", "counsellor_mobile"} == MASKED_FIELDS
    with pytest.raises(BadInput):
        reveal_field(office, member_id=1, field="name")
    with pytest.raises(NotFound):
        reveal_field(office, member_id=99, field="mobile")


def test_an_empty_number_shows_nothing(office: Context) -> None:
    empty = add_member(office, name="周八", mobile="")
    assert reveal_field(office, member_id=empty, field="mobile") == ""
