"""The papers of the graduates desk: the reminder to a school, the notice to its Party committee."""

from collections.abc import Callable

from ..office.context import Context
from ..papers.grid import grid_of
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from .letters import FORMS, draw, list_table, school_letter


def _letter(form: str) -> Callable[[Context, PaperWish], MadePaper]:
    def make(context: Context, wish: PaperWish) -> MadePaper:
        made = school_letter(
            context,
            form=form,
            org_id=wish.org or 0,
            year=wish.year or 0,
            addressee=wish.addressee,
            document_number=wish.document_number,
        )
        return MadePaper(
            paper=draw(made),
            name=made.name,
            owner={"org_id": made.org_id},
            grid=grid_of(made.list_title, list_table(form), (cells for _, cells in made.rows)),
            document_number=made.letter.document_number,
            bears=made.bears,
        )

    return make


PAPERS = tuple(
    PaperKind(
        form, title, (("org",), ("year",)), _letter(form), may=("document_number", "addressee")
    )
    for form, title in FORMS.items()
)
