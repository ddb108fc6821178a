"""A pack in words: nothing that it can say is left unsaid."""

import copy
import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.rules.conftest import PACKS
from tests.rules.test_pack_template import whole_template
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.orgs.kinds import KINDS, SCHOOL_KINDS
from tuanji_desktop.rules import pack_schema
from tuanji_desktop.rules.choices import CHOICES
from tuanji_desktop.rules.describe import CHOICE_LABELS, FORM_LABELS, SECTIONS, UNIT_LABELS
from tuanji_desktop.rules.pack_schema import FormName, SchoolKind
from tuanji_desktop.rules.policy import Policy, load_pack

JIANGNAN = Path(__file__).parent / "packs" / "jiangnan-2025.toml"
Where = tuple[str | int, ...]

OTHERS: Mapping[str, tuple[object, ...]] = {  # another value that the key may have as well
    "tier": ("free", "locked", "review"),
    "path": ("none", "transfer", "withdraw_or_return", "change_request", "derived"),
    "field": ("qq", "name", "is_cadre", "education"),
    "fields": (["qq"],),
    **dict.fromkeys(("gather", "verify", "forward", "endorse", "send", "decide"), (["branch"],)),
    "only": (["兼职团干"],),
    "floors": ([],),
    "treatment": ("exempt", "transfer"),
    "rate": ("employer", "started"),
    "equals": ("否",),
    "one_of": (["大专在读"], ["中共党员"]),
    "at_least": ("2018-01",),
    "at_most": ("2029-01",),
    "value": ("专职团干",),
    "attachments": (["statement"],),
    "forms": (["letter"],),
    "waiting_school_kinds": (["初中"],),
    "school_kinds": (["高校"],),
    "waiting_destinations": (["就业"],),
    "clause": ("N 一.1",),
    "turn_clause": ("N 一.1",),
    "waiting_clause": ("N 一.1",),
    "approvals": (2, 4),
    "approvals_clause": ("N 一.1",),
    "paper_clause": ("N 一.1",),
    "mobile": (r"^1\d{9}$",),
    "turn_on": ("07-01",),
    "on": ("10-31",),
    "phrase": ("民族写错，应为：{value}",),
    "code": ("another",),
    "extends": ("guangdong-2018",),
    "from": ("2017-02", 2014, date(2025, 3, 2)),
    "to": ("2016-11", 2017, date(2025, 6, 30)),
}


def leaves(data: object, at: Where = ()) -> Iterator[tuple[Where, object]]:
    """Every value of a pack that is no table, with its place."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, (*at, key))
    elif isinstance(data, list) and data and isinstance(data[0], dict):
        for place, value in enumerate(data):
            yield from leaves(value, (*at, place))
    else:
        yield at, data


def others(key: str, value: object) -> Iterator[object]:
    """Values to put in the place of one."""
    yield from (one for one in OTHERS.get(key, ()) if one != value)
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, float):
        yield value / 2
    elif isinstance(value, date):
        yield from (value + timedelta(days=1), value - timedelta(days=1))
    elif isinstance(value, str):
        yield value + "乙"
        yield value + "b"
    elif isinstance(value, list):
        yield value[:-1]


def toml(value: object) -> str:
    """A value as a pack writes it."""
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(k, ensure_ascii=False)} = {toml(v)}" for k, v in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def loaded(data: Mapping[str, Any], folder: Path) -> Policy:
    file = folder / "own.toml"
    file.write_text("".join(f"{key} = {toml(value)}\n" for key, value in data.items()), "utf-8")
    return load_pack(file, directories=[PACKS])


def put(data: Any, where: Where, value: object) -> Any:
    result = copy.deepcopy(data)
    at = result
    for key in where[:-1]:
        at = at[key]
    at[where[-1]] = value
    return result


def said(policy: Policy) -> set[tuple[str, ...]]:
    return {
        (line.section, line.subject, line.text, line.note, line.clause)
        for line in policy.describe()
    }


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The base is read once, and known to be sound."""
    loads, faults = tomllib.loads, pack_schema.faults
    once = lru_cache(loads)
    base = (PACKS / "national.toml").read_text(encoding="utf-8")
    monkeypatch.setattr(tomllib, "loads", lambda text: (once if text == base else loads)(text))
    monkeypatch.setattr(
        pack_schema, "faults", lambda data: [] if data["id"] == "national" else faults(data)
    )


@pytest.mark.usefixtures("quick")
def test_whatever_a_pack_says_is_in_its_description(tmp_path: Path) -> None:
    """Every single value of a pack that uses every key is changed, and the words change with it."""
    data = tomllib.loads(whole_template())
    values = list(leaves(data))
    # the letter stays the way at some time, so that the other rules of the field may change
    closed = data["tiers"]["joined_on"] | {"field": "joined_on", "from": date(2030, 1, 1)}
    data["windows"].append(closed)
    before = said(loaded(data, tmp_path))
    silent, only = [], []
    for where, value in values:
        key = next(str(one) for one in reversed(where) if isinstance(one, str))
        changed = False
        for other in others(key, value):
            try:
                trial = put(data, where, other)
                if key == "tier":  # another tier has no way out, or another one
                    trial = put(trial, (*where[:-1], "path"), "none")
                after = said(loaded(trial, tmp_path))
            except BadInput:
                continue
            changed = True
            if after == before:
                silent.append((where, value, other))
            break
        if not changed:
            only.append(where)
    reasons = ("deletion", "reasons")  # refused, a reason has an advice; accepted, a phrase
    assert only == [
        ("default", "path"),
        ("correction", "fields"),  # those that are locked with the letter, and no other
        (*reasons, "wrong_ethnicity", "accepted"),
        (*reasons, "graduated", "accepted"),
    ]
    # not told: the codes that papers are filed under, and what a wrong field is owed anyway
    assert [one for one in silent if one[0][-1] not in ("code", "reentry")] == []


def test_sections_come_in_their_order(guangdong: Policy, qilu: Policy) -> None:
    for policy in (guangdong, qilu, load_pack(JIANGNAN, directories=[PACKS])):
        lines = policy.describe()
        places = [SECTIONS.index(line.section) for line in lines]
        assert places == sorted(places)
        assert len({line.key for line in lines}) == len(lines), "a key names one rule"


def test_a_reason_that_owes_a_new_record_says_so(guangdong: Policy) -> None:
    lines = {line.key: line for line in guangdong.describe()}
    assert "重新录入" in lines["reason.wrong_branch"].text
    assert "重新录入" not in lines["reason.not_a_member"].text
    assert lines["reason.graduated"].note.startswith("因毕业而删除属于恶意删除")
    assert lines["reason.graduated"].words == "不予受理。" + lines["reason.graduated"].note


def test_the_words_of_other_rooms_are_the_same() -> None:
    assert UNIT_LABELS == KINDS
    assert get_args(SchoolKind) == SCHOOL_KINDS
    assert FORM_LABELS.keys() == set(get_args(FormName))
    assert CHOICE_LABELS.keys() == CHOICES.keys()


@pytest.mark.parametrize("name", ["national", "guangdong-2018", "qilu-2024"])
def test_every_clause_of_a_pack_of_the_program_is_quoted(name: str) -> None:
    policy = load_pack(PACKS / f"{name}.toml", directories=[PACKS])
    quoted = {line.subject: line.text for line in policy.describe() if line.section == "条款原文"}
    assert quoted == dict(policy.clauses)
