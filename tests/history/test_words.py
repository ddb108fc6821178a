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
        ("deletion_reasons", "code", "wrong_name", "姓名错误"),
        ("deletion_requests", "state", "requested", "已申请删除，待审核"),
        ("deletion_steps", "act", "gather", "编成批次"),
        ("members", "name", "张三", "张三"),
        ("members", "name", None, None),
    ],
)
def test_codes_are_words(table: str, column: str, value: str | int | None, words: str) -> None:
    assert value_words(table, column, value, policy=pack("national")) == words


def test_numbers_show_their_ends_only() -> None:
    assert masked("id_number", "520628200103050038") == "520***********0038"
    assert masked("mobile", "13800138001") == "138****8001"
    assert masked("contact_phone", "13800138001") == "138****8001"
    assert masked("notes", "13800138001") == "13800138001"
    assert masked("mobile", None) is None
