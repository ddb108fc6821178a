"""What went to which printer: the very bytes are kept, and each print is written down.

Every room prints papers; this is the one place that says what a print leaves behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from ..core.errors import BadInput
from .archive import insert_row, keep_paper
from .context import Context
from .document_numbers import use_number

OWNERS = ("batch_id", "member_id", "correction_list_id", "org_id", "transfer_id")


@dataclass(frozen=True, slots=True)
class KeepAs:
    """As what a printed paper is kept: `owner` names columns of `papers` (`OWNERS`); `number` and
    `content_hash` are those of the code on its pages. A `document_number` of our own goes into the
    register of 文号 with the print, as borne by `bears`."""

    form: str
    title: str
    owner: Mapping[str, int] = field(default_factory=dict)
    number: str = ""
    content_hash: str = ""
    document_number: str = ""
    bears: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that a printer took: `sheets` are the pages it has, `pages` those printed (1-3,5)."""

    keep: KeepAs
    pdf: bytes
    sha256: str
    sheets: int
    pages: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """`kept` says which of the papers were new to the archive."""

    operation: int
    papers: tuple[int, ...]
    kept: tuple[bool, ...]


def record_prints(
    context: Context, prints: Sequence[Printed], *, printer: str, copies: int = 1
) -> Recorded:
    """Keeps what was printed, the same paper of the same owner once, and who printed it when."""
    if not prints or copies < 1:
        raise BadInput("print.none", "没有可登记的打印。")
    with context.database.write(
        context.operation("paper.print", _words(prints, printer, copies))
    ) as writing:
        connection = writing.connection
        papers, kept = [], []
        for one in prints:
            known = find_paper(connection, one.keep, one.sha256)
            paper_id = known or keep_paper(
                connection,
                one.pdf,
                form=one.keep.form,
                title=one.keep.title,
                pages=one.sheets,
                made_at=context.stamp(),
                number=one.keep.number,
                content_hash=one.keep.content_hash,
                **one.keep.owner,
            )
            insert_row(
                connection,
                "prints",
                paper_id=paper_id,
                pages=one.pages,
                copies=copies,
                printer=printer,
                printed_by=context.operator,
                printed_at=context.stamp(),
            )
            use_number(
                connection,
                context,
                one.keep.document_number,
                subject=one.keep.title,
                used_for=one.keep.bears or one.keep.title,
            )
            papers.append(paper_id)
            kept.append(known is None)
    return Recorded(writing.number, tuple(papers), tuple(kept))


def find_paper(connection: Connection, keep: KeepAs, sha256: str) -> int | None:
    """The kept paper with these bytes and this owner, if there is one, under whatever name."""
    owners = {name: keep.owner[name] for name in OWNERS if name in keep.owner}
    where = "".join(f" AND {name} = ?" for name in owners)
    found = connection.exec_driver_sql(
        f"SELECT max(id) FROM papers WHERE sha256 = ?{where}", (sha256, *owners.values())
    ).scalar()
    return int(found) if found is not None else None


def _words(prints: Sequence[Printed], printer: str, copies: int) -> str:
    first = prints[0]
    if len(prints) > 1:
        what = f"{first.keep.title}等 {len(prints)} 份纸件"
    else:
        what = f"{first.keep.title} 第 {first.pages} 页"
    times = f"，每页 {copies} 份" if copies > 1 else ""
    return f"打印 {what}{times}（{printer or '未记打印机'}）"
