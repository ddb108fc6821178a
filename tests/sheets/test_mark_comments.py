"""Comments and their slips: what the school wrote stays, what was found can be taken away."""

import re
from xml.etree import ElementTree

import pytest

from tuanji_desktop.sheets.mark_comments import (
    EMPTY_COMMENTS,
    EMPTY_DRAWING,
    MARK,
    marked_comments,
    marked_drawing,
)
from tuanji_desktop.sheets.package import NotPlain

THEIRS = (
    '<comments><authors><author>一中</author></authors><commentList><comment ref="B3" authorId="0"'
    ' shapeId="0"><text><r><rPr><b/></rPr><t>转学</t></r><r><t>生</t></r></text></comment>'
    '<comment ref="A1" authorId="0"><text><t>说明</t></text></comment></commentList></comments>'
)


def said(text: str) -> dict[str, str]:
    return {
        ref: "".join(re.findall(r"<t\b[^>]*>(.*?)</t>", inside, re.DOTALL))
        for ref, inside in re.findall(r'<comment ref="(\w+)"[^>]*>(.*?)</comment>', text, re.DOTALL)
    }


def test_what_was_found_stands_below_what_the_school_wrote() -> None:
    text, places = marked_comments(
        THEIRS, {(3, 1): ["号码错"], (4, 0): ["缺<名>", "再看"]}, first=0, last=-1
    )
    assert said(text) == {
        "B3": f"转学生\n{MARK}\n号码错", "A1": "说明", "A4": f"{MARK}\n缺&lt;名&gt;\n再看",
    }  # fmt: skip
    assert "<b/>" in text  # its look too
    assert '<comment ref="A4" authorId="1">' in text
    assert "<authors><author>一中</author><author>团籍台账</author></authors>" in text
    assert places == {(3, 1), (1, 0), (4, 0)}


def test_the_second_return_takes_the_first_away() -> None:
    first, _ = marked_comments(THEIRS, {(3, 1): ["号码错"], (4, 0): ["缺名"]}, first=0, last=-1)
    again, places = marked_comments(first, {(5, 0): ["新"]}, first=2, last=9)
    assert said(again) == {"B3": "转学生", "A1": "说明", "A5": f"{MARK}\n新"}
    assert places == {(3, 1), (1, 0), (5, 0)}
    kept, _ = marked_comments(first, {}, first=5, last=9)
    assert MARK in said(kept)["A4"]


def test_no_comments_yet() -> None:
    text, places = marked_comments(EMPTY_COMMENTS, {(2, 2): ["错"]}, first=0, last=-1)
    assert said(text) == {"C2": f"{MARK}\n错"}
    assert places == {(2, 2)}
    empty = "<comments><authors/><commentList/></comments>"
    assert marked_comments(empty, {(2, 2): ["错"]}, first=0, last=-1)[1] == {(2, 2)}


@pytest.mark.parametrize(
    "odd", ["<comments/>", THEIRS.replace("ref=", "x="), THEIRS.replace("<comment", "<x:comment")]
)
def test_comments_written_otherwise_are_not_plain(odd: str) -> None:
    with pytest.raises(NotPlain):
        marked_comments(odd, {}, first=0, last=-1)


def slips(text: str) -> list[tuple[str, str]]:
    return re.findall(r"<x:Row>(\d+)</x:Row><x:Column>(\d+)</x:Column>", text)


def test_every_comment_has_one_slip() -> None:
    first = marked_drawing(EMPTY_DRAWING, {(2, 0), (3, 1)}, {(2, 0): ["错" * 40]})
    assert slips(first) == [("1", "0"), ("2", "1")]
    assert first.count("<v:shapetype ") == 1
    button = '<v:shape id="_x0000_s9"><x:ClientData ObjectType="Button"/></v:shape>'
    again = marked_drawing(first.replace("</xml>", f"{button}</xml>"), {(3, 1), (4, 0)}, {})
    assert slips(again) == [("2", "1"), ("3", "0")]
    assert button in again
    assert again.count("<v:shapetype ") == 1
    ids = re.findall(r'<v:shape id="(\w+)"', again)
    assert len(ids) == len(set(ids)) == 3
    with pytest.raises(NotPlain):
        marked_drawing("<x/>", set(), {})


def test_slips_of_other_programs_have_other_prefixes() -> None:
    theirs = (
        '<xml><a:shape xmlns:a="urn:schemas-microsoft-com:vml" id="_x0000_s1026">'
        '<b:ClientData xmlns:b="urn:schemas-microsoft-com:office:excel" ObjectType="Note">'
        "<b:Row>1</b:Row><b:Column>0</b:Column></b:ClientData></a:shape></xml>"
    )
    text = marked_drawing(theirs, {(2, 0), (3, 0)}, {})
    ElementTree.fromstring(text)
    assert text.count("ClientData ") == 2
    assert "Row" not in marked_drawing(theirs, set(), {})
