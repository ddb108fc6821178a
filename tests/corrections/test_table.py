"""The lists of the desk as words."""

from dataclasses import replace

from tests.corrections.helpers import (
    CLASS_2,
    approve,
    listed,
    opened,
    sent,
    verified,
    write,
)
from tuanji_desktop.corrections import queries, service, table
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.office.context import Context


def loaded(context: Context, org_id: int | None = None, sort: str = "") -> table.DeskRows:
    keys = [SortKey(sort)] if sort else []
    return table.load_desk(context, org_id=org_id, sort=keys, list_sort=())


def cells(context: Context, case: int) -> dict[str, str]:
    row = queries.correction(context, correction_id=case)
    return {column.key: column.text(row) for column in table.case_columns()}


def test_every_case_stands_under_one_filter_and_under_all(office: Context) -> None:
    list_id = sent(office, 1)
    approve(office, list_id)
    sent(office, 2)
    listed(office, 3)
    verified(office, 4)
    opened(office, 5)
    found = loaded(office)
    assert {key: len(rows) for key, rows in found.cases.items()} == {
        "gathered": 1, "verified": 1, "listed": 1, "sent": 1, "decided": 1, "all": 5,
    }  # fmt: skip
    assert len(found.lists) == 3
    assert [one.branch_short for one in found.flagged] == ["高三（1）班", "高三（2）班"]
    assert len(loaded(office, CLASS_2).cases["all"]) == 2


def test_cells_say_what_is_to_be_said(office: Context) -> None:
    case = opened(office, proved=False)
    row = cells(office, case)
    assert (row["state"], row["change"], row["missing"], row["list"]) == (
        "待核实", "2016年5月 → 2017年5月", "1 份", "—",
    )  # fmt: skip
    write(office, "UPDATE members SET joined_on = '2016-09' WHERE id = 1")
    assert cells(office, case)["state"] == "⚠ 有冲突"
    listed(office, 2)
    other = cells(office, 2)
    assert (other["state"], other["missing"], other["list"]) == ("待行文", "", "GZ-2019-001·1")


def test_decided_cases_say_how(office: Context) -> None:
    approve(office, sent(office, 1))
    assert cells(office, 1)["state"] == "已更正"
    opened(office, 2)
    service.withdraw_correction(office, correction_id=2, reason="没有错")
    row = cells(office, 2)
    assert (row["state"], row["age"]) == ("已撤回", "")


def test_tips_tell_the_rest(office: Context) -> None:
    opened(office, proved=False)
    row = queries.correction(office, correction_id=1)
    tips = {column.key: column.tip(row) for column in table.case_columns() if column.tip}
    assert "还缺：入团志愿书复印件" in tips["missing"]
    assert "由 王干事 提出" in tips["age"]
    moved = replace(row, conflict=True, current="2016-09")
    (change,) = (one for one in table.case_columns() if one.key == "change")
    assert change.tip is not None
    assert "档案现为2016年9月" in change.tip(moved)


def test_rows_are_sorted_as_the_headings_ask(office: Context) -> None:
    for member in (1, 4, 2):
        opened(office, member)
    by_name = [row.name for row in loaded(office, sort="name").cases["all"].values()]
    assert by_name == ["李小梅", "单雄", "张三"]  # shàn: the surname's own reading


def test_a_stale_list_is_marked(office: Context) -> None:
    listed(office, 1)
    write(office, "UPDATE members SET name = '张珊' WHERE id = 1")
    (row,) = queries.list_lists(office)
    cells = {column.key: column.text(row) for column in table.list_columns()}
    assert cells["state"].startswith("⚠ 已过时")
    assert cells["lines"] == "1"
