"""Limits grow with an honest file and stop somewhere."""

from tuanji_desktop.core.child import MEBIBYTE
from tuanji_desktop.sheets.limits import Limits


def test_memory_and_time_grow_with_the_file_up_to_a_ceiling() -> None:
    limits = Limits()
    assert limits.memory_for(0) == limits.memory_for(4 * MEBIBYTE) == 512 * MEBIBYTE
    assert limits.memory_for(14 * MEBIBYTE) == 752 * MEBIBYTE
    assert limits.memory_for(128 * MEBIBYTE) == limits.memory_ceiling
    assert limits.seconds_for(0) == limits.seconds_for(MEBIBYTE) == 9
    assert limits.seconds_for(4 * MEBIBYTE) == 18


def test_a_small_limit_of_memory_is_kept() -> None:
    small = Limits(memory_bytes=64 * MEBIBYTE, memory_ceiling=64 * MEBIBYTE)
    assert small.memory_for(20 * MEBIBYTE) == 64 * MEBIBYTE
