"""The page and the head line that is stamped."""

from tuanji_desktop.papers.frame import (
    A4_LANDSCAPE,
    A4_PORTRAIT,
    MM,
    SEAL_RADIUS,
    Flow,
    line_head,
    sealed_head,
    title,
)


def test_margins_are_those_of_the_standard() -> None:
    assert round(A4_PORTRAIT.inner_width / MM) == 156
    assert round(A4_PORTRAIT.inner_height / MM) == 225
    assert A4_LANDSCAPE.width > A4_LANDSCAPE.height


def test_the_seal_has_room_above_below_and_beside() -> None:
    for unit in ("团委", "很长的单位名称" * 12):
        flow = Flow(A4_PORTRAIT)
        title(flow, "申请表")
        above = flow.y
        items = (("填报时间：", "2018年9月28日"), ("联系人：", "张三"))
        circle = sealed_head(flow, "填报单位（盖章）：", unit, items)
        assert circle.radius == SEAL_RADIUS == 21 * MM
        assert circle.y + circle.radius <= above
        assert circle.y - circle.radius >= flow.y
        values = [mark for mark in flow.page.texts if mark[2][0] not in "填申"]
        assert values
        assert all(x >= circle.x + circle.radius for x, *_ in values)


def test_a_long_title_stays_on_the_page() -> None:
    flow = Flow(A4_PORTRAIT)
    title(flow, "某某省某某市某某县第一高级职业技术学校要求后台删除团员登记表")
    assert len(flow.page.texts) == 1
    x, _, _, _, size = flow.page.texts[0]
    assert x >= A4_PORTRAIT.left
    assert 14 <= size < 22


def test_paragraphs_stay_together() -> None:
    flow = Flow(A4_PORTRAIT)
    flow.y = A4_PORTRAIT.bottom + 20
    flow.paragraphs(["填写要求", "1.组织全称"], size=10.5)
    assert [len(page.texts) for page in flow.pages] == [0, 2]


def test_a_head_line_without_a_seal_goes_on_below_where_there_is_no_room() -> None:
    flow = Flow(A4_PORTRAIT)
    before = flow.y
    line_head(flow, (("单位：", "青溪县民族职业技术教育中心" * 3), ("日期：", "2018年9月28日")))
    (unit, day) = [one for one in flow.page.texts if one[2][:2] in ("单位", "日期")]
    assert unit[0] == day[0] == A4_PORTRAIT.left
    assert before > unit[1] > day[1] > flow.y
    short = Flow(A4_PORTRAIT)
    line_head(short, (("单位：", "青溪团县委"), ("日期：", "2018年9月28日")))
    first, second = short.page.texts
    assert first[1] == second[1]
    assert second[0] > first[0]
