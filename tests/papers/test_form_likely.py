"""What was meant by a key or a field that is none."""

import pytest

from tuanji_desktop.papers.form_likely import likely_field, likely_key

COLUMN = ("heading", "field", "width", "share", "keep", "align", "required")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("widht", "（是不是 width？）"),
        ("Width", "（是不是 width？）"),
        ("aline", "（是不是 align？）"),
        ("signatures", "（要写在 [promise] 里）"),
        ("sealed", "（要写在 [[head]] 里）"),
        ("least_rows", "（要写在第一个方括号以前）"),
        ("colour", ""),
    ],
)
def test_a_key_is_meant(name: str, words: str) -> None:
    assert likely_key(name, COLUMN) == words


@pytest.mark.parametrize(
    ("name", "heading", "rows", "words"),
    [
        ("性别", "", "deletion", "（是不是 sex？）"),
        ("姓 名", "", "deletion", "（是不是 name？）"),
        ("手机号", "", "deletion", "（是不是 mobile？）"),
        ("身份证号（系统中）", "", "members", "（是不是 id_number？）"),
        ("所在团支部（全称）", "", "members", "（是不是 branch？）"),
        ("Sex", "", "deletion", "（是不是 sex？）"),
        ("join_on", "", "deletion", "（是不是 joined_on？）"),
        ("gender", "性别", "deletion", "（是不是 sex？）"),
        ("phone", "手机\n号码", "deletion", "（是不是 mobile？）"),
        ("review_on", "复核日期", "deletion", "（只有 retention 的表才有）"),
        ("删除原因", "", "deletion", "（是不是 reason？）"),
        ("颜色", "颜色", "deletion", ""),
    ],
)
def test_a_field_is_meant(name: str, heading: str, rows: str, words: str) -> None:
    assert likely_field(name, heading, rows) == words
