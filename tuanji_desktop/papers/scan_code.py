"""Where on a scanned page our code is, and what it says: the picture work, in ever dearer views.

A red seal vanishes in the red channel; toner that is faint or grainy needs blur, a grey scan of a
seal a harder threshold. A wrong code cannot come out: QR corrects itself or says nothing, and
what it says must be one of ours (`qr.read_code`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from tuanji_desktop.papers.qr import PageCode, read_code

CORNER = 0.42  # of the shorter side: where our code is, whichever way the sheet lies
SMALL, LARGE = 2_700, 3_200  # pixels of the longer side: about 230 and 270 dpi of A4
THRESHOLDS = (0.3, 0.45)  # between the darkest and paper: under the grey of a seal
UNDER = 7  # pixels of half the size around, of which the brightest is what lies under the toner
LONGEST_FOREIGN = 200
_LOGARITHM = [round(255 * math.log1p(grey) / math.log(256)) for grey in range(256)]

Corner = tuple[bool, bool]
"""Whether it is at the right, whether it is below."""
_UPPER_RIGHT = {0: (True, False), 90: (False, False), 180: (False, True), 270: (True, True)}
"""Where the upper right of a sheet comes to lie that must be turned by so many degrees."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen on a page.

    `code` is ours; `several` are ours where there is more than one and nobody can say which;
    `foreign` are codes of somebody else; `turn` is by how many degrees, clockwise, the page has
    to be turned to stand upright, and `mirrored` whether it was fed as a mirror picture.
    """

    code: PageCode | None = None
    several: tuple[PageCode, ...] = ()
    foreign: tuple[str, ...] = ()
    turn: int = 0
    mirrored: bool = False


def look(image: Any) -> Sight:
    """The code of a page (a Pillow image of any mode, greys or colours)."""
    foreign: dict[str, None] = {}
    for view, binarizer, corner in _views(image):
        found = _read(view, binarizer)
        ours = {code: one for one in found if (code := read_code(one.text)) is not None}
        foreign |= dict.fromkeys(
            one.text[:LONGEST_FOREIGN] for one in found if read_code(one.text) is None
        )
        if len(ours) > 1:
            return Sight(several=tuple(ours), foreign=tuple(foreign))
        for code, one in ours.items():
            turn, mirrored = _lie(one.position, corner or _corner_of(one.position, view.size))
            return Sight(code, foreign=tuple(foreign), turn=turn, mirrored=mirrored)
    return Sight(foreign=tuple(foreign))


def _read(view: Any, binarizer: str) -> list[Any]:
    import zxingcpp

    return zxingcpp.read_barcodes(
        view,
        formats=zxingcpp.barcode_formats_from_str("QRCode"),
        try_invert=False,
        binarizer=getattr(zxingcpp.Binarizer, binarizer),
    )


def _views(image: Any) -> Iterator[tuple[Any, str, Corner | None]]:
    """The page in views that show the code, the cheap ones first; made only when asked for.

    With each goes its binarizer, and which corner of the page it shows where it is not the whole.
    """
    from PIL.ImageFilter import GaussianBlur, MedianFilter

    red = image.getchannel("R") if image.mode == "RGB" else image.convert("L")
    if max(red.size) > 2 * LARGE:
        red = red.reduce(max(red.size) // LARGE)
    yield red, "LocalAverage", None
    longest = max(red.size)
    if longest > SMALL / 2:
        yield red.reduce(2), "LocalAverage", None
    if image.mode == "RGB":  # a blue seal, a copy in red ink
        yield image.convert("L"), "LocalAverage", None
    yield red, "GlobalHistogram", None
    if longest > LARGE:
        red = red.resize((red.width * SMALL // longest, red.height * SMALL // longest))
    yield red.filter(GaussianBlur(1.2)), "LocalAverage", None
    corners = _corners(red)
    for corner, view in corners:
        yield _doubled(view), "LocalAverage", corner
    for corner, view in corners:
        yield _flattened(view), "LocalAverage", corner
    for corner, view in corners:
        smooth = view.filter(MedianFilter(3))
        yield smooth, "LocalAverage", corner
        for share in THRESHOLDS:
            yield _cut(smooth, share), "FixedThreshold", corner


def _corners(image: Any) -> list[tuple[Corner, Any]]:
    """The four corners, that of a sheet lying right first."""
    width, height = image.size
    side = int(min(width, height) * CORNER)
    found = []
    for right, low in ((True, False), (False, True), (False, False), (True, True)):
        x, y = (width - side) * right, (height - side) * low
        found.append(((right, low), image.crop((x, y, x + side, y + side))))
    return found


def _doubled(corner: Any) -> Any:
    """Twice as large and softened: grain goes, the modules stay."""
    from PIL.Image import Resampling
    from PIL.ImageFilter import GaussianBlur

    larger = corner.resize((corner.width * 2, corner.height * 2), Resampling.BICUBIC)
    return larger.filter(GaussianBlur(2))


def _flattened(corner: Any) -> Any:
    """Toner against what lies under it, in ratios: the shade that a seal leaves is taken out."""
    from PIL.Image import Resampling
    from PIL.ImageChops import invert, subtract
    from PIL.ImageFilter import BoxBlur, GaussianBlur, MaxFilter

    size = (corner.width * 2, corner.height * 2)
    under = corner.filter(BoxBlur(1)).reduce(2).filter(MaxFilter(UNDER)).filter(BoxBlur(1))
    larger = corner.resize(size, Resampling.BICUBIC).filter(GaussianBlur(1))
    return invert(subtract(under.resize(size).point(_LOGARITHM), larger.point(_LOGARITHM), 0.5))


def _cut(corner: Any, share: float) -> Any:
    """Black and white, cut at a share of the way from the darkest to paper."""
    histogram = corner.histogram()
    dark = _level(histogram, 0.005)
    paper = _level(histogram, 0.6)
    edge = dark + (paper - dark) * share
    return corner.point(partial(_step, edge))


def _step(edge: float, value: int) -> int:
    return 0 if value < edge else 255


def _level(histogram: list[int], share: float) -> int:
    """The grey below which this share of the pixels lies."""
    left = sum(histogram) * share
    for grey, count in enumerate(histogram):
        left -= count
        if left < 0:
            return grey
    return len(histogram) - 1


def _corner_of(place: Any, size: tuple[int, int]) -> Corner:
    return (
        place.top_left.x + place.bottom_right.x > size[0],
        place.top_left.y + place.bottom_right.y > size[1],
    )


def _lie(place: Any, corner: Corner) -> tuple[int, bool]:
    """Turn and mirroring, from the corners of the code as they stand on paper.

    The reader hands a mirrored code over with two corners changed, so it is known by where it
    stands: ours is at the upper right of its sheet.
    """
    across = (place.top_right.x - place.top_left.x, place.top_right.y - place.top_left.y)
    down = (place.bottom_left.x - place.top_left.x, place.bottom_left.y - place.top_left.y)
    turn = _turn(down)
    if corner == _UPPER_RIGHT[turn]:
        return turn, False
    return _turn((-across[0], across[1])), True


def _turn(down: tuple[int, int]) -> int:
    """Degrees clockwise that bring this direction to point down."""
    x, y = down
    if abs(y) >= abs(x):
        return 0 if y > 0 else 180
    return 90 if x > 0 else 270
