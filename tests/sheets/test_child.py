"""What the child says to its parent, frame by frame."""

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.sheets.files import FIRST_SCHOOL, xlsx
from tuanji_desktop.sheets.child import SWITCH, run_if_asked
from tuanji_desktop.sheets.limits import Limits

_LIMITS = Limits()
_SIZES = [
    str(size)
    for size in (
        _LIMITS.memory_bytes,
        _LIMITS.unpacked_bytes,
        _LIMITS.entries,
        _LIMITS.ratio,
        _LIMITS.cells,
    )
]


def frames(path: Path) -> list[tuple[Any, ...]]:
    """As a frozen program starts it: by the switch."""
    start = (
        "import sys; from tuanji_desktop.sheets.child import run_if_asked; run_if_asked(sys.argv)"
    )
    with path.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", start, SWITCH, *_SIZES],
            stdin=file,
            capture_output=True,
            check=True,
        )
    found, data = [], done.stdout
    while data:
        end = 4 + int.from_bytes(data[:4], "big")
        found.append(pickle.loads(data[4:end]))
        data = data[end:]
    assert done.stderr == b""
    return found


def test_a_workbook_in_frames() -> None:
    told = frames(FIRST_SCHOOL)
    assert [frame[0] for frame in told] == ["format", "sheet", "rows", "end"]
    assert told[0] == ("format", "xlsx")
    assert told[1][1:3] == ("毕业生名单", False)
    assert told[2][1][4][:3] == [1, "周英桂", "男"]


def test_equal_texts_are_sent_once(tmp_path: Path) -> None:
    told = frames(xlsx(tmp_path / "a.xlsx", [["共青团员"], ["共青团员"]]))
    (first,), (second,) = told[2][1]
    assert first is second


def test_other_starts_go_their_own_way() -> None:
    run_if_asked(["tuanji", "member", "find"])
    run_if_asked(["tuanji"])
