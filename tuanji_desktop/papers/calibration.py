"""A sheet that tells how far a printer is off, without a ruler: folded, its crease is the reading.

The scales lie across the middle of the sheet. Where the print is shifted, the middle of the paper
(the crease) falls on another mark, and the marks are numbered by the correction, not the shift.
"""

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.frame import A4_PORTRAIT, MM, Flow, title
from tuanji_desktop.papers.paper import Paper, compose

TITLE = "打印校准页"
REACH = 20
"""mm to either side of the middle that the scales reach."""
CORNER = 20.0
"""mm from the edges of the sheet at which the crosses stand."""
_SIZE = 9.0
_ADVICE = (
    "一、左右：把这张纸左右对折，两边对齐，压出折痕。折痕压在横尺的哪个数上，“左右偏移”就填哪个数。",
    "二、上下：展开，再上下对折，两边对齐。折痕压在竖尺的哪个数上，“上下偏移”就填哪个数。",
    "三、每小格 1 毫米。折痕落在 0 上，就不用偏移；带“-”号的数连“-”号一起填。",
    "四、四角的十字应距纸边 20 毫米，可用直尺核对；量着不是 20 而折痕在 0，是打印机缩放了页面，"
    "请在打印机属性里选“实际大小”。",
    "本页不按已填的偏移打印，读到的就是应填的数。偏移只用于打印，不改动文件。",
)


def draw_calibration() -> Paper:
    """The sheet, the same bytes every time."""
    size = A4_PORTRAIT
    flow = Flow(size)
    title(flow, TITLE)
    flow.y -= 6 * MM
    flow.paragraphs(_ADVICE, size=12)
    middle_x, middle_y = size.width / 2, size.height / 2
    low, left = middle_y - 32 * MM, middle_x - 62 * MM
    for step in range(-REACH, REACH + 1):
        tick = (5 if step % 5 == 0 else 2.5) * MM
        # a print that lies 3 mm too far left has its mark +3 under the crease
        x, y = middle_x + step * MM, middle_y - step * MM
        flow.line(x, low, x, low - tick)
        flow.line(left, y, left + tick, y)
        if step % 10 == 0:
            words = f"{step:+d}" if step else "0"
            _word(flow, x, low - tick - 4 * MM, words, centred=True)
            _word(flow, left + 7 * MM, y - 1 * MM, words)
    flow.line(middle_x - REACH * MM, low, middle_x + REACH * MM, low)
    flow.line(left, middle_y - REACH * MM, left, middle_y + REACH * MM)
    _word(flow, middle_x, low + 3 * MM, "横尺（左右偏移，毫米）", centred=True)
    _word(flow, left, middle_y + (REACH + 3) * MM, "竖尺（上下偏移，毫米）")
    for x in (CORNER * MM, size.width - CORNER * MM):
        for y in (CORNER * MM, size.height - CORNER * MM):
            flow.line(x - 5 * MM, y, x + 5 * MM, y)
            flow.line(x, y - 5 * MM, x, y + 5 * MM)
    return compose(flow, title=TITLE, batch="", content_hash="", foot=TITLE)


def _word(flow: Flow, x: float, y: float, text: str, *, centred: bool = False) -> None:
    faces = fonts.fonts_for(text)
    left = x - fonts.width(text, faces, _SIZE) / 2 if centred else x
    flow.page.texts.append((left, y, text, faces, _SIZE))
