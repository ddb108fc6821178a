"""What went to which printer: the very bytes are kept, and each print is written down.

Every room prints papers; this is the one place that says what a print leaves behind.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from ..core.by_hand import SAID, as_reason, said_in
from ..core.errors import BadInput
from .archive import insert_row, keep_paper
from .context import Context
from .document_numbers import use_number

OWNERS = ("batch_id", "member_id", "correction_list_id", "org_id", "transfer_id")


@dataclass(frozen=True, slots=True)
class KeepAs:
    """As what a printed paper is kept: `owner` names columns of `papers` (`OWNERS`); `number` and
    `content_hash` are those of the code on its pages. A `document_number` of our own goes into the
    register of 文号 with the print, as borne by `bears`. `by_hand` are the characters without a font
    that the clerk undertook to write on it."""

    form: str
    title: str
    owner: Mapping[str, int] = field(default_factory=dict)
    number: str = ""
    content_hash: str = ""
    document_number: str = ""
    bears: str = ""
    by_hand: tuple[str, ...] = ()


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
    operation = context.operation(
        "paper.print", _words(prints, printer, copies), reason=_reason(context, prints)
    )
    with context.database.write(operation) as writing:
        connection = writing.connection
        papers, kept = [], []
        for one in prints:
            known = find_paper(connection, one.keep, one.sha256)
            paper_id = known or _keep(connection, context, one)
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


def _reason(context: Context, prints: Sequence[Printed]) -> str | None:
    """What is to be written by hand; of several papers, each with its own characters."""
    if len(prints) == 1:
        return as_reason(prints[0].keep.by_hand)
    reason = None
    with context.database.read() as connection:
        for one in prints:
            known = find_paper(connection, one.keep, one.sha256)
            title = connection.exec_driver_sql(
                "SELECT title FROM papers WHERE id = ?", (known,)
            ).scalar()
            reason = as_reason(one.keep.by_hand, reason, paper=title or one.keep.title)
    return reason


def keep_saved(context: Context, made: Printed) -> int:
    """Keeps a paper that left as a file and has characters to be written by hand: where it is
    printed nobody knows, what was undertaken for it is known here. The paper's id."""
    with context.database.read() as connection:
        known = find_paper(connection, made.keep, made.sha256)
        if known is not None and set(made.keep.by_hand) <= set(undertaken(connection, [known])):
            return known
    operation = context.operation(
        "paper.by_hand", f"存档 {made.keep.title}", reason=as_reason(made.keep.by_hand)
    )
    with context.database.write(operation) as writing:
        return _keep(writing.connection, context, made)


def _keep(connection: Connection, context: Context, made: Printed) -> int:
    return keep_paper(
        connection,
        made.pdf,
        form=made.keep.form,
        title=made.keep.title,
        pages=made.sheets,
        made_at=context.stamp(),
        number=made.keep.number,
        content_hash=made.keep.content_hash,
        **made.keep.owner,
    )


def undertaken(connection: Connection, paper_ids: Collection[int]) -> tuple[str, ...]:
    """The characters that were undertaken to be written by hand on kept papers, when these were
    made or printed."""
    ids = ", ".join(str(int(one)) for one in paper_ids)
    reasons = connection.exec_driver_sql(
        "SELECT o.reason, p.title FROM journal_rows AS j "
        "JOIN journal_operations AS o ON o.number = j.operation "
        "LEFT JOIN prints AS r ON j.table_name = 'prints' AND r.id = j.row_id "
        "JOIN papers AS p ON p.id = coalesce(r.paper_id, j.row_id) "
        "WHERE o.reason LIKE ? AND j.before IS NULL AND ("
        f"(j.table_name = 'papers' AND j.row_id IN ({ids})) OR (j.table_name = 'prints' "
        f"AND j.row_id IN (SELECT id FROM prints WHERE paper_id IN ({ids})))) ORDER BY o.number",
        (f"%{SAID}%",),
    )
    return tuple(dict.fromkeys(one for reason, title in reasons for one in said_in(reason, title)))


def undertaken_for(context: Context, keep: KeepAs, sha256: str) -> tuple[str, ...]:
    """What was undertaken to be written by hand when this paper was kept, if it is."""
    with context.database.read() as connection:
        known = find_paper(connection, keep, sha256)
        return undertaken(connection, [known]) if known is not None else ()


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
