"""SQLite's own online backup, and a quick_check of the copy."""

import sqlcipher3.dbapi2 as driver


def bare_backup(source: str, target: str) -> None:
    """Copies a file that is in use and reads the whole copy once."""
    reading = driver.connect(f"file:{source}?mode=ro", uri=True)
    writing = driver.connect(target)
    reading.backup(writing)
    reading.close()
    if writing.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
        raise RuntimeError("the copy is damaged")
    writing.close()
