"""The keys of a form file: the template and the manual know every one, and so do the fields."""

import re
import tomllib
from collections.abc import Iterator, Mapping

import pytest

from tuanji_desktop.catalogue import KINDS as PAPERS
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.paths import resource_dir
from tuanji_desktop.papers.form_keys import (
    KEYS,
    KINDS,
    RESERVED,
    SOURCES,
    Key,
    row_fields,
)
from tuanji_desktop.papers.table_form import read_form
from tuanji_desktop.rules.fields import FIELDS

TEMPLATE = (resource_dir() / "form-template.toml").read_text(encoding="utf-8")
MANUAL = (resource_dir() / "manual" / "74-forms.md").read_text(encoding="utf-8")
WHOLE = re.sub(r"(?m)^#(?=[^\s#])", "", TEMPLATE)


def paths(keys: tuple[Key, ...], at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key in keys:
        yield (*at, key.name)
        yield from paths(key.inner, (*at, key.name))


ALL = sorted(paths(KEYS))


def used(data: object, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield (*at, key)
            yield from used(value, (*at, key))
    elif isinstance(data, list):
        for one in data:
            yield from used(one, at)


def sections() -> dict[str, str]:
    found = {}
    for part in re.split(r"(?m)^#+ ", MANUAL):
        heading, _, body = part.partition("\n")
        name = re.match(r"`\[+([^`\]]+)\]+`", heading)
        found[name[1] if name else heading.strip()] = body
    return found


def test_the_template_is_a_form_as_it_stands_and_with_every_line_in_use() -> None:
    assert read_form(TEMPLATE, name="form-template.toml").code == "my-form"
    form = read_form(WHOLE, name="whole.toml")
    assert form.landscape
    assert form.promise is not None
    assert form.annex == "附件2"


@pytest.mark.parametrize("path", ALL, ids=".".join)
def test_every_key_is_in_the_template(path: tuple[str, ...]) -> None:
    assert path in set(used(tomllib.loads(WHOLE)))


@pytest.mark.parametrize("path", ALL, ids=".".join)
def test_every_key_is_in_the_manual(path: tuple[str, ...]) -> None:
    parts = sections()
    body = parts[path[0]] if len(path) > 1 else parts["基本情况"]
    inner = next(key for key in KEYS if key.name == path[0]).inner
    if len(path) == 1 and inner:
        assert path[0] in parts  # a table has a part of its own
    else:
        assert re.search(rf"(?m)^\| `{path[-1]}` \|", body), path


def words_of(keys: tuple[Key, ...]) -> Iterator[str]:
    for key in keys:
        yield from key.words
        yield from words_of(key.inner)


def test_every_word_that_a_key_may_take_is_in_the_manual() -> None:
    words = set(words_of(KEYS))
    assert {"deletion", "landscape", "filled_by", "whole", "right"} <= words
    assert [one for one in sorted(words) if f'`"{one}"`' not in MANUAL] == []


def test_every_bound_is_in_the_manual() -> None:
    parts = sections()
    for path in ALL:
        keys, name = KEYS, path[-1]
        for step in path[:-1]:
            keys = next(one for one in keys if one.name == step).inner
        key = next(one for one in keys if one.name == name)
        body = parts[path[0]] if len(path) > 1 else parts["基本情况"]
        if key.takes in ("number", "text", "texts") and name not in ("width", "share", "field"):
            (line,) = re.findall(rf"(?m)^\| `{name}` \|.*$", body)
            bounds = f"{key.least:g} 到 {key.most:g}" if key.takes == "number" else "最多 "
            assert bounds + f"{key.most:g} " * (key.takes != "number") in line, path
        if key.takes == "tables":
            assert f"最多 {key.most:g} " in parts[name], path


def test_every_field_and_every_source_is_in_the_manual() -> None:
    for kind in KINDS:
        for name in row_fields(kind):
            assert re.search(rf"(?m)^\| `{name}` \| .+\|$", MANUAL), name
    for name, label in ((one.name, one.label) for one in FIELDS.values() if one.name != "branch"):
        assert f"| `{name}` | {label} |" in MANUAL
    for source in SOURCES:
        assert f'`"{source}"`' in sections()["head"]


def test_each_kind_of_rows_has_its_own_fields_and_all_of_a_member() -> None:
    for kind in KINDS:
        assert set(FIELDS) <= set(row_fields(kind))
    assert "reason" not in row_fields("members")
    assert row_fields("deletion")["reason"] == "删除原因"
    assert row_fields("retention")["reason"] == "保留原因"
    assert "review_on" not in row_fields("deletion")


def test_no_paper_of_the_program_leaves_its_name_to_an_own_form() -> None:
    free = [
        one.code
        for one in PAPERS
        if one.code not in RESERVED and not one.code.startswith("deletion-")
    ]
    assert free == []


def test_the_form_of_the_manual_is_sound() -> None:
    example = re.search(r'(?s)```\n(code = "jiangnan-delete".*?)```', MANUAL)
    assert example is not None
    assert read_form(example[1], name="示例.toml").code == "jiangnan-delete"


HEAD = """\
code = "own"
title = "登记表"
issuer = "青溪团县委"
document = "通知"
rows = "deletion"
"""
NAME = '[[columns]]\nheading = "姓名"\nfield = "name"\nwidth = 30\n'
UNIT = '[[head]]\nlabel = "单位："\nsource = "unit"\n'
FAULTY = [
    HEAD + '[[columns]]\nfield = "name"\nwidth = 30\n',
    HEAD + NAME + 'colour = "red"\n',
    HEAD + NAME.replace("30", '"30"'),
    HEAD.replace('"deletion"', '"delete"') + NAME,
    HEAD + NAME.replace('"name"', '"性别"'),
    HEAD + NAME.replace('"name"', '"review_on"'),
    HEAD + NAME.replace("width", "widht"),
    HEAD + NAME + "least_rows = 3\n",
    HEAD + NAME + 'signatures = ["签字："]\n',
    HEAD + UNIT + 'sealed = "true"\n' + NAME,
    HEAD + UNIT + "sealed = True\n" + NAME,
    HEAD + "row_height = 4\n" + NAME,
    HEAD + "least_rows = 8.5\n" + NAME,
    HEAD.replace('"登记表"', "3") + NAME,
    HEAD + 'annex = ""\n' + NAME,
    HEAD + f'annex = "{"长" * 21}"\n' + NAME,
    HEAD + NAME + '[promise]\ntext = "一"\nsignatures = ["一", "二", "三", "四", "五"]\n',
    HEAD + NAME + '[promise]\ntext = "一"\nsignatures = "一"\n',
    HEAD + NAME + '[[notes]]\ntext = "一"\n' * 21,
    HEAD
    + NAME.replace("30", "153")
    + NAME.replace("name", "sex").replace("width = 30", "share = 1"),
    HEAD + NAME.replace("姓名", "姓" * 20).replace("30", "6"),
    HEAD.replace('"own"', '"Own"') + NAME,
    HEAD.replace("通知", '关于"核对"的通知') + NAME,
    HEAD + NAME + "width = 30\n",
    HEAD + NAME + NAME,
    HEAD + NAME.replace("width = 30\n", ""),
    HEAD + NAME.replace("30", "170"),
    HEAD + NAME + UNIT + UNIT + "sealed = true\n",
    HEAD + "least_rows = 20\nrow_height = 13.5\n" + NAME,
    HEAD.replace('"own"', '"retention"') + NAME,
    HEAD.replace("登记表", "{name}登记表") + NAME,
    HEAD + '[head]\nlabel = "单位："\nsource = "unit"\n' + NAME,
    HEAD + NAME + '[[promise]]\ntext = "保证"\n',
    HEAD.replace('"通知"', "“通知”") + NAME,
]


def test_the_refusals_that_the_manual_quotes_are_what_is_said() -> None:
    table = re.search(r"(?s)\| 说的是 \|.*?\n\n", MANUAL)
    assert table is not None
    quoted = re.findall(r"(?m)^\| `([^`]+)` \|", table[0])
    said = []
    for text in FAULTY:
        with pytest.raises(BadInput) as refused:
            read_form(text, name="own.toml")
        said.append(refused.value.message)
    unheard = [one for one in quoted if not any(f"有误：{one}。" in words for words in said)]
    assert unheard == ["文件不是 UTF-8 编码，请另存为 UTF-8"]  # see test_table_form
