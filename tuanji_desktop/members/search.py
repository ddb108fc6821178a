"""The search box: one line of text, every way a clerk remembers a person.

Name part, pinyin, initials, mixed (王wh), ID number or its last digits, birth date, phone,
development number, and what these were before. Each way is a range or point on an index.
"""

import re
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from ..core.pinyin import NameKeys
from ..store.connection import raw
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
_INITIALS = "m.name_initials"
_PINYIN = "replace(m.name_pinyin, ' ', '')"
_BIRTH = "substr(m.id_number, 7, 8)"
_SORTED = 1_000
"""So many answers of a way are looked up to be sorted; it takes a few ms."""
_SMALL_SCOPE = 30_000
"""Below a node with so few members its branches are gone through rather than a long range."""
_SAMPLE = 50
"""So many names from either end of a range show how its surname is read (单 and 单于 differ)."""
_NARROW = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
"""Full-width letters and digits, as an input method leaves them."""
_LATIN = re.compile(r"[a-zA-Z ']+")
_MIXED = re.compile(r"([^a-zA-Z0-9\s]+)\s*([a-zA-Z]+)")


Readings = Callable[[str], Iterable[NameKeys]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A member found and the field that matched."""

    member_id: int
    found_by: str


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of reading the text: SQL for `WHERE` over `members AS m`, and its parameters.

    `order`: the expression of the index that the way ranges over; too many answers to be sorted
    come in its order.
    """

    found_by: str
    where: str
    parameters: tuple[str, ...]
    order: str = "m.id"


@dataclass(frozen=True, slots=True)
class Part:
    """Answers by one field, in order."""

    found_by: str
    ids: "array[int]"


@dataclass(frozen=True, slots=True)
class Found:
    """The answers way by way, none twice; `total` counts those beyond the limit too."""

    parts: tuple[Part, ...]
    total: int


def search(
    connection: Connection, text: str, *, org_id: int | None = None, limit: int | None = 200
) -> list[Hit]:
    """Members that answer to the text, best way first, then by name in pinyin order."""
    found = find(connection, text, org_id=org_id, limit=limit)
    return [Hit(member_id, part.found_by) for part in found.parts for member_id in part.ids]


def count(connection: Connection, text: str, *, org_id: int | None = None) -> int:
    """How many answer, whatever a limit shows of them."""
    return find(connection, text, org_id=org_id, limit=0).total


def find(
    connection: Connection, text: str, *, org_id: int | None = None, limit: int | None = 200
) -> Found:
    """The answers as ids. A way with few of them is sorted: members before those who left, then by
    name in pinyin order. One with many comes in the order of its own index, so that the first key
    of a number costs no sort of a million."""
    asking = _Asking(raw(connection), org_id)
    for way in ways(text, asking.readings):
        asking.ask(way, limit)
    return Found(tuple(asking.parts), asking.total)


class _Asking:
    """Asks one way after the other and remembers what has been found already."""

    def __init__(self, driver: Any, org_id: int | None) -> None:
        self._driver = driver
        self._scope, self._small = "", False
        if org_id is not None:
            nodes = f"SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)}"
            self._scope = f" AND +m.branch_id IN ({nodes})"
            self._small = self._members_below(org_id) <= _SMALL_SCOPE
        self._seen: set[int] = set()
        self._large: list[_Way] = []
        self._room = 0
        self.parts: list[Part] = []
        self.total = 0

    def ask(self, way: _Way, limit: int | None) -> None:
        """Adds who answers to this way and to none before it."""
        few = self._driver.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM members AS m WHERE {way.where} "
            f"LIMIT {_SORTED + 1})",
            way.parameters,
        ).fetchone()[0]
        if not few:
            return
        listed = sum(len(part.ids) for part in self.parts)
        room = None if limit is None else limit - listed
        if few <= _SORTED or self._small:
            ids = self._sorted(way, indexed=few <= _SORTED)
            self.total += len(ids)
            self._seen.update(ids)
        else:
            ids = self._ranged(way, room)
            self.total += len(ids) if room is None else self._how_many(way)
            self._large.append(way)
        if room is not None:
            ids = ids[: max(0, room)]
        if ids:
            self.parts.append(Part(way.found_by, ids))

    def _sorted(self, way: _Way, *, indexed: bool) -> "array[int]":
        source, scope = "members AS m", self._scope
        if not indexed:  # fewer members below the node than answers in the office
            source, scope = f"{source} INDEXED BY members_by_branch", scope.replace("+", "")
        where, parameters = self._not_yet(way)
        found = self._driver.execute(
            f"SELECT m.id FROM {source} WHERE {where}{scope} "
            f"ORDER BY NOT m.{ON_ROSTER}, m.name_pinyin, m.id",
            parameters,
        )
        return array("q", (row[0] for row in found if row[0] not in self._seen))

    def _ranged(self, way: _Way, room: int | None) -> "array[int]":
        where, parameters = self._not_yet(way)
        limit = "" if room is None else f" LIMIT {max(0, room) + len(self._seen)}"
        found = self._driver.execute(
            f"SELECT m.id FROM members AS m WHERE {where}{self._scope} "
            f"ORDER BY {way.order}, m.id{limit}",
            parameters,
        )
        return array("q", (row[0] for row in found if row[0] not in self._seen))

    def _how_many(self, way: _Way) -> int:
        where, parameters = self._not_yet(way)
        sql = f"SELECT count(*) FROM members AS m WHERE {where}{self._scope}"
        (number,) = self._driver.execute(sql, parameters).fetchone()
        if self._seen:
            seen = ",".join(map(str, self._seen))
            sql = f"{sql} AND m.id IN ({seen})"
            number -= self._driver.execute(sql, parameters).fetchone()[0]
        return int(number)

    def _not_yet(self, way: _Way) -> tuple[str, tuple[str, ...]]:
        """The way without the many answers of those before it."""
        before = "".join(f" AND ({one.where}) IS NOT TRUE" for one in self._large)
        parameters = tuple(value for one in (way, *self._large) for value in one.parameters)
        return f"{way.where}{before}", parameters

    def readings(self, characters: str) -> set[NameKeys]:
        """How the names here that begin so are read; the dictionary is not loaded for it."""
        where, parameters = _prefix("m.name", characters)
        syllables = len(re.sub("[·•]", "", characters))
        found = set()
        for order in ("ASC", "DESC"):
            for pinyin, initials in self._driver.execute(
                f"SELECT m.name_pinyin, m.name_initials FROM members AS m WHERE {where} "
                f"ORDER BY m.name {order} LIMIT {_SAMPLE}",
                parameters,
            ):
                start = "".join(pinyin.split()[:syllables])
                found.add(NameKeys(start, initials[:syllables]))
        return found

    def _members_below(self, org_id: int) -> int:
        sql = "SELECT members FROM org_counts WHERE org_id = ?"
        row = self._driver.execute(sql, (org_id,)).fetchone()
        return int(row[0]) if row else 0


