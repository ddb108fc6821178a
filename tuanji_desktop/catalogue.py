"""Every paper of the program, in the order of domain.md §12: for the command line and the window."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from .campaigns import paper_kinds as campaigns
from .core.errors import NotFound
from .corrections import paper_kinds as corrections
from .corrections import papers as correction_papers
from .deletion import paper_kinds as deletion
from .deletion import papers as deletion_papers
from .deletion.questions_paper import FORM as QUESTIONS
from .graduates import paper_kinds as graduates
from .history import paper_kinds as history
from .leaving import paper_kinds as leaving
from .members import form_papers as member_forms
from .members import paper_kinds as members
from .office.context import Context
from .papers.kinds import MadePaper, PaperKind, PaperWish
from .papers.preflight import PaperFinding, blocking
from .quality import paper_kinds as quality
from .retention import form_papers as retention_forms
from .retention import paper_kinds as retention
from .review import paper_kinds as review
from .transfers import paper_kinds as transfers

_ORDER = (
    "deletion-guangdong",
    "deletion-qilu",
    "retention",
    "letter",
    "statement",
    "self-criticism",
    "change-slip",
    "age-approval",
    "introduction",
    "reminder",
    "roster",
    "member-file",
)
"""The papers of domain.md §12; what the rooms have besides follows them."""
_BESIDE = frozenset({"letter", "deletion-letter", QUESTIONS})
"""Papers of a batch that name none of its values."""


def _letter(context: Context, wish: PaperWish) -> MadePaper:
    """The formal letter of a deletion batch, or of a correction list (domain.md §12.4)."""
    try:
        return deletion.make_letter(context, wish)
    except NotFound as unknown:
        try:
            return corrections.make_letter(context, wish)
        except NotFound:
            raise unknown from None


def _gathered() -> tuple[PaperKind, ...]:
    rooms = (
        deletion,
        corrections,
        retention,
        review,
        members,
        transfers,
        graduates,
        quality,
        leaving,
        campaigns,
        history,
    )
    found = {kind.code: kind for kind in chain.from_iterable(room.PAPERS for room in rooms)}
    found["letter"] = replace(found["letter"], make=_letter)
    named = [found.pop(code) for code in _ORDER if code in found]
    return (*named, *found.values())


KINDS: tuple[PaperKind, ...] = _gathered()


def kinds_of(context: Context) -> tuple[PaperKind, ...]:
    """The papers of an office: those of the program, then the forms that it added itself."""
    rooms = (deletion.form_kinds, retention_forms.form_kinds, member_forms.form_kinds)
    own = chain.from_iterable(form_kinds(context) for form_kinds in rooms)
    return (*KINDS, *sorted(own, key=lambda kind: kind.code))


def kind_of(code: str, kinds: tuple[PaperKind, ...] = KINDS) -> PaperKind | None:
    """The kind with this code."""
    return next((kind for kind in kinds if kind.code == code), None)


def standing(context: Context, form: str, owner: Mapping[str, int]) -> tuple[PaperFinding, ...]:
    """Why a kept paper is not printed again as if it were fresh: the records of its open batch or
    list have changed since."""
    found: tuple[PaperFinding, ...] = ()
    with context.database.read() as connection:
        if "batch_id" in owner and form not in _BESIDE:
            found = deletion_papers.stale_findings(connection, context.policy, owner["batch_id"])
        elif "correction_list_id" in owner:
            number = owner["correction_list_id"]
            found = correction_papers.stale_findings(connection, context.policy, number)
    return blocking(found)
