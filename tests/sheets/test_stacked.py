"""A sheet for each class, and halves beside each other: one list, every row at its real place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.sheets.files import MEMBERS, Grid, sheet
from tests.sheets.persons import persons, row
from tuanji_desktop.sheets.data_rows import DataRow
from tuanji_desktop.sheets.heading import Headings, Table, pick_sheet
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.reading import ALL_ALIKE

FIELDS = {
    "姓名": "name",
    "身份证号": "id_number",
    "性别": "sex",
    "电话": "mobile",
    "班级": "class_name",
}
HEAD = ("姓名", "身份证号", "性别")


def page(name: str, rows: Grid) -> Sheet:
    return replace(sheet(*rows), name=name)


def list_of_class(name: str, start: int, count: int = 5, head: Sequence[str] = HEAD) -> Sheet:
    """A sheet of persons under this heading."""
    people = [row(one, *map(FIELDS.get, head)) for one in persons(count, start)]
    return page(name, [list(head), *people])


def read(
    *sheets: Sheet,
    chosen: Mapping[str, str] | None = None,
    name: str | None = None,
    heading: tuple[int, int] | None = None,
    headings: Headings = MEMBERS,
) -> Table:
    book = Workbook(Path("名单.xlsx"), "xlsx", None, sheets, "")
    return pick_sheet(book, headings, chosen=chosen, sheet_name=name, heading=heading)


def where(table: Table, one: DataRow, field: str = "id_number") -> tuple[str, str]:
    return table.places.sheet(one.number), table.places.address(one.number, table.columns[field])


def test_columns_in_another_order_and_one_more() -> None:
    turned = ("性别", "电话", "姓名", "身份证号")
    table = read(list_of_class("高三1班", 0), list_of_class("高三2班", 10, head=turned))
    assert len(table.rows) == 10
    first, last = table.rows[0], table.rows[-1]
    assert (where(table, first), where(table, last)) == (("高三1班", "B2"), ("高三2班", "D6"))
    assert dict(last.values) == {
        **{name: getattr(persons(1, 14)[0], name) for name in ("name", "id_number", "sex", "mobile")},
        "class_name": "高三2班",
    }  # fmt: skip
    assert first.values["mobile"] is None
    assert table.places.address(first.number, table.columns["mobile"]) == ""
    assert [row.number for row in table.rows] == sorted(row.number for row in table.rows)


def test_a_number_is_the_same_whatever_else_is_read() -> None:
    sheets = [list_of_class(f"高三{one}班", one * 10) for one in range(3)]
    all_of_them = {row.number for row in read(*sheets).rows}
    two = {row.number for row in read(sheets[0], page("空", []), sheets[2]).rows}
    assert two < all_of_them


def test_one_sheet_may_be_asked_for_and_all_of_them_again() -> None:
    sheets = [list_of_class("高三1班", 0), list_of_class("高三2班", 10)]
    one = read(*sheets, name="高三2班")
    assert [row.number for row in one.rows] == [2, 3, 4, 5, 6]
    assert one.rows[0].values["class_name"] == "高三2班"
    assert (one.sheet_name, one.letters()["class_name"]) == ("高三2班", "表名")
    assert len(read(*sheets, name=ALL_ALIKE).rows) == 10


@pytest.mark.parametrize("aside", ["模板", "样表", "名单（旧）", "非团员"])
def test_what_its_name_sets_aside_is_not_read_and_that_is_said(aside: str) -> None:
    table = read(
        list_of_class(aside, 20, 9, (*HEAD, "电话")),
        list_of_class("高三1班", 0),
        list_of_class("高三2班", 10),
    )
    assert table.sheet_name == "高三1班、高三2班"
    assert f"工作表“{aside}”看名称不是名单的一部分，没有读。" in table.told
    assert read(list_of_class(aside, 20)).sheet_name == aside  # there is nothing else


def test_another_sort_of_list_is_not_read_along() -> None:
    table = read(
        list_of_class("团员", 0, head=("姓名", "身份证号", "性别", "电话", "班级")),
        list_of_class("评优", 10, head=("姓名", "身份证号")),
    )
    assert table.sheet_name == "团员"
    assert table.places.parts == ()
    hidden = replace(list_of_class("高三2班", 10), hidden=True)
    assert len(read(list_of_class("高三1班", 0), hidden).rows) == 5


def test_a_summary_of_all_classes_is_read_once() -> None:
    classes = [list_of_class("高三1班", 0), list_of_class("高三2班", 10)]
    rows: list[list[object]] = [list(HEAD), *(one for each in classes for one in each.rows[1:])]
    slip = [*rows[3][:1], f"{str(rows[3][1])[:-1]}0", *rows[3][2:]]
    for summary in (rows, [*rows[:3], slip, *rows[4:]]):
        table = read(page("总表", summary), *classes)
        assert table.sheet_name == "高三1班、高三2班"
        assert "工作表“总表”里的人都在一起读的工作表里，没有再读一遍。" in table.told
    more = [*rows, row(persons(1, 90)[0], "name", "id_number", "sex")]
    assert len(read(page("总表", more), *classes).rows) == 21  # nobody is lost


def test_who_stands_in_two_classes_is_seen_although_there_is_a_summary() -> None:
    head = (*HEAD, "班级")
    both = row(persons(1, 50)[0], *map(FIELDS.get, HEAD))
    one, other = list_of_class("高三1班", 0), list_of_class("高三2班", 10)
    one, other = (replace(page, rows=[*page.rows, both]) for page in (one, other))
    summary = replace(list_of_class("汇总", 0, head=head), name="汇总")
    table = read(summary, one, other)
    assert [part.sheet for part in table.places.parts] == ["高三1班", "高三2班"]
    assert len(table.rows) == 12


def test_a_sheets_name_stands_for_the_class_column_that_only_others_have() -> None:
    head = (*HEAD, "班级")
    table = read(list_of_class("全部", 0, head=head), list_of_class("高三2班", 10))
    classes = {table.places.sheet(one.number): one.values["class_name"] for one in table.rows}
    assert classes["高三2班"] == "高三2班"
    assert classes["全部"] == persons(5)[-1].class_name
    assert "有的工作表没有班级一栏，用它的名称或标题（“高三2班”）作班级。" in table.told


def test_the_class_column_can_be_turned_off_or_mean_something_else() -> None:
    sheets = [list_of_class("高三1班", 0), list_of_class("高三2班", 10)]
    off = read(*sheets, chosen={"表名": ""})
    assert "class_name" not in off.columns
    assert off.unmapped == ("表名",)
    other = read(*sheets, chosen={"表名": "branch"})
    assert {row.values["branch"] for row in other.rows} == {"高三1班", "高三2班"}
    named = read(list_of_class("2015级1班团支部", 0), list_of_class("2015级2班团支部", 10))
    assert named.rows[0].values["branch"] == "2015级1班团支部"


def test_a_class_column_of_its_own_goes_before_the_name() -> None:
    head = (*HEAD, "班级")
    table = read(list_of_class("高三8班", 0, head=head), list_of_class("高三9班", 10, head=head))
    assert table.columns["class_name"] == 3
    assert "表名" not in table.headings.values()


def test_a_required_class_may_come_from_the_name_alone() -> None:
    strict = replace(MEMBERS, required=("name", "branch"))
    table = read(list_of_class("高三1班", 0), list_of_class("高三2班", 10), headings=strict)
    assert [row.values["branch"] for row in table.rows[::5]] == ["高三1班", "高三2班"]


def test_titles_speak_where_names_do_not() -> None:
    sheets = [
        page(f"Sheet{one}", [[f"一中高三（{one}）班毕业生名单"], *list_of_class("", one * 10).rows])
        for one in (1, 2)
    ]
    table = read(*sheets)
    assert [row.values["class_name"] for row in table.rows[::5]] == ["高三（1）班", "高三（2）班"]


def test_a_title_says_the_year_of_a_class_that_a_name_numbers_only() -> None:
    def classes(title: str, *names: str) -> list[object]:
        sheets = [
            page(name, [[title], *list_of_class("", at * 10).rows]) for at, name in enumerate(names)
        ]
        return [row.cell(3) for row in read(*sheets).rows[::5]]

    assert classes("青溪一中2015级团员名单", "一班", "（2）班") == ["2015级一班", "2015级（2）班"]
    assert classes("高三年级团员", "一班", "2014级5班") == ["高三一班", "2014级5班"]
    assert classes("2015级、2016级团员", "一班") == ["一班"]
    assert classes("2015级团员", "教工团支部") == ["教工团支部"]


def test_a_sheet_for_each_school_says_whose_the_classes_are() -> None:
    head = (*HEAD, "班级")
    one, two = list_of_class("第一中学", 0, head=head), list_of_class("实验中学名单", 10, head=head)
    beside = replace(MEMBERS, named_beside=("superior", "grade"))
    table = read(one, two, headings=beside)
    assert [row.values["superior"] for row in table.rows[::5]] == ["第一中学", "实验中学"]
    assert table.letters()["superior"] == "表名"
    assert any(words.startswith("表里没有“学校”，用工作表的名称") for words in table.told)
    own = [replace(page, rows=[[*row, "校"] for row in page.rows]) for page in (one, two)]
    for page_ in own:
        page_.rows[0][-1] = "学校"
    assert "表名" not in read(*own, headings=beside).letters().values()
    assert "表名" not in read(one, two).letters().values()  # a list that does not ask for it
    year = list_of_class("高三年级", 0, head=head)  # its classes say it themselves
    assert "表名" not in read(year, headings=beside).letters().values()
    numbered = [[*row[:3], number % 2 + 1.0] for number, row in enumerate(year.rows)]
    numbered[0] = list(head)
    table = read(replace(year, rows=numbered), headings=beside)
    assert {row.values["grade"] for row in table.rows} == {"高三"}
    off = read(one, two, chosen={"表名": ""}, headings=beside)
    assert off.unmapped == ("表名",)
    assert "“表名”一栏（工作表的名称或标题）没有采用。" in off.told


def test_lines_above_the_groups_speak_where_no_column_does() -> None:
    people = [row(one, *map(FIELDS.get, HEAD)) for one in persons(4)]
    rows: list[list[object]] = [
        list(HEAD), people[0], ["一、高三（1）班 2人"], *people[1:3], ["高三（2）班"], people[3],
    ]  # fmt: skip
    table = read(page("高三年级", rows))
    classes = [row.values["class_name"] for row in table.rows]
    assert classes == [None, "高三（1）班", "高三（1）班", "高三（2）班"]
    assert table.letters()["class_name"] == "表名"
    (told,) = table.told
    assert told.startswith("表里没有“class_name”，用各组上面单独成行的标题（“高三（1）班”）")
    named = read(page("高三（9）班", rows))  # the nearer word counts
    assert [row.values["class_name"] for row in named.rows] == ["高三（9）班", *classes[1:]]
    both = read(page("高三年级", rows), list_of_class("高三（5）班", 20))
    assert [row.values["class_name"] for row in both.rows] == [*classes, *["高三（5）班"] * 5]
    branch = [[*one, "所在团支部" if one is rows[0] else None] for one in rows]
    assert "表名" not in read(page("高三年级", branch)).headings.values()


def test_the_clerks_heading_is_that_of_the_first_sheet() -> None:
    first = page("高三1班", [["毕业生"], *list_of_class("", 0).rows])
    second = list_of_class("高三2班", 10)
    table = read(first, second, name=ALL_ALIKE, heading=(2, 1))
    assert [part.heading_rows for part in table.places.parts] == [(2,), (1,)]
    assert len(table.rows) == 10


def test_a_class_left_of_both_halves_is_everybodys() -> None:
    left, right = persons(3), persons(2, 10)
    rows: list[list[object]] = [["班级", "姓名", "身份证号", "姓名", "身份证号"]]
    for number, one in enumerate(left):
        beside = row(right[number], "name", "id_number") if number < len(right) else []
        rows.append(["三班" if number == 0 else None, *row(one, "name", "id_number"), *beside])
    merged = replace(sheet(*rows), merged=((1, 0, 3, 0),))
    table = read(merged)
    assert [row.values["class_name"] for row in table.rows] == ["三班"] * 5
    assert [table.places.words(row.number) for row in table.rows[2:4]] == [
        "第 4 行左边",
        "第 2 行右边",
    ]
    assert where(table, table.rows[-1]) == ("", "E3")


def test_what_is_said_of_a_column_holds_for_each_half() -> None:
    heading = ["姓名", "身份证号", "什么"]
    rows: list[list[object]] = [[*heading, *heading]]
    rows += [
        [*row(one, "name", "id_number"), "升学", *row(other, "name", "id_number"), "就业"]
        for one, other in zip(persons(3), persons(3, 10), strict=True)
    ]
    for text in ("什么", "C列"):
        table = read(sheet(*rows), chosen={text: "destination"})
        assert [one.values["destination"] for one in table.rows] == ["升学"] * 3 + ["就业"] * 3
