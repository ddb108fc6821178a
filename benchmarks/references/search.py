"""The search box as one would write it by hand: for each kind of question the SQL that its index
answers at once, the first 200 ids and how many there are."""

import itertools
from typing import Any

import sqlcipher3.dbapi2 as driver

LIMIT = 200


class BareSearch:
    """Asks on a connection of its own, without any program around it."""

    def __init__(self, path: str) -> None:
        self._connection = driver.connect(f"file:{path}?mode=ro", uri=True)
        self._connection.execute("PRAGMA cache_size = -16000")

    def close(self) -> None:
        self._connection.close()

    def ask(self, kind: str, text: str) -> tuple[list[int], int]:
        """The first ids and the number of all, for a text whose kind is known."""
        where, parameters, order = _question(kind, text)
        (number,) = self._connection.execute(
            f"SELECT count(*) FROM members WHERE {where}", parameters
        ).fetchone()
        found = self._connection.execute(
            f"SELECT id FROM members WHERE {where} "
            f"ORDER BY {'name_pinyin' if number <= 1_000 else order} LIMIT {LIMIT}",
            parameters,
        )
        return [row[0] for row in found], number


def _question(kind: str, text: str) -> tuple[str, tuple[Any, ...], str]:
    compact = "replace(name_pinyin, ' ', '')"
    match kind:
        case "one character":
            return _prefix("name", text)
        case "one letter" | "initials":
            return _prefix("name_initials", text)
        case "pinyin of a surname" | "pinyin":
            return _prefix(compact, text)
        case "mixed" | "mixed, one letter":
            where, parameters, order = _prefix("name", text[0])
            return f"{where} AND name_initials LIKE ?", (*parameters, f"_{text[1:]}%"), order
        case "ID number, first digit" | "ID number":
            return _prefix("id_number", text)
        case "ID number, last four":
            return "substr(id_number, -4) = ?", (text,), "id"
        case "birth date":
            return "substr(id_number, 7, 8) = ?", (text,), "id"
        case "birth month":
            return _prefix("substr(id_number, 7, 8)", text)
        case "phone, first three":
            return _prefix("mobile", text)
        case "phone, last four":
            return "substr(mobile, -4) = ?", (text,), "id"
        case "development number":
            return _prefix("development_number", text)
    points = [f"{ord(character):x}" for character in text]
    match = " AND ".join(f'"{a}x{b}"' for a, b in itertools.pairwise(points))
    where = "id IN (SELECT rowid FROM member_search WHERE member_search MATCH ?)"
    return where, (match,), "id"


def _prefix(column: str, text: str) -> tuple[str, tuple[Any, ...], str]:
    after = text[:-1] + chr(ord(text[-1]) + 1)
    return f"{column} >= ? AND {column} < ?", (text, after), column
