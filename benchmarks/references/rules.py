"""The barest answers of issue 3: a rule looked up for each field, and one UPDATE of many rows."""

import json
from collections.abc import Iterable, Mapping, Sequence

import sqlcipher3.dbapi2 as driver


def bare_states(
    members: Iterable[Mapping[str, str | None]],
    names: Sequence[str],
    rules: Mapping[str, object],
    default: object,
) -> list[dict[str, object]]:
    """For each member a table of its fields' rules; knows no stage, no window, no document."""
    return [{name: rules.get(name, default) for name in names} for _ in members]


class BareBulk:
    """Gives many members another work unit in the bare file: read, write, before and after, commit."""

    def __init__(self, path: str) -> None:
        self._connection = driver.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 4000"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()

    def close(self) -> None:
        self._connection.close()

    def change(self, ids: Sequence[int], unit: str) -> None:
        """One transaction."""
        ask = self._connection.execute
        marks = ",".join(map(str, ids))
        ask("BEGIN IMMEDIATE")
        cursor = ask(f"SELECT * FROM members WHERE id IN ({marks})")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        ask(f"UPDATE members SET work_unit = ? WHERE id IN ({marks})", (unit,))
        self._connection.executemany(
            "INSERT INTO journal (row_id, before, after) VALUES (?, ?, ?)",
            [(row["id"], json.dumps(row), json.dumps({**row, "work_unit": unit})) for row in rows],
        )
        ask("COMMIT")
