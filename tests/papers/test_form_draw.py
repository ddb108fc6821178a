"""A form drawn: what stands where, what is wrong with it, the electronic table beside it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.papers.reading import Box, boxes, codes, page_texts, rules, whole_text
from tuanji_desktop.papers.form_draw import (
    FormData,
    content_hash,
    draw_form,
    empty_sample,
    form_grid,
    signature_left,
)
from tuanji_desktop.papers.frame import A4_LANDSCAPE, MM
from tuanji_desktop.papers.paper import Paper
from tuanji_desktop.papers.table import Row
from tuanji_desktop.papers.table_form import TableForm, read_form, read_text

YUNZE = Path(__file__).parent / "forms" / "yunze-2025.toml"
FOURTH = Path(__file__).parent / "forms" / "nanling-return.toml"
UNIT = "中国共产主义青年团青溪县第一中学委员会"
BRANCH = "中国共产主义青年团青溪县第一中学高三（1）班支部委员会"
HEAD = {"unit": UNIT, "filled_by": "李四", "phone": "13900139000", "filled_on": "2026年5月6日"}
NAMES = ("张三", "龙𬱖", "阿依古丽·买买提")


def fourth() -> TableForm:
    return read_form(read_text(FOURTH), name=FOURTH.name)


def data(count: int, **values: str) -> FormData:
    form = fourth()
    rows = []
    for number in range(1, count + 1):
        row = {
            "name": NAMES[number % 3],
            "sex": "女",
            "joined_on": "2016-05",
            "branch_full_name": BRANCH,
            "reason": "误报团支部，已审核通过",
            **values,
        }
        rows.append(Row(number, form.cells(number, row)))
    return FormData("青溪县第一中学", HEAD, tuple(rows), "2026-001")


def written(extra: str) -> TableForm:
    head = 'code = "a"\ntitle = "{unit}表"\nissuer = "一"\ndocument = "二"\nrows = "members"\n'
    column = '[[columns]]\nheading = "姓名"\nfield = "name"\nshare = 1\n'
    return read_form(head + extra + column, name="a.toml")


def place(characters: Sequence[Box], text: str) -> Box:
    """The box around a text."""
    found = "".join(one.text[:1] for one in characters).index(text)
    part = characters[found : found + len(text)]
    return Box(
        text,
        min(one.left for one in part),
        min(one.bottom for one in part),
        max(one.right for one in part),
        max(one.top for one in part),
    )


def test_everything_stands_in_its_order() -> None:
    paper = draw_form(fourth(), data(3))
    (text,) = page_texts(paper.pdf)
    pieces = (
        "附件2", "南岭省“误审核团员”退回登记表", "填报单位（公章）：", UNIT, "填报人：李四",
        "联系电话：13900139000", "填报日期：2026年5月6日", "序号", "姓名", "性别", "入团年月",
        "误审核的团支部", "退回原因", "龙𬱖", "2016-05", "误报团支部，已审核通过", "以下空白",
        "本单位保证：退回后五日内", "团支部书记签字：", "时间：", "填表说明", "1.本表由基层团委填写",
        "2.姓名、性别、入团年月按系统", "第1页 共1页",
    )  # fmt: skip
    at = -1
    for piece in pieces:
        at = text.replace("\r\n", "").find(piece, at + 1)
        assert at >= 0, piece
    assert paper.findings == ()
    assert codes(paper.pdf) == [f"2026-001:1:{content_hash(fourth(), data(3))[:10].upper()}"]


def test_everything_stands_in_its_place() -> None:
    paper = draw_form(fourth(), data(3))
    characters = boxes(paper.pdf)
    size = A4_LANDSCAPE
    annex = place(characters, "附件2")
    title = place(characters, "南岭省")
    assert annex.left == pytest.approx(size.left, abs=2)
    assert annex.bottom > size.height - size.top  # beside the code, above the title
    assert title.top < size.height - size.top
    unit = place(characters, UNIT)
    label = place(characters, "填报单位（公章）：")
    assert unit.left - label.right >= -1
    edges = [12, 30, 14, 24]
    left = size.left
    for heading, width in zip(("序号", "姓名", "性别", "入团年月"), edges, strict=True):
        box = place(characters, heading)
        assert (box.left + box.right) / 2 == pytest.approx(left + width * MM / 2, abs=1.5)
        left += width * MM
    first = place(characters, BRANCH[:20])
    assert first.left == pytest.approx(left + 1.2 * MM, abs=1.5)  # align = "left"
    signature = place(characters, "团支部书记签字：")
    assert signature.left == pytest.approx(size.left + 165 * MM, abs=2)
    note = place(characters, "1.本表")
    assert note.top < place(characters, "填表说明").bottom + 2
    assert note.bottom > size.bottom


def test_a_long_table_repeats_its_heading_and_keeps_the_promise_in_its_frame() -> None:
    paper = draw_form(fourth(), data(60))
    texts = page_texts(paper.pdf)
    assert len(texts) == paper.pages > 1
    assert all("入团年月" in text for text in texts)
    assert sum(text.count("本单位保证") for text in texts) == 1
    assert whole_text(paper.pdf).count("误报团支部，已审核通过") == 60
    lowest = min(one.bottom for page in range(paper.pages) for one in boxes(paper.pdf, page))
    assert lowest > A4_LANDSCAPE.bottom - 9 * MM


def test_what_a_row_must_have_and_lacks_is_named() -> None:
    paper = draw_form(fourth(), data(2, sex="", joined_on=" "))
    assert [(one.code, one.record, one.field) for one in paper.findings] == [
        ("field.missing", 1, "sex"),
        ("field.missing", 1, "joined_on"),
        ("field.missing", 2, "sex"),
        ("field.missing", 2, "joined_on"),
    ]
    assert "入团年月" in paper.findings[1].message


def test_what_the_head_lacks_is_named_and_a_glyph_nobody_has() -> None:
    one = replace(data(1, name="王\ue863"), head={**HEAD, "phone": ""})
    found = {(one.code, one.field): one.message for one in draw_form(fourth(), one).findings}
    assert set(found) == {("field.missing", "phone"), ("glyph.missing", "name")}
    assert "“联系电话”" in found["field.missing", "phone"]


def test_what_may_be_empty_is_not_named() -> None:
    optional = (
        '[[columns]]\nheading = "备注"\nfield = "notes"\nshare = 1\nrequired = false\n'
        '[[columns]]\nheading = "签名"\nfield = "blank"\nshare = 1\n'
    )
    form = written(optional)
    row = Row(1, form.cells(1, {"name": "张三"}))
    assert draw_form(form, FormData("一中", {}, (row,))).findings == ()
    assert [one.code for one in draw_form(form, FormData("", {}, ())).findings] == [
        "rows.empty",
        "field.missing",  # the unit of the title
    ]


def test_a_form_without_a_seal_has_a_plain_head_line() -> None:
    items = "".join(
        f'[[head]]\nlabel = "{label}"\nsource = "{source}"\n'
        for label, source in (("单位：", "unit"), ("时间：", "filled_on"), ("签名：", "blank"))
    )
    form = written(items)
    head = {"unit": UNIT * 2, "filled_on": "2026年5月6日"}
    row = Row(1, form.cells(1, {"name": "张三"}))
    paper = draw_form(form, FormData("一中", head, (row,)))
    assert paper.findings == ()
    characters = boxes(paper.pdf)
    unit, when = place(characters, "单位："), place(characters, "时间：")
    assert unit.left == pytest.approx(form.size.left, abs=2)
    assert when.top < unit.bottom  # no room beside the long name
    assert place(characters, "签名：").bottom == pytest.approx(when.bottom, abs=2)
    heading = max(one.top for one in characters if one.text == "姓")
    assert heading < when.bottom


def test_equal_data_equal_bytes_and_the_hash_is_of_the_content() -> None:
    form = fourth()
    assert draw_form(form, data(4)).pdf == draw_form(fourth(), data(4)).pdf
    known = content_hash(form, data(4))
    others = (
        content_hash(form, data(3)),
        content_hash(form, data(4, sex="男")),
        content_hash(form, replace(data(4), head={**HEAD, "filled_by": "王五"})),
        content_hash(replace(form, code="other"), data(4)),
        content_hash(form, replace(data(4), promise="三日内")),
    )
    assert len({known, *others}) == 6
    wider = replace(form, table=replace(form.table, row_height=40.0))
    assert content_hash(wider, data(4)) == known  # the layout is no content
    assert content_hash(form, replace(data(4), number="2026-002")) == known


def test_the_electronic_table_has_the_same_content() -> None:
    grid = form_grid(fourth(), data(2))
    assert grid.title == "南岭省“误审核团员”退回登记表"
    assert grid.landscape
    assert grid.above[0] == "附件2"
    assert grid.above[1].startswith(f"填报单位（公章）：{UNIT}")
    assert grid.headings == ("序号", "姓名", "性别", "入团年月", "误审核的团支部", "退回原因")
    assert grid.rows[0] == ("1", "龙𬱖", "女", "2016-05", BRANCH, "误报团支部，已审核通过")
    assert grid.below[:3] == (
        "本单位保证：退回后五日内，由该团员向正确的团支部重新报到。",
        "团支部书记签字：",
        "时间：",
    )
    assert grid.below[3:] == tuple(one.text for one in fourth().notes)
    printed = whole_text(draw_form(fourth(), data(2)).pdf)
    for cell in (cell for row in grid.rows for cell in row):
        assert cell in printed


def test_the_empty_sample_is_one_page_with_nobody_on_it() -> None:
    paper = empty_sample(fourth())
    assert paper.pages == 1
    text = whole_text(paper.pdf)
    assert "以下空白" in text
    assert "2016" not in text
    assert codes(paper.pdf) == []


def signing(paper: Paper) -> list[Box]:
    """Where the three of the form sign."""
    characters = boxes(paper.pdf)
    begin = "".join(one.text[:1] for one in characters).index("重新录入保证：")
    promise = characters[begin:]
    return [place(promise, one) for one in ("支部书记签字：", "团委负责人签字：", "日期：")]


def yunze(count: int, text: str = "") -> tuple[TableForm, FormData]:
    """A form with three lines to sign; the branch takes two lines of each row."""
    form = read_form(text or read_text(YUNZE), name=YUNZE.name)
    row = {
        "branch_full_name": BRANCH,
        "name": "张三",
        "sex": "女",
        "id_number": "52062820010305003X",
        "joined_on": "2016-05",
        "mobile": "13800138001",
        "reason": "误报团支部，已审核通过",
    }
    rows = tuple(Row(number, form.cells(number, row)) for number in range(1, count + 1))
    head = {"unit": UNIT, "contact": "李四", "contact_phone": "1", "filled_on": "2026年5月6日"}
    return form, FormData("一中", head, rows, "2026-001")


@pytest.mark.parametrize("count", [1, 2])
def test_struck_out_rows_and_lines_to_sign_give_way_so_that_all_stands_on_one_page(
    count: int,
) -> None:
    paper = draw_form(*yunze(count))
    assert paper.pages == 1
    heights = rules(paper.pdf)
    assert len(heights) == 12  # heading, nine rows all the same, promise
    characters = boxes(paper.pdf)
    above, below = heights[-2:]
    signatures = signing(paper)
    assert all(above > one.top and one.bottom > below for one in signatures)
    steps = [one.bottom - two.bottom for one, two in pairwise(signatures)]
    assert all(step >= 6 * MM - 1 for step in steps)  # room for a name by hand
    blank = place(characters, "以下空白")
    assert blank.top - blank.bottom < heights[count + 1] - heights[count + 2]
    assert place(characters, "2.姓名").bottom > A4_LANDSCAPE.bottom - 1


def test_nothing_gives_way_where_it_would_not_help() -> None:
    form, filled = yunze(9)
    paper = draw_form(form, filled)
    assert paper.pages == 2
    characters = boxes(paper.pdf, 1)
    first, second = (place(characters, one) for one in ("支部书记签字：", "团委负责人签字："))
    assert first.bottom - second.bottom == pytest.approx(7.5 * MM, abs=0.5)
    assert "说明" in page_texts(paper.pdf)[1]
    assert draw_form(*yunze(30)).pages == 3


def test_several_may_sign_on_one_line_with_full_width_spaces_between_them() -> None:
    words = "支部书记签字：　　　　团委负责人签字：　　　　日期："
    text = read_text(YUNZE).replace('签字：", "', "签字：　　　　")
    text = text.replace("signature_left = 160", "signature_left = 60")
    form, filled = yunze(1, text)
    assert form.promise is not None
    assert form.promise.signatures == (words,)
    first, second, third = signing(draw_form(form, filled))
    assert [second.bottom, third.bottom] == pytest.approx([first.bottom] * 2, abs=1)
    assert 36 <= second.left - first.right <= 45  # four spaces of 9 points, the sign before them
    assert first.left == pytest.approx(A4_LANDSCAPE.left + 60 * MM, abs=2)


def test_signatures_stand_no_further_right_than_there_is_room_to_sign() -> None:
    far = read_text(YUNZE).replace("signature_left = 160", "signature_left = 200")
    form, filled = yunze(1, far)
    assert signature_left(form) == pytest.approx(168.4 * MM, abs=0.2)  # as the manual says
    shown = place(boxes(draw_form(form, filled).pdf), "支部书记签字：")
    assert shown.left == pytest.approx(A4_LANDSCAPE.left + 168.4 * MM, abs=2)
    upright = far.replace('"landscape"', '"portrait"').replace("width = 40", "share = 1")
    form, _ = yunze(0, upright.replace("least_rows = 9", "least_rows = 1"))
    assert signature_left(form) == pytest.approx(107.5 * MM, abs=0.2)
    assert signature_left(written("")) == 0
