"""Papers on the command line."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import add_member, make_office, valid_id
from tests.cli.conftest import Tuanji
from tests.graduates.year import make_year
from tests.papers.reading import page_texts, whole_text
from tuanji_desktop.office.service import save_settings


def test_both_forms_from_one_batch(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    tuanji("deletion", "request", 1, "--reason", "not_a_member")
    batch = tuanji("deletion", "batch", "--form", "guangdong", "--org", "QX")["batch"]
    for form in ("deletion-guangdong", "deletion-qilu"):
        out = tmp_path / f"{form}.pdf"
        made = tuanji("paper", form, "--out", out, "--batch", batch)
        assert made["pages"] == 1
        assert out.read_bytes().startswith(b"%PDF")
        again = tuanji("paper", form, "--out", out, "--batch", batch)
        assert again["sha256"] == made["sha256"]
    assert tuanji("paper", "nonsense", "--out", tmp_path / "x.pdf").code == 2
    nowhere = tmp_path / "无" / "x.pdf"
    lost = tuanji("paper", "deletion-qilu", "--out", nowhere, "--batch", batch)
    assert lost["error"]["code"] == "file.unwritable"


def test_the_letter_and_the_papers_of_a_mistaken_approval(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    out = tmp_path / "paper.pdf"
    for form in ("statement", "self-criticism"):
        made = tuanji("paper", form, "--member", 1, "--cause", "同名", "--out", out)
        assert made["pages"] == 1
        assert "同名" in whole_text(out.read_bytes())
        assert tuanji("paper", form, "--out", out).code == 2
    tuanji("deletion", "request", 1, "--reason", "not_a_member")
    batch = tuanji("deletion", "batch", "--form", "guangdong", "--org", "QX")["batch"]
    draft = tuanji("paper", "letter", "--batch", batch, "--out", out)
    assert any("文号" in found["message"] for found in draft["findings"])
    number = "青团字〔2018〕7号"
    refused = tuanji("deletion", "step", batch, "forward", "--document-number", number)
    assert refused["error"]["code"] == "deletion.letter_incomplete"
    tuanji("office", "settings", "superior=共青团铜仁市委员会")
    tuanji("deletion", "step", batch, "forward", "--document-number", number)
    tuanji("paper", "letter", "--batch", batch, "--out", out)
    assert number in whole_text(out.read_bytes())
    assert tuanji("paper", "letter", "--out", out).code == 2


def test_the_slip_of_the_latest_change_or_of_one_named(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    tuanji("member", "set", 1, "is_cadre=是")
    number = tuanji("change", "list")["changes"][0]["no"]
    tuanji("member", "set", 1, "income=2000–5000")
    out = tmp_path / "修改单.pdf"
    made = tuanji("paper", "change-slip", "--member", 1, "--out", out)
    assert (made.code, made["pages"], made["findings"]) == (0, 1, [])
    assert "经济收入" in whole_text(out.read_bytes())
    named = tuanji("paper", "change-slip", "--change", number, "--out", out)
    assert named["sha256"] != made["sha256"]
    assert "是否为团干" in whole_text(out.read_bytes())
    lost = tuanji("paper", "change-slip", "--member", 2, "--out", out)
    assert (lost.code, lost["error"]["code"]) == (1, "change.none")
    unknown = tuanji("paper", "change-slip", "--change", 99, "--out", out)
    assert (unknown.code, unknown["error"]["code"]) == (1, "change.unknown")
    assert tuanji("paper", "change-slip", "--out", out).code == 2


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small county with a member who joined young and one whose name is red, closed."""
    context = make_office(tmp_path)
    born = date(2003, 1, 2)
    values = {"sex": "男", "born_on": born.isoformat(), "id_number": valid_id(born, serial=70)}
    add_member(context, name="钱小二", joined_on="2016-05", mobile="", **values)
    context.database.close()
    return context.database.path


