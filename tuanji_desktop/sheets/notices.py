"""What was noticed in a workbook beside its cells, and how a clerk is told.

Calamine gives values and nothing else: not which rows are hidden, and an empty cell where a formula
ended in an error. So the child looks into the file a second time. Noticing never decides whether a
file is read, and it has its own clock: what is not seen in time is said to be not looked at.
"""

import time
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Final

CHOICES_SHEET: Final = "选项"
"""The hidden sheet of our own lists that holds their drop-downs."""

NAMED: Final = 5
"""So many cells are named, the others are counted."""

ERRORS: Final = frozenset(
    "#N/A #REF! #NAME? #VALUE! #DIV/0! #NUM! #NULL! #SPILL! #CALC! #FIELD! #GETTING_DATA".split()
)
"""What a cell shows whose formula failed."""

_MOST_ROWS = 1_048_576


class Enough(Exception):
    """The time for noticing is over."""


class Clock:
    """Raises `Enough` once its seconds are over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def __call__(self) -> None:
        if time.monotonic() > self._end:
            raise Enough


class SheetNotices(SimpleNamespace):
    """Of one sheet: `hidden_rows` from 1, `hidden_columns` from 0; cells as addresses (D5).

    No dataclass: to load what makes one takes a quarter of the child's start.
    """

    def __init__(
        self,
        *,
        hidden_rows: Iterable[int] = (),
        hidden_columns: Iterable[int] = (),
        filtered: bool = False,
        errors: Iterable[tuple[str, str]] = (),
        uncalculated: Iterable[str] = (),
    ) -> None:
        super().__init__()
        self.hidden_rows = list(hidden_rows)
        self.hidden_columns = list(hidden_columns)
        self.filtered = filtered
        self.errors = list(errors)
        self.uncalculated = list(uncalculated)

    def hide_rows(self, first: int, count: int) -> None:
        """Rows that are not seen, from `first`; what lies behind the last possible row is cut."""
        self.hidden_rows.extend(range(first, min(first + count, _MOST_ROWS + 1)))


def address(row: int, column: int) -> str:
    """`D5` for row 5 (from 1), column 3 (from 0)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def sentences(name: str, noticed: SheetNotices) -> list[str]:
    """What is said of a sheet."""
    said = []
    sheet = f"工作表“{name}”"
    if count := len(noticed.hidden_rows):
        why = "被筛选掉或隐藏" if noticed.filtered else "被隐藏"
        which = "、".join(map(str, noticed.hidden_rows[:NAMED]))
        more = "等" if count > NAMED else ""
        said.append(f"{sheet}有 {count:,} 行{why}（第 {which} 行{more}），同样读入。")
    elif noticed.filtered:
        said.append(f"{sheet}设有筛选，没有显示的行同样读入。")
    if count := len(noticed.hidden_columns):
        letters = [address(1, column)[:-1] for column in noticed.hidden_columns[:NAMED]]
        more = f"等 {count} " if count > NAMED else " "
        said.append(f"{sheet}的 {'、'.join(letters)}{more}列被隐藏，同样读入。")
    if noticed.errors:
        kinds = "、".join(sorted({text for _, text in noticed.errors}))
        cells = some_cells([cell for cell, _ in noticed.errors])
        said.append(f"{sheet}的 {cells} 是公式错误（{kinds}），按空白处理，请核对。")
    if noticed.uncalculated:
        cells = some_cells(noticed.uncalculated)
        said.append(
            f"{sheet}的 {cells} 是公式，但文件里没有算好的结果，按空白处理。"
            "请用 WPS/Excel 打开，保存一次再导入。"
        )
    return said


def about_hidden_sheets(names: Sequence[str]) -> list[str]:
    """The sentence about sheets that are not shown; the choices of our own lists are no matter."""
    others = [name for name in names if name != CHOICES_SHEET]
    if not others:
        return []
    return [
        f"有隐藏的工作表：{'、'.join(f'“{name}”' for name in others[:NAMED])}，没有指定就不读。"
    ]


NOT_LOOKED: Final = "文件很大，没有逐行查看哪些行被隐藏、哪些公式出错。"
MACROS: Final = "文件里有宏，没有运行。"
COMMENTS: Final = "文件里有批注，没有读。批注里若写了转出、休学等，请打开原文件看一眼。"
LINKS: Final = "文件引用了别的文件，没有去打开，用的是上次保存时的结果。"
WEB_TABLE: Final = "这其实是网页，不是真正的表格文件，已按网页里的表格读取。"
XML_TABLE: Final = "这是 XML 格式的表格（Excel 2003），已照样读取。"


def some_cells(cells: Sequence[str]) -> str:
    """The first few by name, the others counted."""
    more = f" 等 {len(cells):,} 处" if len(cells) > NAMED else ""
    return "、".join(cells[:NAMED]) + more
