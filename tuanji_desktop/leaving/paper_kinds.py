"""The paper of leaving: the list that a branch signs before its over-age members go."""

from ..core.errors import RuleRefused
from ..office.context import Context
from ..papers.grid import grid_of
from ..papers.kinds import Grid, MadePaper, PaperKind, PaperWish
from .form import FORM, TABLE, TITLE, LeavingList, draw
from .papers import fill
from .queries import over_age


def _grid(data: LeavingList) -> Grid:
    left_on = data.left_on.isoformat()
    rows = [
        (str(number), row.name, row.sex, row.born_on, row.joined_on, left_on, "", sheet.unit)
        for sheet in data.sheets
        for number, row in enumerate(sheet.rows, start=1)
    ]
    made = grid_of(TITLE, TABLE, (), above=[f"填表日期：{data.filled_on.isoformat()}"])
    return Grid(
        title=made.title,
        above=made.above,
        headings=(*made.headings, "团支部"),
        widths=(*made.widths, 60.0),
        rows=tuple(rows),
        below=(f"注：{data.rule}",),
    )


def _make(context: Context, wish: PaperWish) -> MadePaper:
    """Of one member, or of everybody below a unit whose age says so today."""
    with context.database.read() as connection:
        if wish.member is not None:
            ids: tuple[int, ...] = (wish.member,)
        else:
            found = over_age(connection, context.policy, context.today, wish.org)
            ids = tuple(one.id for one in found)
        if not ids:
            raise RuleRefused(
                "leaving.none", "所选单位今天没有到龄应办理超龄离团的团员，不需要出名册。"
            )
        data = fill(connection, context.policy, ids, left_on=None, today=context.today)
    return MadePaper(
        paper=draw(data),
        name=TITLE,
        owner={"member_id": wish.member} if wish.member is not None else {"org_id": wish.org or 0},
        grid=_grid(data),
    )


PAPERS = (PaperKind(FORM, TITLE, (("org", "member"),), _make),)
