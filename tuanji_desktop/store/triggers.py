"""SQL kept inside the file: the journal of every record, counts, closure of the tree, search.

Triggers are the one place that no writer can walk past: ORM, bulk insert, undo and replay all
leave the same trace. They use plain SQL only. They run once for every row of an import, so each
microsecond counts. The full-text index is not theirs but the closing operation's
(`search_index.refresh`): FTS5 flushes at the savepoint of every statement that may fail, which
made single-row maintenance the dearest part of an import.
"""

from sqlalchemy import Connection, Table

from .schema import COUNTED, ON_ROSTER, RECORDS, members, roster_births, roster_values

BRANCH_KINDS = (
    "branch",
    "graduate_branch",
    "waiting_branch",
    "mobile_branch",
)


def row_json(table: Table, alias: str) -> str:
    """SQL for a row as JSON without its NULLs: absent means NULL.

    Put together by hand: half the time of `json_patch('{}', json_object(…))`, the same text.
    """
    first, *others = (column.name for column in table.columns)
    parts = [f"'{{\"{first}\":'", f'json_quote({alias}."{first}")']
    parts += [
        f'iif({alias}."{name}" IS NULL, NULL, \',"{name}":\' || json_quote({alias}."{name}"))'
        for name in others
    ]
    return f"concat({', '.join(parts)}, '}}')"


def _journal(table: Table) -> list[str]:
    name = table.name
    insert = (
        "INSERT INTO journal_rows (operation, table_name, row_id, before, after) "
        "VALUES ((SELECT max(number) FROM journal_operations), "
    )
    old, new = row_json(table, "OLD"), row_json(table, "NEW")
    differs = " OR ".join(
        f'OLD."{column.name}" IS NOT NEW."{column.name}"' for column in table.columns
    )
    return [
        f"CREATE TRIGGER journal_{name}_insert AFTER INSERT ON {name} BEGIN "
        f"{insert}'{name}', NEW.id, NULL, {new}); END",
        f"CREATE TRIGGER journal_{name}_update AFTER UPDATE ON {name} WHEN {differs} BEGIN "
        f"{insert}'{name}', NEW.id, {old}, {new}); END",
        f"CREATE TRIGGER journal_{name}_delete AFTER DELETE ON {name} BEGIN "
        f"{insert}'{name}', OLD.id, {old}, NULL); END",
    ]


def _on_roster(alias: str) -> str:
    return f"({alias}.{ON_ROSTER})"


def _count(alias: str, sign: str) -> str:
    """Adds one member (or takes one away) on every superior of its branch."""
    return (
        f"UPDATE org_counts SET members = members {sign} 1, "
        f"incomplete = incomplete {sign} ({alias}.missing <> '') WHERE {_on_roster(alias)} "
        f"AND org_id IN (SELECT ancestor_id FROM org_ancestors WHERE org_id = {alias}.branch_id);"
    )


_LIVE_CHILD = "UPDATE org_counts SET children = children {sign} 1 WHERE org_id = {alias}.parent_id"

_COUNTS = [
    f"CREATE TRIGGER count_members_insert AFTER INSERT ON members BEGIN {_count('NEW', '+')} END",
    f"CREATE TRIGGER count_members_delete AFTER DELETE ON members BEGIN {_count('OLD', '-')} END",
    "CREATE TRIGGER count_members_update AFTER UPDATE OF branch_id, status, missing ON members "
    "WHEN OLD.branch_id <> NEW.branch_id OR OLD.status <> NEW.status "
    "OR (OLD.missing <> '') <> (NEW.missing <> '') "
    f"BEGIN {_count('OLD', '-')} {_count('NEW', '+')} END",
]


def _tally(table: Table, alias: str) -> str:
    """Counts one member in; `alias` is the row of `members`."""
    keys = [column.name for column in table.primary_key]
    values = ", ".join(f"coalesce({alias}.{key}, '')" for key in keys)
    return (
        f"INSERT INTO {table.name} ({', '.join(keys)}, members, incomplete) "
        f"SELECT {values}, 1, {alias}.missing <> '' WHERE {_on_roster(alias)} ON CONFLICT DO "
        "UPDATE SET members = members + 1, incomplete = incomplete + excluded.incomplete;"
    )


