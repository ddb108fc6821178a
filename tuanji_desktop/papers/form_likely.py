"""What was probably meant by a key or a field that a form cannot have."""

import re
from collections.abc import Collection
from difflib import get_close_matches

from tuanji_desktop.papers.form_keys import KEYS, KINDS, row_fields


def likely_key(name: str, known: Collection[str]) -> str:
    """In brackets: the key of this table that is meant, or the table that the key belongs to."""
    near = get_close_matches(name.lower(), known, n=1)
    if near:
        return f"（是不是 {near[0]}？）"
    if name in {one.name for one in KEYS}:
        return "（要写在第一个方括号以前）"
    for table in KEYS:
        if name in {one.name for one in table.inner}:
            brackets = f"[[{table.name}]]" if table.takes == "tables" else f"[{table.name}]"
            return f"（要写在 {brackets} 里）"
    return ""


def likely_field(name: str, heading: str, rows: str) -> str:
    """In brackets: the field that is meant, by its name, by its Chinese words, by the heading."""
    for kind in KINDS:
        if kind != rows and name in row_fields(kind):
            return f"（只有 {kind} 的表才有）"
    known = row_fields(rows)
    found = (
        _called(name, rows)
        or get_close_matches(name.lower(), known, n=1, cutoff=0.7)
        or _called(heading, rows)
    )
    return f"（是不是 {found[0]}？）" if found else ""


def _called(words: str, rows: str) -> list[str]:
    """The field with these Chinese words, or nearly these."""
    plain = re.sub(r"（.*?）|\s", "", words)
    names = {label: name for name, label in reversed([*row_fields(rows).items()])}
    return [names[label] for label in get_close_matches(plain, names, n=1)]
