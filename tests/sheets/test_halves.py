"""Halves beside each other: found without headings, and what lines across the sheet say of each."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.sheets.files import MEMBERS, sheet
from tests.sheets.persons import Person, persons, row
from tuanji_desktop.rules.id_numbers import check_character
from tuanji_desktop.sheets.heading import Table, pick_sheet
from tuanji_desktop.sheets.reader import Sheet, Workbook

WHO = ("name", "id_number")
HEAD = ["姓名", "身份证号", "班级"]


def read(page: Sheet, chosen: Mapping[str, str] | None = None) -> Table:
    return pick_sheet(
        Workbook(Path("名单.xlsx"), "xlsx", None, (page,), ""), MEMBERS, chosen=chosen
    )


def beside(counts: Sequence[int], fields: Sequence[str], *, gap: int = 0) -> list[list[object]]:
    """Lines of halves with so many persons, numbered through, `gap` empty columns between."""
    starts = [sum(counts[:half]) for half in range(len(counts))]
    lines: list[list[object]] = []
    for line in range(max(counts)):
        cells: list[object] = []
        for start, count in zip(starts, counts, strict=True):
            here: list[object] = [None] * (len(fields) + 1)
            if line < count:
                one = persons(1, start + line)[0]
                here = [start + line + 1, *row(one, *fields)]
            cells += [*here, *[None] * gap]
        lines.append(cells)
    return lines


def people(table: Table) -> list[tuple[object, ...]]:
    return [tuple(one.values[name] for name in WHO) for one in table.rows]


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("counts", [(5, 5), (7, 2), (4, 4, 1), (3, 3, 3, 2)])
@pytest.mark.parametrize("fields", [WHO, (*WHO, "mobile"), ("sex", *WHO, "class_name")])
def test_halves_without_any_heading(counts: Sequence[int], fields: Sequence[str], gap: int) -> None:
    table = read(sheet(["2018年团员名单"], *beside(counts, fields, gap=gap)))
    assert people(table) == [(one.name, one.id_number) for one in persons(sum(counts))]
    assert len(table.places.parts) == len(counts)
    assert table.heading_rows == ()


def test_what_a_short_half_cannot_tell_the_first_says() -> None:
    """Two months beside two numbers might be anything."""
    table = read(sheet(*beside((5, 2), (*WHO, "joined_on"))))
    assert [one.values["joined_on"] for one in table.rows] == [one.joined_on for one in persons(7)]


def test_like_columns_of_headless_halves_are_one_column() -> None:
    """The clerk is asked once for a column that no look can tell."""
    page = sheet(*beside((5, 2), (*WHO, "class_name")))
    table = read(page)
    assert table.unmapped == ("A列", "D列")
    said = read(page, chosen={"D列": "class_name"})
    assert [one.values["class_name"] for one in said.rows] == [one.class_name for one in persons(7)]


def test_a_class_left_of_headless_halves_is_everybodys() -> None:
    lines = [["三班" if number == 0 else None, *line] for number, line in
             enumerate(beside((4, 2), WHO))]  # fmt: skip
    page = sheet(*lines, merged=((0, 0, 3, 0),))
    table = read(page, chosen={"A列": "class_name"})
    assert [one.values["class_name"] for one in table.rows] == ["三班"] * 6


def parent(one: Person) -> list[object]:
    body = f"{one.id_number[:6]}1975{one.id_number[10:17]}"
    return [f"{one.name[0]}建军", body + check_character(body)]


def test_parents_beside_their_children_are_no_half() -> None:
    page = sheet(HEAD[:2], *([*row(one, *WHO), *parent(one)] for one in persons(6)))
    assert len(read(page).rows) == 6
    bare = sheet(*([one.class_name, *row(one, *WHO), *parent(one)] for one in persons(6)))
    with pytest.raises(Exception, match="找不到表头"):
        read(bare)


def grouped(*lines: object, merged: Sequence[tuple[int, int, int, int]] = ()) -> list[object]:
    """The classes of left and right, from lines of text ('' for persons)."""
    people = iter(persons(40))
    grid: list[list[object]] = [[*HEAD, None, *HEAD]]
    for line in lines:
        if line == "":
            pair = [[*row(next(people), *WHO), None] for _ in range(2)]
            grid.append([*pair[0], None, *pair[1]])
        else:
            assert isinstance(line, list)
            grid.append(line)
    table = read(sheet(*grid, merged=merged))
    assert len(table.rows) == 2 * list(lines).count("")
    return [one.values["class_name"] for one in table.rows]


def test_a_line_across_both_halves_is_both_halves_class() -> None:
    one, two = ["2015级1班"], ["2015级2班"]
    found = ["2015级1班", "2015级2班"] * 2
    assert grouped(one, "", two, "", merged=((1, 0, 1, 6), (3, 0, 3, 6))) == found
    assert grouped(one, "", two, "") == found  # as a text file has it
    middle = [None, None, "2015级1班"]
    assert grouped(middle, "", merged=((1, 2, 1, 4),)) == ["2015级1班"] * 2


def test_each_half_may_have_lines_of_its_own() -> None:
    both = ["2015级1班", None, None, None, "2015级3班"]
    assert grouped(both, "", ["2015级2班"], "") == [
        *["2015级1班", "2015级2班"], *["2015级3班"] * 2,
    ]  # fmt: skip
    whole = grouped(both, "", ["2015级2班"], "", merged=((3, 0, 3, 6),))
    assert whole == ["2015级1班", "2015级2班", "2015级3班", "2015级2班"]


def test_a_line_across_that_names_no_class_ends_what_was_said_and_is_nobody() -> None:
    found = grouped(["2015级1班"], "", ["教职工"], "", merged=((1, 0, 1, 6), (3, 0, 3, 6)))
    assert found == ["2015级1班", None] * 2