def _untally(table: Table, alias: str) -> str:
    """Counts one member out; of the last one no row stays behind."""
    own = " AND ".join(
        f"{column.name} = coalesce({alias}.{column.name}, '')" for column in table.primary_key
    )
    where = f"WHERE {own} AND {_on_roster(alias)}"
    return (
        f"DELETE FROM {table.name} {where} AND members = 1;"
        f"UPDATE {table.name} SET members = members - 1, "
        f"incomplete = incomplete - ({alias}.missing <> '') {where};"
    )


_TALLIED = (roster_values, roster_births)
_TALLY_IN = "".join(_tally(table, "NEW") for table in _TALLIED)
_TALLY_OUT = "".join(_untally(table, "OLD") for table in _TALLIED)
_SHOWN = ("born_on", *COUNTED)
_TALLIES = [  # of the whole file, a few thousand rows: what the board shows of today
    f"CREATE TRIGGER tally_members_insert AFTER INSERT ON members BEGIN {_TALLY_IN} END",
    f"CREATE TRIGGER tally_members_delete AFTER DELETE ON members BEGIN {_TALLY_OUT} END",
    f"CREATE TRIGGER tally_members_update AFTER UPDATE OF status, missing, {', '.join(_SHOWN)} "
    "ON members WHEN OLD.status <> NEW.status OR (OLD.missing <> '') <> (NEW.missing <> '') OR "
    + " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in _SHOWN)
    + f" BEGIN {_TALLY_IN} {_TALLY_OUT} END",
]

MEMBERS_LOADED = ("journal_members_insert", "count_members_insert", "tally_members_insert")
"""The triggers that `bulk.load_members` sets aside: what they do for each row…"""


def members_loaded() -> tuple[str, ...]:
    """…these do once for all members from an id (`?`) on, with the same expressions."""
    from_id = f"FROM members AS m NOT INDEXED WHERE m.id >= ? AND {_on_roster('m')}"
    tallies = []
    for table in _TALLIED:
        keys = [column.name for column in table.primary_key]
        values = ", ".join(f"coalesce(m.{key}, '')" for key in keys)
        groups = ", ".join(str(place) for place in range(1, len(keys) + 1))
        tallies.append(
            f"INSERT INTO {table.name} ({', '.join(keys)}, members, incomplete) "
            f"SELECT {values}, count(*), sum(m.missing <> '') {from_id} GROUP BY {groups} "
            "ON CONFLICT DO UPDATE SET members = members + excluded.members, "
            "incomplete = incomplete + excluded.incomplete"
        )
    return (
        "INSERT INTO journal_rows (operation, table_name, row_id, before, after) "
        "SELECT (SELECT max(number) FROM journal_operations), 'members', m.id, NULL, "
        f"{row_json(members, 'm')} FROM members AS m WHERE m.id >= ? ORDER BY m.id",
        "UPDATE org_counts SET members = members + more, incomplete = incomplete + lacking FROM ("
        "SELECT a.ancestor_id AS above, sum(b.more) AS more, sum(b.lacking) AS lacking FROM ("
        "SELECT m.branch_id AS branch, count(*) AS more, sum(m.missing <> '') AS lacking "
        f"{from_id} GROUP BY m.branch_id) AS b "
        "JOIN org_ancestors AS a ON a.org_id = b.branch GROUP BY a.ancestor_id"
        ") WHERE org_id = above",
        *tallies,
    )


_ATTACH = """
  INSERT INTO org_ancestors (org_id, ancestor_id, depth)
  SELECT down.org_id, up.ancestor_id, down.depth + up.depth + 1
  FROM org_ancestors AS down, org_ancestors AS up
  WHERE down.ancestor_id = NEW.id AND up.org_id = NEW.parent_id;
"""
_SHIFT = """
  UPDATE org_counts SET
    members = members {sign} (SELECT members FROM org_counts WHERE org_id = NEW.id),
    incomplete = incomplete {sign} (SELECT incomplete FROM org_counts WHERE org_id = NEW.id)
  WHERE org_id IN (SELECT ancestor_id FROM org_ancestors WHERE org_id = {alias}.parent_id);
"""

