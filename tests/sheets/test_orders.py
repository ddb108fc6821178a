"""Lists below each other in one sheet: every part by its own heading."""

from collections.abc import Sequence
from pathlib import Path

from tests.sheets.files import MEMBERS, sheet
from tests.sheets.persons import Person, persons, row
from tuanji_desktop.sheets.heading import Table, pick_sheet
from tuanji_desktop.sheets.reader import Sheet, Workbook

HEADS = {
    "姓名": "name", "身份证号": "id_number", "性别": "sex", "电话": "mobile", "序号": None, "职务": None,
    "备注": None,
}  # fmt: skip
WHO = ("name", "id_number")
PEOPLE = persons(12)


def read(page: Sheet) -> Table:
    return pick_sheet(Workbook(Path("名单.xlsx"), "xlsx", None, (page,), ""), MEMBERS)


def block(heads: Sequence[str], people: Sequence[Person]) -> list[list[object]]:
    return [list(heads), *(row(one, *map(HEADS.get, heads)) for one in people)]


def people_of(table: Table) -> list[tuple[object, ...]]:
    return [
        tuple(one.values.get(name) for name in ("name", "id_number", "sex")) for one in table.rows
    ]


def test_each_heading_counts_for_what_is_below_it() -> None:
    one, two = ("姓名", "性别", "身份证号"), ("序号", "姓名", "身份证号", "性别")
    page = sheet(
        ["一、高三（1）班"], *block(one, PEOPLE[:3]), [],
        ["二、高三（2）班"], *block(two, PEOPLE[3:6]), ["合计", None, "3人"],
        ["三、高三（3）班"], *block(one, PEOPLE[6:8]),
        ["四、高三（4）班"], *block(two, PEOPLE[8:9]),
    )  # fmt: skip
    table = read(page)
    wanted = [*PEOPLE[:3], *PEOPLE[6:8], *PEOPLE[3:6], *PEOPLE[8:9]]
    assert people_of(table) == [(one.name, one.id_number, one.sex) for one in wanted]
    classes = [f"高三（{number}）班" for number in (1, 1, 1, 3, 3, 2, 2, 2, 4)]
    assert [one.values["class_name"] for one in table.rows] == classes
    assert "名单第 8 行另有表头，栏目次序不同，下面的按那一行读。" in table.told
    row_ = table.rows[5]
    assert table.places.words(row_.number) == "第 9 行"
    assert table.places.address(row_.number, table.columns["id_number"]) == "C9"


def test_a_column_more_or_less_moves_nothing_into_its_neighbour() -> None:
    table = read(
        sheet(
            *block(("姓名", "性别", "身份证号"), PEOPLE[:3]),
            *block(("姓名", "身份证号", "电话"), PEOPLE[3:6]),
        )
    )
    assert people_of(table)[3:] == [(one.name, one.id_number, None) for one in PEOPLE[3:6]]
    assert [one.values["mobile"] for one in table.rows[3:]] == [one.mobile for one in PEOPLE[3:6]]


def test_a_list_of_another_sort_beside_the_members_brings_nobody_in() -> None:
    members = block(("序号", "姓名", "性别", "身份证号"), PEOPLE[:3])
    cadres = block(("职务", "姓名", "电话"), PEOPLE[3:5])
    assert people_of(read(sheet(*cadres, *members))) == people_of(read(sheet(*members)))
    below = read(sheet(*members, ["团干部名单"], *cadres))
    assert below.places.parts == (), "as if there were no second heading: its numbers are wrong"
    bare = block(("姓名", "性别", "电话"), PEOPLE[:3])
    assert read(sheet(*bare, *cadres)).places.parts == ()


def test_nobody_between_two_headings_is_left_out() -> None:
    """The second may be taken for the list's, as the first has a phone where it has none."""
    heads = ("姓名", "身份证号", "电话", "备注")
    mine: list[list[object]]
    mine = [["姓名", "身份证号", "家长电话", "备注"], *(row(one, *WHO) for one in PEOPLE[3:5])]
    table = read(sheet(*block(heads, PEOPLE[:3]), *mine))
    numbers = [who for _, who, _ in people_of(table) if who != "身份证号"]
    assert numbers == [one.id_number for one in PEOPLE[:5]]


def test_a_heading_that_comes_again_is_one_list() -> None:
    heads = ("姓名", "性别", "身份证号")
    table = read(sheet(*block(heads, PEOPLE[:3]), *block(heads, PEOPLE[3:6])))
    assert (len(table.rows), table.places.parts) == (6, ())
    # 联系电话 stands over QQ号 and says mobile there, read by itself
    two: list[list[object]] = [["姓名", "身份证号", "联系电话"], [None, None, "QQ号", "手机"]]
    lines = [row(one, "name", "id_number", None, "mobile") for one in PEOPLE[:4]]
    table = read(sheet(*two, *lines[:2], *two, *lines[2:]))
    assert table.places.parts == ()
    five = [block(heads[place:] + heads[:place], PEOPLE[:2]) for place in range(3)]
    five += [block((*heads[:2][::-1], heads[2]), PEOPLE[:2]), block(heads[::-1], PEOPLE[:2])]
    table = read(sheet(*(one for each in five for one in each)))
    assert table.places.parts == (), "with so many orders nobody can tell the parts apart"
