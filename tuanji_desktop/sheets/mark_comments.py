"""Comments on cells: the text in one part, the yellow slips in another, an old drawing language."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Final
from xml.sax.saxutils import escape

from .addresses import address, column_index
from .package import NotPlain, before
from .workbook_xml import MAIN, NOT_IN_XML, XML

AUTHOR: Final = "团籍台账"
MARK: Final = "【团籍台账】"
"""Parts what the school wrote in a comment from what was found, so that it can be taken away."""

_WIDTH, _LINE, _SIGNS_IN_LINE = 200, 15, 15  # points, and ideographs in a line of them

_COMMENT = re.compile(r"<comment\b([^>]*)>(.*?)</comment>", re.DOTALL)
_TEXT = re.compile(r"<text\b[^>]*?(?:/>|>(.*?)</text>)", re.DOTALL)
_WORDS = re.compile(r"<t\b[^>]*?(?:/>|>(.*?)</t>)", re.DOTALL)
_PHONETIC = re.compile(r"<(?:rPh|phoneticPr)\b[^>]*?(?:/>|>.*?</rPh>)", re.DOTALL)
_REF = re.compile(r"""\bref\s*=\s*["']([A-Z]+)(\d+)["']""")
_AUTHORS = re.compile(r"<authors\s*/>|<authors>(.*?)</authors>", re.DOTALL)
_LIST = re.compile(r"<commentList\s*/>|<commentList>(.*?)</commentList>", re.DOTALL)
_SHAPE = re.compile(r"<(\w+):shape\b.*?</\1:shape>", re.DOTALL)
_SHAPE_ROW = re.compile(r"<\w+:Row>\s*(\d+)\s*</")
_SHAPE_COLUMN = re.compile(r"<\w+:Column>\s*(\d+)\s*</")
_ROOT = re.compile(r"<xml\b([^>]*)>")
_SHAPE_ID = re.compile(r"""id=["']_x0000_s(\d+)""")

EMPTY_COMMENTS: Final = (
    f"{XML}<comments {MAIN}><authors></authors><commentList></commentList></comments>"
)
_NAMES: Final = {
    "xmlns:v": "urn:schemas-microsoft-com:vml",
    "xmlns:o": "urn:schemas-microsoft-com:office:office",
    "xmlns:x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARED: Final = " ".join(f'{name}="{where}"' for name, where in _NAMES.items())
EMPTY_DRAWING: Final = (
    f'<xml {_DECLARED}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    "</o:shapelayout></xml>"
)
_SHAPE_TYPE: Final = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)

Place = tuple[int, int]


def marked_comments(
    text: str, added: Mapping[Place, Sequence[str]], *, first: int, last: int
) -> tuple[str, set[Place]]:
    """The comments with what was found added to them, and the cells that have one now.

    What an earlier return said in the rows `first` to `last` is taken away. Cells count from row 1
    and column 0.
    """
    authors = _AUTHORS.search(text)
    listed = _LIST.search(text)
    if authors is None or listed is None:
        raise NotPlain("comments")
    count = (authors[1] or "").count("<author")
    kept: list[str] = []
    places: set[Place] = set()
    for found in _COMMENT.finditer(listed[1] or ""):
        ref = _REF.search(found[1])
        if ref is None:
            raise NotPlain("comment")
        place = int(ref[2]), column_index(ref[1])
        inside = _TEXT.search(found[2])
        runs = (inside[1] or "") if inside else ""
        if first <= place[0] <= last:
            runs = _without_mark(runs)
        if place in added:
            runs = _as_runs(runs) + _run(added[place], after=bool(_said(runs)))
        if _said(runs):
            kept.append(f"<comment{found[1]}><text>{runs}</text></comment>")
            places.add(place)
    for place, messages in added.items():
        if place not in places:
            runs = _run(messages, after=False)
            kept.append(
                f'<comment ref="{address(*place)}" authorId="{count}"><text>{runs}</text></comment>'
            )
            places.add(place)
    author = f"<authors>{authors[1] or ''}<author>{AUTHOR}</author></authors>"
    text = (
        text[: listed.start()]
        + f"<commentList>{''.join(kept)}</commentList>"
        + text[listed.end() :]
    )
    return text[: authors.start()] + author + text[authors.end() :], places


def _said(runs: str) -> str:
    """The words of a comment."""
    bare = _PHONETIC.sub("", runs)
    return unescape("".join(words or "" for words in _WORDS.findall(bare)))


def _without_mark(runs: str) -> str:
    said = _said(runs)
    if MARK not in said:
        return runs
    kept = said.split(MARK)[0].rstrip()
    return f'<t xml:space="preserve">{escape(kept)}</t>' if kept else ""


def _as_runs(runs: str) -> str:
    """Plain words as a run, so that another can follow."""
    return runs if "<r>" in runs or "<r " in runs or not runs else f"<r>{runs}</r>"


def _run(messages: Sequence[str], *, after: bool) -> str:
    lines = "\n".join(["\n" + MARK if after else MARK, *messages])
    words = escape(NOT_IN_XML.sub("", lines))
    return f'<r><t xml:space="preserve">{words}</t></r>'


def marked_drawing(text: str, places: set[Place], added: Mapping[Place, Sequence[str]]) -> str:
    """The slips of exactly these comments; those that are there keep their look."""
    seen: set[Place] = set()

    def kept(found: re.Match[str]) -> str:
        row, column = _SHAPE_ROW.search(found[0]), _SHAPE_COLUMN.search(found[0])
        if row is None or column is None:
            return found[0]  # a button or a picture
        place = int(row[1]) + 1, int(column[1])
        if place not in places or place in seen:
            return ""
        seen.add(place)
        return found[0]

    text = _SHAPE.sub(kept, text)
    text = _ROOT.sub(_with_names, text, count=1)  # other programs use other prefixes
    number = max((int(one) for one in _SHAPE_ID.findall(text)), default=1024)
    shapes = [] if "_x0000_t202" in text else [_SHAPE_TYPE]
    for number, place in enumerate(sorted(places - seen), number + 1):  # noqa: B020
        shapes.append(_shape(number, place, added.get(place, ())))
    return before(text, "</xml>", "".join(shapes))


def _with_names(root: re.Match[str]) -> str:
    missing = [f' {name}="{where}"' for name, where in _NAMES.items() if name not in root[1]]
    return f"<xml{root[1]}{''.join(missing)}>"


def _shape(number: int, place: Place, messages: Sequence[str]) -> str:
    lines = 1 + sum(1 + len(words) // _SIGNS_IN_LINE for words in messages)
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        f"margin-left:60pt;margin-top:2pt;width:{_WIDTH}pt;height:{_LINE * lines + 12}pt;"
        'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{place[0] - 1}</x:Row><x:Column>{place[1]}</x:Column></x:ClientData></v:shape>"
    )
