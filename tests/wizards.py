"""Driving an import wizard as a clerk does."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.kit.lists import settle
from tuanji_desktop.kit.import_adapter import ImportReview
from tuanji_desktop.kit.import_wizard import ImportWizard
from tuanji_desktop.kit.jobs import Jobs


def reviewed(qtbot: QtBot, jobs: Jobs, wizard: ImportWizard, path: Path) -> ImportReview:
    """Opens a file and goes on until the plan is there, passing what values mean as guessed."""
    qtbot.addWidget(wizard, before_close_func=lambda one: one.done(0))
    wizard.show()
    settle(qtbot, jobs)
    wizard.open_path(path)
    settle(qtbot, jobs)
    for _ in range(3):
        if wizard.review_page._review is not None:
            break
        wizard.next_button.click()
        settle(qtbot, jobs)
    assert wizard.banner.isHidden(), wizard.banner.text
    review = wizard.review_page._review
    assert review is not None
    return review


def write(qtbot: QtBot, jobs: Jobs, wizard: ImportWizard) -> int:
    """Presses the button that writes; the number of the operation."""
    with qtbot.waitSignal(wizard.imported) as imported:
        wizard.next_button.click()
    settle(qtbot, jobs)
    number = imported.args[0] if imported.args else 0
    assert isinstance(number, int)
    return number
