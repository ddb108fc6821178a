"""One edit for many on the command line: the plan, the act, and what was refused for whom."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Answer, Tuanji
from tests.imports import SUMMER, moment
from tuanji_desktop.office.service import open_office

DAY = SUMMER.isoformat()
Member = Callable[..., Answer]


@pytest.fixture
def member(sample_county: Path, tmp_path: Path, tuanji: Tuanji) -> Member:
    file = tmp_path / "青溪.tuanji"
    shutil.copy(sample_county, file)

    def call(*words: object, today: str = DAY) -> Answer:
        return tuanji("--office", file, "--today", today, "member", *words)

    return call


def shown(member: Member, number: int, field: str) -> Any:
    return member("show", number)["member"][field]


def test_a_plan_writes_nothing_and_an_apply_is_the_plan(member: Member) -> None:
    line = ("bulk", "--ids", "1,2", "work_unit=青溪一中", "income=≤2000")
    plan = member(*line)
    assert plan.code == 0
    assert (plan["rows"], plan["changed"], plan["submitted"], plan["refused"]) == (2, 2, 2, [])
    assert "operation" not in plan.data
    assert [(one["id"], one["field"], one["goes"], one["clause"]) for one in plan["changes"]] == [
        (1, "work_unit", "saved", ""),
        (1, "income", "submitted", "G 一.3"),
        (2, "work_unit", "saved", ""),
        (2, "income", "submitted", "G 一.3"),
    ]
    assert shown(member, 1, "work_unit") != "青溪一中"
    done = member(*line, "--apply", "--reason", "换届")
    assert isinstance(done.data.pop("operation"), int)
    assert done.data == plan.data
    assert shown(member, 2, "work_unit") == "青溪一中"


def test_a_unit_is_everybody_below_it(member: Member) -> None:
    below = member("find", "--org", "QX01", "--limit", 0)["count"]
    plan = member("bulk", "--org", "QX01", "class_name=高三（1）班")
    assert plan["rows"] == below > 2


def test_locked_ones_are_listed_with_their_clause(member: Member) -> None:
    for day, clause in (("2018-09-27", "G 一.2"), ("2018-12-01", "G 二")):
        plan = member("bulk", "--ids", "1", "joined_on=2016-11", today=day)
        assert plan.code == 0
        assert [
            (one["id"], one["field"], one["code"], one["clause"]) for one in plan["refused"]
        ] == [(1, "joined_on", "field.locked", clause)]
    window = member("bulk", "--ids", "1", "joined_on=2016-11", today="2018-09-28")
    assert (window["submitted"], window["refused"]) == (1, [])
    nothing = member("bulk", "--ids", "1", "joined_on=2016-11", "--apply")
    assert (nothing.code, nothing["changed"]) == (0, 0)
    assert "operation" not in nothing.data


def test_only_what_is_empty_and_only_some_words(member: Member) -> None:
    assert member("set", 1, "work_unit=青溪县第一中学").code == 0
    filled = member("bulk", "--ids", "1,2", "work_unit=二中", "--only-empty", "--apply")
    assert filled["unchanged"] >= 1
    assert shown(member, 1, "work_unit") == "青溪县第一中学"
    member("bulk", "--ids", "1", "work_unit=实验", "--find", "第一", "--apply")
    assert shown(member, 1, "work_unit") == "青溪县实验中学"
    member("bulk", "--ids", "1", "work_unit=", "--apply")
    assert shown(member, 1, "work_unit") is None


def test_an_undo_takes_it_back(member: Member, tuanji: Tuanji, tmp_path: Path) -> None:
    before = shown(member, 1, "work_unit")
    done = member("bulk", "--ids", "1,2", "work_unit=青溪一中", "--apply")
    file = tmp_path / "青溪.tuanji"
    assert tuanji("--office", file, "undo", done["operation"]).code == 0
    assert shown(member, 1, "work_unit") == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("work_unit=一中",), 2),
        (("--org", "QX01", "--ids", "1", "work_unit=一中"), 2),
        (("--ids", "甲", "work_unit=一中"), 2),
        (("--ids", "1", "work_unit"), 2),
        (("--ids", "1", "work_unit=一中", "--only-empty", "--find", "二中"), 2),
        (("--ids", "1"), 1),
        (("--ids", "1", "work_unit=", "--only-empty"), 1),
        (("--ids", "99999", "work_unit=一中"), 1),
        (("--org", "nowhere", "work_unit=一中"), 1),
        (("--ids", "1", "branch=QX0102"), 1),
    ],
)
def test_wrong_usage_and_bad_input(member: Member, words: tuple[str, ...], code: int) -> None:
    answer = member("bulk", *words)
    assert answer.code == code
    assert answer["error"]["message"]


def test_a_plan_needs_no_right_to_write(member: Member, tmp_path: Path) -> None:
    file = tmp_path / "青溪.tuanji"
    holder = open_office(file, clock=lambda: moment(SUMMER), fixed_day=SUMMER)
    try:
        assert member("bulk", "--ids", "1", "work_unit=一中").code == 0
        refused = member("bulk", "--ids", "1", "work_unit=一中", "--apply")
        assert (refused.code, refused["error"]["code"]) == (1, "office.in_use")
    finally:
        holder.database.close()


def test_the_packs_values(member: Member, tuanji: Tuanji, tmp_path: Path) -> None:
    file = tmp_path / "青溪.tuanji"
    assert member("bulk", "--ids", "1", "--expected")["error"]["code"] == "bulk.nothing"
    assert tuanji("--office", file, "policy", "use", "qilu-2024").code == 0
    plan = member("bulk", "--org", "QX", "--expected")
    fields = {one["field"] for one in plan["changes"]}
    assert fields <= {"occupation", "study_status", "cadre_kind"}
    assert plan["rows"] == 1108
