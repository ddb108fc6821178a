"""What the command line writes comes back unchanged, and full numbers are told of."""

from pathlib import Path

from openpyxl import load_workbook

from tests.cli.conftest import SAMPLES, Tuanji


def test_export_and_import_again_changes_nothing(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    for name, more in (
        ("花名册.xlsx", ()),
        ("花名册.csv", ()),
        ("国标.csv", ("--encoding", "gb18030")),
    ):
        out = tmp_path / name
        assert tuanji("export", "roster", out, *more)["rows"] == 1108
        back = tuanji("import", "roster", out)
        assert (back["unchanged"], back["findings"]) == (1108, [])
    first = tmp_path / "一.xlsx"
    second = tmp_path / "二.xlsx"
    tuanji("export", "roster", first)
    tuanji("export", "roster", second)
    assert first.read_bytes() == second.read_bytes()
    assert (tmp_path / "国标.csv").read_bytes().decode("gb18030").startswith("姓名,")


def test_organizations_come_back_unchanged(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    before = tuanji("log", "--limit", 1)["operations"][0]["number"]
    for name in ("组织.xlsx", "组织.csv"):
        out = tmp_path / name
        assert tuanji("export", "organizations", out)["rows"] == 68
        back = tuanji("org", "import", out)
        assert (back["unchanged"], back["updated"], back["new"]) == (68, 0, 0)
    assert tuanji("export", "organizations", out, "--org", "QX01")["rows"] < 68
    assert tuanji("log", "--limit", 1)["operations"][0]["number"] == before


def test_graduates_come_back_unchanged(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    name = "graduates-2018-first-middle-school.xlsx"
    line = ("import", "graduates", "--year", 2018, "--school", "QX01")
    tuanji(*line, SAMPLES / name, "--apply")
    out = tmp_path / "毕业生.xlsx"
    rows = tuanji("export", "graduates", out, "--year", 2018, "--school", "QX01")["rows"]
    before = tuanji("log", "--limit", 1)["operations"][0]["number"]
    assert tuanji(*line, out, "--apply")["rows"] == rows
    assert tuanji("log", "--limit", 1)["operations"][0]["number"] == before


def test_masked_export_shows_no_whole_number(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    out = tmp_path / "打码.csv"
    assert tuanji("export", "roster", out, "--masked", "--org", "QX0101")["masked"]
    text = out.read_text(encoding="utf-8-sig")
    assert "520***********7270" in text
    assert "520628200010177270" not in text


def test_a_full_export_is_logged_with_its_purpose(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    tuanji("export", "roster", tmp_path / "a.csv", "--org", "QX0101", "--reason", "上报")
    newest = tuanji("log", "--limit", 1)["operations"][0]
    assert "第一中学2015级1班团支部（含全部下级）的在册团员" in newest["words"]
    assert "含完整证件号" in newest["words"]
    assert newest["reason"] == "上报"


def test_columns_by_name_or_heading(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    line = ("export", "roster", out, "--org", "QX0101")
    assert tuanji(*line, "--columns", "学历,name，status")["columns"] == [
        "education",
        "name",
        "status",
    ]
    sheet = load_workbook(out).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["学历", "姓名", "状态"]
    assert tuanji(*line, "--columns", "鞋码")["error"]["code"] == "export.column"
    assert tuanji(*line, "--encoding", "latin-1")["error"]["code"] == "export.encoding"
    assert tuanji("export", "roster", tmp_path / "a.pdf")["error"]["code"] == "file.unwritable"


def test_definitions_are_saved_used_renamed_and_deleted(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    out = tmp_path / "a.csv"
    words = ("export", "definitions")
    saved = tuanji(*words, "save", "通讯录", "--columns", "mobile,姓名", "--masked")
    assert saved.data == {"kind": "roster", "name": "通讯录"}
    told = tuanji("export", "roster", out, "--org", "QX0101", "--definition", "通讯录")
    assert (told["columns"], told["masked"]) == (["mobile", "name"], True)
    assert out.read_text("utf-8-sig").startswith("手机号码,姓名")
    assert tuanji(*words, "rename", "通讯录", "电话").code == 0
    (one,) = tuanji(*words, "list", "--kind", "roster")["definitions"]
    assert (one["name"], one["columns"], one["masked"]) == ("电话", ["mobile", "name"], True)
    missing = tuanji("export", "roster", out, "--definition", "通讯录")
    assert missing["error"]["code"] == "definition.unknown"
    assert tuanji(*words, "delete", "电话").code == 0
    assert tuanji(*words, "list")["definitions"] == []
    wrong = tuanji(*words, "save", "x", "--columns", "name", "--kind", "shoes")
    assert wrong["error"]["code"] == "export.kind"
    wrong = tuanji(*words, "save", "x", "--columns", "name", "--format", "pdf")
    assert wrong["error"]["code"] == "export.format"


def test_template(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    out = tmp_path / "模板.xlsx"
    for kind in ("roster", "organizations", "transfers", "incoming", "quality", "graduates"):
        assert tuanji("export", "template", kind, out)["rows"] == 0
    refused = tuanji("import", "graduates", out, "--year", 2018)
    assert refused["rows"] == 0
    assert tuanji("export", "template", "roster", out, "--org", "QX01").code == 0
    assert tuanji("export", "template", "nonsense", out)["error"]["code"] == "template.unknown"
