"""The second look never fails a reading."""

import io
from pathlib import Path

import pytest

from tests.sheets import old_excel
from tests.sheets.hostile import macros, packed, parts
from tuanji_desktop.sheets import noticing, xlsx_notices
from tuanji_desktop.sheets.notices import LINKS, MACROS, NOT_LOOKED
from tuanji_desktop.sheets.noticing import noticed_frames


def frames(data: bytes, kind: str, names: tuple[str, ...] = ("名单",)) -> list[tuple[object, ...]]:
    return list(noticed_frames(io.BytesIO(data), kind, list(names), []))


def test_what_is_seen_in_an_xlsx() -> None:
    assert frames(packed(parts('<row r="2" hidden="1"/>')), "xlsx") == [
        ("noticed", 0, [2]),
        ("told", "工作表“名单”有 1 行被隐藏（第 2 行），同样读入。"),
    ]
    assert frames(macros(), "xlsm") == [("told", MACROS), ("noticed", 0, [])]


def test_what_is_seen_in_an_xls() -> None:
    assert frames(old_excel.xls({"名单": []}), "xls") == [("noticed", 0, [])]


def test_hidden_sheets_are_told_for_every_format() -> None:
    told = list(noticed_frames(io.BytesIO(b""), "xlsb", ["a", "b"], ["b"]))
    assert told == [("told", "有隐藏的工作表：“b”，没有指定就不读。")]


def test_what_cannot_be_looked_at_in_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noticing, "SECONDS", -1.0)
    assert frames(packed(parts("")), "xlsx") == [("told", NOT_LOOKED)]


def test_what_was_seen_before_the_end_of_time_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_notices, "MOST", 0)
    data = packed(parts("") | {"xl/externalLinks/a.xml": b"<x/>"})
    assert frames(data, "xlsx") == [("told", LINKS), ("told", NOT_LOOKED)]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_what_is_odd_about_the_file_is_not_its_matter(kind: str) -> None:
    assert frames(Path(__file__).read_bytes(), kind) == []
    more = packed(parts("")) if kind == "xlsx" else old_excel.xls({"a": [], "b": []})
    assert frames(more, kind, ()) == []
