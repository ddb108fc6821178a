"""Which findings and rows of a review pass the clerk's filters. For a reader thread: lists are long."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from tuanji_desktop.kit.import_adapter import ImportReview
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.sheets.findings import SheetFinding

ALL = ""
SORTS: Mapping[str, Callable[[SheetFinding], Any]] = {
    "row": lambda one: one.row,
    "field": lambda one: one.field,
    "level": lambda one: one.level,
    "code": lambda one: one.code,
}
"""What the sortable columns of the findings are sorted by."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings and rows are to be seen; '' stands for all."""

    kind: str = ALL
    level: str = ALL
    code: str = ALL
    sort: tuple[SortKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Passing:
    """Places of what passes a filter, counted from 1: to a table the id 0 is nothing."""

    findings: "array[int]"
    rows: "array[int]"


def passing(review: ImportReview, wanted: Wanted) -> Passing:
    """What passes the filters, in order; for a reader thread, a list may be long."""
    rows = array(
        "q",
        (place for place, row in enumerate(review.rows, 1) if wanted.kind in (ALL, row.kind)),
    )
    numbers = {review.rows[place - 1].number for place in rows} if wanted.kind else set()
    places: Iterable[int] = (
        place
        for place, one in enumerate(review.findings, 1)
        if wanted.level in (ALL, one.level)
        and wanted.code in (ALL, one.code)
        and (not wanted.kind or one.row in numbers)
    )
    for key in reversed(wanted.sort):
        value = SORTS[key.column]
        order = [(value(review.findings[place - 1]), place) for place in places]
        places = [place for _, place in sorted(order, key=itemgetter(0), reverse=key.descending)]
    return Passing(array("q", places), rows)


def counted(review: ImportReview) -> tuple[Counter[str], Counter[str]]:
    """How many findings of each level and of each code."""
    return (
        Counter(one.level for one in review.findings),
        Counter(one.code for one in review.findings),
    )
