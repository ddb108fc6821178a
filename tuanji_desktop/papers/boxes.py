"""Boxes side by side in a frame: forms for one person, whose cells are labels and values.

A row is as high as its highest text; nothing is cut. A row that has no room goes to the next page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.fonts import Role
from tuanji_desktop.papers.frame import MM, Align, Flow
from tuanji_desktop.papers.text import Keep, Setting, clean, fit

PADDING = 1.4 * MM
PADDING_ABOVE = 1 * MM
CENTRED_LINES = 2  # a value of more lines is set flush left


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its text, its width as a share of the row, how it is set."""

    text: str
    share: float
    role: Role = "body"
    keep: Keep = "flow"
    align: Align = "center"
    red: bool = False


def label(text: str, share: float) -> Box:
    """A cell that names the one beside it."""
    return Box(text, share, role="head", keep="line")


def box_row(
    flow: Flow,
    boxes: Sequence[Box],
    *,
    height: float,
    size: float = 12.0,
    least: float = 8.0,
) -> float:
    """A framed row over the full width, at least `height` points high; returns its upper edge."""
    width = flow.size.inner_width / sum(one.share for one in boxes)
    settings = [
        fit(
            one.text,
            one.share * width - 2 * PADDING,
            size=size,
            least=least,
            keep=one.keep,
            role=one.role,
        )
        for one in boxes
    ]
    height = max(height, max(one.height for one in settings) + 2 * PADDING_ABOVE)
    if height > flow.room:
        flow.new_page()
    top, middle = flow.y, flow.y - height / 2
    edges = list(accumulate((one.share * width for one in boxes), initial=flow.size.left))
    for one, setting, left in zip(boxes, settings, edges, strict=False):
        many = len(setting.lines) > CENTRED_LINES and one.align == "center"
        align: Align = "left" if many else one.align
        room = one.share * width - 2 * PADDING
        flow.put(setting, left + PADDING, room, middle, align, red=one.red)
    flow.y -= height
    for x in edges:
        flow.line(x, top, x, flow.y)
    flow.line(edges[0], top, edges[-1], top)
    flow.line(edges[0], flow.y, edges[-1], flow.y)
    return top


def inside(flow: Flow, text: str, x: float, middle: float, *, size: float, width: float) -> None:
    """A line of a form inside a box, at a place of its own: where to sign, where the day goes."""
    shown = clean(text)
    faces = fonts.fonts_for(shown)
    flow.put(Setting((shown,), faces, size), x, width, middle, "left")
