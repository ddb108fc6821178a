"""Lists as no school should send them and each has: every one with what must be read from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.sheets.files import sheet
from tests.sheets.persons import persons, row
from tuanji_desktop.sheets.reader import Sheet

Merged = tuple[int, int, int, int]


@dataclass(frozen=True)
class Nasty:
    """`columns`: field → letter. `rows`: the numbers of the persons' rows. `told`: what must be
    said, '' nothing. `heading`: the heading rows."""

    sheets: tuple[Sheet, ...]
    columns: dict[str, str]
    rows: tuple[int, ...]
    heading: tuple[int, ...]
    told: str = ""
    sheet: str = "名单"


def _one(
    rows: Sequence[Sequence[object]],
    columns: dict[str, str],
    numbers: Sequence[int],
    heading: tuple[int, ...],
    told: str = "",
    merged: Sequence[Merged] = (),
) -> Nasty:
    return Nasty((sheet(*rows, merged=merged),), columns, tuple(numbers), heading, told)


def ten_title_rows() -> Nasty:
    titles: list[list[object]] = [
        ["共青团某县第一中学委员会"], ["2018届毕业生团员名单"], [], ["填报单位（盖章）：", None, "时间：2018年6月"],
        ["联系人", "李老师", "电话", "13885600001"], ["说明：请如实填写"], ["附件2"], [],
    ]  # fmt: skip
    heading = ["序号", "姓名", "身份证号", "手机号"]
    body = [[n, *row(p, "name", "id_number", "mobile")] for n, p in enumerate(persons(20), 1)]
    return _one(
        [*titles, heading, *body],
        {"name": "B", "id_number": "C", "mobile": "D"}, range(10, 30), (9,),
    )  # fmt: skip


def three_heading_rows() -> Nasty:
    rows: list[list[object]] = [
        ["毕业生情况表"],
        ["序号", "基本情况", None, None, None, "在校情况", None, "联系方式"],
        [None, "身份", None, "民族", "性别", "班级", "团支部", "手机"],
        [None, "姓名", "身份证号", None, None, None, None, "（本人）"],
        *([n, *row(p, "name", "id_number", "ethnicity", "sex", "class_name", "branch", "mobile")]
          for n, p in enumerate(persons(8), 1)),
    ]  # fmt: skip
    merged = (
        (0, 0, 0, 7), (1, 0, 3, 0), (1, 1, 1, 4), (1, 5, 1, 6), (2, 1, 2, 2), (2, 3, 3, 3),
        (2, 4, 3, 4), (2, 5, 3, 5), (2, 6, 3, 6),
    )  # fmt: skip
    return _one(
        rows,
        {"name": "B", "id_number": "C", "ethnicity": "D", "sex": "E", "class_name": "F",
         "branch": "G", "mobile": "H"},
        range(5, 13), (2, 3, 4), merged=merged,
    )  # fmt: skip


def silly_headings() -> Nasty:
    rows: list[list[object]] = [
        ["我校名单"],
        ["序", "娃娃", "那个证", "打哪个", "哪样人", "哪族", "哪个支"],
        *([n, *row(p, "name", "id_number", "mobile", "sex", "ethnicity", "branch")]
          for n, p in enumerate(persons(12), 1)),
    ]  # fmt: skip
    return _one(
        rows,
        {"name": "B", "id_number": "C", "mobile": "D", "sex": "E", "ethnicity": "F", "branch": "G"},
        range(3, 15), (2,),
    )  # fmt: skip


def numbers_under_a_silly_heading() -> Nasty:
    rows: list[list[object]] = [
        ["姓名", "学生ID", "班级", "毕业去向"],
        *(row(p, "name", "id_number", "class_name", "destination") for p in persons(9)),
    ]
    return _one(
        rows,
        {"name": "A", "id_number": "B", "class_name": "C", "destination": "D"},
        range(2, 11), (1,),
    )  # fmt: skip


def numbers_under_no_heading() -> Nasty:
    rows: list[list[object]] = [
        ["编号", "姓名", None, "性别", None],
        *([n, *row(p, "name", "id_number", "sex", "mobile")] for n, p in enumerate(persons(9), 1)),
    ]
    return _one(
        rows, {"name": "B", "id_number": "C", "sex": "D", "mobile": "E"}, range(2, 11), (1,)
    )


def numbers_as_serial() -> Nasty:
    rows: list[list[object]] = [
        ["编号", "姓名", "班级"],
        *(row(p, "id_number", "name", "class_name") for p in persons(9)),
    ]
    return _one(rows, {"id_number": "A", "name": "B", "class_name": "C"}, range(2, 11), (1,))


def no_heading() -> Nasty:
    rows: list[list[object]] = [
        [n, *row(p, "name", "sex", "id_number", "mobile")] for n, p in enumerate(persons(15), 1)
    ]
    return _one(rows, {"name": "B", "sex": "C", "id_number": "D", "mobile": "E"}, range(1, 16), ())


def no_heading_under_titles() -> Nasty:
    body = [[n, *row(p, "name", "id_number", "branch")] for n, p in enumerate(persons(6), 1)]
    body[0][2] = None  # the first one has no number
    rows: list[list[object]] = [["高三（1）班毕业生"], ["班主任：李老师"], [], *body]
    return _one(rows, {"name": "B", "id_number": "C", "branch": "D"}, range(4, 10), ())


def beginning_in_column_c() -> Nasty:
    rows: list[list[object]] = [
        [], [None, None, "名册"], [None, None, "姓名", "身份证号", "入团时间"],
        *([None, None, *row(p, "name", "id_number", "joined_on")] for p in persons(5)),
    ]  # fmt: skip
    return _one(rows, {"name": "C", "id_number": "D", "joined_on": "E"}, range(4, 9), (3,))


def a_second_table_to_the_right() -> Nasty:
    people = persons(20)
    rows: list[list[object]] = [["姓名", "身份证号", None, "班级", "人数", "民族"]]
    rows += [row(p, "name", "id_number") for p in people]
    for number, words in enumerate(("高三（1）班", "高三（2）班", "合计")):
        rows[1 + number] += [None, words, 7, "苗族"]
    return _one(rows, {"name": "A", "id_number": "B"}, range(2, 22), (1,), "D–F 列像是另一份表")


def a_note_beyond_an_empty_column() -> Nasty:
    rows: list[list[object]] = [["姓名", "身份证号", None, "备注"]]
    rows += [row(p, "name", "id_number") for p in persons(20)]
    rows[3] += [None, "转学"]
    return _one(rows, {"name": "A", "id_number": "B", "notes": "D"}, range(2, 22), (1,))


def halves_side_by_side() -> Nasty:
    people = persons(16)
    heading = ["序号", "姓名", "身份证号", "手机号"]
    rows: list[list[object]] = [["毕业生名单"], [*heading, *heading]]
    for number in range(8):
        left, right = people[number], people[number + 8]
        rows.append(
            [number + 1, *row(left, "name", "id_number", "mobile"),
             number + 9, *row(right, "name", "id_number", "mobile")]
        )  # fmt: skip
    return _one(
        rows, {"name": "B", "id_number": "C", "mobile": "D"},
        [*range(2_000_003, 2_000_011), *range(3_000_003, 3_000_011)], (2,),
        "名单左右并排，A–D 列、E–H 列都读入了。",
    )  # fmt: skip


def halves_with_a_gap() -> Nasty:
    people = persons(16)
    rows: list[list[object]] = [["姓名", "身份证号", None, "姓名", "身份证号"]]
    for number in range(8):
        left, right = people[number], people[number + 8]
        rows.append([*row(left, "name", "id_number"), None, *row(right, "name", "id_number")])
    return _one(
        rows, {"name": "A", "id_number": "B"},
        [*range(2_000_002, 2_000_010), *range(3_000_002, 3_000_010)], (1,),
        "左右并排，A–B 列、D–E 列都",
    )  # fmt: skip


def heading_on_every_page() -> Nasty:
    people = persons(9)
    upper: list[object] = ["序号", "基本信息", None, "去向"]
    lower: list[object] = [None, "姓名", "身份证号", None]
    rows: list[list[object]] = []
    merged: list[Merged] = []
    numbers = []
    for page in range(3):
        top = len(rows)
        rows += [["毕业生花名册"], list(upper), list(lower)]
        merged += [(top, 0, top, 3), (top + 1, 1, top + 1, 2), (top + 1, 0, top + 2, 0),
                   (top + 1, 3, top + 2, 3)]  # fmt: skip
        for number in range(3):
            one = people[page * 3 + number]
            rows.append([page * 3 + number + 1, *row(one, "name", "id_number", "destination")])
            numbers.append(len(rows))
        rows.append(["第1页 共3页"])
    return _one(
        rows,
        {"name": "B", "id_number": "C", "destination": "D"}, numbers, (2, 3), merged=merged,
    )  # fmt: skip


def totals_in_the_middle() -> Nasty:
    people = persons(9)
    rows: list[list[object]] = [["姓名", "身份证号", "毕业去向"]]
    numbers = []
    for group in range(3):
        for one in people[group * 3 : group * 3 + 3]:
            rows.append(row(one, "name", "id_number", "destination"))
            numbers.append(len(rows))
        rows.append([f"高三（{group + 1}）班小计", "3人", "升学2人"])
    rows.insert(6, ["欧阳小计划", None, None])  # somebody of whom only the name is known
    rows.append(["男生合计：5", None, "9"])
    numbers = [number + (number > 6) for number in numbers]
    numbers.append(7)
    return _one(rows, {"name": "A", "id_number": "B", "destination": "C"}, sorted(numbers), (1,))


def the_second_phone_is_the_members() -> Nasty:
    rows: list[list[object]] = [["姓名", "身份证号", "联系电话", "联系电话"]]
    rows += [[*row(p, "name", "id_number"), None, p.mobile] for p in persons(9)]
    return _one(rows, {"name": "A", "id_number": "B", "mobile": "D"}, range(2, 11), (1,))


def shifted_columns() -> Nasty:
    rows: list[list[object]] = [["姓名", "性别", "身份证号", "手机号"]]
    rows += [row(p, "id_number", "name", "sex", "mobile") for p in persons(9)]
    return _one(
        rows,
        {"name": "A", "sex": "B", "id_number": "C", "mobile": "D"}, range(2, 11), (1,),
        "“姓名”一栏（A 列）里写的多是身份证号",
    )  # fmt: skip


def parents_beside_their_children() -> Nasty:
    rows: list[list[object]] = [
        ["学生", None, "家长", None, None], ["姓名", "证件", "姓名", "证件", "电话"],
    ]  # fmt: skip
    for one, parent in zip(persons(9), persons(9, 40), strict=True):
        rows.append([*row(one, "name", "id_number"), *row(parent, "name", "id_number", "mobile")])
    return _one(rows, {"name": "A", "id_number": "B"}, range(3, 12), (1, 2))


def dates_told_by_the_numbers() -> Nasty:
    rows: list[list[object]] = [["姓名", "证号", "出生", "入团", "入学时间"]]
    rows += [[*row(p, "name", "id_number", "born_on", "joined_on"), "2015-09"] for p in persons(9)]
    return _one(
        rows,
        {"name": "A", "id_number": "B", "born_on": "C", "joined_on": "D"}, range(2, 11), (1,),
    )  # fmt: skip


def a_summary_before_the_list() -> Nasty:
    summary = Sheet(
        "汇总", False,
        [["班级", "班主任", "姓名", "联系电话", "毕业去向", "专业"],
         ["高三（1）班", "李老师", "王团支书", "13885600001", "45", "理科"]],
    )  # fmt: skip
    rows: list[list[object]] = [
        ["姓名", "身份证号"],
        *(row(p, "name", "id_number") for p in persons(9)),
    ]
    return Nasty(
        (summary, sheet(*rows)), {"name": "A", "id_number": "B"}, tuple(range(2, 11)), (1,)
    )


def a_sheet_for_each_class() -> Nasty:
    sheets = tuple(
        Sheet(
            f"高三{number}班", False,
            [["姓名", "身份证号", "性别"],
             *(row(p, "name", "id_number", "sex") for p in persons(9 - number, number * 10))],
        )
        for number in range(1, 4)
    )  # fmt: skip
    return Nasty(
        sheets, {"name": "A", "id_number": "B", "sex": "C", "class_name": "表名"},
        (*range(2_000_002, 2_000_010), *range(6_000_002, 6_000_009), *range(10_000_002, 10_000_008)),
        (1,),
        "3 张同样的工作表一起读：“高三1班”8 行、“高三2班”7 行、“高三3班”6 行，共 21 行。",
        sheet="高三1班、高三2班、高三3班",
    )  # fmt: skip


NASTY: tuple[Callable[[], Nasty], ...] = (
    ten_title_rows, three_heading_rows, silly_headings, numbers_under_a_silly_heading,
    numbers_under_no_heading, numbers_as_serial, no_heading, no_heading_under_titles,
    beginning_in_column_c, a_second_table_to_the_right, a_note_beyond_an_empty_column,
    halves_side_by_side, halves_with_a_gap, heading_on_every_page, totals_in_the_middle,
    the_second_phone_is_the_members, shifted_columns, parents_beside_their_children,
    dates_told_by_the_numbers, a_summary_before_the_list, a_sheet_for_each_class,
)  # fmt: skip
