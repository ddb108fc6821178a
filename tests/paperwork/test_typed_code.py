"""What a clerk types from the paper."""

import pytest

from tuanji_desktop.paperwork.typed_code import TypedCode, number_meant, read_typed

WHOLE = TypedCode("2018-001", 2, "5A0B1C2D3E")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2018-001:2:5A0B1C2D3E", WHOLE),
        ("2018-001:2:5a0b1c2d3e", WHOLE),
        ("２０１８－００１：２：５Ａ０Ｂ１Ｃ２Ｄ３Ｅ", WHOLE),
        (" 2018-001 : 2 : 5AOBIC2D3E ", WHOLE),
        ("2018-001 2 5A0B1C2D3E", WHOLE),
        ("2018-001:2", TypedCode("2018-001", 2)),
        ("2018-001 2", TypedCode("2018-001", 2)),
        ("2018-001第2页", TypedCode("2018-001", 2)),
        ("gz2018-003-h:12:0000000000", TypedCode("GZ2018-003-H", 12, "0000000000")),
        ("2018-001", None),
        ("第二页", None),
        ("", None),
        ("2018-001:0:5A0B1C2D3E", None),
    ],
)
def test_what_is_read(text: str, meant: TypedCode | None) -> None:
    assert read_typed(text) == meant


def test_a_number_is_meant_where_only_one_looks_like_it() -> None:
    assert number_meant("2018-001", ["2018-001", "2018-0O1"]) == "2018-001"
    assert number_meant("2O18-OOI", ["2018-001", "2018-002"]) == "2018-001"
    assert number_meant("2018-00I", ["2018-00L", "2018-001"]) == ""
    assert number_meant("2018-003", ["2018-001"]) == ""
