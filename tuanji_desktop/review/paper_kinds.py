"""The paper of the review desk: the slip of a change."""

from ..office.context import Context
from ..papers.grid import grid_of
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from .papers import FORM, latest_request, make_slips
from .slip import TABLE, TITLE, content_hash


def _make(context: Context, wish: PaperWish) -> MadePaper:
    """The slip of one request, or of the member's latest one."""
    if wish.change is not None:
        request_id = wish.change
    else:
        request_id = latest_request(context, member_id=wish.member or 0)
    made = make_slips(context, request_ids=[request_id])
    ((number, member_id, paper),) = made.single
    return MadePaper(
        paper=paper,
        name=f"{TITLE} {number}",
        owner={"member_id": member_id},
        number=number,
        content_hash=content_hash(made.slips[0]),
        grid=grid_of(
            TITLE,
            TABLE,
            [
                (row.field, row.old, row.new, row.reason, row.clause, row.result)
                for row in made.slips[0].rows
            ],
            above=made.slips[0].head,
        ),
    )


PAPERS = (PaperKind(FORM, TITLE, (("member", "change"),), _make),)
