"""Classes that stand in lines of their own between the persons."""

import pytest

from tests.sheets.files import MEMBERS, sheet
from tests.sheets.persons import persons
from tuanji_desktop.sheets.heading import Table, find_table

HEAD: list[object] = ["姓名", "身份证号", "班级"]


def table(*groups: str | tuple[str, ...], head: list[object] = HEAD) -> Table:
    """Lines with one text, and rows with the class each of them has."""
    people = iter(persons(20))
    rows: list[list[object]] = []
    for group in groups:
        if isinstance(group, str):
            rows.append([group, None, None])
            continue
        for class_ in group:
            one = next(people)
            rows.append([one.name, one.id_number, class_ or None])
    found = find_table(sheet(head, *rows), MEMBERS)
    assert found is not None
    return found


def classes(found: Table) -> list[object]:
    return [row.values["class_name"] for row in found.rows]


@pytest.mark.parametrize("banner", ["高三（2）班", "二、高三（2）班", "高三（2）班 45人"])
def test_the_line_above_says_the_class_of_those_who_have_none(banner: str) -> None:
    found = table("高三（1）班", ("", ""), "合计：2人", ("",), banner, ("", "高三（3）班", ""))
    assert classes(found) == [
        *["高三（1）班"] * 3, "高三（2）班", "高三（3）班", "高三（2）班",
    ]  # fmt: skip
    assert [row.number for row in found.rows] == [3, 4, 6, 8, 9, 10]
    (told,) = found.told
    assert told.startswith("“class_name”空着的 5 行，按上面单独成行的标题（如“高三（1）班”）作")


def test_a_line_that_names_no_class_ends_what_was_said() -> None:
    """The line itself may be taken for a name."""
    found = classes(table(("",), "高三（1）班", ("",), "教职工", ("",)))
    assert (found[:2], found[-1]) == ([None, "高三（1）班"], None)
    assert classes(table(("",), "高三（1）班", ("",), "其余教职工一共有35人", ("",)))[-1] is None


def test_nothing_is_told_where_every_row_says_its_class_or_no_column_could() -> None:
    full = table("高三（1）班", ("高三1班", "高三1班"))
    assert (classes(full), full.told) == (["高三1班"] * 2, ())
    without = table("高三（1）班", ("", ""), head=["姓名", "身份证号", "备注"])
    assert "class_name" not in without.columns
    assert without.told == ()
