"""Reading the year's graduates: entries of a list, counts by match and by progress."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from .kept_lists import SHEET
from .rates import people_where


@dataclass(frozen=True, slots=True)
class Entry:
    """A graduate of a year as a school wrote them, linked to a member where one is sure."""

    id: int
    year: int
    school: str | None
    row_number: int
    match: str
    member_id: int | None
    name: str | None
    id_number: str | None
    sex: str | None
    mobile: str | None
    class_name: str | None
    destination: str | None
    target: str | None
    note: str | None
    progress: str
    branch: str | None
    sheet: str = ""
    """Of the file, where the list was on several."""

    @property
    def place(self) -> str:
        """Where the list has it: “高三1班”第 5 行"""
        return f"{f'“{self.sheet}”' if self.sheet else ''}第 {self.row_number} 行"


@dataclass(frozen=True, slots=True)
class Part:
    """The people behind a number: one of `rates.PARTS` on a day, of one school or of all."""

    key: str
    today: date
    school_id: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries a list shows; below a school, those who are members of that branch."""

    year: int
    org_id: int | None = None
    match: str | None = None
    progress: str | None = None
    part: Part | None = None
    attempted: bool = False
    """Only those whom somebody wanted deleted instead of transferred (G 三)."""


# One list of members, found first: with OR every entry of the year would be asked.
_ATTEMPTED = (
    "e.member_id IN (SELECT member_id FROM deletion_attempts WHERE tried_on >= '{year}' "
    "UNION SELECT member_id FROM deletion_requests WHERE override_by <> '' "
    "AND requested_on >= '{year}')"
)


def years(connection: Connection) -> list[int]:
    """Years with entries, the newest first."""
    rows = connection.exec_driver_sql("SELECT DISTINCT year FROM graduate_lists ORDER BY year DESC")
    return [year for (year,) in rows]


def _where(wanted: EntryFilter) -> str:
    few = "+" if wanted.attempted else ""  # then by member: the index of the year has everybody
    where = f"{few}e.year = {int(wanted.year)}"
    if wanted.org_id is not None:
        below = f"(SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(wanted.org_id)})"
        where += (
            f" AND (e.school_id IN {below} OR e.member_id IN "
            f"(SELECT id FROM members WHERE branch_id IN {below}))"
        )
    if wanted.part is not None:
        part = wanted.part
        where += " AND " + people_where(
            part.key, year=wanted.year, today=part.today, day=part.day, school_id=part.school_id
        )
    if wanted.attempted:
        where += " AND " + _ATTEMPTED.format(year=int(wanted.year))
    return where


def attempts(connection: Connection, year: int, org_id: int | None) -> int:
    """How many of a year's graduates somebody wanted deleted while their transfer was unfinished:
    refused, or admitted by a second operator (G 三)."""
    where = _where(EntryFilter(year, org_id, attempted=True))
    return int(
        connection.exec_driver_sql(
            f"SELECT count(DISTINCT e.member_id) FROM graduate_entries AS e WHERE {where}"
        ).scalar_one()
    )


def ready(
    connection: Connection, year: int, school_ids: Sequence[int]
) -> list[tuple[str, str, int]]:
    """Destination, progress and member of everybody who is sure, still here and not under way."""
    marks = ",".join(str(int(one)) for one in school_ids)
    rows = connection.exec_driver_sql(
        "SELECT e.destination, e.progress, e.member_id FROM graduate_entries AS e "
        "JOIN members AS m ON m.id = e.member_id WHERE e.year = ? AND e.match = 'matched' "
        "AND e.progress IN ('due', 'excluded') AND e.destination IS NOT NULL "
        f"AND m.status = 'active' AND e.school_id IN ({marks}) "
        "ORDER BY e.school_id, e.list_id, e.id",
        (int(year),),
    )
    return [tuple(row) for row in rows]


def entry_ids(connection: Connection, wanted: EntryFilter) -> "array[int]":
    """Ids of the entries, by school and row."""
    where, parameters = _where(wanted), []
    for column, value in (("match", wanted.match), ("progress", wanted.progress)):
        if value is not None:
            where += f" AND e.{column} = ?"
            parameters.append(value)
    rows = connection.exec_driver_sql(
        f"SELECT e.id FROM graduate_entries AS e WHERE {where} "
        "ORDER BY e.school_id, e.list_id, e.id",
        tuple(parameters),
    )
    return array("q", (row[0] for row in rows))


def entries(connection: Connection, ids: Sequence[int]) -> list[Entry]:
    """Entries by id, in the order of the ids."""
    found: dict[int, Entry] = {}
    for start in range(0, len(ids), 5_000):
        marks = ",".join(map(str, ids[start : start + 5_000]))
        for row in connection.exec_driver_sql(
            "SELECT e.id, e.year, s.short_name, e.row_number, e.match, e.member_id, e.name, "
            "e.id_number, e.sex, e.mobile, e.class_name, e.destination, e.target, e.note, "
            f"e.progress, b.short_name, {SHEET} FROM graduate_entries AS e "
            "JOIN graduate_lists AS l ON l.id = e.list_id "
            "LEFT JOIN organizations AS s ON s.id = e.school_id "
            "LEFT JOIN members AS m ON m.id = e.member_id "
            f"LEFT JOIN organizations AS b ON b.id = m.branch_id WHERE e.id IN ({marks})"
        ):
            found[row[0]] = Entry(*row)
    return [found[one] for one in ids if one in found]


def counts(connection: Connection, wanted: EntryFilter) -> tuple[dict[str, int], dict[str, int]]:
    """Numbers by match and by progress, for the filters above the list."""
    by_match: dict[str, int] = {}
    by_progress: dict[str, int] = {}
    for match, progress, number in connection.exec_driver_sql(
        "SELECT e.match, e.progress, count(*) FROM graduate_entries AS e "
        f"WHERE {_where(wanted)} GROUP BY e.match, e.progress"
    ):
        by_match[match] = by_match.get(match, 0) + number
        by_progress[progress] = by_progress.get(progress, 0) + number
    return by_match, by_progress


def entries_of(connection: Connection, member_id: int, *, year: int) -> list[Entry]:
    """A member's entries of a year; more than one is a mistake."""
    rows = connection.exec_driver_sql(
        "SELECT id FROM graduate_entries WHERE member_id = ? AND year = ? ORDER BY id",
        (member_id, year),
    )
    return entries(connection, [row[0] for row in rows])
