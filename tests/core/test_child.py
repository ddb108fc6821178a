"""What a child does for itself: its memory is capped, its frames can be read back."""

import io
import subprocess
import sys

from tuanji_desktop.core.child import write_frame
from tuanji_desktop.core.children import OUT_OF_TIME, plain_frame


def test_the_cap_holds() -> None:
    script = (
        "from tuanji_desktop.core.child import cap_own_memory\n"
        "cap_own_memory(256 << 20)\n"
        "try: bytearray(512 << 20)\n"
        "except MemoryError: print('capped')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "capped\n"


def test_a_frame_is_its_length_and_plain_values() -> None:
    sink = io.BytesIO()
    write_frame(sink, ("page", 3, "", b"jpeg"))
    data = sink.getvalue()
    assert int.from_bytes(data[:4], "big") == len(data) - 4
    assert plain_frame(data[4:]) == ("page", 3, "", b"jpeg")


def test_the_work_of_a_child_is_capped() -> None:
    start = "from tuanji_desktop.core.child import cap_own_time\ncap_own_time(1)\nwhile True: pass"
    assert subprocess.run([sys.executable, "-c", start], check=False).returncode in OUT_OF_TIME
