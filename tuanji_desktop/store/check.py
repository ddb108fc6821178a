"""The check of an office file: pages, references, journal, and everything that can be recomputed.

What a clerk has to mend in the data (red names, hollow branches) is no problem of the file and
never appears here.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..core.errors import OfficeLocked
from ..core.progress import Progress, Quiet
from . import journal
from .connection import connect, raw
from .database import Database, build
from .faults import as_refusal
from .schema import ON_ROSTER
from .search_index import name_grams

_LISTED = 20  # so many faults of one sort are named; the rest is a number


@dataclass(frozen=True, slots=True)
class CheckReport:
    """`integrity`: pages, indexes, references and derived tables; `problems` in Chinese."""

    ok: bool
    integrity: bool
    journal_ok: bool
    operations: int
    problems: tuple[str, ...]


def check(
    database: Database, *, thorough: bool = False, progress: Progress | None = None
) -> CheckReport:
    """Checks the file as it is at this moment, while it is in use.

    `thorough` compares every index with its table as well (a minute for a million encrypted
    members). Writes nothing, mends nothing.
    """
    watched = progress or Quiet()
    with database.read() as connection:
        driver = raw(connection)
        faults = [
            *_pages(driver, thorough),
            *_references(driver),
            *_definitions(driver),
            *_tree(driver),
            *_counts(driver),
            *_search(driver),
            *_former_values(driver),
            *_blobs(driver, watched),
        ]
        broken = journal.verify(connection, progress=watched)
        (operations,) = driver.execute("SELECT count(*) FROM journal_operations").fetchone()
    return CheckReport(not faults and not broken, not faults, not broken, operations, (*faults, *broken))
