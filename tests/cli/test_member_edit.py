"""Edits on the command line, and the drafts kept beside a record (Q 五.2)."""

from datetime import date
from pathlib import Path

import pytest

from tests.builders import add_member, make_office, valid_id
from tests.cli.conftest import Answer, Tuanji

COMPLETE = {
    "mobile": "13700137000",
    "id_number": valid_id(date(2001, 5, 6), serial=60),
    "sex": "男",
    "born_on": "2001-05-06",
}


class Office:
    """A small office file with one member whose card is incomplete, asked by lines."""

    def __init__(self, folder: Path, tuanji: Tuanji, policy: str) -> None:
        context = make_office(folder, policy=policy, today=date(2024, 4, 10))
        self.file, self._tuanji = context.database.path, tuanji
        self.red = add_member(context, name="周八", education="", occupation="", **COMPLETE)
        context.database.close()

    def __call__(self, *words: object) -> Answer:
        return self._tuanji("--office", self.file, "--today", "2024-04-10", "member", *words)


@pytest.fixture
def college(tmp_path: Path, tuanji: Tuanji) -> Office:
    return Office(tmp_path, tuanji, "qilu-2024")


def test_an_incomplete_card_is_gone_on_with_until_it_is_complete(college: Office) -> None:
    """Q 五.2: what is not complete is not submitted; nothing of it is lost either."""
    first = college("set", college.red, "address=城关镇3号")
    assert (first.code, first["draft"], first["saved"]) == (0, True, [])
    assert college("show", college.red)["member"]["address"] is None
    assert college("show", college.red)["draft"]["values"] == {"address": "城关镇3号"}
    second = college("set", college.red, "occupation=青年学生")
    assert second["draft"] is True
    listed = college("drafts")
    assert listed["count"] == 1
    assert listed["drafts"][0]["values"] == {"address": "城关镇3号", "occupation": "青年学生"}
    assert listed["drafts"][0]["missing"] == ["education"]
    assert listed["drafts"][0]["operator"] == "王干事"
    last = college("set", college.red, "education=本科在读")
    assert set(last["saved"]) == {"address", "occupation", "education"}
    assert "draft" not in last.data
    shown = college("show", college.red)
    assert (shown["draft"], shown["missing"]) == (None, [])
    assert shown["member"]["address"] == "城关镇3号"
    assert college("drafts")["count"] == 0


def test_a_draft_is_looked_at_dropped_or_applied(college: Office) -> None:
    college("set", college.red, "address=城关镇3号")
    seen = college("draft", college.red)
    assert seen["draft"]["values"] == {"address": "城关镇3号"}
    assert college("draft", college.red, "--apply")["draft"] is True, "it is still incomplete"
    assert college("draft", college.red, "--apply", "--drop").code == 2
    assert college("draft", college.red, "--drop")["dropped"] is True
    gone = college("draft", college.red)
    assert (gone.code, gone["error"]["code"]) == (1, "draft.none")
    assert college("draft", college.red, "--apply")["error"]["code"] == "draft.none"
    assert college("draft", 99)["error"]["code"] == "member.unknown"


def test_a_draft_of_a_complete_card_is_not_swept_along(tmp_path: Path, tuanji: Tuanji) -> None:
    """What a crash left in the dialog is saved only when somebody says so."""
    context = make_office(tmp_path)
    from tuanji_desktop.members.drafts import keep_draft

    keep_draft(context, member_id=1, branch_id=None, content={"address": "城关镇3号"})
    file = context.database.path
    context.database.close()
    line = ("--office", file, "--today", "2018-08-01", "member")
    assert tuanji(*line, "set", 1, "qq=10001")["saved"] == ["qq"]
    assert tuanji(*line, "drafts")["count"] == 1
    assert tuanji(*line, "draft", 1, "--apply")["saved"] == ["address"]
    assert tuanji(*line, "drafts")["count"] == 0


def test_under_the_other_packs_an_incomplete_card_may_be_mended_piece_by_piece(
    tmp_path: Path, tuanji: Tuanji
) -> None:
    county = Office(tmp_path, tuanji, "guangdong-2018")
    done = county("set", county.red, "address=城关镇3号")
    assert done["saved"] == ["address"]
    assert "draft" not in done.data
