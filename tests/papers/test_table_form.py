"""Forms as data: the shipped files, and an own one read."""

from pathlib import Path

import pytest

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.papers.frame import A4_LANDSCAPE, A4_PORTRAIT, MM
from tuanji_desktop.papers.table_form import (
    keep_of,
    read_form,
    read_text,
    shipped_codes,
    shipped_form,
    shipped_text,
)

FOURTH = Path(__file__).parent / "forms" / "nanling-return.toml"


def test_the_documents_forms_are_files_like_any_other() -> None:
    assert shipped_codes() == ("deletion-guangdong", "deletion-qilu", "retention")
    for code in shipped_codes():
        form = shipped_form(code)
        assert (form.code, form.annex) == (code, "")
        assert sum(one.width for one in form.table.columns) <= form.size.inner_width + 0.01
        assert f'code = "{code}"' in shipped_text(code)


def test_a_form_says_everything_that_its_file_says() -> None:
    form = read_form(read_text(FOURTH), name=FOURTH.name)
    assert (form.code, form.rows, form.annex) == ("nanling-return", "deletion", "附件2")
    assert form.size is A4_LANDSCAPE
    assert form.landscape
    assert form.fields == ("number", "name", "sex", "joined_on", "branch_full_name", "reason")
    assert form.must == {"name", "sex", "joined_on", "branch_full_name", "reason"}
    assert [(one.source, one.sealed) for one in form.head] == [
        ("unit", True),
        ("filled_by", False),
        ("phone", False),
        ("filled_on", False),
    ]
    assert form.head[0].words == "填报单位"
    table = form.table
    assert (table.least_rows, table.size, table.blank_column) == (8, 9.5, 1)
    assert table.row_height == pytest.approx(5.5 * MM)
    assert [one.align for one in table.columns][3:5] == ["center", "left"]
    wide = form.table.columns[4].width
    assert wide == pytest.approx(table.columns[5].width * 1.5)
    assert sum(one.width for one in table.columns) == pytest.approx(form.size.inner_width)
    assert form.promise is not None
    assert form.promise.signatures == ("团支部书记签字：", "时间：")
    assert [one.bold for one in form.notes] == [True, False, False]


def test_what_is_left_out_has_its_usual_value() -> None:
    text = (
        'code = "a"\ntitle = "{unit}甲\\n乙表"\nissuer = "一"\ndocument = "二"\nrows = "members"\n'
    )
    column = '[[columns]]\nheading = "性别"\nfield = "sex"\nshare = 1\nrequired = false\n'
    form = read_form(text + column, name="a.toml")
    assert form.size is A4_PORTRAIT
    assert (form.head, form.notes, form.promise, form.must) == ((), (), None, frozenset())
    assert (form.table.least_rows, form.table.size, form.table.blank_column) == (1, 10.5, 0)
    assert form.name == "甲乙表"
    assert form.heading("青溪县第一中学") == "青溪县第一中学甲\n乙表"


def test_cells_stand_in_the_order_of_the_columns() -> None:
    form = read_form(read_text(FOURTH), name=FOURTH.name)
    values = {"name": "张三", "reason": "误报", "sex": None, "mobile": "13800138000"}
    assert form.cells(7, values) == ("7", "张三", "", "", "", "误报")


@pytest.mark.parametrize(
    ("field", "keep"),
    [
        ("number", "whole"),
        ("id_number", "whole"),
        ("joined_on", "whole"),
        ("counsellor_mobile", "whole"),
        ("review_on", "whole"),
        ("name", "line"),
        ("counsellor", "line"),
        ("reason", "flow"),
        ("branch_full_name", "flow"),
    ],
)
def test_numbers_stay_whole_and_names_in_one_line(field: str, keep: str) -> None:
    assert keep_of(field) == keep


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("title = “表”".encode(), "第 1 行有误：等号后面的值写法不对；文字要加引号"),
        ('a = "一"\nb = "二"'.encode("gb18030"), "文件不是 UTF-8 编码"),
        (b"\x00" * 40, "第 1 行有误"),
        (b"PK\x03\x04\xff", "文件不是 UTF-8"),
        (b"#" * 200_000, "太大，不是表格文件"),
        (b"a = " + b"[" * 20_000, "套得太深"),
    ],
)
def test_what_is_no_form_file_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "坏.toml"
    file.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        read_form(read_text(file), name=file.name)
    assert refused.value.code == "form.invalid"
    assert words in refused.value.message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="读不出来"):
        read_text(tmp_path / "没有.toml")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "窗.toml"
    text = read_text(FOURTH)
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_text(file) == text
