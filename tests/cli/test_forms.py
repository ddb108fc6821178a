"""Table forms on the command line."""

from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from tests.builders import make_office
from tests.cli.conftest import Answer, Tuanji

FOURTH = Path(__file__).parents[1] / "papers" / "forms" / "nanling-return.toml"
CODE = "nanling-return"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    context = make_office(tmp_path)
    context.database.close()
    return context.database.path


def test_a_form_from_the_file_to_the_paper(file: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    def on(*words: object) -> Answer:
        return tuanji("--office", file, "--today", "2018-08-01", *words)

    checked = tuanji("form", "check", FOURTH)
    assert (checked["ok"], checked["code"], checked["rows"]) == (True, CODE, "deletion")
    assert [one["field"] for one in checked["columns"]][2:4] == ["sex", "joined_on"]
    assert checked["empty_pages"] == 1
    assert (checked["row_height"], checked["text_size"]) == (5.5, 9.5)
    assert checked["promise"] == {
        "text": "本单位保证：退回后五日内，由该团员向正确的团支部重新报到。",
        "signatures": ["团支部书记签字：", "时间："],
        "height": 18.0,
        "signature_left": 165.0,
    }
    assert checked["notes"][0] == {"text": "填表说明", "size": 8, "bold": True}
    assert [one["code"] for one in on("form", "list")["forms"]] == [
        "deletion-guangdong",
        "deletion-qilu",
        "retention",
    ]
    assert on("form", "install", FOURTH).data == {
        "code": CODE,
        "title": "南岭省“误审核团员”退回登记表",
        "replaced": False,
        "changed": True,
    }
    assert not on("form", "install", FOURTH)["changed"]
    sample = tmp_path / "空表.pdf"
    shown = on("form", "show", CODE, "--out", sample)
    assert (shown["own"], shown["pages"]) == (True, 1)
    assert sample.read_bytes().startswith(b"%PDF")

    assert on("deletion", "request", 1, "--reason", "not_a_member").code == 0
    batch = on("deletion", "batch", "--form", CODE, "--org", "QX01")
    assert (batch["batch"], batch["pages"]) == ("2018-001", 1)
    pdf, table = tmp_path / "表.pdf", tmp_path / "表.xlsx"
    printed = on("paper", CODE, "--batch", "2018-001", "--out", pdf)
    assert (printed["number"], printed["rows"]) == ("2018-001", 1)
    with pypdfium2.PdfDocument(pdf.read_bytes()) as document:
        assert "张三" in document[0].get_textpage().get_text_range()
    assert on("paper", CODE, "--batch", "2018-001", "--out", table).code == 0
    rows = CalamineWorkbook.from_path(table).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "南岭省“误审核团员”退回登记表"
    assert rows[1][0] == "附件2"
    assert rows[3][:4] == ["序号", "姓名", "性别", "入团年月"]
    assert rows[4][:4] == ["1", "张三", "男", "2016-05"]

    assert on("form", "remove", CODE)["removed"] == CODE
    assert on("form", "show", CODE)["error"]["code"] == "form.removed"
    again = tmp_path / "再印.pdf"
    assert on("paper", CODE, "--batch", "2018-001", "--out", again).code == 0
    assert again.read_bytes() == pdf.read_bytes()
    refused = on("paper", CODE, "--batch", "2018-001", "--out", tmp_path / "再存.xlsx")
    assert refused["error"]["code"] == "paper.no_table"


def test_refusals_name_the_line_and_exit_with_1(file: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    broken = tmp_path / "坏.toml"
    broken.write_text('code = "a"\ntitle = 3\n', encoding="utf-8")
    for act in ("check", "install"):
        answer = tuanji("--office", file, "form", act, broken)
        assert (answer.code, answer["error"]["code"]) == (1, "form.invalid")
        assert "第 2 行" in answer["error"]["message"]
    assert (
        tuanji("--office", file, "form", "remove", "retention")["error"]["code"] == "form.shipped"
    )
    assert tuanji("--office", file, "form", "show", "nichts")["error"]["code"] == "form.unknown"
    assert tuanji("form", "check", tmp_path / "fehlt.toml").code == 1
    assert tuanji("form", "check").code == 2


def test_a_template_and_a_copy_are_written_out(file: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    template = tmp_path / "模板.toml"
    assert tuanji("form", "template", template).code == 0
    assert tuanji("form", "check", template)["code"] == "my-form"
    copy = tmp_path / "齐鲁.toml"
    assert tuanji("--office", file, "form", "export", "deletion-qilu", copy).code == 0
    assert tuanji("--office", file, "form", "install", copy)["code"] == "own-deletion-qilu"


def test_a_form_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    from tuanji_desktop.cli import run

    assert run(["form", "check", str(FOURTH)]) == 0
    said = capsys.readouterr().out
    assert "检查通过" in said
    assert "行高 5.5 毫米，字 9.5 磅" in said
    assert "签字：时间：（离左边 165 毫米）" in said
    assert "列：入团年月（入团年月，24.0 毫米，缩小成一行，居中，必须有）" in said
    assert "框内：本单位保证：退回后五日内，由该团员向正确的团支部重新报到。" in said


def test_an_empty_sheet_of_a_file_is_drawn_before_it_is_taken_in(
    tuanji: Tuanji, tmp_path: Path
) -> None:
    sample = tmp_path / "空表.pdf"
    checked = tuanji("form", "check", FOURTH, "--out", sample)
    assert (checked["file"], checked["pages"]) == (str(sample), 1)
    with pypdfium2.PdfDocument(sample.read_bytes()) as document:
        assert "以下空白" in document[0].get_textpage().get_text_range()
    sample.unlink()
    broken = tmp_path / "坏.toml"
    broken.write_text('code = "a"\n', encoding="utf-8")
    assert tuanji("form", "check", broken, "--out", sample).code == 1
    assert not sample.exists()
