"""What passes the filters of a review, and where its findings stand."""

import pytest

from tests.kit import doubts
from tuanji_desktop.kit.import_adapter import ImportReview
from tuanji_desktop.kit.import_filter import (
    CodeCount,
    RowTexts,
    Wanted,
    anchored,
    marks_of,
    passing,
    place_of,
    question_of,
    to_decide,
)
from tuanji_desktop.kit.paged_model import SortKey


@pytest.fixture
def review() -> ImportReview:
    """Rows 2 to 9 of the sheet; findings in 3, 4, 5 (two), 6 (two), 7, 8."""
    return doubts.reviewed(doubts.workbook())


def texts(review: ImportReview, mended: dict[tuple[int, int], str] | None = None) -> RowTexts:
    return RowTexts(review, doubts.layout(doubts.workbook()), doubts.FIELDS, mended or {})


@pytest.mark.parametrize(
    ("wanted", "findings", "rows"),
    [
        (Wanted(), [1, 2, 3, 4, 5, 6, 7, 8], [2, 3, 4, 5, 6, 7, 8, 9]),
        (Wanted(kind="ambiguous"), [5, 6, 8], [6, 8]),
        (Wanted(kind="updated"), [], []),
        (Wanted(errors=True), [1, 2, 4, 7], [3, 4, 5, 7]),
        (Wanted(code="branch.unknown"), [4, 7], [5, 7]),
        (Wanted(kind="refused", code="mobile.format"), [3], [5]),
        (Wanted(code="mobile.format", keep=frozenset({9})), [3, 5], [5, 6, 9]),
        (Wanted(kind="new", code="name.empty"), [], []),
        (
            Wanted(sort=(SortKey("level"), SortKey("row", True))),
            [7, 4, 2, 1, 8, 5, 6, 3],
            [2, 3, 4, 5, 6, 7, 8, 9],
        ),
    ],
)
def test_places_from_one_and_rows_of_the_sheet(
    review: ImportReview, wanted: Wanted, findings: list[int], rows: list[int]
) -> None:
    found = passing(review, wanted)
    assert (list(found.findings), list(found.numbers)) == (findings, rows)
    assert [review.rows[place - 1].number for place in found.rows] == rows
    assert found.kept == len(wanted.keep)


@pytest.mark.parametrize(
    ("text", "findings", "rows"),
    [
        ("赵六", [3, 4], [5]),  # a cell of the row: its findings come along
        ("三班", [4, 7, 3], [5, 7]),
        ("姓名为空", [2], [4]),  # a kind of problem, by its name
        ("c3", [1], [3]),
        ("待确认 王五", [5, 6, 8], [6, 8]),  # what becomes of the row
        ("  ", [1, 2, 3, 4, 5, 6, 7, 8], [2, 3, 4, 5, 6, 7, 8, 9]),
        ("无此人", [], []),
    ],
)
def test_words_are_found_in_rows_and_findings(
    review: ImportReview, text: str, findings: list[int], rows: list[int]
) -> None:
    found = passing(review, Wanted(text=text), texts(review))
    assert (sorted(found.findings), list(found.numbers)) == (sorted(findings), rows)


def test_a_mended_cell_is_found_by_its_new_text(review: ImportReview) -> None:
    mended = texts(review, {(9, 1): "李思", (9, 5): "五村"})
    assert list(passing(review, Wanted(text="李思"), mended).numbers) == [9]
    assert list(passing(review, Wanted(text="五村"), mended).numbers) == [9]
    emptied = texts(review, {(2, 3): ""})
    assert list(passing(review, Wanted(text="13800138001"), emptied).numbers) == []


def test_counts_by_code_leave_the_chosen_code_aside(review: ImportReview) -> None:
    found = passing(review, Wanted(kind="refused", code="name.empty"))
    assert found.codes == (
        CodeCount("branch.unknown", "error", 2),
        CodeCount("id.length", "error", 1),
        CodeCount("name.empty", "error", 1),
        CodeCount("mobile.format", "warning", 1),
    )
    assert found.codes[0].words == "团支部不存在"


def test_marks_by_cell_row_and_certainty(review: ImportReview) -> None:
    marks = marks_of(review)
    assert list(marks.order) == [(3, 2), (4, 1), (5, 3), (5, 4), (6, 3), (7, 4)]
    assert [one.code for one in marks.cells[5, 4]] == ["branch.unknown"]
    assert [one.code for one in marks.rows[6]] == ["row.similar_member"]
    assert [one.code for one in marks.of_row(6)] == ["row.similar_member", "mobile.format"]
    assert marks.certain == {
        ("mobile.format", "mobile"): {(5, 3): "13800138004", (6, 3): "13800138005"}
    }


def test_rows_to_decide_and_those_decided(review: ImportReview) -> None:
    assert to_decide(review, {}) == [(6, "王五"), (8, "王五")]
    assert to_decide(review, {9: "leave"}) == [(6, "王五"), (8, "王五"), (9, "周八")]
    question = question_of(review, 8)
    assert question is not None
    assert question.row == 8
    assert question_of(review, 9) is None
    assert question_of(review, 1) is None
    assert place_of(review, 99) == -1


def test_a_finding_is_found_again_in_another_review(review: ImportReview) -> None:
    fifth = review.findings[4]
    assert anchored(review, passing(review, Wanted()), fifth) == 5
    assert anchored(review, passing(review, Wanted(errors=True)), fifth) == 7  # the next below
    assert anchored(review, passing(review, Wanted()), None) == 0
