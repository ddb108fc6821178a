"""The pieces a written .xlsx is made of: cells, styles, and everything around the sheets."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

COMPRESSION = 3  # a fifth smaller than 1 at little cost; 6 takes twice the time
LONGEST_TEXT = 32_767  # what Excel lets a cell hold
LAST_ROW = 1_048_576
TEXT, HEAD, TITLE, TO_FILL, QUOTED, DATE, WRAPPED, SHARE = range(1, 9)  # places in the cellXfs

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
R = f'xmlns:r="{_RELATIONS}"'
PACKAGE = "application/vnd.openxmlformats-package."
SML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_STARTS = frozenset("=+-@'")
_LONGEST_NAME, _LONGEST_FOOT = 31, 255


def cell_xml(reference: str, value: str, style: int) -> str:
    """A cell of text, whatever the text looks like; `style` is its place in the styles.

    Being typed as text, `=1+1` is never calculated; the mark that Excel itself sets behind an
    apostrophe (`QUOTED`) keeps it so when somebody edits the cell.
    """
    text = within(NOT_IN_XML.sub("", value), LONGEST_TEXT)
    if style == TEXT and text[:1] in _FORMULA_STARTS:
        style = QUOTED
    text = escape(_LOOKS_ESCAPED.sub("_x005F_", text))
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def within(text: str, most: int) -> str:
    """As much of a text as Excel lets in: a character beyond U+FFFF counts two for it."""
    if len(text) <= most // 2:
        return text
    return text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore")


def sheet_title(name: str) -> str:
    """A name as Excel allows it for a sheet."""
    bare = re.sub(r"[\\/?*:\[\]'\x00-\x1f\x7f]", " ", NOT_IN_XML.sub(" ", name)).strip()
    return within(bare, _LONGEST_NAME).strip() or "名单"


def footer_xml(words: str) -> str:
    """What every printed page says at its foot: the words, and which page it is of how many."""
    right = "&R第&P页 共&N页"
    room = _LONGEST_FOOT - len(right) - len("&L") - words.count("&")
    left = within(" ".join(NOT_IN_XML.sub("", words).split()), max(room, 0)).replace("&", "&&")
    return f"<headerFooter><oddFooter>{escape(f'&L{left}{right}')}</oddFooter></headerFooter>"


def frame_parts(sheets: Sequence[tuple[str, bool]], *, filtered: str, head: int) -> dict[str, str]:
    """Everything around the sheets: what they are called, where they lie, how they look.

    `sheets`: names, and whether hidden; the first is the list, `filtered` its cells under the
    filter, its rows up to `head` are printed on every page.
    """
    numbers = range(1, len(sheets) + 1)
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}"'
        f'{" state=" + quoteattr("hidden") if hidden else ""} r:id="rId{number}"/>'
        for number, (name, hidden) in zip(numbers, sheets, strict=True)
    )
    quoted = escape(f"'{sheets[0][0]}'")
    return {
        "xl/workbook.xml": (
            f"{XML}<workbook {MAIN} {R}><sheets>{entries}</sheets><definedNames>"
            '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
            f"{quoted}!{filtered}</definedName>"
            '<definedName name="_xlnm.Print_Titles" localSheetId="0">'
            f"{quoted}!$1:${head}</definedName></definedNames></workbook>"
        ),
        "xl/styles.xml": _STYLES,
        "xl/_rels/workbook.xml.rels": relations_xml(
            *(("worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
            ("styles", "styles.xml"),
        ),
        "_rels/.rels": relations_xml(("officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{PACKAGE}relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SML}sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{SML}styles+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{number}.xml"'
                f' ContentType="{SML}worksheet+xml"/>'
                for number in numbers
            )
            + "</Types>"
        ),
    }


def relations_xml(*targets: tuple[str, str]) -> str:
    """What a part of the workbook points to: kinds and targets."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE_RELATIONS}">{entries}</Relationships>'


_EDGES = ("left", "right", "top", "bottom")
_CENTRED = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
_PLAIN = 'fontId="0" fillId="0" borderId="0" xfId="0"'


def _format(look: str, inside: str = "", *, number: int = 49) -> str:
    """A cell format; number format 49 is text."""
    return f'<xf numFmtId="{number}" {look} applyNumberFormat="1">{inside}</xf>'


_FORMATS = (
    f"<xf numFmtId=\"0\" {_PLAIN}/>",
    _format(_PLAIN),
    _format('fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"'
            ' applyAlignment="1"', _CENTRED),
    _format('fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"',
            '<alignment horizontal="center" vertical="center"/>'),
    _format('fontId="0" fillId="3" borderId="1" xfId="0" applyFill="1" applyBorder="1"'),
    _format(f'{_PLAIN} quotePrefix="1"'),
    _format(_PLAIN, number=164),
    _format(f'{_PLAIN} applyAlignment="1"', '<alignment vertical="top" wrapText="1"/>'),
    _format(_PLAIN, number=165),
)  # fmt: skip
_STYLES = (
    f"{XML}<styleSheet {MAIN}>"
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="0.0%"/></numFmts>'
    '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="16"/><name val="宋体"/></font></fonts>'
    '<fills count="4"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/><bgColor indexed="64"/>'
    "</patternFill></fill></fills>"
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>'
    + "".join(f'<{edge} style="thin"><color rgb="FFBFA24A"/></{edge}>' for edge in _EDGES)
    + "<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_FORMATS)}">{"".join(_FORMATS)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
