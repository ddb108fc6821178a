"""Leaving and coming back on the command line (N 三)."""

from pathlib import Path

from tests.cli.conftest import Tuanji

DAY = ("--today", "2018-08-01")


def test_out_and_back(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    """开除 with decision and document number; 恢复团籍 with its own."""
    paper = tmp_path / "处分决定.pdf"
    paper.write_bytes(b"%PDF-1.4 decision")
    line = ("leaving", "leave", 1, "--door", "expelled", *DAY)
    planned = tuanji(*line)
    assert (planned.code, planned["ready"], planned["refused"]) == (0, 1, 0)
    assert [one["code"] for one in planned["lacking"]] == [
        "leaving.document_missing",
        "leaving.proof_missing",
    ]
    assert planned["members"][0]["after"] == "expelled"
    assert "operation" not in planned.data
    refused = tuanji(*line, "--apply")
    assert (refused.code, refused["error"]["clause"]) == (1, "N 三.4")
    papers = ("--document-number", "团青字〔2018〕12号", "--proof", f"decision={paper}")
    done = tuanji(*line, *papers, "--decided-by", "青溪团县委", "--reason", "违纪", "--apply")
    assert done.code == 0
    assert tuanji("member", "show", 1)["status"] == "expelled"
    assert tuanji("member", "find", "--limit", 0)["count"] == 1107
    (entry,) = tuanji("leaving", "list", "--door", "expelled", "--out")["departures"]
    assert (entry["member"], entry["decided_by"], entry["left_on"]) == (
        1,
        "青溪团县委",
        "2018-08-01",
    )
    assert entry["proofs"] == [{"kind": "decision", "label": "处分决定", "file": "处分决定.pdf"}]
    back = tuanji("leaving", "restore", 1, *papers, *DAY, "--apply")
    assert back.code == 0
    assert tuanji("member", "show", 1)["status"] == "active"
    assert tuanji("leaving", "list", "--out")["count"] == 0
    assert tuanji("leaving", "list", "--restored", "--year", 2018)["count"] == 1
    assert tuanji("undo", back["operation"]).code == 0
    assert tuanji("undo", done["operation"]).code == 0
    assert tuanji("leaving", "list")["count"] == 0
    assert tuanji("office", "check")["ok"]


def test_over_age(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    """N 三.3: who is 28 without a post leaves; the plan says why others stay."""
    day = ("--today", "2035-08-01")
    found = tuanji("leaving", "candidates", "--org", "QX01", *day)
    ids = [one["id"] for one in found["members"]]
    assert len(ids) == found["count"] > 10
    assert min(one["age"] for one in found["members"]) >= 28
    early = tuanji("leaving", "plan", *ids[:3], "--door", "over_age", "--today", "2018-08-01")
    assert {one["refused"]["code"] for one in early["members"]} == {"leaving.age"}
    assert {one["refused"]["clause"] for one in early["members"]} == {"N 三.3"}
    out = tmp_path / "名册.pdf"
    assert tuanji("leaving", "paper", *ids[:3], "--out", out, *day)["pages"] >= 1
    assert out.read_bytes().startswith(b"%PDF")
    done = tuanji("leaving", "leave", *ids, "--door", "over_age", *day, "--apply")
    assert (done.code, done["ready"]) == (0, len(ids))
    assert tuanji("leaving", "candidates", "--org", "QX01", *day)["count"] == 0
    book = tmp_path / "登记簿.csv"
    listed = tuanji("leaving", "list", "--org", "QX01", "--year", 2035, "--export", book)
    assert listed["count"] == len(ids)
    assert book.read_text(encoding="utf-8-sig").count("超龄离团") == len(ids)


def test_wrong_words(county: Path, tuanji: Tuanji) -> None:
    assert tuanji("leaving", "leave", 1, "--door", "deleted").code == 1
    assert tuanji("leaving", "leave", 1, "--door", "over_age", "--plan", "--apply").code == 2
    assert tuanji("leaving", "leave", 1, "--door", "over_age", "--on", "昨天").code == 2
    assert tuanji("leaving", "leave", 1, "--door", "expelled", "--proof", "x").code == 2
    assert tuanji("leaving", "leave", 99999, "--door", "over_age").code == 1
    assert tuanji("leaving", "list", "--org", "无").code == 1
