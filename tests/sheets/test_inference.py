"""A closer look at one table: gaps, rivals, contradictions; where a list without heading begins."""

from collections.abc import Sequence
from dataclasses import replace

from tests.sheets.files import MEMBERS, sheet
from tests.sheets.persons import persons, row
from tuanji_desktop.sheets.heading import Headings, Table, find_table
from tuanji_desktop.sheets.inference import first_data_row, is_heading

PEOPLE = persons(9)


def found(
    heading: Sequence[object], *fields: str | None, chosen: dict[str, str] | None = None
) -> Table:
    table = find_table(
        sheet(list(heading), *(row(one, *fields) for one in PEOPLE)), MEMBERS,
        chosen=chosen, labels={"id_number": "身份证号", "mobile": "手机号码", "name": "姓名"},
    )  # fmt: skip
    assert table is not None
    return table


def test_a_look_is_less_sure_than_a_heading() -> None:
    table = found(["姓名", "那个"], "name", "id_number")
    assert table.certainty == {"name": 1.0, "id_number": 0.75}
    assert table.unmapped == ()


def test_empty_columns_between_the_required_ones_do_not_part_them() -> None:
    both = replace(MEMBERS, required=("name", "id_number"))
    rows: list[list[object]] = [["姓名", None, "身份证号", None, "手机", "民族"]]
    rows += [row(one, "name", None, "id_number", None, "mobile", None) for one in PEOPLE]
    table = find_table(sheet(*rows), both)
    assert table is not None
    assert table.letters() == {"name": "A", "id_number": "C", "mobile": "E", "ethnicity": "F"}


def test_what_the_clerk_left_out_stays_out() -> None:
    table = found(["姓名", "那个"], "name", "id_number", chosen={"那个": ""})
    assert (list(table.columns), table.unmapped) == (["name"], ("那个",))
    table = found(["姓名", None], "name", "id_number", chosen={"B列": ""})
    assert (list(table.columns), table.unmapped) == (["name"], ("B列",))


def test_of_two_columns_that_could_be_it_none_is_taken_and_it_is_said() -> None:
    table = found(["姓名", "甲", "乙"], "name", "mobile", "mobile")
    assert list(table.columns) == ["name"]
    assert table.told == ("B、C 列都像是手机号码，分不清是哪一栏，请在“表头与栏目”里指定。",)


def test_numbers_under_the_heading_of_something_else_are_taken_and_said() -> None:
    table = found(["姓名", "学号"], "name", "id_number")
    assert table.letters() == {"name": "A", "id_number": "B"}
    assert table.told == ("“学号”一栏（B 列）里写的是身份证号，已作身份证号读取。",)
    table = found(["姓名", "学号", "身份证号"], "name", "id_number", "id_number")
    assert table.letters() == {"name": "A", "student_number": "B", "id_number": "C"}
    assert table.certainty["student_number"] == 0.2


def test_a_column_that_contradicts_its_heading_is_kept_doubtful_and_said() -> None:
    table = found(["姓名", "身份证号", "手机号码"], "id_number", "name", "mobile")
    assert table.letters() == {"name": "A", "id_number": "B", "mobile": "C"}
    assert (table.certainty["name"], table.certainty["mobile"]) == (0.2, 1.0)
    assert "“姓名”一栏（A 列）里写的多是身份证号，栏目可能错位，请核对。" in table.told
    chosen = {"姓名": "name", "身份证号": "id_number"}
    assert found(["姓名", "身份证号"], "id_number", "name", chosen=chosen).told == ()


def test_columns_without_a_heading_are_named_by_their_letters() -> None:
    table = found(["姓名", None, "备注", None], "name", "class_name", None, "destination")
    assert table.headings == {0: "姓名", 1: "B列", 2: "备注", 3: "D列"}
    assert table.columns["destination"] == 3
    assert table.unmapped == ("B列",)
    table = found(["姓名", None], "name", "class_name", chosen={"B列": "class_name"})
    assert table.letters() == {"name": "A", "class_name": "B"}


def test_a_clerk_may_say_that_there_is_no_heading() -> None:
    page = sheet(["名单"], *(row(one, "name", "id_number", "class_name") for one in PEOPLE))
    table = find_table(page, MEMBERS, heading=(2, 0), chosen={"C列": "class_name"})
    assert table is not None
    assert table.letters() == {"name": "A", "id_number": "B", "class_name": "C"}
    assert (table.heading_rows, table.first_row, len(table.rows)) == ((), 2, 9)
    assert find_table(page, MEMBERS, heading=(2, 0)) is not None
    assert find_table(page, Headings({"name": ("姓名",)}), heading=(2, 0)) is None


def test_where_the_persons_begin() -> None:
    people = [row(one, "name", "id_number") for one in PEOPLE]
    people[0][1] = None
    page = sheet(["某校"], ["联系人", "13885600001"], [], *people)
    assert first_data_row(page, MEMBERS) == 3
    assert first_data_row(sheet(["姓名"], ["张三"]), MEMBERS) is None
    assert is_heading(["娃娃", "证"], people[1], MEMBERS)
    assert not is_heading(["张三", None], people[1], MEMBERS)
    assert not is_heading(["张三", "12"], people[1], MEMBERS)
    assert not is_heading(people[1], people[2], MEMBERS)
