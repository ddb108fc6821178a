"""`org list|import|add|rename|set|move|merge|dissolve`: the tree, at once or (--plan) as a plan."""

from typing import Annotated

import typer
from sqlalchemy import Connection

from ..core.errors import BadInput
from ..orgs import queries, service
from ..orgs.acts import LABELS, Add, Dissolve, Edit, Merge, Move
from ..orgs.kinds import KINDS, kind_of
from ..orgs.plans import Act
from ..orgs.reader import HEADINGS
from ..orgs.reader import LABELS as LIST_LABELS
from . import list_options as options
from . import org_plans
from .list_options import Said
from .org_plans import Document, Reason, carry_out
from .session import session

app = typer.Typer(help="团组织树。", no_args_is_help=True)
Code = Annotated[str, typer.Argument(metavar="编码")]
PlanOnly = Annotated[bool, typer.Option("--plan", help="只核对，不写入")]


def listing(connection: Connection) -> list[dict[str, object]]:
    """All nodes as `organizations[]`; both counts are of the whole subtree."""
    nodes = queries.every(connection)
    codes = {node.id: node.code for node in nodes}
    return [
        {
            "code": node.code,
            "full_name": node.full_name,
            "short_name": node.short_name,
            "kind": node.kind,
            "parent": codes.get(node.parent_id) if node.parent_id is not None else None,
            "school_kind": node.school_kind,
            "graduating_year": node.graduating_year,
            "members": node.members,
            "incomplete": node.incomplete,
        }
        for node in nodes
    ]


@app.command(name="list")
def list_organizations(ctx: typer.Context) -> None:
    """列出全部团组织。"""
    this = session(ctx)
    with this.open(read_only=True) as context, context.database.read() as connection:
        nodes = listing(connection)
    this.tell(
        {"organizations": nodes},
        "\n".join(
            f"{node['code']}\t{KINDS[str(node['kind'])]}\t{node['members']} 人\t{node['full_name']}"
            for node in nodes
        ),
    )


@app.command(name="import")
def import_list(
    ctx: typer.Context,
    file: options.File,
    plan: Annotated[bool, typer.Option("--plan", help="只核对，不写入")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="写入（默认）")] = False,
    sheet: options.Sheet = None,
    mapping: options.Map = None,
    recipe: options.RecipeFile = None,
    save_recipe: options.SaveRecipe = None,
    decisions: options.Decisions = None,
    list_password_file: options.ListPassword = None,
    return_workbook: options.Return = None,
) -> None:
    """导入团组织名单。"""
    options.which(plan, apply)
    this = session(ctx)
    said = Said(sheet, options.by_label(mapping, LIST_LABELS), recipe, None, decisions)
    with this.open(read_only=plan) as context:
        workbook = options.open_list(this, file, list_password_file)
        reading = said.reading(service.KIND, workbook, HEADINGS, LIST_LABELS)
        done = service.import_organizations(
            context, file, reading=reading, apply=False, progress=this.progress, workbook=workbook
        )
        options.check_rows(reading, done.rows)
        if save_recipe is not None:
            options.save_recipe(save_recipe, service.KIND, reading, done.source, {})
        options.send_list_back(workbook, return_workbook, done.source, done.findings)
        if not plan:
            done = service.import_organizations(
                context, file, reading=reading, progress=this.progress, workbook=workbook
            )
        with context.database.read() as connection:
            nodes = listing(connection)
    data: dict[str, object] = {
        **options.source_json(done.source),
        "new": done.new,
        "matched": done.updated + done.unchanged,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "ambiguous": done.ambiguous,
        "refused": done.refused,
        "findings": [found.as_json() for found in done.findings],
        "organizations": nodes,
    }
    if done.operation is not None:
        data["operation"] = done.operation
    text = (
        f"新增 {done.new} 个团组织，更新 {done.updated} 个，未变 {done.unchanged} 个，"
        f"待确认 {done.ambiguous} 行，拒绝 {done.refused} 行。"
    )
    this.tell(
        data,
        "\n".join([*done.source.told, text, *(f"{f.where} {f.message}" for f in done.findings)]),
    )


