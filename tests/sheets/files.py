"""Real files for the tests of this floor: lists as schools send them, and files that mean harm."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook

from tuanji_desktop.rules.fields import EXTRA_HEADINGS, FIELDS, NOT_HEADINGS
from tuanji_desktop.rules.looks import PERSON_LOOKS
from tuanji_desktop.sheets.heading import Headings
from tuanji_desktop.sheets.reader import Sheet

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FIRST_SCHOOL = SAMPLES / "graduates-2018-first-middle-school.xlsx"
VOCATIONAL = SAMPLES / "graduates-2018-vocational.xls"
ROSTER = SAMPLES / "roster.xlsx"
ORGANIZATIONS = SAMPLES / "organizations.xlsx"
MINZU = SAMPLES / "graduates-2018-minzu-gb18030.csv"

MEMBERS = Headings(
    aliases={
        **{name: field.headings for name, field in FIELDS.items()},
        "superior": EXTRA_HEADINGS["superior"],
        "reason": EXTRA_HEADINGS["reason"],
    },
    not_headings=NOT_HEADINGS,
    required=("name",),
    neighbours={("counsellor", "mobile"): "counsellor_mobile"},
    telling=("name", "id_number"),
    looks=PERSON_LOOKS,
)

Grid = Sequence[Sequence[object]]


def sheet(*rows: Sequence[object], merged: Sequence[tuple[int, int, int, int]] = ()) -> Sheet:
    """A sheet as the reader gives it: rows end at their last value."""
    kept = []
    for row in rows:
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        kept.append(cells)
    return Sheet("名单", False, kept, tuple(merged))


def xlsx(path: Path, grid: Grid) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    for row in grid:
        page.append(list(row))
    book.save(path)
    return path


def bare_xlsx(path: Path, sheet_xml: str, extra: dict[str, bytes] | None = None) -> Path:
    """A workbook of the fewest parts around sheet XML made by hand."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{kind}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}"><sheetData>{sheet_xml}'
        "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def sparse_giant(path: Path) -> Path:
    """Two cells, the corners of the largest sheet there is: half a terabyte to calamine."""
    return bare_xlsx(
        path,
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )


def ods(path: Path, grid: Grid) -> Path:
    """A spreadsheet of the fewest parts, as LibreOffice would name them."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{one}="{names}:{one}:1.0"' for one in ("office", "table", "text"))

    def cell(value: object) -> str:
        if isinstance(value, float):
            kind, inside = f'float" office:value="{value!r}', ""
        else:
            kind, inside = "string", f"<text:p>{escape(str(value or ''))}</text:p>"
        return f'<table:table-cell office:value-type="{kind}">{inside}</table:table-cell>'

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, values))}</table:table-row>" for values in grid
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {
        "mimetype": mimetype,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
        "</manifest:manifest>",
        "content.xml": f'<office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="名单">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path
