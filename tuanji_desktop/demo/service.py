"""The practice county: a whole office to try things on, made in seconds, always the same."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from ..core.errors import OfficeLocked
from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..office.service import (
    DEFAULT_POLICY,
    add_operator,
    create_office,
    open_office,
    save_settings,
)
from ..store.bulk import insert_many, load_members, restore_indexes, set_indexes_aside
from ..store.connection import SIDE_FILES, raw
from ..store.database import not_made
from ..store.schema import members as members_table
from ..store.schema import organizations
from . import people, tree
from .acts import CLERK, REVIEWER, County, doors, play
from .names import Names
from .numbers import Phones
from .people import People, Row
from .tree import USUAL_MEMBERS, Unit, plan_tree

OFFICE_NAME = "青溪县（演示）"
SEED = 2018
SIX_WEEKS = timedelta(days=45)
_BATCH = 50_000
_LOAD_CACHE_KIB = 131_072


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: members on the roster, organisations, and how long it took."""

    members: int
    organizations: int
    seconds: float


def make_practice_county(
    path: Path,
    *,
    members: int = USUAL_MEMBERS,
    seed: int = SEED,
    now: datetime,
    today: date,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Made:
    """A plain office file with so many members on its roster, six weeks into the office's work.

    Equal arguments give equal records. The graduates are those of the year of `today`. The file
    appears under its name only when it is whole; an existing one is never touched.
    """
    started = time.perf_counter()
    if path.exists():
        raise OfficeLocked("office.exists", f"{path.name} 已经存在，没有覆盖。请换一个文件名。")
    draft = path.with_name(f"{path.name}-demo")
    try:
        _remove(draft)
        context = _new_office(draft, now=now.astimezone(), today=today)
        try:
            made = _fill(context, members=members, seed=seed, progress=progress)
        finally:
            context.database.close()
        draft.rename(path)
    except Exception as error:
        refusal = not_made(error, path)
        if refusal is None:
            raise
        raise refusal from error
    finally:
        with suppress(OSError):
            _remove(draft)
    return Made(members, made, time.perf_counter() - started)


def _remove(path: Path) -> None:
    for suffix in ("", *SIDE_FILES):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _new_office(path: Path, *, now: datetime, today: date) -> Context:
    since, first_day = now - SIX_WEEKS, today - SIX_WEEKS
    create_office(path, name=OFFICE_NAME, policy_id=DEFAULT_POLICY, now=since, today=first_day)
    context = open_office(path, clock=lambda: now, fixed_day=today)
    first = replace(context, clock=lambda: since, fixed_day=first_day)
    add_operator(first, name=CLERK, role="clerk")
    add_operator(first, name=REVIEWER, role="reviewer")
    return context


def _fill(context: Context, *, members: int, seed: int, progress: Progress) -> int:
    """Loads tree and roster as of six weeks ago, then plays those weeks; returns the units."""
    rng = Random(seed)
    names, phones = Names(rng), Phones(rng)
    now = context.clock()
    since = now - SIX_WEEKS
    first = replace(
        context, clock=lambda: since, fixed_day=context.today - SIX_WEEKS, operator=CLERK
    )
    planned = plan_tree(rng, names, phones, members=members, today=context.today)
    practice = [
        ("office.contact", CLERK),
        ("office.contact_phone", phones.next()),
        ("office.document_series", "青团字〔年〕号；青团函〔年〕号"),
        ("office.superior", "中国共产主义青年团铜仁市委员会"),
        ("office.practice", "1"),
    ]
    save_settings(first, practice)
    _load_tree(first, planned.units)
    maker = People(
        rng,
        names,
        phones,
        policy=context.policy,
        villages=planned.villages,
        loaded=first.today,
    )
    leavers = range(members + 1, members + 1 + max(4, min(40, members // 40)))
    _load_members(first, _roster(maker, planned.units, leavers), members + len(leavers), progress)
    county = County(
        units=planned.units,
        first_member=_first_members(planned.units),
        leavers=tuple(leavers),
        people=maker,
        phones=phones,
    )
    play(
        context,
        county,
        rng=rng,
        since=since + timedelta(days=1),
        until=now - timedelta(days=1),
        progress=progress,
    )
    return len(planned.units)


def _load_tree(context: Context, units: tuple[Unit, ...]) -> None:
    built_on = f"{context.today.year - 2}-09-01"
    operation = context.operation(
        "import.organizations", f"导入团组织 {len(units)} 个", document="团组织名册.xlsx"
    )
    with context.database.write(operation) as writing:
        insert_many(
            writing.connection,
            organizations,
            tree.COLUMNS[1:],
            (tree.row(unit, built_on)[1:] for unit in units),
        )


def _roster(maker: People, units: tuple[Unit, ...], leavers: range) -> Iterator[Row]:
    number = 1
    for unit in units:
        yield from maker.of_branch(unit, number)
        number += unit.size
    homes = [unit for unit in units if unit.sort in ("village", "community")]
    for number, door in zip(leavers, doors(len(leavers)), strict=True):
        over_age = door is not None and door[0] == "over_age"
        yield maker.another(homes[number % len(homes)], number, older_by=12 if over_age else 0)


def _load_members(context: Context, rows: Iterator[Row], total: int, progress: Progress) -> None:
    """The roster in a handful of operations, so that none holds more rows than memory likes."""
    aside: list[str] = []
    for start in range(0, total, _BATCH):
        number = min(_BATCH, total - start)
        progress.stop_if_cancelled()
        progress(start, total, "写入团员")
        operation = context.operation(
            "import.roster",
            f"导入团员花名册 {number} 人（第 {start // _BATCH + 1} 批）",
            document="团员花名册.xlsx",
        )
        with context.database.write(operation, progress=progress) as writing:
            connection = writing.connection
            _enlarge_cache(connection)
            if start == 0 and number < total:
                aside = set_indexes_aside(connection, members_table)
            load_members(
                connection,
                people.COLUMNS[1:],
                (row[1:] for row in islice(rows, number)),
                count=number,
            )
            if start + number == total:
                restore_indexes(connection, aside)


def _enlarge_cache(connection: Connection) -> None:
    """Pages of indexes are met again and again: out of the cache each costs a write."""
    raw(connection).execute(f"PRAGMA cache_size = -{_LOAD_CACHE_KIB}")


def _first_members(units: tuple[Unit, ...]) -> dict[int, int]:
    number, first = 1, {}
    for unit in units:
        first[unit.id] = number
        number += unit.size
    return first
