"""What a clerk does to the tree. Each act keeps the rules of domain.md §3 and is one operation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..office.import_recipes import NewRecipe
from ..office.imports import Seen, record_import, seen_before
from ..sheets.findings import ListSource, SheetFinding
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from . import queries
from .acts import Add, Dissolve, Edit, Merge, Move
from .kinds import match_name
from .plans import apply_plan, make_plan, new_ids
from .reader import OrgDoubt, OrgRow, read_organizations

KIND = "organizations"


@dataclass(frozen=True, slots=True)
class OrgPlan:
    """What an import of organisations would do; applying it does exactly this, or nothing.

    `nodes` is the tree that the plan was made for, by code. `doubts` are the rows that name a node
    under another code, by row number; `ambiguous` those of which nothing is decided.
    """

    source: ListSource
    new: tuple[OrgRow, ...]
    updated: tuple[OrgRow, ...]
    unchanged: tuple[OrgRow, ...]
    refused: tuple[tuple[int, str], ...]
    findings: tuple[SheetFinding, ...]
    nodes: Mapping[str, queries.Organization]
    ambiguous: tuple[OrgDoubt, ...] = ()
    doubts: Mapping[int, OrgDoubt] = field(default_factory=dict)
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class OrgImport:
    """The outcome of an import of organisations."""

    source: ListSource
    new: int
    updated: int
    unchanged: int
    refused: int
    ambiguous: int
    rows: tuple[int, ...]
    findings: tuple[SheetFinding, ...]
    operation: int | None


def plan_organizations(
    context: Context,
    path: Path,
    *,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    progress: Progress = Quiet(),  # noqa: B008 - has no state
    workbook: Workbook | None = None,
) -> OrgPlan:
    """Reads a list and decides what each row would do; writes nothing."""
    progress(0, 0, f"读取 {path.name}")
    with context.database.read() as connection:
        nodes = {node.code: node for node in queries.every(connection)}
        dissolved = queries.dissolved_codes(connection)
    listed = read_organizations(
        path,
        known=tuple(nodes.values()),
        dissolved=dissolved,
        reading=reading,
        cancelled=lambda: progress.cancelled,
        workbook=workbook,
    )
    progress.stop_if_cancelled()
    with context.database.read() as connection:
        seen = seen_before(connection, kind=KIND, sha256=listed.source.sha256)
    old = [row for row in listed.rows if row.code in nodes]
    return OrgPlan(
        source=listed.source,
        new=tuple(row for row in listed.rows if row.code not in nodes),
        updated=tuple(row for row in old if _differs(row, nodes[row.code])),
        unchanged=tuple(row for row in old if not _differs(row, nodes[row.code])),
        refused=listed.refused,
        findings=listed.findings,
        nodes=nodes,
        ambiguous=listed.ambiguous,
        doubts=listed.doubts,
        seen=seen,
    )


def apply_organizations(
    context: Context,
    plan: OrgPlan,
    *,
    recipe: NewRecipe | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int | None:
    """Adds the list's nodes and updates names in one operation; a node's place changes by `move`.

    Returns the operation's number, None if there is nothing to do. A tree that changed since the
    plan was made refuses the whole.
    """
    if not plan.new and not plan.updated:
        return None
    name = plan.source.file_name
    words = f"导入 {name}：新增 {len(plan.new)} 个团组织，更新 {len(plan.updated)} 个"
    operation = context.operation("import.organizations", words, document=name)
    with context.database.write(operation, progress=progress) as writing:
        connection = writing.connection
        ids = _unchanged_since(connection, plan)
        progress(0, len(plan.new), "写入")
        for row in plan.new:
            progress.stop_if_cancelled()
            ids[row.code] = _insert(connection, row, ids.get(row.parent or ""))
        for row in plan.updated:
            _update(connection, row, ids[row.code])
        record_import(connection, context, KIND, plan.source, recipe=recipe)
        progress.stop_if_cancelled()
    progress(len(plan.new), len(plan.new), "完成")
    return writing.number


def _unchanged_since(connection: Connection, plan: OrgPlan) -> dict[str, int]:
    """The ids by code; refuses if a node that the plan builds on has changed or appeared."""
    now = {node.code: node for node in queries.every(connection)}
    concerned = {row.code for row in (*plan.new, *plan.updated)} | {
        row.parent for row in plan.new if row.parent
    }
    for code in concerned:
        if _identity(now.get(code)) != _identity(plan.nodes.get(code)):
            raise BadInput(
                "import.stale",
                f"编码为 {code} 的团组织在核对之后被改动，没有写入。请重新核对这份名单。",
            )
    named = {match_name(row.full_name): row for row in (*plan.new, *plan.updated)}
    for code, node in now.items():
        row = named.get(match_name(node.full_name))
        if (
            row is not None
            and code != row.code
            and _identity(node) != _identity(plan.nodes.get(code))
        ):
            raise BadInput(
                "import.stale",
                f"编码为 {code} 的团组织在核对之后也叫“{row.full_name}”了，没有写入。请重新核对这份名单。",
            )
    return {code: node.id for code, node in now.items()}


def _identity(node: queries.Organization | None) -> tuple[object, ...]:
    if node is None:
        return ()
    return (node.id, node.full_name, node.short_name, node.kind, node.parent_id, node.school_kind)


def import_organizations(
    context: Context,
    path: Path,
    *,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    apply: bool = True,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
    workbook: Workbook | None = None,
) -> OrgImport:
    """Plan and, if wanted, apply in one go: the command line's way."""
    plan = plan_organizations(context, path, reading=reading, progress=progress, workbook=workbook)
    sound = (*plan.new, *plan.updated, *plan.unchanged)
    numbers = {row.number for row in sound} | {number for number, _name in plan.refused}
    return OrgImport(
        source=plan.source,
        new=len(plan.new),
        updated=len(plan.updated),
        unchanged=len(plan.unchanged),
        refused=len(plan.refused),
        ambiguous=len(plan.ambiguous),
        rows=tuple(sorted(numbers | {doubt.row.number for doubt in plan.ambiguous})),
        findings=plan.findings,
        operation=apply_organizations(context, plan, progress=progress) if apply else None,
    )


