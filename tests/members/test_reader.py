"""Cells become canonical text; what cannot be read is told, never guessed."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import pack
from tests.imports import BRANCH, fresh, roster
from tests.sheets.files import ROSTER, xlsx
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.members.reader import (
    Cleaner,
    birth_written,
    canonical_test,
    crossed_out,
    read_list,
    roster_headings,
)
from tuanji_desktop.rules.checks import normalise
from tuanji_desktop.rules.fields import MEMBER_COLUMNS, ROSTER_FIELDS
from tuanji_desktop.sheets.data_rows import DataRow, Fields
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


TEXTS = st.one_of(
    st.text(max_size=24),
    st.text(alphabet="张三李四男女0123456789-XO. ’（）年月", max_size=20),
    st.from_regex(r"(19|20)[0-9]{2}-[0-9]{2}(-[0-9]{2})?", fullmatch=True),
    st.from_regex(r"1[0-9]{10}|[0-9]{12}|[0-9]{16}", fullmatch=True),
    st.sampled_from([fresh(3), "汉族", "汉", "是", "共青团员", "≤2000", "12345678901２"]),
)


@given(field=st.sampled_from(sorted(FIELDS)), text=TEXTS)
def test_what_is_taken_as_it_stands_is_what_normalising_would_make_of_it(
    field: str, text: str
) -> None:
    policy = pack("guangdong-2018")
    test = canonical_test(field, policy)
    if test is not None and test(text):
        assert normalise(field, text, policy=policy) == (text, ())


CELLS = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-3, 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds(datetime.combine, st.dates(date(1890, 1, 1), date(2110, 1, 1)), st.just(time())),
)


@given(
    field=st.sampled_from(sorted(FIELDS)),
    cells=st.lists(CELLS, min_size=1, max_size=8),
    kind=st.sampled_from(["", "境外证件", "居民身份证"]),
)
def test_a_column_at_once_is_its_cells_one_by_one(
    field: str, cells: list[object], kind: str
) -> None:
    """1, 1.0 and True among them, which a dictionary takes for the same."""
    policy = pack("guangdong-2018")
    names = ("id_kind", field) if field != "id_kind" else (field,)
    of_list = Fields({name: at for at, name in enumerate(names)})
    rows = [
        DataRow(place, [kind, cell][-len(names) :], of_list)
        for place, cell in enumerate(cells, start=2)
    ]
    cleaned = Cleaner(policy).clean_rows(rows, FIELDS)
    for row, cell in zip(cleaned, cells, strict=True):
        id_kind = kind if field == "id_number" else None
        value, findings = normalise(field, cell, policy=policy, id_kind=id_kind)
        if isinstance(cell, str) and crossed_out(cell):
            continue  # an empty cell, whatever normalising would make of it
        assert row.values.get(field) == value
        assert [one for one in row.findings if one.field == field] == list(findings)


@pytest.mark.parametrize("cell", ["/", "—", "——", " - ", "－", "无", "暂无", "\\", "N/A"])
@pytest.mark.parametrize(
    "field",
    ["name", "id_number", "mobile", "ethnicity", "education", "joined_on", "work_unit"],
)
def test_a_cell_crossed_out_is_an_empty_cell(field: str, cell: str) -> None:
    row = Cleaner(pack("guangdong-2018")).clean(2, {field: cell}, FIELDS)
    assert (row.values, row.findings) == ({}, ())


def test_a_word_that_the_field_knows_is_no_cross() -> None:
    cells = {"notes": "无", "work_unit": "无锡公司", "name": "无名", "is_cadre": "无"}
    row = Cleaner(pack("guangdong-2018")).clean(2, cells, FIELDS)
    assert row.values == cells | {"is_cadre": "否"}


def test_cleaning_many_rows_can_be_cancelled() -> None:
    class Impatient(Quiet):
        def stop_if_cancelled(self) -> None:
            raise Cancelled

    rows = [DataRow(2, ["张三"], Fields({"name": 0}))]
    with pytest.raises(Cancelled):
        Cleaner(pack("national")).clean_rows(rows, FIELDS, Impatient())
    assert Cleaner(pack("national")).clean_rows([], FIELDS) == []


@pytest.mark.parametrize("word", ["身份证号", "其他人员", "教职工", "单位", "地址", "必填", "汉族"])
def test_a_word_that_is_no_name_is_never_taken_as_it_stands(word: str) -> None:
    test = canonical_test("name", pack("guangdong-2018"))
    assert test is not None
    assert not test(word)
    assert normalise("name", word, policy=pack("guangdong-2018")).findings
