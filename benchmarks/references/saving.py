"""One edit by hand: read the record, write it, keep before and after, commit with one fsync."""

import json

import sqlcipher3.dbapi2 as driver


class BareSaving:
    """Writes to the bare file."""

    def __init__(self, path: str) -> None:
        self._connection = driver.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 4000"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()

    def close(self) -> None:
        self._connection.close()

    def save(self, member: int, mobile: str) -> None:
        """Gives a member another phone number."""
        ask = self._connection.execute
        ask("BEGIN IMMEDIATE")
        cursor = ask("SELECT * FROM members WHERE id = ?", (member,))
        names = [column[0] for column in cursor.description]
        before = dict(zip(names, cursor.fetchone(), strict=True))
        ask("UPDATE members SET mobile = ? WHERE id = ?", (mobile, member))
        ask(
            "INSERT INTO journal (row_id, before, after) VALUES (?, ?, ?)",
            (member, json.dumps(before), json.dumps({**before, "mobile": mobile})),
        )
        ask("COMMIT")
