"""One sheet: its first list, and where the others stand beside it."""

from tests.sheets.files import MEMBERS, sheet
from tests.sheets.persons import persons, row
from tuanji_desktop.sheets.finder import find_table, is_turned, likely_headings

HEAD = ["序号", "姓名", "身份证号"]


def halves(*numbers: int) -> list[list[object]]:
    """Lists of so many persons side by side, an empty column between."""
    rows: list[list[object]] = []
    for line in range(max(numbers)):
        cells: list[object] = []
        for place, count in enumerate(numbers):
            person = persons(1, place * 20 + line)[0]
            here = [line + 1, *row(person, "name", "id_number")] if line < count else [None] * 3
            cells += [*([None] if place else []), *here]
        rows.append(cells)
    return rows


def test_halves_begin_with_their_numbering() -> None:
    found = find_table(sheet([*HEAD, None, *HEAD, None, *HEAD], *halves(4, 4, 2)), MEMBERS)
    assert found is not None
    assert found.halves == (range(4), range(4, 8), range(8, 11))
    assert found.letters() == {"name": "B", "id_number": "C"}
    assert len(found.rows) == 4


def test_what_are_no_halves() -> None:
    people = [row(one, "name", "id_number", "mobile", "mobile") for one in persons(4)]
    for heading in (
        ["姓名", "身份证号", "电话", "电话"],  # two phones of one person
        ["姓名", "身份证号", "家长姓名", "家长电话"],
    ):
        found = find_table(sheet(heading, *people), MEMBERS)
        assert found is not None
        assert found.halves == ()
    blank = sheet([*HEAD, None, *HEAD], *halves(4))
    found = find_table(blank, MEMBERS)
    assert found is not None
    assert found.halves == ()  # nobody on the right


def test_the_clerk_may_mean_the_right_one() -> None:
    page = sheet([*HEAD, None, *HEAD], *halves(4, 3))
    found = find_table(page, MEMBERS, chosen={"F列": "name", "G列": "id_number"})
    assert found is not None
    assert (found.halves, len(found.rows)) == ((), 3)


def test_the_fullest_upper_row_is_offered_where_no_heading_is_found() -> None:
    assert likely_headings(sheet(["名单"], ["甲", "乙", "丙"], ["一", "二"])) == {
        0: "甲",
        1: "乙",
        2: "丙",
    }


def test_headings_below_each_other_are_no_list() -> None:
    people = [row(one, "name", "sex", "id_number") for one in persons(4)]
    turned = sheet(*([head, *cells] for head, cells in zip(
        ("姓名", "性别", "身份证号"), zip(*people, strict=True), strict=True
    )))  # fmt: skip
    assert is_turned(turned, MEMBERS)
    assert find_table(turned, MEMBERS) is None
    form = sheet(["登记表"], ["姓名", "张三", "性别", "男"], ["民族", "汉族", "身份证号", "1"])
    assert is_turned(form, MEMBERS)
    assert not is_turned(sheet(HEAD, *halves(9), HEAD, *halves(2)), MEMBERS)
    assert not is_turned(sheet(["姓名", "甲", "乙"], *people, ["电话：", "0856"]), MEMBERS)
