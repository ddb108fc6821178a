"""Limits grow with an honest file and stop somewhere; the cap holds."""

import subprocess
import sys

from tuanji_desktop.sheets.limits import MEBIBYTE, Limits


def test_memory_and_time_grow_with_the_file_up_to_a_ceiling() -> None:
    limits = Limits()
    assert limits.memory_for(0) == 512 * MEBIBYTE
    assert limits.memory_for(10 * MEBIBYTE) == 752 * MEBIBYTE
    assert limits.memory_for(128 * MEBIBYTE) == limits.memory_ceiling
    assert limits.seconds_for(0) == 10
    assert limits.seconds_for(3 * MEBIBYTE) == 20


def test_the_cap_holds() -> None:
    script = (
        "from tuanji_desktop.sheets.limits import cap_own_memory\n"
        "cap_own_memory(256 << 20)\n"
        "try: bytearray(512 << 20)\n"
        "except MemoryError: print('capped')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "capped\n"
