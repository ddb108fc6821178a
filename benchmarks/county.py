"""The data of the benchmarks: the practice county at any size, made once and kept in a folder.

Each file's name carries the schema it was made by, so that a new schema makes new files.
"""

import hashlib
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.schema import CreateIndex, CreateTable

from tuanji_desktop.demo.names import Names
from tuanji_desktop.demo.service import make_practice_county
from tuanji_desktop.members.export import columns
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import open_office, pack
from tuanji_desktop.rules.fields import ROSTER_FIELDS
from tuanji_desktop.rules.id_numbers import check_character
from tuanji_desktop.sheets.writer import write_table
from tuanji_desktop.store.connection import connect, remove_with_side_files
from tuanji_desktop.store.schema import ON_ROSTER, metadata
from tuanji_desktop.store.triggers import TRIGGERS

NOW = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
TODAY = date(2026, 7, 6)
Row = list[str | None]
_AT = {name: place for place, name in enumerate(ROSTER_FIELDS)}
_PICK = ", ".join("o.full_name" if name == "branch" else f"m.{name}" for name in ROSTER_FIELDS)


def fingerprint() -> str:
    """Changes with the schema: tables, indexes, triggers."""
    parts = [str(CreateTable(table)) for table in metadata.sorted_tables]
    for table in metadata.sorted_tables:
        parts += sorted(str(CreateIndex(index)) for index in table.indexes)
    return hashlib.sha256("\n".join([*parts, *TRIGGERS]).encode()).hexdigest()[:8]


def county(folder: Path, members: int) -> Path:
    """The practice county with so many members; made now if the folder has none."""
    path = folder / f"county-{members}-{fingerprint()}.tuanji"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        make_practice_county(path, members=members, now=NOW, today=TODAY)
    return path


@contextmanager
def working_copy(folder: Path, members: int) -> Iterator[Path]:
    """A copy of the county to write into, gone afterwards."""
    source = county(folder, members)
    target = folder / f"work-{members}.tuanji"
    remove_with_side_files(target)
    try:
        shutil.copyfile(source, target)
        yield target
    finally:
        remove_with_side_files(target)
        target.with_name(target.name + "-lock").unlink(missing_ok=True)


@contextmanager
def opened(path: Path) -> Iterator[Context]:
    """An office as the program opens it, on the day of the practice county."""
    context = open_office(path, clock=lambda: NOW, fixed_day=TODAY)
    try:
        yield context
    finally:
        context.database.close()


def member_ids(path: Path, number: int) -> list[int]:
    """Members on the roster, spread over the whole county, the same ones each time."""
    connection = connect(path, None, mode="ro")
    try:
        (last,) = connection.execute("SELECT max(id) FROM members").fetchone()
        rng = random.Random(number)
        wanted = sorted(rng.sample(range(1, last + 1), min(last, number * 2)))
        marks = ",".join(map(str, wanted))
        found = connection.execute(
            f"SELECT id FROM members WHERE id IN ({marks}) AND {ON_ROSTER}"
        ).fetchall()
    finally:
        connection.close()
    ids = [row[0] for row in found]
    rng.shuffle(ids)
    return ids[:number]


def roster_list(folder: Path, members: int, rows: int, number: int) -> Path:
    """A school's roster list (.xlsx): known members, three in ten with a changed work unit, one in
    ten new. Every `number` brings other changes and other new ones."""
    path = folder / f"list-{members}-{rows}-{number}-{fingerprint()}.xlsx"
    if not path.exists():
        _write(path, _mixed_rows(county(folder, members), rows, number))
    return path


def first_list(folder: Path, members: int, rows: int) -> Path:
    """A roster list of members that a new office has not seen, for its first load."""
    path = folder / f"first-{members}-{rows}-{fingerprint()}.xlsx"
    if not path.exists():
        _write(path, _rows(county(folder, members), rows))
    return path


def _write(path: Path, rows: list[Row]) -> None:
    write_table(path, columns=columns(ROSTER_FIELDS, pack("guangdong-2018")), rows=rows)


