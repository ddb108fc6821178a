"""What a clerk does to the tree. Each act keeps the rules of domain.md §3 and is one operation."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused
from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..sheets.findings import ListSource, Reading, SheetFinding
from ..sheets.reader import Workbook
from . import queries
from .kinds import BRANCH_KINDS, CHILDREN, KINDS, match_name
from .reader import OrgRow, read_organizations


@dataclass(frozen=True, slots=True)
class OrgPlan:
    """What an import of organisations would do; applying it does exactly this, or nothing.

    `nodes` is the tree that the plan was made for, by code.
    """

    source: ListSource
    new: tuple[OrgRow, ...]
    updated: tuple[OrgRow, ...]
    unchanged: tuple[OrgRow, ...]
    refused: tuple[tuple[int, str], ...]
    findings: tuple[SheetFinding, ...]
    nodes: Mapping[str, queries.Organization]


@dataclass(frozen=True, slots=True)
class OrgImport:
    """The outcome of an import of organisations."""

    source: ListSource
    new: int
    updated: int
    unchanged: int
    refused: int
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
    old = [row for row in listed.rows if row.code in nodes]
    return OrgPlan(
        source=listed.source,
        new=tuple(row for row in listed.rows if row.code not in nodes),
        updated=tuple(row for row in old if _differs(row, nodes[row.code])),
        unchanged=tuple(row for row in old if not _differs(row, nodes[row.code])),
        refused=listed.refused,
        findings=listed.findings,
        nodes=nodes,
    )


def apply_organizations(
    context: Context,
    plan: OrgPlan,
    *,
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
    with context.database.write(operation) as writing:
        connection = writing.connection
        ids = _unchanged_since(connection, plan)
        progress(0, len(plan.new), "写入")
        for row in plan.new:
            progress.stop_if_cancelled()
            ids[row.code] = _insert(connection, row, ids.get(row.parent or ""))
        for row in plan.updated:
            _update(connection, row, ids[row.code])
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
) -> OrgImport:
    """Plan and, if wanted, apply in one go: the command line's way."""
    plan = plan_organizations(context, path, reading=reading)
    return OrgImport(
        source=plan.source,
        new=len(plan.new),
        updated=len(plan.updated),
        unchanged=len(plan.unchanged),
        refused=len(plan.refused),
        findings=plan.findings,
        operation=apply_organizations(context, plan) if apply else None,
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
    clean = OrgRow(
        0,
        code.strip(),
        full_name.strip(),
        short_name.strip() or full_name.strip(),
        kind,
        None,
        school_kind,
    )
    if not clean.code or not clean.full_name:
        raise BadInput("org.empty", "组织编码和组织全称都要填写。")
    if kind not in KINDS:
        raise BadInput("org.kind", f"不认识组织类别“{kind}”，可以填：{'、'.join(KINDS)}。")
    with context.database.read() as connection:
        taken = connection.exec_driver_sql(
            "SELECT full_name FROM organizations WHERE code = ?", (clean.code,)
        ).scalar()
        parent = queries.by_id(connection, parent_id) if parent_id is not None else None
    if taken:
        raise BadInput("org.code_taken", f"组织编码 {clean.code} 已被“{taken}”使用。")
    _check_place(kind, parent)
    operation = context.operation("org.add", f"新建团组织 {clean.full_name}")
    with context.database.write(operation) as writing:
        return _insert(writing.connection, clean, parent_id)


def _check_place(kind: str, parent: queries.Organization | None) -> None:
    if parent is None:
        return
    if parent.status != "active":
        raise RuleRefused("org.parent", f"“{parent.full_name}”已撤销，不能再设下级。")
    if kind not in CHILDREN.get(parent.kind, frozenset()):
        raise RuleRefused("org.parent", f"{KINDS[kind]}不能设在{KINDS[parent.kind]}之下。")


def rename_organization(context: Context, *, org_id: int, full_name: str, short_name: str) -> None:
    """New names for a node; forms print the full name exactly as it stands here."""
    if not full_name.strip():
        raise BadInput("org.empty", "组织全称要填写。")
    with context.database.read() as connection:
        node = queries.by_id(connection, org_id)
    words = f"更名：{node.full_name} → {full_name.strip()}"
    with context.database.write(context.operation("org.rename", words)) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET full_name = ?, short_name = ?, match_name = ? WHERE id = ?",
            (
                full_name.strip(),
                short_name.strip() or full_name.strip(),
                match_name(full_name),
                org_id,
            ),
        )