def ways(text: str, readings: Readings = lambda _: ()) -> list[_Way]:
    """How a text can be read, best first; [] for a text that says nothing.

    `readings` tells how names are read that begin with some characters.
    """
    words = text.translate(_NARROW).strip()
    if not words:
        return []
    compact = "".join(words.split())
    number = re.sub("[-‐–—]", "", compact)
    if re.fullmatch(r"[0-9]+[xX]?", number):
        return _digits(number.upper())
    if _LATIN.fullmatch(words):
        return _latin(words)
    mixed = _MIXED.fullmatch(words)
    if mixed:
        return _mixed(mixed[1], mixed[2].lower(), readings(mixed[1]))
    return _characters(compact)


def _prefix(column: str, value: str) -> tuple[str, tuple[str, str]]:
    """A range on an index: everything that begins with `value`."""
    last = ord(value[-1])
    after = 0xE000 if last == 0xD7FF else min(last + 1, 0x10FFFF)  # surrogates are no text
    return f"{column} >= ? AND {column} < ?", (value, value[:-1] + chr(after))


def _range(found_by: str, column: str, value: str) -> _Way:
    where, parameters = _prefix(column, value)
    return _Way(found_by, where, parameters, column)


def _former(value: str) -> _Way:
    where, parameters = _prefix("value", value)
    return _Way(
        "former", f"m.id IN (SELECT member_id FROM former_values WHERE {where})", parameters
    )


def _characters(part: str) -> list[_Way]:
    if len(part) == 1:
        return [_range("name", "m.name", part)]
    where = "m.id IN (SELECT rowid FROM member_search WHERE member_search MATCH ?)"
    parameters: tuple[str, ...] = (match_expression(part),)
    if len(part) > 2:  # its pairs may stand apart in another name
        where, parameters = f"{where} AND instr(m.name, ?) > 0", (*parameters, part)
    return [_Way("name", where, parameters), _former(part)]


def _latin(words: str) -> list[_Way]:
    letters = re.sub(r"[ ']", "", words).lower()
    if not letters:
        return []
    found = [_range("initials", _INITIALS, letters)] if len(letters) <= 6 else []
    if len(letters) > 1:  # one letter begins the same names either way
        found.append(_range("pinyin", _PINYIN, letters))
    return found


def _mixed(characters: str, letters: str, readings: Iterable[NameKeys]) -> list[_Way]:
    """王wh: begins with the characters, goes on with these initials or this pinyin."""
    found = [(_INITIALS, keys.initials + letters) for keys in readings]
    if len(letters) > 1:
        found += [(_PINYIN, keys.pinyin + letters) for keys in readings]
    ways = []
    for column, value in dict.fromkeys(found):
        where, parameters = _prefix(column, value)
        # the name stands in either index
        where += f" AND substr(m.name, 1, {len(characters)}) = ?"
        ways.append(_Way("name", where, (*parameters, characters), column))
    return ways


def _digits(digits: str) -> list[_Way]:
    found = [_range("id_number", "m.id_number", digits)]
    plain = digits.isdigit()
    if plain:
        found.append(_range("mobile", "m.mobile", digits))
        found.append(_range("development_number", "m.development_number", digits))
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
    if plain and len(digits) == 8:
        found.append(_Way("born_on", f"{_BIRTH} = ?", (digits,)))
    elif plain and len(digits) == 6:
        found.append(_range("born_on", _BIRTH, digits))
    if len(digits) >= 6:
        found.append(_former(digits))
    return found
