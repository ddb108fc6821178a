"""What the child says to its parent, frame by frame."""

import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.sheets import old_excel
from tests.sheets.files import FIRST_SCHOOL, xlsx
from tests.sheets.hostile import many_sheets
from tests.sheets.test_odd_workbook import in_utf16
from tuanji_desktop.sheets.child import SWITCH, run_if_asked
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.refusals import TOO_MANY_SHEETS

_LIMITS = Limits()
_SIZES = [
    str(size)
    for size in (
        _LIMITS.memory_bytes,
        int(_LIMITS.seconds),
        _LIMITS.unpacked_bytes,
        _LIMITS.entries,
        _LIMITS.ratio,
        _LIMITS.cells,
    )
]


def frames(path: Path, before: bytes = b"", *, numbers: bool = False) -> list[tuple[Any, ...]]:
    """As a frozen program starts it: by the switch; a password comes through a pipe, before it."""
    start = (
        "import sys; from tuanji_desktop.sheets.child import run_if_asked; run_if_asked(sys.argv)"
    )
    asked = [str(int(bool(before))), str(int(numbers))]
    command = [sys.executable, "-c", start, SWITCH, *_SIZES, *asked]
    if before:
        content = before + path.read_bytes()
        done = subprocess.run(command, input=content, capture_output=True, check=True)
    else:
        with path.open("rb") as file:
            done = subprocess.run(command, stdin=file, capture_output=True, check=True)
    found, data = [], done.stdout
    while data:
        end = 4 + int.from_bytes(data[:4], "big")
        found.append(pickle.loads(data[4:end]))
        data = data[end:]
    assert done.stderr == b""
    return found


def test_a_workbook_in_frames() -> None:
    told = frames(FIRST_SCHOOL)
    assert [frame[0] for frame in told] == ["format", "sheet", "rows", "noticed", "end"]
    assert told[0] == ("format", "xlsx", None, False)
    assert told[1][1:3] == ("毕业生名单", False)
    assert told[2][1][4][:3] == [1, "周英桂", "男"]


def test_equal_texts_are_sent_once(tmp_path: Path) -> None:
    told = frames(xlsx(tmp_path / "a.xlsx", [["共青团员"], ["共青团员"]]))
    (first,), (second,) = told[2][1]
    assert first is second


def test_a_password_comes_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(old_excel.locked_xls({"名单": [old_excel.label(0, 0, "姓名")]}, "密码"))
    word = "密码".encode()
    told = frames(path, len(word).to_bytes(4, "big") + word)
    assert told[0] == ("format", "xls", None, True)
    assert told[2][:2] == ("rows", [["姓名"]])
    assert frames(path)[0][:2] == ("refused", "file.password")


def test_what_calamine_gives_up_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(in_utf16())
    told = frames(path)
    assert ("rows", ["姓名"]) in [(frame[0], frame[1][0]) for frame in told if frame[0] == "rows"]
    assert told[-1] == ("end",)


def test_too_many_sheets_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(many_sheets())
    assert frames(path)[-1] == ("refused", "file.too_large", TOO_MANY_SHEETS)


def test_other_starts_go_their_own_way() -> None:
    run_if_asked(["tuanji", "member", "find"])
    run_if_asked(["tuanji"])


def test_numbers_come_before_the_rows_if_they_are_asked_for() -> None:
    told = frames(FIRST_SCHOOL, numbers=True)
    kinds = [frame[0] for frame in told if frame[0] != "numbers"]
    assert kinds == [frame[0] for frame in frames(FIRST_SCHOOL)]
    rows = next(frame[1] for frame in told if frame[0] == "rows")
    cells = {cell for row in rows for cell in row if isinstance(cell, str)}
    numbers = {text for frame in told if frame[0] == "numbers" for text in frame[1]}
    assert numbers == {cell for cell in cells if re.fullmatch(r"[0-9]{17}[0-9X]", cell)} != set()
