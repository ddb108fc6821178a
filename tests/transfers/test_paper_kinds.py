"""The introduction letter and the stub book as kinds of paper."""

from dataclasses import replace

import pytest

from tests.kinds import made, same_words, text_of
from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.introductions import issue_letter, void_letter
from tuanji_desktop.transfers.paper_kinds import PAPERS


def test_a_draft_then_the_letter_by_transfer_or_by_member(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    draft = made(office, PAPERS, "introduction", member=1)
    assert draft.number == ""
    assert [one.field for one in draft.paper.findings] == ["number"]
    issued = issue_letter(office, transfer_id=transfer)
    letter = made(office, PAPERS, "introduction", transfer=transfer)
    assert letter.paper.pdf == issued.paper.pdf
    assert letter.owner == {"transfer_id": transfer, "member_id": 1}
    assert letter.name == "团员组织关系介绍信 2018-0001 张三"
    assert made(office, PAPERS, "introduction", member=1) == letter
    with pytest.raises(NotFound):
        made(office, PAPERS, "introduction", member=2)


def test_the_stub_book_on_paper_and_as_a_table(office: Context) -> None:
    for transfer in started(office, STUDY):
        issue_letter(office, transfer_id=transfer)
    void_letter(office, number="2018-0001", reason="写错")
    book = made(office, PAPERS, "introduction-stubs", org=2)
    same_words(book)
    assert book.grid is not None
    assert [row[0] for row in book.grid.rows] == ["2018-0001", "2018-0002"]
    assert "共2号，其中作废1号" in text_of(book)
    empty = made(office, PAPERS, "introduction-stubs", year=2017)
    assert [one.code for one in empty.paper.findings] == ["rows.empty"]
