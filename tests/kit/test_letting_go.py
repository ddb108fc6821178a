"""Freeing a long plan is no work of the window's."""

import sys
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.kit import doubts
from tests.kit.lists import settle
from tuanji_desktop.core import collector
from tuanji_desktop.kit.import_adapter import ImportReview
from tuanji_desktop.kit.import_review import ReviewPage
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.letting_go import let_go_of
from tuanji_desktop.sheets.reading import Reading

ROWS = 40


class _Row:
    """Says on which thread it is freed, and how many were left then."""

    def __init__(self, died: list[tuple[str, int]]) -> None:
        self.died = died

    def __del__(self) -> None:
        left = len(sys._getframe(1).f_locals.get("one", ()))
        self.died.append((threading.current_thread().name, left))


@pytest.fixture
def died() -> Iterator[list[tuple[str, int]]]:
    yield []


def _review(died: list[tuple[str, int]]) -> ImportReview:
    rows = tuple(_Row(died) for _ in range(ROWS))
    return replace(
        doubts.reviewed(doubts.workbook(), Reading()),
        parts=(rows,),
        apply=lambda _progress, _recipe: len(rows),
    )  # as a room's act holds its plan


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "_FEW", ROWS)
    monkeypatch.setattr(collector, "_AT_ONCE", 7)


def test_it_is_freed_on_another_thread_bit_by_bit(
    qtbot: QtBot, died: list[tuple[str, int]]
) -> None:
    reviews = [_review(died)]
    let_go_of(reviews)
    assert reviews == []
    qtbot.waitUntil(lambda: len(died) == ROWS)
    assert {left for _, left in died} == {33, 26, 19, 12, 5, 0}
    assert {thread for thread, _ in died} == {"let-go"}


def test_the_page_lets_go_of_a_plan_that_another_replaces(
    qtbot: QtBot, jobs: Jobs, died: list[tuple[str, int]]
) -> None:
    page = ReviewPage(jobs, doubts.FIELDS)
    qtbot.addWidget(page)

    def show(review: ImportReview) -> None:
        page.show_review(review, doubts.layout(doubts.workbook()), Reading())

    show(_review(died))
    settle(qtbot, jobs)
    assert died == []
    show(doubts.reviewed(doubts.workbook(), Reading()))
    qtbot.waitUntil(lambda: len(died) == ROWS)
    assert {thread for thread, _ in died} == {"let-go"}
