"""The desk 统计: every table adds up, every number opens its list, any day can be asked for."""

import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.board.helpers import on, write
from tests.builders import add_member
from tests.desks import open_desk, still
from tuanji_desktop.board import page as page_module
from tuanji_desktop.board.page import MOVES, RATES, TREND, BoardPage
from tuanji_desktop.board.queries import Tally, load_board
from tuanji_desktop.board.rates import RateLine, RateSource
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.kit.jobs import JobInfo, Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


def desk(qtbot: QtBot, office: Context, jobs: Jobs) -> BoardPage:
    page = BoardPage(Workplace(office, jobs))
    open_desk(qtbot, page)
    return page


def lines(page: BoardPage) -> dict[str, int]:
    return {line.label: line.count for line in page.table.rows.values()}


def test_every_table_adds_up_and_says_what_it_counts(
    qtbot: QtBot, office: Context, jobs: Jobs
) -> None:
    add_member(office, name="赵一", branch="QX0102", sex="")
    page = desk(qtbot, office, jobs)
    summaries: list[str] = []
    page.summary_changed.connect(summaries.append)
    for tally in load_board(office, org_id=None).tallies:
        page.show_measure(tally.key)
        still(qtbot, jobs)
        assert lines(page) == {one.label: one.count for one in tally.slices}
        assert page.definition.text() == tally.definition
        assert [bar.value for bar in page.chart.chart.bars] == [one.count for one in tally.slices]
    assert summaries[-1] == "2018-08-01 在册 7 人 · 红名 1（14.3%）"


def test_a_number_opens_exactly_its_people(qtbot: QtBot, office: Context, jobs: Jobs) -> None:
    page = desk(qtbot, office, jobs)
    page.show_measure("sex")
    still(qtbot, jobs)
    wishes: list[tuple[str, object]] = []
    page.act_requested.connect(lambda name, what: wishes.append((name, what)))
    page.table.setCurrentIndex(page.table.model().index(0, 0))
    page.people_button.click()
    still(qtbot, jobs)
    label, count = next(iter(lines(page).items()))
    (name, what) = wishes[0]
    assert name == "members"
    assert isinstance(what, dict)
    assert what["title"] == f"{label}（2018-08-01）"
    assert len(what["ids"]) == count
    page.chart.chosen.emit(page.chart.chart.bars[0].key)
    still(qtbot, jobs)
    assert wishes[1] == wishes[0]


def test_an_earlier_day_and_who_came_and_went_since(
    qtbot: QtBot, office: Context, jobs: Jobs
) -> None:
    write(office, date(2018, 8, 20), "UPDATE members SET status = 'expelled' WHERE id = 1")
    page = desk(qtbot, on(office, date(2018, 9, 10)), jobs)
    assert sum(lines(page).values()) == 5
    page.until.setDate(QDate(2018, 8, 10))
    still(qtbot, jobs)
    assert sum(lines(page).values()) == 6
    page.today_button.click()
    page.since.setDate(QDate(2018, 8, 5))
    page.show_measure(MOVES)
    still(qtbot, jobs)
    assert page.since.isVisible()
    assert lines(page) == {"开除": 1}
    wishes: list[object] = []
    page.act_requested.connect(lambda _name, what: wishes.append(what))
    page.table.setCurrentIndex(page.table.model().index(0, 0))
    page.people_button.click()
    still(qtbot, jobs)
    assert wishes == [{"ids": [1], "title": "开除（2018-09-10）"}]
    page.show_measure(TREND)
    still(qtbot, jobs)
    assert lines(page) == {"2018-08": 5, "2018-09": 5}
    assert page.chart.chart.line


def test_it_follows_the_tree_and_what_is_written(qtbot: QtBot, office: Context, jobs: Jobs) -> None:
    page = desk(qtbot, office, jobs)
    page.set_scope(4)
    still(qtbot, jobs)
    here = sum(lines(page).values())
    assert here == load_board(office, org_id=4).members
    unsubscribe = office.database.subscribe(page.show_changes)
    add_member(office, name="赵一", branch="QX0102")
    still(qtbot, jobs)
    unsubscribe()
    assert sum(lines(page).values()) == here + 1


def test_what_is_shown_can_be_taken_away(
    qtbot: QtBot, office: Context, jobs: Jobs, tmp_path: Path
) -> None:
    page = desk(qtbot, office, jobs)
    said: list[str] = []
    page.said.connect(lambda _level, words: said.append(words))
    page.save_picture(tmp_path / "图.png")
    still(qtbot, jobs)
    page.save_picture(tmp_path / "图.pdf")
    still(qtbot, jobs)
    page.export(tmp_path / "年报表.xlsx")
    still(qtbot, jobs)
    assert said == ["已保存：图.png", "已保存：图.pdf", "已导出 2 行：年报表.xlsx"]
    assert all(
        (tmp_path / name).stat().st_size > 1_000 for name in ("图.png", "图.pdf", "年报表.xlsx")
    )
    (tmp_path / "file").touch()
    page.save_picture(tmp_path / "file" / "图.png")
    still(qtbot, jobs)
    assert page.banner.text.startswith("“图.png”没有写成")