def move_targets(connection: Connection, org_id: int) -> list[queries.Organization]:
    """Where a node may be moved: the same kind of superior, never itself nor below itself."""
    node = queries.by_id(connection, org_id)
    if node.parent_id is None:
        return []
    parent = queries.by_id(connection, node.parent_id)
    below = queries.subtree_ids(connection, org_id)
    return [
        other
        for other in queries.every(connection)
        if other.kind == parent.kind and other.id not in below and other.id != node.parent_id
    ]


def move_organization(context: Context, *, org_id: int, parent_id: int) -> None:
    """Puts a node, with all below it, under another superior of the same kind."""
    with context.database.read() as connection:
        node = queries.by_id(connection, org_id)
        parent = queries.by_id(connection, parent_id)
        targets = {other.id for other in move_targets(connection, org_id)}
    if parent_id not in targets:
        raise RuleRefused(
            "org.move",
            f"“{node.short_name}”不能移到“{parent.short_name}”之下：只能移到同类上级，且不能移到自己的下级。",
        )
    words = f"移动 {node.full_name} 到 {parent.full_name} 之下"
    with context.database.write(context.operation("org.move", words)) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET parent_id = ? WHERE id = ?", (parent_id, org_id)
        )


def merge_branches(context: Context, *, source_id: int, target_id: int) -> int:
    """Carries all records of one branch over to another and dissolves it; returns the members."""
    with context.database.read() as connection:
        source = queries.by_id(connection, source_id)
        target = queries.by_id(connection, target_id)
    if source.id == target.id or not {source.kind, target.kind} <= BRANCH_KINDS:
        raise RuleRefused("org.merge", "只能把一个团支部并入另一个团支部。")
    if target.status != "active" or source.status != "active":
        raise RuleRefused("org.merge", "已撤销的团支部不能合并。")
    words = f"合并：{source.full_name} 并入 {target.full_name}"
    with context.database.write(context.operation("org.merge", words)) as writing:
        moved = writing.connection.exec_driver_sql(
            "UPDATE members SET branch_id = ? WHERE branch_id = ?", (target_id, source_id)
        ).rowcount
        _dissolve(writing.connection, context, source_id)
    return int(moved)


def dissolve_organization(context: Context, *, org_id: int) -> None:
    """Dissolves a node that has no children and no members; its history stays."""
    with context.database.read() as connection:
        node = queries.by_id(connection, org_id)
        waiting = connection.exec_driver_sql(
            "SELECT count(*) FROM members WHERE branch_id = ? "
            "AND status IN ('draft', 'submitted', 'returned', 'withdrawn')",
            (org_id,),
        ).scalar_one()
    if node.status == "dissolved":
        raise RuleRefused("org.dissolve", f"“{node.short_name}”已经撤销。")
    if node.members or node.children or waiting:
        raise RuleRefused(
            "org.dissolve",
            f"“{node.short_name}”还有 {node.members} 名团员、{node.children} 个下级组织、{waiting} 件报到，"
            "不能撤销。请先转出团员、移走下级。",
        )
    words = f"撤销 {node.full_name}"
    with context.database.write(context.operation("org.dissolve", words)) as writing:
        _dissolve(writing.connection, context, org_id)


def _dissolve(connection: Connection, context: Context, org_id: int) -> None:
    connection.exec_driver_sql(
        "UPDATE organizations SET status = 'dissolved', dissolved_on = ? WHERE id = ?",
        (context.today.isoformat(), org_id),
    )
