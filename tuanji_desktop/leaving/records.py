"""What the records say of those who are to leave or to come back, two thousand at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from ..orgs.kinds import BRANCH_KINDS
from ..rules.lifecycle import TRANSFERS
from ..store.connection import raw
from ..store.schema import MEMBER_VALUES, ON_ROSTER

OPEN_ENTRIES = ("unsettled", "due", "waiting", "started")
"""Progress of a graduate entry whose transfer is not finished (graduates.states)."""
CLOSED_ENTRY = "excluded"
OPEN_DELETIONS = ("requested", "endorsed", "sent")
OPEN_CORRECTIONS = ("gathered", "verified", "sent")
_NEEDED = ("name", "id_kind", "id_number", "born_on", "joined_on", "development_number")


@dataclass(frozen=True, slots=True)
class Record:
    """A member with all that a leaving or a restoration depends on.

    `deletion`: number and state of the open request; `correction`: the field of an open one;
    `graduate`: the progress of unfinished entries, `years` theirs. `home`: whether the branch can
    have members. `id_holder`, `number_holder`: who on the roster has the same number.
    """

    id: int
    name: str
    status: str
    branch_id: int
    branch: str
    home: bool
    values: Mapping[str, str | None]
    deletion: tuple[int, str] | None = None
    correction: str | None = None
    transfer: bool = False
    pending: tuple[str, ...] = ()
    graduate: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    retained: bool = False
    restored_on: str | None = None
    departure_id: int | None = None
    left_on: str | None = None
    id_holder: str = ""
    number_holder: str = ""

    @property
    def joined_on(self) -> str | None:
        """Year and month of joining."""
        return self.values.get("joined_on")


def load(
    connection: Connection, ids: Sequence[int], *, fields: Iterable[str] = (), restoring: bool
) -> dict[int, Record]:
    """The records of these members by id; `fields` are values that a door's conditions ask for."""
    names = tuple(dict.fromkeys((*_NEEDED, *(name for name in fields if name in MEMBER_VALUES))))
    chosen = ",".join(str(int(one)) for one in ids)
    columns = ", ".join(f"m.{name}" for name in names)
    rows = raw(connection).execute(
        f"SELECT m.id, m.status, m.branch_id, o.short_name, o.status, o.kind, m.status_on, "
        f"{columns} FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
        f"WHERE m.id IN ({chosen})"
    )
    about = _of_those_who_left if restoring else _of_those_on_the_roster
    more = about(raw(connection), chosen)
    return {row[0]: _record(names, row, more.get(row[0], {}), restoring) for row in rows}


def _record(
    names: Sequence[str], row: Sequence[Any], more: Mapping[str, Any], restoring: bool
) -> Record:
    member_id, status, branch_id, branch, org_status, kind, status_on, *texts = row
    values = dict(zip(names, texts, strict=True))
    if restoring and "left_on" not in more:
        more = {**more, "left_on": status_on}
    return Record(
        id=member_id,
        name=values["name"] or "",
        status=status,
        branch_id=branch_id,
        branch=branch,
        home=org_status == "active" and kind in BRANCH_KINDS,
        values=values,
        **more,
    )


def _of_those_on_the_roster(driver: Any, chosen: str) -> dict[int, dict[str, Any]]:
    """What is still open for each of them."""
    found: dict[int, dict[str, Any]] = {}

    def about(member_id: int) -> dict[str, Any]:
        return found.setdefault(member_id, {})

    for member_id, number, state in driver.execute(
        "SELECT member_id, id, state FROM deletion_requests "
        f"WHERE member_id IN ({chosen}) AND state IN {OPEN_DELETIONS}"
    ):
        about(member_id)["deletion"] = (number, state)
    for member_id, field in driver.execute(
        f"SELECT member_id, field FROM corrections WHERE member_id IN ({chosen}) "
        f"AND state IN {OPEN_CORRECTIONS}"
    ):
        about(member_id)["correction"] = field
    for (member_id,) in driver.execute(
        f"SELECT member_id FROM transfers WHERE member_id IN ({chosen}) "
        f"AND state IN ({', '.join(repr(str(state)) for state in _on_the_way())})"
    ):
        about(member_id)["transfer"] = True
    for member_id, fields in driver.execute(
        "SELECT r.member_id, group_concat(f.field) FROM change_requests AS r "
        f"JOIN change_fields AS f ON f.request_id = r.id WHERE r.member_id IN ({chosen}) "
        "AND f.state = 'pending' GROUP BY r.member_id"
    ):
        about(member_id)["pending"] = tuple(dict.fromkeys(fields.split(",")))
    for member_id, progress, year in driver.execute(
        f"SELECT member_id, progress, year FROM graduate_entries WHERE member_id IN ({chosen}) "
        f"AND progress IN {OPEN_ENTRIES} ORDER BY year"
    ):
        one = about(member_id)
        one["graduate"] = (*one.get("graduate", ()), progress)
        one["years"] = tuple(dict.fromkeys((*one.get("years", ()), year)))
    for (member_id,) in driver.execute(
        f"SELECT member_id FROM retentions WHERE member_id IN ({chosen}) AND ended_on IS NULL"
    ):
        about(member_id)["retained"] = True
    for member_id, restored_on in driver.execute(
        f"SELECT member_id, max(restored_on) FROM departures WHERE member_id IN ({chosen}) "
        "GROUP BY member_id"
    ):
        about(member_id)["restored_on"] = restored_on
    return found


def _of_those_who_left(driver: Any, chosen: str) -> dict[int, dict[str, Any]]:
    """The open entry of the register, and who has the same numbers meanwhile."""
    found: dict[int, dict[str, Any]] = {}
    for member_id, departure_id, left_on in driver.execute(
        f"SELECT member_id, id, left_on FROM departures WHERE member_id IN ({chosen}) "
        "AND restored_on IS NULL"
    ):
        found[member_id] = {"departure_id": departure_id, "left_on": left_on}
    for column, key in (("id_number", "id_holder"), ("development_number", "number_holder")):
        for member_id, holder in driver.execute(
            f"SELECT m.id, min(h.name) FROM members AS m JOIN members AS h "
            f"ON h.{column} = m.{column} AND h.id <> m.id WHERE m.id IN ({chosen}) "
            f"AND m.{column} <> '' AND h.{ON_ROSTER} GROUP BY m.id"
        ):
            found.setdefault(member_id, {})[key] = holder or "（无姓名）"
    return found


def _on_the_way() -> tuple[str, ...]:
    """States of a transfer that somebody still has to act on."""
    return tuple(
        dict.fromkeys(
            state for one in TRANSFERS.values() for state in one.states if one.steps_from(state)
        )
    )
