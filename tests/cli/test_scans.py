"""`paper read`: a stamped scan finds its paper and is filed."""

from pathlib import Path

import pytest

from tests.builders import make_office
from tests.cli.conftest import Answer, Tuanji
from tests.papers.scans import Distortion, jpeg, scanned, sheet


@pytest.fixture
def small(tmp_path: Path, tuanji: Tuanji) -> Tuanji:
    """Calls about the small county."""
    make_office(tmp_path).database.close()

    def call(*words: object) -> Answer:
        return tuanji("--office", tmp_path / "青溪.tuanji", "--today", "2018-08-01", *words)

    return call


def test_a_scan_is_read_and_filed_once(small: Tuanji, tmp_path: Path) -> None:
    small("deletion", "request", 1, "--reason", "not_a_member")
    batch = small("deletion", "batch", "--form", "guangdong", "--org", "QX")["batch"]
    out, scan = tmp_path / "申请表.pdf", tmp_path / "盖章件.jpg"
    small("paper", "deletion-guangdong", "--out", out, "--batch", batch)
    how = Distortion(dpi=150, angle=5, quarter=180, seal=2)
    scan.write_bytes(jpeg(scanned(out.read_bytes(), 0, how)))
    told = small("paper", "read", scan, "--plan")
    assert (told["filed"], told["matches"][0]["matched"]) == (0, True)
    done = small("paper", "read", scan)
    assert done.code == 0
    assert (done["batch"], done["page"], done["filed"]) == (batch, 1, 1)
    (match,) = done["matches"]
    assert (match["matched"], match["batch"], match["paper_page"]) == (True, batch, 1)
    assert done["papers"][0]["complete"] is True
    again = small("paper", "read", scan)
    assert (again.code, again["filed"], again["matches"][0]["reason"]) == (0, 0, "filed")


def test_what_is_no_paper_of_ours(small: Tuanji, tmp_path: Path) -> None:
    small("deletion", "request", 1, "--reason", "not_a_member")
    batch = small("deletion", "batch", "--form", "guangdong", "--org", "QX")["batch"]
    out, scan = tmp_path / "申请表.pdf", tmp_path / "遮住.jpg"
    small("paper", "deletion-guangdong", "--out", out, "--batch", batch)
    page = sheet(out.read_bytes(), 0, 100).copy()
    page.paste("white", (page.width // 2, 0, page.width, page.height // 7))
    scan.write_bytes(jpeg(page))
    lost = small("paper", "read", scan)
    assert (lost.code, lost["error"]["code"]) == (1, "scan.nothing")
    assert lost["matches"][0]["reason"] == "no_code"
    typed = small("paper", "read", scan, "--code", f"1={batch} 1")
    assert (typed.code, typed["filed"], typed["matches"][0]["told_by"]) == (0, 1, "typed")
    assert small("paper", "read", scan, "--code", "一=2").code == 2
    assert small("paper", "read", scan, "--code", "9=2018-001:1")["error"]["code"] == (
        "scan.page_unknown"
    )
    assert small("paper", "read").code == 2
    assert small("paper", "roster", scan, "--out", out).code == 2
    (tmp_path / "坏.pdf").write_bytes(b"no scan")
    assert small("paper", "read", tmp_path / "坏.pdf")["error"]["code"] == "file.unreadable"