def _rows(source: Path, number: int) -> list[Row]:
    connection = connect(source, None, mode="ro")
    try:
        (last,) = connection.execute("SELECT max(id) FROM members").fetchone()
        step = max(1, last // (number * 2))
        found = connection.execute(
            f"SELECT {_PICK} FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
            f"WHERE m.{ON_ROSTER} AND m.id_number IS NOT NULL AND m.id % {step} = 0 "
            f"GROUP BY m.id_number ORDER BY m.id LIMIT {number}"
        ).fetchall()
    finally:
        connection.close()
    return [list(row) for row in found]


def _mixed_rows(source: Path, number: int, serial: int) -> list[Row]:
    rng = random.Random(serial)
    names = Names(rng)
    rows = _rows(source, number)
    for place, row in enumerate(rows):
        if place % 10 in (2, 5, 8):
            row[_AT["work_unit"]] = f"青溪县第{serial}-{place}工作站"
        elif place % 10 == 9:
            _somebody_else(row, names, serial, place)
    return rows


def _somebody_else(row: Row, names: Names, serial: int, place: int) -> None:
    """A new person in the same branch; their region is no other member's."""
    person = names.draw()
    sex = person.sex
    body = f"{440_000 + serial * 500 + place // 3_600:06d}2002{place % 3_600 // 300 + 1:02d}"
    body += f"{place % 300 // 11 + 1:02d}{place % 11 * 2 + 1 + (sex == '女'):03d}"
    row[_AT["name"]] = person.text
    row[_AT["sex"]] = sex
    row[_AT["id_number"]] = body + check_character(body)
    row[_AT["mobile"]] = f"199{serial % 1000:03d}{place % 100_000:05d}"
    row[_AT["development_number"]] = None


def empty_office(folder: Path, members: int, target: Path) -> None:
    """The county's tree without its members: what stands on the day of the first load."""
    from tuanji_desktop.office.service import create_office

    remove_with_side_files(target)
    create_office(target, name="青溪团县委", now=NOW, today=TODAY)
    connection = connect(target, None)
    try:
        connection.execute("ATTACH ? AS county", (str(county(folder, members)),))
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO organizations SELECT * FROM county.organizations ORDER BY id"
        )
        connection.execute(
            "UPDATE journal_operations SET last_row = (SELECT max(id) FROM journal_rows)"
        )
        connection.execute("COMMIT")
    finally:
        connection.close()


def bare_county(folder: Path, members: int) -> Path:
    """The members in a plain SQLite file with one table and a journal, for the references."""
    path = folder / f"bare-{members}-{fingerprint()}.sqlite"
    if path.exists():
        return path
    draft = path.with_suffix(".draft")
    remove_with_side_files(draft)
    connection = connect(draft, None, mode="rwc")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("ATTACH ? AS county", (str(county(folder, members)),))
        values = ", ".join(name for name in ROSTER_FIELDS if name != "branch")
        connection.executescript(
            f"""
            CREATE TABLE branches (id INTEGER PRIMARY KEY, full_name TEXT);
            INSERT INTO branches SELECT id, full_name FROM county.organizations;
            CREATE TABLE members (id INTEGER PRIMARY KEY, branch_id INTEGER, status TEXT,
              {values.replace(",", " TEXT,")} TEXT, missing TEXT, name_pinyin TEXT);
            INSERT INTO members SELECT id, branch_id, status, {values}, missing, name_pinyin
              FROM county.members;
            CREATE INDEX members_by_id_number ON members (id_number);
            CREATE INDEX members_by_name ON members (name);
            CREATE INDEX members_by_branch ON members (branch_id, name_pinyin);
            CREATE TABLE journal (id INTEGER PRIMARY KEY, row_id INTEGER, before TEXT, after TEXT);
            """
        )
        connection.execute("DETACH county")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()
    draft.rename(path)
    remove_with_side_files(draft)
    return path


@contextmanager
def bare_copy(folder: Path, members: int) -> Iterator[Path]:
    """A copy of the bare file to write into, gone afterwards."""
    target = folder / f"bare-work-{members}.sqlite"
    remove_with_side_files(target)
    try:
        shutil.copyfile(bare_county(folder, members), target)
        yield target
    finally:
        remove_with_side_files(target)
