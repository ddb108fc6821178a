"""Characters written by hand: named, asked for, kept with the paper and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.core.by_hand import (
    as_reason,
    by_hand_way,
    named,
    read_characters,
    said_in,
)
from tuanji_desktop.core.errors import BadInput

RARE, RARER = "\U000323af", "\ue863"


def test_a_command_names_a_character_or_its_code_point() -> None:
    assert read_characters([f"{RARE}、u+e863", "U+323AF"]) == (RARE, RARER)
    assert read_characters([]) == ()
    with pytest.raises(BadInput, match=r"U\+110000") as refused:
        read_characters(["U+110000"])
    assert refused.value.code == "paper.character"


def test_a_refusal_says_what_to_do() -> None:
    assert as_reason([]) is None
    assert named(RARE) == f"U+323AF（{RARE}）"
    assert by_hand_way([RARE]).endswith(f"--write-by-hand 写明 U+323AF（{RARE}）。")
    assert by_hand_way([]) == ""


@given(st.lists(st.characters(min_codepoint=0xE000, exclude_characters="）"), max_size=5))
def test_what_is_said_is_read_back(characters: list[str]) -> None:
    reason = as_reason(characters, "更正了手机号")
    assert reason is not None
    assert reason.startswith("更正了手机号")
    assert said_in(reason) == tuple(dict.fromkeys(characters))


def test_of_several_papers_each_is_read_by_its_title() -> None:
    reason = as_reason([RARE], paper="审核单〔1〕")
    reason = as_reason([RARER], reason, paper="审核单 2")
    assert reason is not None
    assert said_in(reason, "审核单〔1〕") == (RARE,)
    assert said_in(reason, "审核单 2") == (RARER,)
    assert said_in(reason, "审核单 3") == ()
    assert as_reason([], paper="审核单 3") is None
