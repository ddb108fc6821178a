"""Acts on the tree as plans: what would change, row by row; applying does exactly this or nothing.

An act is a frozen wish (`acts`, `split`, `yearly_acts`) that can say what it would do to the tree
as it stands. `make_plan` asks it and writes nothing; `apply_plan` asks it again inside the writing
transaction and writes only if the answer is the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused, TuanjiError
from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..rules.policy import Policy
from ..store import bulk
from ..store.schema import metadata
from .kinds import KINDS

Value = str | int | None
_REFERENCES = (
    "branch_id", "parent_id", "school_id", "source_id", "target_id", "from_branch_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the clerk should know of a plan: a warning, or why a row is left out."""

    code: str
    message: str
    clause: str = ""
    subject: str = ""

    def as_json(self) -> dict[str, str]:
        """As the command line prints it."""
        fields = ("code", "message", "clause", "subject")
        return {name: text for name in fields if (text := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after, in the columns that change.

    An `id` below 0 is a node to be; `before` is empty then, and other changes refer to it by this
    number. `subject` is a node's code.
    """

    table: str
    id: int
    columns: tuple[str, ...]
    before: tuple[Value, ...]
    after: tuple[Value, ...]
    subject: str = ""

    @property
    def new(self) -> bool:
        return not self.before

    def as_json(self) -> dict[str, object]:
        """The columns before and after; what is derived from a name is left out."""
        shown = [place for place, name in enumerate(self.columns) if name != "match_name"]
        data: dict[str, object] = {"id": self.id} if self.id > 0 else {}
        if self.subject:
            data["code"] = self.subject
        if self.before:
            data["before"] = {self.columns[place]: self.before[place] for place in shown}
        data["after"] = {self.columns[place]: self.after[place] for place in shown}
        return data


@dataclass(frozen=True, slots=True)
class View:
    """What an act looks at when it plans."""

    connection: Connection
    policy: Policy
    today: date


class Act(Protocol):
    """A wish about the tree. Raises `TuanjiError` where it cannot be granted at all."""

    def plan(self, view: View) -> "TreePlan": ...


@dataclass(frozen=True, slots=True)
class TreePlan:
    """What an act would do.

    `kind` and `words` are the operation's; `sentences` tell the clerk; `warnings` never hinder;
    `left_out` are the rows that are refused and why; `stop` refuses the whole.
    """

    act: Act
    kind: str
    words: str
    changes: tuple[Change, ...]
    sentences: tuple[str, ...] = ()
    warnings: tuple[Notice, ...] = ()
    left_out: tuple[Notice, ...] = ()
    stop: Notice | None = None

    def of(self, table: str) -> tuple[Change, ...]:
        """The changes of one table."""
        return tuple(change for change in self.changes if change.table == table)

    @property
    def members(self) -> int:
        """How many members' records are concerned."""
        return len({change.id for change in self.changes if change.table == "members"})

    def as_json(self) -> dict[str, object]:
        """As the command line prints it; members by number only."""
        data: dict[str, object] = {
            "act": self.kind,
            "words": self.words,
            "nodes": [change.as_json() for change in self.of("organizations")],
            "members": self.members,
            "sentences": list(self.sentences),
            "warnings": [notice.as_json() for notice in self.warnings],
            "left_out": [notice.as_json() for notice in self.left_out],
        }
        if self.stop:
            data["refused"] = self.stop.as_json()
        return data


def make_plan(context: Context, act: Act) -> TreePlan:
    """What an act would do now; writes nothing."""
    with context.database.read() as connection:
        return act.plan(View(connection, context.policy, context.today))


def apply_plan(
    context: Context,
    plan: TreePlan,
    *,
    reason: str | None = None,
    document: str | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int | None:
    """Does exactly what the plan says in one operation, or nothing.

    Returns the operation's number, None where there is nothing to do. `document` is the paper the
    reorganisation rests on. Refuses with `org.stale` if the answer would be another one by now.
    """
    if plan.stop is not None:
        raise RuleRefused(plan.stop.code, plan.stop.message, clause=plan.stop.clause or None)
    if not plan.changes:
        return None
    operation = context.operation(
        plan.kind, plan.words, reason=reason or None, document=document or None
    )
    with context.database.write(operation, progress=progress) as writing:
        progress(0, len(plan.changes), "核对")
        _still_so(plan, View(writing.connection, context.policy, context.today))
        _write(writing.connection, plan.changes, progress)
    return writing.number


def new_ids(context: Context, operation: int) -> tuple[int, ...]:
    """The nodes that an operation made, in the order of the plan."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT row_id FROM journal_rows WHERE operation = ? "
            "AND table_name = 'organizations' AND before IS NULL ORDER BY id",
            (operation,),
        )
        return tuple(row[0] for row in rows)


def _still_so(plan: TreePlan, view: View) -> None:
    try:
        fresh = plan.act.plan(view)
    except TuanjiError as error:
        raise BadInput("org.stale", f"核对之后情况有变，没有写入：{error.message}") from error
    if fresh.changes != plan.changes or fresh.stop != plan.stop:
        raise BadInput("org.stale", "核对之后团组织或团员又有改动，没有写入。请重新核对再办理。")


def _write(connection: Connection, changes: Iterable[Change], progress: Progress) -> None:
    """The changes in their order, equal kinds that follow each other at once."""
    real: dict[int, int] = {}
    done = 0
    for (table, columns, new), group in groupby(
        changes, key=lambda one: (one.table, one.columns, one.new)
    ):
        batch = list(group)
        rows = _rows(batch, columns, real)
        if new:
            ids = bulk.insert_many(connection, metadata.tables[table], columns, rows)
            real.update(zip((one.id for one in batch), ids, strict=True))
        else:
            rows_with_id = ((*row, one.id) for row, one in zip(rows, batch, strict=True))
            bulk.update_many(connection, metadata.tables[table], columns, rows_with_id)
        done += len(batch)
        progress.stop_if_cancelled()
        progress(done, done, "写入")


def _rows(
    batch: Sequence[Change], columns: tuple[str, ...], real: Mapping[int, int]
) -> Iterator[tuple[Value, ...]]:
    references = [place for place, name in enumerate(columns) if name in _REFERENCES]
    for one in batch:
        row = list(one.after)
        for place in references:
            value = row[place]
            if isinstance(value, int) and value < 0:
                row[place] = real[value]
        yield tuple(row)


def size_notice(policy: Policy, *, kind: str, name: str, members: int) -> Notice | None:
    """A warning where a unit would be larger or smaller than its kind should be (domain.md §3)."""
    rule = policy.tree.sizes.get(kind)
    if rule is None:
        return None
    if kind == "branch" and members < policy.tree.hollow:
        text = f"“{name}”将只有 {members} 人，成为空心团支部（不足 {policy.tree.hollow} 人）。"
        return Notice("org.hollow", text, rule.clause, name)
    if members < rule.at_least:
        text = f"“{name}”将只有 {members} 人，{KINDS[kind]}一般不少于 {rule.at_least} 人。"
        return Notice("org.too_small", text, rule.clause, name)
    if rule.at_most is not None and members > rule.at_most:
        text = f"“{name}”将有 {members} 人，{KINDS[kind]}一般不超过 {rule.at_most} 人。"
        return Notice("org.too_large", text, rule.clause, name)
    return None


def some(names: Sequence[str], limit: int = 5) -> str:
    """The first of several names, and how many there are."""
    shown = "、".join(f"“{name}”" for name in names[:limit])
    return shown if len(names) <= limit else f"{shown} 等 {len(names):,} 个"
