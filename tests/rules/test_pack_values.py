"""Values that no member can have, and days that cross."""

import tomllib
from typing import Any

import pytest

from tuanji_desktop.rules.pack_values import value_faults

RULE = 'tier = "review"\nclause = "O 一"\nreason = "理由。"\n'


def found(text: str, **merged: Any) -> list[tuple[tuple[str | int, ...], str]]:
    data = tomllib.loads(text)
    return list(value_faults(data, {"choices": {}, "destinations": {}, **merged}))


def required(condition: str) -> str:
    return f'[required]\npost = {{ clause = "O 一", when = {condition} }}\n'


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('{ field = "is_cadre", equals = "对" }', "“是否为团干”没有“对”这个选项"),
        ('{ field = "education", one_of = ["本科", "本科生"] }', "没有“本科生”"),
        ('{ field = "joined_on", at_least = "2017.1" }', '年月应写作 "2018-09"'),
        ('{ field = "joined_on", at_least = "2017-13" }', "年月应写作"),
        ('{ field = "party_joined_on", at_most = "2017-01" }', "日期应写作"),
        ('{ field = "education", at_least = "本科" }', "不能比较早晚"),
        ('{ field = "branch", equals = "一班" }', "不能写所在团支部"),
        ('[{ field = "sex", equals = "男" }, { field = "sex", equals = "M" }]', "没有“M”"),
    ],
)
def test_a_condition_that_never_holds(condition: str, words: str) -> None:
    ((where, reason),) = found(required(condition))
    assert words in reason
    assert where[:3] == ("required", "post", "when")


@pytest.mark.parametrize(
    "condition",
    [
        '{ field = "political_status", equals = "民盟盟员" }',  # read, though not offered
        '{ field = "joined_on", at_least = "2017-01", at_most = "2018-12" }',
        '{ field = "party_joined_on", at_least = "2017-01-31" }',
        '{ field = "major", equals = "随便什么" }',
        '{ field = "destination", equals = "支教" }',
    ],
)
def test_a_condition_that_can_hold(condition: str) -> None:
    assert found(required(condition), destinations={"支教": {}}) == []


def test_choices_of_the_pack_itself_count() -> None:
    text = '[[expected]]\nfield = "post"\nvalue = "学习委员"\nclause = "O 一"\n'
    assert [reason for _, reason in found(text)] == ["“团内现任职务”没有“学习委员”这个选项"]
    assert found(text, choices={"post": ["书记", "学习委员"]}) == []


def test_unless_and_waiting_destinations_are_looked_at_too() -> None:
    text = '[leaving.over_age]\nunless = [{ field = "is_cadre", equals = "对" }]\n'
    assert [where for where, _ in found(text)] == [("leaving", "over_age", "unless", 0, "field")]
    text = '[transfer]\nwaiting_destinations = ["升学", "上大学"]\n'
    assert [reason for _, reason in found(text)] == ["“毕业去向”没有“上大学”这个选项"]


@pytest.mark.parametrize(
    ("first", "second", "crosses"),
    [
        ("from = 2025-03-01\nto = 2025-03-31", "from = 2025-04-01", False),
        ("from = 2025-03-01\nto = 2025-04-01", "from = 2025-04-01", True),
        ("from = 2025-03-01", "from = 2030-01-01", True),
        ("from = 2025-05-01", "from = 2025-03-01\nto = 2025-04-30", False),
    ],
)
def test_two_windows_of_a_field_do_not_cross(first: str, second: str, crosses: bool) -> None:
    text = "".join(f'[[windows]]\nfield = "qq"\n{days}\n{RULE}' for days in (first, second))
    assert [where for where, _ in found(text)] == [("windows", 1, "from")] * crosses
    assert found(text.replace('field = "qq"', 'field = "wechat"', 1)) == []


def test_the_branch_is_no_field_to_be_put_right() -> None:
    text = '[deletion.reasons.wrong]\nfield = "branch"\n[correction]\nfields = ["name", "branch"]\n'
    letter = {"name": {"tier": "locked", "path": "correction_letter"}}
    places = [where for where, _ in found(text, tiers=letter, correction={"fields": ["name"]})]
    assert places == [("deletion", "reasons", "wrong", "field"), ("correction", "fields", 1)]


def test_a_default_that_takes_the_letter_covers_what_has_no_rule() -> None:
    text = '[correction]\nfields = ["qq"]\n'
    assert [where for where, _ in found(text)] == [("correction", "fields", 0)]
    default = {"tier": "locked", "path": "correction_letter"}
    assert found(text, default=default) == []
    free = {"qq": {"tier": "free"}}
    assert [where for where, _ in found(text, default=default, tiers=free)] == [
        ("correction", "fields", 0)
    ]


@pytest.mark.parametrize("path", ["correction_letter", "deletion_reentry"])
def test_a_window_that_leads_nowhere(path: str) -> None:
    text = f'[[windows]]\nfield = "qq"\nfrom = 2025-03-01\ntier = "locked"\npath = "{path}"\n'
    windows = tomllib.loads(text)["windows"]
    assert [where for where, _ in found(text, windows=windows)] == [("windows", 0, "path")]
