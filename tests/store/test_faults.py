import sqlite3
from pathlib import Path

import pytest

from tuanji_desktop.store.faults import as_refusal, result_code


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (sqlite3.SQLITE_FULL, "office.disk"),
        (sqlite3.SQLITE_IOERR_WRITE, "office.disk"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "office.read_only"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "office.busy"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "office.damaged"),
        (sqlite3.SQLITE_NOTADB, "office.damaged"),
        (sqlite3.SQLITE_CANTOPEN, "office.unreadable"),
    ],
)
def test_what_a_clerk_can_act_on(code: int, refusal: str) -> None:
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code
    found = as_refusal(error, Path("青溪.tuanji"))
    assert found and found.code == refusal and "青溪.tuanji" in found.message


def test_a_bug_stays_a_bug() -> None:
    error = sqlite3.OperationalError("no such table: x")
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert as_refusal(error, Path("x")) is None
    assert as_refusal(ValueError("disk I/O error"), Path("x")) is None
    assert result_code(KeyError()) == 0