def _differs(row: OrgRow, node: queries.Organization) -> bool:
    """A blank in the list never wipes what is recorded."""
    return (
        row.full_name != node.full_name
        or row.kind != node.kind
        or row.short_name not in ("", node.short_name)
        or row.school_kind not in (None, node.school_kind)
    )


def _insert(connection: Connection, row: OrgRow, parent_id: int | None) -> int:
    return int(
        connection.exec_driver_sql(
            "INSERT INTO organizations (code, full_name, short_name, kind, parent_id, school_kind, "
            "match_name) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                row.code,
                row.full_name,
                row.short_name or row.full_name,
                row.kind,
                parent_id,
                row.school_kind,
                match_name(row.full_name),
            ),
        ).scalar_one()
    )


def _update(connection: Connection, row: OrgRow, org_id: int) -> None:
    connection.exec_driver_sql(
        "UPDATE organizations SET full_name = ?, short_name = coalesce(nullif(?, ''), short_name), kind = ?, "
        "school_kind = coalesce(?, school_kind), match_name = ? WHERE id = ?",
        (
            row.full_name,
            row.short_name,
            row.kind,
            row.school_kind,
            match_name(row.full_name),
            org_id,
        ),
    )


def add_organization(
    context: Context,
    *,
    code: str,
    full_name: str,
    short_name: str,
    kind: str,
    parent_id: int | None,
    school_kind: str | None = None,
) -> int:
    """A new node under another one."""
    values = {"school_kind": school_kind} if school_kind else {}
    act = Add(
        code=code,
        full_name=full_name,
        short_name=short_name,
        kind=kind,
        parent_id=parent_id,
        values=values,
    )
    operation = apply_plan(context, make_plan(context, act))
    assert operation is not None
    return new_ids(context, operation)[0]


def rename_organization(context: Context, *, org_id: int, full_name: str, short_name: str) -> None:
    """New names for a node; forms print the full name exactly as it stands here."""
    names = {"full_name": full_name, "short_name": short_name}
    apply_plan(context, make_plan(context, Edit(org_id=org_id, values=names)))


def move_organization(context: Context, *, org_id: int, parent_id: int) -> None:
    """Puts a node, with all below it, under another superior of the same kind."""
    apply_plan(context, make_plan(context, Move(org_id=org_id, parent_id=parent_id)))


def merge_branches(context: Context, *, source_id: int, target_id: int) -> int:
    """Carries all records of one branch over to another and dissolves it; returns the members."""
    plan = make_plan(context, Merge(source_id=source_id, target_id=target_id))
    apply_plan(context, plan)
    return plan.members


def dissolve_organization(context: Context, *, org_id: int) -> None:
    """Dissolves a node that has no children and no members; its history stays."""
    apply_plan(context, make_plan(context, Dissolve(org_id=org_id)))
