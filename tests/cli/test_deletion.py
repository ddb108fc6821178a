"""From request to decision on the command line (G 三)."""

from datetime import datetime
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
    skipped = tuanji("deletion", "step", batch["batch"], "endorse")
    assert skipped["error"]["code"] == "deletion.forward_missing"
    for act in ("forward", "forward", "endorse"):  # the school's committee, the county, then above
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


def test_a_single_one_goes_back_and_comes_again_verified(county: Path, tuanji: Tuanji) -> None:
    asked = tuanji("deletion", "request", 1, "--reason", "not_a_member")
    assert tuanji("deletion", "return", asked["request"]).code == 2
    done = tuanji("deletion", "return", asked["request"], "--reason", "材料不全")
    assert done["returned"] == [asked["request"]]
    again = ("deletion", "request", 1, "--reason", "not_a_member")
    assert tuanji(*again)["error"]["code"] == "deletion.verification_missing"
    today = ("--verified-by", "王干事", "--verified-on")
    assert tuanji(*again, *today, "昨天").code == 2
    assert tuanji(*again, *today, datetime.now().astimezone().date().isoformat()).code == 0


def test_a_second_operator_answers_for_a_graduate(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    with_reason = ("--override-reason", "本就不是团员", "--override-by", "无此人")
    done = tuanji("deletion", "request", 1, "--reason", "not_a_member", *with_reason)
    assert done["error"]["code"] == "deletion.override_needless"
    refused = tuanji("deletion", "request", 1, "--reason", "graduated", *with_reason)
    assert refused["error"]["code"] == "deletion.reason_refused"
    lost = ("--override-password-file", tmp_path / "没有.txt")
    unread = tuanji("deletion", "request", 1, "--reason", "not_a_member", *with_reason, *lost)
    assert unread["error"]["code"] == "password.file"


def test_a_batch_is_made_anew_and_dated(county: Path, tuanji: Tuanji) -> None:
    tuanji("deletion", "request", 1, "--reason", "not_a_member")
    old = tuanji("deletion", "batch", "--form", "guangdong", "--org", "QX01")["batch"]
    made = tuanji("deletion", "remake", old, "--reason", "更正了手机号")
    assert made["voided"] == old
    assert made["batch"] != old
    early = tuanji("deletion", "step", made["batch"], "endorse", "--on", "2001-01-01")
    assert early["error"]["code"] == "deletion.day_early"
    assert tuanji("deletion", "step", made["batch"], "endorse", "--on", "早").code == 2
    assert tuanji("deletion", "return-all", "--reason", "核查", "--on", "2001-01-01").code == 1


def test_questions_are_listed_and_answered(county: Path, tuanji: Tuanji) -> None:
    for member in range(1, 6):
        tuanji("deletion", "request", member, "--reason", "not_a_member")
    batch = tuanji("deletion", "batch", "--form", "guangdong", "--org", "QX")["batch"]
    listed = tuanji("deletion", "questions", batch)["questions"]
    found = next(one for one in listed if one["code"] == "same_reason_many.not_a_member")
    assert len(found["members"]) == 5
    assert found["open"]
    said = ("--note", "逐人电话核实")
    assert tuanji("deletion", "answer", found["code"], *said, "--batch", batch).code == 0
    again = tuanji("deletion", "questions", batch)["questions"]
    answered = next(one for one in again if one["code"] == found["code"])
    assert answered["answers"][0]["note"] == "逐人电话核实"
    assert not answered["open"]
    assert tuanji("deletion", "answer", "unit_many", *said, "--batch", batch).code == 1
    assert tuanji("deletion", "questions").code == 2
    assert tuanji("deletion", "questions", "--request", 1).code == 0


def test_a_kept_paper_whose_records_changed_since_is_not_taken_out(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    tuanji("deletion", "request", 1, "--reason", "not_a_member")
    made = tuanji("deletion", "batch", "--form", "guangdong", "--org", "QX01")["batch"]
    number = tuanji("papers", "list", "--find", made)["papers"][0]["no"]
    out = tmp_path / "原件.pdf"
    fresh = tuanji("papers", "show", number, "--out", out)
    assert (fresh.code, fresh["findings"], fresh["replaced_by"]) == (0, [], None)
    out.unlink()
    assert tuanji("member", "set", 1, "mobile=13900001234").code == 0
    held = tuanji("papers", "show", number, "--out", out)
    assert (held.code, held["error"]["code"]) == (1, "paper.preflight")
    assert [one["code"] for one in held["findings"]] == ["batch.stale"]
    assert held["findings"][0]["member"] == 1
    assert not out.exists()
    for form in ("deletion-guangdong", "deletion-qilu"):
        sheet = tuanji("paper", form, "--batch", made, "--out", tmp_path / "表.xlsx")
        assert (sheet.code, sheet["error"]["code"]) == (1, "paper.preflight"), form
    told = tuanji("papers", "show", number)
    assert (told.code, told["findings"]) == (0, held["findings"])
    instead = tuanji("deletion", "remake", made, "--reason", "更正了手机号")["batch"]
    gone = tuanji("papers", "show", number, "--out", out)
    assert (gone.code, gone["replaced_by"]) == (0, instead)
    sheet = tuanji("paper", "deletion-guangdong", "--batch", made, "--out", tmp_path / "表.xlsx")
    assert (sheet.code, [one["code"] for one in sheet["findings"]]) == (1, ["batch.voided"])
    assert not (tmp_path / "表.xlsx").exists()
    letter = tuanji("paper", "letter", "--batch", made, "--out", tmp_path / "文.pdf")
    assert (letter.code, letter["error"]["code"]) == (1, "paper.preflight")
    assert instead in letter["error"]["message"]
