"""Threads: order, the newest question, dead owners, failures, the end."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.core.errors import BadInput, TuanjiError
from tuanji_desktop.core.progress import Cancelled, Progress
from tuanji_desktop.kit.jobs import JobInfo, Jobs


@pytest.fixture
def owner(jobs: Jobs) -> QObject:
    return QObject(jobs)


def settle(qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: not jobs.busy, timeout=3000)


def test_answers_come_back_on_the_gui_thread(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    seen: list[tuple[str, bool]] = []
    gui = QThread.currentThread()
    jobs.read(
        owner,
        lambda: threading.current_thread().name,
        lambda name: seen.append((name, QThread.currentThread() == gui)),
    )
    settle(qtbot, jobs)
    assert len(seen) == 1
    assert seen[0][0].startswith("reader")
    assert seen[0][1]


def test_the_newest_question_of_a_topic_wins(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    gate = threading.Event()
    asked: list[int] = []
    answers: list[int] = []

    def question(number: int) -> Callable[[], int]:
        def ask() -> int:
            asked.append(number)
            gate.wait(2)
            return number

        return ask

    for number in range(10):
        jobs.read(owner, question(number), answers.append, topic="search")
        if number < 2:
            qtbot.waitUntil(partial(lambda wanted: len(asked) == wanted, number + 1))
    gate.set()
    settle(qtbot, jobs)
    assert answers == [9]
    assert asked == [0, 1, 9]


def test_topics_and_owners_do_not_disturb_each_other(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    answers: list[str] = []
    other = QObject(jobs)
    jobs.read(owner, lambda: "a", answers.append, topic="one")
    jobs.read(owner, lambda: "b", answers.append, topic="two")
    jobs.read(other, lambda: "c", answers.append, topic="one")
    jobs.read(other, lambda: "d", answers.append)
    jobs.read(other, lambda: "e", answers.append)
    settle(qtbot, jobs)
    assert sorted(answers) == ["a", "b", "c", "d", "e"]


def test_a_callback_dies_with_its_widget(qtbot: QtBot, jobs: Jobs) -> None:
    widget = QWidget()
    gate = threading.Event()
    answers: list[bool] = []
    ran: list[str] = []
    jobs.read(widget, lambda: gate.wait(2), answers.append)
    jobs.read(widget, lambda: gate.wait(2), answers.append)
    jobs.read(widget, lambda: ran.append("queued"), lambda _: answers.append(True))
    jobs.write(
        widget, lambda progress: ran.append("write"), lambda _: answers.append(True), words=""
    )
    widget.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(widget))
    gate.set()
    settle(qtbot, jobs)
    assert answers == []
    assert ran == ["write"], "a write is carried out all the same, a queued reading is not"


def test_writes_run_one_after_the_other(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    order: list[int] = []
    threads: set[str] = set()

    def act(number: int) -> Callable[[Progress], int]:
        def do(progress: Progress) -> int:
            time.sleep(0.01 if number % 2 else 0)
            threads.add(threading.current_thread().name)
            order.append(number)
            return number

        return do

    done: list[int] = []
    for number in range(6):
        jobs.write(owner, act(number), done.append, words="保存")
    assert jobs.writing
    settle(qtbot, jobs)
    assert order == done == [0, 1, 2, 3, 4, 5]
    assert threads == {"writer"}
    assert not jobs.writing


def test_progress_reaches_the_status_bar_and_cancel_reaches_the_act(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    told: list[JobInfo] = []
    finished: list[JobInfo] = []
    jobs.progressed.connect(told.append)
    jobs.finished.connect(finished.append)

    def act(progress: Progress) -> int:
        for step in range(5000):
            progress(step, 5000, "读取")
            progress.stop_if_cancelled()
            time.sleep(0.001)
        return 5000

    answers: list[int] = []
    number = jobs.read_long(owner, act, answers.append, words="导出")
    qtbot.waitUntil(lambda: len(told) >= 2)
    jobs.cancel(number)
    settle(qtbot, jobs)
    assert answers == []
    assert told[-1].total == 5000
    assert told[-1].text == "读取"
    assert [one.state for one in finished] == ["cancelled"]


def test_what_a_cancelled_act_held_is_freed_on_its_own_thread(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    freed: list[str] = []

    class Rows:
        def __del__(self) -> None:
            freed.append(threading.current_thread().name)

    def act() -> None:
        _rows = Rows()
        raise Cancelled

    jobs.read(owner, act, lambda _none: None)
    settle(qtbot, jobs)
    assert len(freed) == 1
    assert freed[0].startswith("reader")


def test_only_a_cancellable_write_is_cancelled(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    gates = [threading.Event(), threading.Event()]
    seen: list[bool] = []
    done: list[None] = []

    def act(gate: threading.Event) -> Callable[[Progress], None]:
        def do(progress: Progress) -> None:
            gate.wait(2)
            seen.append(progress.cancelled)
            progress.stop_if_cancelled()

        return do

    firm = jobs.write(owner, act(gates[0]), done.append, words="保存")
    soft = jobs.write(owner, act(gates[1]), done.append, words="导入", cancellable=True)
    jobs.cancel(firm)
    gates[0].set()
    qtbot.waitUntil(lambda: len(done) == 1)
    qtbot.wait(20)
    jobs.cancel(soft)
    gates[1].set()
    settle(qtbot, jobs)
    assert seen == [False, True]
    assert len(done) == 1


def test_a_known_failure_goes_to_whoever_wants_it(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    def refuse() -> None:
        raise BadInput("member.name", "姓名里不能有数字")

    taken: list[TuanjiError] = []
    lines: list[TuanjiError] = []
    jobs.refused.connect(lines.append)
    jobs.read(owner, refuse, lambda _: None, on_error=taken.append)
    jobs.read(owner, refuse, lambda _: None)
    settle(qtbot, jobs)
    assert [one.message for one in taken] == ["姓名里不能有数字"]
    assert [one.code for one in lines] == ["member.name"]


def test_a_bug_goes_to_the_crash_handler_and_work_goes_on(
    qtbot: QtBot, jobs: Jobs, owner: QObject
) -> None:
    taken: list[TuanjiError] = []
    with qtbot.captureExceptions() as bugs:
        jobs.read(owner, lambda: 1 // 0, lambda _: None, on_error=taken.append)
        settle(qtbot, jobs)
    assert [kind for kind, _, _ in bugs] == [ZeroDivisionError]
    assert taken[0].code == "bug"
    answers: list[int] = []
    jobs.read(owner, lambda: 7, answers.append)
    settle(qtbot, jobs)
    assert answers == [7]


def test_closing_waits_for_the_writer_only(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    written: list[int] = []
    answers: list[object] = []

    def act(progress: Progress) -> None:
        time.sleep(0.05)
        written.append(1)

    def endless(progress: Progress) -> None:
        while True:
            progress.stop_if_cancelled()
            time.sleep(0.001)

    jobs.write(owner, act, answers.append, words="保存")
    jobs.write(owner, act, answers.append, words="保存")
    jobs.read_long(owner, endless, answers.append, words="导出")
    jobs.close()  # would never come back if it waited for the endless one
    assert written == [1, 1]
    jobs.read(owner, lambda: 1, answers.append)
    qtbot.wait(20)
    assert answers == []


def test_each_answer_has_a_turn_of_its_own(qtbot: QtBot, jobs: Jobs, owner: QObject) -> None:
    """Keys and the mouse are heard between two answers, however many came at once."""
    seen: list[str] = []

    def answer(name: str, _opened: bool) -> None:
        seen.append(name)
        QTimer.singleShot(0, lambda: seen.append("window"))

    gate = threading.Event()
    for name in ("one", "two", "three"):
        jobs.write(owner, lambda _progress: gate.wait(2), partial(answer, name), words="")
    gate.set()
    time.sleep(0.05)  # all three lie there before the window looks
    settle(qtbot, jobs)
    qtbot.waitUntil(lambda: len(seen) == 6)
    assert seen == ["one", "window", "two", "window", "three", "window"]
