"""Reading the register of departures, and finding who should leave for age."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ..rules.id_numbers import FOREIGN
from ..rules.policy import Policy
from ..store.connection import raw
from ..store.schema import BORN_UNNUMBERED, MEMBER_VALUES, ON_ROSTER
from .doors import proof_label, stage_words
from .plan import age_on, born_on

_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A paper kept with a departure; `id` is the attachment's."""

    id: int
    kind: str
    label: str
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Departure:
    """One entry of the register: who left by which door, on which papers, and came back."""

    id: int
    member_id: int
    name: str
    branch: str
    branch_full: str
    door: str
    door_label: str
    was: str
    left_on: str
    reason: str | None
    decided_by: str | None
    document_number: str | None
    recorded_by: str
    recorded_on: str
    restored_on: str | None
    restored_reason: str | None
    restored_document: str | None
    proofs: tuple[ProofRow, ...]

    @property
    def restored_words(self) -> str:
        """When and on which document the membership came back; '' while it has not."""
        if not self.restored_on:
            return ""
        return " ".join(one for one in (self.restored_on, self.restored_document) if one)


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which entries a list shows: below a node, of a door, of a year (0: all), come back or not."""

    org_id: int | None = None
    door: str = ""
    year: int = 0
    restored: bool | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit below which somebody left, how deep it lies in the tree, and how many entries."""

    id: int
    name: str
    depth: int
    entries: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the roster who is over age and has no reason to stay."""

    id: int
    name: str
    sex: str
    branch: str
    born_on: date
    age: int


# --------------------------------------------------------------- the register
def departure_ids(connection: Connection, wanted: RegisterFilter) -> "array[int]":
    """Ids of the entries, the last day first; from an index where the whole office is asked."""
    condition, parameters = _where(wanted)
    rows = raw(connection).execute(
        f"SELECT d.id FROM departures AS d WHERE {condition} ORDER BY d.left_on DESC, d.id DESC",
        parameters,
    )
    return array("q", (row[0] for row in rows))


def _where(wanted: RegisterFilter) -> tuple[str, tuple[str | int, ...]]:
    conditions: list[str] = ["1"]
    parameters: list[str | int] = []
    if wanted.door:
        conditions.append("d.door = ?")
        parameters.append(wanted.door)
    if wanted.year:
        conditions.append("d.left_on BETWEEN ? AND ?")
        parameters += [f"{wanted.year}-01-01", f"{wanted.year}-12-31"]
    if wanted.restored is not None:
        conditions.append(f"d.restored_on IS {'NOT ' if wanted.restored else ''}NULL")
    if wanted.org_id is not None:
        conditions.append(
            "(SELECT branch_id FROM members WHERE id = d.member_id) IN "
            "(SELECT org_id FROM org_ancestors WHERE ancestor_id = ?)"
        )
        parameters.append(wanted.org_id)
    return " AND ".join(conditions), tuple(parameters)


def departures(connection: Connection, policy: Policy, ids: Sequence[int]) -> tuple[Departure, ...]:
    """Entries by id, in the order of the ids; unknown ids are passed over."""
    found: dict[int, Departure] = {}
    for start in range(0, len(ids), _PAGE):
        marks = ",".join(str(int(one)) for one in ids[start : start + _PAGE])
        for one in _departures(connection, policy, f"d.id IN ({marks})"):
            found[one.id] = one
    return tuple(found[one] for one in ids if one in found)


def departures_of(connection: Connection, policy: Policy, member_id: int) -> tuple[Departure, ...]:
    """The entries of one member, the last one first: what the card tells."""
    return _departures(
        connection, policy, f"d.member_id = {int(member_id)}", order="ORDER BY d.id DESC"
    )


def _departures(
    connection: Connection, policy: Policy, condition: str, *, order: str = ""
) -> tuple[Departure, ...]:
    driver = raw(connection)
    proofs: dict[int, list[tuple[Any, ...]]] = {}
    for entry, *proof in driver.execute(
        "SELECT a.departure_id, a.id, a.kind, a.file_name, a.sha256 FROM attachments AS a "
        f"WHERE a.departure_id IN (SELECT d.id FROM departures AS d WHERE {condition}) "
        "ORDER BY a.id"
    ):
        proofs.setdefault(entry, []).append(tuple(proof))
    rows = driver.execute(
        "SELECT d.id, d.member_id, m.name, o.short_name, o.full_name, d.door, d.was, d.left_on, "
        "d.reason, d.decided_by, d.document_number, d.recorded_by, d.recorded_on, d.restored_on, "
        "d.restored_reason, d.restored_document FROM departures AS d "
        "JOIN members AS m ON m.id = d.member_id JOIN organizations AS o ON o.id = m.branch_id "
        f"WHERE {condition} {order}"
    )
    return tuple(
        Departure(
            id=row[0],
            member_id=row[1],
            name=row[2] or "",
            branch=row[3],
            branch_full=row[4],
            door=row[5],
            door_label=_door_label(policy, row[5]),
            was=row[6],
            left_on=row[7],
            reason=row[8],
            decided_by=row[9],
            document_number=row[10],
            recorded_by=row[11],
            recorded_on=row[12],
            restored_on=row[13],
            restored_reason=row[14],
            restored_document=row[15],
            proofs=tuple(
                ProofRow(number, kind, proof_label(policy, row[5], kind), name, digest)
                for number, kind, name, digest in proofs.get(row[0], ())
            ),
        )
        for row in rows
    )


def _door_label(policy: Policy, code: str) -> str:
    door = policy.doors.get(code)
    return door.label if door else stage_words(code)


def years(connection: Connection) -> tuple[int, ...]:
    """Years in which somebody left, the last one first."""
    rows = connection.exec_driver_sql("SELECT DISTINCT substr(left_on, 1, 4) FROM departures")
    return tuple(sorted((int(year) for (year,) in rows if year.isdigit()), reverse=True))


def by_door(connection: Connection) -> dict[str, int]:
    """How many entries each door has."""
    rows = connection.exec_driver_sql("SELECT door, count(*) FROM departures GROUP BY door")
    return {row.door: int(row[1]) for row in rows}


def units(connection: Connection) -> tuple[Unit, ...]:
    """The units below which somebody left, as the tree has them."""
    rows = connection.exec_driver_sql(
        "SELECT o.id, o.short_name, (SELECT max(depth) FROM org_ancestors WHERE org_id = o.id), "
        "sum(left.entries) FROM (SELECT m.branch_id, count(*) AS entries FROM departures AS d "
        "JOIN members AS m ON m.id = d.member_id GROUP BY m.branch_id) AS left "
        "JOIN org_ancestors AS a ON a.org_id = left.branch_id "
        "JOIN organizations AS o ON o.id = a.ancestor_id GROUP BY o.id ORDER BY o.code"
    )
    return tuple(Unit(*row) for row in rows)


def proof_content(connection: Connection, proof_id: int) -> tuple[str, bytes] | None:
    """File name and bytes of a kept proof; None where there is none."""
    row = connection.exec_driver_sql(
        "SELECT a.file_name, b.content FROM attachments AS a JOIN blobs AS b "
        "ON b.sha256 = a.sha256 WHERE a.id = ? AND a.departure_id IS NOT NULL",
        (proof_id,),
    ).one_or_none()
    return None if row is None else (str(row[0]), bytes(row[1]))


# ------------------------------------------------------------------ over age
def over_age(
    connection: Connection, policy: Policy, today: date, org_id: int | None = None
) -> tuple[Candidate, ...]:
    """Who on the roster has completed the years of the pack's door and does not stay (N 三.3).

    By branch code, then by name. The date of birth is read from the number, by its index; whose
    number does not tell it is found by the date recorded.
    """
    door = policy.doors.get("over_age")
    if door is None or not door.age:
        return ()
    last = _years_before(today, door.age)
    named = (name for row in door.unless if (name := row.field) in MEMBER_VALUES)
    asked = tuple(dict.fromkeys(("id_kind", "id_number", "born_on", *named)))
    columns = ", ".join(f"m.{name}" for name in asked)
    scope = ""
    if org_id is not None:
        scope = (
            " AND +m.branch_id IN (SELECT org_id FROM org_ancestors "
            f"WHERE ancestor_id = {int(org_id)})"
        )
    select = f"SELECT m.id, m.name, m.sex, m.name_pinyin, m.branch_id, {columns} FROM members AS m"
    tail = f"m.{ON_ROSTER}{scope}"
    numbered = raw(connection).execute(
        f"{select} INDEXED BY members_by_birth WHERE substr(m.id_number, 7, 8) BETWEEN '1900' "
        f"AND ? AND m.id_kind IS NOT '{FOREIGN}' AND {tail}",
        (last.strftime("%Y%m%d"),),
    )
    others = raw(connection).execute(
        f"{select} INDEXED BY members_born_unnumbered WHERE {_of(BORN_UNNUMBERED)} "
        f"AND m.born_on BETWEEN '1900' AND ? AND {tail}",
        (last.isoformat(),),
    )
    codes = _branches(connection)
    found: list[tuple[str, str, Candidate]] = []
    for rows in (numbered, others):
        for member_id, name, sex, pinyin, branch_id, *texts in rows:
            values = dict(zip(asked, texts, strict=True))
            born = born_on(values)
            if born is None or born > last or any(one.holds(values) for one in door.unless):
                continue
            code, branch = codes[branch_id]
            one = Candidate(member_id, name or "", sex or "", branch, born, age_on(born, today))
            found.append((code, pinyin, one))
    found.sort(key=lambda row: (row[0], row[1], row[2].id))
    return tuple(row[2] for row in found)


def _of(condition: str) -> str:
    return condition.replace("id_kind", "m.id_kind").replace("id_number", "m.id_number")


def _branches(connection: Connection) -> dict[int, tuple[str, str]]:
    rows = connection.exec_driver_sql("SELECT id, code, short_name FROM organizations")
    return {org_id: (code, name) for org_id, code, name in rows}


def _years_before(day: date, number: int) -> date:
    """The last birthday that makes somebody so old on a day."""
    try:
        return day.replace(year=day.year - number)
    except ValueError:  # that year has no 29 February
        return day.replace(year=day.year - number, day=28)
