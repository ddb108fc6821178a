"""The search box: one line of text, every way a clerk remembers a person.

Name part, pinyin, initials, mixed (王wh), ID number or its last digits, birth date, phone,
development number, and what these were before. Each way is a range or point on an index.
"""

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.pinyin import name_keys
from ..store.schema import ON_ROSTER
from ..store.search_index import match_expression

FOUND_BY = {
    "name": "姓名",
    "pinyin": "拼音",
    "initials": "拼音首字母",
    "id_number": "身份证号",
    "born_on": "出生日期",
    "mobile": "手机号码",
    "development_number": "发展团员编号",
    "former": "曾用信息",
}
_LATIN = re.compile(r"[a-zA-Z ']+")
_MIXED = re.compile(r"([^a-zA-Z0-9\s]+)\s*([a-zA-Z]+)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A member found and the field that matched."""

    member_id: int
    found_by: str


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of reading the text: SQL for `WHERE` over `members AS m`, and its parameters."""

    found_by: str
    where: str
    parameters: tuple[str, ...]


def search(
    connection: Connection, text: str, *, org_id: int | None = None, limit: int | None = 200
) -> list[Hit]:
    """Members that answer to the text, best way first, then by name in pinyin order."""
    hits: dict[int, Hit] = {}
    for way in ways(text):
        for (member_id,) in connection.exec_driver_sql(
            f"SELECT m.id FROM members AS m WHERE {way.where}{_scope(org_id)} "
            f"ORDER BY NOT m.{ON_ROSTER}, m.name_pinyin, m.id" + _limit(limit),
            way.parameters,
        ):
            hits.setdefault(member_id, Hit(member_id, way.found_by))
        if limit is not None and len(hits) >= limit:
            break
    found = list(hits.values())
    return found if limit is None else found[:limit]


def count(connection: Connection, text: str, *, org_id: int | None = None) -> int:
    """How many answer, whatever a limit shows of them."""
    readings = ways(text)
    if not readings:
        return 0
    union = " UNION ".join(
        f"SELECT m.id FROM members AS m WHERE {way.where}{_scope(org_id)}" for way in readings
    )
    parameters = tuple(value for way in readings for value in way.parameters)
    return int(
        connection.exec_driver_sql(f"SELECT count(*) FROM ({union})", parameters).scalar_one()
    )


def _limit(limit: int | None) -> str:
    return "" if limit is None else f" LIMIT {limit}"


def _scope(org_id: int | None) -> str:
    if org_id is None:
        return ""
    return (
        f" AND m.branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)})"
    )


def ways(text: str) -> list[_Way]:
    """How a text can be read, best first; [] for a text that says nothing."""
    words = text.strip()
    if not words:
        return []
    compact = "".join(words.split())
    if re.fullmatch(r"\d+[xX]?", compact):
        return _digits(compact.upper())
    if _LATIN.fullmatch(words):
        return _latin(words)
    mixed = _MIXED.fullmatch(words)
    if mixed:
        return [_mixed(mixed[1], mixed[2].lower())]
    return _characters(compact)


def _prefix(column: str, value: str) -> tuple[str, tuple[str, str]]:
    """A range on an index: everything that begins with `value`."""
    return f"{column} >= ? AND {column} < ?", (value, value[:-1] + chr(ord(value[-1]) + 1))


def _characters(part: str) -> list[_Way]:
    found = []
    if len(part) == 1:
        found.append(_Way("name", *_prefix("m.name", part)))
    else:
        found.append(
            _Way(
                "name",
                "m.id IN (SELECT rowid FROM member_search WHERE grams MATCH ?) "
                "AND instr(m.name, ?) > 0",
                (match_expression(part), part),
            )
        )
        where, parameters = _prefix("value", part)
        found.append(
            _Way(
                "former", f"m.id IN (SELECT member_id FROM former_values WHERE {where})", parameters
            )
        )
    return found


def _latin(words: str) -> list[_Way]:
    letters = re.sub(r"[ ']", "", words).lower()
    found = [_Way("initials", *_prefix("m.name_initials", letters))] if len(letters) <= 6 else []
    found.append(_Way("pinyin", *_prefix("replace(m.name_pinyin, ' ', '')", letters)))
    return found


def _mixed(characters: str, letters: str) -> _Way:
    """王wh: begins with the characters, goes on with these initials or this pinyin."""
    keys = name_keys(characters)
    by_initials, first = _prefix("m.name_initials", keys.initials + letters)
    by_pinyin, second = _prefix(
        "replace(m.name_pinyin, ' ', '')", keys.pinyin.replace(" ", "") + letters
    )
    return _Way(
        "name",
        f"m.id IN (SELECT m.id FROM members AS m WHERE {by_initials} UNION "
        f"SELECT m.id FROM members AS m WHERE {by_pinyin}) AND instr(m.name, ?) = 1",
        (*first, *second, characters),
    )


def _digits(digits: str) -> list[_Way]:
    found = [_Way("id_number", *_prefix("m.id_number", digits))]
    plain = digits.isdigit()
    if plain:
        found.append(_Way("mobile", *_prefix("m.mobile", digits)))
        found.append(_Way("development_number", *_prefix("m.development_number", digits)))
    if len(digits) >= 4:
        tail = digits[-4:]
        for field in ("id_number", "mobile") if plain else ("id_number",):
            found.append(
                _Way(
                    field,
                    f"substr(m.{field}, -4) = ? AND substr(m.{field}, -{len(digits)}) = ?",
                    (tail, digits),
                )
            )
    if plain and len(digits) in (6, 8):
        expression = "substr(m.id_number, 7, 8)"
        if len(digits) == 8:
            found.append(_Way("born_on", f"{expression} = ?", (digits,)))
        else:
            found.append(_Way("born_on", *_prefix(expression, digits)))
    if len(digits) >= 6:
        where, parameters = _prefix("value", digits)
        found.append(
            _Way(
                "former", f"m.id IN (SELECT member_id FROM former_values WHERE {where})", parameters
            )
        )
    return found
