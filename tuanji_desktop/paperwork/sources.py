"""What a paper can be made of: batches, members, units, transfers, campaigns, as choices."""

from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.masks import mask_id
from ..members.search import search
from ..office.context import Context
from ..papers.kinds import PaperWish

_FOUND = 30
_NEWEST = 300
_CORRECTIONS = "correction-"
_ANY_BATCH = "letter"
_VOIDED = "voided"
_MEMBERS = (
    "SELECT m.id, coalesce(m.name, ''), o.short_name, m.id_number FROM members AS m "
    "JOIN organizations AS o ON o.id = m.branch_id WHERE m.id IN "
)
_TRANSFERS = (
    "SELECT t.id, coalesce(m.name, t.name, ''), t.target, t.started_on "
    "FROM transfers AS t LEFT JOIN members AS m ON m.id = t.member_id WHERE "
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of them: what a wish takes, and how the clerk tells it from the others."""

    key: int | str
    words: str


def load_batches(context: Context, *, form: str) -> tuple[Choice, ...]:
    """Batches that a form can be made of, the newest first: of deletions, or of corrections."""
    with context.database.read() as connection:
        found: list[Choice] = []
        if not form.startswith(_CORRECTIONS):
            found += _batches(connection, "deletion_batches", "deletion_requests", "batch_id")
        if form.startswith(_CORRECTIONS) or form == _ANY_BATCH:
            found += _batches(connection, "correction_lists", "corrections", "list_id")
    return tuple(found)


def _batches(connection: Connection, table: str, lines: str, column: str) -> list[Choice]:
    rows = connection.exec_driver_sql(
        f"SELECT b.number, o.short_name, b.created_on, "
        f"(SELECT count(*) FROM {lines} AS r WHERE r.{column} = b.id), b.state FROM {table} AS b "
        f"JOIN organizations AS o ON o.id = b.org_id ORDER BY b.id DESC LIMIT {_NEWEST}"
    )
    return [
        Choice(
            number,
            f"{number} · {unit} · {day} · 已作废"
            if state == _VOIDED
            else f"{number} · {unit} · {people} 人 · {day}",
        )
        for number, unit, day, people, state in rows
    ]


def load_campaigns(context: Context) -> tuple[Choice, ...]:
    """Verification campaigns, the latest first."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, title, first_on FROM campaigns ORDER BY first_on DESC, id DESC"
        ).all()
    return tuple(Choice(row[0], f"{row[1]} · {row[2]}") for row in rows)


def find_members(context: Context, words: str) -> tuple[Choice, ...]:
    """Members that the search box would find."""
    with context.database.read() as connection:
        hits = search(connection, words, limit=_FOUND)
        return _members(connection, [hit.member_id for hit in hits])


def find_organizations(context: Context, words: str) -> tuple[Choice, ...]:
    """Units that are not dissolved, by a part of their name or by code."""
    part = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, short_name, code FROM organizations WHERE status <> 'dissolved' AND "
            "(full_name LIKE ? ESCAPE '\\' OR short_name LIKE ? ESCAPE '\\' "
            "OR code LIKE ? ESCAPE '\\') ORDER BY length(full_name), code LIMIT ?",
            (part, part, part, _FOUND),
        ).all()
    return tuple(Choice(row[0], f"{row[1]} · {row[2]}") for row in rows)


def find_transfers(context: Context, words: str) -> tuple[Choice, ...]:
    """Transfers of members whose name begins so, the newest first."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"{_TRANSFERS} coalesce(m.name, t.name, '') >= ? AND coalesce(m.name, t.name, '') < ? "
            f"ORDER BY t.id DESC LIMIT {_FOUND}",
            (words, words + "\U0010ffff"),
        ).all()
    return tuple(Choice(row[0], f"{row[1]} → {row[2]} · {row[3]}") for row in rows)


def named(context: Context, wish: PaperWish) -> dict[str, Choice]:
    """What a wish names already, by the name of its field."""
    found: dict[str, Choice] = {}
    with context.database.read() as connection:
        if wish.member is not None:
            for choice in _members(connection, [wish.member]):
                found["member"] = choice
        if wish.org is not None:
            units = connection.exec_driver_sql(
                "SELECT id, short_name, code FROM organizations WHERE id = ?", (wish.org,)
            )
            for row in units:
                found["org"] = Choice(row[0], f"{row[1]} · {row[2]}")
        if wish.transfer is not None:
            transfers = connection.exec_driver_sql(f"{_TRANSFERS} t.id = ?", (wish.transfer,))
            for row in transfers:
                found["transfer"] = Choice(row[0], f"{row[1]} → {row[2]} · {row[3]}")
    return found


def _members(connection: Connection, ids: list[int]) -> tuple[Choice, ...]:
    chosen = ",".join(str(int(one)) for one in ids)
    rows = connection.exec_driver_sql(f"{_MEMBERS} ({chosen})")
    found = {
        row[0]: Choice(
            row[0], " · ".join(part for part in (row[1], row[2], mask_id(row[3] or "")) if part)
        )
        for row in rows
    }
    return tuple(found[one] for one in ids if one in found)
