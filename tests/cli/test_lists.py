"""The sample lists give the numbers of EXPECTED.json, planned and applied alike."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Tuanji

EXPECTED = json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))
GRADUATES = EXPECTED["graduates"]


def test_roster_of_the_county(county: Path, tuanji: Tuanji) -> None:
    nodes = tuanji("org", "list")["organizations"]
    assert len(nodes) == EXPECTED["organizations"]
    root = nodes[0]
    assert (root["members"], root["incomplete"]) == (EXPECTED["members"], EXPECTED["incomplete"])
    again = tuanji("import", "roster", SAMPLES / "roster.xlsx")
    assert (again["unchanged"], again["new"], again["findings"]) == (EXPECTED["members"], 0, [])


@pytest.mark.parametrize("name", GRADUATES)
def test_graduate_lists(county: Path, tuanji: Tuanji, name: str) -> None:
    wanted = GRADUATES[name]
    line = ("import", "graduates", SAMPLES / name, "--year", 2018, "--school", wanted["school"])
    before = tuanji("log", "--limit", 1)["operations"][0]["number"]
    plan = tuanji("--today", "2018-08-01", *line, "--plan")
    assert tuanji("log", "--limit", 1)["operations"][0]["number"] == before
    applied = tuanji("--today", "2018-08-01", *line, "--apply")
    counts = {key: plan[key] for key in ("rows", "matched", "new", "ambiguous", "refused")}
    assert counts == {key: wanted[key] for key in counts}
    assert Counter(found["code"] for found in plan["findings"]) == wanted["codes"]
    assert {**applied.data, "operation": None} == {**plan.data, "operation": None}
    assert all(found["cell"] for found in plan["findings"])
    undone = tuanji("undo", applied["operation"])
    assert len(undone["reversed"]) == 2 + wanted["rows"] - wanted["refused"]
    assert tuanji("graduates", "list", "--year", 2018)["count"] == 0


@pytest.mark.parametrize("day", EXPECTED["roster-changes.xlsx"])
def test_roster_changes_follow_the_day(county: Path, tuanji: Tuanji, day: str) -> None:
    wanted = EXPECTED["roster-changes.xlsx"][day]
    plan = tuanji("--today", day, "import", "roster", SAMPLES / "roster-changes.xlsx")
    assert {key: plan[key] for key in wanted} == wanted
    applied = tuanji("--today", day, "import", "roster", SAMPLES / "roster-changes.xlsx", "--apply")
    assert {key: applied[key] for key in wanted} == wanted
    assert tuanji("change", "list")["count"] == wanted["submitted"]
    assert tuanji("office", "check")["ok"]


def test_a_file_that_is_no_list_is_refused_as_a_whole(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    file = tmp_path / "名单.xlsx"
    file.write_bytes(b"PK\x03\x04 nothing")
    answer = tuanji("import", "roster", file, "--apply")
    assert answer.code == 1
    assert answer["error"]["code"] == "file.unreadable"


def test_return_workbook_names_the_reasons(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    import openpyxl

    out = tmp_path / "退回.xlsx"
    name = "graduates-2018-first-middle-school.xlsx"
    tuanji("import", "graduates", SAMPLES / name, "--year", 2018, "--return-workbook", out)
    book = openpyxl.load_workbook(out)
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    book.close()
    assert "失败原因" in cells
    again = tuanji("import", "graduates", out, "--year", 2018, "--school", "QX01")
    assert (again["rows"], again["matched"]) == (97, 78)


def test_map_and_sheet(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    file = tmp_path / "怪名单.csv"
    file.write_text("谁,号,啥\n杨桐语,520628200010177270,打工去了\n", encoding="utf-8")
    line = ("import", "graduates", file, "--year", 2018)
    found = tuanji(*line, "--map", "谁=name", "--map", "号=身份证号", "--map", "啥=destination")
    assert (found["rows"], found["matched"]) == (1, 1)
    assert found["columns"] == {"name": "A", "id_number": "B", "destination": "C"}
    assert tuanji(*line, "--map", "nonsense").code == 2
    assert tuanji(*line, "--map", "没有这栏=mobile")["error"]["code"] == "file.no_heading"
    assert tuanji(*line, "--sheet", "没有")["error"]["code"] == "file.no_sheet"
