"""Importing a school's graduate list: plan, then apply in one operation exactly what it said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound
from ..core.progress import Progress, Quiet, watched
from ..members import queries as members
from ..members.matching import present
from ..members.reader import member_headings, read_list
from ..office.context import Context
from ..office.import_recipes import NewRecipe
from ..office.imports import record_import, seen_before
from ..orgs import queries as orgs
from ..sheets.reader import Workbook
from ..sheets.reading import FILL, NEW, SKIP, Reading
from ..store.bulk import insert_many
from ..store.changes import Operation
from ..store.schema import graduate_entries
from . import queries
from .kept_lists import list_name
from .linking import link_transfers
from .matching import (
    GraduatePlan,
    GraduateRow,
    matcher_of,
    with_detail_kept,
    without_details,
)
from .states import UNDER_WAY, first_progress

_VALUES = ("name", "id_number", "sex", "mobile", "class_name", "destination", "target", "notes")
_COLUMN = {"notes": "note"}
POLICY_FIELDS = ("mobile", "class_name", "destination", "target", "notes")
"""What of an entry that is there the clerk may keep from being changed by a list."""
KIND = "graduates"
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
    workbook: Workbook | None = None,
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
        workbook=workbook,
    )
    progress.stop_if_cancelled()
    table, details = without_details(table, context.policy)
    with context.database.read() as connection:
        matcher = matcher_of(
            connection,
            table,
            policy=context.policy,
            school_id=school_id,
            today=context.today,
            year=year,
            reading=reading,
            progress=progress,
        )
        rows, findings = matcher.match()
        rows = tuple(with_detail_kept(row, details.get(row.number)) for row in rows)
        school = school_id or _school_of(connection, rows)
        destinations = frozenset(context.policy.choices("destination"))
        policies = tuple(one for one in reading.policies if one[0] in POLICY_FIELDS)
        fresh, changes = _compared(connection, rows, _Year(year, school, destinations, policies))
        seen = seen_before(connection, kind=KIND, sha256=source.sha256)
    return GraduatePlan(
        source,
        year,
        school,
        rows,
        findings,
        seen,
        frozenset(row.number for row in fresh),
        _shown(changes),
        policies,
        matcher.people,
    )


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
    recipe: NewRecipe | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int | None:
    """Writes the entries in one operation; None where the list brings nothing new.

    A row of a person whom the year's entries already have updates that entry: blanks in the list
    never wipe, and what the desk has settled since stays.
    """
    if not plan.added and not plan.changed:
        return None
    rows = [row for row in plan.rows if row.kind != "refused"]
    destinations = frozenset(context.policy.choices("destination"))
    of_year = _Year(plan.year, plan.school_id, destinations, plan.policies)
    with context.database.write(_operation(context, plan, rows), progress=progress) as writing:
        connection = writing.connection
        fresh, changes = _compared(connection, plan.rows, of_year)
        _refuse_if_stale(connection, plan, fresh, changes)
        progress.stop_if_cancelled()
        lists = _keep_lists(connection, context, plan, fresh)
        insert_many(
            connection,
            graduate_entries,
            _COLUMNS,
            (_entry(plan, row, lists, destinations) for row in watched(fresh, progress, "写入")),
        )
        for _row, entry, changed in watched(changes, progress, "更新"):
            _update(connection, entry, changed)
        link_transfers(connection, year=plan.year, destinations=context.policy.destinations)
        record_import(connection, context, KIND, plan.source, recipe=recipe)
        progress.stop_if_cancelled()
    progress(len(rows), len(rows), "完成")
    return writing.number


def _keep_lists(
    connection: Connection, context: Context, plan: GraduatePlan, fresh: Sequence[GraduateRow]
) -> dict[str, int]:
    """Notes the list, each of its sheets where it has several: sheet → id."""
    sheets = dict.fromkeys(plan.source.places.sheet(row.number) for row in fresh) or {"": None}
    when = context.clock().astimezone().isoformat(timespec="seconds")
    return {
        sheet: connection.exec_driver_sql(
            "INSERT INTO graduate_lists (year, school_id, file_name, file_sha256, imported_at) "
            "VALUES (?, ?, ?, ?, ?) RETURNING id",
            (
                plan.year,
                plan.school_id,
                list_name(plan.source.file_name, sheet),
                plan.source.sha256,
                when,
            ),
        ).scalar_one()
        for sheet in sheets
    }


def _operation(context: Context, plan: GraduatePlan, rows: Sequence[GraduateRow]) -> Operation:
    with context.database.read() as connection:
        school = orgs.by_id(connection, plan.school_id) if plan.school_id else None
    counts = Counter(row.kind for row in rows)
    whose = school.short_name if school else plan.source.file_name
    words = (
        f"导入 {whose} {plan.year} 届毕业生 {len(rows)} 行（{plan.source.file_name}）："
        f"匹配 {counts['matched']}，不在册 {counts['new']}，待确认 {counts['ambiguous']}"
    )
    return context.operation("import.graduates", words, document=plan.source.file_name)


def _refuse_if_stale(
    connection: Connection,
    plan: GraduatePlan,
    fresh: Sequence[GraduateRow],
    changes: Sequence["_Change"],
) -> None:
    """Somebody worked on while the plan was being read: it is to be made anew."""
    ids = {row.member_id for row in plan.rows if row.member_id is not None}
    now = {one.id for one in present(members.members(connection, list(ids)))}
    same = (
        plan.added == {row.number for row in fresh}
        and plan.changed == _shown(changes)
        and ids == now
    )
    if not same:
        raise BadInput(
            "import.stale", "毕业生名单或花名册在核对之后有变动，没有写入。请重新核对这份名单。"
        )


def _entry(
    plan: GraduatePlan, row: GraduateRow, lists: Mapping[str, int], known: frozenset[str]
) -> tuple[str | int | None, ...]:
    destination = row.values.get("destination")
    places = plan.source.places
    return (
        lists[places.sheet(row.number)],
        plan.year,
        plan.school_id,
        places.row(row.number),
        row.kind,
        row.member_id,
        *(row.values.get(name) for name in _VALUES),
        first_progress(destination, known),
    )


_Key = tuple[str, str, int]
_Entry = dict[str, str | int | None]
_Change = tuple[GraduateRow, _Entry, _Entry]
"""A row, the entry it is about, and the columns that change."""


@dataclass(frozen=True, slots=True)
class _Year:
    """Which entries a list meets, and how it may change them."""

    year: int
    school_id: int | None
    destinations: frozenset[str]
    policies: tuple[tuple[str, str], ...]

    def allows(self, name: str, entry: _Entry) -> bool:
        """Whether a value of the list may take the place of what the entry says."""
        policy = dict(self.policies).get(name)
        return policy != SKIP and (policy != FILL or not entry[name])


class _Keys:
    """A person of a year: by ID number, else by name and phone, and the how-many-th of these."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def key(self, number: object, name: object, mobile: object) -> _Key:
        kind, text = ("id", str(number)) if number else ("name", f"{name}/{mobile}")
        self._seen[kind, text] += 1
        return kind, text, self._seen[kind, text]