_TREE = [
    "CREATE TRIGGER tree_insert AFTER INSERT ON organizations BEGIN "
    "INSERT INTO org_ancestors (org_id, ancestor_id, depth) VALUES (NEW.id, NEW.id, 0);"
    "INSERT INTO org_counts (org_id) VALUES (NEW.id);"
    f"{_ATTACH}"
    f"{_LIVE_CHILD.format(sign='+', alias='NEW')} AND NEW.status = 'active'; END",
    "CREATE TRIGGER tree_delete AFTER DELETE ON organizations BEGIN "
    "DELETE FROM org_ancestors WHERE org_id = OLD.id;"
    "DELETE FROM org_counts WHERE org_id = OLD.id;"
    f"{_LIVE_CHILD.format(sign='-', alias='OLD')} AND OLD.status = 'active'; END",
    "CREATE TRIGGER tree_move AFTER UPDATE OF parent_id ON organizations "
    "WHEN OLD.parent_id IS NOT NEW.parent_id BEGIN "
    f"{_SHIFT.format(sign='-', alias='OLD')}"
    "DELETE FROM org_ancestors WHERE "
    "org_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = NEW.id) AND "
    "ancestor_id IN (SELECT ancestor_id FROM org_ancestors WHERE org_id = NEW.id "
    "AND ancestor_id <> NEW.id);"
    f"{_ATTACH}"
    f"{_SHIFT.format(sign='+', alias='NEW')} END",
    "CREATE TRIGGER tree_children AFTER UPDATE OF parent_id, status ON organizations "
    "WHEN OLD.parent_id IS NOT NEW.parent_id OR OLD.status <> NEW.status BEGIN "
    f"{_LIVE_CHILD.format(sign='-', alias='OLD')} AND OLD.status = 'active';"
    f"{_LIVE_CHILD.format(sign='+', alias='NEW')} AND NEW.status = 'active'; END",
]

_KINDS = " ".join(f"WHEN '{kind}' THEN 1" for kind in BRANCH_KINDS)  # IN builds a table each time
_HOME = (
    "SELECT RAISE(ABORT, 'invariant: member.branch') WHERE {roster} AND NOT EXISTS "
    "(SELECT 1 FROM organizations WHERE id = NEW.branch_id AND status = 'active' "
    f"AND CASE kind {_KINDS} ELSE 0 END);"
)
_UNDER_DISSOLVED = (
    "WHEN NEW.status = 'active' AND NEW.parent_id IS NOT NULL BEGIN "
    "SELECT RAISE(ABORT, 'invariant: organization.parent') WHERE EXISTS (SELECT 1 FROM "
    "organizations WHERE id = NEW.parent_id AND status = 'dissolved'); END"
)
_INVARIANTS = [  # an undo, too, runs into them
    "CREATE TRIGGER member_home_insert BEFORE INSERT ON members BEGIN "
    f"{_HOME.format(roster=_on_roster('NEW'))} END",
    "CREATE TRIGGER member_home_update BEFORE UPDATE OF branch_id, status ON members BEGIN "
    f"{_HOME.format(roster=_on_roster('NEW'))} END",
    "CREATE TRIGGER organization_dissolved BEFORE UPDATE OF status ON organizations "
    "WHEN NEW.status = 'dissolved' AND OLD.status <> 'dissolved' BEGIN "
    "SELECT RAISE(ABORT, 'invariant: organization.occupied') WHERE EXISTS (SELECT 1 FROM "
    "org_counts WHERE org_id = NEW.id AND (members > 0 OR children > 0)); END",
    "CREATE TRIGGER organization_kind BEFORE UPDATE OF kind ON organizations "
    f"WHEN NOT CASE NEW.kind {_KINDS} ELSE 0 END BEGIN "
    "SELECT RAISE(ABORT, 'invariant: organization.kind') WHERE EXISTS (SELECT 1 FROM "
    f"members WHERE branch_id = NEW.id AND {ON_ROSTER}); END",
    "CREATE TRIGGER organization_circle BEFORE UPDATE OF parent_id ON organizations BEGIN "
    "SELECT RAISE(ABORT, 'invariant: organization.circle') WHERE EXISTS (SELECT 1 FROM "
    "org_ancestors WHERE org_id = NEW.parent_id AND ancestor_id = NEW.id); END",
    f"CREATE TRIGGER organization_parent_insert BEFORE INSERT ON organizations {_UNDER_DISSOLVED}",
    "CREATE TRIGGER organization_parent_update BEFORE UPDATE OF parent_id, status "
    f"ON organizations {_UNDER_DISSOLVED}",
]

