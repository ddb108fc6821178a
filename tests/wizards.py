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
    """Presses the button that writes; the number of the operation, which keeps the recipe too."""
    with qtbot.waitSignal(wizard.imported) as imported:
        wizard.next_button.click()
    settle(qtbot, jobs)
    number = imported.args[0] if imported.args else 0
    assert isinstance(number, int)
    context = wizard._workplace.context
    with context.database.read() as connection:
        kept = connection.exec_driver_sql(
            "SELECT count(*) FROM import_recipes AS r JOIN journal_rows AS j ON j.row_id = r.id "
            "AND j.table_name = 'import_recipes' JOIN journal_operations AS o "
            "ON j.id BETWEEN o.first_row AND o.last_row WHERE o.number = ? AND r.kind = ?",
            (number, wizard._adapter.kind),
        ).scalar()
    assert kept == 1
    return number
