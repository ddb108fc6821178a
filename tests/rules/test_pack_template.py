"""The template and the manual know every key that a pack can have."""

import re
import tomllib
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from tests.rules.conftest import PACKS
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.rules.choices import CHOICES
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.pack_schema import ConditionModel, PackModel, ProofModel
from tuanji_desktop.rules.policy import load_pack

RESOURCES = PACKS.parent
TEMPLATE = (RESOURCES / "policy-template.toml").read_text(encoding="utf-8")
MANUAL = (RESOURCES / "manual" / "72-policy-packs.md").read_text(encoding="utf-8")
ANY = "*"  # a key that the pack names itself: a field, a clause, a code

Path_ = tuple[str, ...]


def whole_template() -> str:
    """The template with every line that may be used in use: `#key`, not `# words`."""
    return re.sub(r"(?m)^#(?=[^\s#])", "", TEMPLATE)


def parts(annotation: Any) -> Iterator[Any]:
    """What an annotation is made of, unions and wrappers taken apart."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from parts(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for one in get_args(annotation):
            yield from parts(one)
    else:
        yield annotation


def keys_of(model: type[BaseModel], at: Path_ = ()) -> Iterator[Path_]:
    """Every key that a pack file can have, as a path; lists of tables add nothing to it."""
    for name, field in model.model_fields.items():
        here = (*at, field.alias or name)
        yield here
        yield from keys_in(field.annotation, here)


def keys_in(annotation: Any, at: Path_) -> Iterator[Path_]:
    for part in parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield from keys_of(part, at)
        elif get_origin(part) is list:
            yield from keys_in(get_args(part)[0], at)
        elif get_origin(part) is dict:
            yield from keys_in(get_args(part)[1], (*at, ANY))


def used_in(data: object, at: Path_ = ()) -> Iterator[Path_]:
    """Every path that a pack uses."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield (*at, key)
            yield from used_in(value, (*at, key))
    elif isinstance(data, list):
        for value in data:
            yield from used_in(value, at)


def fits(path: Path_, used: Path_) -> bool:
    if path[-2:-1] in (("when",), ("unless",)):  # a condition is written alike wherever it stands
        return used[-2:] == ("when", path[-1])
    return len(path) == len(used) and all(a in (b, ANY) for a, b in zip(path, used, strict=True))


KEYS = sorted(set(keys_of(PackModel)))


def test_there_are_keys_at_every_depth() -> None:
    assert ("id",) in KEYS
    assert ("windows", "from") in KEYS
    assert ("required", ANY, "when", "one_of") in KEYS
    assert ("deletion", "reasons", ANY, "attachments") in KEYS
    assert ("tree", "sizes", ANY, "at_most") in KEYS
    assert ("correction", "proofs", "required") in KEYS


def test_the_template_is_a_pack_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "policy-template.toml"
    file.write_text(TEMPLATE, encoding="utf-8")
    policy = load_pack(file, directories=[PACKS])
    assert policy.info.extends == "national"
    assert policy.rules.keys() == load_pack(PACKS / "national.toml", directories=[]).rules.keys()


def test_the_template_is_a_pack_with_every_line_in_use(tmp_path: Path) -> None:
    file = tmp_path / "whole.toml"
    file.write_text(whole_template(), encoding="utf-8")
    assert load_pack(file, directories=[PACKS]).review.two_persons


def test_the_template_shows_the_doors_of_the_base_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "whole.toml"
    file.write_text(whole_template(), encoding="utf-8")
    national = load_pack(PACKS / "national.toml", directories=[])
    assert load_pack(file, directories=[PACKS]).doors == national.doors


@pytest.mark.parametrize("path", KEYS, ids=".".join)
def test_every_key_is_in_the_template(path: Path_) -> None:
    assert any(fits(path, used) for used in used_in(tomllib.loads(whole_template())))


def test_every_line_of_the_template_has_words_above_or_beside_it() -> None:
    prose = [line for line in TEMPLATE.splitlines() if line.startswith("# ")]
    assert len(prose) > 60
    for section in PackModel.model_fields:
        assert re.search(rf"(?m)^#?(\[+{section}|{section} =)", TEMPLATE), section


# ---- the manual ----


def manual_sections() -> dict[str, str]:
    """The page's parts by the table in their heading: `[tiers.字段]` → tiers.*."""
    found = {}
    for part in re.split(r"(?m)^#+ ", MANUAL):
        heading, _, body = part.partition("\n")
        name = re.match(r"`\[+([^`\]]+)\]+`", heading)
        found[name[1] if name else heading.strip()] = body
    return found


SECTIONS = manual_sections()
SHARED = {  # described once, for all the tables that have them
    ConditionModel: "`[required]`",
    ProofModel: "材料（`proofs` 里的一项）",
}


