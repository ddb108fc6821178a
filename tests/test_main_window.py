"""The main window wires: rail, tree, desk, card, search box, status bar."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desks import dressed as dressed  # noqa: PLC0414 - fixtures
from tests.desks import jobs as jobs  # noqa: PLC0414
from tests.desks import office as office  # noqa: PLC0414
from tests.desks import still
from tests.desks import workplace as workplace  # noqa: PLC0414
from tuanji_desktop.core.settings import MachineSettings
from tuanji_desktop.kit import desks
from tuanji_desktop.kit.desks import Desk
from tuanji_desktop.kit.jobs import READERS
from tuanji_desktop.kit.page import Page, Workplace
from tuanji_desktop.main_window import Command, MainWindow
from tuanji_desktop.members.card import MemberCard
from tuanji_desktop.members.page import RosterPage
from tuanji_desktop.store.changes import Changes
from tuanji_desktop.store.database import open_database


class _Other(Page):
    key, title, icon = "history", "操作日志", "history"
    hints: list[object]
    told: list[Changes]

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.hints, self.told = [], []

    def show_hint(self, hint: object) -> None:
        self.hints.append(hint)

    def show_changes(self, changes: Changes) -> None:
        self.told.append(changes)


def build(workplace: Workplace, settings: MachineSettings) -> MainWindow:
    return MainWindow(
        workplace,
        title="青溪 — 团籍台账",
        desks=[
            Desk("roster", "花名册", "roster", lambda: RosterPage(workplace)),
            Desk("history", "操作日志", "history", lambda: _Other(workplace)),
        ],
        card=MemberCard(workplace, history=lambda _member: ()),
        settings=settings,
    )


@pytest.fixture
def window(workplace: Workplace, qtbot: QtBot) -> Iterator[MainWindow]:
    made = build(workplace, MachineSettings())
    made.add_menus(
        [
            (
                "文件",
                [
                    Command("write", "写", lambda: None, "Ctrl+W", write=True),
                    None,
                    Command("read", "读", lambda: None, tool=True, icon="search"),
                ],
            )
        ]
    )
    qtbot.addWidget(made)
    made.show()
    still(qtbot, workplace.jobs)
    yield made
    still(qtbot, workplace.jobs)


def test_desks_scope_and_hints(window: MainWindow, qtbot: QtBot) -> None:
    assert window.desk.key == "roster"
    window.tree.choose(2)
    assert window.desk.scope == 2
    window.show_desk("history", {"filter": 1})
    other = window.desk
    assert isinstance(other, _Other)
    assert (other.scope, other.hints) == (2, [{"filter": 1}])
    assert window.card.isHidden()
    window.tree.whole_office()
    assert other.scope is None
    window.show_desk("nonsense")
    assert window.desk.key == "roster"


def test_only_the_desk_in_sight_moves_the_card_and_the_status(window: MainWindow) -> None:
    window.desk.member_chosen.emit(1)
    assert window.card.member_id == 1
    window.pages["history"].member_chosen.emit(2)
    assert window.card.member_id == 1
    window.pages["history"].summary_changed.emit("第 9 号")
    assert window._summary.text() == "6 人"
    window.show_desk("history")
    assert window._summary.text() == "第 9 号"


def test_changes_reach_visited_desks(window: MainWindow) -> None:
    other = window.pages["history"]
    assert isinstance(other, _Other)
    changes = Changes(7, "修改", {"members": frozenset({1})})
    window.show_changes(changes)
    assert other.told == []
    window.show_desk("history")
    window.show_changes(changes)
    assert other.told == [changes]


def test_a_desk_behind_is_told_in_a_turn_of_its_own(window: MainWindow, qtbot: QtBot) -> None:
    """After a large write half the desks have something to read again."""
    window.show_desk("history")
    other = window.pages["history"]
    assert isinstance(other, _Other)
    window.show_desk("roster")
    first, second = (Changes(number, "修改", {"members": frozenset({1})}) for number in (7, 8))
    window.show_changes(first)
    window.show_changes(second)
    assert other.told == []
    qtbot.waitUntil(lambda: other.told == [first, second])


def test_a_desk_chosen_in_the_rail_is_imported_elsewhere_and_then_built(
    workplace: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Import, building and painting in one go would stop the window."""
    steps: list[tuple[str, bool]] = []

    def note(step: str) -> None:
        steps.append((step, threading.current_thread() is threading.main_thread()))

    monkeypatch.setattr(desks, "import_module", note)

    def history() -> Page:
        note("build")
        return _Other(workplace)

    window = MainWindow(
        workplace,
        title="青溪",
        desks=[
            Desk("roster", "花名册", "roster", lambda: RosterPage(workplace), ("members",)),
            Desk("history", "操作日志", "history", history, ("history",)),
        ],
        card=MemberCard(workplace, history=lambda _member: ()),
        settings=MachineSettings(),
    )
    qtbot.addWidget(window)
    window.show()
    window.rail.chosen.emit("history")
    assert ("build", True) not in steps
    assert window.desk.key == "roster"
    qtbot.waitUntil(lambda: window.desk.key == "history")
    assert steps == [("history", False), ("build", True)]
    window.rail.chosen.emit("roster")
    assert window.desk.key == "roster"  # there already: at once
    still(qtbot, workplace.jobs)


def test_the_desk_chosen_last_is_the_one_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to("history")
    window.show_desk("roster")
    still(qtbot, window.workplace.jobs)
    assert [page.key for page in window.pages.built] == ["roster"]
    window.page_made.connect(lambda _page: window.show_desk("roster"))  # it is just being built
    window.go_to("history")
    qtbot.waitUntil(lambda: len(window.pages.built) == 2)
    qtbot.wait(20)
    assert window.desk.key == "roster"


def test_commands_and_typing(window: MainWindow, qtbot: QtBot) -> None:
    assert window.command("write").shortcut().toString() == "Ctrl+W"
    assert {action.text() for action in window.commands()} == {"写", "读"}
    with qtbot.waitSignal(window.search_changed) as told:
        window.search_box.setText("王")
    assert told.args == ["王"]


def test_the_look_is_kept(window: MainWindow, workplace: Workplace, qtbot: QtBot) -> None:
    window.show_desk("history")
    window.splitter.setSizes([200, 700, 400])
    kept = window.settings(MachineSettings())
    again = build(workplace, kept)
    qtbot.addWidget(again)
    assert again.desk.key == "history"
    window.show_backup("上次备份 09:30 ✓", late=False)
    assert window._backup.text() == "上次备份 09:30 ✓"


def test_a_file_that_somebody_holds_is_shown_read_only(
    window: MainWindow, workplace: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    from dataclasses import replace

    context = workplace.context
    second = open_database(context.database.path, now=context.clock())
    reader = Workplace(replace(context, database=second), workplace.jobs)
    other = build(reader, MachineSettings())
    qtbot.addWidget(other)
    other.add_menus([("文件", [Command("write", "写", lambda: None, write=True)])])
    assert other.commands() == []
    assert "使用" in other.banner.text
    still(qtbot, workplace.jobs)
    second.close()


def test_a_desk_does_not_wait_for_readers_that_are_busy(window: MainWindow, qtbot: QtBot) -> None:
    """Two long exports must not hold up the way from desk to desk."""
    jobs, gate = window.workplace.jobs, threading.Event()
    for _ in range(READERS):
        jobs.read_long(window, lambda _progress: gate.wait(10), lambda _done: None, words="导出")
    window.go_to("history")
    try:
        qtbot.waitUntil(lambda: window.desk.key == "history")
        assert jobs.busy
    finally:
        gate.set()
