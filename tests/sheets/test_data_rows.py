"""Which rows below a heading are persons."""

import pytest

from tests.sheets.files import MEMBERS, sheet
from tuanji_desktop.sheets.heading import Table, find_table

HEAD: list[object] = ["序号", "姓名", "身份证号", "备注"]
ROW: list[object] = [1, "张三", "520628200007107992", None]


def table(*rows: list[object], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Table:
    found = find_table(sheet(HEAD, *rows, merged=merged), MEMBERS)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "foot",
    [
        ["合计", None, "97人"],
        ["合 计"],
        [None, "总计：97人"],
        [98, "小计", "3"],
        ["三班 汇总", None, "4"],
        ["示例", "张三", "520628200007107992"],
        [None, "例：张三", "520628200007107992"],
        [None, "必填", "18位"],
        [None, "（必填）", "（18位）", "（选填）"],
        ["三班 计数", None, "4"],
        ["共计97人"],
        ["共97人"],
        ["说明：1.本表一式两份"],
        ["说明", "本表一式两份"],
        ["备注", "以上属实"],
        ["备注: 无"],
        ["注：请如实填写"],
        ["制表人：（签名）", None, None, "审核人："],
        ["填表人", "李四", "审核人", "王五"],
        ["单位（盖章）："],
        ["联系人：李四", None, "电话：138"],
        ["以下空白"],
        ["第1页 共2页"],
        [None, "第 2 页，共 2 页"],
        ["第１页／共２页"],
        [98, None, None, None],
        [98, None, None, "已核对"],
        [None, None, None, "2018年6月20日"],
        ["本班共45人"],
        ["人数合计：45"],
        ["总人数：45"],
        ["班主任签字：", None, "书记："],
        [None, "校团委（盖章）", None, "2018年6月20日"],
        [None, "二、高三（2）班"],
        [None, "第一中学2015级2班团支部"],
        [None, "\t", " "],
        [None, "本表所填内容真实有效，由班主任负责核对"],
        HEAD,
        ["序号", "姓 名", "身份证号", "备注"],
    ],
)
def test_feet_notes_and_blanks_are_no_persons(foot: list[object]) -> None:
    assert [row.number for row in table(ROW, foot, ROW).rows] == [2, 4]


def test_a_note_may_go_on_below_the_foot() -> None:
    rows = table(ROW, ["合计", "1人"], [None, "2.请核对"], ROW).rows
    assert [row.number for row in rows] == [2, 5]


@pytest.mark.parametrize(
    "person",
    [
        [2, "单可", "1"],
        [None, "共青", "1"],
        [None, "合欢", None, None],
        [None, None, "520628200007187566"],
        [None, "统一", "1"],
        [None, "鲁班", None, None],
        [None, "朱博1", None, None],
        ["第5页", "朱博", "520628200007187566"],
        ["选填", "朱博", "520628200007187566"],
    ],
)
def test_whoever_could_be_a_person_stays(person: list[object]) -> None:
    assert [row.number for row in table(ROW, person).rows] == [2, 3]


def test_a_title_drawn_across_the_columns_is_nobody() -> None:
    rows = table(ROW, [None, "甲组", None, None], ROW, merged=((2, 1, 2, 3),)).rows
    assert [row.number for row in rows] == [2, 4]


def test_values_by_field() -> None:
    row = table(ROW).rows[0]
    assert row.values == {"name": "张三", "id_number": "520628200007107992", "notes": None}


def test_one_column_is_a_table_too() -> None:
    found = find_table(sheet(["姓名"], ["张三"], [], ["李四"]), MEMBERS)
    assert found is not None
    assert [(row.number, row.values) for row in found.rows] == [
        (2, {"name": "张三"}),
        (4, {"name": "李四"}),
    ]


def test_a_value_merged_downwards_is_everybodys() -> None:
    page = sheet(
        ["班级", "姓名", "备注"],
        ["三班", "张三", "好"],
        [None, "李四"],
        [None, "王五"],
        [],  # merged over more lines than there are persons
        merged=((1, 0, 2, 0), (1, 2, 4, 2), (0, 0, 0, 0), (3, 0, 9, 1)),
    )
    found = find_table(page, MEMBERS)
    assert found is not None
    assert [(r.values["class_name"], r.values["notes"]) for r in found.rows] == [
        ("三班", "好"),
        ("三班", "好"),
        (None, "好"),
    ]
    assert page.rows[2] == [None, "李四"]  # the sheet itself stays as it was read


def test_a_view_says_what_the_values_say() -> None:
    row = table(ROW).rows[0].taken_for({1: "李四"})
    assert dict(row.view) == row.values == dict(zip(row.fields.names, row.picked, strict=True))
    assert (row.view["name"], row.written["name"], len(row.view)) == ("李四", "张三", 3)
    assert (row.view.get("mobile"), row.view.get("mobile", 1), "name" in row.view) == (
        None,
        1,
        True,
    )
    with pytest.raises(KeyError):
        row.view["mobile"]
