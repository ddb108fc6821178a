"""What the child says to its parent, frame by frame."""

import subprocess
import sys
from typing import Any

from PIL import Image

from tests.papers.scans import jpeg, png_of
from tuanji_desktop.core.children import plain_frame
from tuanji_desktop.papers.scan_child import SWITCH, run_if_asked

SIZES = [str(1_280 << 20), "1000000", "10", "0", "0", "0", "0"]


def frames(content: bytes, *, page: int = 0) -> list[tuple[Any, ...]]:
    """As a frozen program starts it: by the switch."""
    start = (
        "import sys; from tuanji_desktop.papers.scan_child import run_if_asked;"
        " run_if_asked(sys.argv)"
    )
    sizes = [*SIZES[:3], str(page), *SIZES[4:]]
    done = subprocess.run(
        [sys.executable, "-c", start, SWITCH, *sizes],
        input=content,
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    found, data = [], done.stdout
    while data:
        end = 4 + int.from_bytes(data[:4], "big")
        found.append(plain_frame(data[4:end]))
        data = data[end:]
    return found


def test_a_scan_in_frames() -> None:
    told = frames(jpeg(Image.new("L", (300, 400), 250)))
    assert [frame[0] for frame in told] == ["pages", "page", "end"]
    assert told[1][1:7] == (1, "", [], [], 0, False)


def test_one_page_as_a_picture() -> None:
    told = frames(png_of(Image.new("LA", (300, 400), (10, 0))), page=1)
    assert [frame[0] for frame in told] == ["picture", "end"]
    assert told[0][1].startswith(b"\xff\xd8\xff")


def test_a_refusal_is_a_frame() -> None:
    assert frames(b"no scan")[-1][:2] == ("refused", "file.unreadable")
    assert frames(jpeg(Image.new("L", (2000, 2000))))[-1][:2] == ("refused", "file.too_large")


def test_other_starts_go_their_own_way() -> None:
    run_if_asked(["tuanji", "paper", "read"])
    run_if_asked(["tuanji"])
