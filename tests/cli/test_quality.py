"""The quality board on the command line: numbers, lists, sheets that come back, two persons."""

from datetime import date
from pathlib import Path

from tests.builders import valid_id
from tests.cli.conftest import Tuanji


def counts(tuanji: Tuanji, *words: object) -> dict[str, int]:
    found = tuanji("quality", "board", *words)
    assert found.code == 0
    return {one["code"]: one["count"] for one in found["checks"] if one["count"]}


def test_the_board_and_the_lists_behind_it(county: Path, tuanji: Tuanji) -> None:
    board = tuanji("quality", "board")
    assert board["members"] == 1108
    red = next(one for one in board["checks"] if one["code"] == "red")
    assert red["label"] == "红名（缺必填项）"
    assert (red["level"], red["kind"], red["parent"]) == ("error", "members", "")
    assert sum(unit["counts"].get("red", 0) for unit in board["units"]) == red["count"]
    some = [one for one in board["checks"] if one["count"]]
    kinds = {one["kind"]: one for one in some if one["code"] != "red"}
    assert len(kinds) >= 2
    for one in (red, *kinds.values()):
        found = tuanji("quality", "list", one["code"])
        rows = found[one["kind"]]
        assert found["count"] == len(rows) == one["count"]
    assert tuanji("quality", "list", "red")["members"][0]["words"].startswith("缺少：")


def test_below_a_unit(county: Path, tuanji: Tuanji) -> None:
    unit = tuanji("quality", "board")["units"][0]
    below = counts(tuanji, "--org", unit["code"])
    assert {code: below[code] for code in unit["counts"]} == unit["counts"]
    assert tuanji("quality", "board", "--org", "nowhere").code == 1
    assert tuanji("quality", "list", "nothing").code == 1


def test_a_sheet_goes_out_and_comes_back(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    before = counts(tuanji)
    out = tmp_path / "催办.xlsx"
    made = tuanji("quality", "sheet", out, "--check", "red.mobile", "--deadline", "2099-01-01")
    assert made.code == 0
    assert made["people"] == before["red.mobile"]
    assert "mobile" in made["sheets"][0]["fields"]
    unchanged = tuanji("import", "roster", out, "--apply")
    assert (unchanged["updated"], unchanged["new"], unchanged["refused"]) == (0, 0, 0)
    assert counts(tuanji) == before


def test_what_was_asked_is_read_back_and_nothing_else(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    import openpyxl

    out = tmp_path / "补正表.xlsx"
    tuanji("quality", "sheet", out, "--check", "red.mobile", "--deadline", "2099-01-01")
    book = openpyxl.load_workbook(out)
    page = book.worksheets[0]
    column = next(cell.column for cell in page[2] if cell.value == "手机号码")
    page.cell(3, column).value = "13911112222"
    page.append(["新来的", valid_id(date(2001, 6, 1), serial=300), None])
    book.save(out)
    before = tuanji("log", "--limit", 1)["operations"][0]["number"]
    plan = tuanji("quality", "return", out)
    assert (plan["updated"], plan["new"], plan["refused"]) == (1, 0, 1)
    assert "row.not_a_member" in {one["code"] for one in plan["findings"]}
    assert tuanji("log", "--limit", 1)["operations"][0]["number"] == before
    done = tuanji("quality", "return", out, "--apply")
    assert {**done.data, "operation": None} == {**plan.data, "operation": None}
    assert tuanji("quality", "return", out)["updated"] == 0
    undone = tuanji("undo", done["operation"])
    assert len(undone["reversed"]) == 2
    assert tuanji("quality", "return", out)["updated"] == 1


def test_each_unit_gets_its_sheet_and_letter(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    folder = tmp_path / "催办"
    folder.mkdir()
    made = tuanji("quality", "sheet", folder, "--each", "--letter")
    assert len(made["sheets"]) == len(made["letters"]) == len(list(folder.iterdir())) // 2 > 1
    assert sum(one["people"] for one in made["sheets"]) == made["people"]
    late = tuanji("quality", "sheet", folder, "--each", "--deadline", "2001-01-01")
    assert late.code == 1
    assert late["error"]["code"] == "quality.deadline"
    assert tuanji("quality", "sheet", folder, "--deadline", "soon").code == 2


def test_two_persons(county: Path, tuanji: Tuanji) -> None:
    done = tuanji("quality", "distinct", 2, 1, "--reason", "双胞胎")
    assert done.code == 0
    assert tuanji("log", "--limit", 1)["operations"][0]["number"] == done["operation"]
    again = tuanji("quality", "distinct", 1, 2)
    assert (again.code, again["error"]["code"]) == (1, "quality.distinct_known")
    assert tuanji("undo", done["operation"]).code == 0
    assert tuanji("quality", "distinct", 1, 2).code == 0
