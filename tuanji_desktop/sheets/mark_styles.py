"""Cell formats for marks: the format a cell has, but red; the formats of the reasons."""

import re
from typing import Final

from .package import NotPlain, attributes

RED: Final = "FFFFC7CF"
"""Ours alone: what a school colours itself is hardly ever this red, and stays."""
_DARK_RED: Final = "FF9C0006"

_FILLS = re.compile(r"<fills\b([^>]*)>(.*?)</fills>", re.DOTALL)
_FILL = re.compile(r"<fill\b[^>]*?(?:/>|>.*?</fill>)", re.DOTALL)
_FONTS = re.compile(r"<fonts\b([^>]*)>(.*?)</fonts>", re.DOTALL)
_FONT = re.compile(r"<font\b[^>]*?(?:/>|>.*?</font>)", re.DOTALL)
_XFS = re.compile(r"<cellXfs\b([^>]*)>(.*?)</cellXfs>", re.DOTALL)
_XF = re.compile(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_OPEN = re.compile(r"<xf\b([^>]*?)(/?)>")


class MarkStyles:
    """The formats of a workbook, to which those of the marks are added as they are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._xfs = _XF.findall(self._inside(_XFS))
        self._fills = _FILL.findall(self._inside(_FILLS))
        self._fonts = _FONT.findall(self._inside(_FONTS))
        if not self._xfs or not self._fills or not self._fonts:
            raise NotPlain("styles")
        self._known = len(self._xfs)
        self._ours = {str(at) for at, fill in enumerate(self._fills) if f'"{RED}"' in fill}
        self._made: dict[tuple[str, int], int] = {}
        self._red_fill = next(iter(self._ours), "")
        self._heading_font = self._reason_font = ""

    def _inside(self, pattern: re.Pattern[str]) -> str:
        found = pattern.search(self._text)
        if found is None:
            raise NotPlain("styles")
        return found[2]

    def is_red(self, style: int) -> bool:
        """Whether a format is that of an earlier mark."""
        if not self._ours or style >= self._known:
            return False
        return _held(self._xfs[style]).get("fillId") in self._ours

    def earlier(self) -> list[int]:
        """The formats of earlier marks."""
        return [style for style in range(self._known) if self.is_red(style)]

    def red(self, style: int) -> int:
        """The format with a red ground."""
        if not self._red_fill:
            self._red_fill = str(len(self._fills))
            self._fills.append(
                f'<fill><patternFill patternType="solid"><fgColor rgb="{RED}"/>'
                '<bgColor indexed="64"/></patternFill></fill>'
            )
        return self._variant("red", style, fillId=self._red_fill, applyFill="1")

    def plain(self, style: int) -> int:
        """The format without its ground."""
        return self._variant("plain", style, fillId="0")

    def heading(self) -> int:
        """The heading of the reasons: bold, dark red, in the middle."""
        if not self._heading_font:
            self._heading_font = self._font("<b/>")
        return self._own(
            "heading", f'numFmtId="49" fontId="{self._heading_font}"',
            '<alignment horizontal="center" vertical="center"/>',
        )  # fmt: skip

    def reason(self) -> int:
        """A reason: dark red, as many lines as it needs."""
        if not self._reason_font:
            self._reason_font = self._font("")
        return self._own(
            "reason", f'numFmtId="49" fontId="{self._reason_font}"',
            '<alignment vertical="center" wrapText="1"/>',
        )  # fmt: skip

    def text(self) -> str:
        """The styles with everything that was asked for."""
        text = _replaced(self._text, _FONTS, "fonts", self._fonts)
        text = _replaced(text, _FILLS, "fills", self._fills)
        return _replaced(text, _XFS, "cellXfs", self._xfs)

    def _font(self, bold: str) -> str:
        """The workbook's own first font in dark red."""
        inside = re.search(r"<font\b[^>]*>(.*?)</font>", self._fonts[0], re.DOTALL)
        kept = re.findall(
            r"<(?:sz|name|rFont|family|charset)\b[^>]*/>", inside[1] if inside else ""
        )
        size = next((one for one in kept if one.startswith("<sz")), '<sz val="11"/>')
        rest = "".join(one for one in kept if not one.startswith("<sz"))
        self._fonts.append(f'<font>{bold}{size}<color rgb="{_DARK_RED}"/>{rest}</font>')
        return str(len(self._fonts) - 1)

    def _own(self, kind: str, look: str, inside: str) -> int:
        if (kind, 0) not in self._made:
            self._xfs.append(
                f'<xf {look} fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"'
                f' applyAlignment="1">{inside}</xf>'
            )
            self._made[kind, 0] = len(self._xfs) - 1
        return self._made[kind, 0]

    def _variant(self, kind: str, style: int, **changed: str) -> int:
        style = style if style < self._known else 0
        if (kind, style) not in self._made:
            xf = self._xfs[style]
            held = {**_held(xf), **changed}
            opening = " ".join(f'{name}="{value}"' for name, value in held.items())
            tag = _OPEN.match(xf)
            assert tag is not None
            self._xfs.append(f"<xf {opening}{tag[2]}>{xf[tag.end() :]}")
            self._made[kind, style] = len(self._xfs) - 1
        return self._made[kind, style]


def _held(xf: str) -> dict[str, str]:
    tag = _OPEN.match(xf)
    return attributes(tag[1]) if tag else {}


def _replaced(text: str, pattern: re.Pattern[str], name: str, parts: list[str]) -> str:
    def whole(found: re.Match[str]) -> str:
        rest = re.sub(r"""\s*count\s*=\s*(?:"[^"]*"|'[^']*')""", "", found[1])
        return f'<{name} count="{len(parts)}"{rest}>{"".join(parts)}</{name}>'

    return pattern.sub(whole, text, count=1)
