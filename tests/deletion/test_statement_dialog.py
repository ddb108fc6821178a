"""The papers of a mistaken approval in the window, from the request's own attachments."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.deletion.request_dialog import DeletionRequestDialog
from tuanji_desktop.deletion.statement_dialog import StatementDialog
from tuanji_desktop.kit.page import Workplace


def opened(qtbot: QtBot, workplace: Workplace, kind: str) -> StatementDialog:
    dialog = StatementDialog(workplace, 1, kind)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    return dialog


@pytest.mark.parametrize("kind", ["statement", "self-criticism"])
def test_it_shows_the_paper_and_follows_what_is_typed(
    qtbot: QtBot, workplace: Workplace, kind: str
) -> None:
    dialog = opened(qtbot, workplace, kind)
    first = dialog.preview._data
    assert first.startswith(b"%PDF")
    dialog.cause.setText("两班同学同名")
    qtbot.waitUntil(lambda: not dialog._later.isActive())
    still(qtbot, workplace.jobs)
    assert dialog.preview._data != first


def test_the_request_offers_a_sample_of_both(qtbot: QtBot, workplace: Workplace) -> None:
    request = DeletionRequestDialog(workplace, 1, reason="wrong_branch")
    qtbot.addWidget(request)
    request.show()
    still(qtbot, workplace.jobs)
    for kind in ("statement", "self_criticism"):
        button = request.findChild(QPushButton, f"attachment_sample_{kind}")
        assert isinstance(button, QPushButton)
        assert button.isVisible()
        button.click()
        still(qtbot, workplace.jobs)
        dialog = next(one for one in request.children() if isinstance(one, StatementDialog))
        dialog.reject()
        qtbot.waitUntil(lambda: not request.findChildren(StatementDialog))
    assert not request.findChild(QPushButton, "attachment_sample_other").isVisible()  # type: ignore[union-attr]