def _compared(
    connection: Connection, rows: Sequence[GraduateRow], of_year: _Year
) -> tuple[list[GraduateRow], list[_Change]]:
    """The rows that are new to the year, and those that change an entry it has.

    An entry is known by its member, else by what the list says of the person.
    """
    entries = _known_entries(connection, of_year)
    known_keys, row_keys = _Keys(), _Keys()
    by_key = {known_keys.key(one["id_number"], one["name"], one["mobile"]): one for one in entries}
    by_member = {one["member_id"]: one for one in reversed(entries) if one["member_id"]}
    fresh: list[GraduateRow] = []
    changes: list[_Change] = []
    for row in rows:
        if row.kind == "refused":
            continue
        values = row.values
        key = row_keys.key(values.get("id_number"), values.get("name"), values.get("mobile"))
        entry = by_member.get(row.member_id or 0) or by_key.get(key)
        if entry is None:
            fresh.append(row)
        elif changed := _differences(row, entry, of_year):
            changes.append((row, entry, changed))
    return fresh, changes


def _shown(changes: Sequence[_Change]) -> Mapping[int, Mapping[str, tuple[str, str]]]:
    """What changes, row by row, as it is shown: column → before and after."""
    return {
        row.number: {
            name: (str(entry[name] or ""), str(value or "")) for name, value in changed.items()
        }
        for row, entry, changed in changes
    }


