"""Short words for the tests of tree care."""

from typing import Any

from tuanji_desktop.history.service import last_undoable, undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries, service
from tuanji_desktop.orgs.plans import Act, TreePlan, apply_plan, make_plan
from tuanji_desktop.orgs.queries import Organization

SCHOOL = "中国共产主义青年团青溪县第一中学"


def node(context: Context, code: str) -> Organization:
    with context.database.read() as connection:
        return queries.by_code(connection, code)


def add_class(context: Context, code: str, name: str, *, parent: str = "QX01") -> int:
    """A class of a school: 高一（1）班 with its full name."""
    return service.add_organization(
        context,
        code=code,
        full_name=f"{SCHOOL}{name}支部委员会",
        short_name=name,
        kind="branch",
        parent_id=node(context, parent).id,
    )


def do(context: Context, act: Act, **words: Any) -> TreePlan:
    """Plans and applies."""
    plan = make_plan(context, act)
    apply_plan(context, plan, **words)
    return plan


def records(context: Context) -> dict[str, list[tuple[Any, ...]]]:
    """What the tree's acts may touch, and what is derived from it."""
    tables = ("organizations", "members", "drafts", "graduate_lists", "graduate_entries")
    with context.database.read() as connection:
        found = {
            table: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]
            for table in (*tables, "org_counts", "org_ancestors")
        }
    return {table: sorted(rows, key=repr) for table, rows in found.items()}


def undo_last(context: Context) -> None:
    """Ctrl+Z; all of it must go back."""
    with context.database.read() as connection:
        last = last_undoable(connection)
    assert last is not None
    done = undo(context, number=last.number).undone
    assert not done.kept and not done.impossible


def count_operations(context: Context) -> int:
    with context.database.read() as connection:
        sql = "SELECT count(*) FROM journal_operations"
        return int(connection.exec_driver_sql(sql).scalar_one())
