"""Numbers of the block: given once, voided with a reason, never twice; the sheet kept whole."""

from dataclasses import replace
from datetime import date

import pytest

from tests.deletion.helpers import RARE, one, operations, rename, select
from tests.papers.reading import whole_text
from tests.transfers.test_plan import MAJOR, STUDY
from tests.transfers.test_service import started
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.check import check
from tuanji_desktop.transfers.introductions import (
    block,
    introduction,
    issue_letter,
    letter_by_hand,
    letters_of,
    load_stubs,
    remaining,
    set_block,
    stub_book,
    transfer_of,
    void_letter,
)
from tuanji_desktop.transfers.service import step_transfer


def go(office: Context, *members: int) -> list[int]:
    return list(started(office, replace(STUDY, member_ids=members)))


def code_of(caught: pytest.ExceptionInfo[RuleRefused] | pytest.ExceptionInfo[BadInput]) -> str:
    return caught.value.code


def test_a_letter_is_one_operation_with_number_stub_and_paper(office: Context) -> None:
    (transfer,) = go(office, 1)
    before = operations(office)
    made = issue_letter(office, transfer_id=transfer)
    assert (made.number, made.name, made.valid_days) == ("2018-0001", "张三", 30)
    assert operations(office) == before + 1 == made.operation
    assert select(
        office,
        "SELECT p.form, p.number, p.member_id, p.transfer_id, b.content = ? "
        "FROM papers AS p JOIN blobs AS b ON b.sha256 = p.sha256",
        made.paper.pdf,
    ) == [("introduction", f"JS{transfer}-1", 1, transfer, 1)]
    assert select(
        office, "SELECT kind, words, document FROM journal_operations WHERE number = ?", before + 1
    ) == [
        (
            "transfer.introduction",
            "开具介绍信 2018-0001：张三，中国共产主义青年团青溪县第一中学高三（1）班支部委员会 → "
            f"{STUDY.target}",
            "2018-0001",
        )
    ]
    assert check(office.database).ok


def test_a_reprint_is_the_paper_as_it_was_issued(office: Context) -> None:
    (transfer,) = go(office, 1)
    draft, paper = introduction(office, transfer_id=transfer)
    assert draft.number == ""
    assert [one.field for one in paper.findings] == ["number"]
    made = issue_letter(office, transfer_id=transfer)
    with office.database.write(office.operation("test", "改名")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET name = '张三丰' WHERE id = 1")
    later = replace(office, fixed_day=date(2018, 9, 9), operator="赵副书记")
    data, again = introduction(later, transfer_id=transfer)
    assert (data.number, data.issued_on, data.issued_by) == (
        "2018-0001",
        date(2018, 8, 1),
        "王干事",
    )
    assert again.pdf == made.paper.pdf


def test_a_voided_number_stays_and_the_next_letter_takes_the_next_one(office: Context) -> None:
    (transfer,) = go(office, 1)
    issue_letter(office, transfer_id=transfer)
    with pytest.raises(RuleRefused) as caught:
        issue_letter(office, transfer_id=transfer)
    assert code_of(caught) == "introduction.exists"
    assert "2018-0001" in caught.value.message
    with pytest.raises(BadInput) as unsaid:
        void_letter(office, number="2018-0001", reason=" ")
    assert code_of(unsaid) == "introduction.void_reason"
    void_letter(office, number="2018-0001", reason="写错，已收回")
    with pytest.raises(RuleRefused):
        void_letter(office, number="2018-0001", reason="再来")
    with pytest.raises(NotFound):
        void_letter(office, number="2018-9999", reason="没有")
    assert introduction(office, transfer_id=transfer)[0].number == ""  # a draft again
    second = issue_letter(office, transfer_id=transfer)
    assert second.number == "2018-0002"
    assert one(office, "SELECT max(number) FROM papers") == f"JS{transfer}-2"
    found = letters_of(office, transfer_id=transfer)
    assert [(row.number, row.voided) for row in found] == [
        ("2018-0001", True),
        ("2018-0002", False),
    ]
    assert found[0].remark == "作废（2018-08-01）：写错，已收回"


def test_the_block_is_the_offices_and_ends(office: Context) -> None:
    first, second, third = go(office, 1, 2, 4)
    set_block(office, series="青团介〔{年}〕{序号}", first=98, last=99, days=60)
    assert issue_letter(office, transfer_id=first).number == "青团介〔2018〕0098"
    with office.database.read() as connection:
        assert remaining(connection, 2018) == 1
        assert block(connection).days == 60
    assert issue_letter(office, transfer_id=second).valid_days == 60
    with pytest.raises(RuleRefused) as caught:
        issue_letter(office, transfer_id=third)
    assert code_of(caught) == "introduction.used_up"
    set_block(office, first=100, last=0)
    assert issue_letter(office, transfer_id=third).number == "青团介〔2018〕0100"
    with office.database.read() as connection:
        assert remaining(connection, 2018) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"series": "青团介"},
        {"first": 0},
        {"first": 9, "last": 8},
        {"days": 0},
        {"first": 1, "last": 1_000_000},
    ],
)
def test_a_block_that_cannot_be_is_refused(office: Context, wrong: dict[str, object]) -> None:
    before = operations(office)
    with pytest.raises(BadInput):
        set_block(office, **wrong)  # type: ignore[arg-type]
    assert operations(office) == before


