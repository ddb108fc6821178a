"""Lists of the rules section as files."""

import csv
from pathlib import Path

from openpyxl import load_workbook

from tests.builders import add_member, pack
from tuanji_desktop.members.policy_plan import plan_policy
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.compare import compare
from tuanji_desktop.settings_room.exports import (
    effect_words,
    export_comparison,
    export_people,
    export_plan,
)


def cells(path: Path) -> list[list[str]]:
    sheet = load_workbook(path).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_a_comparison_is_a_table_with_both_clauses(tmp_path: Path) -> None:
    first, second = pack("guangdong-2018"), pack("qilu-2024")
    path = tmp_path / "比较.xlsx"
    rows = compare(first, second)
    assert export_comparison(path, first=first, second=second, rows=rows) == len(rows)
    title, heading, *body = cells(path)
    assert title[0] == f"规则包比较：{first.title}、{second.title}"
    assert heading == ["部分", "事项", first.title, "依据", second.title, "依据", "区别"]
    joined = next(row for row in body if row[:2] == ["字段修改", "入团年月"])
    assert joined[2].startswith("不可修改")
    assert (joined[3], joined[5], joined[6]) == ("G 一.2", "N 一.3", "规定不同")


def test_a_plan_is_a_table_of_its_effects(office: Context, tmp_path: Path) -> None:
    add_member(office, name="赵一", is_cadre="是")
    plan = plan_policy(office, policy_id="qilu-2024")
    path = tmp_path / "影响.csv"
    assert export_plan(plan, path) == len(plan.rows)
    with path.open(encoding="utf-8-sig", newline="") as file:
        body = list(csv.reader(file))
    assert body[1] == ["类别", "事项", "现在", "启用后", "依据", "数量", "团组织"]
    post = next(row for row in body[2:] if row[1] == "团内现任职务")
    assert post[2:6] == ["不必填", "必填（是否为团干为“是”时），现为空", "Q 四.4", "1 人"]


def test_the_people_behind_an_effect_are_masked(office: Context, tmp_path: Path) -> None:
    plan = plan_policy(office, policy_id="qilu-2024")
    path = tmp_path / "名单.xlsx"
    assert export_people(office, plan, "tier.income.active", path) == 6
    title, heading, first, *_ = cells(path)
    assert "经济收入（在册）" in title[0]
    assert heading[:3] == ["姓名", "身份证号", "所在团支部"]
    assert first[0] == "张三"
    assert first[1].startswith("520***")
    assert first[2].endswith("支部委员会")
    assert first[3:] == ["经济收入（在册）", "修改须审核", "可直接修改", "N 一.5"]


def test_units_are_listed_by_name(office: Context, tmp_path: Path) -> None:
    for number in range(30):
        add_member(office, name=f"赵{number}")
    plan = plan_policy(office, policy_id="national")
    (row,) = [one for one in plan.rows if one.names]
    path = tmp_path / "支部.xlsx"
    assert export_people(office, plan, row.key, path) == 1
    assert cells(path)[2] == ["高三（1）班（33 人）", "团支部", "超过30人", "人数合适", "N 二.5"]
    assert effect_words(row) == "团组织：团支部（超过30人 → 人数合适）"
