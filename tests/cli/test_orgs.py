"""The tree on the command line."""

from pathlib import Path

from tests.cli.conftest import SAMPLES, Tuanji
from tests.cli.messy import xlsx


def node(tuanji: Tuanji, code: str) -> dict[str, object]:
    found = [one for one in tuanji("org", "list")["organizations"] if one["code"] == code]
    return found[0] if found else {}


def test_import_is_idempotent(county: Path, tuanji: Tuanji) -> None:
    again = tuanji("org", "import", SAMPLES / "organizations.xlsx")
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, 68)
    assert "operation" not in again.data


def test_add_move_merge_dissolve(county: Path, tuanji: Tuanji) -> None:
    made = tuanji(
        "org", "add", "QX0107", "--name", "中国共产主义青年团青溪县第一中学新支部委员会",
        "--kind", "团支部", "--parent", "QX01",
    )  # fmt: skip
    assert made.code == 0
    assert node(tuanji, "QX0107")["parent"] == "QX01"
    assert (
        tuanji("org", "add", "QX0107", "--name", "x", "--kind", "团支部", "--parent", "QX01").code
        == 1
    )
    assert (
        tuanji("org", "add", "QX9", "--name", "x", "--kind", "团支部", "--parent", "QX0107").code
        == 1
    )
    before = node(tuanji, "QX02")["members"]
    assert tuanji("org", "move", "QX0101", "--to", "QX02").code == 0
    assert node(tuanji, "QX02")["members"] > before  # type: ignore[operator]
    assert tuanji("org", "move", "QX01", "--to", "QX02").code == 1
    moved = tuanji("org", "merge", "QX0101", "--into", "QX0102")
    assert moved["members"] > 0
    assert node(tuanji, "QX0101") == {}
    assert tuanji("org", "dissolve", "QX0102").code == 1
    assert tuanji("org", "dissolve", "QX0107").code == 0
    assert tuanji("office", "check")["ok"]


def test_every_act_can_be_planned(county: Path, tuanji: Tuanji) -> None:
    before = tuanji("org", "list")["organizations"]
    plans = [
        tuanji("org", "add", "QX0107", "--name", "新", "--kind", "团支部", "--parent", "QX01", "--plan"),
        tuanji("org", "rename", "QX0101", "--name", "新全称", "--plan"),
        tuanji("org", "set", "QX0101", "secretary=王书记", "--plan"),
        tuanji("org", "move", "QX0101", "--to", "QX02", "--plan"),
        tuanji("org", "merge", "QX0101", "--into", "QX0102", "--plan"),
    ]  # fmt: skip
    acts = ["org.add", "org.rename", "org.edit", "org.move", "org.merge"]
    assert [(plan.code, plan["act"]) for plan in plans] == [(0, act) for act in acts]
    assert all("operation" not in plan.data and plan["nodes"] for plan in plans)
    refused = tuanji("org", "dissolve", "QX0101", "--plan")
    assert (refused.code, refused["error"]["code"]) == (1, "org.dissolve")
    assert tuanji("org", "list")["organizations"] == before


def test_rename_and_set(county: Path, tuanji: Tuanji) -> None:
    done = tuanji("org", "rename", "QX0101", "--name", "新全称", "--document", "青团〔2018〕1号")
    assert done["operation"] > 0
    assert node(tuanji, "QX0101")["short_name"] == "新全称"
    assert tuanji("org", "set", "QX0101", "团组织书记=王书记", "contact_phone=0856-1").code == 0
    assert tuanji("org", "set", "QX0101", "contact_phone=没有").code == 1
    assert tuanji("org", "set", "QX0101", "kind=branch").code == 1
    assert tuanji("org", "set", "QX0101", "secretary").code == 2
    words = tuanji("log", "--limit", "1")["operations"][0]["words"]
    assert words == "修改 新全称 的团组织书记、联系电话"


def test_superiors_by_name_decisions_and_the_recipe(
    county: Path, tmp_path: Path, tuanji: Tuanji
) -> None:
    school = node(tuanji, "QX01")
    rows: list[list[object]] = [
        ["组织编码", "名", "组织类别", "上级组织"],
        ["NEU", school["full_name"], "团委", "QX"],
        ["NEU01", "第一中学2030级1班团支部", "团支部", "第一中学"],
    ]
    file, said, kept = (tmp_path / name for name in ("组织.xlsx", "决定.json", "方案.json"))
    xlsx(file, rows)
    plan = tuanji("org", "import", file, "--map", "名=组织全称", "--plan", "--save-recipe", kept)
    assert (plan["new"], plan["ambiguous"], plan["matched"]) == (1, 1, 0)
    assert plan["rows"] == 2
    assert [found["code"] for found in plan["findings"]] == ["org.name_taken"]
    said.write_text('{"2": "leave"}', encoding="utf-8")
    words = ("org", "import", file, "--recipe", kept, "--decisions", said)
    done = tuanji(*words)
    assert (done["new"], done["refused"], done["ambiguous"]) == (1, 1, 0)
    assert node(tuanji, "NEU01")["parent"] == "QX01"
    said.write_text('{"7": "leave"}', encoding="utf-8")
    assert tuanji(*words).data["error"]["code"] == "decisions.row"
    back = tmp_path / "退回.xlsx"
    assert (
        tuanji("org", "import", file, "--recipe", kept, "--plan", "--return-workbook", back).code
        == 0
    )
    assert back.exists()
    assert tuanji("org", "import", file, "--plan", "--apply").code == 2
