"""The review queue: per field, with a reason, conflicts shown and not written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.cli.conftest import Tuanji
from tuanji_desktop.office.context import Context
from tuanji_desktop.review import service
from tuanji_desktop.review.guards import Reviewer
from tuanji_desktop.rules.policy import ReviewRule


def strict_reviewer(*, alone: bool) -> Callable[[Context, Connection], Reviewer]:
    """The operator under a pack whose proposers may not decide."""
    rule = ReviewRule(True, 10, "N 一.6")
    return lambda context, _: Reviewer(context.operator, alone, rule)


def test_accept_and_return(county: Path, tuanji: Tuanji) -> None:
    tuanji("member", "set", 1, "political_status=中共预备党员", "is_cadre=是")
    number = tuanji("change", "list")["changes"][0]["no"]
    assert tuanji("change", "decide", number, "--return", "is_cadre").code == 1
    done = tuanji(
        "change", "decide", number,
        "--accept", "political_status", "--return", "is_cadre", "--reason", "不是团干",
    )  # fmt: skip
    assert (done["accepted"], done["returned"]) == (["political_status"], ["is_cadre"])
    shown = tuanji("member", "show", 1)["member"]
    assert (shown["political_status"], shown["is_cadre"]) == ("中共预备党员", "否")
    assert tuanji("change", "list")["count"] == 0
    assert tuanji("change", "decide", number, "--accept", "is_cadre").code == 1


def test_a_moved_base_is_a_conflict(county: Path, tuanji: Tuanji) -> None:
    tuanji("member", "set", 1, "is_cadre=是")
    first = tuanji("change", "list")["changes"][0]["no"]
    tuanji("member", "set", 2, "is_cadre=是")
    second = tuanji("change", "list")["changes"][1]["no"]
    assert tuanji("change", "decide", second, "--accept", "is_cadre")["conflicts"] == []
    # the same field of the first member changes by another road before the decision
    tuanji("change", "decide", first, "--accept", "is_cadre")
    number = tuanji("log", "--limit", 1)["operations"][0]["number"]
    tuanji("member", "set", 1, "is_cadre=否")
    third = tuanji("change", "list")["changes"][0]["no"]
    tuanji("undo", number)
    conflict = tuanji("change", "decide", third, "--accept", "is_cadre")
    assert conflict["conflicts"] == ["is_cadre"]
    assert conflict["decided"] == []


def inside(day: str) -> tuple[str, str]:
    return ("--today", day)


def test_the_four_edge_days_of_the_window(county: Path, tuanji: Tuanji) -> None:
    for member, day, submitted in (
        (1, "2018-09-27", False),
        (1, "2018-09-28", True),
        (2, "2018-11-30", True),
        (3, "2018-12-01", False),
    ):
        done = tuanji(*inside(day), "member", "set", member, "joined_on=2016-09")
        assert done.code == (0 if submitted else 1), (day, done.data)
        assert (done["submitted"] == ["joined_on"]) is submitted
        if not submitted:
            (refused,) = done["refused"]
            assert refused["clause"] == ("G 一.2" if day == "2018-09-27" else "G 二")
    later = inside("2018-12-05")
    listed = tuanji(*later, "change", "list", "--window", 1)
    assert [one["member"] for one in listed["changes"]] == [1, 2]
    for one in listed["changes"]:
        done = tuanji(*later, "change", "decide", one["no"], "--accept", "joined_on")
        assert done["accepted"] == ["joined_on"]
    assert tuanji("member", "show", 2)["member"]["joined_on"] == "2016-09"
    assert tuanji("member", "show", 3)["member"]["joined_on"] != "2016-09"


def test_windows_tell_days_numbers_and_branches(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    day = inside("2018-11-18")
    tuanji(*day, "member", "set", 1, "joined_on=2016-09")
    tuanji(*day, "member", "set", 1, "is_cadre=是")
    found = tuanji(*day, "change", "windows")
    assert found["notice"] == (
        "入团年月修改窗口开放中：2018-09-28 至 2018-11-30（G 二），还有 12 天；"
        "窗口内已提交 1 项，待审核 1 项"
    )
    (window,) = found["windows"]
    assert (window["state"], window["days_left"], window["field"]) == ("open", 12, "joined_on")
    assert (window["from"], window["to"], window["clause"]) == ("2018-09-28", "2018-11-30", "G 二")
    assert (window["submitted"], window["pending"], window["flagged"]) == (1, 1, [])
    (branch,) = window["branches"]
    assert (branch["people"], branch["flagged"]) == ([1], False)
    out = tmp_path / "清单.xlsx"
    assert tuanji(*day, "change", "windows", "--window", 1, "--out", out).code == 0
    assert out.exists()
    closed = tuanji(*inside("2018-12-01"), "change", "windows")
    assert (closed["notice"], closed["windows"][0]["state"]) == (None, "past")
    assert tuanji("change", "windows", "--out", out).code == 2
    assert tuanji("change", "windows", "--window", 2)["error"]["code"] == "window.unknown"


def test_the_list_by_state_field_person_and_age(county: Path, tuanji: Tuanji) -> None:
    day = inside("2018-10-08")
    for member in (1, 2, 3):
        tuanji(*day, "member", "set", member, "is_cadre=是")
    first, second, third = (one["no"] for one in tuanji("change", "list")["changes"])
    tuanji(*day, "change", "decide", first, "--accept", "is_cadre")
    tuanji(*day, "change", "decide", second, "--return", "is_cadre", "--reason", "不是团干")
    taken = tuanji(*day, "change", "withdraw", third, "--reason", "填错了")
    assert taken["withdrawn"] == ["is_cadre"]
    for state, found in (("pending", []), ("decided", [first, second, third])):
        listed = tuanji("change", "list", "--state", state)
        assert [one["no"] for one in listed["changes"]] == found
    (returned,) = tuanji("change", "list", "--state", "returned")["changes"]
    (field,) = returned["fields"]
    assert (field["decision_reason"], field["decided_at"][:10]) == ("不是团干", "2018-10-08")
    assert not field["single_handed"]
    tuanji(*day, "member", "set", 4, "is_cadre=是")
    late = inside("2018-10-19")
    (waiting,) = tuanji(*late, "change", "list", "--overdue", "--mine")["changes"]
    assert (waiting["age"], waiting["overdue"]) == (11, True)
    assert tuanji(*late, "change", "list", "--others", "--field", "is_cadre")["count"] == 0
    assert tuanji("change", "list", "--org", "NOWHERE")["error"]["code"] == "org.unknown"
    for wrong in (["--state", "x"], ["--field", "x"], ["--mine", "--others"]):
        assert tuanji("change", "list", *wrong).code == 2
    assert tuanji("change", "withdraw", third)["error"]["code"] == "change.not_pending"


def test_two_persons_on_the_command_line(
    county: Path, tuanji: Tuanji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "reviewer", strict_reviewer(alone=False))
    tuanji("member", "set", 1, "is_cadre=是")
    number = tuanji("change", "list")["changes"][0]["no"]
    refused = tuanji("change", "decide", number, "--accept", "is_cadre")
    assert refused.code == 1
    assert refused["error"]["code"] == "change.two_persons"
    assert refused["error"]["clause"] == "N 一.6"
    monkeypatch.setattr(service, "reviewer", strict_reviewer(alone=True))
    assert tuanji("change", "decide", number, "--accept", "is_cadre")["single_handed"] is True