def test_only_what_goes_out_gets_a_letter(office: Context, college: Context) -> None:
    (moved,) = started(college, MAJOR)
    with pytest.raises(RuleRefused) as inside:
        issue_letter(college, transfer_id=moved)
    assert (inside.value.code, inside.value.clause) == ("introduction.internal", "Q 三.3")
    (back,) = go(office, 1)
    made = issue_letter(office, transfer_id=back)
    step_transfer(office, transfer_id=back, act="return", reason="不收")
    (stub,) = load_stubs(office)
    assert stub.remark == "转接已退回，介绍信应收回作废"
    void_letter(office, number=made.number, reason="转接已退回")
    with pytest.raises(RuleRefused) as over:
        issue_letter(office, transfer_id=back)
    assert code_of(over) == "introduction.over"
    with pytest.raises(NotFound):
        issue_letter(office, transfer_id=99)


def test_the_members_latest_transfer_that_stands(office: Context) -> None:
    (first,) = go(office, 1)
    assert transfer_of(office, member_id=1) == first
    step_transfer(office, transfer_id=first, act="return", reason="不收")
    with pytest.raises(NotFound) as caught:
        transfer_of(office, member_id=1)
    assert "张三" in caught.value.message
    with pytest.raises(NotFound):
        transfer_of(office, member_id=99)


def test_the_book_by_year_and_unit(office: Context) -> None:
    for transfer in go(office, 1, 4):
        issue_letter(office, transfer_id=transfer)
    assert [row.number for row in load_stubs(office)] == ["2018-0001", "2018-0002"]
    assert [row.name for row in load_stubs(office, org_id=4)] == ["单雄"]
    assert load_stubs(office, year=2017) == ()
    book = stub_book(office, year=2018)
    assert book.unit == "中国共产主义青年团青溪县委员会"
    assert [row.name for row in book.rows] == ["张三", "单雄"]


def test_who_has_no_name_gets_no_letter(office: Context) -> None:
    (transfer,) = go(office, 1)
    with office.database.write(office.operation("test", "清空")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET name = '' WHERE id = 1")
    with pytest.raises(BadInput) as caught:
        issue_letter(office, transfer_id=transfer)
    assert code_of(caught) == "introduction.incomplete"
    assert select(office, "SELECT count(*) FROM introduction_letters") == [(0,)]


def test_the_letter_says_what_the_record_says(office: Context) -> None:
    (transfer,) = go(office, 5)
    text = whole_text(issue_letter(office, transfer_id=transfer).paper.pdf)
    assert "龙𬱖同志（女，汉族，2002年2月28日出生" in text
    assert STUDY.target in text


def test_a_number_that_went_out_is_not_taken_back_by_an_undo(office: Context) -> None:
    (transfer,) = go(office, 1)
    made = issue_letter(office, transfer_id=transfer)
    undone = undo(office, number=made.operation).undone
    assert {found.why for found in undone.impossible} == {"介绍信的号已经用出，请作废"}
    assert one(office, "SELECT count(*) FROM introduction_letters") == 1
    assert one(office, "SELECT count(*) FROM papers WHERE form = 'introduction'") == 1
    void_letter(office, number=made.number, reason="写错")
    voided = operations(office)
    issue_letter(office, transfer_id=transfer)
    undone = undo(office, number=voided).undone
    assert {found.why for found in undone.impossible} == {"已另开了介绍信"}


def test_a_name_that_no_font_has_is_written_by_hand_or_there_is_no_letter(office: Context) -> None:
    (transfer,) = go(office, 1)
    rename(office, 1, f"张{RARE}")
    assert letter_by_hand(office, transfer_id=transfer) == (RARE,)
    with pytest.raises(BadInput, match="--write-by-hand 写明 U\\+323AF") as caught:
        issue_letter(office, transfer_id=transfer)
    assert code_of(caught) == "introduction.incomplete"
    issue_letter(office, transfer_id=transfer, by_hand=(RARE,))
    assert select(office, "SELECT reason FROM journal_operations ORDER BY number DESC LIMIT 1") == [
        (f"打印后在〓处手写：U+323AF（{RARE}）",)
    ]
