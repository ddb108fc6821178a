"""`org split|mark|turn|roll-over`: plans by default, carried out with --apply."""

from collections.abc import Callable, Mapping
from typing import Annotated

import typer
from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused
from ..orgs import loading, queries
from ..orgs.grades import school_year_end
from ..orgs.plans import Act, TreePlan, apply_plan, make_plan
from ..orgs.roll_over import chosen_roll
from ..orgs.split import Part, Split, groups_of, people_of
from ..orgs.yearly import RollRow
from ..orgs.yearly_acts import Mark, Turn
from .session import Session, session

Reason = Annotated[str | None, typer.Option(help="原因")]
Document = Annotated[str | None, typer.Option(help="依据的文号")]
Apply = Annotated[bool, typer.Option("--apply", help="写入（不加只核对）")]
Plan = Annotated[bool, typer.Option("--plan", help="只核对，不写入（默认）")]
Year = Annotated[int | None, typer.Option(help="年份，默认今年")]
Below = Annotated[str | None, typer.Option("--org", help="只在这个组织之下")]
Codes = Annotated[list[str] | None, typer.Option("--code", help="只办这几个团支部，可重复")]


def carry_out(
    this: Session,
    act_of: Callable[[Connection], Act],
    *,
    apply: bool,
    data: Mapping[str, object],
    reason: str | None = None,
    document: str | None = None,
) -> None:
    """Plans an act, applies it where asked, and tells of it; a plan that is refused is an error."""
    with this.open(read_only=not apply) as context:
        with context.database.read() as connection:
            act = act_of(connection)
        plan = make_plan(context, act)
        if plan.stop is not None:
            raise RuleRefused(plan.stop.code, plan.stop.message, clause=plan.stop.clause or None)
        operation = None
        if apply:
            operation = apply_plan(context, plan, reason=reason, document=document)
    result = {**plan.as_json(), **data}
    if operation is not None:
        result["operation"] = operation
    this.tell(result, words_of(plan, applied=apply))


def words_of(plan: TreePlan, *, applied: bool) -> str:
    """A plan for a terminal."""
    lines = list(plan.sentences)
    for head, notices in (("注意", plan.warnings), ("不办理", plan.left_out)):
        lines += [
            f"{head}：{one.message}" + (f"（{one.clause}）" if one.clause else "")
            for one in notices
        ]
    lines.append("已办理，可以撤销。" if applied else "只核对，没有写入。")
    return "\n".join(lines)


def _either(apply: bool, plan: bool) -> None:
    if apply and plan:
        raise typer.BadParameter("--plan 和 --apply 只能选一个。")


def _org_id(connection: Connection, code: str | None) -> int | None:
    return queries.by_code(connection, code).id if code else None


def _pairs(values: list[str] | None, option: str) -> list[tuple[str, str]]:
    pairs = []
    for value in values or []:
        code, equals, rest = value.partition("=")
        if not equals or not code.strip() or not rest.strip():
            raise typer.BadParameter(f"{option} “{value}”应写成 编码=值。")
        pairs.append((code.strip(), rest.strip()))
    return pairs


def split(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="编码")],
    new: Annotated[list[str], typer.Option(help="新支部：编码=全称，可重复")],
    short_name: Annotated[list[str] | None, typer.Option(help="新支部简称：编码=简称")] = None,
    members: Annotated[list[str] | None, typer.Option(help="分人：编码=团员编号,团员编号")] = None,
    class_name: Annotated[list[str] | None, typer.Option(help="按班级分：编码=班级")] = None,
    grade: Annotated[list[str] | None, typer.Option(help="按年级分：编码=年级")] = None,
    dissolve: Annotated[bool, typer.Option("--dissolve", help="分完后撤销原支部")] = False,
    plan: Plan = False,
    apply: Apply = False,
    reason: Reason = None,
    document: Document = None,
) -> None:
    """把一个团支部拆成几个。"""
    _either(apply, plan)
    shorts = dict(_pairs(short_name, "--short-name"))
    parts = tuple(Part(part, full, shorts.get(part, "")) for part, full in _pairs(new, "--new"))
    numbers = {part.code: number for number, part in enumerate(parts, start=1)}

    def act(connection: Connection) -> Act:
        node = queries.by_code(connection, code)
        people = people_of(connection, node.id)
        assigned: dict[int, int] = {}
        for by, option in (("class_name", class_name), ("grade", grade)):
            groups = groups_of(people, by)
            for part, value in _pairs(option, f"--{by.replace('_', '-')}"):
                if value not in groups:
                    raise BadInput("org.split_group", f"“{node.short_name}”没有“{value}”的团员。")
                assigned |= dict.fromkeys(groups[value], _number(numbers, part))
        for part, ids in _pairs(members, "--members"):
            for one in ids.split(","):
                if not one.strip().isdigit():
                    raise typer.BadParameter(f"团员编号“{one}”应为数字。")
                assigned[int(one)] = _number(numbers, part)
        return Split(
            org_id=node.id,
            parts=parts,
            assigned=tuple(sorted(assigned.items())),
            dissolve=dissolve,
        )

    carry_out(session(ctx), act, apply=apply, data={"code": code}, reason=reason, document=document)