def section_of(path: Path_) -> str:
    """The part of the manual that must tell of a key."""
    *table, _key = path
    if "when" in table or "unless" in table:
        return SECTIONS["required"]
    if "proofs" in table:
        return SECTIONS[SHARED[ProofModel]]
    if not table:
        return SECTIONS["基本情况"]
    for heading, body in SECTIONS.items():
        names = [re.sub(r'".*"|[一-鿿]+', ANY, one) for one in heading.split(".")]
        if names in (table, [*table, ANY]):
            return body
    if table == ["required", ANY]:
        return SECTIONS["required"]
    raise AssertionError(f"the manual has no part for {'.'.join(table)}")


@pytest.mark.parametrize("path", KEYS, ids=".".join)
def test_every_key_is_in_the_manual(path: Path_) -> None:
    body = section_of(path)
    assert f"`{path[-1]}`" in body, f"{path[-1]} is not described"


def literals(model: type[BaseModel], seen: set[type]) -> Iterator[str]:
    """Every word that a key may take."""
    if model in seen:
        return
    seen.add(model)
    for field in model.model_fields.values():
        yield from literals_in(field.annotation, seen)


def literals_in(annotation: Any, seen: set[type]) -> Iterator[str]:
    for part in parts(annotation):
        if get_origin(part) is Literal:
            yield from map(str, get_args(part))
        elif get_origin(part) in (list, dict):
            for one in get_args(part):
                yield from literals_in(one, seen)
        elif isinstance(part, type) and issubclass(part, BaseModel):
            yield from literals(part, seen)


def test_every_word_that_a_key_may_take_is_in_the_manual() -> None:
    words = set(literals(PackModel, set()))
    assert {"locked", "retain", "prefecture", "restored", "self_criticism", "高校"} <= words
    unsaid = [
        word
        for word in sorted(words)
        if not re.search(rf'[`"、：]{re.escape(word)}[`"、，。| ]', MANUAL)
    ]
    assert unsaid == []


def test_every_field_and_every_choice_is_in_the_manual() -> None:
    for name, field in FIELDS.items():
        assert re.search(
            rf"\| `{name}` \| {re.escape(field.label)} \| (`{field.choices}`)?", MANUAL
        )
    for name, values in CHOICES.items():
        assert re.search(rf"\| `{name}` \| [^|]+ \| {re.escape('、'.join(values))} \|", MANUAL), (
            name
        )


HEAD = """\
id = "own"
title = "本县规则"
issuer = "青溪团县委"
document = "通知"
date = 2020-01-01
extends = "national"
[clauses]
"示 一" = "本县自己的规定。"
"""
RULE = 'clause = "示 一"\nreason = "理由。"\n'
LOCKED = f'tier = "locked"\n{RULE}path = '
LEVELS = "".join(f'{key} = ["county"]\n' for key in ("gather", "verify", "send", "decide"))
FAULTY = [
    '[[correction]]\nfields = ["mobile"]',
    '[[milestones]]\nlabel = "完成"\non = "06-30"\nrate = "started"\nclause = "示 一"\ntarget = 80',
    '[tree]\nturn_on = 2025-06-01\nclause = "示 一"',
    f'[tiers.household_place]\n{LOCKED}"correction_letter"',
    f'[tiers.ethnicity]\n{LOCKED}"deletion_reentry"',
    f'[correction]\nfields = ["mobile"]\nclause = "示 一"\n{LEVELS}',
    '[required]\npost = { clause = "示 二" }',
    f'[tiers.mobile]\n{RULE}tier = "lock"',
    f'[tiers.phone]\n{RULE}tier = "free"',
    f'[[windows]]\nfield = "joined_on"\nfrom = "2025-01-01"\ntier = "review"\n{RULE}',
    '[required]\npost = { clause = "示 一", when = { field = "political_status", equals = "中共正式党员" } }',
    "[tiers.mobile]\ntier = “free”",
    f'[tiers.mobile]\n{RULE}tier = "free"\ncolour = "red"',
    '[tiers.mobile]\nclause = "示 一"\ntier = "free"',
    "[milestones]",
    "".join(
        f'[[windows]]\nfield = "joined_on"\nfrom = 2025-01-0{day}\ntier = "review"\n{RULE}'
        for day in (1, 5)
    ),
]


def test_the_refusals_that_the_manual_quotes_are_what_is_said(tmp_path: Path) -> None:
    table = re.search(r"(?s)\| 说的是 \|.*?\n\n", MANUAL)
    assert table is not None
    quoted = re.findall(r"(?m)^\| `([^`]+)` \|", table[0])
    file = tmp_path / "own.toml"
    bodies = [*(HEAD + body for body in FAULTY), HEAD.replace("national", "jiangnan")]
    texts = [body.encode() for body in bodies] + [HEAD.encode("gb18030")]
    said = []
    for text in texts:
        file.write_bytes(text)
        with pytest.raises(BadInput) as refused:
            load_pack(file, directories=[PACKS])
        said.append(refused.value.message)
    assert len(quoted) == len(texts)
    assert [one for one in quoted if not any(f"有误：{one}。" in word for word in said)] == []
