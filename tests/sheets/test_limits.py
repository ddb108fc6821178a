"""Limits grow with an honest file and stop somewhere."""

from tuanji_desktop.core.child import MEBIBYTE
from tuanji_desktop.sheets.limits import Limits


def test_memory_and_time_grow_with_the_file_up_to_a_ceiling() -> None:
    limits = Limits()
    assert limits.memory_for(0) == 512 * MEBIBYTE
    assert limits.memory_for(10 * MEBIBYTE) == 752 * MEBIBYTE
    assert limits.memory_for(128 * MEBIBYTE) == limits.memory_ceiling
    assert limits.seconds_for(0) == 10
    assert limits.seconds_for(3 * MEBIBYTE) == 20
