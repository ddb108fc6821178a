"""The pieces of a workbook: cells that are text whatever they look like, names that Excel takes."""

from xml.etree import ElementTree as ET

import pytest

from tuanji_desktop.sheets.workbook_xml import (
    LONGEST_TEXT,
    QUOTED,
    TEXT,
    TITLE,
    cell_xml,
    footer_xml,
    frame_parts,
    relations_xml,
    sheet_title,
    within,
)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@x", "'x"])
def test_a_text_that_looks_like_a_formula_is_marked(text: str) -> None:
    assert f's="{QUOTED}"' in cell_xml("A1", text, TEXT)
    assert f's="{TITLE}"' in cell_xml("A1", text, TITLE)


def test_a_cell_holds_what_xml_and_excel_can_hold() -> None:
    assert "<t>a&lt;b</t>" in cell_xml("A1", "a<b\x01", TEXT)
    assert "_x005F_x0041_" in cell_xml("A1", "_x0041_", TEXT)
    assert 'xml:space="preserve"> a' in cell_xml("A1", " a", TEXT)
    assert len(cell_xml("A1", "长" * 40_000, TEXT)) < LONGEST_TEXT + 100


def test_sheets_names_are_cut_and_cleaned() -> None:
    assert sheet_title("名单[一]/二'" + "长" * 40) == "名单 一  二 " + "长" * 23


def test_excel_counts_a_rare_ideograph_twice() -> None:
    assert within("𠮷" * 20, 31) == "𠮷" * 15
    assert within("长" * 31, 31) == "长" * 31
    assert sheet_title("𠮷" * 20) == "𠮷" * 15
    assert cell_xml("A1", "𠮷" * 40_000, TEXT).count("𠮷") == LONGEST_TEXT // 2


@pytest.mark.parametrize(
    ("name", "title"), [("", "名单"), ("' '", "名单"), ("一\x01\n二", "一  二")]
)
def test_a_sheet_always_has_a_name(name: str, title: str) -> None:
    assert sheet_title(name) == title


@pytest.mark.parametrize("words", ["长" * 400, "甲&" * 200, "𠮷" * 400, "一\x02\n二"])
def test_the_foot_is_no_longer_than_excel_allows(words: str) -> None:
    foot = ET.fromstring(footer_xml(words))[0].text
    assert foot is not None
    assert len(foot.encode("utf-16-le")) <= 2 * 255
    assert foot.endswith("&R第&P页 共&N页")
    assert foot.replace("&&", "").count("&") == 4


def test_the_foot_says_what_it_is_and_which_page() -> None:
    foot = ET.fromstring(footer_xml("甲&乙"))[0].text
    assert foot == "&L甲&&乙&R第&P页 共&N页"


def test_every_sheet_is_named_and_hidden_ones_are_hidden() -> None:
    parts = frame_parts([("名单", False), ("选项", True)], filtered="$A$1:$B$9", head=2)
    for text in parts.values():
        ET.fromstring(text)
    assert 'name="选项" sheetId="2" state="hidden"' in parts["xl/workbook.xml"]
    assert "'名单'!$A$1:$B$9" in parts["xl/workbook.xml"]
    assert "'名单'!$1:$2" in parts["xl/workbook.xml"]
    assert "sheet2.xml" in parts["[Content_Types].xml"]
    related = (("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"))
    expected = relations_xml(*related, ("styles", "styles.xml"))
    assert parts["xl/_rels/workbook.xml.rels"] == expected
