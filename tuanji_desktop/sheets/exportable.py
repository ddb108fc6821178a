"""What of a list can be exported, and what a clerk wants of it.

A room describes its list once (`Exportable`); window and command line hand in a `Wish`, which is
also what a saved definition holds. One function writes: `write_export`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.progress import Progress, Quiet
from tuanji_desktop.sheets.column import Column, Row, Written
from tuanji_desktop.sheets.writer import write_list

XLSX: Final = "xlsx"
CSV: Final = "csv"
CSV_GB18030: Final = "csv-gb18030"
FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {XLSX: "Excel 工作簿（.xlsx）", CSV: "CSV 文本（UTF-8）", CSV_GB18030: "CSV 文本（GB18030）"}
)
MASKED: Final = "证件号和手机号已打码"
FULL: Final = "含完整证件号和手机号"
_TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column that can be had. `mask`: how its values look where numbers are not shown whole."""

    key: str
    column: Column
    mask: Callable[[str], str] | None = None

    @property
    def label(self) -> str:
        return self.column.label


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows: `seen` (the list as it stands), `chosen`, `all` (a whole subtree) …

    `count`: how many, None where that is not known beforehand.
    """

    key: str
    words: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a clerk wants written: keys of columns in their order, of a scope, of a format."""

    columns: tuple[str, ...]
    scope: str = ""
    format: str = XLSX
    masked: bool = True

    @property
    def suffix(self) -> str:
        """What the file's name ends in."""
        return ".xlsx" if self.format == XLSX else ".csv"


@dataclass(frozen=True, slots=True)
class Exportable:
    """A list of one kind as it may be exported now.

    `kind` names the definitions that fit it, `title` sheet and file, `unit` what a row is (人, 行).
    `shown`: the columns ticked at first, in their order. `scopes`: what may be chosen, the first
    by default. `rows` gives the cells of the wanted columns, numbers whole; it runs on a thread
    that reads.
    """

    kind: str
    title: str
    columns: tuple[ExportColumn, ...]
    shown: tuple[str, ...]
    scopes: tuple[Scope, ...]
    rows: Callable[[str, tuple[str, ...]], Iterable[Row]]
    unit: str = "行"

    def wish(self) -> Wish:
        """What is offered to somebody who never exported this."""
        return Wish(self.shown, self.scopes[0].key)

    def column(self, key: str) -> ExportColumn | None:
        """A column by its key."""
        return next((one for one in self.columns if one.key == key), None)

    def count(self, scope: str) -> int | None:
        """How many rows a scope has."""
        return next((one.count for one in self.scopes if one.key == scope), None)

    def scope_words(self, key: str) -> str:
        """Which rows a scope is, '' for none that there is."""
        return next((one.words for one in self.scopes if one.key == key), "")

    def sensitive(self, keys: Iterable[str]) -> bool:
        """Whether any of these columns shows numbers that are masked elsewhere."""
        return any((one := self.column(key)) is not None and one.mask is not None for key in keys)

    def exposes(self, wish: Wish) -> bool:
        """Whether the file would hold whole ID or phone numbers: an act that is logged."""
        return not wish.masked and self.sensitive(wish.columns)

    def keys_of(self, words: Sequence[str]) -> tuple[str, ...]:
        """Columns named by key or by heading, as a command line writes them."""
        named = {one.label: one.key for one in self.columns}
        keys = tuple(named.get(word, word) for word in words)
        unknown = [key for key in keys if self.column(key) is None]
        if unknown:
            known = "、".join(f"{one.key}（{one.label}）" for one in self.columns)
            raise BadInput(
                "export.column", f"没有名为“{'、'.join(unknown)}”的栏目。可以导出：{known}。"
            )
        if len(set(keys)) < len(keys):
            raise BadInput("export.column", "同一栏目只能导出一次，请去掉重复的栏目。")
        return keys


def fitting(wish: Wish, exportable: Exportable) -> tuple[Wish, tuple[str, ...]]:
    """The wish as far as this list can grant it, and the columns that it has not (any more)."""
    gone = tuple(key for key in wish.columns if exportable.column(key) is None)
    columns = tuple(dict.fromkeys(key for key in wish.columns if key not in gone))
    scopes = [one.key for one in exportable.scopes]
    return (
        replace(
            wish,
            columns=columns or exportable.shown,
            scope=wish.scope if wish.scope in scopes else scopes[0],
        ),
        gone,
    )


def wish_text(wish: Wish) -> str:
    """A wish as a saved definition holds it: JSON, the same for the same wish."""
    return json.dumps(asdict(wish), ensure_ascii=False, sort_keys=True)


def read_wish(text: str) -> Wish:
    """A saved definition; BadInput `definition.broken` for what is none."""
    try:
        found = json.loads(text)
        columns, scope, format_ = found["columns"], found["scope"], found["format"]
        sound = (
            isinstance(columns, list)
            and all(isinstance(key, str) for key in columns)
            and isinstance(scope, str)
            and format_ in FORMATS
        )
        masked = found["masked"] is not False
    except (ValueError, TypeError, KeyError):
        sound = False
    if not sound:
        raise BadInput("definition.broken", "这个导出方案的内容已损坏，请删除后重新保存。")
    return Wish(tuple(columns), scope, format_, masked)


def write_export(
    exportable: Exportable,
    wish: Wish,
    path: Path,
    *,
    seal: Callable[[int], None] = lambda _rows: None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Written:
    """Writes what is wished; the suffix of `path` has the last word on the format.

    The foot of each printed page says whether numbers stand whole. `seal` is told the rows before
    anybody sees the file. Raises FileRefused as `write_list` does, and Cancelled.
    """
    columns = [exportable.column(key) for key in wish.columns]
    known = [one for one in columns if one is not None]
    if not known or len(known) < len(columns):
        raise BadInput("export.columns", "没有要导出的栏目，请至少勾选一栏。")
    words = exportable.title
    if exportable.sensitive(wish.columns):
        words = f"{words}（{MASKED if wish.masked else FULL}）"
    rows = exportable.rows(wish.scope, wish.columns)
    if wish.masked:
        rows = _masked(rows, [one.mask for one in known])
    return write_list(
        path,
        columns=[one.column for one in known],
        rows=_watched(rows, exportable.count(wish.scope), progress),
        sheet_name=exportable.title,
        foot=words,
        encoding="gb18030" if wish.format == CSV_GB18030 else "utf-8-bom",
        seal=seal,
    )


def _masked(rows: Iterable[Row], masks: Sequence[Callable[[str], str] | None]) -> Iterator[Row]:
    places = [(place, mask) for place, mask in enumerate(masks) if mask is not None]
    for row in rows:
        cells = list(row)
        for place, mask in places:
            if value := cells[place]:
                cells[place] = mask(value)
        yield cells


def _watched(rows: Iterable[Row], count: int | None, progress: Progress) -> Iterator[Row]:
    number = 0
    for number, row in enumerate(rows, 1):
        if number % _TELL_EVERY == 0:
            progress.stop_if_cancelled()
            progress(number, max(count or 0, number), "导出")
        yield row
    progress.stop_if_cancelled()
    progress(number, number, "导出")
