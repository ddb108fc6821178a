"""The papers of transfers: the introduction letter and the stub book."""

from ..office.context import Context
from ..papers.checked import content_hash as list_hash
from ..papers.grid import grid_of
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from .introduction_form import (
    STUB_TABLE,
    STUB_TITLE,
    TITLE,
    content_hash,
    draw_stub_book,
    stub_cells,
    stub_head,
)
from .introductions import FORM, introduction, stub_book, transfer_of

STUBS = "introduction-stubs"


def _letter(context: Context, wish: PaperWish) -> MadePaper:
    """The letter of a transfer, or of the member's latest one."""
    if wish.transfer is not None:
        transfer_id = wish.transfer
    else:
        transfer_id = transfer_of(context, member_id=wish.member or 0)
    data, paper = introduction(context, transfer_id=transfer_id)
    owner = {"transfer_id": transfer_id}
    if data.member_id is not None:
        owner["member_id"] = data.member_id
    return MadePaper(
        paper=paper,
        name=f"{TITLE} {data.number or '草稿'} {data.name}",
        owner=owner,
        number=data.code,
        content_hash=content_hash(data),
    )


def _stubs(context: Context, wish: PaperWish) -> MadePaper:
    data = stub_book(context, year=wish.year, org_id=wish.org)
    return MadePaper(
        paper=draw_stub_book(data),
        name=STUB_TITLE,
        owner={"org_id": wish.org} if wish.org is not None else {},
        content_hash=list_hash(data),
        grid=grid_of(
            STUB_TITLE, STUB_TABLE, stub_cells(data), above=stub_head(data), landscape=True
        ),
    )


PAPERS = (
    PaperKind(FORM, TITLE, (("transfer", "member"),), _letter),
    PaperKind(STUBS, STUB_TITLE, (), _stubs, may=("year", "org")),
)
