"""The page: its margins, what is put on it, and the furniture every page has.

Layout and drawing are apart: forms fill a `Flow` from top to bottom with marks (texts and
hairlines at points of the page), `paper.compose` draws them. So the number of pages is known
before the first one is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.fonts import Role
from tuanji_desktop.papers.preflight import PaperFinding
from tuanji_desktop.papers.text import LEADING, Setting, break_lines, clean, fit

MM = 72 / 25.4
SEAL_RADIUS = 21 * MM
SEAL_CLEARANCE = 1 * MM
BASELINE = 0.36  # from the middle of a Chinese line down to its base line, in font sizes
TITLE_SIZE = 22.0  # 二号
LEAST_TITLE_SIZE = 14.0
HEAD_SIZE = 12.0  # 小四
HEAD_GAP = 5 * MM

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class PageSize:
    """A sheet and its margins in points (GB/T 9704: 37 mm above, 28 mm at the left)."""

    width: float
    height: float
    top: float = 37 * MM
    right: float = 26 * MM
    bottom: float = 35 * MM
    left: float = 28 * MM

    @property
    def inner_width(self) -> float:
        """Points between the side margins."""
        return self.width - self.left - self.right

    @property
    def inner_height(self) -> float:
        """Points between the upper and the lower margin."""
        return self.height - self.top - self.bottom

    @property
    def right_edge(self) -> float:
        """Where the right margin begins."""
        return self.width - self.right


A4_PORTRAIT = PageSize(210 * MM, 297 * MM)
A4_LANDSCAPE = PageSize(297 * MM, 210 * MM, bottom=26 * MM)  # the code needs the upper 37 mm


@dataclass(frozen=True, slots=True)
class Circle:
    """The place of a seal, in points from the lower left corner."""

    x: float
    y: float
    radius: float = SEAL_RADIUS


Text = tuple[float, float, str, tuple[str, ...], float]
"""x, base line, text, faces, size."""
Line = tuple[float, float, float, float]


@dataclass(slots=True)
class Page:
    """The marks of one page; `red` are places in `texts` that are set in red ink."""

    texts: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    red: set[int] = field(default_factory=set)


class Flow:
    """Pages being filled from top to bottom; `y` is where the next thing begins."""

    def __init__(self, size: PageSize) -> None:
        self.size = size
        self.pages: list[Page] = []
        self.findings: list[PaperFinding] = []
        self.y = 0.0
        self.new_page()

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    @property
    def room(self) -> float:
        """Points left above the lower margin."""
        return self.y - self.size.bottom

    def new_page(self) -> None:
        """Go on at the top of an empty page."""
        self.pages.append(Page())
        self.y = self.size.height - self.size.top

    def put(
        self,
        setting: Setting,
        x: float,
        width: float,
        middle: float,
        align: Align,
        *,
        red: bool = False,
    ) -> None:
        """Set the lines into a box of this width, around the height `middle`."""
        leading = setting.size * LEADING
        base = middle + leading * (len(setting.lines) - 1) / 2 - setting.size * BASELINE
        texts, faces, size = self.page.texts, setting.faces, setting.size
        for number, line in enumerate(setting.lines):
            left = x
            if align != "left":
                spare = width - fonts.width(line, faces, size)
                left += spare / 2 if align == "center" else spare
            if line:
                if red:
                    self.page.red.add(len(texts))
                texts.append((left, base - number * leading, line, faces, size))

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a hairline."""
        self.page.lines.append((x1, y1, x2, y2))

    def paragraphs(self, texts: Sequence[str], *, size: float, first: Role = "body") -> None:
        """Paragraphs over the full width, kept together; `first` is the face of the first."""
        width = self.size.inner_width
        settings = []
        for number, text in enumerate(texts):
            shown = clean(text)
            faces = fonts.fonts_for(shown.replace("\n", ""), "body" if number else first)
            lines, _ = break_lines(shown, width, faces=faces, size=size)
            settings.append(Setting(lines, faces, size))
        if sum(one.height for one in settings) > self.room:
            self.new_page()
        for setting in settings:
            if setting.height > self.room:
                self.new_page()
            self.put(setting, self.size.left, width, self.y - setting.height / 2, "left")
            self.y -= setting.height


def title(flow: Flow, text: str) -> None:
    """The title, centred in 小标宋; smaller or on two lines only when it is too long."""
    width = flow.size.inner_width
    setting = fit(text, width, size=TITLE_SIZE, least=LEAST_TITLE_SIZE, keep="whole", role="title")
    flow.put(setting, flow.size.left, width, flow.y - setting.height / 2, "center")
    flow.y -= setting.height


def sealed_head(flow: Flow, label: str, unit: str, items: tuple[tuple[str, str], ...]) -> Circle:
    """The head line of a form that is stamped: the label with the seal's circle over it.

    Inside the circle stands the label and nothing else: the unit and the other items begin
    right of it, the table begins below it.
    """
    faces = fonts.fonts_for(label)
    label_width = fonts.width(label, faces, HEAD_SIZE)
    middle = flow.y - SEAL_RADIUS - SEAL_CLEARANCE
    circle = Circle(flow.size.left + label_width / 2, middle)
    left = max(circle.x + SEAL_RADIUS + SEAL_CLEARANCE, flow.size.left + label_width)
    flow.put(Setting((label,), faces, HEAD_SIZE), flow.size.left, label_width, middle, "left")
    deepest = _items(flow, (unit, *(name + value for name, value in items)), left, middle)
    flow.y = min(middle - SEAL_RADIUS - SEAL_CLEARANCE, deepest - HEAD_SIZE * LEADING)
    return circle


def line_head(flow: Flow, items: tuple[tuple[str, str], ...]) -> None:
    """The head line of a form that bears no seal: labels with their values, on as many lines as
    they need."""
    middle = flow.y - HEAD_GAP - HEAD_SIZE * LEADING / 2
    deepest = _items(flow, tuple(label + value for label, value in items), flow.size.left, middle)
    flow.y = deepest - HEAD_SIZE * LEADING


def _items(flow: Flow, texts: tuple[str, ...], left: float, middle: float) -> float:
    """Texts beside each other from `left`, on further lines where one has no room; returns the
    middle of the last line."""
    right = flow.size.right_edge
    x, y, deepest = left, middle, middle
    for text in texts:
        setting = fit(text, right - left, size=HEAD_SIZE, least=HEAD_SIZE, keep="flow")
        widest = max(fonts.width(line, setting.faces, HEAD_SIZE) for line in setting.lines)
        if x > left and x + widest > right:
            x, y = left, deepest - HEAD_SIZE * LEADING * 1.2
        centre = y - (setting.height - HEAD_SIZE * LEADING) / 2
        flow.put(setting, x, widest, centre, "left")
        deepest = min(deepest, y - (setting.height - HEAD_SIZE * LEADING))
        x += widest + (HEAD_GAP if widest else 0)
    return deepest