@app.command()
def add(
    ctx: typer.Context,
    code: Code,
    name: Annotated[str, typer.Option(help="组织全称")],
    kind: Annotated[str, typer.Option(help="组织类别")],
    parent: Annotated[str | None, typer.Option(help="上级组织编码")] = None,
    short_name: Annotated[str, typer.Option(help="组织简称")] = "",
    school_kind: Annotated[str | None, typer.Option(help="学校类别")] = None,
    plan: PlanOnly = False,
) -> None:
    """新建团组织。"""
    known = kind if kind in KINDS else kind_of(kind)
    if known is None:
        raise BadInput("org.kind", f"不认识组织类别“{kind}”，可以填：{'、'.join(KINDS.values())}。")

    def act(connection: Connection) -> Act:
        return Add(
            code=code,
            full_name=name,
            short_name=short_name,
            kind=known,
            parent_id=queries.by_code(connection, parent).id if parent else None,
            values={"school_kind": school_kind} if school_kind else {},
        )

    carry_out(session(ctx), act, apply=not plan, data={"code": code})


@app.command()
def rename(
    ctx: typer.Context,
    code: Code,
    name: Annotated[str, typer.Option(help="新的组织全称")],
    short_name: Annotated[str, typer.Option(help="新的组织简称，默认同全称")] = "",
    plan: PlanOnly = False,
    reason: Reason = None,
    document: Document = None,
) -> None:
    """更名。"""
    values = {"full_name": name, "short_name": short_name}
    carry_out(
        session(ctx),
        lambda connection: Edit(org_id=queries.by_code(connection, code).id, values=values),
        apply=not plan,
        data={"code": code},
        reason=reason,
        document=document,
    )


@app.command(name="set")
def set_values(
    ctx: typer.Context,
    code: Code,
    pairs: Annotated[list[str] | None, typer.Argument(metavar="项目=值…")] = None,
    plan: PlanOnly = False,
) -> None:
    """修改组织资料：书记、联系人、联系电话、学校类别、团支部种类。"""
    labels = {label: field for field, label in LABELS.items()}
    values: dict[str, str] = {}
    for pair in pairs or []:
        field, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"“{pair}”应写成 项目=值。")
        values[labels.get(field.strip(), field.strip())] = value
    carry_out(
        session(ctx),
        lambda connection: Edit(org_id=queries.by_code(connection, code).id, values=values),
        apply=not plan,
        data={"code": code},
    )


@app.command()
def move(
    ctx: typer.Context,
    code: Code,
    to: Annotated[str, typer.Option(help="新上级的编码")],
    plan: PlanOnly = False,
    reason: Reason = None,
    document: Document = None,
) -> None:
    """移到另一个上级之下。"""
    carry_out(
        session(ctx),
        lambda connection: Move(
            org_id=queries.by_code(connection, code).id,
            parent_id=queries.by_code(connection, to).id,
        ),
        apply=not plan,
        data={"code": code, "parent": to},
        reason=reason,
        document=document,
    )


@app.command()
def merge(
    ctx: typer.Context,
    code: Code,
    into: Annotated[str, typer.Option(help="并入的团支部编码")],
    plan: PlanOnly = False,
    reason: Reason = None,
    document: Document = None,
) -> None:
    """并入另一个团支部。"""
    carry_out(
        session(ctx),
        lambda connection: Merge(
            source_id=queries.by_code(connection, code).id,
            target_id=queries.by_code(connection, into).id,
        ),
        apply=not plan,
        data={"code": code, "into": into},
        reason=reason,
        document=document,
    )


@app.command()
def dissolve(
    ctx: typer.Context,
    code: Code,
    plan: PlanOnly = False,
    reason: Reason = None,
    document: Document = None,
) -> None:
    """撤销没有团员和下级的团组织。"""
    carry_out(
        session(ctx),
        lambda connection: Dissolve(org_id=queries.by_code(connection, code).id),
        apply=not plan,
        data={"code": code} if plan else {"code": code, "status": "dissolved"},
        reason=reason,
        document=document,
    )


org_plans.register(app)
