"""What a bulk edit would do to each record, and in which words it says so."""

import pytest

from tests.builders import add_member
from tests.members.test_bulk import planned
from tuanji_desktop.members.bulk_plan import BulkCell, BulkChange, Mode
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.policy import Condition

CADRE = Condition("is_cadre", equals="是")


@pytest.mark.parametrize(
    ("change", "known", "wanted"),
    [
        (BulkChange("post", value="书记"), "组织委员", "书记"),
        (BulkChange("post", value="书记"), None, "书记"),
        (BulkChange("post", Mode.FILL, "书记"), "组织委员", None),
        (BulkChange("post", Mode.FILL, "书记"), None, "书记"),
        (BulkChange("post", Mode.CLEAR), "书记", ""),
        (BulkChange("post", Mode.REPLACE, "宣传", "组织"), "组织委员", "宣传委员"),
        (BulkChange("post", Mode.REPLACE, "宣传", "组织"), "书记", None),
        (BulkChange("post", Mode.REPLACE, "宣传", "组织"), None, None),
        (BulkChange("post", value="书记", when=(CADRE,)), None, None),
    ],
)
def test_what_is_wanted_of_a_record(
    change: BulkChange, known: str | None, wanted: str | None
) -> None:
    assert change.wanted({"post": known, "is_cadre": "否"}) == wanted
    assert BulkChange("post", value="书记", when=(CADRE,)).wanted({"is_cadre": "是"}) == "书记"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (BulkChange("post", value="书记"), "团内现任职务改为“书记”"),
        (BulkChange("post", Mode.FILL, "书记"), "团内现任职务只填空项“书记”"),
        (BulkChange("post", Mode.CLEAR), "清空团内现任职务"),
        (BulkChange("post", Mode.REPLACE, "乙", "甲"), "团内现任职务中的“甲”替换为“乙”"),
        (BulkChange("notes", value="长" * 31), f"备注改为“{'长' * 29}…”"),
    ],
)
def test_a_change_in_words(change: BulkChange, words: str) -> None:
    assert change.words() == words


def test_every_field_says_where_it_goes(office: Context) -> None:
    plan = planned(
        office,
        BulkChange("ethnicity", value="苗"),
        BulkChange("income", value="2000-5000"),
        BulkChange("education", value="高中在读"),
        ids=(1,),
    )
    assert plan.rows[0].cells == (
        BulkCell("ethnicity", "汉族", "苗族", "saved"),
        BulkCell("income", "学生无收入", "2000–5000", "submitted", clause="G 一.3"),
        BulkCell("education", "高中在读", "高中在读", "unchanged"),
    )
    assert (plan.rows[0].name, plan.rows[0].branch) == ("张三", "高三（1）班")


def test_one_refused_field_holds_the_rest_of_that_member(office: Context) -> None:
    draft = add_member(office, name="周八", status="draft", joined_on="")
    plan = planned(
        office,
        BulkChange("joined_on", value="2016年9月"),
        BulkChange("income", value="≤2000"),
        ids=(1, draft),
    )
    first, second = plan.rows
    assert [(cell.kind, cell.code, cell.clause) for cell in first.cells] == [
        ("refused", "field.locked", "G 一.2"),
        ("held", "", ""),
    ]
    assert [(cell.kind, cell.after) for cell in second.cells] == [
        ("saved", "2016-09"),
        ("saved", "≤2000"),
    ]
    assert plan.words() == "共 2 人：会改 1 人，不能改 1 人。"


def test_a_starred_field_is_not_cleared_for_anybody(office: Context) -> None:
    plan = planned(office, BulkChange("education", Mode.CLEAR), ids=(1, 2))
    assert {(row.kind, row.cells[0].code, row.cells[0].clause) for row in plan.rows} == {
        ("refused", "required.empty", "N 二.1")
    }
    free = planned(office, BulkChange("occupation", Mode.CLEAR), ids=(1,))
    assert free.rows[0].cells[0].after is None
    assert free.rows[0].kind == "changed"


def test_a_wrong_value_is_refused_with_its_code(office: Context) -> None:
    plan = planned(office, BulkChange("party_joined_on", value="2010-01-01"), ids=(1,))
    (cell,) = plan.rows[0].cells
    assert (cell.kind, cell.code) == ("refused", "party_joined_on.age")
    unread = planned(office, BulkChange("party_joined_on", value="看不懂"), ids=(1,))
    assert unread.rows[0].cells[0].code == "date.unreadable"
    half = planned(office, BulkChange("party_joined_on", value="2019-05"), ids=(1,))
    assert (half.rows[0].kind, half.rows[0].cells[0].kind) == ("unchanged", "unchanged")
    assert "只写到月" in half.rows[0].cells[0].message


def test_an_unknown_choice_is_kept_and_said(office: Context) -> None:
    plan = planned(office, BulkChange("ethnicity", value="穿青人"), ids=(1,))
    (cell,) = plan.rows[0].cells
    assert (cell.kind, cell.after) == ("saved", "穿青人")
    assert "不在可选范围内" in cell.message


def test_what_follows_from_a_number_is_shown_too(office: Context) -> None:
    draft = add_member(office, name="周八", status="draft", id_kind="")
    plan = planned(office, BulkChange("id_number", value="11010519491231002X"), ids=(draft,))
    assert [(cell.field, cell.after) for cell in plan.rows[0].cells] == [
        ("id_number", "11010519491231002X"),
        ("sex", "女"),
        ("born_on", "1949-12-31"),
        ("id_kind", "居民身份证"),
    ]


def test_a_number_that_replacing_would_give_twice(office: Context) -> None:
    drafts = tuple(
        add_member(
            office, name=name, status="draft", joined_on="2017-05", development_number=number
        )
        for name, number in (("周八", "201752000001"), ("吴九", "201752000002"))
    )
    change = BulkChange("development_number", Mode.REPLACE, "000003", "000001")
    assert planned(office, change, ids=drafts).rows[0].kind == "changed"
    double = BulkChange("development_number", Mode.REPLACE, "", "x")
    assert planned(office, double, ids=drafts).count("unchanged") == 2


def test_equal_parts_are_kept_once(office: Context) -> None:
    plan = planned(office, BulkChange("work_unit", value="一中"))
    assert len({id(row.cells) for row in plan.rows}) == 1


def test_the_sentence_counts_persons(college: Context) -> None:
    lacking = add_member(college, name="周八", education="")
    waiting = add_member(college, name="吴九", status="submitted")
    plan = planned(
        college,
        BulkChange("ethnicity", value="苗族"),
        ids=(1, 2, lacking, waiting),
    )
    assert plan.words() == "共 4 人：会改 2 人，存为草稿 1 人，不能改 1 人。"
    assert plan.operation_words() == "批量修改 3 人：民族改为“苗族”"
    month = planned(college, BulkChange("joined_on", value="2016-06"), ids=(1,))
    assert month.words() == "共 1 人：会改 1 人（其中 1 人须经审核）。"
