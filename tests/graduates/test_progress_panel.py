"""The tab 进度: numbers, milestones, laggards; what a click opens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.graduates.year import SCHOOL, UNIVERSITY, VOCATIONAL, YEAR, change, make_year
from tests.kit.lists import settle
from tests.kit.tables import drawn
from tuanji_desktop.graduates import progress_panel
from tuanji_desktop.graduates.progress_panel import ProgressPanel
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


class Board:
    def __init__(self, qtbot: QtBot, jobs: Jobs, context: Context) -> None:
        self.qtbot, self.jobs = qtbot, jobs
        self.panel = ProgressPanel(Workplace(context, jobs))
        qtbot.addWidget(self.panel)
        self.parts: list[tuple[str, object]] = []
        self.wishes: list[tuple[str, object]] = []
        self.said: list[tuple[str, str]] = []
        self.letters: list[tuple[str, int]] = []
        self.panel.part_requested.connect(lambda key, org: self.parts.append((key, org)))
        self.panel.act_requested.connect(lambda wish, what: self.wishes.append((wish, what)))
        self.panel.paper_requested.connect(lambda form, org: self.letters.append((form, org)))
        self.panel.said.connect(lambda level, words: self.said.append((level, words)))
        self.panel.resize(1000, 600)
        self.panel.show()
        self.load()

    def load(self, year: int = YEAR) -> None:
        self.panel.load(year, None)
        self.settle()

    def settle(self) -> None:
        settle(self.qtbot, self.jobs)

    def choose(self, *schools: int) -> None:
        self.panel.table.choose(list(schools))
        self.settle()

    def text(self, name: str) -> str:
        found = self.panel.findChild(QLabel, name)
        assert found is not None
        return found.text()

    def offered(self) -> list[str]:
        return [act.text() for act in self.panel.menu.actions()]


@pytest.fixture
def board(office: Context, jobs: Jobs, qtbot: QtBot, dressed: QApplication) -> Iterator[Board]:
    make_year(office)
    for entry, member in ((5, 1), (7, 2), (8, 3), (15, 4)):
        change(
            office,
            "UPDATE graduate_entries SET member_id = ?, match = 'matched' WHERE id = ?",
            member,
            entry,
        )
    yield Board(qtbot, jobs, replace(office, fixed_day=date(2018, 9, 21)))


def test_total_numbers_and_milestones_with_days_left(board: Board) -> None:
    total = board.text("progress_total")
    assert "2018 届应转接 25 人：发起率 64%（16/25）" in total
    assert "等待新生团支部 6 人（单列）" in total
    assert total.endswith("各类学校完成率：中职 0%　普通高中 40%　市属高校 80%")
    goals = board.text("progress_goals").splitlines()
    assert goals[0] == (
        "2018-06-30（已逾期 83 天）　毕业生团员组织关系转接发起率达到80%：现为 64%，目标 80%，"
        "2 所未达到（职校团委、一中团委）"
    )
    assert goals[1].startswith("2018-09-30（还有 9 天）　高校2018年应届毕业生")


def test_schools_with_the_laggard_on_top(board: Board) -> None:
    model = board.panel.table.paged
    drawn(model, range(3))
    board.settle()
    lines = drawn(model, range(3)).splitlines()
    assert lines == [
        "学校|类别|应转接|已发起|已转入|等待|发起率|完成率|差距|名次",
        "职校团委|中职|5|1|0|2|20%|0%|差 5 人|3",
        "一中团委|普通高中|10|6|4|4|60%|40%|差 6 人|2",
        "青溪学院团委|市属高校|10|9|8|0|90%|80%|差 2 人|1",
    ]


def test_a_number_asks_for_its_people(board: Board) -> None:
    board.panel.parts["waiting"].click()
    board.choose(SCHOOL)
    assert board.text("progress_whose") == "一中团委："
    assert board.panel.parts["open"].text() == "未发起 4"
    board.panel.parts["open"].click()
    board.panel.table.opened.emit(SCHOOL)
    assert board.parts == [("waiting", None), ("open", SCHOOL), ("unfinished", SCHOOL)]


def test_a_notice_is_offered_for_a_university_only(board: Board) -> None:
    assert not board.panel.reminder.isEnabled()
    board.choose(SCHOOL)
    assert board.panel.reminder.isEnabled()
    assert not board.panel.notice.isEnabled()
    board.panel.reminder.click()
    board.choose(UNIVERSITY)
    board.panel.notice.click()
    assert board.letters == [("reminder", SCHOOL), ("party-notice", UNIVERSITY)]


def test_settled_destinations_are_offered_by_kind(board: Board) -> None:
    board.choose(SCHOOL)
    board.panel.transfer.click()
    board.settle()
    assert board.offered() == ["升学　2 人"]  # entry 5 is started already
    board.panel.menu.actions()[0].trigger()
    board.panel.retention.click()
    board.settle()
    assert board.offered() == ["延迟毕业　1 人"]
    board.panel.menu.actions()[0].trigger()
    assert board.wishes == [
        ("transfer", {"ids": [2, 3], "kind": "升学"}),
        ("retention", {"ids": [4], "reason": "延迟毕业"}),
    ]
    board.choose(VOCATIONAL)
    board.panel.transfer.click()
    board.settle()
    assert board.said[-1][1].startswith("没有可以发起转接的")


def test_abroad_is_registered_under_the_registers_own_words(board: Board, office: Context) -> None:
    change(office, "UPDATE graduate_entries SET destination = '出国（境）' WHERE id = 7")
    board.panel.retention.click()
    board.settle()
    assert "出国（境）研究学习　1 人" in board.offered()
    board.panel.transfer.click()
    board.settle()
    assert board.offered() == ["升学　1 人"]


def test_the_list_is_written_where_the_clerk_says(
    board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "进度.xlsx"
    monkeypatch.setattr(progress_panel, "ask_save_path", lambda *_args, **_named: out)
    board.panel.export.click()
    board.settle()
    assert out.exists()
    assert board.said == [("done", "已导出 3 所学校：进度.xlsx")]
    monkeypatch.setattr(
        progress_panel, "ask_save_path", lambda *_args, **_named: tmp_path / "无" / "x.xlsx"
    )
    board.panel.export.click()
    board.settle()
    assert board.said[-1][0] == "error"


def test_a_year_without_lists(board: Board) -> None:
    board.load(2017)
    assert "应转接 0 人" in board.text("progress_total")
    assert not board.panel.export.isEnabled()
    assert "没有这类学校的名单" in board.text("progress_goals")


def test_numbers_of_a_past_day(board: Board) -> None:
    board.panel.until.take(date(2018, 6, 1))
    board.settle()
    assert board.panel.day == date(2018, 6, 1)
    assert board.text("progress_total").startswith("截至 2018-06-01，2018 届应转接")
    standing = board.panel.standing
    assert standing is not None
    assert standing.rates.day == date(2018, 6, 1)
    board.panel.until.take(date(2018, 9, 21))
    board.settle()
    assert board.panel.day is None
    assert board.text("progress_total").startswith("2018 届应转接 25 人")


def test_a_schools_own_sheet_goes_beside_the_letter(
    board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not board.panel.sheet.isEnabled()
    board.choose(SCHOOL)
    path = tmp_path / "待办理.xlsx"
    asked: list[str] = []

    def ask(_parent: object, *, suggested: Path, **_words: str) -> Path:
        asked.append(suggested.name)
        return path

    monkeypatch.setattr(progress_panel, "ask_save_path", ask)
    board.panel.sheet.click()
    board.settle()
    assert asked == ["2018届毕业生待办理名单-一中团委.xlsx"]
    assert path.stat().st_size > 1_000
    assert board.said == [("done", "已存 10 人的待办理名单：待办理.xlsx，可随催办函发给学校。")]


def test_whom_somebody_wanted_deleted_instead_is_a_click_away(board: Board) -> None:
    assert not board.panel.attempts.isVisible()
    change(
        board.panel._workplace.context,
        "INSERT INTO deletion_attempts (member_id, reasons, refusal, tried_by, tried_on) "
        "VALUES (1, 'not_a_member', '转接没有办完', '王干事', '2018-08-02')",
    )
    board.load()
    assert board.panel.attempts.text().startswith("有 1 名毕业生在转接没有办完时被提出删除")
    board.panel.attempts.click()
    assert board.parts == [("attempted", None)]
