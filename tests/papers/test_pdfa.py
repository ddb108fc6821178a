"""What PDF/A-2b asks of a file (ISO 19005-2), looked up in the finished papers.

`make pdfa` has every kind of paper judged by whole validators; these are the parts by which a change
would break it, cheap enough for every run.
"""

import io
import re
from xml.etree import ElementTree

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from tests.papers.test_pdf_file import PAPERS, RARE, form
from tuanji_desktop.papers.frame import A4_PORTRAIT, Flow
from tuanji_desktop.papers.icc import srgb_profile
from tuanji_desktop.papers.paper import compose

NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
MARKS = set("cm w m l S BT ET Td Tf Tj g rg q Q re f".split())
"""No picture, no shading, no other colour space: neither transparency nor a rendering intent."""
TABLES = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"}


def titled(title: str) -> bytes:
    flow = Flow(A4_PORTRAIT)
    flow.paragraphs(["正文"], size=12)
    return compose(flow, title=title, batch="", content_hash="").pdf


def said(pdf: pikepdf.Pdf) -> dict[str, str]:
    """What the metadata say, by the names of their elements."""
    root = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    (about,) = root.iter(f"{{{NAMES['rdf']}}}Description")
    return {
        f"{prefix}:{element.tag.rpartition('}')[2]}": "".join(element.itertext())
        for element in about
        for prefix, space in NAMES.items()
        if element.tag.startswith(f"{{{space}}}")
    }


@pytest.mark.parametrize("kind", PAPERS)
def test_the_file_says_what_it_is_where_plain_tools_look(kind: str) -> None:
    data = PAPERS[kind]()
    assert b"<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>" in data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        metadata = pdf.Root.Metadata
        assert [str(metadata.Type), str(metadata.Subtype)] == ["/Metadata", "/XML"]
        packet = metadata.read_bytes().decode()
        assert packet.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>')
        assert packet.endswith('<?xpacket end="r"?>\n')
        assert said(pdf)["dc:language"] == str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert [bytes(one) for one in pdf.trailer.ID] == [bytes(pdf.trailer.ID[0])] * 2
        assert len(bytes(pdf.trailer.ID[0])) == 16


@pytest.mark.parametrize("title", ["删除团员申请表", "A<b>&“c” \\(x) 𠮷\x00\x1b\ufffe野", "Plain"])
def test_properties_and_metadata_say_the_same_and_name_no_day(title: str) -> None:
    with pikepdf.open(io.BytesIO(titled(title))) as pdf:
        properties = {name: str(value) for name, value in pdf.docinfo.items()}
        told = said(pdf)
    assert properties == {
        "/Title": re.sub("[\x00\x1b\ufffe]+", " ", title),
        **dict.fromkeys(("/Author", "/Creator", "/Producer"), "团籍台账"),
    }
    assert told["dc:title"] == properties["/Title"]
    assert told["dc:creator"] == told["pdf:Producer"] == told["xmp:CreatorTool"] == "团籍台账"
    assert set(told) == {
        "pdfaid:part", "pdfaid:conformance", "dc:format", "dc:title", "dc:creator", "dc:language",
        "pdf:Producer", "xmp:CreatorTool",
    }  # fmt: skip


def test_no_person_stands_in_the_metadata() -> None:
    with pikepdf.open(io.BytesIO(form(8, RARE))) as pdf:
        texts = [str(pdf.docinfo), pdf.Root.Metadata.read_bytes().decode()]
    assert not [name for name in RARE for text in texts if name in text]
    assert "广东“智慧团建”系统“删除团员”申请表" in texts[1]


@pytest.mark.parametrize("kind", PAPERS)
def test_the_colours_are_those_of_srgb(kind: str) -> None:
    with pikepdf.open(io.BytesIO(PAPERS[kind]())) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert [str(intent.Type), str(intent.S)] == ["/OutputIntent", "/GTS_PDFA1"]
        assert str(intent.OutputConditionIdentifier) == str(intent.Info) == "sRGB IEC61966-2.1"
        assert int(intent.DestOutputProfile.N) == 3
        assert intent.DestOutputProfile.read_bytes() == srgb_profile()
        for page in pdf.pages:
            used = {str(one.operator) for one in pikepdf.parse_content_stream(page)}
            assert used <= MARKS


@pytest.mark.parametrize("kind", PAPERS)
def test_nothing_acts_and_nothing_lies_outside(kind: str) -> None:
    with pikepdf.open(io.BytesIO(PAPERS[kind]())) as pdf:
        forbidden = {"/OpenAction", "/AA", "/AcroForm", "/Names", "/OCProperties", "/Outlines"}
        assert not forbidden & set(pdf.Root.keys())
        assert not pdf.is_encrypted
        for page in pdf.pages:
            assert not {"/Group", "/Annots", "/AA"} & set(page.obj.keys())
            assert set(page.Resources.keys()) <= {"/Font", "/ProcSet"}
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                assert "/F" not in one
                packed = re.findall(r"/\w+Decode", repr(one.get("/Filter")))
                assert set(packed) <= {"/FlateDecode"}


@pytest.mark.parametrize("kind", PAPERS)
def test_every_font_is_an_embedded_subset_with_true_widths(kind: str) -> None:
    with pikepdf.open(io.BytesIO(PAPERS[kind]())) as pdf:
        fonts = dict(pdf.pages[0].Resources.Font.items())
        for font in fonts.values():
            check_font(font)
        for page in pdf.pages:
            current = None
            for one in pikepdf.parse_content_stream(page):
                if str(one.operator) == "Tf":
                    current = fonts[str(one.operands[0])]
                elif str(one.operator) == "Tj":
                    assert current is not None
                    codes = bytes(one.operands[0])
                    assert min(codes) > 0, "no text may show the box of a missing character"
                    assert max(codes) <= int(current.LastChar)


def check_font(font: pikepdf.Object) -> None:
    """Its own codes, what it needs and no more, widths as in the glyphs, the way back to text."""
    about = font.FontDescriptor
    assert [str(font.Type), str(font.Subtype)] == ["/Font", "/TrueType"]
    assert re.fullmatch(r"/[A-Z]{6}\+\w[\w-]*", str(font.BaseFont))
    assert font.BaseFont == about.FontName
    assert int(about.Flags) & 4, "symbolic: its own codes, so no /Encoding"
    assert "/Encoding" not in font
    data = about.FontFile2.read_bytes()
    assert len(data) == int(about.FontFile2.Length1)
    embedded = TTFont(io.BytesIO(data))
    assert set(embedded.reader.keys()) == TABLES
    (cmap,) = embedded["cmap"].tables
    assert (cmap.platformID, cmap.platEncID) == (1, 0)
    assert int(font.FirstChar) == 0
    scale = 1000 / embedded["head"].unitsPerEm
    order = embedded.getGlyphOrder()
    for code, width in enumerate(font.Widths):
        advance, _ = embedded["hmtx"][cmap.cmap.get(code, order[0])]
        assert abs(float(width) - advance * scale) <= 1
    assert len(font.Widths) == int(font.LastChar) + 1
    assert b"beginbfchar" in font.ToUnicode.read_bytes()
