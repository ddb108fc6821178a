"""Where in a TOML text something stands."""

import tomllib

import pytest

from tuanji_desktop.core.toml_lines import line_of, placed, syntax_fault

TEXT = """\
code = "a"

[promise]
text = "甲"

[[columns]]
heading = "一"

[[columns]]
heading = "二"
"键 名" = 3
[columns.inner]
x = 1
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("code",), 1),
        (("promise",), 3),
        (("promise", "text"), 4),
        (("columns", 0), 6),
        (("columns", 0, "heading"), 7),
        (("columns", 1, "heading"), 10),
        (("columns", 1, "键 名"), 11),
        (("columns", 1, "inner", "x"), 13),
        (("columns", 1, "width"), 9),
        (("columns",), 6),
        (("title",), 1),
        ((), 1),
    ],
)
def test_a_key_or_the_table_around_it_has_a_line(where: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, where) == line


def test_faults_come_in_the_order_of_their_lines_and_once() -> None:
    found = [(("columns", 1), "乙"), (("code",), "甲"), (("columns", 1, "width"), "乙")]
    assert placed(TEXT, found) == [(1, "甲"), (9, "乙")]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\nb = “二”\n", 2, "等号后面的值写法不对"),
        ('a = "一\n', 1, "引号没有成对"),
        ("a = 1\na = 2\n", 2, "同一个键写了两次"),
        ("[a]\n[a]\n", 2, "同一张表写了两次"),
        ("a = [1\n", 1, "方括号没有成对"),
        ("甲 = 1\n", 1, "中文的键要加引号"),
        ("a\n", 1, "键的后面缺少等号"),
        ('b = 1\na = "关于"核对"的通知"\n', 2, "文字里面不能有半角双引号，请用“”"),
        ('a = ""核对"通知"\n', 1, "文字里面不能有半角双引号"),
        ('a = ["负责"人"签字", "时间"]\n', 1, "文字里面不能有半角双引号"),
        ('a = "一" "二"\n', 1, "文字里面不能有半角双引号"),
        ('a = "一" 二\n', 1, "一行里多了内容"),
        ('a = ["一" "二"]\n', 1, "方括号没有成对"),
        ("a = True\n", 1, "写 true 或 false，全用小写，不加引号"),
        ("a = FALSE  # 否\n", 1, "写 true 或 false"),
    ],
)
def test_a_text_that_is_no_toml_says_where_and_why(text: str, line: int, words: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as error:
        tomllib.loads(text)
    at, reason = syntax_fault(text, error.value)
    assert words in reason
    assert at in (line, line + 1)
