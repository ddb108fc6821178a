"""What is seen of a number."""

from tuanji_desktop.core.masks import group_id, mask_id, mask_phone


def test_the_ends_are_seen() -> None:
    assert mask_id("11010119900101002X") == "110***********002X"
    assert mask_phone("13812341234") == "138****1234"


def test_a_short_number_is_not_given_away() -> None:
    assert mask_id("1101") == "****"
    assert mask_phone("") == ""


def test_a_whole_number_is_read_in_groups() -> None:
    assert group_id("11010119900101002X") == "110101 19900101 002X"
    assert group_id("H12345678") == "H12345678"
