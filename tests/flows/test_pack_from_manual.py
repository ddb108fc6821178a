"""A notice made into a pack by a reader who had the manual's page and the template, no more.

The province, its document and its clauses are invented; what the notice says must hold.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builders import packs
from tests.cli.conftest import Answer, Tuanji, tuanji
from tuanji_desktop.orgs.plans import size_notice
from tuanji_desktop.rules.policy import load_pack

__all__ = ["tuanji"]
XIUHE = Path(__file__).parents[1] / "rules" / "packs" / "xiuhe-2026.toml"
DAY = "2026-05-06"


@pytest.fixture
def on(small_office: Path, tuanji: Tuanji) -> Callable[..., Answer]:
    """A command on the small office under the pack, on some day."""
    assert tuanji("policy", "install", XIUHE)["id"] == "xiuhe-2026"
    assert tuanji("--office", small_office, "policy", "use", "xiuhe-2026").code == 0
    return lambda day, *words: tuanji("--office", small_office, "--today", day, *words)


def test_the_checked_pack_says_what_the_notice_says(tuanji: Tuanji) -> None:
    said = {
        row["key"]: (row["rule"], row["clause"])
        for row in tuanji("policy", "check", XIUHE)["rules"]
    }
    assert said["tier.household_place"] == ("不可修改（途径：正式行文更正）", "XH 一")
    assert said["correction.fields"] == ("户籍地址、入团年月", "XH 一、三")
    assert said["correction.many"][0].startswith("一个团支部达到8人，或达到团员数的10%")
    assert said["tree.turn_on"] == ("每年5月20日", "XH 六")
    assert said["tree.hollow"] == ("不足3人的团支部", "N 二.5"), "the notice says nothing of it"
    assert said["tree.sizes.branch"] == ("3至40人", "XH 六")
    assert said["deletion.reentry_days"] == ("批准后20日内", "XH 五")


@pytest.mark.parametrize(
    ("members", "code"), [(2, "org.hollow"), (3, None), (40, None), (41, "org.too_large")]
)
def test_a_branch_has_three_to_forty_members(members: int, code: str | None) -> None:
    policy = load_pack(XIUHE, directories=[packs()])
    notice = size_notice(policy, kind="branch", name="高三（1）班", members=members)
    assert (notice.code if notice else None) == code
    assert notice is None or notice.clause == "XH 六"
    assert size_notice(policy, kind="graduate_branch", name="毕业班", members=members) is None


def test_a_locked_address_is_put_right_by_letter(on: Callable[..., Answer], tmp_path: Path) -> None:
    (one,) = on(DAY, "member", "set", 1, "household_place=秀河省临水县")["refused"]
    assert (one["clause"], one["path"]) == ("XH 一", "correction_letter")
    book = tmp_path / "户口簿.pdf"
    book.write_bytes(b"%PDF-1.4")
    line = ("correction", "open", 1, "--field", "household_place", "--to", "秀河省临水县")
    case = on(DAY, *line, "--reason", "迁入时误填", "--proof", f"household_book={book}")
    assert (case.code, case["state"], case["missing_proofs"]) == (0, "gathered", [])
    verify = ("correction", "verify", case["correction"], "--finding", "与户口簿一致")
    assert on(DAY, *verify, "--by", "county")["error"]["clause"] == "XH 一、三"
    assert on(DAY, *verify)["state"] == "verified"


@pytest.mark.parametrize(
    ("day", "tier", "path", "words"),
    [
        ("2026-02-28", "locked", "correction_letter", "将临时开放修改"),
        ("2026-03-01", "review", "change_request", "开放修改"),
        ("2026-04-15", "review", "change_request", "开放修改"),
        ("2026-04-16", "locked", "correction_letter", "不再开放"),
    ],
)
def test_the_month_of_joining_is_open_for_six_weeks(
    on: Callable[..., Answer], day: str, tier: str, path: str, words: str
) -> None:
    found = on(day, "member", "show", 1)["fields"]["joined_on"]
    assert (found["tier"], found["path"], found["clause"]) == (tier, path, "XH 三")
    assert words in found["reason"]
    letter = on(day, "correction", "open", 1, "--to", "2016-06", "--reason", "误填")
    assert letter.code == (0 if tier == "locked" else 1), "no letter while there is an easier way"


def test_two_persons_and_seven_days(on: Callable[..., Answer]) -> None:
    on(DAY, "member", "set", 1, "mobile=13911112222")
    (asked,) = on(DAY, "change", "list")["changes"]
    decide = ("change", "decide", asked["no"], "--accept", "mobile")
    refused = on(DAY, *decide)["error"]
    assert (refused["code"], refused["clause"]) == ("change.two_persons", "XH 二")
    assert on(DAY, "--operator", "赵副书记", *decide)["decided"]


def test_whoever_is_deleted_is_entered_again_within_twenty_days(
    on: Callable[..., Answer], small_office: Path
) -> None:
    refused = on(DAY, "deletion", "request", 2, "--reason", "other_province")["error"]
    assert refused["clause"] == "XH 五"
    assert "办理组织关系转接" in refused["message"]
    on(DAY, "deletion", "request", 1, "--reason", "wrong_name", "--corrected", "张珊")
    batch = on(DAY, "deletion", "batch", "--form", "guangdong", "--org", "QX01")["batch"]
    for level in ("general_branch", "committee", "county"):
        assert on(DAY, "deletion", "step", batch, "forward", "--by", level)["state"] == "requested"
    assert on(DAY, "deletion", "step", batch, "endorse", "--by", "county").code == 1
    assert on(DAY, "deletion", "step", batch, "endorse")["state"] == "endorsed"
    assert on(DAY, "deletion", "step", batch, "send").code == 1, "a letter has a number"
    number = ("--document-number", "秀临团〔2026〕3号")
    assert on(DAY, "deletion", "step", batch, "send", *number)["state"] == "sent"
    assert len(on(DAY, "deletion", "decide", batch, "approve")["approved"]) == 1
    with sqlite3.connect(small_office) as file:
        assert file.execute("SELECT name, due_on FROM reentries").fetchall() == [
            ("张珊", "2026-05-26")
        ]
    file.close()


def test_leaving_of_ones_own_will_takes_both_papers(
    on: Callable[..., Answer], tmp_path: Path
) -> None:
    paper = tmp_path / "材料.pdf"
    paper.write_bytes(b"%PDF-1.4")
    line: tuple[Any, ...] = ("leaving", "leave", 1, "--door", "voluntarily_left", "--apply")
    for proofs in ((), ("application",), ("parent_notice",)):
        given = [word for one in proofs for word in ("--proof", f"{one}={paper}")]
        refused = on(DAY, *line, *given)
        assert (refused.code, refused["error"]["clause"]) == (1, "XH 八")
    both = ("--proof", f"application={paper}", "--proof", f"parent_notice={paper}")
    assert on(DAY, *line, *both).code == 0
    assert on(DAY, "member", "show", 1)["status"] == "voluntarily_left"


def test_classes_turn_on_the_twentieth_of_may(on: Callable[..., Answer]) -> None:
    marked = on("2026-04-20", "org", "mark", "--year", 2026, "--code", "QX0101", "--apply")
    assert marked.code == 0, marked
    early = on("2026-05-19", "org", "turn", "--year", 2026, "--apply")
    assert (early.code, early["error"]["clause"]) == (1, "XH 六")
    assert "5月20日" in early["error"]["message"].replace(" ", "")
    assert on("2026-05-20", "org", "turn", "--year", 2026, "--apply").code == 0