def test_a_day_before_the_office_was_begun(qtbot: QtBot, office: Context, jobs: Jobs) -> None:
    page = desk(qtbot, office, jobs)
    page.until.setDate(QDate(2018, 7, 1))
    still(qtbot, jobs)
    assert lines(page) == {}
    assert not page.people_button.isEnabled()


def test_whoever_was_undone_since_is_named_beside_the_list(
    qtbot: QtBot, office: Context, jobs: Jobs
) -> None:
    add_member(on(office, date(2018, 8, 2)), name="赵一", branch="QX0102")
    write(office, date(2018, 8, 3), "DELETE FROM members WHERE id = 7")
    page = desk(qtbot, on(office, date(2018, 8, 31)), jobs)
    page.set_scope(4)
    page.until.setDate(QDate(2018, 8, 2))
    still(qtbot, jobs)
    wishes: list[object] = []
    page.act_requested.connect(lambda _name, what: wishes.append(what))
    page.table.setCurrentIndex(page.table.model().index(0, 0))
    page.people_button.click()
    still(qtbot, jobs)
    (what,) = wishes
    assert isinstance(what, dict)
    assert len(what["ids"]) + 1 == next(iter(lines(page).values()))
    assert str(what["title"]).endswith("（另有 1 人的录入后来撤销了，没有卡片：赵一）")
    page.since.setDate(QDate(2018, 8, 3))
    page.until.setDate(QDate(2018, 8, 31))
    page.show_measure(MOVES)
    still(qtbot, jobs)
    assert lines(page) == {"撤销录入": 1}
    page.table.setCurrentIndex(page.table.model().index(0, 0))
    page.people_button.click()
    still(qtbot, jobs)
    assert len(wishes) == 1
    assert page.banner.text == "1 人的录入后来撤销了，没有卡片：赵一"


def test_a_past_day_is_counted_in_the_background_and_can_be_given_up(
    qtbot: QtBot, office: Context, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk(qtbot, on(office, date(2018, 9, 10)), jobs)
    told: list[JobInfo] = []
    jobs.started.connect(told.append)
    waiting = threading.Event()

    def slow(*_: object, progress: Progress, **_more: object) -> Tally:
        while not waiting.wait(0.01):
            progress.stop_if_cancelled()
        raise AssertionError

    before = lines(page)
    with monkeypatch.context() as patched:
        patched.setattr(page_module, "load_tally", slow)
        page.until.setDate(QDate(2018, 8, 10))
        jobs.cancel(told[-1].number)
        still(qtbot, jobs)
    assert (told[-1].words, told[-1].cancellable) == ("统计（2018-08-10）", True)
    assert page.banner.text == "已取消：统计（2018-08-10）。下面还是原来的数。"
    assert lines(page) == before
    page.refresh()
    still(qtbot, jobs)
    assert not page.banner.isVisible()
    assert "2018-08-10" in page.chart.chart.title


def test_every_heading_is_read_on_the_smallest_screen(
    qtbot: QtBot, office: Context, jobs: Jobs
) -> None:
    page = desk(qtbot, office, jobs)
    page.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    page.resize(703, 570)
    still(qtbot, jobs)
    header = page.table.horizontalHeader()
    assert header.length() <= page.table.export_corner.x()


def test_rates_over_time_open_the_graduates_of_that_day(
    qtbot: QtBot, office: Context, jobs: Jobs
) -> None:
    points = [
        RateLine(2018, date(2018, 6, 30), "发起率达到80%", 1_200, 990, 12, 300),
        RateLine(2018, date(2018, 7, 31), "", 1_200, 1_200, 700, 300),
    ]
    page = BoardPage(Workplace(office, jobs), rates=RateSource(lambda *_: points, "口径"))
    open_desk(qtbot, page)
    wishes: list[tuple[str, object]] = []
    summaries: list[str] = []
    page.act_requested.connect(lambda name, what: wishes.append((name, what)))
    page.summary_changed.connect(summaries.append)
    page.show_hint(RATES)
    still(qtbot, jobs)
    assert page.rates_table.isVisible()
    assert not page.table.isVisible()
    assert [bar.value for bar in page.chart.chart.bars] == [1, 58]
    assert summaries[-1] == "2018 届 完成率 58.3%（700/1,200）"
    assert page.definition.text() == "口径"
    assert not page.until.isEnabled()
    assert not page.today_button.isEnabled(), "these are of every month"
    page.chart.chosen.emit("2018-07-31")
    page.rates_table.setCurrentIndex(page.rates_table.model().index(0, 0))
    page.people_button.click()
    assert wishes == [
        ("graduates", {"year": 2018, "day": day, "part": "received"})
        for day in ("2018-07-31", "2018-06-30")
    ]
    page.show_measure("sex")
    still(qtbot, jobs)
    assert page.table.isVisible()


def test_without_a_source_there_is_no_such_button(
    qtbot: QtBot, office: Context, jobs: Jobs
) -> None:
    page = desk(qtbot, office, jobs)
    assert page.findChild(QPushButton, "board_rates") is None
    assert page.findChild(QPushButton, "board_trend") is not None
