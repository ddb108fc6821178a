"""Importing a school's graduate list: plan, then apply in one operation exactly what it said."""

from collections import Counter
from pathlib import Path

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet
from ..members.reader import member_headings, read_list
from ..office.context import Context
from ..orgs import queries as orgs
from ..sheets.findings import Reading
from ..store.bulk import insert_many
from ..store.schema import graduate_entries
from .matching import GraduateMatcher, GraduatePlan, GraduateRow
from .states import first_progress

_VALUES = ("name", "id_number", "sex", "mobile", "class_name", "destination", "target", "notes")
_COLUMNS = (
    "list_id", "year", "school_id", "row_number", "match", "member_id",
    "name", "id_number", "sex", "mobile", "class_name", "destination", "target", "note",
    "progress",
)  # fmt: skip


def plan_graduates(
    context: Context,
    path: Path,
    *,
    year: int,
    school_id: int | None = None,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> GraduatePlan:
    """Reads a graduate list and decides what each row is; writes nothing.

    Without a school it is taken from the matched members: the school most of them belong to.
    """
    progress(0, 0, f"读取 {path.name}")
    table, source = read_list(
        path,
        headings=member_headings("name"),
        reading=reading,
        cancelled=lambda: progress.cancelled,
    )
    progress.stop_if_cancelled()
    progress(0, len(table.rows), "核对")
    with context.database.read() as connection:
        matcher = GraduateMatcher(
            connection, table, policy=context.policy, today=context.today, school_id=school_id
        )
        rows, findings = matcher.match()
        school = school_id or _school_of(connection, rows)
        seen = connection.exec_driver_sql(
            "SELECT count(*) FROM graduate_lists WHERE year = ? AND file_sha256 = ?",
            (year, source.sha256),
        ).scalar_one()
    return GraduatePlan(source, year, school, rows, findings, bool(seen))


def _school_of(connection: Connection, rows: tuple[GraduateRow, ...]) -> int | None:
    ids = [row.member_id for row in rows if row.member_id is not None]
    found: Counter[int] = Counter()
    for start in range(0, len(ids), 5_000):
        marks = ",".join(map(str, ids[start : start + 5_000]))
        for school, number in connection.exec_driver_sql(
            "SELECT a.ancestor_id, count(*) FROM members AS m "
            "JOIN org_ancestors AS a ON a.org_id = m.branch_id "
            "JOIN organizations AS o ON o.id = a.ancestor_id "
            f"WHERE m.id IN ({marks}) AND o.school_kind IS NOT NULL GROUP BY a.ancestor_id"
        ):
            found[school] += number
    return found.most_common(1)[0][0] if found else None


def apply_graduates(
    context: Context,
    plan: GraduatePlan,
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int | None:
    """Writes the entries in one operation; None where the list brings nothing new.

    A row of a person whom the year's entries already have updates that entry: blanks in the list
    never wipe, and what the desk has settled since stays.
    """
    rows = [row for row in plan.rows if row.kind != "refused"]
    if not rows:
        return None
    with context.database.read() as connection:
        school = orgs.by_id(connection, plan.school_id) if plan.school_id else None
        known = _known_entries(connection, plan)
    counts = Counter(row.kind for row in rows)
    whose = school.short_name if school else plan.source.file_name
    words = (
        f"导入 {whose} {plan.year} 届毕业生 {len(rows)} 行（{plan.source.file_name}）："
        f"匹配 {counts['matched']}，不在册 {counts['new']}，待确认 {counts['ambiguous']}"
    )
    operation = context.operation("import.graduates", words, document=plan.source.file_name)
    fresh = [row for row in rows if _key(row) not in known]
    again = [(row, known[_key(row)]) for row in rows if _key(row) in known]
    changes = [(row, entry) for row, entry in again if _differences(row, entry)]
    if not fresh and not changes:
        return None
    with context.database.write(operation) as writing:
        connection = writing.connection
        progress.stop_if_cancelled()
        progress(0, len(rows), "写入")
        list_id = connection.exec_driver_sql(
            "INSERT INTO graduate_lists (year, school_id, file_name, file_sha256, imported_at) "
            "VALUES (?, ?, ?, ?, ?) RETURNING id",
            (
                plan.year,
                plan.school_id,
                plan.source.file_name,
                plan.source.sha256,
                context.clock().astimezone().isoformat(timespec="seconds"),
            ),
        ).scalar_one()
        known_destinations = frozenset(context.policy.choices("destination"))
        insert_many(
            connection,
            graduate_entries,
            _COLUMNS,
            (_entry(plan, row, list_id, known_destinations) for row in fresh),
        )
        for row, entry in changes:
            _update(connection, row, entry)
        progress.stop_if_cancelled()
    progress(len(rows), len(rows), "完成")
    return writing.number


def _entry(
    plan: GraduatePlan, row: GraduateRow, list_id: int, known: frozenset[str]
) -> tuple[str | int | None, ...]:
    destination = row.values.get("destination")
    return (
        list_id,
        plan.year,
        plan.school_id,
        row.number,
        row.kind,
        row.member_id,
        *(row.values.get(name) for name in _VALUES),
        first_progress(destination, known),
    )


_Key = tuple[str, str]
_Entry = dict[str, str | int | None]


def _key(row: GraduateRow) -> _Key:
    """A person of a year: by ID number, else by name and phone."""
    number = row.values.get("id_number")
    if number:
        return ("id", number)
    return ("name", f"{row.values.get('name')}/{row.values.get('mobile')}")


def _known_entries(connection: Connection, plan: GraduatePlan) -> dict[_Key, _Entry]:
    known: dict[_Key, _Entry] = {}
    found = connection.exec_driver_sql(
        "SELECT id, match, member_id, name, id_number, sex, mobile, class_name, destination, "
        "target, note AS notes FROM graduate_entries WHERE year = ? AND school_id IS ?",
        (plan.year, plan.school_id),
    )
    for mapping in found.mappings():
        entry = dict(mapping)
        number = entry["id_number"]
        key = ("id", str(number)) if number else ("name", f"{entry['name']}/{entry['mobile']}")
        known[key] = entry
    return known


def _differences(row: GraduateRow, entry: _Entry) -> dict[str, str | int | None]:
    changed: dict[str, str | int | None] = {
        ("note" if name == "notes" else name): row.values[name]
        for name in _VALUES
        if name in row.values and row.values[name] != entry[name]
    }
    if row.kind == "matched" and entry["member_id"] != row.member_id:
        changed |= {"match": "matched", "member_id": row.member_id}
    return changed


def _update(connection: Connection, row: GraduateRow, entry: _Entry) -> None:
    changed = _differences(row, entry)
    sets = ", ".join(f'"{name}" = ?' for name in changed)
    connection.exec_driver_sql(
        f"UPDATE graduate_entries SET {sets} WHERE id = ?", (*changed.values(), entry["id"])
    )


def settle_match(context: Context, *, entry_id: int, member_id: int | None) -> None:
    """The clerk's answer to an ambiguous row: this member, or (None) nobody on the roster."""
    with context.database.read() as connection:
        name = connection.exec_driver_sql(
            "SELECT name FROM graduate_entries WHERE id = ?", (entry_id,)
        ).scalar_one()
    verdict = "确认为在册团员" if member_id else "确认不在册"
    operation = context.operation("graduates.match", f"毕业生 {name}：{verdict}")
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE graduate_entries SET match = ?, member_id = ? WHERE id = ?",
            ("matched" if member_id else "new", member_id, entry_id),
        )
