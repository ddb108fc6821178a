"""Every kind of paper is laid before the validators, and no paper that one of them fails is passed."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest

from tests.papers.reading import whole_text
from tools import pdfa, setup
from tuanji_desktop.catalogue import KINDS
from tuanji_desktop.papers.calibration import draw_calibration

REPORT = """<preflights count="2">
  <preflight name="good.pdf"><isValid type="PDF/A1-b">true</isValid></preflight>
  <preflight name="bad.pdf"><isValid type="PDF/A1-b">false</isValid>
    <errors count="1"><error count="3"><code>2.4.3</code>
      <details>Invalid Color space</details></error></errors></preflight>
</preflights>"""


def test_every_kind_is_drawn_and_says_that_it_is_for_archives(tmp_path: Path) -> None:
    papers = dict(pdfa.every_paper(tmp_path))
    assert list(papers) == [
        *(kind.code for kind in KINDS), "calibration", "rare-names", "thousand-rows"
    ]  # fmt: skip
    assert all(b"<pdfaid:part>2</pdfaid:part>" in data for data in papers.values())
    assert "𠮷𫝀明" in whole_text(papers["rare-names"])
    assert "〓" in whole_text(papers["rare-names"])


def test_a_copy_for_part_one_has_plain_objects_and_says_the_same() -> None:
    copy = pdfa.as_part_one(draw_calibration().pdf)
    assert copy.startswith(b"%PDF-1.4\n")
    assert b"/ObjStm" not in copy
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        said = pdf.Root.Metadata.read_bytes()
    assert b"<pdfaid:part>1</pdfaid:part>" in said
    assert whole_text(copy) == whole_text(draw_calibration().pdf)


def test_what_preflight_fails_or_leaves_out_is_told() -> None:
    faults = pdfa.faults_of_report(REPORT, ["good.pdf", "bad.pdf", "lost.pdf"])
    assert faults == [
        "Preflight: bad.pdf: Invalid Color space",
        "Preflight: lost.pdf: not judged",
    ]


def test_what_verapdf_does_not_pass_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = Path("good.pdf"), Path("bad.pdf")
    words = {
        "both": "PASS good.pdf 2b\nPASS bad.pdf 2b\n",
        "one": "PASS good.pdf 2b\nFAIL bad.pdf 2b\n",
    }

    def say(text: str) -> None:
        done = subprocess.CompletedProcess([], 0, stdout=text)
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)

    say(words["both"])
    assert pdfa.faults_by_verapdf([good, bad]) == []
    say(words["one"])
    assert pdfa.faults_by_verapdf([good, bad])[0] == "veraPDF: bad.pdf fails"


def test_without_a_validator_nothing_is_called_good(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(setup, "apt_install", lambda packages: False)
    assert pdfa.main() == 1
    told = capsys.readouterr().err
    assert "sudo apt-get install default-jre-headless libpdfbox2-java" in told
    assert "no PDF/A validator" in told
