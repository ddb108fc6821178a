"""The paper of retention: the register form (Q 附件3)."""

from ..office.context import Context
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from .form import FORM, TITLE, content_hash, draw_retention, retention_grid
from .queries import register_form


def _make(context: Context, wish: PaperWish) -> MadePaper:
    data = register_form(context, org_id=wish.org)
    return MadePaper(
        paper=draw_retention(data),
        name=data.title_unit + TITLE,
        owner={"org_id": wish.org} if wish.org is not None else {},
        number=data.number,
        content_hash=content_hash(data),
        grid=retention_grid(data),
    )


PAPERS = (PaperKind(FORM, TITLE, (), _make, may=("org",)),)
