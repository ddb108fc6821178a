"""The search box as one would write it by hand: for each reading of the text the SQL that its index
answers at once, the first 200 ids and how many there are. What answers twice is counted twice."""

import itertools

import sqlcipher3.dbapi2 as driver

LIMIT, SORTED = 200, 1_000


class BareSearch:
    """Asks on a connection of its own, without any program around it."""

    def __init__(self, path: str) -> None:
        self._connection = driver.connect(f"file:{path}?mode=ro", uri=True)
        self._connection.execute("PRAGMA cache_size = -16000")

    def close(self) -> None:
        self._connection.close()

    def ask(self, text: str) -> tuple[list[int], int]:
        """The first ids, and the number of all: one reading of the text after the other."""
        ids: list[int] = []
        total = 0
        for where, parameters, order in _readings(text):
            (number,) = self._connection.execute(
                f"SELECT count(*) FROM members WHERE {where}", parameters
            ).fetchone()
            if not number:
                continue
            total += number
            by = "name_pinyin" if number <= SORTED else order
            sql = f"SELECT id FROM members WHERE {where} ORDER BY {by} LIMIT {LIMIT}"
            ids += [row[0] for row in self._connection.execute(sql, parameters)]
        return ids[:LIMIT], total


Reading = tuple[str, tuple[str, ...], str]


def _readings(text: str) -> list[Reading]:
    if text.isdigit() or text[:-1].isdigit():
        return _digits(text)
    pinyin = "replace(name_pinyin, ' ', '')"
    if text.isascii():
        found = [_prefix("name_initials", text)]
        return found if len(text) == 1 else [*found, _prefix(pinyin, text)]
    if text[1:].isascii() and len(text) > 1:
        where, parameters, order = _prefix("name", text[0])
        return [(f"{where} AND name_initials LIKE ?", (*parameters, f"_{text[1:]}%"), order)]
    if len(text) == 1:
        return [_prefix("name", text)]
    points = [f"{ord(character):x}" for character in text]
    match = " AND ".join(f'"{a}x{b}"' for a, b in itertools.pairwise(points))
    where = "id IN (SELECT rowid FROM member_search WHERE member_search MATCH ?)"
    return [(where, (match,), "id"), _former(text)]


def _digits(text: str) -> list[Reading]:
    found = [_prefix(name, text) for name in ("id_number", "mobile", "development_number")]
    if len(text) >= 4:
        found += [
            (f"substr({name}, -4) = ? AND {name} LIKE ?", (text[-4:], f"%{text}"), "id")
            for name in ("id_number", "mobile")
        ]
    if len(text) == 8:
        found.append(("substr(id_number, 7, 8) = ?", (text,), "id"))
    if len(text) == 6:
        found.append(_prefix("substr(id_number, 7, 8)", text))
    return [*found, _former(text)] if len(text) >= 6 else found


def _former(text: str) -> Reading:
    where, parameters, _order = _prefix("value", text)
    return f"id IN (SELECT member_id FROM former_values WHERE {where})", parameters, "id"


def _prefix(column: str, text: str) -> Reading:
    after = text[:-1] + chr(ord(text[-1]) + 1)
    return f"{column} >= ? AND {column} < ?", (text, after), column
