"""What a kind of paper needs, and what a wish lacks of it."""

from dataclasses import replace

from tests.papers.test_boxes import drawn
from tuanji_desktop.papers.frame import A4_PORTRAIT, Flow
from tuanji_desktop.papers.kinds import MadePaper, PaperKind, PaperWish


def make(_context: object, _wish: PaperWish) -> MadePaper:
    return MadePaper(drawn(Flow(A4_PORTRAIT)), "名册")


KIND = PaperKind("slip", "审核单", (("member", "change"), ("year",)), make)


def test_one_of_each_group_is_needed() -> None:
    wish = PaperWish()
    assert KIND.lacks(wish) == [("member", "change"), ("year",)]
    assert KIND.lacks(replace(wish, change=3)) == [("year",)]
    assert KIND.lacks(replace(wish, member=3, year=2018)) == []
    assert replace(KIND, needs=()).lacks(wish) == []


def test_a_paper_without_an_owner_or_a_table_says_so() -> None:
    made = make(None, PaperWish())
    assert (dict(made.owner), made.grid, made.number) == ({}, None, "")
