"""What the tree's dialogs ask; each opens its own view of the file and runs on a reader thread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..office.context import Context
from ..rules.lifecycle import STAGE_LABELS, Stage
from ..sheets.heading import Table
from . import acts, queries, roll_over, split, yearly, yearly_acts
from .kinds import BRANCH_KINDS, kind_of
from .plans import TreePlan, View
from .queries import Organization
from .reader import OrgRow, cells_of, superior_names


def load_targets(context: Context, org_id: int, *, act: str) -> list[Organization]:
    """Where a node may be moved to, or which branches another may be merged into.

    Branches beside it come first: a merger is mostly one of neighbours.
    """
    with context.database.read() as connection:
        if act == "move":
            return acts.move_targets(connection, org_id)
        own = queries.by_id(connection, org_id)
        found = [
            node
            for node in queries.every(connection)
            if node.kind in BRANCH_KINDS and node.id != org_id
        ]
    return sorted(found, key=lambda node: node.parent_id != own.parent_id)


def suggest_code(context: Context, parent: Organization) -> str:
    """The next free code below a node, in the manner of its present children."""
    with context.database.read() as connection:
        return split.codes_below(split.all_codes(connection), parent, 1)[0]


def load_split(context: Context, org_id: int) -> split.Start:
    """What the split dialog begins with."""
    with context.database.read() as connection:
        return split.start(connection, org_id)


@dataclass(frozen=True, slots=True)
class MovedPerson:
    """A record that a merger carries over, for the eye."""

    id: int
    name: str
    status: str


def load_moved(context: Context, plan: TreePlan) -> list[MovedPerson]:
    """The people of a plan, those on the roster first."""
    ids = [change.id for change in plan.of("members")]
    with context.database.read() as connection:
        rows: list[tuple[int, str, str]] = []
        for start in range(0, len(ids), 5_000):
            marks = ", ".join(map(str, ids[start : start + 5_000]))
            rows += [
                (one, name, status)
                for one, name, status in connection.exec_driver_sql(
                    "SELECT id, name, status FROM members "
                    f"WHERE id IN ({marks}) ORDER BY name_pinyin, id"
                )
            ]
    stages = list(STAGE_LABELS)
    rows.sort(key=lambda row: stages.index(Stage(row[2])) != stages.index(Stage.ACTIVE))
    return [MovedPerson(one, name, STAGE_LABELS[Stage(status)]) for one, name, status in rows]


@dataclass(frozen=True, slots=True)
class MarkStart:
    """The rows of the mark dialog, and the superiors' names."""

    rows: Sequence[yearly.MarkRow]
    parents: dict[int, str]


def load_marks(context: Context, *, org_id: int | None, year: int) -> MarkStart:
    """The branches that may be marked as graduating in a year."""
    with context.database.read() as connection:
        view = View(connection, context.policy, context.today)
        rows = yearly_acts.proposals_to_mark(view, org_id=org_id, year=year)
        return MarkStart(rows, parent_names(queries.every(connection)))


def load_turn(context: Context, *, org_id: int | None, year: int) -> MarkStart:
    """The marked branches of a year that have not turned."""
    with context.database.read() as connection:
        nodes = yearly_acts.scope(connection, org_id)
        rows = [
            yearly.MarkRow(node, True, f"已标记 {year} 年毕业")
            for node in yearly.to_turn(nodes, year)
        ]
        return MarkStart(rows, parent_names(nodes))


def load_roll(context: Context, *, org_id: int | None, year: int) -> list[yearly.RollRow]:
    """The yearly plan of the classes."""
    with context.database.read() as connection:
        view = View(connection, context.policy, context.today)
        return roll_over.proposals_to_roll(view, org_id=org_id, year=year)


def parent_names(nodes: Sequence[Organization]) -> dict[int, str]:
    """The superior's short name by node."""
    names = {node.id: node.short_name for node in nodes}
    return {node.id: names.get(node.parent_id or 0, "") for node in nodes}


def count_to_turn(context: Context) -> int:
    """Marked branches whose day has come: a task of the home page."""
    today, tree = context.today, context.policy.tree
    year = today.year if today >= tree.turns_on(today.year) else today.year - 1
    with context.database.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT count(*) FROM organizations "
            "WHERE status = 'active' AND kind = 'branch' AND graduating_year <= ?",
            (year,),
        )
        return int(found.scalar_one())


@dataclass(frozen=True, slots=True)
class SuperiorLike:
    """The units that a written superior may be, the likeliest first: code and name."""

    sure: bool
    score: float
    units: tuple[tuple[str, str], ...]


_MOST_UNITS = 300


def listed_superiors(
    context: Context, table: Table, texts: Iterable[str]
) -> Mapping[str, SuperiorLike]:
    """The superiors that a list writes and that are no codes, of the tree or of the list itself."""
    with context.database.read() as connection:
        nodes = queries.every(connection)
    rows = list(_listed(table, nodes))
    codes = {node.code for node in nodes} | {row.code for row in rows}
    names = superior_names(nodes, rows)
    every = [(one.code, one.short_name) for one in names.nodes]
    found = {}
    for text in texts:
        if text in codes:
            continue
        like = names.similar(text)
        first = [(node.code, node.short_name) for node, _score in like.candidates]
        units = tuple(dict.fromkeys([*first, *every]))[:_MOST_UNITS]
        score = like.candidates[0][1] if like.candidates else 0.0
        found[text] = SuperiorLike(like.sure is not None, score, units)
    return found


def _listed(table: Table, nodes: Sequence[Organization]) -> Iterable[OrgRow]:
    """The rows of a list as far as they have a code, a name and a kind."""
    for number, cells in cells_of(table, nodes).items():
        kind = kind_of(cells.get("kind", ""))
        if cells.get("code") and cells.get("full_name") and kind is not None:
            yield OrgRow(
                number,
                cells["code"],
                cells["full_name"],
                cells.get("short_name", ""),
                kind,
                cells.get("parent") or None,
                None,
            )
