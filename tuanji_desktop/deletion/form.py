"""The deletion forms: what each says of a batch, filled into its form file.

Form 1 is the annex of G (广东“智慧团建”系统“删除团员”申请表), form 2 annex 1 of Q
(…要求后台删除团员登记表); what they look like is said by `resources/forms`. An office's own forms are
filled alike. Names and numbers print as the system has them, even where they are wrong: the
corrected ones stand in the reason (Q 填写要求 2–4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tuanji_desktop.papers import checked, form_draw
from tuanji_desktop.papers.form_draw import FormData, draw_form, form_grid
from tuanji_desktop.papers.kinds import Grid
from tuanji_desktop.papers.letter import chinese_date
from tuanji_desktop.papers.paper import Paper
from tuanji_desktop.papers.table import Row
from tuanji_desktop.papers.table_form import TableForm, shipped_form

GUANGDONG, QILU = "guangdong", "qilu"
SHIPPED: Mapping[str, str] = MappingProxyType(
    {GUANGDONG: "deletion-guangdong", QILU: "deletion-qilu"}
)
"""The forms of the two documents, as batches name them: their form files."""


@dataclass(frozen=True, slots=True)
class GuangdongRow:
    """One member of form 1."""

    member_id: int
    name: str
    mobile: str
    branch: str
    reason: str


@dataclass(frozen=True, slots=True)
class GuangdongForm:
    """What form 1 says; `batch` is our number of the batch, "" before it has one."""

    unit: str
    filled_on: date
    contact: str
    contact_phone: str
    rows: tuple[GuangdongRow, ...]
    batch: str = ""


@dataclass(frozen=True, slots=True)
class QiluRow:
    """One member of form 2; name and number as the system has them."""

    member_id: int
    branch_full_name: str
    name: str
    id_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class QiluForm:
    """What form 2 says; the promise is signed and dated by hand."""

    unit: str
    filled_by: str
    phone: str
    rows: tuple[QiluRow, ...]
    batch: str = ""
    title_unit: str = "齐鲁理工学院"
    promise: str = ""


@dataclass(frozen=True, slots=True)
class OwnForm:
    """What a form of the office says; its rows have a cell for each of its columns."""

    form: TableForm
    unit: str
    title_unit: str
    filled_on: date
    contact: str
    contact_phone: str
    rows: tuple[Row, ...]
    batch: str = ""


DeletionForm = GuangdongForm | QiluForm | OwnForm


def form_of(data: DeletionForm) -> str:
    """The code of the form as batches name it."""
    if isinstance(data, OwnForm):
        return data.form.code
    return GUANGDONG if isinstance(data, GuangdongForm) else QILU


def content_hash(data: DeletionForm) -> str:
    """SHA-256 of what the form says, before any layout: a new font does not change it."""
    if isinstance(data, OwnForm):
        return form_draw.content_hash(*_filled(data))
    return checked.content_hash(data)


def draw(data: DeletionForm) -> Paper:
    """The form as PDF."""
    return draw_form(*_filled(data))


def grid(data: DeletionForm) -> Grid:
    """The form as an electronic table with the same content."""
    return form_grid(*_filled(data))


def _filled(data: DeletionForm) -> tuple[TableForm, FormData]:
    if isinstance(data, OwnForm):
        return data.form, _own(data)
    form = shipped_form(SHIPPED[form_of(data)])
    digest = checked.content_hash(data)
    if isinstance(data, GuangdongForm):
        head = {
            "unit": data.unit,
            "filled_on": chinese_date(data.filled_on),
            "contact": data.contact,
            "contact_phone": data.contact_phone,
        }
        rows = [
            Row(one.member_id, (str(number), one.name, one.mobile, one.branch, one.reason))
            for number, one in enumerate(data.rows, start=1)
        ]
        return form, FormData("", head, tuple(rows), data.batch, digest=digest)
    head = {"unit": data.unit, "filled_by": data.filled_by, "phone": data.phone}
    rows = [
        Row(one.member_id, (one.branch_full_name, one.name, one.id_number, one.reason))
        for one in data.rows
    ]
    return form, FormData(
        data.title_unit, head, tuple(rows), data.batch, promise=data.promise, digest=digest
    )


def _own(data: OwnForm) -> FormData:
    head = {
        "unit": data.unit,
        "filled_on": chinese_date(data.filled_on),
        "contact": data.contact,
        "contact_phone": data.contact_phone,
        "filled_by": data.contact,
        "phone": data.contact_phone,
    }
    return FormData(data.title_unit, head, data.rows, data.batch)
