"""What is said about a cell, with the address that a spreadsheet shows."""

import re
from pathlib import Path

from tests.sheets.files import FIRST_SCHOOL, MEMBERS, sheet
from tuanji_desktop.sheets import findings as findings_module
from tuanji_desktop.sheets.findings import (
    CODE_WORDS,
    Findings,
    SheetFinding,
    sentence,
    source_of,
)
from tuanji_desktop.sheets.heading import pick_sheet
from tuanji_desktop.sheets.reader import Workbook, read_workbook


def test_addresses_and_source() -> None:
    workbook = read_workbook(FIRST_SCHOOL)
    table = pick_sheet(workbook, MEMBERS)
    findings = Findings(table)
    findings.add(
        25, "id_number", level="error", code="id.precision_lost", message="末位丢失", value="5E17"
    )
    findings.add(30, "ethnicity", level="warning", code="required.empty", message="民族为空")
    assert [found.cell for found in findings.all] == ["D25", ""]
    assert findings.all[0].as_json() == {
        "row": 25, "cell": "D25", "field": "id_number", "value": "5E17",
        "level": "error", "code": "id.precision_lost", "message": "末位丢失",
    }  # fmt: skip
    source = source_of(workbook, table)
    assert (source.rows, source.heading_rows, source.columns["name"]) == (97, (3, 4), "B")


def test_a_suggestion_is_told() -> None:
    found = SheetFinding(2, "B2", "name", "王某", "warning", "name.differs", "不同", "王明")
    assert found.as_json()["suggestion"] == "王明"


def test_words() -> None:
    assert sentence([(78, "人匹配"), (0, "人不在册"), (5, "行拒绝")]) == "78 人匹配，5 行拒绝"
    assert sentence([(0, "x")]) == "没有可处理的行"


def test_every_code_of_a_cell_has_words() -> None:
    """The filters of the import wizard name each code that reading and planning give."""
    package = Path(findings_module.__file__).parents[1]
    sources = [
        *(package / "rules" / name for name in ("cells.py", "checks.py")),
        *(package / "members" / name for name in ("roster_plan.py",)),
        package / "graduates" / "matching.py",
        package / "orgs" / "reader.py",
    ]
    pattern = re.compile(r'"((?:id|name|mobile|date|joined_on|development_number|branch|choice'
                         r'|required|field|row|org|text|party_joined_on)\.[a-z_]+)"')  # fmt: skip
    codes = {code for path in sources for code in pattern.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 25
    assert codes <= set(CODE_WORDS)


def test_what_is_missing_in_a_half_is_told_at_its_person() -> None:
    """Row 2 is that of two persons; without halves a row is enough."""
    head, people = (
        ["姓名", "性别"],
        [["张三", "男"], ["李四", "男"], ["王五", "女"], ["赵六", "女"]],
    )
    rows = [[*head, *head], [*people[0], *people[1]], [*people[2], *people[3]]]
    book = Workbook(Path("名单.xlsx"), "xlsx", None, (sheet(*rows),), "")
    table = pick_sheet(book, MEMBERS)
    assert len(table.rows) == 4
    findings = Findings(table)
    for row in table.rows:
        findings.add(row.number, "id_number", level="error", code="required.empty", message="空")
    assert sorted(found.cell for found in findings.all) == ["A2", "A3", "C2", "C3"]
