"""Each code has its level, in both directions: a warning is never an error, an error never only a
warning – and what stands just beside a fault has no finding at all."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from tests.builders import pack
from tests.rules.people import id_number, member
from tuanji_desktop.rules import cells, checks
from tuanji_desktop.rules.checks import normalise_row

TODAY = date(2018, 10, 15)
ADULT, CHILD = id_number(date(1999, 5, 25)), id_number(date(2004, 6, 1))
PERMIT = "810000199408230021"
Cells = dict[str, object]


def findings(**changes: object) -> list[str]:
    """The findings of a row of cells on that day, as level and code."""
    policy = pack("guangdong-2018")
    row: Cells = {**member(id_number=ADULT, sex="男", born_on="1999-05-25"), **changes}
    values, found = normalise_row(row, policy=policy)
    found += checks.cross_check(values, policy=policy, today=TODAY)
    found += checks.empty_findings(policy.missing(values), policy)
    return sorted({f"{one.level} {one.code}" for one in found})


FAULTS: tuple[tuple[str, Cells, Cells], ...] = (
    # level and code, the cells with the fault, the same without
    ("error name.empty", {"name": None}, {"name": "单"}),
    ("error name.digits", {"name": "张3"}, {"name": "张三·甲"}),
    ("error name.several", {"name": "张三、李四"}, {"name": "阿卜杜·热合曼"}),
    ("warning name.spaced", {"name": "张三 李四"}, {"name": "欧阳 文静"}),
    ("error name.not_a_name", {"name": "汉族"}, {"name": "汉族明"}),
    ("warning name.note", {"name": "张三（团支书）"}, {"name": "张（三）"}),
    ("error id.precision_lost", {"id_number": 5.20628199905253e17}, {"id_number": ADULT}),
    ("error id.length", {"id_number": ADULT[:17]}, {"id_number": ADULT.lower()}),
    ("error id.checksum", {"id_number": ADULT[:16] + "99"}, {"id_number": f" {ADULT[:6]} {ADULT[6:]}"}),
    ("error id.birth_date", {"id_number": "520628199913251234"}, {"id_number": ADULT}),
    (
        "error id.birth_date",
        {"id_number": id_number(date(2018, 10, 16)), "born_on": None, "joined_on": None,
         "development_number": None},
        {"id_number": id_number(date(2018, 10, 15)), "born_on": None, "joined_on": "",
         "mobile": "13900139000"},
    ),
    ("warning id.sex_mismatch", {"sex": "女"}, {"sex": "男"}),
    ("warning id.birth_mismatch", {"born_on": "1999-05-26"}, {"born_on": 36305}),
    ("warning id.kind_mismatch", {"id_kind": "港澳台居民居住证"}, {"id_kind": "身份证"}),
    (
        "warning id.kind_mismatch",
        {"id_number": PERMIT, "sex": "女", "born_on": None},
        {"id_number": PERMIT, "sex": "女", "born_on": None, "id_kind": "居住证"},
    ),
    ("warning mobile.format", {"mobile": "1380013800"}, {"mobile": "+86 138-0013-8000"}),
    ("warning mobile.several", {"mobile": "13800138000/13900139000"}, {"mobile": "手机：13800138000"}),
    ("warning choice.unknown", {"ethnicity": "穿青人"}, {"ethnicity": "哈呢族"}),
    ("error text.too_long", {"joined_at": "校" * 30}, {"joined_at": "校" * 29}),
    ("error date.unreadable", {"joined_on": "9月"}, {"joined_on": "2018年9月"}),
    ("warning date.unreadable", {"applied_party_on": "2018-09"}, {"applied_party_on": "2018-09-01"}),
    ("error date.future", {"joined_on": "2018-11"}, {"joined_on": "2018-10"}),
    (
        "error date.future",
        {"id_kind": "境外证件", "id_number": "H1234567", "born_on": "2018-10-16", "joined_on": None},
        {"id_kind": "境外证件", "id_number": "H1234567", "born_on": "2003-10-16"},
    ),
    ("warning date.future", {"post_since": "2018-11"}, {"post_since": "2018-10"}),
    ("warning date.future", {"volunteer_since": "2018-10-16"}, {"volunteer_since": "2018-10-15"}),
    ("warning date.future", {"party_joined_on": "2018-10-16"}, {"party_joined_on": "2018-10-15"}),
    ("warning date.future", {"applied_party_on": "2018-10-16"}, {"applied_party_on": "2018-10-15"}),
    (
        "error joined_on.age",
        {"id_number": CHILD, "born_on": None, "joined_on": "2017-05"},
        {"id_number": CHILD, "born_on": None, "joined_on": "2018-06"},
    ),
    (
        "warning joined_on.age",
        {"id_number": CHILD, "born_on": None, "joined_on": "2018-05"},
        {"id_number": CHILD, "born_on": None, "joined_on": "2018-06"},
    ),
    (
        "warning joined_on.age",
        {"id_number": id_number(date(1989, 4, 30)), "born_on": None},
        {"id_number": id_number(date(1989, 6, 1)), "born_on": None},
    ),
    ("error party_joined_on.age", {"party_joined_on": "2017-05-24"}, {"party_joined_on": "2017-05-25"}),
    ("warning development_number.missing", {"development_number": None}, {"joined_on": "2016-12", "development_number": None}),
    ("error development_number.format", {"development_number": "20185200"}, {"development_number": "201852000009"}),
    ("error development_number.year", {"development_number": "201652000001"}, {"development_number": "201752000001"}),
    ("warning development_number.province", {"development_number": "201899000001"}, {"development_number": "201882000001"}),
    ("warning required.empty", {"education": ""}, {"education": "高中"}),
)  # fmt: skip


EMPTY = "warning required.empty"
CAUSES = {told for told, _fault, _sound in FAULTS} - {EMPTY}  # what is cut out leaves a gap


@pytest.mark.parametrize(("told", "fault", "sound"), FAULTS)
def test_a_fault_has_its_level_and_its_neighbour_none(
    told: str, fault: Cells, sound: Cells
) -> None:
    assert [one for one in findings(**fault) if one in (told, *CAUSES)] == [told]
    assert told not in findings(**sound)
    level, code = told.split()
    other = "warning" if level == "error" else "error"
    assert f"{other} {code}" not in findings(**fault)


def test_what_is_sound_is_sound_throughout() -> None:
    """Most neighbours have no finding of any kind."""
    quiet = [sound for _told, _fault, sound in FAULTS if not findings(**sound)]
    assert len(quiet) >= len(FAULTS) - 3


BOTH = {"date.unreadable", "date.future", "joined_on.age"}
"""Codes with two levels, by cause: a day left out, the future of a birth, the floor of an age."""


def test_every_other_code_has_one_level() -> None:
    levels: dict[str, set[str]] = {}
    for told, _fault, _sound in FAULTS:
        level, code = told.split()
        levels.setdefault(code, set()).add(level)
    assert {code for code, known in levels.items() if len(known) > 1} == BOTH


def test_every_code_of_the_checks_is_in_the_table() -> None:
    shape = re.compile(r"(name|id|mobile|choice|text|date|joined_on|party_joined_on"
                       r"|development_number|required)\.[a-z_]+")  # fmt: skip
    found = {
        node.value
        for module in (cells, checks)
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and shape.fullmatch(node.value)
    }
    by_database = {
        "development_number.taken",
        "id.duplicate_in_file",
        "id.belongs_elsewhere",
        "mobile.shared",
    }
    assert found - by_database == {told.split()[1] for told, _fault, _sound in FAULTS}


def test_what_only_the_database_knows() -> None:
    levels = {
        checks.development_number_taken("201852000001", "李四").level: "error",
        checks.id_belongs_elsewhere(ADULT, "李四", "甲支部").level: "error",
        checks.mobile_shared("13800138000", "李四").level: "warning",
        checks.id_duplicate_in_file(ADULT, 3).level: "error",
    }
    assert all(level == wanted for level, wanted in levels.items())