def _known_entries(connection: Connection, of_year: _Year) -> list[_Entry]:
    found = connection.exec_driver_sql(
        "SELECT id, match, member_id, name, id_number, sex, mobile, class_name, destination, "
        "target, note AS notes, progress, EXISTS (SELECT 1 FROM journal_rows AS j "
        "JOIN journal_operations AS o ON o.number = j.operation "
        "WHERE j.table_name = 'graduate_entries' AND j.row_id = graduate_entries.id "
        "AND o.kind = 'graduates.settle' AND NOT EXISTS (SELECT 1 FROM journal_operations AS u "
        "WHERE u.undoes = o.number)) AS settled FROM graduate_entries "
        "WHERE year = ? AND school_id IS ? ORDER BY id",
        (of_year.year, of_year.school_id),
    )
    return [dict(mapping) for mapping in found.mappings()]


def _differences(row: GraduateRow, entry: _Entry, of_year: _Year) -> _Entry:
    changed: _Entry = {
        name: row.values[name]
        for name in _VALUES
        if name in row.values and row.values[name] != entry[name] and of_year.allows(name, entry)
    }
    moving = entry["progress"] in UNDER_WAY
    if moving or entry["settled"]:
        changed.pop("destination", None)  # the desk knows better than the list
        changed.pop("target", None)
    if moving and entry["member_id"]:
        pass  # a transfer says who it is
    elif row.kind == "matched" and entry["member_id"] != row.member_id:
        changed |= {"match": "matched", "member_id": row.member_id}
    elif row.decided == NEW and row.kind == "new" and entry["match"] != "new":
        changed |= {"match": "new", "member_id": None}
    before = entry["destination"]
    known = of_year.destinations
    untouched = first_progress(None if before is None else str(before), known)
    if "destination" in changed and entry["progress"] == untouched:
        progress = first_progress(row.values["destination"], known)
        if progress != untouched:
            changed["progress"] = progress
    return changed


def _update(connection: Connection, entry: _Entry, changed: _Entry) -> None:
    sets = ", ".join(f'"{_COLUMN.get(name, name)}" = ?' for name in changed)
    connection.exec_driver_sql(
        f"UPDATE graduate_entries SET {sets} WHERE id = ?", (*changed.values(), entry["id"])
    )


def settle_match(context: Context, *, entry_id: int, member_id: int | None) -> None:
    """The clerk's answer to an ambiguous row: this member, or (None) nobody on the roster."""
    with context.database.read() as connection:
        found = queries.entries(connection, [entry_id])
        if not found:
            raise NotFound("graduates.unknown", "这条毕业生记录已不存在，请刷新后再看。")
        entry = found[0]
        member = members.member(connection, member_id) if member_id is not None else None
        if member is not None:
            _refuse_second_entry(connection, entry, member)
    verdict = f"确认为在册团员 {member.name}（{member.branch_short}）" if member else "确认不在册"
    operation = context.operation("graduates.match", f"毕业生 {entry.name}：{verdict}")
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE graduate_entries SET match = ?, member_id = ? WHERE id = ?",
            ("matched" if member else "new", member_id, entry_id),
        )
        link_transfers(
            writing.connection,
            year=entry.year,
            destinations=context.policy.destinations,
            entry_id=entry_id,
        )


def _refuse_second_entry(
    connection: Connection, entry: queries.Entry, member: members.Member
) -> None:
    """Nobody graduates twice in a year: one member, one entry."""
    if not present([member]):
        raise BadInput("graduates.left", f"{member.name} 已不在册，不能关联。")
    for other in queries.entries_of(connection, member.id, year=entry.year):
        if other.id != entry.id:
            where = f"{other.school or '名单'}{other.place}"
            raise BadInput(
                "graduates.taken",
                f"{member.name} 已关联到 {entry.year} 届毕业生 {other.name}（{where}），"
                "一人一年只有一条。请核对两行是否同一人。",
            )
