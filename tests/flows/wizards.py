"""An import from the menu to the last page, and back."""

from pathlib import Path

import shiboken6

from tests.flows.conftest import Clerk
from tuanji_desktop.kit.import_adapter import ImportReview
from tuanji_desktop.kit.import_wizard import REVIEW, ImportWizard


def open_list(clerk: Clerk, command: str, name: str, path: Path) -> ImportWizard:
    """The menu entry, the file, the columns; stops where the plan is shown."""
    clerk.command(command)
    wizard = clerk.dialog(name)
    assert isinstance(wizard, ImportWizard)
    wizard.open_path(path)
    clerk.wait()
    while wizard.step < REVIEW:
        clerk.press("wizard_next", wizard)
    assert wizard.banner.isHidden(), wizard.banner.text
    return wizard


def review_of(wizard: ImportWizard) -> ImportReview:
    """The plan that the clerk sees."""
    review = wizard.review_page._review
    assert review is not None
    return review


def counts_of(wizard: ImportWizard) -> dict[str, int]:
    """How many rows of each sort."""
    return {kind.key: kind.count for kind in review_of(wizard).kinds}


def write(clerk: Clerk, wizard: ImportWizard) -> None:
    """写入"""
    clerk.press("wizard_next", wizard)
    assert "导入完成" in clerk.texts(wizard)


def undo(clerk: Clerk, wizard: ImportWizard) -> None:
    """撤销这次导入: the dialog says what will come back, and does it; the wizard says so."""
    clerk.press("result_undo", wizard)
    dialog = clerk.dialog("undo_dialog")
    clerk.press("undo_apply", dialog)
    assert "已撤销这次导入" in clerk.texts(wizard)
    clerk.press("wizard_next", wizard)
    assert not shiboken6.isValid(wizard)
