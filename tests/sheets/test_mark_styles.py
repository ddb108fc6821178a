"""Formats of marks, added to the formats there are."""

import pytest

from tuanji_desktop.sheets.mark_styles import RED, MarkStyles
from tuanji_desktop.sheets.package import NotPlain

STYLES = (
    '<styleSheet><fonts count="1" x:knownFonts="1"><font><b/><sz val="12"/><name val="仿宋"/></font>'
    '</fonts><fills count="2"><fill/><fill><patternFill patternType="gray125"/></fill></fills>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="49" fontId="0"'
    ' fillId="1" applyFill="1"><alignment wrapText="1"/></xf></cellXfs><dxfs count="0"/></styleSheet>'
)


def test_a_red_cell_keeps_all_else_of_its_format() -> None:
    styles = MarkStyles(STYLES)
    assert (styles.red(1), styles.red(1), styles.red(0), styles.red(99)) == (2, 2, 3, 3)
    text = styles.text()
    assert (
        '<xf numFmtId="49" fontId="0" fillId="2" applyFill="1"><alignment wrapText="1"/></xf>'
        '<xf numFmtId="0" fontId="0" fillId="2" applyFill="1"/></cellXfs>' in text
    )
    assert '<cellXfs count="4">' in text
    assert '<fills count="3">' in text
    assert RED in text
    assert text.endswith('<dxfs count="0"/></styleSheet>')


def test_reasons_are_in_the_schools_own_letters() -> None:
    styles = MarkStyles(STYLES)
    heading, reason = styles.heading(), styles.reason()
    assert (heading, reason, styles.heading()) == (2, 3, 2)
    text = styles.text()
    assert '<fonts count="3" x:knownFonts="1">' in text
    assert text.count('<sz val="12"/><color rgb="FF9C0006"/><name val="仿宋"/>') == 2


def test_an_earlier_mark_is_known_and_taken_off() -> None:
    first = MarkStyles(STYLES)
    red = first.red(1)
    again = MarkStyles(first.text())
    assert again.earlier() == [red]
    assert (again.is_red(red), again.is_red(0), again.is_red(99)) == (True, False, False)
    plain = again.plain(red)
    assert again.red(0) == plain + 1
    text = again.text()
    assert '<xf numFmtId="49" fontId="0" fillId="0" applyFill="1">' in text
    assert text.count(RED) == 1
    assert MarkStyles(STYLES).earlier() == []


@pytest.mark.parametrize("odd", ["", "<fonts/>", STYLES.replace("cellXfs", "x:cellXfs")])
def test_styles_written_otherwise_are_not_plain(odd: str) -> None:
    with pytest.raises(NotPlain):
        MarkStyles(odd)
