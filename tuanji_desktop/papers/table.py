"""A table over any number of pages: the heading on each of them, no cell ever cut.

One pass over the rows, so ten times the rows take ten times the time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.frame import MM, Align, Flow
from tuanji_desktop.papers.preflight import PaperFinding
from tuanji_desktop.papers.text import LEADING, Keep, Setting, fit

PADDING = 1.2 * MM
PADDING_ABOVE = 0.9 * MM
CENTRED_LINES = 2  # a cell of more lines is set flush left
BLANK_BELOW = "以下空白"
BLANK_GAP = 2 * MM
EXTRA_ROW = 6.5 * MM  # for 以下空白 where the form has no blank row of its own left
ID_LEAST = 7.0  # points: smaller is not read on paper any more


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in points, the field its cells show."""

    heading: str
    width: float
    field: str
    keep: Keep = "flow"
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row; `record` is the id of the member it is about, `red` the column whose
    text is set in red ink."""

    record: int | None
    cells: tuple[str, ...]
    red: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A form's table. `blank_column` is where 以下空白 stands (the column of names); with
    `least_rows` 0 nothing is struck through, for what nobody stamps."""

    columns: tuple[Column, ...]
    least_rows: int
    blank_column: int = 1
    row_height: float = 8.5 * MM
    size: float = 10.5  # 五号
    least_size: float = ID_LEAST
    blank_height: float = 0.0  # of a blank row, where it has to be lower than the others


class TableFlow:
    """A table being written into a flow, and what still belongs inside its frame."""

    def __init__(self, flow: Flow, table: Table) -> None:
        self.flow = flow
        self.table = table
        left = flow.size.left
        self.edges = tuple(accumulate((one.width for one in table.columns), initial=left))
        self._settings: dict[tuple[int, str], Setting] = {}
        self._top = 0.0
        self._heading = self._headings()
        self._open()

    def rows(self, rows: Sequence[Row]) -> None:
        """All rows, then the blank ones up to the form's minimum, struck through."""
        for row in rows:
            self._row(row)
        blank = self.table.least_rows - len(rows)
        if self.table.least_rows:
            height = self.table.blank_height or self.table.row_height
            self._blank(max(blank, 1), height if blank > 0 else EXTRA_ROW)
        self._close()

    def framed(self, height: float) -> float:
        """A box over the full width inside the frame; returns its upper edge."""
        if height > self.flow.room:
            self.flow.new_page()
            self._open()
            self._close()
        flow, top = self.flow, self.flow.y
        flow.y -= height
        for x in (self.edges[0], self.edges[-1]):
            flow.line(x, top, x, flow.y)
        self._rule()
        return top

    def _headings(self) -> list[Setting]:
        """All headings in one size: the one that the longest of them needs."""
        table = self.table
        size = table.size
        for _ in range(2):
            settings = [
                fit(
                    one.heading,
                    one.width - 2 * PADDING,
                    size=size,
                    least=table.least_size,
                    keep="whole",
                    role="head",
                )
                for one in table.columns
            ]
            size = min(one.size for one in settings)
        return settings

    def _open(self) -> None:
        """The heading; the table of this page begins here."""
        flow = self.flow
        self._top = flow.y
        self._rule()
        aligns: list[Align] = ["center"] * len(self._heading)
        self._cells(self._heading, self._height(self._heading), aligns)

    def _close(self) -> None:
        """The upright lines of this page's part."""
        for x in self.edges:
            self.flow.line(x, self._top, x, self.flow.y)

    def _next_page(self) -> None:
        self._close()
        self.flow.new_page()
        self._open()

    def _rule(self) -> None:
        self.flow.line(self.edges[0], self.flow.y, self.edges[-1], self.flow.y)

    def _height(self, settings: Iterable[Setting]) -> float:
        return max(self.table.row_height, max(one.height for one in settings) + 2 * PADDING_ABOVE)

    def _cells(
        self,
        settings: Sequence[Setting],
        height: float,
        aligns: Sequence[Align],
        red: int | None = None,
    ) -> None:
        flow = self.flow
        middle = flow.y - height / 2
        for place, (column, setting, left, align) in enumerate(
            zip(self.table.columns, settings, self.edges, aligns, strict=False)
        ):
            many = len(setting.lines) > CENTRED_LINES and align == "center"
            shown = "left" if many else align
            room, ink = column.width - 2 * PADDING, place == red
            flow.put(setting, left + PADDING, room, middle, shown, red=ink)
        flow.y -= height
        self._rule()

    def _row(self, row: Row) -> None:
        settings = [self._setting(number, text) for number, text in enumerate(row.cells)]
        self._check(row, settings)
        height = self._height(settings)
        if height > self.flow.room:
            self._next_page()
        aligns = [one.align for one in self.table.columns]
        while height > self.flow.room:
            room = self.flow.room - 2 * PADDING_ABOVE
            self._cells([_head(one, room) for one in settings], self.flow.room, aligns, row.red)
            settings = [_tail(one, room) for one in settings]
            height = self._height(settings)
            self._next_page()
        self._cells(settings, height, aligns, row.red)

    def _setting(self, number: int, text: str) -> Setting:
        """The laid out cell; branches and reasons repeat, so each is laid out once."""
        key = (number, text)
        if key not in self._settings:
            column = self.table.columns[number]
            self._settings[key] = fit(
                text,
                column.width - 2 * PADDING,
                size=self.table.size,
                least=self.table.least_size,
                keep=column.keep,
            )
        return self._settings[key]

    def _check(self, row: Row, settings: Sequence[Setting]) -> None:
        tallest = self.flow.size.inner_height - 4 * self.table.row_height
        for column, setting in zip(self.table.columns, settings, strict=True):
            heading = column.heading.partition("（")[0]
            if not setting.intact:
                words = f"“{heading}”太长，缩小后仍放不进一行，已折行全文打印。"
            elif setting.height > tallest:
                words = f"“{heading}”太长，一页放不下，已接到下一页。"
            else:
                continue
            self.flow.findings.append(
                PaperFinding("cell.overflow", words, row.record, column.field)
            )

    def _blank(self, count: int, height: float) -> None:
        """Blank rows, struck through so that nothing can be added under a seal."""
        if height * count > self.flow.room:
            self._next_page()
        flow, column = self.flow, self.table.blank_column
        left, right = self.edges[0], self.edges[-1]
        faces = fonts.fonts_for(BLANK_BELOW)
        setting = Setting((BLANK_BELOW,), faces, self.table.size)
        middle = flow.y - height / 2
        centre = (self.edges[column] + self.edges[column + 1]) / 2
        half = fonts.width(BLANK_BELOW, faces, setting.size) / 2 + BLANK_GAP / 2
        flow.put(setting, centre - half, 2 * half, middle, "center")
        flow.line(left + BLANK_GAP, middle, centre - half, middle)
        flow.line(centre + half, middle, right - BLANK_GAP, middle)
        if count > 1:
            flow.line(right, flow.y - height, left, flow.y - height * count)
        for _ in range(count):
            flow.y -= height
            self._rule()


def _head(setting: Setting, room: float) -> Setting:
    """The lines that fit into the room."""
    count = int(room / (setting.size * LEADING))
    return Setting(setting.lines[:count], setting.faces, setting.size)


def _tail(setting: Setting, room: float) -> Setting:
    """The lines that did not fit into the room."""
    count = int(room / (setting.size * LEADING))
    return Setting(setting.lines[count:], setting.faces, setting.size)
