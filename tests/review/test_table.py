"""Columns, ages and orders of the two queues."""

from datetime import date

from tests.builders import pack
from tests.review.helpers import (
    INCOME,
    by,
    join_later,
    later,
    leave_alone,
    on,
    overtake,
    propose,
    report_in,
    strict,
)
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.office.context import Context
from tuanji_desktop.review import service, table
from tuanji_desktop.review.queries import Filter


def rows_of(context: Context, *sort: SortKey) -> table.ReviewRows:
    return table.load_rows(context, wanted=Filter(), sort=sort, report_in_sort=sort)


def test_a_row_says_what_is_to_be_changed(office: Context) -> None:
    propose(office, 1, income=INCOME, is_cadre="是")
    overtake(office, 1, "income", "2000–5000")
    (row,) = rows_of(office).requests.values()
    cells = {column.key: column.text(row) for column in table.request_columns()}
    assert cells == {
        "name": "张三",
        "branch": "高三（1）班",
        "fields": "2 项：经济收入、是否为团干",
        "note": "⚠ 冲突 1",
        "proposed_by": "王干事",
        "proposed_at": "2018-08-01",
        "age": "0",
    }


def test_overdue_is_said_in_words_after_the_packs_days(office: Context) -> None:
    propose(office, 1, is_cadre="是")
    age = {column.key: column for column in table.request_columns()}["age"]
    (row,) = rows_of(later(office, 10)).requests.values()
    assert (age.text(row), row.overdue) == ("10", False)
    (row,) = rows_of(later(office, 11)).requests.values()
    assert age.text(row) == "11 超期"
    assert age.tip is not None
    assert "超过" in age.tip(row)
    (row,) = rows_of(strict(later(office, 4), overdue_days=3)).requests.values()
    assert row.overdue  # the pack's days for a review, not those of a transfer


def test_overdue_ones_stand_first_until_a_heading_is_clicked(office: Context) -> None:
    propose(later(office, 9), 1, is_cadre="是")
    propose(office, 2, is_cadre="是")
    rows = rows_of(later(office, 14)).requests.values()
    assert [(row.request.name, row.overdue) for row in rows] == [("李小梅", True), ("张三", False)]


def test_a_row_says_who_may_not_decide_it(office: Context) -> None:
    propose(office, 1, is_cadre="是")
    note = {column.key: column for column in table.request_columns()}["note"]
    (row,) = rows_of(office).requests.values()
    assert (row.barred, note.text(row)) == ("", "")  # this pack lets one person do both
    (row,) = rows_of(strict(office)).requests.values()
    assert row.barred == "由您提出，须由另一位操作员审核（N 一.6）"
    assert (note.text(row), row.single) == ("本人提出", row.barred)
    (row,) = rows_of(by(strict(office), "赵副书记")).requests.values()
    assert row.barred == ""
    leave_alone(office)
    (row,) = rows_of(strict(office)).requests.values()
    assert row.barred == ""


def test_a_row_says_what_can_only_go_back(office: Context) -> None:
    propose(office, 1, is_cadre="是")
    overtake(office, 1, "status", "over_age")
    note = {column.key: column for column in table.request_columns()}["note"]
    (row,) = rows_of(office).requests.values()
    assert (row.closed, note.text(row)) == ("已不在册，只能退回", "⚠ 只能退回")
    assert row.single == row.closed


def test_a_change_the_pack_does_not_know_can_only_go_back(office: Context) -> None:
    from dataclasses import replace

    national = replace(office, policy=pack("national"))
    join_later(on(national, date(2018, 12, 3)), [1])
    (row,) = rows_of(on(office, date(2018, 12, 5))).requests.values()
    assert row.closed == "“入团年月”按现行规则不能改（G 二），只能退回"
    assert rows_of(on(national, date(2018, 12, 5))).requests[row.request.id].closed == ""


def test_decided_rows_are_in_the_order_wished_for(office: Context) -> None:
    for member in (1, 2):
        request = propose(office, member, is_cadre="是", income=INCOME)
        service.decide_change(office, request_id=request, accept=["is_cadre", "income"])
    rows = table.load_decided_rows(office, org_id=None, state="", sort=[SortKey("name")])
    assert [row.name for row in rows.values()] == ["李小梅", "李小梅", "张三", "张三"]
    cells = {
        column.key: column.text(next(iter(rows.values()))) for column in table.decided_columns()
    }
    assert cells["change"] == "经济收入：学生无收入 → 8000–10000"
    assert (cells["state"], cells["decided_by"], cells["decided_at"]) == (
        "已通过", "王干事", "2018-08-01",
    )  # fmt: skip


def test_names_are_in_the_order_of_their_pinyin(office: Context) -> None:
    for member in (1, 2, 3, 4):
        propose(office, member, is_cadre="是")
    names = [row.request.name for row in rows_of(office, SortKey("name")).requests.values()]
    assert names == ["李小梅", "买买提·艾力", "单雄", "张三"]
    down = rows_of(office, SortKey("name", descending=True)).requests.values()
    assert [row.request.name for row in down] == names[::-1]


def test_a_report_in_says_what_is_missing_and_masks_the_number(office: Context) -> None:
    new = report_in(office, "赵小川", mobile="")
    (row,) = rows_of(office, SortKey("name")).report_ins.values()
    columns = {column.key: column for column in table.report_in_columns()}
    assert row.report_in.member.id == new
    assert columns["missing"].text(row).startswith("身份证号")
    assert columns["id_number"].mask is not None
