"""Packs on the command line."""

from pathlib import Path

from openpyxl import load_workbook

from tests.cli.conftest import Tuanji
from tuanji_desktop.core.paths import resource_dir

JIANGNAN = Path(__file__).parents[1] / "rules" / "packs" / "jiangnan-2025.toml"


def test_list_check_use(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    ids = {one["id"] for one in tuanji("policy", "list")["policies"]}
    assert {"national", "guangdong-2018", "qilu-2024"} <= ids
    good = resource_dir() / "policies" / "qilu-2024.toml"
    assert tuanji("policy", "check", good)["id"] == "qilu-2024"
    broken = tmp_path / "坏.toml"
    broken.write_text("id = 3\n", encoding="utf-8")
    answer = tuanji("policy", "check", broken)
    assert (answer.code, answer["error"]["code"]) == (1, "policy.invalid")
    assert "第 1 行" in answer["error"]["message"]
    assert tuanji("policy", "use", "qilu-2024").code == 0
    locked = tuanji("member", "show", 1)["fields"]["sex"]
    assert locked["tier"] == "locked"
    assert tuanji("policy", "use", "nonsense")["error"]["code"] == "policy.unknown"


def test_check_tells_every_rule(tuanji: Tuanji) -> None:
    rules = {one["key"]: one for one in tuanji("policy", "check", JIANGNAN)["rules"]}
    assert rules["review.two_persons"]["rule"] == "须由申请人以外的人审核"
    assert rules["review.two_persons"]["clause"] == "J 一.3"
    assert rules["tier.ethnicity"]["note"].startswith("民族在团支部审核通过后不可修改")
    for key in ("correction.decide", "leaving.expelled", "tree.sizes.branch", "transfer.stay"):
        assert rules[key]["rule"]


def test_two_packs_are_compared(tuanji: Tuanji, tmp_path: Path) -> None:
    out = tmp_path / "比较.xlsx"
    answer = tuanji("policy", "compare", "guangdong-2018", JIANGNAN, "--export", out)
    rows = {one["key"]: one for one in answer["rows"]}
    assert answer["differences"] == len(rows)
    assert rows["tier.ethnicity"]["kind"] == "changed"
    assert rows["tier.ethnicity"]["first"]["clause"] == "G 一.4"
    assert rows["tier.ethnicity"]["second"]["clause"] == "J 一.1"
    assert "same" not in {one["kind"] for one in rows.values()}
    whole = tuanji("policy", "compare", "guangdong-2018", JIANGNAN, "--all")
    assert len(whole["rows"]) > len(rows)
    assert whole["differences"] == answer["differences"]
    assert load_workbook(out).worksheets[0].max_row == len(rows) + 2
    assert tuanji("policy", "compare", "guangdong-2018", "nix")["error"]["code"] == "policy.unknown"


def test_a_plan_writes_nothing_and_lists_who_is_behind(
    county: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    before = tuanji("log", "--limit", 1)["operations"]
    plan = tuanji("policy", "plan", "qilu-2024")
    rows = {one["key"]: one for one in plan["rows"]}
    assert rows["tier.income.active"]["before"] == "修改须审核"
    assert rows["tier.income.active"]["after"] == "可直接修改"
    assert "members" not in plan.data
    unmet = "expected.study_status.本科或专科在读"
    out = tmp_path / "名单.xlsx"
    listed = tuanji("policy", "plan", "qilu-2024", "--members", unmet, "--export", out)
    assert len(listed["members"]) == rows[unmet]["count"] > 0
    assert load_workbook(out).worksheets[0].max_row == rows[unmet]["count"] + 2
    assert tuanji("policy", "plan", "qilu-2024", "--export", tmp_path / "影响.xlsx").code == 0
    assert (
        tuanji("policy", "plan", "qilu-2024", "--members", "x")["error"]["code"] == "policy.effect"
    )
    assert tuanji("log", "--limit", 1)["operations"] == before
    assert tuanji("policy", "use", "qilu-2024")["changed"] == plan["changed"]
    assert tuanji("policy", "plan", "qilu-2024")["changed"] == 0


def test_own_packs_come_and_go(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    assert not tuanji("policy", "install", JIANGNAN)["replaced"]
    assert tuanji("policy", "install", JIANGNAN)["replaced"]
    copy = tmp_path / "copy.toml"
    assert tuanji("policy", "export", "qilu-2024", copy).code == 0
    assert tuanji("policy", "install", copy)["id"] == "qilu-2024-own"
    assert tuanji("policy", "use", "jiangnan-2025").code == 0
    assert tuanji("policy", "remove", "jiangnan-2025")["error"]["code"] == "policy.in_force"
    assert tuanji("policy", "remove", "qilu-2024-own").code == 0
    assert tuanji("policy", "remove", "qilu-2024")["error"]["code"] == "policy.unknown"
    template = tmp_path / "模板.toml"
    assert tuanji("policy", "template", template).code == 0
    assert tuanji("policy", "check", template)["ok"]
    shipped = resource_dir() / "policies" / "national.toml"
    assert tuanji("policy", "install", shipped)["error"]["code"] == "policy.shipped"
