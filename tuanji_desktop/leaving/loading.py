"""What the leaving dialog and the register need, gathered in one reading each. No Qt."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import NotFound
from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..rules.policy import Door
from ..sheets.target import whole_file
from ..store.connection import raw
from . import queries
from .doors import RESTORED, is_out, ways_out
from .queries import Candidate, Departure, RegisterFilter, Unit

_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Start:
    """What the dialog opens with: the doors to choose from, and the one that is meant.

    `door` "" leaves the choice to the clerk.
    """

    doors: tuple[Door, ...]
    door: str
    names: tuple[str, ...]
    members: int


@dataclass(frozen=True, slots=True)
class Register:
    """The register at a glance: entries wanted, and what the filters offer."""

    ids: "array[int]"
    years: tuple[int, ...]
    doors: Mapping[str, int]
    units: tuple[Unit, ...]


def load_start(context: Context, ids: Sequence[int], door: str) -> Start:
    """Which way is meant: back where all of them are out already, else the door given."""
    policy = context.policy
    names: list[str] = []
    statuses: set[str] = set()
    members = 0
    with context.database.read() as connection:
        for start in range(0, len(ids), _PAGE):
            chosen = ",".join(str(int(one)) for one in ids[start : start + _PAGE])
            rows = raw(connection).execute(
                f"SELECT name, status FROM members WHERE id IN ({chosen}) ORDER BY id"
            )
            for name, status in rows:
                members += 1
                statuses.add(status)
                if len(names) < 3:
                    names.append(name or "（无姓名）")
    if not door and statuses and all(is_out(one) for one in statuses):
        door = RESTORED
    doors = (policy.door(RESTORED),) if door == RESTORED else ways_out(policy)
    return Start(doors, policy.door(door).code if door else "", tuple(names), members)


def load_register(context: Context, wanted: RegisterFilter) -> Register:
    """The entries wanted; runs on a reader thread."""
    with context.database.read() as connection:
        return Register(
            queries.departure_ids(connection, wanted),
            queries.years(connection),
            queries.by_door(connection),
            queries.units(connection),
        )


def fetch_departures(context: Context, ids: Sequence[int]) -> dict[int, Departure]:
    """Rows for the table; runs on a reader thread."""
    with context.database.read() as connection:
        return {one.id: one for one in queries.departures(connection, context.policy, ids)}


def load_candidates(context: Context, org_id: int | None = None) -> dict[int, Candidate]:
    """Who is over age today, by id in order."""
    with context.database.read() as connection:
        found = queries.over_age(connection, context.policy, context.today, org_id)
    return {one.id: one for one in found}


def save_proof(
    context: Context,
    proof_id: int,
    path: Path,
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Path:
    """Writes a kept proof to a file, the same bytes that were handed in."""
    with context.database.read() as connection:
        found = queries.proof_content(connection, proof_id)
    if found is None:
        raise NotFound("leaving.proof_gone", "这份材料已不在台账里。")
    progress.stop_if_cancelled()
    with whole_file(path) as beside:
        beside.write_bytes(found[1])
    return path
