"""From request to decision on the command line (G 三)."""

from pathlib import Path

from tests.cli.conftest import Tuanji


def test_the_whole_way(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    asked = tuanji("deletion", "request", 1, "--reason", "wrong_name", "--corrected", "杨桐宇")
    assert asked.code == 0
    refused = tuanji("deletion", "request", 2, "--reason", "graduated")
    assert refused["error"]["clause"] == "G 三"
    batch = tuanji("deletion", "batch", "--form", "guangdong", "--org", "QX01")
    assert batch["requests"] == [asked["request"]]
    early = tuanji("deletion", "decide", batch["batch"], "approve")
    assert (early.code, early["error"]["clause"]) == (1, "G 三.1")
    assert tuanji("deletion", "step", batch["batch"], "endorse", "--by", "county").code == 1
    for act in ("forward", "endorse"):
        assert tuanji("deletion", "step", batch["batch"], act).code == 0, act
    assert tuanji("deletion", "step", batch["batch"], "send").code == 1
    sent = tuanji(
        "deletion", "step", batch["batch"], "send", "--document-number", "团×字〔2018〕12号"
    )
    assert sent.code == 0
    assert tuanji("deletion", "decide", batch["batch"], "approve")["approved"] == batch["requests"]
    assert tuanji("member", "show", 1)["status"] == "deleted"
    assert tuanji("member", "find", "--limit", 0)["count"] == 1107


def test_return_all(county: Path, tuanji: Tuanji) -> None:
    tuanji("deletion", "request", 1, "--reason", "not_a_member")
    done = tuanji("deletion", "return-all", "--reason", "请严格核查后重新申请")
    assert len(done["returned"]) == 1


def test_wrong_lines(county: Path, tuanji: Tuanji) -> None:
    assert tuanji("deletion", "decide", "2018-001", "approve", "--lines", "a").code == 2
    assert tuanji("deletion", "decide", "2018-001", "maybe").code == 2
    assert tuanji("deletion", "step", "2018-001", "forward").code == 1
