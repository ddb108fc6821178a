"""The rule sheet is `field_state` for every field, stage and day, and nothing else."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.people import member
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import LEFT
from tuanji_desktop.rules.policy import Policy, Stage, Tier
from tuanji_desktop.rules.rule_sheet import (
    rule_sheet,
    sheet_headings,
    sheet_rows,
    turning_days,
)

SUMMER = date(2018, 8, 1)


@given(st.dates(), st.sampled_from(["居民身份证", "境外证件"]))
def test_every_cell_is_the_rule_itself(
    guangdong: Policy, qilu: Policy, day: date, kind: str
) -> None:
    values = member(id_kind=kind)
    for policy in (guangdong, qilu):
        sheet = rule_sheet(policy, values, day)
        assert [row.field for row in sheet.rows] == list(FIELDS)
        assert sheet.stages == tuple(Stage)
        starred = policy.required(values)
        for row in sheet.rows:
            for stage, cell in zip(sheet.stages, row.cells, strict=True):
                state = policy.field_state(row.field, stage=stage, values=values, today=day)
                assert (cell.tier, cell.clause, cell.reason, cell.path) == (
                    state.tier, state.clause, state.reason, state.path,
                )  # fmt: skip
                assert cell.starred == (row.field in starred and stage not in LEFT)


def test_the_sheet_changes_with_the_day(guangdong: Policy) -> None:
    today = rule_sheet(guangdong, member(), SUMMER)
    inside = rule_sheet(guangdong, member(), date(2018, 10, 15))
    assert inside.differing(today) == {
        ("joined_on", Stage.ACTIVE), ("joined_on", Stage.RETAINED),
    }  # fmt: skip
    assert today.differing(rule_sheet(guangdong, member(), date(2018, 8, 2))) == frozenset()
    assert inside.cell("joined_on", Stage.ACTIVE).tier is Tier.REVIEW


def test_signs_speak_without_colour(guangdong: Policy) -> None:
    sheet = rule_sheet(guangdong, member(), SUMMER)
    assert sheet.cell("name", Stage.ACTIVE).sign == "锁 *"
    assert sheet.cell("income", Stage.ACTIVE).sign == "审 *"
    assert sheet.cell("qq", Stage.DRAFT).sign == "改"
    assert sheet.cell("name", Stage.DELETED).sign == "锁"
    assert sheet.cell("name", Stage.ACTIVE).words.startswith("不可修改（G 一.2）：姓名")


def test_stars_follow_the_values(qilu: Policy) -> None:
    cadre = rule_sheet(qilu, member(is_cadre="是"), SUMMER)
    plain = rule_sheet(qilu, member(is_cadre="否"), SUMMER)
    assert cadre.cell("cadre_kind", Stage.ACTIVE).starred
    assert not plain.cell("cadre_kind", Stage.ACTIVE).starred
    stars = {row.field: row.star_clause for row in cadre.rows}
    assert stars["cadre_kind"] == "Q 四.4"
    assert stars["qq"] == ""


def test_the_days_worth_looking_at(guangdong: Policy, qilu: Policy) -> None:
    assert [day for day, _words in turning_days(guangdong)] == [
        date(2018, 9, 27), date(2018, 9, 28), date(2018, 11, 30), date(2018, 12, 1),
    ]  # fmt: skip
    assert turning_days(guangdong)[1][1] == "入团年月开放首日"
    assert turning_days(qilu) == ()


def test_as_a_list_every_cell_is_in_full(guangdong: Policy) -> None:
    sheet = rule_sheet(guangdong, member(), SUMMER)
    headings, rows = sheet_headings(sheet), list(sheet_rows(sheet))
    assert headings[:4] == ("分组", "字段", "必填依据", "草稿")
    assert len(rows) == len(FIELDS)
    name = dict(zip(headings, next(row for row in rows if row[1] == "姓名"), strict=True))
    assert name["必填依据"] == "N 二.1"
    assert name["在册"].startswith("不可修改（G 一.2）")
    assert name["在册"].endswith("（必填）")
    assert name["草稿"].startswith("可直接修改（G 一.1）")
