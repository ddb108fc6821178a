"""A child is started by its module, heard frame by frame, ended in time; its frames are plain."""

import pickle
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from tuanji_desktop.core.children import end_child, frames_of, plain_frame, start_child
from tuanji_desktop.core.progress import Cancelled


def hung() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], stdout=subprocess.PIPE
    )


def test_a_child_that_hangs_is_given_up() -> None:
    child = hung()
    with pytest.raises(TimeoutError):
        list(frames_of(child, lambda: time.monotonic() - 1, lambda: False))
    assert end_child(child) != 0


def test_a_child_is_given_up_when_nobody_wants_it() -> None:
    child = hung()
    with pytest.raises(Cancelled):
        list(frames_of(child, lambda: time.monotonic() + 60, lambda: True))
    end_child(child)


def test_a_module_is_found_without_site(tmp_path: Path) -> None:
    """The child reads its arguments and its standard input as the parent handed them over."""
    source = tmp_path / "scan"
    source.write_bytes(b"no scan")
    sizes = [str(1_280 << 20), "1000", "1", "0", "0", "0", "0"]
    with source.open("rb") as file:
        child = start_child("--read-scan", "tuanji_desktop.papers.scan_child", sizes, file)
        found = list(frames_of(child, lambda: time.monotonic() + 30, lambda: False))
    end_child(child)
    assert [plain_frame(one)[0] for one in found] == ["refused"]


def test_frames_hold_plain_values_only() -> None:
    assert plain_frame(pickle.dumps(("rows", [date(2018, 8, 1), None, 1.5]))) == (
        "rows",
        [date(2018, 8, 1), None, 1.5],
    )
    for hostile in (pickle.dumps((Path("x"),)), pickle.dumps([1]), b"junk"):
        with pytest.raises(pickle.UnpicklingError):
            plain_frame(hostile)
