"""The notice sheet as paper: what it says, and that it says it whole."""

from dataclasses import replace
from datetime import date

from tests.papers.reading import whole_text
from tuanji_desktop.members.notice_form import BLANK, Notice, Quoted, body_of, draw_notice

NOTICE = Notice(
    member_id=7,
    name="周八",
    branch="中国共产主义青年团青溪县第一中学高三（1）班支部委员会",
    right_branch="中国共产主义青年团青溪县第一中学高三（2）班支部委员会",
    submitted_on=date(2018, 8, 2),
    unit="中国共产主义青年团青溪县第一中学高三（1）班支部委员会",
    contact="王老师",
    contact_phone="0856-1234567",
    day=date(2018, 8, 3),
    papers=("情况说明", "检讨"),
    quoted=(Quoted("G 三.2", "由团支部通知团员自行撤回报到申请", "《提醒函》（团省委）"),),
)


def words(data: Notice) -> str:
    """What stands on the sheet, without the breaks of the lines."""
    return whole_text(draw_notice(data).pdf)


def test_it_says_which_branch_to_withdraw_and_where_to_go() -> None:
    paper = draw_notice(NOTICE)
    assert (paper.pages, paper.findings) == (1, ())
    text = words(NOTICE)
    for part in (
        "报到更正通知单",
        "周八同志：",
        "你于2018年8月2日",
        f"向“{NOTICE.branch}”提交了报到申请",
        "自行撤回本次报到申请",
        f"重新向正确的团支部报到：{NOTICE.right_branch}。",
        "提交情况说明、检讨",
        "2018年8月3日",
        "联系人：王老师",
        "依据：G 三.2“由团支部通知团员自行撤回报到申请”——《提醒函》（团省委）",
        "回　执",
        "团员签字：",
    ):
        assert part in text, part


def test_an_unknown_right_branch_is_left_to_be_written() -> None:
    open_ = replace(NOTICE, right_branch="", submitted_on=None, papers=())
    body = body_of(open_)
    assert body[0].startswith("你通过“智慧团建”系统")
    assert body[3].endswith(f"{BLANK}。")
    assert body[4].endswith("重新报到。")


def test_equal_data_make_equal_bytes() -> None:
    assert draw_notice(NOTICE).sha256 == draw_notice(NOTICE).sha256
    assert draw_notice(NOTICE).sha256 != draw_notice(replace(NOTICE, name="周九")).sha256


def test_what_cannot_be_printed_is_named() -> None:
    rare = draw_notice(replace(NOTICE, name="周\U000323ff"))
    assert [one.code for one in rare.findings] == ["glyph.missing"]
    empty = draw_notice(replace(NOTICE, name=""))
    assert [one.code for one in empty.findings] == ["field.missing"]


def test_a_long_unit_and_many_clauses_go_on_the_next_page() -> None:
    much = replace(NOTICE, quoted=NOTICE.quoted * 30)
    assert draw_notice(much).pages > 1
