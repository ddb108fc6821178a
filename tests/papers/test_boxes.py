"""Boxes side by side: labels and values in a frame, nothing cut."""

from tests.papers.reading import boxes, whole_text
from tuanji_desktop.papers.boxes import Box, box_row, inside, label
from tuanji_desktop.papers.frame import A4_PORTRAIT, MM, Flow
from tuanji_desktop.papers.paper import Paper, compose


def drawn(flow: Flow) -> Paper:
    return compose(flow, title="表", batch="", content_hash="0" * 64)


def test_shares_fill_the_line_and_the_frame_closes() -> None:
    flow = Flow(A4_PORTRAIT)
    top = box_row(flow, [label("姓名", 1), Box("张三", 3)], height=10 * MM)
    assert top == A4_PORTRAIT.height - A4_PORTRAIT.top
    assert abs(top - flow.y - 10 * MM) < 0.01
    upright = sorted({x1 for x1, _, x2, _ in flow.page.lines if x1 == x2})
    width = A4_PORTRAIT.inner_width
    assert [round(x - A4_PORTRAIT.left) for x in upright] == [0, round(width / 4), round(width)]
    flat = [line for line in flow.page.lines if line[1] == line[3]]
    assert len(flat) == 2
    assert whole_text(drawn(flow).pdf).startswith("姓名 张三")


def test_a_row_grows_with_its_text_and_keeps_all_of_it() -> None:
    flow = Flow(A4_PORTRAIT)
    words = "青溪县城关镇河西村红岭组" * 12
    top = box_row(flow, [label("户籍地址", 1), Box(words, 2)], height=8 * MM)
    assert top - flow.y > 20 * MM
    pdf = drawn(flow).pdf
    assert words in whole_text(pdf)
    assert all(flow.y - 1 < one.bottom for one in boxes(pdf) if one.text == "青")


def test_a_row_without_room_goes_to_the_next_page() -> None:
    flow = Flow(A4_PORTRAIT)
    for _ in range(3):
        box_row(flow, [Box("甲", 1)], height=90 * MM)
    assert len(flow.pages) == 2


def test_a_red_value_and_a_line_at_its_own_place() -> None:
    flow = Flow(A4_PORTRAIT)
    top = box_row(flow, [label("姓名", 1), Box("（未填）", 1, red=True)], height=30 * MM)
    assert flow.page.red == {1}
    inside(flow, "（盖章）", 300, top - 20 * MM, size=12, width=100)
    (seal,) = [one for one in boxes(drawn(flow).pdf) if one.text == "盖"]
    assert 300 < seal.left < 330
    assert top - 26 * MM < seal.bottom < top - 18 * MM
