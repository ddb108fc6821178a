"""What passes the filters of a review."""

from pathlib import Path

import pytest

from tests.kit.lists import People, people_list
from tuanji_desktop.core.progress import Quiet
from tuanji_desktop.kit.import_adapter import ImportReview
from tuanji_desktop.kit.import_filter import Wanted, counted, passing
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import Reading


@pytest.fixture
def review(tmp_path: Path) -> ImportReview:
    """Rows 3 to 5: new, new, refused; a warning in row 4, an error in row 5."""
    return People().planning(read_workbook(people_list(tmp_path)), Reading())(Quiet())


@pytest.mark.parametrize(
    ("wanted", "findings", "rows"),
    [
        (Wanted(), [1, 2], [1, 2, 3]),
        (Wanted(kind="new"), [1], [1, 2]),
        (Wanted(kind="refused"), [2], [3]),
        (Wanted(kind="updated"), [], []),
        (Wanted(level="error"), [2], [1, 2, 3]),
        (Wanted(code="id.length"), [1], [1, 2, 3]),
        (Wanted(kind="new", code="name.empty"), [], [1, 2]),
        (Wanted(sort=(SortKey("row", True),)), [2, 1], [1, 2, 3]),
        (Wanted(sort=(SortKey("level"), SortKey("row", True))), [2, 1], [1, 2, 3]),
    ],
)
def test_places_from_one(
    review: ImportReview, wanted: Wanted, findings: list[int], rows: list[int]
) -> None:
    found = passing(review, wanted)
    assert (list(found.findings), list(found.rows)) == (findings, rows)


def test_counts(review: ImportReview) -> None:
    levels, codes = counted(review)
    assert (dict(levels), dict(codes)) == (
        {"warning": 1, "error": 1},
        {"id.length": 1, "name.empty": 1},
    )
