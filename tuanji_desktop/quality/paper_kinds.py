"""The paper of the quality desk: the reminder to a unit whose members' records are incomplete."""

from datetime import timedelta

from ..members.queries import Filter
from ..members.queries import ids as member_ids
from ..office.context import Context
from ..papers.grid import grid_of
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from .checks import RED
from .letter import KIND, LIST_TITLE, TABLE, draw_letter, letter_of, rows_of
from .sheet import plan_sheets

ANSWER_DAYS = 10
TITLE = "补充更正信息的催办函"


def _make(context: Context, wish: PaperWish) -> MadePaper:
    """Everybody below the unit whose name is red, to be answered within the usual days."""
    org_id = wish.org or 0
    with context.database.read() as connection:
        red = member_ids(connection, Filter(org_id=org_id, kind="incomplete"))
    deadline = context.today + timedelta(days=ANSWER_DAYS)
    plan = plan_sheets(context, red, org_id=org_id, each=False, deadline=deadline, code=RED)
    (sheet,) = plan.sheets
    data = letter_of(context, sheet, deadline)
    return MadePaper(
        paper=draw_letter(data),
        name=f"{TITLE} {sheet.org.short_name}",
        owner={"org_id": org_id},
        grid=grid_of(LIST_TITLE, TABLE, rows_of(data)),
    )


PAPERS = (PaperKind(KIND, TITLE, (("org",),), _make),)
