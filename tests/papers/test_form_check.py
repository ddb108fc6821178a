"""What a form file may not say, each fault with its line and its reason."""

import pytest

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.papers.form_check import faults
from tuanji_desktop.papers.table_form import read_form

HEAD = """\
code = "own"
title = "登记表"
issuer = "青溪团县委"
document = "通知"
rows = "deletion"
"""
NAME = '[[columns]]\nheading = "姓名"\nfield = "name"\nwidth = 30\n'
UNITS = '[[head]]\nlabel = "单位："\nsource = "unit"\n' * 2 + "sealed = true\n"
SEX = '[[columns]]\nheading = "性别"\nfield = "sex"\nshare = 1\n'


def said(text: str) -> str:
    with pytest.raises(BadInput) as refused:
        read_form(text, name="own.toml")
    assert refused.value.code == "form.invalid"
    return refused.value.message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "“code”：缺少这个键"),
        (HEAD, 1, "“columns”：缺少这个键"),
        (HEAD + "columns = []\n", 6, "每张都以 [[columns]] 开头"),
        (HEAD.replace("登记表", "  ") + NAME, 2, "“title”：不能为空"),
        (HEAD.replace("登记表", "长" * 81) + NAME, 2, "太长，最多 80 字"),
        (HEAD.replace('"登记表"', "3") + NAME, 2, "“title”：应为文字，要加引号"),
        (HEAD.replace('"own"', '"Own Form"') + NAME, 1, "只能用小写字母、数字和减号"),
        (HEAD.replace('"own"', '"guangdong"') + NAME, 1, "“guangdong”是程序自己的表"),
        (HEAD.replace('"own"', '"deletion-own"') + NAME, 1, "“deletion-own”是程序自己的表"),
        (HEAD + "least_rows = 2.5\n" + NAME, 6, "“least_rows”：应为整数"),
        (HEAD + "least_rows = 41\n" + NAME, 6, "应在 0 和 40 之间"),
        (HEAD + "least_rows = true\n" + NAME, 6, "应为整数"),
        (HEAD + "text_size = 30\n" + NAME, 6, "应在 7 和 16 之间"),
        (HEAD + 'orientation = "quer"\n' + NAME, 6, "portrait、landscape"),
        (HEAD + NAME + "width = 20\n", 10, "同一个键写了两次"),
        (HEAD + NAME + "share = 1\n", 6, "每列写其中一个"),
        (HEAD + NAME + 'required = "no"\n', 10, "应为 true 或 false"),
        (HEAD + NAME + SEX + 'signatures = ["甲"]\n', 14, "“signatures”：不认识的键"),
        (HEAD + NAME + "[promise]\nheight = 20\n", 10, "“text”：缺少这个键"),
        (HEAD + NAME + '[promise]\ntext = "一"\nsignatures = [3]\n', 12, "应为几个文字"),
        (
            HEAD + NAME.replace("30", "150") + SEX + SEX.replace("sex", "mobile"),
            13,
            "只剩 3.0 毫米",
        ),
        (HEAD + NAME.replace("姓名", "姓" * 20).replace("30", "6"), 7, "列标题太长"),
        (
            HEAD + NAME + '[promise]\ntext = "一"\nsignatures = ["甲", "乙", "丙", "丁", "戊"]\n',
            12,
            "最多 4 项",
        ),
        (
            HEAD + NAME + '[promise]\ntext = "一"\nsignatures = ["' + "长" * 31 + '"]\n',
            12,
            "每项最多 30 字",
        ),
        (HEAD + NAME + '[[notes]]\ntext = "一"\n' * 21, 10, "“notes”：最多 20 个"),
        (HEAD + NAME.replace("30", "nan"), 9, "应在 6 和 250 之间"),
        (HEAD.replace("deletion", "members") + NAME.replace("name", "reason"), 8, "“reason”的栏目"),
        (HEAD + NAME * 2, 12, "已经有一列了"),
        (HEAD + NAME.replace("name", "blank").replace("30", "6") * 25, 6, "“columns”：最多 24 个"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, line: int, words: str) -> None:
    told = said(text)
    assert words in told
    assert f"第 {line} 行" in told
    assert told.startswith("表格文件“own.toml”第 ")
    assert told.endswith("表格没有装入，请改正后再试。")


