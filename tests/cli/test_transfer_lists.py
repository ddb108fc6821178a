"""Lists of transfers on the command line, with the messes that such lists have."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.builders import valid_id
from tests.cli.conftest import Answer, Tuanji
from tests.cli.messy import CHEN, NOBODY, WU, XIE, XU, YANG, ZHOU, ZHU, Case, text, xlsx
from tests.sheets.files import ods

COLLEGE = "共青团贵州大学委员会"
HEAD = ("姓名", "身份证号", "转出团支部", "转入团组织", "转接原因", "是否省内高校", "日期")
COMER = valid_id(date(2002, 4, 6), sex="女", serial=77)

# counts: new, unchanged, ambiguous, refused
LISTS = {
    "as a college fills it in": Case(
        [
            ["2018级新生团组织关系转接汇总表"],
            ["填报单位（盖章）：贵州大学团委", None, None, None, "2018年9月"],
            ["序号", "学生姓名", "公民身份号码", "原团支部", "接收团组织", "转出原因", "省内/省外"],
            [1, *YANG, None, COLLEGE, "升学", "省内"],
            [2, "许 建悦", XU[1] + " ", None, COLLEGE, "考取", "省外"],
            [3, *XIE, "第一中学2015级2班", COLLEGE, "升学", "不详"],
            [4, *NOBODY, None, COLLEGE, "升学", "省内"],
            ["合计", "4人"],
        ],
        (3, 0, 0, 1),
        {"G6": "choice.unknown", "D6": "branch.differs", "C7": "row.not_a_member"},
    ),
    "damage and doubles": Case(
        [
            HEAD,
            ["杨桐语", 520628200010177270, None, COLLEGE, "升学", "是", None],
            [*XU, None, COLLEGE, "升学转接", "是", "2018.6.30"],
            [*XU, None, COLLEGE, "升学", "是", "2018.6.30"],
            ["解文影", XIE[1], None, COLLEGE, "升学", "是", None],
            [*CHEN, None, None, "升学", None, None],
            [*ZHOU, None, COLLEGE, "出国", None, None],
            [*ZHU, None, COLLEGE, "远走高飞", None, None],
            [*WU, None, COLLEGE, "就业", None, "2019-01-01"],
            [None, None, None, COLLEGE, "升学", None, None],
        ],
        (1, 0, 1, 7),
        {
            "B2": "id.precision_lost",
            "B4": "id.duplicate_in_file",
            "A5": "name.differs",
            "D6": "transfer.target",
            "E7": "transfer.retained",
            "E8": "transfer.kind_unknown",
            "G9": "transfer.date_future",
            "A10": "name.empty",
        },
    ),
    "gb18030 from a school": Case(
        [
            ["姓名", "身份证号", "转往组织", "原因"],
            ["杨桐语", "\t" + YANG[1], "某厂团支部", "务工"],
            ["许建悦", f'="{XU[1]}"', "QX02", "其他"],
        ],
        (2, 0, 0, 0),
        {},
        text("gb18030"),
        "转接.csv",
    ),
    "an OpenDocument list without reasons": Case(
        [["姓名", "身份证号", "转入单位"], [*YANG, "某厂"], [*XU, "某厂"]],
        (0, 0, 0, 2),
        {"A2": "required.empty", "A3": "required.empty"},
        ods,
        "转接.ods",
    ),
}  # fmt: skip


def run(tuanji: Tuanji, case: Case, folder: Path, *words: object) -> Answer:
    file = (case.write or xlsx)(folder / case.name, case.rows)
    return tuanji("--today", "2018-08-01", "transfer", "import", file, *words)


@pytest.mark.parametrize("name", LISTS)
def test_a_list(county: Path, tmp_path: Path, tuanji: Tuanji, name: str) -> None:
    case = LISTS[name]
    plan = run(tuanji, case, tmp_path, "--plan")
    told = Counter((found["cell"], found["code"]) for found in plan["findings"])
    assert told == Counter(case.findings.items())
    counts = tuple(plan[kind] for kind in ("new", "unchanged", "ambiguous", "refused"))
    assert counts == case.counts
    assert plan["rows"] == sum(counts)
    assert tuanji("transfer", "list")["count"] == 0
    applied = run(tuanji, case, tmp_path, "--apply")
    assert {**applied.data, "operation": None} == {**plan.data, "operation": None}
    assert tuanji("transfer", "list")["count"] == case.counts[0]
    again = run(tuanji, case, tmp_path, "--apply")
    assert (again["new"], again["unchanged"]) == (0, case.counts[0])
    assert "operation" not in again.data


def test_reason_and_day_for_all_and_the_recipe(
    county: Path, tmp_path: Path, tuanji: Tuanji
) -> None:
    case = Case([["姓名", "身份证号", "去处"], [*YANG, COLLEGE], [*XU, COLLEGE]], (2, 0, 0, 0))
    kept = tmp_path / "方案.json"
    words = ("--kind", "升学", "--on", "2018-07-20")
    done = run(tuanji, case, tmp_path, *words, "--map", "去处=转入组织", "--save-recipe", kept)
    assert (done["new"], done["columns"]["target"]) == (2, "C")
    assert json.loads(kept.read_text(encoding="utf-8"))["answers"] == {"kind": "升学"}
    done = run(tuanji, case, tmp_path, *words, "--recipe", kept, "--apply")
    assert done["operation"] > 0
    listed = tuanji("transfer", "list")["transfers"]
    assert {one["started_on"] for one in listed} == {"2018-07-20"}
    assert run(tuanji, case, tmp_path, "--kind", "云游").data["error"]["code"] == (
        "transfer.kind_unknown"
    )
    assert run(tuanji, case, tmp_path, "--on", "昨天").code == 2
    assert run(tuanji, case, tmp_path, "--plan", "--apply").code == 2


def test_the_list_goes_back_and_decisions_are_taken(
    county: Path, tmp_path: Path, tuanji: Tuanji
) -> None:
    case = Case([HEAD, ["解文影", XIE[1], None, COLLEGE, "升学", "是", None]], (0, 0, 1, 0))
    back, said = tmp_path / "退回.xlsx", tmp_path / "决定.json"
    plan = run(tuanji, case, tmp_path, "--return-workbook", back)
    assert (plan["ambiguous"], back.exists()) == (1, True)
    said.write_text('{"2": "member:3"}', encoding="utf-8")
    assert run(tuanji, case, tmp_path, "--decisions", said)["new"] == 1
    said.write_text('{"9": "leave"}', encoding="utf-8")
    assert run(tuanji, case, tmp_path, "--decisions", said).data["error"]["code"] == "decisions.row"


def test_those_who_come_in(county: Path, tmp_path: Path, tuanji: Tuanji) -> None:
    case = Case(
        [
            ["姓名", "身份证号", "原团组织", "转入团支部"],
            ["李转来", COMER, "遵义四中团委", "2015级1班"],
            [*YANG, "遵义四中团委", "2015级1班"],
        ],
        (1, 0, 0, 1),
    )
    words = ("--incoming", "--to", "QX01")
    plan = run(tuanji, case, tmp_path, *words)
    assert (plan["new"], plan["refused"]) == (1, 1)
    assert plan["findings"][0]["code"] == "transfer.already_member"
    done = run(tuanji, case, tmp_path, *words, "--apply")
    assert done["operation"] > 0
    first = tuanji("transfer", "list")["transfers"][0]
    assert (first["incoming"], first["from"]) == (True, "遵义四中团委")
    assert run(tuanji, case, tmp_path, *words)["unchanged"] == 1
