"""What papers there are (domain.md §12): what each needs to be made, and how it is made.

A room says which papers it makes (`PAPERS` in its `paper_kinds.py`); `catalogue.py` gathers them for the command line and the desk 纸件.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tuanji_desktop.papers.paper import Paper

Need = Literal["batch", "member", "org", "year", "change", "transfer", "campaign"]


@dataclass(frozen=True, slots=True)
class PaperWish:
    """Whom or what a paper is wanted for; what its kind does not need stays empty.

    `batch` is the number of a batch or list. `masked` says whether ID and phone numbers print with
    stars (None: as the kind usually has them).
    """

    batch: str = ""
    member: int | None = None
    org: int | None = None
    year: int | None = None
    change: int | None = None
    transfer: int | None = None
    campaign: int | None = None
    document_number: str = ""
    addressee: str = ""
    branch: str = ""
    cause: str = ""
    masked: bool | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """The same content as a sheet: schools ask for the electronic table (.xlsx).

    `above` are the lines over the headings, `below` those under the rows; `widths` are shares.
    """

    title: str
    above: tuple[str, ...]
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[str, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper with the name of its file, its electronic table, and whose it is when it is kept.

    `owner` names columns of `papers` (`batch_id`, `member_id`, `org_id` …), `number` is ours on
    the code of its pages, `content_hash` of what it says. `document_number` is the 文号 that was
    given to it here, `bears` what the register of 文号 calls it.
    """

    paper: Paper
    name: str
    owner: Mapping[str, int] = field(default_factory=dict)
    number: str = ""
    content_hash: str = ""
    grid: Grid | None = None
    document_number: str = ""
    bears: str = ""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper; `code` is its name on the command line and in `papers.form`.

    One of each group of `needs` must be given: (("member", "change"),) is a member or a change.
    `may` names what can be given besides; `masked` says whether numbers print with stars where the
    wish does not say it. `make` takes the opened office (`office.Context`, which
    papers do not know: they know no database).
    """

    code: str
    title: str
    needs: tuple[tuple[Need, ...], ...]
    make: Callable[[Any, PaperWish], MadePaper]
    may: tuple[str, ...] = ()
    masked: bool = False

    def lacks(self, wish: PaperWish) -> Sequence[tuple[Need, ...]]:
        """The groups of which nothing was given."""
        return [group for group in self.needs if not any(getattr(wish, one) for one in group)]
