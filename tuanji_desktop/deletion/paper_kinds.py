"""The papers of the deletion desk: both annexes of a batch, its letter, a mistake's two papers."""

from collections.abc import Callable

from ..core.errors import NotFound
from ..members.own_forms import GONE, own_forms
from ..office.context import Context
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from ..papers.paper import Paper
from .form import SHIPPED, content_hash, grid
from .letters import LETTER, STATEMENTS, batch_letter, letter_hash, letter_words, statement_paper
from .papers import FORM_TITLES, batch_form, batch_paper, form_title
from .queries import find_batch
from .questions import questions_paper
from .questions_paper import FORM, TITLE


def annex(form: str, title: str) -> Callable[[Context, PaperWish], MadePaper]:
    """Makes any batch on a form: its own as it was filed, byte for byte, another one afresh."""

    def make(context: Context, wish: PaperWish) -> MadePaper:
        batch_id = find_batch(context, number=wish.batch)
        paper = batch_paper(context, batch_id=batch_id, form=form)
        with context.database.read() as connection:
            number, own, filed = connection.exec_driver_sql(
                "SELECT number, form, content_hash FROM deletion_batches WHERE id = ?", (batch_id,)
            ).one()
            try:
                data = batch_form(connection, context.policy, batch_id, form)
            except NotFound as gone:  # its archived paper is all that there is
                if gone.code not in GONE:
                    raise
                data = None
        kept = filed if own == form else None
        return MadePaper(
            paper=paper,
            name=f"{title} {number}",
            owner={"batch_id": batch_id},
            number=number,
            content_hash=kept or (content_hash(data) if data is not None else ""),
            grid=grid(data) if data is not None and not _stale(paper) else None,
        )

    return make


def _stale(paper: Paper) -> bool:
    """Whether a sheet of today's records would say something else than the paper."""
    return any(found.code in ("batch.stale", "batch.changed") for found in paper.findings)


def form_kinds(context: Context) -> tuple[PaperKind, ...]:
    """The office's own forms that take a batch; of a removed one what batches have is reprinted."""
    with context.database.read() as connection:
        titles = {one.code: one.name for one in own_forms(connection, "deletion")}
        used = connection.exec_driver_sql(
            "SELECT DISTINCT form FROM deletion_batches ORDER BY form"
        ).scalars()
        for code in used.all():
            if code not in SHIPPED and code not in titles:
                titles[code] = f"{form_title(connection, code)}（已移除）"
    return tuple(
        PaperKind(code, title, (("batch",),), annex(code, title)) for code, title in titles.items()
    )


def make_letter(context: Context, wish: PaperWish) -> MadePaper:
    """The letter that carries a batch: as it was sent, before that a draft of today."""
    batch_id = find_batch(context, number=wish.batch)
    paper = batch_letter(context, batch_id=batch_id)
    words = letter_words(context, batch_id=batch_id)
    with context.database.read() as connection:
        kept: str | None = connection.exec_driver_sql(
            "SELECT content_hash FROM papers WHERE form = ? AND batch_id = ? AND sha256 = ?",
            (f"deletion-{LETTER}", batch_id, paper.sha256),
        ).scalar()
    return MadePaper(
        paper=paper,
        name=f"正式行文 {words.number}",
        owner={"batch_id": batch_id},
        number=words.number,
        content_hash=kept or letter_hash(words),
    )


def make_questions(context: Context, wish: PaperWish) -> MadePaper:
    """核实情况 of a batch: kept beside its form, never on it."""
    return questions_paper(context, batch_id=find_batch(context, number=wish.batch))


def _mistake(kind: str) -> Callable[[Context, PaperWish], MadePaper]:
    def make(context: Context, wish: PaperWish) -> MadePaper:
        member = wish.member or 0
        made = statement_paper(
            context, kind=kind, member_id=member, right_branch=wish.branch, cause=wish.cause
        )
        with context.database.read() as connection:
            name = connection.exec_driver_sql(
                "SELECT name FROM members WHERE id = ?", (member,)
            ).scalar()
        return MadePaper(
            paper=made.paper,
            name=f"{STATEMENTS[kind]} {name or ''}",
            owner={"member_id": member},
            number=made.number,
            content_hash=made.content_hash,
        )

    return make


PAPERS = (
    *(
        PaperKind(code, FORM_TITLES[form], (("batch",),), annex(form, FORM_TITLES[form]))
        for form, code in SHIPPED.items()
    ),
    PaperKind(LETTER, "正式行文", (("batch",),), make_letter),
    PaperKind(FORM, TITLE, (("batch",),), make_questions),
    *(
        PaperKind(kind, title, (("member",),), _mistake(kind), may=("branch", "cause"))
        for kind, title in STATEMENTS.items()
    ),
)
