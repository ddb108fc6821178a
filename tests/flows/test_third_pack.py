"""A province that the program has never heard of: its pack is checked, taken in, put in force, holds.

The pack in `tests/rules/packs` was written from the manual's page alone; the province, its
document and its clauses are invented.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QTableWidget

from tests.cli.conftest import Answer, Tuanji, tuanji
from tests.flows.conftest import Clerk
from tuanji_desktop.settings_room.plan_dialog import PlanDialog

__all__ = ["tuanji"]
JIANGNAN = Path(__file__).parents[1] / "rules" / "packs" / "jiangnan-2025.toml"
WINTER, APRIL, LAST, AFTER = (
    date(2025, 3, 31),
    date(2025, 4, 1),
    date(2025, 5, 15),
    date(2025, 5, 16),
)


def refusal(answer: Answer) -> tuple[str, str, str]:
    (one,) = answer["refused"]
    return one["field"], one["clause"], one["path"]


@pytest.fixture
def on(small_office: Path, tuanji: Tuanji) -> Callable[..., Answer]:
    """A command on the small office under the new pack, on some day."""
    assert tuanji("policy", "check", JIANGNAN)["ok"]
    assert tuanji("policy", "install", JIANGNAN)["id"] == "jiangnan-2025"
    assert tuanji("--office", small_office, "policy", "use", "jiangnan-2025").code == 0

    def call(day: date, *words: object) -> Answer:
        return tuanji("--office", small_office, "--today", day.isoformat(), *words)

    return call


def test_the_extra_locked_field_is_refused_with_its_own_clause(on: Callable[..., Answer]) -> None:
    answer = on(WINTER, "member", "set", 1, "ethnicity=苗族")
    assert answer.code == 1
    assert refusal(answer) == ("ethnicity", "J 一.1", "deletion_reentry")
    shown = on(WINTER, "member", "show", 1)["fields"]
    assert shown["ethnicity"]["tier"] == "locked"
    assert "民族在团支部审核通过后不可修改" in shown["ethnicity"]["reason"]
    assert (shown["mobile"]["tier"], shown["mobile"]["clause"]) == ("review", "J 一.2")
    assert shown["name"]["clause"] == "N 一.2", "from the pack it extends"
    answer = on(WINTER, "member", "set", 1, "mobile=13911112222", "qq=10001")
    assert (answer["saved"], answer["submitted"]) == (["qq"], ["mobile"])


def test_whoever_proposed_does_not_decide(on: Callable[..., Answer]) -> None:
    on(WINTER, "member", "set", 1, "mobile=13911112222")
    (asked,) = on(WINTER, "change", "list")["changes"]
    decide = ("change", "decide", asked["no"], "--accept", "mobile")
    refused = on(WINTER, *decide)
    assert refused.code == 1
    assert refused["error"]["code"] == "change.two_persons"
    assert refused["error"]["clause"] == "J 一.3"
    assert on(WINTER, "--operator", "赵副书记", *decide)["decided"]
    assert on(WINTER, "member", "show", 1)["member"]["mobile"] == "13911112222"


@pytest.mark.parametrize(
    ("day", "tier", "clause", "path"),
    [
        (WINTER, "locked", "J 一.1", "correction_letter"),
        (APRIL, "review", "J 二", "change_request"),
        (LAST, "review", "J 二", "change_request"),
        (AFTER, "locked", "J 一.1", "correction_letter"),
    ],
)
def test_the_window_opens_and_closes_on_its_own_days(
    on: Callable[..., Answer], day: date, tier: str, clause: str, path: str
) -> None:
    found = on(day, "member", "show", 1)["fields"]["joined_on"]
    assert (found["tier"], found["clause"], found["path"]) == (tier, clause, path)
    answer = on(day, "member", "set", 1, "joined_on=2016-06")
    if tier == "review":
        assert answer["submitted"] == ["joined_on"]
    else:
        assert refusal(answer) == ("joined_on", clause, path)


def test_its_stars_make_red_names(on: Callable[..., Answer]) -> None:
    assert on(WINTER, "member", "show", 1)["missing"] == ["student_number"]
    on(WINTER, "member", "set", 1, "student_number=20250001")
    assert on(WINTER, "member", "show", 1)["missing"] == []
    on(WINTER, "member", "set", 1, "education=本科在读")
    assert on(WINTER, "member", "show", 1)["missing"] == [], "joined in 2016"
    made = on(
        WINTER, "member", "add", "--org", "QX0101", "name=赵一", "education=本科在读",
        "joined_on=2020-05", "--submit",
    )  # fmt: skip
    assert made.code == 1
    assert "专业" in made["error"]["message"]


def test_its_reasons_for_deletion_and_no_others(on: Callable[..., Answer], tmp_path: Path) -> None:
    refused = on(WINTER, "deletion", "request", 2, "--reason", "duplicate")
    assert refused.code == 1
    assert refused["error"]["clause"] == "J 四.2"
    assert "请报县级团委合并" in refused["error"]["message"]
    proof = tmp_path / "证明.pdf"
    proof.write_bytes(b"%PDF-1.4")
    asked = on(
        WINTER, "deletion", "request", 2, "--reason", "wrong_ethnicity", "--corrected", "苗族",
        "--attach", f"other={proof}",
    )  # fmt: skip
    assert asked.code == 0, asked
    assert asked["status"] == "requested"


def test_the_settings_take_it_in_plan_it_and_put_it_in_force(
    open_office_file: Callable[..., Clerk], small_office: Path, tmp_path: Path
) -> None:
    clerk = open_office_file(small_office, today=APRIL)
    page: Any = clerk.desk("settings")
    page.show_hint("policy")
    clerk.wait()
    panel = page.policy
    spoilt = tmp_path / "jiangnan-2025.toml"
    text = JIANGNAN.read_text(encoding="utf-8")
    spoilt.write_text(text.replace('tier = "locked"', 'tier = "closed"', 1), encoding="utf-8")
    panel.install(spoilt)
    clerk.wait()
    line = text[: text.index('tier = "locked"')].count("\n") + 1
    assert f"第 {line} 行有误：“tier”" in panel.banner.text
    assert clerk.find(QTableWidget, "policy_packs").rowCount() == 3

    panel.install(JIANGNAN)
    clerk.wait()
    places = [one.id for one in panel._packs]
    panel.packs.selectRow(places.index("jiangnan-2025"))
    clerk.wait()
    clerk.press("policy_use")
    dialog = clerk.dialog("plan_dialog")
    assert isinstance(dialog, PlanDialog)
    subjects = {row.subject: row for row in dialog._plan.rows}
    assert subjects["学号"].count == 6
    assert subjects["民族（在册）"].after == "不可修改"
    assert subjects["入团年月（在册）"].after == "修改须审核", "the window is open today"
    assert clerk.context.policy.id == "guangdong-2018"
    use = dialog.findChild(QPushButton, "plan_use")
    assert use is not None
    use.click()
    clerk.wait()
    assert clerk.context.policy.id == "jiangnan-2025"
    assert clerk.context.policy.review.two_persons
    assert clerk.value("SELECT count(*) FROM members WHERE missing = 'student_number'") == 6
    clerk.command("undo")
    clerk.press("undo_apply", clerk.dialog("undo_dialog"))
    clerk.wait()
    assert clerk.value("SELECT count(*) FROM members WHERE missing <> ''") == 0
    assert clerk.context.policy.id == "guangdong-2018", "the window keeps to it at once"


def test_the_list_behind_an_effect_is_shown_in_the_roster(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    clerk = open_office_file(small_office, today=APRIL)
    page: Any = clerk.desk("settings")
    page.show_hint("policy")
    clerk.wait()
    panel = page.policy
    panel.packs.selectRow([one.id for one in panel._packs].index("qilu-2024"))
    clerk.wait()
    clerk.press("policy_use")
    dialog: Any = clerk.dialog("plan_dialog")
    dialog.show_members()
    clerk.wait()
    roster: Any = clerk.window.desk
    assert roster.key == "roster"
    assert sorted(roster.model.ids) == [1, 2, 3, 4, 5, 6]
    assert clerk.context.policy.id == "guangdong-2018"
