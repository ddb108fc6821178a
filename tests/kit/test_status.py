"""The status bar's end."""

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from tests.kit.tables import settle
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.kit import status
from tuanji_desktop.kit.jobs import Jobs


def test_progress_has_a_number_and_can_be_stopped(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "SHOWN_AFTER_MS", 0)
    shown = status.JobStatus(jobs)
    qtbot.addWidget(shown)
    go_on = threading.Event()

    def act(progress: Progress) -> None:
        progress(1200, 5000, "读取")
        while not go_on.wait(0.002):
            progress.stop_if_cancelled()

    jobs.read_long(QObject(jobs), act, lambda _: None, words="导出")
    words = shown.findChild(QLabel, "job_words")
    cancel = shown.findChild(QToolButton, "job_cancel")
    assert words is not None
    assert cancel is not None
    qtbot.waitUntil(lambda: words.text() == "导出：读取  1,200 / 5,000")
    qtbot.waitUntil(lambda: not shown.isHidden())
    cancel.click()
    settle(qtbot, jobs)
    assert shown.isHidden()


def test_what_is_over_at_once_is_not_shown(qtbot: QtBot, jobs: Jobs) -> None:
    shown = status.JobStatus(jobs)
    qtbot.addWidget(shown)
    jobs.write(QObject(jobs), lambda progress: None, lambda _: None, words="保存")
    settle(qtbot, jobs)
    assert shown.isHidden()
    qtbot.wait(status.SHOWN_AFTER_MS + 50)
    assert shown.isHidden()


def test_a_save_cannot_be_cancelled(qtbot: QtBot, jobs: Jobs) -> None:
    shown = status.JobStatus(jobs)
    qtbot.addWidget(shown)
    gate = threading.Event()
    jobs.write(QObject(jobs), lambda progress: gate.wait(2), lambda _: None, words="保存")
    jobs.write(QObject(jobs), lambda progress: None, lambda _: None, words="导入")
    cancel = shown.findChild(QToolButton, "job_cancel")
    words = shown.findChild(QLabel, "job_words")
    assert cancel is not None
    assert words is not None
    assert cancel.isHidden()
    assert words.text() == "保存（还有 1 项）"
    gate.set()
    settle(qtbot, jobs)