def test_faults_that_do_not_hang_together_are_told_at_once() -> None:
    text = HEAD.replace('"own"', '"Own"') + NAME.replace('"name"', '"性别"') + "colour = 1\n"
    told = said(text + SEX.replace("share = 1", 'share = "1"') + UNITS)
    for words in (
        "第 1 行有误：“code”：只能用",
        "第 8 行，“field”：这种表没有名为“性别”的栏目（是不是 sex？）",
        "第 10 行，“colour”：不认识的键",
        "第 14 行，“share”：应为数字",
        "第 21 行，“sealed”：盖章的一项",
    ):
        assert words in told
    assert "另有 4 处" in told


def test_what_follows_from_a_faulty_value_is_not_told_besides() -> None:
    wide = NAME.replace("30", "170")
    assert "各列合计" in said(HEAD + wide)
    for text in (
        HEAD + 'orientation = "quer"\nleast_rows = 30\n' + wide,
        HEAD + wide + SEX.replace("share = 1", "share = true"),
        HEAD + wide + SEX.replace("share", "shar"),
    ):
        told = said(text)
        assert "各列合计" not in told
        assert "每列写其中一个" not in told
        assert "另有" not in told


def test_too_wide_names_the_widest_column_and_what_can_be_done() -> None:
    columns = NAME + SEX.replace("share = 1", "width = 140")
    told = said(HEAD + columns)
    assert "第 13 行有误：“width”：各列合计 170 毫米，纸面只有 156 毫米，多了 14 毫米" in told
    assert "最宽的一列是“性别”（140 毫米），或者横放（orientation）" in told
    landscape = HEAD + 'orientation = "landscape"\n'
    told = said(landscape + columns.replace("140", "220"))
    assert "多了 7 毫米" in told
    assert "横放" not in told
    assert "横放" not in said(HEAD + columns.replace("140", "220"))  # too wide even then


def test_all_faults_are_told_at_once_the_first_eight_in_words() -> None:
    told = said(HEAD + NAME + "".join(f"wrong{number} = 1\n" for number in range(12)))
    assert told.count("不认识的键") == 9
    assert "另有 11 处" in told
    assert "等。" in told


def test_a_blank_column_may_stand_there_twice() -> None:
    blank = NAME.replace("name", "blank")
    form = read_form(HEAD + NAME + blank + blank, name="own.toml")
    assert form.fields == ("name", "blank", "blank")


def test_a_sealed_head_leaves_less_room_for_blank_rows() -> None:
    data = {
        "code": "own", "title": "表", "issuer": "一", "document": "二", "rows": "deletion",
        "least_rows": 18, "columns": [{"heading": "姓名", "field": "name", "share": 1}],
    }  # fmt: skip
    assert faults(data) == []
    sealed = {"label": "单位：", "source": "unit", "sealed": True}
    assert [where for where, _ in faults(data | {"head": [sealed]})] == [("least_rows",)]
    assert faults(data | {"head": [sealed], "least_rows": 17}) == []


def test_only_a_shipped_form_bears_a_name_of_the_program() -> None:
    data = {
        "code": "deletion-guangdong", "title": "表", "issuer": "一", "document": "二",
        "rows": "deletion", "columns": [{"heading": "姓名", "field": "name", "share": 1}],
    }  # fmt: skip
    assert faults(data, shipped=True) == []
    assert len(faults(data)) == 1


def test_the_most_rows_are_those_that_the_manual_names() -> None:
    """竖放最多 22 行、横放最多 13 行；有表头的少 1 行，表头盖章的少 5 行."""
    data = {
        "code": "own", "title": "表", "issuer": "一", "document": "二", "rows": "deletion",
        "columns": [{"heading": "姓名", "field": "name", "share": 1}],
    }  # fmt: skip
    item = {"label": "单位：", "source": "unit"}
    for orientation, most in (("portrait", 22), ("landscape", 13)):
        for head, fewer in (([], 0), ([item], 1), ([item | {"sealed": True}], 5)):
            form = data | {"orientation": orientation} | ({"head": head} if head else {})
            assert faults(form | {"least_rows": most - fewer}) == []
            assert faults(form | {"least_rows": most - fewer + 1}) != []
