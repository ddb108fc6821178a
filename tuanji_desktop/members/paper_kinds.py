"""The papers of the roster: a branch's roster, the age approval, the report-in notice."""

from ..office.context import Context
from ..orgs.queries import by_name_or_code
from ..papers.grid import grid_of
from ..papers.kinds import Grid, MadePaper, PaperKind, PaperWish
from ..rules.checks import AGE_APPROVAL_FORM
from . import age_form, roster_form
from .age_approval import approval_of, approvals_below
from .notice import FORM, load_notice
from .notice_form import NOTICE_TITLE
from .roster_form import Roster
from .roster_paper import roster_of

ROSTER = "roster"


def roster_grid(data: Roster) -> Grid:
    """The electronic table; of several branches each row names its own."""
    rows = [
        (*row.cells(number), *(() if data.single else (sheet.unit,)))
        for sheet in data.sheets
        for number, row in enumerate(sheet.rows, start=1)
    ]
    made = grid_of(roster_form.TITLE, roster_form.TABLE, rows)
    return Grid(
        title=made.title,
        above=(roster_form.head(data),),
        headings=(*made.headings, *(() if data.single else ("所在团支部",))),
        widths=(*made.widths, *(() if data.single else (60.0,))),
        rows=made.rows,
        below=roster_form.foot(data),
        landscape=True,
    )


def _roster(context: Context, wish: PaperWish) -> MadePaper:
    """With whole numbers, as a form to be stamped has them, unless stars are asked for."""
    org_id = wish.org or 0
    data = roster_of(context, org_id=org_id, masked=bool(wish.masked))
    return MadePaper(
        paper=roster_form.draw_roster(data),
        name=f"{roster_form.TITLE} {data.unit}",
        owner={"org_id": org_id},
        content_hash=roster_form.content_hash(data),
        grid=roster_grid(data),
    )


def _age_approval(context: Context, wish: PaperWish) -> MadePaper:
    """Of one member, or a form for each below a unit who needs one."""
    if wish.member is not None:
        data = approval_of(context, member_id=wish.member)
        name, owner = data.forms[0].name, {"member_id": wish.member}
    else:
        data = approvals_below(context, org_id=wish.org or 0)
        name, owner = f"{len(data.forms)}人", {"org_id": wish.org or 0}
    return MadePaper(
        paper=age_form.draw_age_approvals(data),
        name=f"{age_form.TITLE} {name}",
        owner=owner,
        number=data.number,
        content_hash=age_form.content_hash(data),
    )


def _notice(context: Context, wish: PaperWish) -> MadePaper:
    """To a member who waits in the wrong branch; `branch` names the right one, if it is known."""
    right = None
    if wish.branch.strip():
        with context.database.read() as connection:
            right = by_name_or_code(connection, wish.branch.strip()).id
    data, paper = load_notice(context, member_id=wish.member or 0, right_branch_id=right)
    return MadePaper(
        paper=paper,
        name=f"{NOTICE_TITLE} {data.name}",
        owner={"member_id": data.member_id},
    )


PAPERS = (
    PaperKind(AGE_APPROVAL_FORM, age_form.TITLE, (("member", "org"),), _age_approval),
    PaperKind(ROSTER, roster_form.TITLE, (("org",),), _roster, may=("masked",)),
    PaperKind(FORM, NOTICE_TITLE, (("member",),), _notice, may=("branch",)),
)
