"""From the misfilled month to the record corrected by decision, on the command line (G 二)."""

from pathlib import Path

import pytest

from tests.builders import make_office
from tests.cli.conftest import Answer, Tuanji

DAY = ("--today", "2019-03-01")


@pytest.fixture
def county(tmp_path: Path, tuanji: Tuanji) -> Tuanji:
    """`tuanji` on the small county, whose six members joined in 2016-05."""
    context = make_office(tmp_path)
    context.database.close()
    return lambda *words: tuanji("--office", context.database.path, *words)


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    path = tmp_path / "入团志愿书.pdf"
    path.write_bytes(b"%PDF-1.4")
    return path


def joined(tuanji: Tuanji, member: int) -> str:
    return str(tuanji("member", "show", member)["member"]["joined_on"])


def opened(tuanji: Tuanji, member: int, *more: object) -> Answer:
    return tuanji(*DAY, "correction", "open", member, "--to", "2017-04", "--reason", "误填", *more)


def test_the_whole_way(county: Tuanji, volume: Path, tmp_path: Path) -> None:
    before = joined(county, 1)
    case = opened(county, 1)
    assert (case.code, case["missing_proofs"]) == (0, ["入团志愿书复印件"])
    number = case["correction"]
    early = county(*DAY, "correction", "verify", number, "--finding", "属实")
    assert (early.code, early["error"]["code"]) == (1, "correction.proof_missing")
    proved = county(*DAY, "correction", "prove", number, "--proof", f"volume={volume}")
    assert proved["missing_proofs"] == []
    wrong = county(*DAY, "correction", "verify", number, "--finding", "属实", "--by", "county")
    assert (wrong.code, wrong["error"]["clause"]) == (1, "G 二")
    done = county(*DAY, "correction", "verify", number, "--finding", "属实", "--who", "陈核实")
    assert done["state"] == "verified"
    other = opened(county, 2, "--proof", f"volume={volume}")["correction"]
    county(*DAY, "correction", "verify", other, "--finding", "属实")

    plan = county(*DAY, "correction", "gather", "--org", "QX", "--plan")
    assert (plan["list"], sorted(plan["corrections"])) == ("GZ-2019-001", [number, other])
    assert county("correction", "list")["lists"] == []
    made = county(
        *DAY, "correction", "gather", "--org", "QX", "--only", f"{number},{other}",
        "--sender", "共青团梅岭市委员会",
    )  # fmt: skip
    assert (made["list"], made["pages"], len(made["hash"])) == ("GZ-2019-001", 1, 64)

    assert county(*DAY, "correction", "decide", "GZ-2019-001", "approve").code == 1
    assert county(*DAY, "correction", "send", "GZ-2019-001").code == 1
    sent = county(*DAY, "correction", "send", "GZ-2019-001", "--document-number", "12号")
    assert sent["state"] == "sent"
    files = {}
    for kind in ("list", "letter"):
        out = tmp_path / f"{kind}.pdf"
        drawn = county("correction", "paper", "GZ-2019-001", "--kind", kind, "--out", out)
        assert drawn.code == 0
        files[kind] = out.read_bytes()
        assert len(files[kind]) == drawn["bytes"]
    assert files["list"] != files["letter"]

    planned = county(*DAY, "correction", "decide", "GZ-2019-001", "approve", "--plan")
    assert [line["after"] for line in planned["lines"]] == ["2017-04", "2017-04"]
    assert joined(county, 1) == before
    line = next(one["line"] for one in planned["lines"] if one["member"] == 1)
    decided = county(
        *DAY, "correction", "decide", "GZ-2019-001", "approve", "--lines", line,
        "--document-number", "粤团函〔2019〕8号",
    )  # fmt: skip
    assert (decided["approved"], decided["conflicts"]) == ([number], [])
    assert joined(county, 1) == "2017-04"
    assert joined(county, 2) != "2017-04"
    back = county(*DAY, "correction", "decide", "GZ-2019-001", "return", "--reason", "材料不足")
    assert back["returned"] == [other]
    found = county("correction", "list", "--member", 1)
    assert (found["count"], found["corrections"][0]["decision_number"]) == (
        1, "粤团函〔2019〕8号",
    )  # fmt: skip
    assert found["lists"][0]["state"] == "approved"


def test_what_moved_meanwhile_is_no_success(county: Tuanji, volume: Path) -> None:
    number = opened(county, 1, "--proof", f"volume={volume}")["correction"]
    county(*DAY, "correction", "verify", number, "--finding", "属实")
    county(*DAY, "correction", "gather", "--org", "QX")
    county(*DAY, "correction", "send", "GZ-2019-001", "--document-number", "12号")
    moved = county("--today", "2018-10-10", "member", "set", 1, "joined_on=2016-03")
    county("change", "decide", moved["changes"][0], "--accept", "joined_on")
    done = county(
        *DAY, "correction", "decide", "GZ-2019-001", "approve", "--document-number", "8号"
    )
    assert (done.code, done["approved"]) == (1, [])
    assert "现为2016年3月" in done["conflicts"][0]["refused"]
    assert joined(county, 1) == "2016-03"
    returned = county(*DAY, "correction", "return", number, "--reason", "档案已有变动")
    assert returned["state"] == "returned"


def test_a_case_is_withdrawn_and_a_list_renewed(county: Tuanji, volume: Path) -> None:
    first = opened(county, 1)["correction"]
    gone = county(*DAY, "correction", "withdraw", first, "--reason", "没有错")
    assert gone["state"] == "withdrawn"
    second = opened(county, 1, "--proof", f"volume={volume}")["correction"]
    county(*DAY, "correction", "verify", second, "--finding", "属实")
    county(*DAY, "correction", "gather", "--org", "QX")
    renewed = county(*DAY, "correction", "renew", "GZ-2019-001", "--sender", "共青团梅岭市委")
    assert (renewed["list"], renewed["corrections"]) == ("GZ-2019-001", [second])


def test_refusals_name_the_easier_way(county: Tuanji) -> None:
    inside = county(
        "--today", "2018-10-10", "correction", "open", 1, "--to", "2017-04", "--reason", "误填"
    )
    assert (inside.code, inside["error"]["code"]) == (1, "correction.easier_way")
    assert "提交修改申请" in inside["error"]["message"]


def test_wrong_usage(county: Tuanji) -> None:
    assert county("correction", "decide", "GZ-2019-001", "maybe").code == 2
    assert county("correction", "prove", 1).code == 2
    assert (
        county(*DAY, "correction", "open", 1, "--to", "x", "--reason", "y", "--proof", "z").code
        == 2
    )
    assert county("correction", "send", "GZ-2019-001", "--document-number", "1号").code == 1
    assert county("correction", "list", "--org", "NOWHERE").code == 1
