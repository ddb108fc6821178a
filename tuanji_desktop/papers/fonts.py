"""The fonts of the papers: which of them can set a text, loaded when first asked for.

Roles stand for the type faces of GB/T 9704: `title` 小标宋, `head` 黑体, `body` 仿宋/宋体.
A text is set in one face as a whole: where the face of the role lacks one character, the next
face of the chain that has *all* of them takes the whole text, so that a name never changes
its look between two characters. What no face has is named before anything is printed.
"""

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tuanji_desktop.core.paths import resource_dir

Role = Literal["title", "head", "body"]

UI_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
MISSING = "〓"  # what stands on paper for a character that no face has

_FILES = {
    "Title": "NotoSerifSC-Bold.ttf",
    "Head": "NotoSansSC-Bold.ttf",
    "Body": "NotoSerifSC-Regular.ttf",
    "Full": "NotoSerifSC-Full.ttf.xz",
    "RareB": "TuanjiRareB.ttf.xz",
    "RareC": "TuanjiRareC.ttf.xz",
}
_FIRST: dict[Role, str] = {"title": "Title", "head": "Head", "body": "Body"}
_RESERVE = {  # where a face is worth its half second of loading
    "Full": ((0x80, 0x303F), (0x3400, 0x9FFF), (0xF900, 0xFFEF)),
    "RareB": ((0x20000, 0x2A6DF),),
    "RareC": ((0x2A700, 0x2EBEF),),
}
_BFCHAR_LIMIT = 100  # entries a block of a CMap may have (Adobe technical note 5014)
_NOT_FOR_PDF = ("OS/2", "name", "post")  # tables that no reader of a PDF looks into
_LOCK = threading.RLock()


@dataclass(frozen=True, slots=True)
class Face:
    """One loaded font: its registered name, what it can set, and its widths (1/1000 em)."""

    name: str
    characters: frozenset[str]
    widths: dict[str, float]


def ui_font_paths() -> tuple[Path, ...]:
    """The font files of the window (Noto Sans SC, regular and bold)."""
    return tuple(resource_dir() / "fonts" / name for name in UI_FILES)


def reserve_font_data(characters: str) -> bytes | None:
    """The font file with rare characters, for a window that has to show one of them."""
    name = font_for(characters)
    return _file_bytes(name) if name in _RESERVE else None


def font_for(text: str, role: Role = "body") -> str | None:
    """The first face of the role that can set the whole text; None where no single one can."""
    first, wanted = _FIRST[role], set(text)
    outside = wanted - face(first).characters
    if not outside:
        return first
    for name in _reserve_for(outside):
        if wanted <= face(name).characters:
            return name
    return None


def fonts_for(text: str, role: Role = "body") -> tuple[str, ...]:
    """The faces that set a printable text together: one, but for a text that needs several."""
    whole = font_for(text, role)
    if whole is not None:
        return (whole,)
    needed = (font_for(character, role) for character in text)
    return tuple(dict.fromkeys(name for name in needed if name is not None))


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of the text that no face has, each once, in reading order."""
    outside = set(text) - face(_FIRST["body"]).characters
    if not outside:
        return ()
    return tuple(one for one in dict.fromkeys(text) if one in outside and font_for(one) is None)


def _reserve_for(characters: set[str]) -> Iterator[str]:
    """The reserve faces that may have one of these characters."""
    for name, spans in _RESERVE.items():
        if any(low <= ord(one) <= high for one in characters for low, high in spans):
            yield name


def runs(text: str, faces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The text cut into (face, piece): one piece in nearly every case."""
    if len(faces) == 1:
        yield faces[0], text
        return
    current, start = "", 0
    for index, character in enumerate(text):
        name = next((one for one in faces if character in face(one).characters), faces[0])
        if name != current:
            if index > start:
                yield current, text[start:index]
            current, start = name, index
    if text[start:]:
        yield current, text[start:]


def width(text: str, faces: tuple[str, ...], size: float) -> float:
    """How wide the text is, in points."""
    return measure(faces)(text) * size


def measure(faces: tuple[str, ...]) -> Callable[[str], float]:
    """The width of any text in these faces, in ems: for who measures many short ones."""
    if len(faces) > 1:
        return lambda text: sum(measure((name,))(part) for name, part in runs(text, faces))
    width_of = face(faces[0]).widths.__getitem__
    return lambda text: sum(map(width_of, text))


def encode(text: str, faces: tuple[str, ...], canvas: Any) -> list[tuple[str, str]]:
    """The text in codes of the document's font subsets: (name of the subset, hex codes)."""
    from reportlab.pdfbase import pdfmetrics

    document, parts = canvas._doc, []
    for name, part in runs(text, faces):
        font = pdfmetrics.getFont(name)
        for subset, data in font.splitString(part, document):
            parts.append((font.getSubsetInternalName(subset, document), data.hex()))
    return parts


@cache
def _load(name: str) -> Face:
    """Register a font with reportlab; the first one also puts reportlab right."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    prepare_reportlab()
    source = io.BytesIO(_file_bytes(name))
    font = ttfonts.TTFont(name, source, asciiReadable=False, shapable=False)
    _put_right(font.face)
    pdfmetrics.registerFont(font)
    widths = {chr(code): wide / 1000 for code, wide in font.face.charWidths.items()}
    return Face(name, frozenset(map(chr, font.face.charToGlyph)), widths)


def _put_right(font: Any) -> None:
    """The widths of the last glyphs, which share one: reportlab keeps it in 1/1000 em instead of
    the font's own units, and a PDF with it tells readers two different widths."""
    own = int.from_bytes(font.get_table("hhea")[34:36], "big")
    shared, _ = font.hmetrics[own - 1]
    font.hmetrics[own:] = [(shared, bearing) for _, bearing in font.hmetrics[own:]]


def face(name: str) -> Face:
    """The loaded face; loading takes a lock, reportlab's registers are shared by all threads."""
    with _LOCK:
        return _load(name)


def _file_bytes(name: str) -> bytes:
    path = resource_dir() / "fonts" / _FILES[name]
    if path.suffix == ".xz":
        import lzma

        return lzma.decompress(path.read_bytes())
    return path.read_bytes()


@cache
def prepare_reportlab() -> None:
    """Settings of the library as a whole: binary streams, a true ToUnicode map, lean subsets."""
    from reportlab import rl_config
    from reportlab.pdfbase import ttfonts

    rl_config.useA85 = 0  # base 85 makes every stream a quarter larger
    ttfonts.makeToUnicodeCMap = to_unicode_map
    add = ttfonts.TTFontMaker.add

    def add_needed(maker: Any, tag: str, data: bytes) -> None:
        if tag not in _NOT_FOR_PDF:
            add(maker, tag, data)

    ttfonts.TTFontMaker.add = add_needed


def to_unicode_map(name: str, subset: list[int]) -> str:
    """The map from codes back to text, in UTF-16 as PDF wants it.

    reportlab writes U+2CC56 as <2CC56>, which readers take for something else.
    """
    pairs = [
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character and (character != 32 or code == 32)
    ]
    blocks = []
    for start in range(0, len(pairs), _BFCHAR_LIMIT):
        block = pairs[start : start + _BFCHAR_LIMIT]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
