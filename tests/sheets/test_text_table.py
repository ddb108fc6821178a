"""Text tables: the encodings and separators in which lists come."""

import pytest

from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.sheets.text_table import TextRefused, read_text

TEXT = "姓名,身份证号,备注\r\n张㛃,520628200007107992,\r\n\r\n𠮷某,52062820000710800X,转入\r\n"
ROWS = [
    ["姓名", "身份证号", "备注"],
    ["张㛃", "520628200007107992"],
    [],
    ["𠮷某", "52062820000710800X", "转入"],
]


def read(data: bytes, *, cells: int = 1_000_000) -> tuple[str, list[list[object]]]:
    return read_text(data, cells=cells, cancelled=lambda: False)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gb18030") + b"\x1a", "gb18030"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    assert read(data) == (encoding, ROWS)


@pytest.mark.parametrize("separator", ["\t", ";", "|"])
def test_separators(separator: str) -> None:
    assert read(TEXT.replace(",", separator).encode())[1] == ROWS


def test_a_tab_before_a_number_is_no_separator() -> None:
    text = "姓名,身份证号,去向\n" + "张三,\t520628200007107992,升学\n" * 9
    assert read(text.encode())[1][1] == ["张三", "\t520628200007107992", "升学"]


def test_title_lines_do_not_hide_the_separator() -> None:
    text = "毕业生名单\n填报单位：一中; 日期：7月\n" + "张三,男,升学\n" * 5
    assert read(text.encode())[1][2] == ["张三", "男", "升学"]


def test_one_column_needs_no_separator() -> None:
    assert read("姓名\n张三\n李四".encode())[1] == [["姓名"], ["张三"], ["李四"]]


def test_quotes_hold_separators_and_line_breaks() -> None:
    text = '姓名,"身份证号\n（必填）"\n"张,三",1\n'
    assert read(text.encode())[1] == [["姓名", "身份证号\n（必填）"], ["张,三", "1"]]


def test_numbers_dressed_as_formulas_are_texts() -> None:
    text = '姓名,身份证号\n张三,="520628200007107992"\n'
    assert read(text.encode())[1][1] == ["张三", "520628200007107992"]


def test_ideographs_that_came_late_into_unicode() -> None:
    assert read("姓名\n".encode("gb18030") + b"\xfe\x59\xfe\x51\n")[1][1] == ["\u9fb4\U00020087"]


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03" * 30,
        b"\xff\xfe\x00",
        b"abc\x07def",
        "姓名\n张三".encode("gb18030")[:-1],
        b"\r\n\r\n",
        b"<!DOCTYPE html><table>",
        ("a," * 10 + '"' + "x" * 200_000).encode(),
    ],
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(TextRefused) as caught:
        read(data)
    assert caught.value.args[0] == "file.unreadable"


@pytest.mark.parametrize("filling", [b"a,", b"x", b"\n"])
def test_lines_without_end_and_blank_lines_without_end(filling: bytes) -> None:
    data = TEXT.encode() + filling * (9_000_000 // len(filling))
    with pytest.raises(TextRefused) as caught:
        read(data)
    assert caught.value.args[0] == "file.too_large"


def test_size_is_limited_and_reading_can_be_cancelled() -> None:
    with pytest.raises(TextRefused) as caught:
        read(TEXT.encode(), cells=5)
    assert caught.value.args[0] == "file.too_large"
    with pytest.raises(Cancelled):
        read_text(b"a,b\n" * 1000, cells=10_000, cancelled=lambda: True)
