"""Which row is the heading and which column is what, on the samples and on every known mess."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.files import (
    FIRST_SCHOOL,
    MEMBERS,
    MINZU,
    ORGANIZATIONS,
    ROSTER,
    VOCATIONAL,
    sheet,
)
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.rules.fields import ROSTER_FIELDS
from tuanji_desktop.sheets.heading import (
    Headings,
    Table,
    address,
    column_index,
    column_letter,
    find_table,
    likely_headings,
    normalised,
    pick_sheet,
)
from tuanji_desktop.sheets.reader import Sheet, Workbook, read_workbook


def found(*rows: Sequence[object], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Table:
    table = find_table(sheet(*rows, merged=merged), MEMBERS)
    assert table is not None
    return table


def book(*sheets: Sheet) -> Workbook:
    return Workbook(Path("名单.xlsx"), "xlsx", None, sheets, "")


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


def test_the_first_middle_school() -> None:
    table = pick_sheet(read_workbook(FIRST_SCHOOL), MEMBERS)
    assert (table.sheet_name, table.heading_rows) == ("毕业生名单", (3, 4))
    assert table.letters() == {
        "name": "B",
        "sex": "C",
        "id_number": "D",
        "mobile": "E",
        "destination": "F",
        "target": "G",
        "notes": "H",
    }
    assert table.unmapped == ()
    assert table.headings[3] == "身份证号码（必填★）"
    assert numbers(table) == list(range(5, 102))
    assert table.rows[0].values["id_number"] == " 520628 20010614 0632"


def test_the_vocational_school() -> None:
    table = pick_sheet(read_workbook(VOCATIONAL), MEMBERS)
    assert table.heading_rows == (1,)
    assert list(table.columns) == ["class_name", "name", "id_number", "mobile", "destination"]
    assert table.unmapped == ("家长电话",)
    assert numbers(table) == list(range(2, 87))


def test_the_minzu_school() -> None:
    table = pick_sheet(read_workbook(MINZU), MEMBERS)
    assert list(table.columns) == ["name", "id_number", "mobile", "superior", "destination"]
    assert len(table.rows) == 74


def test_the_roster() -> None:
    table = pick_sheet(read_workbook(ROSTER), MEMBERS)
    assert tuple(table.columns) == ROSTER_FIELDS
    assert numbers(table) == list(range(2, 1110))
    assert table.unmapped == ()


def test_the_organisations_with_their_own_headings() -> None:
    headings = Headings(
        aliases={
            "code": ("组织编码",),
            "full_name": ("组织全称",),
            "short_name": ("组织简称",),
            "kind": ("组织类别",),
            "parent": ("上级组织编码",),
            "school_kind": ("学校类别",),
        },
        required=("code", "full_name"),
    )
    table = pick_sheet(read_workbook(ORGANIZATIONS), headings)
    assert len(table.columns) == 6
    assert len(table.rows) == 68


@pytest.mark.parametrize(
    ("heading", "same"),
    [
        ("姓　 名", "姓名"),
        ("身份证号码\n（必填★）", "身份证号码"),
        ("*姓名：", "姓名"),
        ("ＱＱ号", "QQ号"),
        ("姓名（系统中的姓名）", "姓名"),
        ("xm", "XM"),
        ("【必填】手机号", "手机号"),
        ("（姓名）", "(姓名)"),
    ],
)
def test_what_does_not_tell_is_dropped(heading: str, same: str) -> None:
    assert normalised(heading) == same


@given(st.text(max_size=30))
def test_normalising_ends_and_never_fails(heading: str) -> None:
    assert len(normalised(heading)) <= 20 * len(heading)


def test_the_retention_form_has_two_phones() -> None:
    heading = [*"序号 团总支 团支部 姓名 联系电话 辅导员 联系电话".split()]
    table = found(heading, [1, "一总支", "二支部", "张三", "138", "李老师", "139"])
    values = table.rows[0].values
    assert (values["mobile"], values["counsellor"]) == ("138", "李老师")
    assert values["counsellor_mobile"] == "139"


def test_the_counsellor_may_come_first() -> None:
    table = found(["辅导员", "联系电话", "姓名", "联系电话"], ["李老师", "139", "张三", "138"])
    assert table.rows[0].values["counsellor_mobile"] == "139"
    assert table.rows[0].values["mobile"] == "138"


def test_a_group_over_the_phone_says_whose_it_is() -> None:
    table = found(
        ["姓名", "联系方式", None, "家长", None, "辅导员", None],
        [None, "手机号码", "QQ号", "姓名", "联系电话", "姓名", "联系电话"],
        ["张三", "138", "1", "张父", "137", "李老师", "139"],
        merged=((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 0, 6)),
    )
    assert table.rows[0].values == {
        "name": "张三",
        "mobile": "138",
        "qq": "1",
        "counsellor": "李老师",
        "counsellor_mobile": "139",
    }
    assert table.heading_rows == (1, 2)
    assert table.unmapped == ("姓名", "联系电话")


def test_groups_are_understood_where_merging_was_lost() -> None:
    table = found(
        ["序号", "基本情况", None, None, "去向", None, "备注"],
        [None, "姓名", "性别", "身份证号", "毕业去向", "转入学校名称"],
        [1, "张三", "男", "1", "升学", "一大", "好"],
    )
    assert table.heading_rows == (1, 2)
    assert list(table.columns.values()) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "rows",
    [
        (["家长", None, "学生", None], ["姓名", "电话", "姓名", "电话"]),
        (["家长", None, "姓名", "手机"], ["姓名", "电话"]),
    ],
)
def test_a_parents_group_is_not_cut_off(rows: tuple[list[object], ...]) -> None:
    table = found(*rows, ["张父", "137", "张三", "138"])
    assert table.rows[0].values == {"name": "张三", "mobile": "138"}


def test_three_heading_rows_under_many_titles() -> None:
    titles: list[list[object]] = [["名单"], [], ["填报单位：一中", None, "日期：7月"]] * 3
    table = found(
        *titles,
        ["团员", None, "学籍", None],
        ["基本信息", None, "在校", None],
        ["姓名", "身份证号", "班级", "专业"],
        ["张三", "1", "三班", "会计"],
    )
    assert table.heading_rows[-1] == 12
    assert list(table.columns) == ["name", "id_number", "class_name", "major"]
    assert numbers(table) == [13]


def test_the_more_telling_of_two_headings_wins() -> None:
    table = found(["联系电话", "姓名", "手机号码"], ["0856", "张三", "138"])
    assert table.rows[0].values["mobile"] == "138"
    assert table.unmapped == ("联系电话",)


def test_owners_before_a_heading_do_not_matter_and_strangers_do() -> None:
    table = found(
        [
            "学生姓名",
            "学生身份证号",
            "家长联系电话",
            "监护人姓名",
            "本人手机号",
            "团员证编号",
            "编号",
        ],
        ["张三", "1", "2", "3", "4", "5", "6"],
    )
    assert table.rows[0].values == {"name": "张三", "id_number": "1", "mobile": "4"}
    assert table.unmapped == ("家长联系电话", "监护人姓名", "团员证编号")


def test_the_column_of_a_returned_workbook_is_no_column() -> None:
    table = found(["姓名", "备注", "失败原因"], ["张三", "好", "身份证号错误"])
    assert list(table.columns) == ["name", "notes"]
    assert table.unmapped == ()


def test_the_clerk_decides_first() -> None:
    page = sheet(["姓名", "编号", "家长电话", "备注"], ["张三", "201752000001", "138", "x"])
    chosen = {"编号": "development_number", "家长 电话": "mobile", "备注": ""}
    table = pick_sheet(book(page), MEMBERS, chosen=chosen)
    assert list(table.columns) == ["name", "development_number", "mobile"]
    with pytest.raises(FileRefused, match="“学籍”") as caught:
        pick_sheet(book(page), MEMBERS, chosen={"学籍": "student_number"})
    assert caught.value.code == "file.no_heading"


def test_the_best_visible_sheet_is_taken() -> None:
    cover = Sheet("封面", False, [["毕业生名单"]])
    small = Sheet("说明", False, [["姓名", "备注"], ["张三", "样例"]])
    large = Sheet("名单", False, [["姓名", "身份证号", "班级"], ["张三", "1", "2"]])
    empty = Sheet("空表", False, [["姓名", "身份证号", "班级", "手机号"]])
    hidden = Sheet("旧", True, [["姓名", "身份证号", "班级", "手机号"], ["张三", "1", "2", "3"]])
    workbook = book(cover, small, large, empty, hidden)
    assert pick_sheet(workbook, MEMBERS).sheet_name == "名单"
    assert pick_sheet(workbook, MEMBERS, sheet_name="旧").sheet_name == "旧"
    with pytest.raises(FileRefused, match="封面") as caught:
        pick_sheet(workbook, MEMBERS, sheet_name="新")
    assert caught.value.code == "file.no_sheet"


@pytest.mark.parametrize(
    "rows",
    [[], [["张三", "男"]], [["性别", "手机号"], ["男", "138"]], [["x"]] * 14 + [["姓名", "性别"]]],
)
def test_no_heading(rows: list[list[object]]) -> None:
    labels: Mapping[str, str] = {"name": "姓名"}
    with pytest.raises(FileRefused, match="“姓名”") as caught:
        pick_sheet(book(Sheet("名单", False, rows)), MEMBERS, labels=labels)
    assert caught.value.code == "file.no_heading"


def test_addresses() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert address(7, 3) == "D7"


def test_a_column_can_be_named_by_its_letter() -> None:
    page = sheet(["姓名", "电话", "电话"], ["张三", "13800138001", "13900139000"])
    table = find_table(page, MEMBERS, chosen={"C列": "mobile", "B列": ""})
    assert table is not None
    assert table.letters() == {"name": "A", "mobile": "C"}
    assert pick_sheet(book(page), MEMBERS, chosen={"C列": "mobile"}).columns["mobile"] == 2
    with pytest.raises(FileRefused, match="D列"):
        pick_sheet(book(page), MEMBERS, chosen={"D列": "mobile"})


def test_the_fullest_upper_row_is_what_a_clerk_would_point_at() -> None:
    page = sheet(["某校名单"], [], ["谁", None, "号码"], ["张三", None, "1", "x" * 50])
    assert likely_headings(page) == {0: "谁", 2: "号码"}
    assert likely_headings(sheet()) == {}


@given(st.integers(0, 20_000))
def test_letters_and_back(index: int) -> None:
    assert column_index(column_letter(index)) == index


KNOWN = (
    "姓名", "身份证号", "性别", "民族", "手机号码", "所在团支部", "入团时间", "班级", "专业", "备注",
)  # fmt: skip
decorated = st.builds(
    lambda before, between, after: (before, between, after),
    st.sampled_from(["", "★", "*", " ", "＊ ", "【必填】", "\u3000", "、"]),
    st.sampled_from(["", " ", "\n", "\u3000 "]),
    st.sampled_from(["", "（必填）", "*", "：", " ", "[18位]", "\n（系统中的）", "★★"]),
)


@given(
    st.permutations(KNOWN),
    st.lists(decorated, min_size=len(KNOWN), max_size=len(KNOWN)),
    st.integers(0, 9),
    st.integers(0, 3),
)
def test_shuffled_and_decorated_headings_are_found_all_the_same(
    order: list[str], looks: list[tuple[str, str, str]], titles: int, left: int
) -> None:
    written = [
        before + between.join(heading) + after
        for heading, (before, between, after) in zip(order, looks, strict=True)
    ]
    gap: list[object] = [None] * left
    table = found(*([["名单"]] * titles), [*gap, *written], [*gap, *("甲" for _ in order)])
    meant = {FIELD_OF[heading]: left + place for place, heading in enumerate(order)}
    assert dict(table.columns) == meant
    assert set(table.certainty.values()) == {1.0}
    assert table.heading_rows == (titles + 1,)


FIELD_OF = {
    heading: name for name, headings in MEMBERS.aliases.items() for heading in reversed(headings)
}


def test_the_clerk_says_where_the_heading_is() -> None:
    page = sheet(["姓名", "班级"], ["名字", "年级"], ["张三", "一"])
    table = find_table(page, MEMBERS, heading=(2, 1))
    assert table is not None
    assert (table.heading_rows, table.first_row) == ((2,), 3)
    assert list(table.columns) == ["name", "grade"]
    with pytest.raises(FileRefused, match="以第 3 行为表头时找不到") as caught:
        pick_sheet(book(page), MEMBERS, heading=(3, 1))
    assert caught.value.code == "file.no_heading"
