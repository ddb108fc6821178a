"""What a file is, told by its content; what is none of ours is named."""

import io

import pytest

from tests.sheets import old_excel
from tests.sheets.files import FIRST_SCHOOL, MINZU, VOCATIONAL
from tests.sheets.hostile import (
    flat_bomb,
    macros,
    many_entries,
    ods,
    overlapping,
    packed,
    parts,
)
from tuanji_desktop.sheets.kinds import kind_of
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.refusals import Refused


def kind(data: bytes, limits: Limits | None = None) -> str:
    source = io.BytesIO(data)
    source.seek(min(len(data), 8))  # the parent has read some of it
    return kind_of(source, limits or Limits())


def refusal(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        kind(data, limits)
    code, sentence = caught.value.args
    return code, sentence


def test_lists_by_their_content() -> None:
    assert kind(FIRST_SCHOOL.read_bytes()) == "xlsx"
    assert kind(VOCATIONAL.read_bytes()) == "xls"
    assert kind(MINZU.read_bytes()) == "text"
    assert kind(macros()) == "xlsm"
    assert kind(ods("")) == "ods"
    assert kind(packed({"xl/workbook.bin": b""})) == "xlsb"
    assert kind(b"BM,\xe5\xa7\x93") == "text"  # a heading, no picture


def test_a_lock_is_seen_behind_the_first_records() -> None:
    lock = old_excel.record(old_excel.FILEPASS, bytes(54))
    assert kind(old_excel.xls({"S": []}, before=[lock])) == "locked"
    assert kind(old_excel.xls({"S": []}, before=[old_excel.record(0x86), lock])) == "locked"
    assert kind(old_excel.xls({"S": []})) == "xls"
    assert kind(old_excel.compound({"EncryptedPackage": b"x"})) == "locked"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1 x}", "RTF"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"BM\x00\x00\x00", "图片"),
        (b"SQLite format 3\x00", "数据库"),
        (packed({"word/document.xml": b"<x/>"}), "Word"),
        (packed({"ppt/presentation.xml": b"<x/>"}), "演示文稿"),
        (packed({"Index/Document.iwa": b""}), "Numbers"),
        (packed({"名单.xlsx": b"", "dir/": b""}), "先解压"),
        (packed({"说明.pdf": b""}), "不是表格文件"),
        (
            packed(
                {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
            ),
            "文字文档",
        ),
        (old_excel.compound({"WordDocument": b"x"}), "Word"),
        (old_excel.compound({"PowerPoint Document": b"x"}), "演示文稿"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "损坏"),
    ],
)
def test_what_is_no_list_is_named(data: bytes, words: str) -> None:
    code, sentence = refusal(data)
    assert code == "file.unreadable"
    assert words in sentence


@pytest.mark.parametrize("bomb", [flat_bomb, many_entries, overlapping])
def test_a_bomb_is_told_by_its_directory(bomb: object) -> None:
    assert callable(bomb)
    assert refusal(bomb())[0] == "file.too_large"


def test_the_sizes_of_a_directory_have_limits() -> None:
    data = packed(parts("") | {"xl/media/a.bin": bytes(5000)})
    assert kind(data) == "xlsx"
    assert refusal(data, Limits(unpacked_bytes=5000))[0] == "file.too_large"
    assert refusal(data, Limits(entries=5))[0] == "file.too_large"


def test_entities_are_refused_wherever_they_stand() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha">]><s>&a;</s>'
    assert refusal(packed(parts("") | {"xl/styles.xml": bomb}))[0] == "file.unreadable"
