"""The journal in words: for the list, for one operation, for the card."""

import pytest

from tests.builders import add_member
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.history import queries, service
from tuanji_desktop.members.drafts import keep_draft
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context


def test_numbers_are_the_newest_first_and_found_by_what_is_said(office: Context) -> None:
    add_member(office, name="赵一")
    with office.database.write(
        office.operation("member.edit", "更正", reason="录入有误", document="团青字〔2018〕3号")
    ) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET notes = 'x' WHERE id = 1")
    assert list(queries.load_numbers(office)) == [3, 2, 1]
    assert list(queries.load_numbers(office, words="赵一")) == [2]
    assert list(queries.load_numbers(office, words="〔2018〕3号 有误")) == [3]
    assert list(queries.load_numbers(office, words="3 赵一")) == []
    assert list(queries.load_numbers(office, words="100%")) == []
    assert list(queries.load_numbers(office, words="2018-08-01 赵一")) == [2]


def test_a_row_says_who_and_how_much_and_that_it_was_taken_back(office: Context) -> None:
    add_member(office, name="赵一")
    service.undo(office, number=2)
    rows = queries.load_rows(office, [1, 2, 3])
    assert (rows[2].actor, rows[2].rows, rows[2].undone_by, rows[2].undoable) == (
        "王干事", 1, 3, False,
    )  # fmt: skip
    assert (rows[3].undoes, rows[3].undone_by) == (2, None)
    assert not rows[1].undoable  # the office itself
    service.undo(office, number=3)  # taken back again: the first act stands
    assert queries.load_rows(office, [2])[2].undone_by is None


def test_details_name_the_record_and_its_fields_and_mask_numbers(office: Context) -> None:
    save_member(office, member_id=1, changes={"mobile": "13911112222", "email": "a@b.cn"})
    number = queries.load_numbers(office)[0]
    details = queries.load_details(office, number=number)
    (record,) = details.records
    assert (record.subject, record.act) == ("团员 张三", "修改")
    found = {one.label: (one.before, one.after) for one in record.fields}
    assert found == {"手机号码": ("138****8001", "139****2222"), "电子邮箱": (None, "a@b.cn")}
    assert details.complete


def test_references_and_codes_are_words(office: Context) -> None:
    with office.database.write(office.operation("member.status", "转出")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET status = 'retained', branch_id = 4 WHERE id = 1"
        )
    (record,) = queries.load_details(office, number=2).records
    found = {one.label: (one.before, one.after) for one in record.fields}
    assert found == {
        "状态": ("在册", "团籍保留"),
        "所在团支部": ("高三（1）班", "高三（2）班"),
    }


def test_a_long_operation_comes_in_pages(office: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 5)
    first = queries.load_details(office, number=1)
    assert len(first.records) == 5
    assert not first.complete
    rest = queries.load_details(office, number=1, start=10)
    assert rest.complete
    assert len(rest.records) == first.operation.rows - 10
    settings = [one.subject for one in first.records if one.act == "新增"]
    assert "本单位设置 单位名称" in settings


def test_an_unknown_number_is_named(office: Context) -> None:
    with pytest.raises(NotFound, match="第 99 号"):
        queries.load_details(office, number=99)


def test_the_card_is_told_whole_values_that_it_can_restore(office: Context) -> None:
    save_member(office, member_id=1, changes={"mobile": "13911112222"})
    save_member(office, member_id=1, changes={"income": "有稳定收入"}, reason="参加工作")
    lines = queries.history_lines(office, 1)
    assert [line.number for line in lines] == sorted((line.number for line in lines), reverse=True)
    waiting, edit, created = lines
    assert edit.changes[0].field == "mobile"
    assert (edit.changes[0].before, edit.changes[0].after) == ("13800138001", "13911112222")
    labels = {one.label: one.after for one in waiting.changes}
    assert labels["字段"] == "经济收入"
    assert labels["状态"] == "待审核"
    assert created.changes == ()


def test_drafts_are_no_history(office: Context) -> None:
    keep_draft(office, member_id=1, branch_id=None, content={"email": "x@y.cn"})
    assert list(queries.load_numbers(office)) == [1]
    with office.database.read() as connection:
        assert [one.kind for one in queries.operations(connection)] == ["office.create"]
        assert len(queries.operations(connection, drafts=True)) == 2
