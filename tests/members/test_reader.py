"""Cells become canonical text; what cannot be read is told, never guessed."""

from pathlib import Path

import pytest

from tests.builders import pack
from tests.imports import BRANCH, fresh, roster
from tests.sheets.files import ROSTER, xlsx
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.members.reader import (
    Cleaner,
    birth_written,
    member_headings,
    read_list,
    roster_headings,
)
from tuanji_desktop.rules.fields import MEMBER_COLUMNS, ROSTER_FIELDS
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import Reading

FIELDS = frozenset(MEMBER_COLUMNS)


def test_a_roster_is_read_with_its_25_columns() -> None:
    table, source = read_list(ROSTER, headings=roster_headings(), reading=Reading())
    assert set(table.columns) == set(ROSTER_FIELDS)
    assert (source.rows, source.unmapped, source.heading_rows) == (1108, (), (1,))
    assert source.columns["name"] == "A"


def test_a_workbook_that_was_read_is_not_read_again(tmp_path: Path) -> None:
    file = roster(tmp_path / "名单.xlsx", [{"姓名": "张三", "身份证号": fresh(1)}])
    workbook = read_workbook(file)
    file.unlink()
    table, source = read_list(
        file, headings=roster_headings(), reading=Reading(), workbook=workbook
    )
    assert len(table.rows) == source.rows == 1


def test_a_roster_names_its_branches(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "名单.xlsx", [["姓名", "电话"], ["张三", "13800138000"]])
    with pytest.raises(FileRefused) as refused:
        read_list(file, headings=roster_headings(), reading=Reading())
    assert refused.value.code == "file.no_heading"
    assert "所在团支部" in refused.value.message
    table, _ = read_list(file, headings=member_headings("name"), reading=Reading())
    assert set(table.columns) == {"name", "mobile"}


def test_two_columns_of_one_heading_are_told_apart_by_their_letters(tmp_path: Path) -> None:
    file = xlsx(
        tmp_path / "名单.xlsx",
        [["姓名", "电话", "电话", "团支部"], ["张三", "13800138000", "13900139000", BRANCH]],
    )
    reading = Reading(None, (("B列", ""), ("C列", "mobile")))
    table, _ = read_list(file, headings=roster_headings(), reading=reading)
    assert table.rows[0].values["mobile"] == "13900139000"


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("id_number", " 520628 20010614 0632", "520628200106140632"),
        ("id_number", "'52062820010614063２", "520628200106140632"),
        ("id_number", "52O62820010614O632", "520628200106140632"),
        ("id_number", "52062820000528440x", "52062820000528440X"),
        ("mobile", 13800138000.0, "13800138000"),
        ("mobile", "13800138000.0", "13800138000"),
        ("joined_on", "2018年9月", "2018-09"),
        ("joined_on", "2018.9", "2018-09"),
        ("joined_on", 201809, "2018-09"),
        ("joined_on", "20180901", "2018-09"),
        ("joined_on", 43344.0, "2018-09"),
        ("ethnicity", "汉", "汉族"),
        ("name", "张 三", "张三"),
    ],
)
def test_spellings_of_lists(field: str, cell: object, value: str) -> None:
    row = Cleaner(pack("national")).clean(5, {field: cell}, FIELDS)
    assert row.values == {field: value}
    assert row.findings == ()


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("id_number", 520628200106140632.0, "id.precision_lost"),
        ("id_number", "5.20628200106141E+17", "id.precision_lost"),
        ("id_number", "52062820010614063", "id.length"),
        ("id_number", "520628200106140633", "id.checksum"),
        ("joined_on", "9月", "date.unreadable"),
        ("mobile", "1385623", "mobile.format"),
        ("name", "张三1", "name.digits"),
    ],
)
def test_what_cannot_be_accepted_is_told(field: str, cell: object, code: str) -> None:
    row = Cleaner(pack("national")).clean(5, {field: cell, "notes": ""}, FIELDS)
    assert [found.code for found in row.findings] == [code]


def test_only_fields_of_the_table_are_looked_at_and_choices_are_remembered() -> None:
    cleaner = Cleaner(pack("national"))
    rows = [
        cleaner.clean(n, {"superior": "一中", "sex": "男", "branch": "x"}, FIELDS) for n in (1, 2)
    ]
    assert [row.values for row in rows] == [{"sex": "男"}] * 2
    assert rows[0].raw["superior"] == "一中"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("2000年1月7日", "2000-01-07"),
        (" ２０００．１．７ ", "2000-01-07"),
        (36532, "2000-01-07"),
        ("200001", "2000-01"),
        ("1月7日", ""),
        (None, ""),
    ],
)
def test_birth_dates_of_lists(cell: object, written: str) -> None:
    assert birth_written(cell) == written
