"""The model, drawn as text."""

from array import array
from collections.abc import Mapping, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from pytestqt.qtbot import QtBot

from tests.kit.tables import COLUMNS, People, Person, drawn, people_model, settle
from tuanji_desktop.core.errors import NotFound, TuanjiError
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.paged_model import (
    KEPT_ROWS,
    PAGE,
    PAGES_AT_ONCE,
    PagedTableModel,
    SortKey,
)
from tuanji_desktop.kit.style import LIGHT


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def model(jobs: Jobs, people: People) -> PagedTableModel[Person]:
    return people_model(jobs, people)


def test_rows_come_when_they_are_looked_at(
    qtbot: QtBot, jobs: Jobs, model: PagedTableModel[Person], people: People
) -> None:
    model.set_ids(array("q", [5, 6]))
    assert drawn(model, range(2)) == "姓名|身份证号|手机号码|备注\n…|…|…|…\n…|…|…|…"
    settle(qtbot, jobs)
    assert drawn(model, range(2)) == (
        "姓名|身份证号|手机号码|备注\n"
        "团员5|110***********0005|138****0005|\n"
        "团员6|110***********0006||"
    )
    assert people.asked == [[5, 6]]


def test_numbers_are_whole_only_when_asked(
    qtbot: QtBot, jobs: Jobs, model: PagedTableModel[Person]
) -> None:
    model.set_ids([5])
    drawn(model, range(1))
    settle(qtbot, jobs)
    model.set_masked(False)
    assert drawn(model, range(1)).endswith("团员5|110101199001010005|13800000005|")


def test_a_red_name_has_colour_mark_and_words(
    qtbot: QtBot, jobs: Jobs, model: PagedTableModel[Person]
) -> None:
    model.set_ids([5, 6])
    drawn(model, range(2))
    settle(qtbot, jobs)
    role = Qt.ItemDataRole
    red, plain = model.index(1, 0), model.index(0, 0)
    assert model.data(red, role.ForegroundRole) == QColor(LIGHT.accent)
    assert isinstance(model.data(red, role.DecorationRole), QIcon)
    assert model.data(red, role.ToolTipRole) == "红名：缺 户籍地址、手机号码"
    assert "红名" in model.data(red, role.AccessibleTextRole)
    assert model.data(plain, role.DecorationRole) is None
    assert model.data(model.index(1, 1), role.ForegroundRole) is None


def test_a_million_ids_read_only_the_pages_in_sight(
    qtbot: QtBot, jobs: Jobs, model: PagedTableModel[Person], people: People
) -> None:
    model.set_ids(array("q", range(1, 1_000_001)))
    for place in (0, 100_000, 500_000, 700_000, 999_999):
        model.data(model.index(place, 0))
    settle(qtbot, jobs)
    assert len(people.asked) == 1
    asked = people.asked[0]
    assert len(asked) == PAGES_AT_ONCE * PAGE
    assert {500_001, 700_001, 1_000_000} <= set(asked)


def test_only_so_many_rows_are_kept(
    qtbot: QtBot, jobs: Jobs, model: PagedTableModel[Person], people: People
) -> None:
    model.set_ids(array("q", range(1, 20_001)))
    for number, place in enumerate(range(0, 20_000, PAGE), start=1):
        model.data(model.index(place, 0))
        if number % PAGES_AT_ONCE == 0:
            settle(qtbot, jobs)
    settle(qtbot, jobs)
    kept = [place for place in range(20_000) if model.row_at(place) is not None]
    assert len(kept) == KEPT_ROWS


def test_a_changed_row_is_read_again_while_the_old_one_stays_in_sight(
    qtbot: QtBot, jobs: Jobs, model: PagedTableModel[Person], people: People
) -> None:
    model.set_ids([4, 5])
    drawn(model, range(2))
    settle(qtbot, jobs)
    people.names[5] = "张三"
    model.refresh_ids({5, 99})
    assert "团员5" in drawn(model, range(2))
    settle(qtbot, jobs)
    assert "张三" in drawn(model, range(2))
    assert people.asked[1:] == [[5]]


def test_a_change_during_the_reading_is_not_lost(
    qtbot: QtBot, jobs: Jobs, model: PagedTableModel[Person], people: People
) -> None:
    model.set_ids([4])
    drawn(model, range(1))
    qtbot.waitUntil(lambda: len(people.asked) == 1)
    people.names[4] = "李四"
    model.refresh_ids({4})
    settle(qtbot, jobs)
    drawn(model, range(1))
    settle(qtbot, jobs)
    assert "李四" in drawn(model, range(1))


def test_another_order_needs_no_reading(
    qtbot: QtBot, jobs: Jobs, model: PagedTableModel[Person], people: People
) -> None:
    model.set_ids([4, 5])
    drawn(model, range(2))
    settle(qtbot, jobs)
    model.set_ids([5, 4])
    assert drawn(model, range(2)).split("\n")[1].startswith("团员5")
    assert len(people.asked) == 1


def test_who_is_no_longer_there_shows_as_gone(
    qtbot: QtBot, jobs: Jobs, model: PagedTableModel[Person], people: People
) -> None:
    people.gone = {5}
    model.set_ids([4, 5])
    drawn(model, range(2))
    settle(qtbot, jobs)
    assert drawn(model, range(2)).endswith("\n—|||")
    assert len(people.asked) == 1


def test_a_refused_reading_is_told_once(qtbot: QtBot, jobs: Jobs) -> None:
    def refuse(ids: Sequence[int]) -> Mapping[int, Person]:
        raise NotFound("member.gone", "找不到")

    model = PagedTableModel(jobs, columns=COLUMNS, fetch=refuse, parent=jobs)
    told: list[TuanjiError] = []
    model.refused.connect(told.append)
    model.set_ids([1])
    drawn(model, range(1))
    settle(qtbot, jobs)
    drawn(model, range(1))
    settle(qtbot, jobs)
    assert [one.code for one in told] == ["member.gone"]


def test_headings_show_the_order(model: PagedTableModel[Person]) -> None:
    model.set_sort_keys([SortKey("name")])
    assert drawn(model, range(0)) == "姓名 ↑|身份证号|手机号码|备注"
    model.set_sort_keys([SortKey("name", descending=True), SortKey("mobile")])
    assert drawn(model, range(0)) == "姓名 ↓1|身份证号|手机号码 ↑2|备注"
