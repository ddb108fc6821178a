"""The lists of the desk: filters, columns, orders."""

from dataclasses import replace
from datetime import timedelta

from tests.deletion.helpers import CLASS_1, COUNTY, NAME_WRONG, request
from tuanji_desktop.deletion import table
from tuanji_desktop.deletion.service import create_batch, return_all
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.office.context import Context


def load(context: Context, *sort: SortKey, org_id: int | None = None) -> table.DeskRows:
    return table.load_desk(context, org_id=org_id, sort=sort, batch_sort=())


def test_each_request_is_under_one_filter(office: Context) -> None:
    first = request(office, 1)
    made = create_batch(office, form="guangdong", org_id=CLASS_1)
    second = request(office, 4)
    found = load(office)
    assert {key: list(rows) for key, rows in found.requests.items()} == {
        "unbatched": [second],
        "batched": [first],
        "decided": [],
        "all": [second, first],
    }
    assert list(found.batches) == [made.id]
    return_all(office, reason="请核查")
    assert list(load(office).requests["decided"]) == [second, first]


def test_a_row_reads_well_in_a_narrow_pane(office: Context) -> None:
    request(office, 1, *NAME_WRONG, note="以身份证为准")
    later = replace(office, fixed_day=office.today + timedelta(days=3))
    (row,) = load(later).requests["all"].values()
    cells = {column.key: column.text(row) for column in table.request_columns()}
    assert cells == {
        "state": "已申请删除，待审核",
        "name": "张三",
        "branch": "高三（1）班",
        "reasons": "姓名错误，正确姓名为：张珊",
        "batch": "—",
        "age": "3",
        "flags": "？1",
        "requested_by": "王干事",
        "note": "以身份证为准",
    }
    tips = {column.key: column.tip(row) for column in table.request_columns() if column.tip}
    assert tips["branch"].startswith("中国共产主义青年团")
    assert tips["flags"].startswith("正值毕业季")
    assert tips["age"] == "2018-08-01 由 王干事 提出"
    assert sum(c.width for c in table.request_columns() if c.shown and c.key != "reasons") <= 570


def test_names_are_in_the_order_of_their_pinyin(office: Context) -> None:
    for member in (1, 2, 4):
        request(office, member)
    rows = load(office, SortKey("name")).requests["all"].values()
    assert [row.name for row in rows] == ["李小梅", "单雄", "张三"]


def test_a_stale_batch_says_so(office: Context) -> None:
    request(office, 1)
    create_batch(office, form="guangdong", org_id=COUNTY)
    with office.database.write(office.operation("test", "换手机")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '1' WHERE id = 1")
    (row,) = load(office).batches.values()
    columns = {column.key: column for column in table.batch_columns()}
    assert columns["state"].text(row) == "⚠ 已过时 · 已申请删除，待审核"
    assert columns["lines"].text(row) == "1"


def test_a_decided_line_says_why(office: Context) -> None:
    request(office, 1)
    create_batch(office, form="guangdong", org_id=COUNTY)
    return_all(office, reason="请核查")
    (row,) = load(office).requests["decided"].values()
    columns = {column.key: column for column in table.line_columns()}
    assert columns["line"].text(row) == "1"
    assert columns["state"].tip is not None
    assert "原因：请核查" in columns["state"].tip(row)
    assert table.age_text(row) == ""
