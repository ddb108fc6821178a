"""Numbered letters on the command line."""

from pathlib import Path

import pytest

from tests.builders import make_office
from tests.cli.conftest import Tuanji
from tests.papers.reading import whole_text

ON = ("--today", "2018-08-01")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small county, closed."""
    context = make_office(tmp_path)
    path = context.database.path
    context.database.close()
    return path


def test_from_the_block_to_the_stub_book(small: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    at = ("--office", small, *ON)
    transfer = tuanji(*at, "transfer", "start", 1, "--kind", "升学", "--to", "贵州大学团委")[
        "transfer"
    ]
    line = (*at, "transfer", "introduction")
    block = tuanji(*line, "block", "--first", 7, "--last", 8, "--days", 45)
    assert (block["first"], block["last"], block["valid_days"]) == (7, 8, 45)
    out = tmp_path / "介绍信.pdf"
    made = tuanji(*line, "issue", transfer, "--out", out)
    assert (made["number"], made["name"], made["valid_days"]) == ("2018-0007", "张三", 45)
    assert (made["remaining"], made["pages"]) == (1, 1)
    assert "第 2018-0007 号" in whole_text(out.read_bytes())
    again = tuanji(*at, "paper", "introduction", "--member", 1, "--out", out)
    assert again["sha256"] == made["sha256"]
    twice = tuanji(*line, "issue", transfer)
    assert (twice.code, twice["error"]["code"]) == (1, "introduction.exists")
    void = tuanji(*line, "void", "2018-0007", "--reason", "写错")
    assert void["voided"] is True
    assert tuanji(*line, "issue", transfer)["number"] == "2018-0008"
    found = tuanji(*line, "list")
    assert [(one["number"], one["voided"]) for one in found["letters"]] == [
        ("2018-0007", True),
        ("2018-0008", False),
    ]
    assert (found["count"], found["voided"], found["remaining"]) == (2, 1, 0)
    assert tuanji(*line, "list", "--year", 2017)["count"] == 0
    assert tuanji(*line, "list", "--org", "QX0102")["count"] == 0
    tuanji(*line, "void", "2018-0008", "--reason", "又写错")
    used = tuanji(*line, "issue", transfer)
    assert (used.code, used["error"]["code"]) == (1, "introduction.used_up")


def test_wrong_words(small: Path, tuanji: Tuanji) -> None:
    line = ("--office", small, *ON, "transfer", "introduction")
    assert tuanji(*line, "void", "2018-0001").code == 2
    assert tuanji(*line, "void", "2018-0001", "--reason", "写错").code == 1
    assert tuanji(*line, "issue", 99)["error"]["code"] == "transfer.unknown"
    assert tuanji(*line, "block", "--series", "青团介")["error"]["code"] == "introduction.series"
