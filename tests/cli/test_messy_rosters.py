"""Rosters as branches send them, made at run time: what each row does, plan and apply alike."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from tests.builders import valid_id
from tests.cli.conftest import Answer
from tests.cli.messy import (
    CHEN,
    XIE,
    XU,
    YANG,
    ZHOU,
    ZHU,
    Case,
)

BRANCH = "第一中学2015级1班团支部"
FULL = "中国共产主义青年团青溪县第一中学2015级1班支部委员会"
HEAD = (
    "团员姓名", "公民身份号码", "名族", "移动电话", "团支部名称", "入团时间",
    "团员发展编号", "政治面貌", "户籍所在地", "文化程度", "是否团干", "经济收入",
)  # fmt: skip


def ids(*births: tuple[int, int, int]) -> list[str]:
    """Valid numbers that nobody has, one for each birth date; the last are male."""
    return [valid_id(date(*born), serial=400 + place) for place, born in enumerate(births)]


def person(number: str, name: str | None = "龙𬱖", /, **other: object) -> list[object]:
    """A complete new member; keywords replace a column."""
    values: dict[str, object] = {
        "name": name,
        "number": number,
        "ethnicity": "01",
        "mobile": f"139{int(number[6:14]) % 100000000:08d}",
        "branch": BRANCH,
        "joined": "2016.9",
        "development": None,
        "status": "团员",
        "place": "贵州省铜仁市青溪县",
        "education": "高中在读",
        "cadre": "否",
        "income": "学生无收入",
        **other,
    }
    return list(values.values())


A, B, C, D, E, F, G, H = ids(
    (2001, 3, 1), (2001, 3, 2), (2001, 3, 3), (2001, 3, 4),
    (2001, 3, 5), (2001, 3, 6), (2001, 3, 7), (2001, 3, 8),
)  # fmt: skip

ROSTERS = {
    "known members": Case(
        [
            ["青溪县第一中学团员花名册"],
            HEAD[:8],
            [*YANG, "苗", "19238572530", BRANCH, "2016年12月", "201652360044", "共青团员"],
            [*XU, "01", 18917012436.0, FULL, "2015.5", 201552401980.0, "03"],
            [*XIE, "汉", "180-8647-5063", "2015级1班支部委员会", "2015/12/1", None, "预备党员"],
            ["陈霖晨", CHEN[1], "土家", None, BRANCH, "201612", None, None],
            [*ZHOU, None, None, "QX0102", None, None, None],
            [*ZHU, None, None, FULL, "2015-05", "201552646949", None],
            ["吴沐子", "52062820001106012x", None, None, FULL, "2015年11月", None, None],
            ["邓奕琳", "'520628199910019985", None, None, None, None, None, None],
            [*YANG, "苗", None, BRANCH, None, None, None],
            ["合计", None, None, "9人"],
        ],
        (0, 2, 2, 5),
        {
            "A6": "field.locked",
            "E7": "field.locked",
            "G8": "field.locked",
            "F9": "field.locked",
            "B11": "id.duplicate_in_file",
        },
    ),
    "new members": Case(
        [
            HEAD,
            person(A),
            person(B, "阿卜杜拉・买买提", joined=43009, development="201752000001"),
            person(C, "甲", joined="20170901", development=201752000002.0),
            person(D, "乙", joined="2017年9月", mobile=None),
            person(E, "丙", joined=date(2018, 5, 4), development="201852000003", ethnicity="哈呢族"),
            person(F, "丁", ethnicity="火星", mobile="13800138000.0"),
            person(G, "戊", mobile="13800138000", place=None),
            person(H, "己", cadre="N", income="2000-5000元", education="职高"),
        ],
        (8, 0, 0, 0),
        {
            "D5": "required.empty",
            "G5": "development_number.missing",
            "C7": "choice.unknown",
            "D8": "mobile.shared",
            "I8": "required.empty",
        },
    ),
    "new members refused": Case(
        [
            HEAD,
            person(A, "甲", branch="没有这个团支部"),
            person(B, "乙", branch="2015级1班团支部"),
            person(C, "丙", branch=None),
            person(D, "丁", joined="9月"),
            person(E, "戊", joined="2018-05", development="201652000001"),
            person(F, "己", joined="2018-05", development="20185200"),
            person(G, "庚", joined="2016-12", development="201652360044"),
            person(H, "辛", joined="2018-12", development="201852000001"),
            person("520628200103050012", "壬"),
            person(A, None),
        ],
        (0, 0, 0, 10),
        {
            "E2": "branch.unknown",
            "E3": "branch.ambiguous",
            "E4": "branch.unknown",
            "F5": "date.unreadable",
            "G6": "development_number.year",
            "G7": "development_number.format",
            "G8": "development_number.taken",
            "F9": "date.future",
            "B10": "id.checksum",
            "A11": "name.empty",
        },
    ),
    "ages of joining": Case(
        [
            HEAD,
            person(ids((2004, 5, 1))[0], "甲", joined="2018-05", development="201852000001"),
            person(ids((2004, 6, 1))[0], "乙", joined="2018-05", development="201852000002"),
            person(ids((2005, 5, 1))[0], "丙", joined="2018-05", development="201852000003"),
            person(ids((2005, 6, 1))[0], "丁", joined="2018-05", development="201852000004"),
            person(ids((2004, 12, 1))[0], "戊", joined="2016-12"),
            person(ids((2005, 1, 1))[0], "己", joined="2016-12"),
            person(ids((1989, 5, 1))[0], "庚", joined="2018-05", development="201852000005"),
            person(ids((1988, 5, 1))[0], "辛", joined="2018-05", development="2015161234567890"),
        ],
        (6, 0, 0, 2),
        {
            "F3": "joined_on.age",
            "F4": "joined_on.age",
            "F5": "joined_on.age",
            "F6": "joined_on.age",
            "F7": "joined_on.age",
            "F8": "joined_on.age",
            "F9": "joined_on.age",
        },
    ),
    "school and class in two columns, sex beside the number": Case(
        [
            ["学校", "所在支部", "姓名", "性别", "出生年月", "身份证号码"],
            ["青溪县第一中学", "2015级1班团支部", "杨桐语", "男", "2000年10月", YANG[1]],
            ["第一中学", "2015级1班", "许建悦", "男", "1999.9.30", XU[1]],
            ["实验中学", "2015级1班", "解文颖", "男", "2000-05-26", XIE[1]],
        ],
        (0, 2, 0, 1),
        {"D3": "id.sex_mismatch", "B4": "field.locked", "E4": "id.birth_mismatch"},
    ),
}  # fmt: skip


WINDOW = {"2018-09-27": "refused", "2018-09-28": "updated", "2018-11-30": "updated"}
WINDOW["2018-12-01"] = "refused"


@pytest.mark.parametrize("day", WINDOW)
def test_the_window_of_joining_months_has_both_its_days(
    messy: Callable[..., Answer], day: str
) -> None:
    """G 二, with a year that the locked development number does not follow: a warning only."""
    head = ["姓名", "身份证号", "团支部", "入团年月"]
    plan = messy(Case([head, [*YANG, BRANCH, "2017年5月"]], (0, 0, 0, 0)), "roster", day=day)
    assert plan[WINDOW[day]] == 1
    assert plan["submitted"] == (WINDOW[day] == "updated")
    told = [(found["field"], found["code"]) for found in plan["findings"]]
    locked = WINDOW[day] == "refused"
    year = ("development_number", "development_number.year")
    assert told == [("joined_on", "field.locked")] * locked + [year] * (not locked)


@pytest.mark.parametrize("name", ROSTERS)
def test_roster_list(messy: Callable[..., Answer], name: str) -> None:
    case = ROSTERS[name]
    plan = messy(case, "roster")
    told = Counter((found["cell"], found["code"]) for found in plan["findings"])
    assert told == Counter(case.findings.items())
    kinds = ("new", "unchanged", "updated", "refused")
    assert tuple(plan[kind] for kind in kinds) == case.counts
    assert plan["rows"] == sum(case.counts)
    assert plan["ambiguous"] == 0
