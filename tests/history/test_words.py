"""Columns and codes in words."""

import pytest

from tests.builders import pack
from tuanji_desktop.history.words import TABLES, column_label, masked, value_words
from tuanji_desktop.store.schema import RECORDS


def test_every_recorded_table_and_column_has_a_chinese_name() -> None:
    assert {table.name for table in RECORDS} <= set(TABLES)
    bare = {
        f"{table.name}.{column.name}"
        for table in RECORDS
        for column in table.columns
        if column.name not in ("id", "name_pinyin", "name_initials")
        and column_label(table.name, column.name).isascii()
    }
    assert bare == set()


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("members", "status", "active", "在册"),
        ("organizations", "kind", "committee", "团委"),
        ("change_fields", "field", "income", "经济收入"),
        ("change_fields", "state", "pending", "待审核"),
        ("operators", "active", 0, "否"),
        ("settings", "key", "office.name", "单位名称"),
        ("settings", "key", "form.nanling-return", "本单位的表格（nanling-return）"),
        ("deletion_reasons", "code", "wrong_name", "姓名错误"),
        ("deletion_requests", "state", "requested", "已申请删除，待审核"),
        ("deletion_steps", "act", "gather", "编成批次"),
        ("members", "name", "张三", "张三"),
        ("members", "name", None, None),
    ],
)
def test_codes_are_words(table: str, column: str, value: str | int | None, words: str) -> None:
    assert value_words(table, column, value, policy=pack("national")) == words


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("corrections", "state", "sent", "已正式行文，待批复"),
        ("correction_lists", "state", "verified", "已核实，待行文"),
        ("correction_steps", "act", "approve", "批复同意"),
        ("correction_steps", "act", "renew", "重新编制清单"),
        ("correction_steps", "level", "province", "团省委"),
        ("corrections", "field", "joined_on", "入团年月"),
        ("papers", "form", "correction-letter", "更正的正式行文"),
        ("attachments", "kind", "volume", "入团志愿书复印件"),
        ("attachments", "kind", "other", "其他材料"),
        ("attachments", "kind", "decision", "处分决定"),
        ("attachments", "kind", "restored_decision", "恢复团籍的决定"),
        ("papers", "form", "leaving-list", "超龄离团团员名册"),
    ],
)
def test_corrections_by_letter_are_told_in_words(
    table: str, column: str, value: str, words: str
) -> None:
    assert value_words(table, column, value, policy=pack("guangdong-2018")) == words


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("campaign_checks", "result", "not_a_member", "无团籍人员"),
        ("campaign_checks", "fields", "name,id_number", "姓名、身份证号"),
        ("papers", "form", "campaign-report-3", "信息核对总结"),
    ],
)
def test_campaigns_are_told_in_words(table: str, column: str, value: str, words: str) -> None:
    assert value_words(table, column, value) == words


def test_numbers_show_their_ends_only() -> None:
    assert masked("id_number", "520628200103050038") == "520***********0038"
    assert masked("mobile", "13800138001") == "138****8001"
    assert masked("contact_phone", "13800138001") == "138****8001"
    assert masked("notes", "13800138001") == "13800138001"
    assert masked("mobile", None) is None
