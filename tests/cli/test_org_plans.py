"""Splitting and the school year on the command line: plans by default, done with --apply."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Answer, Tuanji

SCHOOL = "中国共产主义青年团青溪县第一中学"
SPRING, JUNE, AUTUMN = "2019-04-20", "2019-06-01", "2019-09-01"


@pytest.fixture
def school(office: Path, tuanji: Tuanji) -> Path:
    """QX, its school QX01 and two classes with three members."""
    root = ("org", "add", "QX", "--name", "共青团青溪县委员会", "--kind", "团县委")
    assert tuanji(*root).code == 0
    under = ("--kind", "团委", "--parent", "QX", "--school-kind", "普通高中")
    assert tuanji("org", "add", "QX01", "--name", f"{SCHOOL}委员会", *under).code == 0
    for code, name in (("QX0101", "高三（1）班"), ("QX0102", "高二（1）班")):
        full = f"{SCHOOL}{name}支部委员会"
        words = ("--name", full, "--short-name", name, "--kind", "团支部", "--parent", "QX01")
        assert tuanji("org", "add", code, *words).code == 0
    for number, class_name in enumerate(("甲班", "甲班", "乙班")):
        values = (f"name=团员{'一二三'[number]}", f"class_name={class_name}", "grade=高二")
        assert tuanji("member", "add", "--org", "QX0102", *values).code == 0
    return office


def named(tuanji: Tuanji) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in tuanji("org", "list")["organizations"]}


def told(answer: Answer) -> tuple[int, str]:
    return answer.code, answer.data.get("error", {}).get("code", "")


def test_split(school: Path, tuanji: Tuanji) -> None:
    line = ("org", "split", "QX0102", "--new", f"QX0103={SCHOOL}乙班支部委员会",
            "--short-name", "QX0103=乙班", "--class-name", "QX0103=乙班")  # fmt: skip
    plan = tuanji(*line)
    assert plan.code == 0 and "operation" not in plan.data
    assert plan["members"] == 1 and plan["nodes"][0]["after"]["short_name"] == "乙班"
    assert "QX0103" not in named(tuanji)
    done = tuanji(*line, "--apply", "--document", "青团〔2019〕1号")
    assert done["operation"] > 0
    assert tuanji("member", "show", "3")["member"]["branch"] == f"{SCHOOL}乙班支部委员会"
    last = tuanji("log", "--limit", "1")["operations"][0]
    assert last["document"] == "青团〔2019〕1号"
    more = ("org", "split", "QX0102", "--new", "QX0104=新支部")
    assert tuanji(*more, "--members", "QX0104=1", "--apply").code == 0
    assert told(tuanji(*more, "--members", "QX0104=2")) == (1, "org.code_taken")
    again = ("org", "split", "QX0102", "--new", "QX0105=新支部")
    assert told(tuanji(*again, "--class-name", "QX0105=丙班")) == (1, "org.split_group")
    assert told(tuanji(*again, "--members", "QX0109=2")) == (1, "org.split_part")
    assert tuanji(*again, "--members", "QX0105").code == 2
    assert tuanji(*again, "--members", "QX0105=x").code == 2
    assert tuanji(*again, "--grade", "QX0105=高二", "--dissolve", "--apply").code == 0
    assert "QX0102" not in named(tuanji)
    assert tuanji("office", "check")["ok"]


def test_mark_and_turn(school: Path, tuanji: Tuanji) -> None:
    plan = tuanji("org", "mark", "--today", SPRING)
    assert (plan["year"], [one["code"] for one in plan["nodes"]]) == (2019, ["QX0101"])
    assert tuanji("org", "mark", "--plan", "--apply").code == 2
    assert tuanji("org", "mark", "--unmark").code == 2
    both = ("--code", "QX0101", "--code", "QX0102", "--year", "2019")
    assert len(tuanji("org", "mark", *both, "--apply", "--today", SPRING)["nodes"]) == 2
    off = ("org", "mark", "--unmark", "--code", "QX0102", "--year", "2019", "--apply")
    assert tuanji(*off, "--today", SPRING).code == 0
    assert named(tuanji)["QX0101"]["graduating_year"] == 2019
    early = tuanji("org", "turn", "--today", "2019-05-31")
    assert told(early) == (1, "org.turn_early")
    assert early["error"]["clause"] == "N 二.6"
    assert "operation" not in tuanji("org", "turn", "--today", JUNE).data
    assert tuanji("org", "turn", "--org", "QX01", "--apply", "--today", JUNE)["operation"] > 0
    assert named(tuanji)["QX0101"]["kind"] == "graduate_branch"
    twice = tuanji("org", "turn", "--apply", "--today", JUNE)
    assert twice.code == 0 and "operation" not in twice.data


def test_roll_over_and_back(school: Path, tuanji: Tuanji) -> None:
    assert told(tuanji("org", "roll-over", "--today", "2019-07-31")) == (1, "org.roll_early")
    tuanji("org", "mark", "--apply", "--today", SPRING)
    tuanji("org", "turn", "--apply", "--today", JUNE)
    skipped = tuanji("org", "roll-over", "--skip", "QX0102", "--skip", "QX0101", "--today", AUTUMN)
    assert skipped["nodes"] == []
    plan = tuanji("org", "roll-over", "--today", AUTUMN)
    assert {one["after"]["short_name"] for one in plan["nodes"]} == {
        "高三（1）班",
        "2019届高三（1）班",
    }
    assert plan["members"] == 3
    assert named(tuanji)["QX0102"]["short_name"] == "高二（1）班"
    done = tuanji("org", "roll-over", "--org", "QX01", "--apply", "--today", AUTUMN)
    assert named(tuanji)["QX0102"]["short_name"] == "高三（1）班"
    assert tuanji("member", "show", "1")["member"]["grade"] == "高三"
    assert tuanji("undo", done["operation"]).code == 0
    assert named(tuanji)["QX0101"]["short_name"] == "高三（1）班"
    assert tuanji("member", "show", "1")["member"]["grade"] == "高二"
    assert tuanji("office", "check")["ok"]
