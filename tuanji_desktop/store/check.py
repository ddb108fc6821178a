"""The check of an office file: pages, references, journal, and everything that can be recomputed.

What a clerk has to mend in the data (red names, hollow branches) is no problem of the file and
never appears here.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.progress import Progress, Quiet
from . import journal, tallies
from .connection import engine, raw
from .database import Database, build
from .faults import CORRUPT, IOERR, NOTADB, result_code
from .schema import ON_ROSTER, roster_births, roster_values

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
        # first: after one unreadable page SQLCipher reads no other
        operations = next(driver.execute("SELECT count(*) FROM journal_operations"))[0]
        faults = [
            fault
            for part in (
                lambda: _pages(driver, thorough),
                lambda: _references(driver),
                lambda: _definitions(driver),
                lambda: _closure(driver),
                lambda: _counts(driver),
                lambda: _tallies(driver),
                lambda: _search(driver),
                lambda: _former_values(driver),
                lambda: _blobs(driver, watched),
            )
            for fault in _readable(part)
        ]
        broken = list(_readable(lambda: iter(journal.verify(connection, progress=watched))))
    problems = tuple(dict.fromkeys((*faults, *broken)))
    return CheckReport(not problems, not faults, not broken, operations, problems)


def _readable(part: Callable[[], Iterator[str]]) -> Iterator[str]:
    """A part of the check; where pages cannot be read, that is its finding."""
    try:
        yield from part()
    except Exception as error:
        if result_code(error) not in (CORRUPT, NOTADB, IOERR):
            raise
        yield "文件中有无法读取的页面，请从备份恢复"


def _pages(driver: Any, thorough: bool) -> Iterator[str]:
    # a connection that has searched remembers the index as it was then, until it searches again:
    # the pragma would call what others changed since a damage
    driver.execute("SELECT 1 FROM member_search WHERE rowid = 0").fetchone()
    pragma = "integrity_check" if thorough else "quick_check"
    for (text,) in driver.execute(f"PRAGMA {pragma}({_LISTED})"):
        if text != "ok":
            yield f"文件结构有错：{text}"


def _references(driver: Any) -> Iterator[str]:
    broken = Counter(table for table, *_ in driver.execute("PRAGMA foreign_key_check"))
    for table, count in broken.items():
        yield f"{table} 中有 {count} 条记录指向不存在的记录"


def _definitions(driver: Any) -> Iterator[str]:
    """Triggers and indexes are as this program makes them: without them nothing is journalled."""
    query = "SELECT name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql <> ''"
    fresh = engine(Path(":memory:"), None, mode="rwc", size=1, begin="BEGIN IMMEDIATE")
    try:
        with fresh.connect() as connection:
            build(connection)
            expected = dict(raw(connection).execute(query).fetchall())
    finally:
        fresh.dispose()
    found = dict(driver.execute(query).fetchall())
    for name in sorted({**expected, **found}):
        if expected.get(name) != found.get(name):
            yield f"文件中的规则 {name} 缺失或被改动过"


def _closure(driver: Any) -> Iterator[str]:
    (count,) = driver.execute(
        """
        WITH RECURSIVE up (org_id, ancestor_id, depth) AS (
          SELECT id, id, 0 FROM organizations
          UNION ALL
          SELECT up.org_id, o.parent_id, depth + 1 FROM up JOIN organizations AS o
          ON o.id = up.ancestor_id WHERE o.parent_id IS NOT NULL AND depth < 100
        )
        SELECT (SELECT count(*) FROM
                (SELECT * FROM up EXCEPT SELECT org_id, ancestor_id, depth FROM org_ancestors))
             + (SELECT count(*) FROM
                (SELECT org_id, ancestor_id, depth FROM org_ancestors EXCEPT SELECT * FROM up))
        """
    ).fetchone()
    if count:
        yield f"组织树的上下级对照有 {count} 处与组织记录不符"


def _counts(driver: Any) -> Iterator[str]:
    """Counts of every subtree, added up anew from the members."""
    expected: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    superior: dict[int, int | None] = {}
    for org, parent, status in driver.execute("SELECT id, parent_id, status FROM organizations"):
        superior[org] = parent
        expected[org][2] += 0
        if parent is not None and status == "active":
            expected[parent][2] += 1
    for column, condition in enumerate(("1", "missing <> ''")):
        for branch, count in driver.execute(
            f"SELECT branch_id, count(*) FROM members WHERE {ON_ROSTER} AND {condition} GROUP BY 1"
        ):
            above: int | None = branch
            for _ in range(100):  # a circle is a finding of the closure
                if above is None:
                    break
                expected[above][column] += count
                above = superior.get(above)
    kept = {
        org: counts
        for org, *counts in driver.execute(
            "SELECT org_id, members, incomplete, children FROM org_counts"
        )
    }
    wrong = [org for org in {**expected, **kept} if expected.get(org) != kept.get(org)]
    if wrong:
        yield f"{len(wrong)} 个组织的人数统计与团员记录不符"


def _tallies(driver: Any) -> Iterator[str]:
    """What the board shows, counted anew from the members."""
    for table, counted in zip((roster_values, roster_births), tallies.counted(driver), strict=True):
        kept = {
            tuple(key): (members, incomplete)
            for *key, members, incomplete in driver.execute(f"SELECT * FROM {table.name}")
        }
        wrong = sum(counted.get(key) != kept.get(key) for key in {**counted, **kept})
        if wrong:
            yield f"团员构成统计有 {wrong} 处与团员记录不符"


def _search(driver: Any) -> Iterator[str]:
    (count,) = driver.execute(
        """
        SELECT (SELECT count(*) FROM members
                WHERE id NOT IN (SELECT id FROM member_search_docsize))
             + (SELECT count(*) FROM member_search_docsize
                WHERE id NOT IN (SELECT id FROM members))
        """
    ).fetchone()
    if count:
        yield f"姓名检索缺少或多出 {count} 名团员"


def _former_values(driver: Any) -> Iterator[str]:
    """What was once in a name or number, as the journal tells it."""
    fields = ("name", "id_number", "mobile", "development_number")
    pairs = ", ".join(f"before ->> '{name}', after ->> '{name}'" for name in fields)
    expected: Counter[tuple[int, str, str]] = Counter()
    for member, *values in driver.execute(
        f"SELECT row_id, {pairs} FROM journal_rows "
        "WHERE table_name = 'members' AND before IS NOT NULL AND after IS NOT NULL"
    ):
        for name, before, after in zip(fields, values[::2], values[1::2], strict=True):
            if before and before != after:
                expected[member, name, before] += 1
    kept = Counter(driver.execute("SELECT member_id, field, value FROM former_values"))
    count = (expected - kept).total() + (kept - expected).total()
    if count:
        yield f"曾用值对照有 {count} 处与操作日志不符"


def _blobs(driver: Any, progress: Progress) -> Iterator[str]:
    """Papers and attachments: every one is there, and is what its hash says."""
    changed = 0
    for sha256, content in driver.execute("SELECT sha256, content FROM blobs"):
        progress.stop_if_cancelled()
        changed += hashlib.sha256(content).hexdigest() != sha256
    if changed:
        yield f"{changed} 份存档文件的内容被改动过"
    for table, words in (("papers", "打印件"), ("attachments", "附件")):
        (missing,) = driver.execute(
            f"SELECT count(*) FROM {table} WHERE sha256 NOT IN (SELECT sha256 FROM blobs)"
        ).fetchone()
        if missing:
            yield f"{missing} 份{words}的存档内容不见了"
