"""Journal rows as records with names."""

from tests.builders import pack
from tuanji_desktop.history.records import field_labels, names_for, record_changes
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.journal import JournalRow

POLICY = pack("guangdong-2018")
Values = dict[str, str | int | None]


def row(table: str, before: Values | None, after: Values | None, row_id: int = 1) -> JournalRow:
    return JournalRow(1, 1, table, row_id, before, after)


def one(table: str, before: Values | None, after: Values | None, office: Context) -> object:
    rows = [row(table, before, after)]
    with office.database.read() as connection:
        names = names_for(connection, rows)
    (record,) = record_changes(rows, names, POLICY)
    return record.act, record.subject, {one.label: (one.before, one.after) for one in record.fields}


def test_a_record_is_called_by_its_own_name(office: Context) -> None:
    assert one("members", None, {"name": "赵一", "branch_id": 3}, office) == (
        "新增", "团员 赵一", {"姓名": (None, "赵一"), "所在团支部": (None, "高三（1）班")},
    )  # fmt: skip


def test_a_record_without_a_name_is_called_by_whom_it_belongs_to(office: Context) -> None:
    found = one("deletion_requests", {"member_id": 1, "state": "requested"}, None, office)
    assert found == (
        "删除", "删除申请 张三", {"团员": ("张三", None), "状态": ("已申请删除，待审核", None)},
    )  # fmt: skip
    assert one("papers", {"pages": 1}, {"pages": 2}, office) == (
        "修改", "纸件 第 1 条", {"页数": ("1", "2")},
    )  # fmt: skip


def test_wanted_values_are_masked_like_the_field_they_are_for(office: Context) -> None:
    found = one(
        "deletion_reasons", None, {"code": "wrong_id", "corrected": "520628200103050038"}, office
    )
    assert found == (
        "新增", "删除原因 第 1 条",
        {"编码": (None, "身份证号错误"), "正确的值": (None, "520***********0038")},
    )  # fmt: skip


def test_what_follows_from_other_columns_and_what_is_empty_is_left_out(office: Context) -> None:
    before: Values = {"name": "赵一", "missing": "sex", "notes": None}
    assert one("members", before, {"name": "赵一", "missing": "", "notes": ""}, office) == (
        "修改", "团员 赵一", {},
    )  # fmt: skip


def test_a_record_that_is_gone_keeps_its_number(office: Context) -> None:
    found = one("change_requests", None, {"member_id": 99}, office)
    assert found == ("新增", "修改申请 第 1 条", {"团员": (None, "第 99 条")})


def test_field_names_in_a_row() -> None:
    assert field_labels("members", ["mobile", "missing", "branch_id"]) == "手机号码、所在团支部"