_OUT = "SELECT 1 FROM members WHERE id = {row}.member_id AND status = {row}.door"
_HOMELESS = (
    "SELECT 1 FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
    f"WHERE m.id = {{member}} AND NOT (o.status = 'active' AND CASE o.kind {_KINDS} ELSE 0 END)"
)
_DEPARTURES = [  # who is out has one open departure, and whoever has one is out, by its door
    "CREATE TRIGGER departure_first BEFORE UPDATE OF status ON members "
    "WHEN OLD.status <> NEW.status BEGIN SELECT RAISE(ABORT, 'invariant: departure.open') "
    "WHERE EXISTS (SELECT 1 FROM departures WHERE member_id = OLD.id AND restored_on IS NULL); END",
    *(
        f"CREATE TRIGGER departure_{name} BEFORE {act} ON departures "
        "WHEN NEW.restored_on IS NULL BEGIN SELECT RAISE(ABORT, 'invariant: departure.status') "
        f"WHERE NOT EXISTS ({_OUT.format(row='NEW')}); END"
        for name, act in (("insert", "INSERT"), ("reopened", "UPDATE OF restored_on"))
    ),
    # an undo takes papers and entry away before the member comes back: not where that cannot be
    "CREATE TRIGGER departure_delete BEFORE DELETE ON departures WHEN OLD.restored_on IS NULL "
    "BEGIN SELECT RAISE(ABORT, 'invariant: member.branch') "
    f"WHERE EXISTS ({_HOMELESS.format(member='OLD.member_id')}); END",
    "CREATE TRIGGER departure_proofs BEFORE DELETE ON attachments "
    "WHEN OLD.departure_id IS NOT NULL BEGIN "
    "SELECT RAISE(ABORT, 'invariant: departure.restored') WHERE EXISTS (SELECT 1 FROM departures "
    "WHERE id = OLD.departure_id AND restored_on IS NOT NULL); "
    "SELECT RAISE(ABORT, 'invariant: member.branch') WHERE OLD.kind NOT LIKE 'restored_%' "
    f"AND EXISTS ({_HOMELESS.format(member='OLD.member_id')}); END",
]

