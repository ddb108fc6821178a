"""The register form of retention: annex 3 of Q, filled into its form file (`resources/forms`).

Frozen data in, a paper out. Two columns are called 联系电话: the first is the member's, the second
belongs to the 辅导员 before it.
"""

from dataclasses import astuple, dataclass

from tuanji_desktop.papers import checked
from tuanji_desktop.papers.form_draw import FormData, draw_form, form_grid
from tuanji_desktop.papers.kinds import Grid
from tuanji_desktop.papers.paper import Paper
from tuanji_desktop.papers.table import Row
from tuanji_desktop.papers.table_form import shipped_form

FORM = "retention"
TITLE = "毕业生团籍保留登记表"


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """One member as the form has them, in the order of its columns."""

    member_id: int
    general_branch: str
    branch: str
    name: str
    mobile: str
    counsellor: str
    counsellor_mobile: str
    other_contact: str
    reason: str


@dataclass(frozen=True, slots=True)
class RetentionForm:
    """What annex 3 says; `title_unit` is the college's name in the title."""

    title_unit: str
    rows: tuple[RetentionRow, ...]
    number: str = ""


def content_hash(data: RetentionForm) -> str:
    """SHA-256 of what the form says, before any layout."""
    return checked.content_hash(data)


def draw_retention(data: RetentionForm) -> Paper:
    """Annex 3 as PDF."""
    return draw_form(shipped_form(FORM), _filled(data))


def retention_grid(data: RetentionForm) -> Grid:
    """Annex 3 as an electronic table with the same content."""
    return form_grid(shipped_form(FORM), _filled(data))


def _filled(data: RetentionForm) -> FormData:
    rows = tuple(
        Row(row.member_id, (str(number), *astuple(row)[1:]))
        for number, row in enumerate(data.rows, start=1)
    )
    return FormData(data.title_unit, {}, rows, data.number, digest=content_hash(data))
