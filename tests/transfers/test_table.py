"""Rows in words, and which filter shows them."""

from dataclasses import replace
from datetime import date

from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started, walk
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.plan import Wish, plan_transfers
from tuanji_desktop.transfers.queries import FILTERS, load_ledger
from tuanji_desktop.transfers.table import EMPTY, ledger_columns, plan_columns, state_words


def test_what_is_to_be_seen_of_a_state_at_once(office: Context) -> None:
    first, second = started(office, replace(STUDY, in_province="是"))
    walk(office, second, "wait")
    (third,) = started(office, replace(STUDY, member_ids=(2,), kind="部队", target="某部团委"))
    (fourth,) = started(office, Wish(member_ids=(5,), kind="就业", on=STUDY.on, target_id=2))
    walk(office, fourth, "approve", "approve")
    later = replace(office, fixed_day=date(2018, 9, 1))
    rows = {row.id: row for row in load_ledger(later)}
    assert state_words(rows[first]) == "⚠ 超期 52 天 · 已发起"
    assert state_words(rows[second]) == "该询问高校 · 待新生支部建立"
    kind = next(one for one in ledger_columns() if one.key == "kind")
    assert kind.text(rows[third]) == "部队（纸质）"
    assert state_words(next(row for row in load_ledger(office) if row.id == fourth)) == (
        "待分配团支部 · 转出上级已审核"
    )


def test_a_plan_says_whose_unit_the_target_was_taken_for(office: Context) -> None:
    columns = {one.key: one for one in plan_columns()}
    (row,) = plan_transfers(office, replace(STUDY, member_ids=(1,), target="", target_id=2)).rows
    assert columns["words"].text(row) == "高三（1）班 → 一中团委"
    assert columns["side"].text(row) == "本台账"
    assert columns["side"].tip is not None
    assert "中国共产主义青年团青溪县第一中学委员会（本台账）" in columns["side"].tip(row)
    (row,) = plan_transfers(office, replace(STUDY, member_ids=(1,))).rows
    assert columns["side"].text(row) == "外单位"


def test_every_filter_has_its_empty_words_and_every_column_a_text(office: Context) -> None:
    assert set(EMPTY) == set(FILTERS)
    started(office, replace(STUDY, member_ids=(1,)))
    (row,) = load_ledger(office)
    assert [column.text(row) for column in ledger_columns()][:4] == [
        "张三", "升学", "高三（1）班", "共青团贵州大学委员会",
    ]  # fmt: skip
