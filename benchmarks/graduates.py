"""A summer of graduates: rates and ranking of sixty schools, and the ledger of their transfers."""

from collections.abc import Iterator
from contextlib import contextmanager

from tuanji_desktop.graduates.kept_rates import RatesKeeper
from tuanji_desktop.graduates.loading import load_standing
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.bulk import insert_many
from tuanji_desktop.store.case_tables import transfers
from tuanji_desktop.store.connection import raw
from tuanji_desktop.store.schema import graduate_entries, organizations
from tuanji_desktop.transfers.queries import ledger

from . import county
from .bench import Bench
from .measure import Goal, Measured, in_turns, timed
from .references.graduates import bare_ledger, bare_rates

_GRADUATES, _SCHOOLS = 100_000, 60
_YEAR = county.TODAY.year
_PROGRESS = ("received", "received", "received", "started", "due", "waiting", "unsettled")
_STATES = ("received", "received", "started", "source_branch", "returned", "waiting")


@contextmanager
def _summer(bench: Bench) -> Iterator[tuple[Context, int]]:
    """A copy of the county with a year's lists and a ledger as long, and how many are on them."""
    with (
        county.working_copy(bench.folder, bench.members) as path,
        county.opened(path) as context,
    ):
        moving = _on_the_way(context)
        chosen = county.member_ids(path, bench.at_most(_GRADUATES))
        members = [member for member in chosen if member not in moving]
        operation = context.operation("import.graduates", "毕业生名单")
        with context.database.write(operation) as writing:
            connection = writing.connection
            top = connection.exec_driver_sql(
                "SELECT id FROM organizations WHERE parent_id IS NULL"
            ).scalar_one()
            schools = insert_many(
                connection,
                organizations,
                ("code", "full_name", "short_name", "kind", "parent_id", "school_kind", "match_name"),
                [
                    (f"BENCH{n:02d}", f"第{n}学校委员会", f"第{n}学校", "committee", top,
                     "普通高中", f"第{n}学校团委")
                    for n in range(_SCHOOLS)
                ],
            )  # fmt: skip
            connection.exec_driver_sql(
                "INSERT INTO graduate_lists (year, file_name, file_sha256, imported_at) "
                "VALUES (?, '名单.xlsx', '0', '2026-06-01')",
                (_YEAR,),
            )
            entries = insert_many(
                connection,
                graduate_entries,
                ("list_id", "year", "school_id", "row_number", "match", "member_id", "destination",
                 "progress"),
                [
                    (1, _YEAR, schools[n % _SCHOOLS], n + 2, "matched", member,
                     ("升学", "就业")[n % 3 == 0], _PROGRESS[n % len(_PROGRESS)])
                    for n, member in enumerate(members)
                ],
            )  # fmt: skip
            insert_many(
                connection,
                transfers,
                ("member_id", "kind", "machine", "state", "target", "started_by", "started_on",
                 "moved_on", "finished_on", "recorded_by", "entry_id"),
                [
                    (member, "升学", "transfer", _STATES[n % len(_STATES)], "外单位", "branch",
                     f"2026-06-{n % 28 + 1:02d}", f"2026-06-{n % 28 + 1:02d}",
                     "2026-07-01" if _STATES[n % len(_STATES)] in ("received", "returned") else None,
                     "王干事", entry)
                    for n, (member, entry) in enumerate(zip(members, entries, strict=True))
                ],
            )  # fmt: skip
        yield context, len(members)


def _on_the_way(context: Context) -> frozenset[int]:
    """Whose transfer is open in the practice county: a second one is refused."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT member_id FROM transfers WHERE finished_on IS NULL AND member_id IS NOT NULL"
        )
        return frozenset(rows.scalars())


def graduates(bench: Bench) -> list[Measured]:
    """Rates at first, rates again after one change, the ledger of transfers."""
    with _summer(bench) as (context, number):

        def bare(_: int) -> float:
            with context.database.read() as connection:
                return timed(lambda: bare_rates(raw(connection), _YEAR))

        def first(_: int) -> float:
            keeper = RatesKeeper()
            return timed(lambda: load_standing(context, year=_YEAR, keeper=keeper))

        kept = RatesKeeper()
        load_standing(context, year=_YEAR, keeper=kept)

        def again(turn: int) -> float:
            operation = context.operation("graduates.edit", "一名毕业生")
            with context.database.write(operation) as writing:
                writing.connection.exec_driver_sql(
                    "UPDATE graduate_entries SET progress = ? WHERE id = ?",
                    (("started", "received")[turn % 2], turn % number + 1),
                )
            return timed(lambda: load_standing(context, year=_YEAR, keeper=kept))

        def bare_list(_: int) -> float:
            with context.database.read() as connection:
                return timed(lambda: bare_ledger(raw(connection)))

        rounds = bench.processes
        whole = in_turns(first, bare, rounds)
        after = in_turns(again, bare, rounds * 2)
        listed = in_turns(lambda _: timed(lambda: ledger(context)), bare_list, rounds * 2)
    who = f"{number:,} graduates of {_SCHOOLS} schools"
    return [
        Measured(f"rates of {who}, at first", bench.size, *whole, Goal(median=1)),
        Measured(f"rates of {who}, again after one change", bench.size, *after, Goal(median=0.1)),
        Measured(f"ledger of {number:,} transfers", bench.size, *listed, Goal(median=0.3)),
    ]