_PRINTED = (  # a batch with a paper: its lines are frozen until the batch is voided
    "SELECT 1 FROM papers AS p JOIN deletion_batches AS b ON b.id = p.batch_id "
    "WHERE b.id {which} AND b.state <> 'voided'"
)
_IN_PRINT = (
    "SELECT RAISE(ABORT, 'invariant: deletion.printed') WHERE EXISTS (" + _PRINTED + "); END"
)
_REASON_IN_PRINT = _IN_PRINT.format(
    which="= (SELECT batch_id FROM deletion_requests WHERE id = {row}.request_id)"
)
_DELETIONS = [  # nobody comes into a printed batch, leaves it or has other reasons in it
    "CREATE TRIGGER deletion_line_insert BEFORE INSERT ON deletion_requests "
    f"WHEN NEW.batch_id IS NOT NULL BEGIN {_IN_PRINT.format(which='= NEW.batch_id')}",
    "CREATE TRIGGER deletion_line_update BEFORE UPDATE OF batch_id, line, member_id "
    "ON deletion_requests WHEN OLD.batch_id IS NOT NEW.batch_id OR OLD.line IS NOT NEW.line "
    "OR OLD.member_id <> NEW.member_id BEGIN "
    f"{_IN_PRINT.format(which='IN (OLD.batch_id, NEW.batch_id)')}",
    "CREATE TRIGGER deletion_line_delete BEFORE DELETE ON deletion_requests "
    f"WHEN OLD.batch_id IS NOT NULL BEGIN {_IN_PRINT.format(which='= OLD.batch_id')}",
    *(
        f"CREATE TRIGGER deletion_reason_{act.lower()} BEFORE {act} ON deletion_reasons BEGIN "
        f"{_REASON_IN_PRINT.format(row=row)}"
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
]

_OTHER_OPEN = (
    "SELECT RAISE(ABORT, 'invariant: transfer.open') WHERE EXISTS (SELECT 1 FROM transfers "
    "WHERE member_id = NEW.member_id AND id <> NEW.id AND finished_on IS NULL);"
)
_LIVING = "SELECT 1 FROM introduction_letters WHERE transfer_id = NEW.transfer_id AND id <> NEW.id"
_TRANSFERS = [  # one way at a time, none beside a deletion; what was begun is not undone from below
    "CREATE TRIGGER transfer_first BEFORE INSERT ON transfers WHEN NEW.finished_on IS NULL "
    f"BEGIN {_OTHER_OPEN} END",
    "CREATE TRIGGER transfer_reopened BEFORE UPDATE OF finished_on ON transfers "
    f"WHEN OLD.finished_on IS NOT NULL AND NEW.finished_on IS NULL BEGIN {_OTHER_OPEN} "
    "SELECT RAISE(ABORT, 'invariant: transfer.deletion') WHERE EXISTS (SELECT 1 FROM "
    "deletion_requests WHERE member_id = NEW.member_id "
    "AND state IN ('requested', 'endorsed', 'sent')); END",
    "CREATE TRIGGER transfer_begun BEFORE DELETE ON transfer_steps WHEN OLD.act = 'start' BEGIN "
    "SELECT RAISE(ABORT, 'invariant: transfer.moved') WHERE EXISTS (SELECT 1 FROM transfer_steps "
    "WHERE transfer_id = OLD.transfer_id AND act <> 'start'); END",
    "CREATE TRIGGER transfer_entry BEFORE UPDATE OF progress ON graduate_entries "
    "WHEN NEW.progress IN ('unsettled', 'due', 'excluded') BEGIN "
    "SELECT RAISE(ABORT, 'invariant: transfer.moved') WHERE EXISTS (SELECT 1 FROM transfers AS t "
    "JOIN transfer_steps AS s ON s.transfer_id = t.id "
    "WHERE t.entry_id = NEW.id AND t.finished_on IS NULL AND s.act <> 'start'); END",
    # a number that went out on a letter is never free again
    "CREATE TRIGGER introduction_number BEFORE DELETE ON introduction_letters "
    "BEGIN SELECT RAISE(ABORT, 'invariant: introduction.number'); END",
    "CREATE TRIGGER introduction_sheet BEFORE DELETE ON papers WHEN OLD.form = 'introduction' "
    "BEGIN SELECT RAISE(ABORT, 'invariant: introduction.number'); END",
    "CREATE TRIGGER introduction_living BEFORE UPDATE OF void_on ON introduction_letters "
    "WHEN OLD.void_on IS NOT NULL AND NEW.void_on IS NULL BEGIN "
    f"SELECT RAISE(ABORT, 'invariant: introduction.living') WHERE EXISTS ({_LIVING} "
    "AND void_on IS NULL); END",
]

_SEARCH = [  # filled by search_index.refresh
    "CREATE VIRTUAL TABLE member_search USING fts5(grams, content='', contentless_delete=1, "
    "detail=none, tokenize='ascii')",
] + [
    f"CREATE TRIGGER former_{field} AFTER UPDATE OF {field} ON members "
    f"WHEN OLD.{field} <> '' AND OLD.{field} IS NOT NEW.{field} BEGIN "
    f"INSERT INTO former_values (member_id, field, value) VALUES (OLD.id, '{field}', OLD.{field});"
    " END"
    for field in ("name", "id_number", "mobile", "development_number")
]

TRIGGERS: tuple[str, ...] = (
    *(statement for table in RECORDS for statement in _journal(table)),
    *_TREE,
    *_COUNTS,
    *_TALLIES,
    *_INVARIANTS,
    *_DEPARTURES,
    *_DELETIONS,
    *_TRANSFERS,
    *_SEARCH,
)
"""Everything that `create` runs after the tables, in this order."""


def rebuild(connection: Connection) -> None:
    """All triggers of the present schema in place of those that an older program left."""
    for (name,) in connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    ).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for statement in TRIGGERS:
        if statement.startswith("CREATE TRIGGER"):
            connection.exec_driver_sql(statement)
