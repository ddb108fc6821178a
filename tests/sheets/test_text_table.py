"""Text tables: the encodings and separators in which lists come."""

import pytest

from tuanji_desktop.sheets.refusals import Refused
from tuanji_desktop.sheets.text_table import TextTable, decoded

TEXT = "姓名,身份证号,备注\r\n张㛃,520628200007107992,\r\n\r\n𠮷某,52062820000710800X,转入\r\n"
ROWS = [
    ["姓名", "身份证号", "备注"],
    ["张㛃", "520628200007107992"],
    [],
    ["𠮷某", "52062820000710800X", "转入"],
]


def read(data: bytes, *, cells: int = 1_000_000) -> tuple[str, list[list[object]]]:
    encoding, text, _ = decoded(data)
    return encoding, list(TextTable(text, cells))


def told(text: str) -> list[str]:
    _, clean, said = decoded(text.encode())
    table = TextTable(clean, 1_000_000)
    list(table)
    return said + table.told


def refusal(data: bytes, *, cells: int = 1_000_000) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        read(data, cells=cells)
    code, sentence = caught.value.args
    assert sentence.endswith("。")
    return code, sentence


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
        ("a," * 10 + '"' + "x" * 200_000).encode(),
        b"\xff\xfe" + b"\x00\xd8" * 9,
        b"\xef\xbb\xbf\xff\xfe" + TEXT.encode("utf-16-le"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    assert refusal(data)[0] == "file.unreadable"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MIME-Version: 1.0\nX-Document-Type: Workbook\n", ".mht"),
        ("ID;PWXL;N;E\nC;Y1;X1;K1\n", "SYLK"),
        ("TABLE\r\n0,1\r\n", "DIF"),
        ("{\\rtf1 x}", "RTF"),
        ('<?xml version="1.0"?><list/>', "XML"),
        ("  <list>x</list>", "XML"),
    ],
)
def test_another_format_is_told_by_its_name(text: str, kind: str) -> None:
    code, sentence = refusal(text.encode())
    assert code == "file.unreadable"
    assert kind in sentence
    assert "另存为 .xlsx" in sentence


def test_a_list_with_one_spoilt_byte_tells_the_line() -> None:
    data = (TEXT * 40).encode("gb18030")
    place = data.rindex(b"\r\n\r\n") + 4
    code, sentence = refusal(data[:place] + b"\xff" + data[place:])
    assert (code, "第 160 行" in sentence) == ("file.unreadable", True)


def test_a_text_of_many_strange_characters_is_none_and_a_few_are_taken_out() -> None:
    text = TEXT * 40
    assert told(text) == []
    assert told(text.replace("备注", "备\x0b注", 1)) == ["去掉了 1 个看不见的控制字符。"]
    assert read(text.replace("备注", "备\x0b注", 1).encode())[1][0] == ROWS[0]
    assert refusal(text.replace("\r", "\x02").encode())[0] == "file.unreadable"


@pytest.mark.parametrize("filling", [b"a,", b"x", b"\n"])
def test_lines_without_end_and_blank_lines_without_end(filling: bytes) -> None:
    data = TEXT.encode() + filling * (9_000_000 // len(filling))
    assert refusal(data)[0] == "file.too_large"


def test_size_is_limited() -> None:
    assert refusal(TEXT.encode(), cells=5)[0] == "file.too_large"
    assert refusal(TEXT.encode(), cells=7)[0] == "file.too_large"  # by its cells, not its commas
    assert refusal(b"," * 20_000 + b"x\n")[0] == "file.too_large"


@pytest.mark.parametrize(
    "text",
    [
        '姓名,备注\n张三,"转入\n李四,转出\n',
        '姓名,备注\n张三,"转入\n' + "李四,转出\n" * 500 + '王五,"\n',
        "姓名,备注\n" + '张三,"' + "\n" * 300,
    ],
)
def test_a_quotation_mark_without_its_fellow_swallows_no_rows(text: str) -> None:
    code, sentence = refusal(text.encode())
    assert code == "file.unreadable"
    assert "第 2 行" in sentence
    assert "引号" in sentence


def test_a_quotation_mark_inside_a_cell_is_a_letter() -> None:
    assert read('姓名,备注\n张三,6"管\n'.encode())[1][1] == ["张三", '6"管']


def test_failed_formulas_and_numbers_too_wide_are_blank_and_told() -> None:
    text = "姓名,身份证号,备注\n张三,#N/A,#1\n李四,########,#REF!\n"
    assert read(text.encode())[1] == [
        ["姓名", "身份证号", "备注"],
        ["张三", None, "#1"],
        ["李四"],
    ]
    (sentence,) = told(text)
    assert sentence.startswith("B2、B3、C3 ")
    assert "按空白处理" in sentence


def test_blanks_in_names_do_not_cut_a_list_of_names() -> None:
    names = ["姓名", "张 三", "李　四", "王 五", "赵 六", "钱 七"]
    assert read("\n".join(names).encode())[1] == [[one] for one in names]


def test_commas_of_chinese_and_blanks_separate_where_nothing_else_does() -> None:
    assert read("姓名，性别\n张三，男\n".encode())[1] == [["姓名", "性别"], ["张三", "男"]]
    text = "姓名  身份证号　性别\n张三 520628200007107992  男\n\n李四 1 女\n"
    assert read(text.encode())[1] == [
        ["姓名", "身份证号", "性别"],
        ["张三", "520628200007107992", "男"],
        [],
        ["李四", "1", "女"],
    ]
    assert read("姓名\n张 三\n李四".encode())[1] == [["姓名"], ["张 三"], ["李四"]]
    even = "姓名  性别 民族\n张三  男 汉\n李四  女 苗\n"
    assert read(even.encode())[1][1] == ["张三", "男", "汉"]
    titled = (
        "三班名单\n姓名  性别  民族\n张 三  男   汉\n李四   女  苗\n王五  男  侗\n赵六  女  汉\n"
    )
    assert read(titled.encode())[1][:3] == [
        ["三班名单"],
        ["姓名", "性别", "民族"],
        ["张 三", "男", "汉"],
    ]
    single = titled.replace("  ", " ").replace("  ", " ").replace("张 三", "张三")
    assert read(single.encode())[1][2] == ["张三", "男", "汉"]
