"""What a list leaves to the line above is read as it stands there, and never a person's own number."""

from pathlib import Path

import pytest

from tests.sheets.files import xlsx
from tuanji_desktop.members.reader import LABELS, member_headings
from tuanji_desktop.sheets.heading import Table
from tuanji_desktop.sheets.prepared import list_of
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.sheets.repeats import with_repeats

HEAD = ["姓名", "手机号码", "班级", "民族"]
OWN, GROUPS = {"name", "mobile"}, {"class_name"}


def read(folder: Path, *rows: list[object], reading: Reading = Reading()) -> Table:  # noqa: B008
    workbook = read_workbook(xlsx(folder / "名单.xlsx", [HEAD, *rows]))
    table = list_of(workbook, member_headings("name"), labels=LABELS, reading=reading)
    return with_repeats(table, own=OWN, groups=GROUPS)


def column(table: Table, name: str) -> list[object]:
    return [row.values[name] for row in table.rows]


@pytest.mark.parametrize(
    "mark", ["同上", "〃", '"', "″", "々", "——同上——", "（同上）", " 同上 ", "''"]
)
def test_ditto_marks(tmp_path: Path, mark: str) -> None:
    table = read(
        tmp_path,
        ["甲乙丙", "13800138001", "高三1班", "汉族"],
        ["乙丙丁", mark, mark, mark],
        ["丙丁戊", "13800138003", mark, "苗族"],
        ["丁戊己", "13800138004", "高三2班", mark],
    )
    assert column(table, "class_name") == ["高三1班", "高三1班", "高三1班", "高三2班"]
    assert column(table, "ethnicity") == ["汉族", "汉族", "苗族", "苗族"]
    assert str(column(table, "mobile")[1]).strip() == mark.strip(), "a phone is one's own"
    assert table.told == ()


def test_what_a_text_means_is_meant_below_it_too(tmp_path: Path) -> None:
    reading = Reading(values=(("class_name", "三班", "高三3班"),))
    rows: list[list[object]] = [["甲乙丙", None, "三班", "汉族"], ["乙丙丁", None, "同上", "汉族"]]
    table = read(tmp_path, *rows, reading=reading)
    assert column(table, "class_name") == ["高三3班", "高三3班"]
    assert [row.cell(2) for row in table.rows] == ["三班", "三班"]


def test_a_group_is_named_once(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["甲乙丙", "13800138001", "高三1班", "汉族"],
        ["乙丙丁", "13800138002", None, None],
        ["丙丁戊", "13800138003", None, "汉族"],
        ["丁戊己", "13800138004", "高三2班", "汉族"],
        ["戊己庚", "13800138005", None, None],
    )
    assert column(table, "class_name") == ["高三1班"] * 3 + ["高三2班"] * 2
    assert column(table, "ethnicity")[1] is None, "only what groups rows is left to the line above"
    assert [line for line in table.told if "3 行空着的按上一行读" in line] == list(table.told)
    assert len(table.told) == 1


@pytest.mark.parametrize(
    "classes",
    [
        [None, "高三1班", None, None],
        ["高三1班", None, None, None],
        ["高三1班", "高三1班", None, None, None],
        ["高三1班", "高三2班", "高三3班", None],
    ],
)
def test_blanks_that_are_no_groups_stay_blank(tmp_path: Path, classes: list[object]) -> None:
    names = "甲乙丙丁戊"
    rows: list[list[object]] = [
        [names[place] + "小明", "13800138001", text, "汉族"] for place, text in enumerate(classes)
    ]
    table = read(tmp_path, *rows)
    assert column(table, "class_name") == classes
    assert table.told == ()


def test_a_group_within_a_group_begins_anew(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["第一中学", "高三1班", "甲乙丙"], [None, None, "乙丙丁"],
        ["第二中学", "高三1班", "丙丁戊"], [None, None, "丁戊己"],
        ["第三中学", None, "戊己庚"], [None, None, "己庚辛"],
    ]  # fmt: skip
    workbook = read_workbook(xlsx(tmp_path / "名单.xlsx", [["学校", "班级", "姓名"], *rows]))
    table = list_of(workbook, member_headings("name"), labels=LABELS, reading=Reading())
    table = with_repeats(table, groups={"superior", "class_name"})
    assert column(table, "superior")[::2] == column(table, "superior")[1::2]
    assert column(table, "class_name") == ["高三1班"] * 4 + [None] * 2
