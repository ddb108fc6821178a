"""The paper of the journal's room: one member's whole file."""

from ..office.context import Context
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from .member_file import log_full, member_file
from .member_file_form import TITLE, content_hash, draw_member_file

FORM = "member-file"


def _make(context: Context, wish: PaperWish) -> MadePaper:
    """Numbers with stars unless they are asked for whole, which is written down first."""
    member_id = wish.member or 0
    full = wish.masked is False
    if full:
        log_full(context, member_id=member_id)
    data = member_file(context, member_id=member_id, full=full)
    return MadePaper(
        paper=draw_member_file(data),
        name=f"{TITLE} {data.name}",
        owner={"member_id": member_id},
        content_hash=content_hash(data),
    )


PAPERS = (PaperKind(FORM, TITLE, (("member",),), _make, may=("masked",), masked=True),)
