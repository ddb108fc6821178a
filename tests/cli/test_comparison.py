"""`compare`: a list beside the roster, and its work list, on the command line."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Tuanji


@pytest.fixture
def listed(county: Path, tuanji: Tuanji, tmp_path: Path) -> Path:
    """The roster as exported, but for a phone, a missing number, one too few and one too many."""
    path = tmp_path / "导出.csv"
    assert tuanji("export", "roster", path).code == 0
    heads, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    rows[0][heads.index("手机号码")] = "13999999999"
    rows[1][heads.index("身份证号")] = ""
    new = dict(zip(heads, rows.pop(2), strict=True)) | {
        "姓名": "新来人", "身份证号": "520628200106010039", "手机号码": "",
    }  # fmt: skip
    rows.append([new[head] for head in heads])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def test_a_plan_writes_nothing_and_applying_lists_the_same(listed: Path, tuanji: Tuanji) -> None:
    plan = tuanji("compare", listed)
    assert plan.code == 0
    counts = {kind: plan[kind] for kind in ("differs", "there", "here", "unsure", "double")}
    assert counts == {"differs": 1, "there": 1, "here": 1, "unsure": 1, "double": 0}
    assert (plan["rows"], plan["same"]) == (1108, 1105)
    assert plan["by_field"] == {"mobile": 1}
    assert (plan["scope"]["guessed"], plan["scope"]["members"]) == (True, 1108)
    assert {line["kind"] for line in plan["lines"]} == {"differs", "there", "here", "unsure"}
    assert {found["code"] for found in plan["findings"]} == {
        "field.differs", "row.only_there", "row.unsure",
    }  # fmt: skip
    assert tuanji("compare", "list")["comparisons"] == []
    applied = tuanji("compare", "--org", "QX", listed, "--apply")
    assert applied["comparison"] == 1
    assert {kind: applied[kind] for kind in counts} == counts
    (found,) = tuanji("compare", "list")["comparisons"]
    assert found["states"] == {"open": 4, "pending": 0, "handed": 0, "done": 0, "all": 4}


def test_nothing_is_listed_where_the_marked_list_cannot_be_written(
    listed: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    nowhere = tmp_path / "没有" / "退回.xlsx"
    assert tuanji("compare", listed, "--apply", "--return-workbook", nowhere).code == 1
    assert tuanji("compare", "list")["comparisons"] == []


def test_lines_are_shown_settled_and_exported(listed: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    tuanji("compare", listed, "--apply")
    shown = tuanji("compare", "show")
    by_kind = {line["kind"]: line for line in shown["lines"]}
    assert (shown["count"], shown["comparison"]) == (4, 1)
    assert by_kind["differs"]["acts"] == ["aside", "correct_there", "theirs"]
    assert len(tuanji("compare", "show", "1", "--kind", "here")["lines"]) == 1

    phone = by_kind["differs"]["line"]
    plan = tuanji("compare", "settle", phone, "--as", "theirs")
    assert (plan["changed"], plan["lines"], "operation" in plan.data) == (1, 1, False)
    assert tuanji("compare", "settle", phone, "--as", "theirs", "--apply")["operation"]
    here = by_kind["here"]["line"]
    assert tuanji("compare", "settle", here, "--as", "correct_there", "--note", "漏了").code == 0
    there = by_kind["there"]["line"]
    assert tuanji("compare", "settle", there, "--as", "aside").data["error"]["code"] == (
        "comparison.note"
    )
    asked = by_kind["unsure"]
    assert tuanji("compare", "settle", asked["line"], "--is", asked["member"]).code == 0
    (found,) = tuanji("compare", "list")["comparisons"]
    # the row that was decided has no number: nothing else differs
    assert found["states"] == {"open": 1, "pending": 0, "handed": 1, "done": 2, "all": 4}

    sheets = tuanji("compare", "export", tmp_path / "单", "--handover", "--each")
    assert sheets["lines"] == 1
    assert all(Path(path).exists() for path in sheets["files"])
    out = tmp_path / "清单.csv"
    assert tuanji("compare", "export", out, "--masked")["lines"] == 4
    assert "520628200106010039" not in out.read_text(encoding="utf-8-sig")

    assert tuanji("compare", "settle", here, "--as", "reopen").code == 0
    assert tuanji("compare", "close", 1).code == 0
    assert tuanji("compare", "settle", here, "--as", "correct_there").data["error"]["code"] == (
        "comparison.closed"
    )


def test_decisions_and_columns_are_taken_from_the_line(
    listed: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    decisions = tmp_path / "决定.json"
    decisions.write_text('{"3": "leave"}', encoding="utf-8")
    found = tuanji("compare", listed, "--decisions", decisions, "--map", "手机号码=")
    assert (found["differs"], found["unsure"], "mobile" in found["fields"]) == (0, 0, False)
    decisions.write_text('{"9999": "leave"}', encoding="utf-8")
    assert tuanji("compare", listed, "--decisions", decisions).code == 1


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("compare", "nothing.xlsx"), 1, "file.unreadable"),
        (("compare", "show", "7"), 1, "comparison.unknown"),
        (("compare", "show"), 1, "comparison.none"),
        (("compare", "show", "--state", "x"), 2, "usage"),
        (("compare", "settle", "1", "--as", "x"), 2, "usage"),
        (("compare", "settle", "1"), 2, "usage"),
        (("compare", "settle", "1", "--is", "x"), 2, "usage"),
        (("compare", "settle", "1", "2", "--is", "none"), 2, "usage"),
        (("compare", "export", "a.xlsx", "--each"), 2, "usage"),
        (("compare", "export", "a.xlsx", "--handover", "--masked"), 1, "comparison.masked"),
        (("compare", "a.xlsx", "--plan", "--apply"), 2, "usage"),
    ],
)
def test_refusals(
    county: Path, tuanji: Tuanji, words: tuple[str, ...], code: int, error: str
) -> None:
    answer = tuanji(*words)
    assert (answer.code, answer["error"]["code"]) == (code, error)