def _number(numbers: Mapping[str, int], code: str) -> int:
    if code not in numbers:
        raise BadInput("org.split_part", f"没有编码为“{code}”的新支部，请先用 --new 写明。")
    return numbers[code]


def mark(
    ctx: typer.Context,
    year: Year = None,
    org: Below = None,
    code: Codes = None,
    unmark: Annotated[bool, typer.Option("--unmark", help="取消标记")] = False,
    plan: Plan = False,
    apply: Apply = False,
) -> None:
    """标记应届毕业的团支部；不写 --code 就标记按班名和毕业年份建议的。"""
    _either(apply, plan)
    this = session(ctx)
    wanted = year or school_year_end(this.day())
    if unmark and not code:
        raise typer.BadParameter("取消标记要用 --code 写明团支部。")
    with this.open(read_only=True) as context:
        with context.database.read() as connection:
            org_id = _org_id(connection, org)
            ids = tuple(queries.by_code(connection, one).id for one in code or ())
        if not code:
            rows = loading.load_marks(context, org_id=org_id, year=wanted).rows
            ids = tuple(row.node.id for row in rows if row.ticked)
    act = Mark(year=wanted, marked=() if unmark else ids, unmarked=ids if unmark else ())
    carry_out(this, lambda _connection: act, apply=apply, data={"year": wanted})


def turn(
    ctx: typer.Context,
    year: Year = None,
    org: Below = None,
    plan: Plan = False,
    apply: Apply = False,
) -> None:
    """把标记过的毕业班转为毕业班团支部（到了规则包规定的日子）。"""
    _either(apply, plan)
    this = session(ctx)
    wanted = year or this.day().year
    carry_out(
        this,
        lambda connection: Turn(year=wanted, org_id=_org_id(connection, org)),
        apply=apply,
        data={"year": wanted},
    )


def roll_over(
    ctx: typer.Context,
    year: Year = None,
    org: Below = None,
    skip: Annotated[list[str] | None, typer.Option(help="不办的团支部编码，可重复")] = None,
    entry: Annotated[bool, typer.Option("--entry", help="照入学年级的班数新建班级")] = False,
    plan: Plan = False,
    apply: Apply = False,
) -> None:
    """班级升级：班名和团员的年级升一级，毕业班让出名称。"""
    _either(apply, plan)
    this = session(ctx)
    wanted = year or this.day().year
    with this.open(read_only=True) as context:
        with context.database.read() as connection:
            org_id = _org_id(connection, org)
            skipped = {queries.by_code(connection, one).id for one in skip or ()}
        rows = loading.load_roll(context, org_id=org_id, year=wanted)
    chosen = [row for row in rows if _chosen(row, skipped, entry=entry)]
    act = chosen_roll(chosen, wanted)
    carry_out(this, lambda _connection: act, apply=apply, data={"year": wanted})


def _chosen(row: RollRow, skipped: set[int], *, entry: bool) -> bool:
    if row.node is None:
        return entry
    return row.ticked and row.node.id not in skipped


def register(app: typer.Typer) -> None:
    """Adds the commands to `org`."""
    for name, command in (
        ("split", split),
        ("mark", mark),
        ("turn", turn),
        ("roll-over", roll_over),
    ):
        app.command(name=name)(command)
