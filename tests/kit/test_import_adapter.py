"""How a file is read, told with its refusal; numbers that show their ends only."""

from pathlib import Path

import pytest

from tests.kit.lists import HEADINGS, NUMBER, People, people_list
from tests.sheets.files import MEMBERS, xlsx
from tuanji_desktop.kit.import_adapter import (
    layout_of,
    masked_labelled,
    masked_value,
    masked_words,
)
from tuanji_desktop.sheets.reader import Sheet, Workbook, read_workbook
from tuanji_desktop.sheets.reading import Reading


def test_a_table_that_is_found(tmp_path: Path) -> None:
    workbook = read_workbook(people_list(tmp_path))
    layout = layout_of(workbook, HEADINGS, People.fields, Reading())
    assert layout.refusal is None
    assert layout.table is not None
    assert layout.table.heading_rows == (2,)
    assert layout.columns == {1: "name", 2: "id_number"}
    assert layout.headings[3] == "备用电话"


def test_a_table_that_is_not(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "名单.xlsx", [["某校"], ["谁", "号码"], ["张三", NUMBER]])
    workbook = read_workbook(file)
    layout = layout_of(workbook, HEADINGS, People.fields, Reading())
    assert layout.table is None
    assert layout.refusal is not None
    assert "姓名" in layout.refusal.message
    assert (layout.columns, layout.headings) == ({}, {0: "谁", 1: "号码"})
    chosen = Reading(layout.sheet.name, (("谁", "name"),))
    assert layout_of(workbook, HEADINGS, People.fields, chosen).columns == {0: "name"}
    other = layout_of(workbook, HEADINGS, People.fields, Reading("别的"))
    assert other.sheet.name == layout.sheet.name


def test_only_hidden_sheets_and_none_at_all() -> None:
    hidden = Workbook(Path("名单.xlsx"), "xlsx", None, (Sheet("暗", True, []),), "")
    assert layout_of(hidden, HEADINGS, {}, Reading()).sheet.name == "暗"
    empty = Workbook(Path("名单.xlsx"), "xlsx", None, (), "")
    assert layout_of(empty, HEADINGS, {}, Reading()).headings == {}


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [
        ("id_number", NUMBER, "520***********0632"),
        ("id_number", "520628", "520628"),
        ("mobile", "13800138001", "138****8001"),
        ("mobile", "1385623", "1385623"),
        ("name", "张三", "张三"),
        ("notes", f"又名李四，{NUMBER}", "又名李四，520***********0632"),
    ],
)
def test_masks(field: str, text: str, shown: str) -> None:
    assert masked_value(field, text) == shown


def test_masks_in_sentences() -> None:
    assert masked_words("电话１３８００１３８００１") == "电话１３８****８００１"
    words = f"号码{NUMBER}与13800138001；编号201752000001；第 3 行"
    assert masked_words(words) == ("号码520***********0632与138****8001；编号201752000001；第 3 行")


def test_a_broken_number_is_masked_by_its_label() -> None:
    assert masked_labelled("身份证号", "52062820010311823") == "520**********1823"
    assert masked_labelled("手机号码", "138001380012") == "138*****0012"
    assert masked_labelled("团支部", "高三1班") == "高三1班"


def test_a_list_of_several_sheets_shows_its_first_and_knows_all_rows() -> None:
    head = ["姓名", "身份证号"]
    first: list[list[object]] = [[*head, None, *head], ["张三", "1", None, "李四", "2"]]
    sheets = (
        Sheet("高三1班", False, first),
        Sheet("高三2班", False, [["身份证号", "姓名"], ["3", "王五"]]),
    )
    found = layout_of(
        Workbook(Path("各班.xlsx"), "xlsx", None, sheets, ""),
        MEMBERS,
        {"class_name": "班级"},
        Reading(),
    )
    table = found.table
    assert table is not None
    assert found.sheet is sheets[0]
    added = table.columns["class_name"]
    assert [list(found.cells(row.number))[:2] for row in table.rows] == [
        ["张三", "1"], ["李四", "2"], ["王五", "3"],
    ]  # fmt: skip
    assert [found.cells(row.number)[added] for row in table.rows] == ["高三1班"] * 2 + ["高三2班"]
    assert found.cells(2) == ()  # no row of the list is called so
    assert [found.letter(one) for one in (0, 1, added)] == ["A", "B", ""]
    assert found.beside(found.sheet.name) == {
        0: "name", 1: "id_number", 3: "name", 4: "id_number", added: "class_name",
    }  # fmt: skip
