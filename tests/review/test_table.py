"""Columns, ages and orders of the two queues."""

from tests.review.helpers import INCOME, later, overtake, propose, report_in
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.office.context import Context
from tuanji_desktop.review import table


def rows_of(context: Context, *sort: SortKey) -> table.ReviewRows:
    return table.load_rows(context, org_id=None, sort=sort, report_in_sort=sort)


def test_a_row_says_what_is_to_be_changed(office: Context) -> None:
    propose(office, 1, income=INCOME, is_cadre="是")
    overtake(office, 1, "income", "2000–5000")
    (row,) = rows_of(office).requests.values()
    cells = {column.key: column.text(row) for column in table.request_columns()}
    assert cells == {
        "name": "张三",
        "branch": "高三（1）班",
        "fields": "2 项：经济收入、是否为团干",
        "conflict": "⚠ 1",
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
