"""Acts on kept papers: writing a print down, voiding a spoiled sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..core.errors import BadInput
from ..core.page_ranges import pages_in_words, read_pages
from ..office.archive import insert_row
from ..office.context import Context
from ..office.member_names import member_names
from ..office.prints import KeepAs, Printed, Recorded, record_prints, undertaken_for
from ..papers.kinds import MadePaper, PaperKind
from ..papers.paper import Paper
from ..papers.preflight import require_ready
from . import queries

__all__ = ["Voided", "keep_as", "keep_of", "ready_to_leave", "record_print", "void_sheet"]


@dataclass(frozen=True, slots=True)
class Voided:
    """What was voided; the number of the paper stays."""

    operation: int
    sheet: int
    words: str


def keep_as(details: queries.PaperDetails) -> KeepAs:
    """As what a reprint of a kept paper is written down: as what it is."""
    row = details.row
    return KeepAs(row.form, row.title, details.owner, row.number, details.content_hash)


def keep_of(kind: PaperKind, made: MadePaper) -> KeepAs:
    """As what a paper of the catalogue is kept when it is printed."""
    return KeepAs(
        kind.code,
        made.name,
        made.owner,
        made.number,
        made.content_hash,
        made.document_number,
        made.bears,
    )


def ready_to_leave(
    context: Context, keep: KeepAs, paper: Paper, *, by_hand: Sequence[str] = ()
) -> KeepAs:
    """As what a paper is kept, with the characters that the clerk will write on it.

    Refused where its pre-flight keeps it back; an empty form and a draft may be had as such.
    `by_hand` are the characters that the clerk named; those that print are left out.
    """
    known = undertaken_for(context, keep, paper.sha256)
    records = frozenset(one.record for one in paper.findings if one.record)
    pen = require_ready(
        paper.findings,
        keep.title,
        names=member_names(context, records) if records else {},
        written=(*by_hand, *known),
        blank=True,
    )
    return replace(keep, by_hand=tuple(one for one in pen if one in by_hand))


def record_print(
    context: Context, *, paper_id: int, pages: str, printer: str, copies: int = 1
) -> Recorded:
    """Writes down a print of a kept paper that was made elsewhere (from a saved copy)."""
    details = queries.load_paper(context, paper_id=paper_id)
    count = details.row.pages
    chosen = pages_in_words(read_pages(pages, count))
    printed = Printed(keep_as(details), details.pdf, details.sha256, count, chosen)
    return record_prints(context, [printed], printer=printer, copies=copies)


def void_sheet(context: Context, *, paper_id: int, reason: str, page: int | None = None) -> Voided:
    """Voids a spoiled print of a kept paper, of one page or (None) of all of them.

    The paper, its bytes and its number stay; printing the page again replaces the sheet.
    """
    reason = reason.strip()
    if not reason:
        raise BadInput("paper.void_reason", "作废要写明原因，例如“盖章盖偏”“卡纸撕破”。")
    with context.database.read() as connection:
        details = queries.paper_details(connection, paper_id)
    row = details.row
    if page is not None and not 1 <= page <= row.pages:
        raise BadInput("pages.beyond", f"没有第 {page} 页：“{row.title}”共 {row.pages} 页。")
    wanted = set(range(1, row.pages + 1)) if page is None else {page}
    if wanted <= set(row.void):
        raise BadInput(
            "paper.void_already",
            f"{_what(row, page)}已经作废、还没有重印。重印之后，新印的纸才能再作废。",
        )
    words = f"作废 {_what(row, page)}"
    operation = context.operation("paper.void", words, reason=reason)
    with context.database.write(operation) as writing:
        sheet = insert_row(
            writing.connection,
            "spoiled_sheets",
            paper_id=paper_id,
            page=page,
            reason=reason,
            voided_by=context.operator,
            voided_on=context.today.isoformat(),
            print_id=details.prints[0].id if details.prints else None,
        )
    return Voided(writing.number, sheet, words)


def _what(row: queries.PaperRow, page: int | None) -> str:
    number = f"（{row.number}）" if row.number and row.number not in row.title else ""
    return f"{row.title}{number}" + (f" 第 {page} 页" if page is not None else "")
