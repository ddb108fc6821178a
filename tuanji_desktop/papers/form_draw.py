"""A table form drawn: frozen data in, a paper or an electronic table out, whatever the form is."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from tuanji_desktop.papers.checked import head_findings
from tuanji_desktop.papers.form_keys import BLANK
from tuanji_desktop.papers.frame import HEAD_SIZE, MM, Flow, line_head, sealed_head, title
from tuanji_desktop.papers.grid import grid_of
from tuanji_desktop.papers.kinds import Grid
from tuanji_desktop.papers.paper import Paper, compose
from tuanji_desktop.papers.preflight import PaperFinding, glyph_findings, required_findings
from tuanji_desktop.papers.table import PADDING, Row, Table, TableFlow
from tuanji_desktop.papers.table_form import UNIT, Note, Promise, TableForm
from tuanji_desktop.papers.text import fit

ANNEX_SIZE = 16.0  # 三号
NOTE_GAP = 2 * MM
SIGNATURE_STEP = 7.5 * MM
LEAST_SIGNATURE_STEP = 6 * MM
BLANK_STEP = 0.25 * MM
_FARTHEST = 0.7  # of the table's width: where signatures may begin
_SPACE = "　"
_TO_WRITE = 6 * _SPACE
_NOBODY = "××××"


@dataclass(frozen=True, slots=True)
class FormData:
    """What a form says: `head` by source, rows with a cell for each column.

    `unit` is how titles name the unit, `number` ours on the code of the pages, `digest` the hash
    of the content where its owner has one.
    """

    unit: str
    head: Mapping[str, str]
    rows: tuple[Row, ...]
    number: str = ""
    promise: str = ""
    digest: str = ""


def content_hash(form: TableForm, data: FormData) -> str:
    """SHA-256 of what the form says, before any layout."""
    plain = {
        "form": form.code,
        "unit": data.unit,
        "head": [data.head.get(one.source, "") for one in form.head],
        "fields": form.fields,
        "rows": [[row.record, *row.cells] for row in data.rows],
        "promise": data.promise,
    }
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def draw_form(form: TableForm, data: FormData) -> Paper:
    """The form as PDF; equal data give equal bytes."""
    flow = _laid_out(form, data)
    digest = data.digest or content_hash(form, data)
    heading = form.heading(data.unit).replace("\n", "")
    return compose(flow, title=heading, batch=data.number, content_hash=digest)


def _laid_out(form: TableForm, data: FormData) -> Flow:
    """The pages. What nobody reads gives way (room to sign, the height of struck out rows) where
    that brings the form onto one page: a note alone on a second one belongs to nothing stamped."""
    flow = _filled(form, data, form.table.row_height, SIGNATURE_STEP)
    if len(flow.pages) != 2 or not data.rows:
        return flow
    for blank, step in _tighter(form.table):
        closer = _filled(form, data, blank, step)
        if len(closer.pages) == 1:
            return closer
    return flow


def _tighter(table: Table) -> Iterator[tuple[float, float]]:
    """Heights of a blank row and of a line to sign, the least change first."""
    for step in (SIGNATURE_STEP - MM, LEAST_SIGNATURE_STEP):
        yield table.row_height, step
    height = table.row_height - BLANK_STEP
    while height >= table.size + 1:  # 以下空白 stands in it
        yield height, LEAST_SIGNATURE_STEP
        height -= BLANK_STEP


def _filled(form: TableForm, data: FormData, blank: float, signature: float) -> Flow:
    """The pages with blank rows and lines to sign of these heights."""
    flow = Flow(form.size)
    heading = form.heading(data.unit)
    if form.annex:
        _annex(flow, form.annex)
    title(flow, heading)
    _head(flow, form, data)
    flow.findings += head_findings(*_named(form, data), len(data.rows))
    flow.findings += _row_findings(form, data)
    table = TableFlow(flow, replace(form.table, blank_height=blank))
    table.rows(data.rows)
    if form.promise is not None:
        _promise(table, form.promise, data.promise, (signature_left(form), signature))
    if form.notes:
        flow.y -= NOTE_GAP
    for texts, size, bold in _paragraphs(form.notes):
        flow.paragraphs(texts, size=size, first="head" if bold else "body")
    return flow


def form_grid(form: TableForm, data: FormData) -> Grid:
    """The same content as an electronic table."""
    head = _SPACE.join(
        f"{one.label}{'' if one.source == BLANK else data.head.get(one.source, '')}"
        for one in form.head
    )
    promise = form.promise
    signed = () if promise is None else (promise.text + data.promise, *promise.signatures)
    return grid_of(
        form.heading(data.unit).replace("\n", ""),
        form.table,
        data.rows,
        above=[one for one in (form.annex, head) if one],
        below=[*signed, *(one.text for one in form.notes)],
        landscape=form.landscape,
    )


def empty_sample(form: TableForm) -> Paper:
    """The form with nothing in it, to be looked at."""
    return draw_form(form, FormData(_NOBODY, {}, ()))


def signature_left(form: TableForm) -> float:
    """Where signatures begin, in points from the table's left edge: never so far to the right
    that there is no room to sign."""
    table = form.table
    inner = sum(one.width for one in table.columns) - 2 * PADDING
    return min(form.promise.left if form.promise else 0.0, inner * _FARTHEST)


def _annex(flow: Flow, text: str) -> None:
    """附件1 in 黑体, flush left beside the code of the page: the title keeps its place."""
    setting = fit(text, flow.size.inner_width / 2, size=ANNEX_SIZE, least=HEAD_SIZE, role="head")
    middle = flow.y + NOTE_GAP + setting.height / 2
    flow.put(setting, flow.size.left, flow.size.inner_width / 2, middle, "left")


def _head(flow: Flow, form: TableForm, data: FormData) -> None:
    items = tuple(
        (one.label, _TO_WRITE if one.source == BLANK else data.head.get(one.source, ""))
        for one in form.head
    )
    if items and form.head[0].sealed:
        sealed_head(flow, *items[0], items[1:])
    elif items:
        line_head(flow, items)
    else:
        flow.y -= NOTE_GAP


def _named(form: TableForm, data: FormData) -> tuple[dict[str, str], dict[str, str]]:
    """What must stand above the table, and how it is called there."""
    items = [one for one in form.head if one.source != BLANK]
    values = {one.source: data.head.get(one.source, "") for one in items}
    labels = {one.source: one.words for one in items}
    if "unit" not in values and UNIT in form.title:
        values["unit"], labels["unit"] = data.unit, "单位"
    return values, labels


def _row_findings(form: TableForm, data: FormData) -> Iterator[PaperFinding]:
    """What is empty though the form asks for it, and what cannot be printed."""
    labels = {one.field: one.heading.partition("\n")[0] for one in form.table.columns}
    for row in data.rows:
        values = dict(zip(form.fields, row.cells, strict=True))
        needed = {field: text for field, text in values.items() if field in form.must}
        yield from required_findings(needed, labels, record=row.record)
        for field, text in values.items():
            yield from glyph_findings(text, record=row.record, field=field, label=labels[field])


def _paragraphs(notes: tuple[Note, ...]) -> Iterator[tuple[list[str], float, bool]]:
    """Notes of one size are kept together; a bold one begins anew."""
    begun = 0
    numbered = []
    for before, note in zip((None, *notes), notes, strict=False):
        begun += note.bold or (before is not None and before.size != note.size)
        numbered.append((begun, note))
    for _, group in groupby(numbered, key=lambda one: one[0]):
        kept = [note for _, note in group]
        yield [one.text for one in kept], kept[0].size, kept[0].bold


def _promise(table: TableFlow, promise: Promise, text: str, signing: tuple[float, float]) -> None:
    """The promise inside the table's frame, with room for a signature by hand: `signing` is how
    far from the left and how high a line to sign is."""
    flow, form = table.flow, table.table
    beside, step = signing
    inner = table.edges[-1] - table.edges[0] - 2 * PADDING
    setting = fit(promise.text + text, inner, size=form.size, least=form.least_size)
    signatures = step * len(promise.signatures) + PADDING
    height = max(promise.height, setting.height + 2 * PADDING + signatures)
    top = table.framed(height)
    left = flow.size.left + PADDING
    flow.put(setting, left, inner, top - PADDING - setting.height / 2, "left")
    for number, label in enumerate(promise.signatures):
        signature = fit(label, inner - beside, size=form.size, least=form.least_size)
        middle = flow.y + signatures - step * (number + 0.5)
        flow.put(signature, flow.size.left + beside, inner, middle, "left")
