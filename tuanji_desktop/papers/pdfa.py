"""What makes a paper fit for an archive: PDF/A-2b (ISO 19005-2), said in the file and kept.

Fonts, marks and packing are as the standard wants them anyway (`fonts`, `paper`, `pdf_file`). What is
left is here: what the paper is called, in both places where a PDF says it, and what its colours mean.
Neither place has a day: equal data make equal bytes, and a made-up day would be a lie to the archive.
"""

import re
from html import escape
from typing import Any

from tuanji_desktop.papers import icc

PRODUCER = "团籍台账"
LANGUAGE = "zh-CN"

_UNSAYABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
"""What XML cannot say; a heading of an office's own form may hold anything."""

_PACKET = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{{title}}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{PRODUCER}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


def describe(document: Any, title: str) -> None:
    """Give reportlab's document its title, its metadata and the profile of its colours.

    `title` must not name a person: it stands outside the page, where nobody looks for names.
    """
    from reportlab.pdfbase import pdfdoc

    said = _UNSAYABLE.sub(" ", title)
    document.info = pdfdoc.PDFDictionary(
        {
            "Title": pdfdoc.PDFString(said),
            **dict.fromkeys(("Author", "Creator", "Producer"), pdfdoc.PDFString(PRODUCER)),
        }
    )
    catalog = document.Catalog
    catalog.Lang = pdfdoc.PDFString(LANGUAGE)
    catalog.Metadata = pdfdoc.PDFStream(  # never packed: archives look for it with plain tools
        pdfdoc.PDFDictionary(
            {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
        ),
        _PACKET.format(title=escape(said, quote=False)).encode(),
    )
    catalog.OutputIntents = pdfdoc.PDFArray([_colours(document)])
    catalog.__NoDefault__ = (*catalog.__NoDefault__, "OutputIntents")


def _colours(document: Any) -> Any:
    """The output intent: black and red are those of sRGB."""
    from reportlab.pdfbase import pdfdoc

    profile = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary({"N": 3}), icc.srgb_profile(), [pdfdoc.PDFZCompress]
    )
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString(icc.NAME),
            "Info": pdfdoc.PDFString(icc.NAME),
            "DestOutputProfile": document.Reference(profile),
        }
    )
