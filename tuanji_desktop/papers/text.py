"""A text laid into a width: where a line may break, and how small it may get.

Nothing is ever cut off. A run of digits or letters (an ID number, a phone number) is never
broken as long as there is any size that saves it; Chinese text breaks anywhere but before
closing and after opening punctuation.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.fonts import Role

Keep = Literal["whole", "line", "flow"]
"""`whole` one line, shrunk (ID, phone) · `line` one line if it fits slightly smaller, else
wrapped (names) · `flow` wrapped, smaller only when the lines become many."""

LEADING = 1.3  # line distance in font sizes
STEP = 0.5  # points between two sizes tried
LINE_SHRINK = 0.8  # how much smaller a `line` may get before it is wrapped instead
EASY_SIZE = 9.0  # points: smaller only to keep a number in one piece
FEW_LINES = (2, 3)
ANY_LINES = 1_000_000

_OPENING = "（《〈「『【〔［｛“‘([{"
_CLOSING = "，。、；：？！）》〉」』】〕］｝”’…·%‰℃,.;:?!)]}"
_UNIT = re.compile(
    f"[{re.escape(_OPENING)}]*"
    r"(?:[0-9A-Za-zÀ-ɏ０-９Ａ-Ｚａ-ｚ×@_+\-]+(?:[.·][0-9A-Za-z]+)*|[^\n]|(?=\n)|$)"
    f"[{re.escape(_CLOSING)}]*"
)
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True, slots=True)
class Setting:
    """A text as it will stand: its lines, the faces that set it, the size in points.

    `intact` is False where a run had to be broken because no allowed size saved it.
    """

    lines: tuple[str, ...]
    faces: tuple[str, ...]
    size: float
    intact: bool = True

    @property
    def height(self) -> float:
        """Points from the top of the first line to the bottom of the last."""
        return len(self.lines) * self.size * LEADING


@cache
def _invisible(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in {"Cc", "Cf"}


def clean(text: str) -> str:
    """The text as it can be printed: no invisible characters, 〓 for what no face has."""
    if text.isprintable() and not _SELECTORS.search(text):
        shown = text
    else:
        spaced = text.replace("\t", " ").replace("\u00a0", " ").replace("\r\n", "\n")
        shown = "".join(one for one in _SELECTORS.sub("", spaced) if not _invisible(one))
    if fonts.font_for(shown) is None:
        for character in fonts.missing_glyphs(shown.replace("\n", "")):
            shown = shown.replace(character, fonts.MISSING)
    return shown


def fit(
    text: str,
    width: float,
    *,
    size: float,
    least: float,
    keep: Keep = "flow",
    role: Role = "body",
) -> Setting:
    """The text in lines not wider than `width` points, between `size` and `least` points."""
    shown = clean(text)
    faces = fonts.fonts_for(shown.replace("\n", ""), role)
    paragraphs = tuple(shown.split("\n"))
    natural = max(fonts.width(one, faces, 1.0) for one in paragraphs)
    single_least = {"whole": least, "line": max(least, size * LINE_SHRINK), "flow": size}[keep]
    wanted = size if natural * size <= width else int(width / natural / STEP) * STEP
    if wanted >= single_least:
        return Setting(paragraphs, faces, wanted)
    for allowed, step in _attempts(size, least):
        lines, intact = break_lines(shown, width, faces=faces, size=step)
        if intact and len(lines) <= allowed:
            break
    return Setting(lines, faces, step, intact and keep != "whole")


def _attempts(size: float, least: float) -> Iterator[tuple[int, float]]:
    """(lines allowed, size to try), best look first: few lines at a size read with ease."""
    easy = [size - number * STEP for number in range(int((size - EASY_SIZE) / STEP) + 1)]
    for allowed in FEW_LINES:
        yield from ((allowed, step) for step in easy)
    step = min(size, EASY_SIZE)
    while step >= least:
        yield ANY_LINES, step
        step -= STEP


def break_lines(
    text: str, width: float, *, faces: tuple[str, ...], size: float
) -> tuple[tuple[str, ...], bool]:
    """Lines not wider than `width`, and whether every unbreakable run stayed in one piece."""
    measure = fonts.measure(faces)
    room = width / size
    lines: list[str] = []
    intact = True
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for unit in _UNIT.findall(paragraph):
            wide = measure(unit)
            if used + wide <= room:
                line, used = line + unit, used + wide
                continue
            if line.strip():
                lines.append(line.rstrip())
            line, used = unit.lstrip(), wide
            if used > room and len(line) > 1:
                intact = False
                *whole, line = _pieces(line, room, measure)
                lines += whole
                used = measure(line)
        lines.append(line.rstrip())
    return tuple(lines), intact


def _pieces(text: str, room: float, measure: Callable[[str], float]) -> Iterator[str]:
    """An unbreakable run cut where the room (in ems) ends, at least one character a piece."""
    start, used = 0, 0.0
    for at, character in enumerate(text):
        wide = measure(character)
        if used + wide > room and at > start:
            yield text[start:at]
            start, used = at, 0.0
        used += wide
    yield text[start:]
