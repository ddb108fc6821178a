"""The paginator: heading on every page, nothing cut, blank rows struck through."""

from bisect import bisect

from hypothesis import example, given
from hypothesis import strategies as st

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.frame import A4_PORTRAIT, MM, Flow
from tuanji_desktop.papers.table import BLANK_BELOW, PADDING, Column, Row, Table, TableFlow
from tuanji_desktop.papers.text import clean

TABLE = Table(
    columns=(
        Column("序号", 20 * MM, "number", "whole"),
        Column("姓名", 36 * MM, "name", "line"),
        Column("手机号", 40 * MM, "mobile", "whole"),
        Column("原因", 60 * MM, "reason"),
    ),
    least_rows=4,
)


def drawn(count: int, reason: str = "无团籍人员", mobile: str = "13800138000") -> Flow:
    flow = Flow(A4_PORTRAIT)
    rows = [Row(100 + n, (str(n), "张三", mobile, reason)) for n in range(1, count + 1)]
    TableFlow(flow, TABLE).rows(rows)
    return flow


def texts(flow: Flow) -> list[list[str]]:
    return [[mark[2] for mark in page.texts] for page in flow.pages]


def test_the_heading_stands_on_every_page() -> None:
    pages = texts(drawn(100))
    assert len(pages) == 5
    assert all(page[:4] == ["序号", "姓名", "手机号", "原因"] for page in pages)
    assert sum(page.count("张三") for page in pages) == 100


def test_blank_rows_fill_the_form_and_are_struck_through() -> None:
    for count in (0, 1, 3, 4, 5, 60):
        flow = drawn(count)
        assert sum(page.count(BLANK_BELOW) for page in texts(flow)) == 1
        assert BLANK_BELOW in texts(flow)[-1]
        slanted = [one for one in flow.page.lines if one[0] != one[2] and one[1] != one[3]]
        assert len(slanted) == (count < 3)


def test_the_form_keeps_its_least_height() -> None:
    heights = {round(drawn(count).y) for count in range(5)}
    assert len(heights - {round(drawn(4).y)}) == 1


def test_marks_stay_between_the_margins() -> None:
    flow = drawn(100, reason="很长的原因，" * 12)
    size = flow.size
    for page in flow.pages:
        for x1, y1, x2, y2 in page.lines:
            assert size.left - 0.1 <= min(x1, x2)
            assert max(x1, x2) <= size.right_edge + 0.1
            assert min(y1, y2) >= size.bottom - 0.1
            assert max(y1, y2) <= size.height - size.top + 0.1


def test_a_cell_taller_than_a_page_goes_on_and_is_named() -> None:
    reason = "原因很长" * 900
    flow = drawn(2, reason=reason)
    shown = "".join(text for page in texts(flow) for text in page if text[0] in "原因很长")
    assert shown.replace("原因很长", "").strip("原因") == ""
    assert shown.count("很") == 1800
    assert {one.code for one in flow.findings} == {"cell.overflow"}
    assert [one.record for one in flow.findings] == [101, 102]


def test_a_number_that_had_to_be_broken_is_named() -> None:
    flow = drawn(1, mobile="13800138000" * 5)
    assert [(one.code, one.field) for one in flow.findings] == [("cell.overflow", "mobile")]
    assert "".join(text for text in texts(flow)[0] if text.isdigit())[1:] == "13800138000" * 5


def test_a_box_inside_the_frame_moves_to_a_page_with_heading() -> None:
    flow = Flow(A4_PORTRAIT)
    table = TableFlow(flow, TABLE)
    table.rows([])
    top = table.framed(30 * MM)
    assert len(flow.pages) == 1
    assert round(top - flow.y) == round(30 * MM)
    table.framed(200 * MM)
    assert texts(flow)[1] == ["序号", "姓名", "手机号", "原因"]


def test_a_cell_in_red_ink_and_the_others_black() -> None:
    flow = Flow(A4_PORTRAIT)
    table = Table((Column("序号", 60, "number"), Column("姓名", 90, "name")), 1)
    TableFlow(flow, table).rows([Row(1, ("1", "★张三"), red=1), Row(2, ("2", "李四"))])
    assert [flow.page.texts[place][2] for place in flow.page.red] == ["★张三"]


def test_without_least_rows_nothing_is_struck_through() -> None:
    flow = Flow(A4_PORTRAIT)
    table = Table((Column("序号", 60, "number"), Column("姓名", 90, "name")), 0)
    TableFlow(flow, table).rows([Row(1, ("1", "张三"))])
    assert all(text[2] != BLANK_BELOW for text in flow.page.texts)


# ------------------------------------------------------------------ any text whatever
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(
        st.sampled_from(
            "张三𠮷𫝀\ue000é́נת한🀄👨‍👩‍👧﷽ABCabc0189（）《》“”·,。-_@.\t\n\r\u200b\u202e\ufeff\u00a0\u3000"
        ),
        max_size=400,
    ),
    st.integers(1, 900).map(lambda length: "W" * length),
    st.integers(1, 900).map(lambda length: "（" * length),
    st.integers(1, 1_500).map(lambda length: "长" * length),
    st.integers(1, 120).map(lambda length: "行\n" * length),
)
NARROW = (
    Column("一", 14 * MM, "whole", "whole"),
    Column("二", 20 * MM, "line", "line"),
    Column("三", 40 * MM, "flow", "flow", "left"),
)


@given(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT))
@example(("五" * 4_000, "𠮷𫝀" * 99, "\ud800x"))
def test_no_cell_leaves_its_box_and_no_character_is_lost(cells: tuple[str, str, str]) -> None:
    flow = Flow(A4_PORTRAIT)
    table = TableFlow(flow, Table(NARROW, 0))
    table.rows([Row(1, cells)])
    found = ["", "", ""]
    for page in flow.pages:
        assert [text[2] for text in page.texts[:3]] == ["一", "二", "三"]
        heights = sorted({y1 for _, y1, _, y2 in page.lines if y1 == y2})
        for x, base, text, faces, size in page.texts[3:]:
            place = bisect(table.edges, x) - 1
            left, right = table.edges[place], table.edges[place + 1]
            assert left + PADDING - 0.01 <= x
            assert x + fonts.width(text, faces, size) <= right - PADDING + 0.01
            assert heights[0] < base - 0.2 * size
            assert base + 0.85 * size < heights[-2]
            found[place] += text
    for place, cell in enumerate(cells):
        assert "".join(found[place].split()) == "".join(clean(cell).split())
    assert flow.size.bottom - 0.01 <= flow.y
