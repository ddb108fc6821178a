"""How a list is read, said on the command line: recipes, policies, decisions, passwords."""

import json
from pathlib import Path

import pytest
import typer
from openpyxl import Workbook

from tests.cli.conftest import Answer, Tuanji
from tests.cli.messy import YANG, xlsx
from tests.imports import fresh
from tests.sheets.files import SAMPLES
from tuanji_desktop.cli import list_options as options
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.sheets.reading import Reading

BRANCH = "第一中学2015级1班团支部"
HEAD = ["谁", "号", "哪个支部", "民族", "文化"]


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A list whose headings nobody knows."""
    return xlsx(tmp_path / "怪名单.xlsx", [HEAD, [*YANG, BRANCH, "苗", "职高读书"]])


MAPPED = (
    "--map",
    "谁=name",
    "--map",
    "号=id_number",
    "--map",
    "哪个支部=branch",
    "--map",
    "文化=学历",
)


def test_a_recipe_is_saved_and_reads_the_next_list(
    county: Path, tuanji: Tuanji, tmp_path: Path, strange: Path
) -> None:
    recipe = tmp_path / "一中花名册.json"
    first = tuanji(
        "import", "roster", strange, *MAPPED, "--policy", "民族=不导入", "--save-recipe", recipe
    )
    assert (first["rows"], first["columns"]["name"]) == (1, "A")
    kept = json.loads(recipe.read_text(encoding="utf-8"))
    assert (kept["kind"], kept["name"]) == ("roster", "谁、号、哪个支部等 5 栏的名单")
    assert kept["policies"] == {"ethnicity": "skip"}
    assert YANG[1] not in recipe.read_text(encoding="utf-8")
    moved = xlsx(tmp_path / "明年.xlsx", [["一中"], [], HEAD, [*YANG, BRANCH, "苗", "职高读书"]])
    again = tuanji("import", "roster", moved, "--recipe", recipe)
    assert again["heading_rows"] == [3]
    assert {k: again[k] for k in ("columns", "updated", "unchanged")} == {
        k: first[k] for k in ("columns", "updated", "unchanged")
    }


def test_the_command_line_goes_before_the_recipe(
    county: Path, tuanji: Tuanji, tmp_path: Path, strange: Path
) -> None:
    recipe = tmp_path / "方案.json"
    tuanji("import", "roster", strange, *MAPPED, "--policy", "education=skip",
           "--policy", "ethnicity=skip", "--save-recipe", recipe)  # fmt: skip
    words = ("import", "roster", strange, "--recipe", recipe)
    assert tuanji(*words)["unchanged"] == 1
    assert tuanji(*words, "--policy", "education=update")["updated"] == 1
    assert "education" not in tuanji(*words, "--map", "文化=")["columns"]


def test_recipes_that_do_not_serve(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    roster = SAMPLES / "roster-changes.xlsx"

    def code_of(text: str) -> str:
        file = tmp_path / "方案.json"
        file.write_text(text, encoding="utf-8")
        answer = tuanji("import", "roster", roster, "--recipe", file)
        assert answer.code == 1
        return str(answer["error"]["code"])

    assert code_of("{") == "recipe.not_json"
    recipe = {"format": "tuanji-recipe-1", "kind": "graduates", "name": "毕业生", "layout": []}
    assert code_of(json.dumps(recipe)) == "recipe.kind"
    absent = tuanji("import", "roster", roster, "--recipe", tmp_path / "没有.json")
    assert absent["error"]["code"] == "recipe.file"


def test_decisions_from_a_file(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    member = tuanji("member", "find", YANG[0])["members"][0]
    phone = tuanji("member", "show", member["id"])["member"]["mobile"]
    file = xlsx(
        tmp_path / "名单.xlsx",
        [["姓名", "身份证号", "手机", "团支部", "学历"], [YANG[0], None, phone, None, "本科"]],
    )
    said = tmp_path / "决定.json"
    words = ("import", "roster", file, "--decisions", said)
    assert tuanji("import", "roster", file)["ambiguous"] == 1
    for decision, kind in ((f"member:{member['id']}", "updated"), ("leave", "refused")):
        said.write_text(json.dumps({"2": decision}), encoding="utf-8")
        plan = tuanji(*words)
        assert plan[kind] == plan["rows"] == 1
    said.write_text(json.dumps({"9": "new"}), encoding="utf-8")
    assert tuanji(*words)["error"]["code"] == "decisions.row"
    said.write_text(json.dumps({"2": "perhaps"}), encoding="utf-8")
    assert tuanji(*words)["error"]["code"] == "import.decision"
    said.write_text("[1]", encoding="utf-8")
    assert tuanji(*words)["error"]["code"] == "decisions.form"
    said.write_text("{2", encoding="utf-8")
    assert tuanji(*words)["error"]["code"] == "decisions.not_json"


def test_policies_and_mappings_by_code_and_by_label() -> None:
    assert options.policies_of(["mobile=fill", "民族=不导入", "学历=更新"]) == (
        ("mobile", "fill"),
        ("ethnicity", "skip"),
        ("education", "update"),
    )
    assert options.mapping_of(["证件=身份证号", "甲=乙=name"]) == (
        ("证件", "id_number"),
        ("甲=乙", "name"),
    )
    for wrong in ("mobile", "mobile=wipe", "nothing=skip"):
        with pytest.raises(typer.BadParameter):
            options.policies_of([wrong])


def test_a_field_that_nobody_knows_is_no_mapping(
    county: Path, tuanji: Tuanji, strange: Path
) -> None:
    answer = tuanji("import", "roster", strange, *MAPPED, "--map", "民族=名族族")
    assert answer.code == 2
    assert "名族族" in answer.err


def test_a_decision_for_a_row_that_is_not_there() -> None:
    options.check_rows(Reading(decisions=((3, "new"),)), [2, 3])
    with pytest.raises(BadInput, match="第 9 行"):
        options.check_rows(Reading(decisions=((9, "new"), (3, "new"))), [2, 3])


def test_a_list_with_a_password(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    locked, secret = tmp_path / "加密.xlsx", tmp_path / "密码.txt"
    with (SAMPLES / "roster-changes.xlsx").open("rb") as plain, locked.open("wb") as target:
        OOXMLFile(plain).encrypt("打开123", target)
    words = ("import", "roster", locked)
    assert tuanji(*words)["error"]["code"] == "file.password"
    secret.write_text("错的\n", encoding="utf-8")
    wrong = tuanji(*words, "--list-password-file", secret)
    assert wrong["error"]["code"] == "file.wrong_password"
    secret.write_text("打开123\n", encoding="utf-8")
    opened = tuanji(*words, "--list-password-file", secret)
    assert opened["rows"] == tuanji("import", "roster", SAMPLES / "roster-changes.xlsx")["rows"]


@pytest.mark.parametrize(
    "words",
    [
        ("import", "roster", SAMPLES / "roster-changes.xlsx", "--apply"),
        (
            "import", "graduates", SAMPLES / "graduates-2018-first-middle-school.xlsx",
            "--year", 2018, "--apply",
        ),
        ("transfer", "import", "名单.xlsx", "--apply"),
        ("quality", "return", "名单.xlsx", "--apply"),
        ("org", "import", "组织.xlsx"),
    ],
)  # fmt: skip
def test_where_the_return_list_cannot_be_written_nothing_is_imported(
    county: Path, tuanji: Tuanji, tmp_path: Path, words: tuple[object, ...]
) -> None:
    xlsx(
        tmp_path / "名单.xlsx",
        [["姓名", "身份证号", "转入团组织", "转接原因"], [*YANG, "某厂", "就业"]],
    )
    xlsx(
        tmp_path / "组织.xlsx",
        [["组织编码", "组织全称", "组织类别", "上级编码"], ["QX99", "新团委", "团委", "QX"]],
    )
    before = tuanji("log").data
    line = [
        tmp_path / str(word) if str(word) in ("名单.xlsx", "组织.xlsx") else word for word in words
    ]
    answer = tuanji(*line, "--return-workbook", tmp_path / "没有" / "退回.xlsx")
    assert (answer.code, answer["error"]["code"]) == (1, "file.unwritable")
    assert tuanji("log").data == before


def test_the_school_of_a_recipe_is_asked_only_once(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    recipe = tmp_path / "职校.json"
    words = ("import", "graduates", SAMPLES / "graduates-2018-vocational.xls", "--year", 2018)
    tuanji(*words, "--school", "QX04", "--save-recipe", recipe)
    done = tuanji(*words, "--recipe", recipe, "--apply")
    listed = tuanji("graduates", "rates", "--year", 2018)["schools"]
    assert [one["code"] for one in listed] == ["QX04"]
    tuanji("undo", done["operation"])
    tuanji(*words, "--recipe", recipe, "--school", "QX03", "--apply")
    listed = tuanji("graduates", "rates", "--year", 2018)["schools"]
    assert [one["code"] for one in listed] == ["QX03"]


def test_rows_of_several_sheets_are_called_by_sheet_and_cell(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    book = Workbook()
    head = ["姓名", "身份证号"]
    for name, rows in (
        ("高三1班", [[*head, None, *head], ["赵一", fresh(1), None, "钱二", fresh(2)]]),
        ("高三2班", [head, ["孙三", fresh(3)], ["钱二", fresh(2)]]),
    ):
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    del book["Sheet"]
    book.save(tmp_path / "各班.xlsx")

    def decided(decisions: dict[str, str]) -> Answer:
        path = tmp_path / "决定.json"
        path.write_text(json.dumps(decisions), encoding="utf-8")
        return tuanji(
            "import", "graduates", tmp_path / "各班.xlsx", "--year", "2018", "--decisions", path
        )

    plain = decided({})
    assert (plain["sheet"], plain["rows"], plain["columns"]["class_name"]) == (
        "高三1班、高三2班", 4, "表名",
    )  # fmt: skip
    twice = next(one for one in plain["findings"] if one["code"] == "id.duplicate_in_file")
    assert (twice["sheet"], twice["row"], twice["cell"]) == ("高三2班", 3, "B3")
    assert twice["message"].startswith("与“高三1班”第 2 行右边是同一")
    left = decided({"高三1班!D2": "leave", "高三2班!2": "leave", "3": "leave"})
    found = [
        (one["sheet"], one["row"]) for one in left["findings"] if one["code"] == "row.left_out"
    ]
    assert found == [("高三1班", 2), ("高三2班", 2), ("高三2班", 3)]
    for called, words in (("2", "不止一行"), ("高三1班!2", "高三1班!"), ("高三3班!2", "找不到")):
        refused = decided({called: "leave"})
        assert (refused.code, refused["error"]["code"]) == (1, "decisions.row")
        assert words in refused["error"]["message"]
    alone = tuanji(
        "import", "graduates", tmp_path / "各班.xlsx", "--year", "2018", "--sheet", "高三2班"
    )
    assert (alone["sheet"], alone["rows"], alone["new"]) == ("高三2班", 2, 2)
    assert "sheet" not in alone["findings"][0]
