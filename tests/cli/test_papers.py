"""Papers on the command line."""

from pathlib import Path

from tests.cli.conftest import Tuanji
from tests.papers.reading import whole_text


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
    tuanji("deletion", "step", batch, "endorse")
    tuanji("deletion", "step", batch, "send", "--document-number", "铜团字〔2018〕12号")
    tuanji("paper", "letter", "--batch", batch, "--out", out)
    assert "铜团字〔2018〕12号" in whole_text(out.read_bytes())
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