def test_each_paper_of_the_domain_by_its_code(small: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    at = ("--office", small, "--today", "2018-08-01")
    tuanji(*at, "deletion", "request", 1, "--reason", "not_a_member")
    batch = tuanji(*at, "deletion", "batch", "--form", "guangdong", "--org", "QX")["batch"]
    tuanji(*at, "member", "set", 2, "is_cadre=是")
    transfer = tuanji(*at, "transfer", "start", 3, "--kind", "升学", "--to", "贵州大学团委")
    assert transfer.code == 0
    wanted = {
        "deletion-guangdong": ("--batch", batch),
        "deletion-qilu": ("--batch", batch),
        "retention": ("--org", "QX"),
        "letter": ("--batch", batch),
        "statement": ("--member", 2),
        "self-criticism": ("--member", 2),
        "change-slip": ("--member", 2),
        "age-approval": ("--org", "QX"),
        "introduction": ("--member", 3),
        "roster": ("--org", "QX0101"),
        "member-file": ("--member", 2),
    }
    for form, needs in wanted.items():
        out = tmp_path / f"{form}.pdf"
        made = tuanji(*at, "paper", form, *needs, "--out", out)
        assert made.code == 0, (form, made)
        content = out.read_bytes()
        assert content.startswith(b"%PDF")
        assert (made["bytes"], made["sha256"]) == (
            len(content),
            hashlib.sha256(content).hexdigest(),
        )
        assert made["pages"] == len(page_texts(content)) >= 1
        if form != "retention":
            lacking = tuanji(*at, "paper", form, "--out", out)
            assert lacking.code == 2, form
            assert needs[0].split("-")[-1] in lacking.err


def test_the_electronic_table_says_what_the_paper_says(
    small: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    at = ("--office", small, "--today", "2018-08-01")
    out = tmp_path / "名册.xlsx"
    made = tuanji(*at, "paper", "roster", "--org", "QX0101", "--masked", "--out", out)
    assert (made.code, made["rows"]) == (0, 4)
    assert made["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    sheet = load_workbook(out).active
    cells = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert cells[0] == ["团员花名册"]
    assert cells[2][:3] == ["序号", "姓名", "性别"]
    assert "★钱小二" in [row[1] for row in cells[3:7]]
    assert "138****8001" in str(cells)
    assert "13800138001" not in str(cells)
    prose = tuanji(*at, "paper", "statement", "--member", 1, "--out", out)
    assert (prose.code, prose["error"]["code"]) == (1, "paper.no_table")


def test_findings_name_the_record(small: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    made = tuanji(
        *("--office", small, "paper", "roster", "--org", "QX0101", "--out", tmp_path / "a.pdf")
    )
    assert [(one["code"], one["member"]) for one in made["findings"]] == [("name.red", 7)]


def test_whole_numbers_are_written_down(small: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    at = ("--office", small, "--today", "2018-08-01")

    def acts() -> list[str]:
        return [one["kind"] for one in tuanji(*at, "log")["operations"]]

    before, out = acts(), tmp_path / "a.pdf"
    tuanji(*at, "paper", "roster", "--org", "QX0101", "--masked", "--out", out)
    tuanji(*at, "paper", "member-file", "--member", 1, "--out", out)
    assert acts() == before
    tuanji(*at, "paper", "roster", "--org", "QX0101", "--out", out)
    assert acts()[0] == "paper.roster"
    tuanji(*at, "paper", "member-file", "--member", 1, "--full", "--out", out)
    assert acts()[0] == "member.reveal_file"
    assert "13800138001" in whole_text(out.read_bytes())


def test_an_unknown_paper_names_the_known_ones(small: Path, tuanji: Tuanji) -> None:
    lost = tuanji("--office", small, "paper", "nonsense", "--out", "x.pdf")
    assert lost.code == 2
    for words in ("deletion-guangdong", "member-file（团员档案）"):
        assert words in lost.err
    assert tuanji("--office", small, "paper", "roster", "--org", "QX").code == 2
    both = tuanji(
        *("--office", small, "paper", "change-slip", "--member", 1, "--change", 1, "--out", "x.pdf")
    )
    assert both.code == 2


def test_a_paper_with_our_own_number_is_registered(tuanji: Tuanji, tmp_path: Path) -> None:
    context = make_office(tmp_path)
    make_year(context)
    save_settings(context, [("office.document_series", "青团函〔年〕号")])
    context.database.close()
    file = context.database.path
    words = ("--office", file, "--today", "2018-09-21")
    out = tmp_path / "函.pdf"
    line = (
        "paper",
        "reminder",
        "--year",
        2018,
        "--document-number",
        "青团函(2018)3号",
        "--out",
        out,
    )
    assert tuanji(*words, *line, "--org", "QX01").code == 0
    assert "青团函〔2018〕3号" in whole_text(out.read_bytes())
    assert tuanji(*words, *line, "--org", "QX01").code == 0
    (held,) = tuanji(*words, "document-number", "list")["numbers"]
    assert (held["document_number"], held["used_for"]) == (
        "青团函〔2018〕3号", "催办函 一中团委（2018-09-21）",
    )  # fmt: skip
    out.unlink()
    tuanji(*words, "document-number", "void", "青团函〔2018〕3号", "--reason", "未发出")
    refused = tuanji(*words, *line, "--org", "QX01")
    assert (refused.code, refused["error"]["code"]) == (1, "document_number.void")
    assert not out.exists()


def test_a_name_that_no_font_has_is_refused_until_the_pen_is_named(
    tmp_path: Path, tuanji: Tuanji
) -> None:
    context = make_office(tmp_path)
    member = add_member(context, name="钱\U000323af", mobile="13900000000")
    context.database.close()
    at = ("--office", context.database.path, "--today", "2018-08-01")
    out = tmp_path / "档案.pdf"
    paper: tuple[object, ...] = ("paper", "roster", "--org", "QX0101", "--full", "--out", out)
    refused = tuanji(*at, *paper)
    assert (refused.code, refused["error"]["code"]) == (1, "paper.preflight")
    assert "钱\U000323af：“姓名”" in refused["error"]["message"]
    assert "--write-by-hand 写明 U+323AF" in refused["error"]["message"]
    assert ("glyph.missing", member) in [(f["code"], f["member"]) for f in refused["findings"]]
    assert not out.exists()
    made = tuanji(*at, *paper, "--write-by-hand", "U+323AF")
    assert made.code == 0
    assert hashlib.sha256(out.read_bytes()).hexdigest() == made["sha256"]
    (kept,) = tuanji(*at, "papers", "list")["papers"]
    assert tuanji(*at, "papers", "show", kept["no"])["write_by_hand"] == ["\U000323af"]
    assert tuanji(*at, *paper).code == 0, "what was undertaken is kept with these bytes"
    sheet = (*paper[:-1], tmp_path / "名册.xlsx")
    assert tuanji(*at, *sheet).code == 0, "an electronic table has no fonts"
    assert tuanji(*at, *paper, "--write-by-hand", "U+110000")["error"]["code"] == "paper.character"
    tuanji(*at, "deletion", "request", member, "--reason", "not_a_member")
    batch: tuple[object, ...] = ("deletion", "batch", "--form", "guangdong", "--org", "QX")
    assert tuanji(*at, *batch)["error"]["code"] == "deletion.preflight"
    numbered = tuanji(*at, *batch, "--write-by-hand", "\U000323af")["batch"]
    form = ("paper", "deletion-guangdong", "--batch", numbered, "--out", out)
    assert tuanji(*at, *form).code == 0
