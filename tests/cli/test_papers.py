"""Papers on the command line."""

from pathlib import Path

from tests.cli.conftest import Tuanji


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
