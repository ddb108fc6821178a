"""Rows in words, and which filter shows them."""

from dataclasses import replace
from datetime import date

from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started, walk
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.queries import load_ledger
from tuanji_desktop.transfers.table import EMPTY, FILTERS, fits, ledger_columns, state_words


def test_each_state_is_under_its_filters(office: Context) -> None:
    first, second = started(office, replace(STUDY, in_province="是"))
    walk(office, second, "wait")
    later = replace(office, fixed_day=date(2018, 9, 1))
    rows = {row.id: row for row in load_ledger(later)}
    shown = {one: {key for key in FILTERS if fits(rows[one], key)} for one in rows}
    assert shown == {first: {"open", "late", "all"}, second: {"waiting", "all"}}
    assert state_words(rows[first]) == "⚠ 已发起 · 超期 52 天"
    assert state_words(rows[second]) == "待新生支部建立 · 该询问高校"
    walk(later, first, "return")
    assert fits(next(row for row in load_ledger(later) if row.id == first), "finished")


def test_every_filter_has_its_empty_words_and_every_column_a_text(office: Context) -> None:
    assert set(EMPTY) == set(FILTERS)
    started(office, replace(STUDY, member_ids=(1,)))
    (row,) = load_ledger(office)
    assert [column.text(row) for column in ledger_columns()][:4] == [
        "张三", "升学", "高三（1）班", "共青团贵州大学委员会",
    ]  # fmt: skip
