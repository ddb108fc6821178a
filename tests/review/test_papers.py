"""From requests to slips, and into the members' papers."""

from datetime import date

import pytest

from tests.papers.reading import whole_text
from tests.review.helpers import (
    INCOME,
    by,
    later,
    leave_alone,
    on,
    operations,
    propose,
    strict,
)
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.papers import file_slips, latest_request, make_slips, slip_number
from tuanji_desktop.review.service import decide_change, withdraw_change


def test_the_slip_says_what_was_asked_and_decided(office: Context) -> None:
    inside = on(office, date(2018, 10, 8))
    request = propose(inside, 1, is_cadre="是", income=INCOME, joined_on="2016-09")
    decide_change(
        by(later(inside, 1), "赵副书记"),
        request_id=request,
        accept=["joined_on"],
        return_=["income"],
        reason="没有收入证明",
    )
    made = make_slips(inside, request_ids=[request])
    assert made.names == ("张三",)
    assert [(number, member) for number, member, _ in made.single] == [("XG000001", 1)]
    assert made.single[0][2] is made.paper
    text = whole_text(made.paper.pdf)
    for words in (
        "是否为团干", "待审核", "学生无收入", INCOME, "退回", "没有收入证明", "2016-05", "2016-09",
        "通过", "赵副书记", "2018-10-09", "本人来电", "G 一.3", "G 二", "临时开放",
    ):  # fmt: skip
        assert words in text, words
    assert "单人办公" not in text


def test_the_slip_of_an_office_of_one_is_marked(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    leave_alone(office)
    decide_change(strict(office), request_id=request, accept=["is_cadre"])
    text = whole_text(make_slips(office, request_ids=[request]).paper.pdf)
    assert "单人办公，本人提出本人审核：是否为团干由王干事提出并审核。" in text


def test_printed_slips_are_filed_once_with_each_member(office: Context) -> None:
    first, second = propose(office, 1, is_cadre="是"), propose(office, 4, income=INCOME)
    made = make_slips(office, request_ids=[second, first])
    assert made.paper.pages == 2
    before = len(operations(office))
    assert file_slips(office, made) == before + 1
    assert operations(office)[-1][:2] == (
        "paper.change_slip",
        "打印团员信息修改审核单 2 份：张三、单雄（XG000001、XG000002）",
    )
    with office.database.read() as connection:
        filed = connection.exec_driver_sql(
            "SELECT p.form, p.title, p.member_id, p.pages, b.content FROM papers AS p "
            "JOIN blobs AS b ON b.sha256 = p.sha256 ORDER BY p.id"
        ).all()
    assert [tuple(row) for row in filed] == [
        ("change-slip", f"团员信息修改审核单 {number}", member, 1, paper.pdf)
        for number, member, paper in made.single
    ]
    assert file_slips(office, made) is None
    assert len(operations(office)) == before + 1
    withdraw_change(office, request_id=first)
    again = make_slips(office, request_ids=[first, second])
    file_slips(office, again)
    assert operations(office)[-1][1].startswith("打印团员信息修改审核单 1 份")  # the changed one


def test_the_latest_request_of_a_member(office: Context) -> None:
    propose(office, 1, is_cadre="是")
    wanted = propose(office, 1, income=INCOME)
    assert latest_request(office, member_id=1) == wanted
    with pytest.raises(NotFound, match="没有提出过修改申请"):
        latest_request(office, member_id=2)
    with pytest.raises(NotFound):
        make_slips(office, request_ids=[99])
    assert slip_number(12) == "XG000012"
