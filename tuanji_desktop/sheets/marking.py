"""Marks put into an .xlsx: everything else in it stays, byte for byte, as the school made it.

    mark_file(source, target, marks)     NotPlain: it is written in an unusual way

Pictures, drop-downs, widths, frozen panes, formulas with their values – none of it is parsed, none
of it can be lost, and 100,000 rows stream by. Macros do not go back.
"""

import re
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from ..core.progress import Progress, Quiet
from .mark_comments import EMPTY_COMMENTS, EMPTY_DRAWING, marked_comments, marked_drawing
from .mark_sheet import SheetMarker
from .mark_styles import MarkStyles
from .marks import Marks
from .package import NotPlain, Package, attributes, before, relations_name, with_relations
from .workbook_xml import COMPRESSION, SML, XML

_COMMENTS, _DRAWING = "rIdTuanjiComments", "rIdTuanjiDrawing"
_VML: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NO_RELATIONS: Final = (
    f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "</Relationships>"
)
_MACRO_WORKBOOK = re.compile(
    r"application/vnd\.ms-excel\.(?:sheet|template)\.macroEnabled\.main\+xml"
    r"|application/vnd\.openxmlformats-officedocument\.spreadsheetml\.template\.main\+xml"
)
_MACRO_OVERRIDE = re.compile(r"<Override\b[^>]*vbaProject[^>]*/>")
_MACRO_RELATION = re.compile(r"<Relationship\b[^>]*/vbaProject\"[^>]*/>")
_LEGACY = re.compile(rb"<legacyDrawing\b([^>]*?)/?>")
_OVERLAP: Final = 500
_VML_DEFAULT = re.compile(r"""<Default\b[^>]*Extension\s*=\s*["']vml["']""", re.IGNORECASE)


def mark_file(
    source: Path,
    target: Path,
    marks: Mapping[str, Marks],
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> None:
    """Writes `target`: the workbook `source` with the marks in some of its sheets, by their names."""
    try:
        with (
            zipfile.ZipFile(source) as archive,
            zipfile.ZipFile(
                target, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION
            ) as written,
        ):
            _Marking(Package(archive), written, marks).write(progress)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise NotPlain("zip") from error


class _Marking:
    def __init__(
        self, package: Package, written: zipfile.ZipFile, marks: Mapping[str, Marks]
    ) -> None:
        self._package, self._written = package, written
        self._sheets = {package.sheet(name): one for name, one in marks.items()}
        self._styles_part = package.styles()
        self._styles = MarkStyles(package.text(self._styles_part))
        self._parts: dict[str, str] = {}

    def write(self, progress: Progress) -> None:
        drawings = {sheet: self._comment(sheet, marks) for sheet, marks in self._sheets.items()}
        self._without_macros()
        skipped = {*self._sheets, self._styles_part, *self._parts}
        for info in self._package.archive.infolist():
            if info.filename in skipped or info.is_dir() or _is_macro(info.filename):
                continue
            with self._package.archive.open(info) as part, self._open(info.filename) as copy:
                shutil.copyfileobj(part, copy, 1 << 20)
        for sheet, marks in self._sheets.items():
            marker = SheetMarker(marks, self._styles, drawing=drawings[sheet])
            with self._package.archive.open(sheet) as part, self._open(sheet) as marked:
                check = _WellFormed()
                for data in marker.marked(part):
                    progress.stop_if_cancelled()
                    check(data)
                    marked.write(data)
                check(b"", last=True)
        self._parts[self._styles_part] = self._styles.text()
        for name, text in self._parts.items():
            with self._open(name) as part:
                part.write(text.encode())

    def _open(self, name: str) -> IO[bytes]:
        return self._written.open(name, "w", force_zip64=False)

    def _text(self, name: str) -> str:
        return self._parts.get(name) or self._package.text(name)

    def _comment(self, sheet: str, marks: Marks) -> str:
        """Makes the parts of the comments; gives the relation of their shapes if it is a new one."""
        relations = self._package.relations(sheet)
        comments = next((part for kind, part in relations.values() if kind == "comments"), "")
        if not comments and not marks.comments:
            return ""
        drawing = self._slips(sheet, relations)
        if comments and not drawing:
            raise NotPlain("vmlDrawing")
        stem = sheet.rpartition("/")[2].removesuffix(".xml")
        text, places = marked_comments(
            self._package.text(comments) if comments else EMPTY_COMMENTS,
            marks.comments,
            first=marks.first if marks.again else 0,
            last=marks.last if marks.again else -1,
        )
        slips = marked_drawing(
            self._package.text(drawing) if drawing else EMPTY_DRAWING, places, marks.comments
        )
        added: dict[str, tuple[str, str]] = {}
        if not comments:
            comments = self._free(f"xl/commentsTuanji_{stem}.xml")
            added[_COMMENTS] = "comments", f"/{comments}"
            self._announce(comments)
        key = ""
        if not drawing:
            drawing = self._free(f"xl/drawings/vmlDrawingTuanji_{stem}.vml")
            added[_DRAWING] = "vmlDrawing", f"/{drawing}"
            key = _DRAWING
        self._parts[comments], self._parts[drawing] = text, slips
        if added:
            name = relations_name(sheet)
            known = self._package.text(name) if name in self._package.names else _NO_RELATIONS
            if "<Relationships" in known and "</Relationships>" not in known:
                known = _NO_RELATIONS  # <Relationships …/>
            self._parts[name] = with_relations(known, added)
        return key

    def _slips(self, sheet: str, relations: Mapping[str, tuple[str, str]]) -> str:
        """The drawing with the shapes of the comments, '' if there is none: a sheet may have
        another one, with the pictures of its header."""
        drawings = {key: part for key, (kind, part) in relations.items() if kind == "vmlDrawing"}
        if not drawings:
            return ""
        seen = b""
        with self._package.archive.open(sheet) as part:
            while data := part.read(1 << 20):
                seen = seen[-_OVERLAP:] + data
                if found := _LEGACY.search(seen):
                    named = attributes(found[1].decode("utf-8", "replace"))
                    key = next((value for name, value in named.items() if name.endswith(":id")), "")
                    return drawings.get(key, "")
        return ""

    def _free(self, name: str) -> str:
        if name in self._package.names:
            raise NotPlain(name)
        return name

    def _announce(self, comments: str) -> None:
        """Says in the table of contents what the new parts are."""
        text = self._text("[Content_Types].xml")
        entries = f'<Override PartName="/{comments}" ContentType="{SML}comments+xml"/>'
        text = before(text, "</Types>", entries)
        if not _VML_DEFAULT.search(text):
            place = text.index(">", text.index("<Types")) + 1
            text = f'{text[:place]}<Default Extension="vml" ContentType="{_VML}"/>{text[place:]}'
        self._parts["[Content_Types].xml"] = text

    def _without_macros(self) -> None:
        """An .xlsm goes back as an .xlsx, or Excel would refuse the file for its name."""
        text = self._text("[Content_Types].xml")
        plain = _MACRO_OVERRIDE.sub("", _MACRO_WORKBOOK.sub(f"{SML}sheet.main+xml", text))
        if plain != text:
            self._parts["[Content_Types].xml"] = plain
        name = relations_name(self._package.workbook())
        text = self._package.text(name)
        if (plain := _MACRO_RELATION.sub("", text)) != text:
            self._parts[name] = plain


class _WellFormed:
    """Reads along what is written: a spelling that was understood wrongly must not go out."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")

    def __call__(self, data: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            raise NotPlain("xml") from error


def _is_macro(name: str) -> bool:
    return name.rpartition("/")[2].startswith("vbaProject") or name.endswith("vbaData.xml")
