"""The list before it is printed."""

from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.leaving.helpers import older, one
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.leaving.paper_dialog import PaperDialog
from tuanji_desktop.office.context import Context


def test_what_is_shown_is_what_was_filed(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = PaperDialog(workplace, [older(office)])
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    assert dialog.preview.data == one(office, "SELECT content FROM blobs")
    assert not dialog.preview.standing


def test_with_an_empty_cell_it_is_only_looked_at(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = PaperDialog(workplace, [older(office), older(office, "赵二", joined_on="")])
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    assert dialog.preview.data.startswith(b"%PDF")
    assert dialog.banner.text == "“入团年月”没有填写。"
    assert dialog.preview.print_paper() is None
    assert one(office, "SELECT count(*) FROM papers") == 0


def test_nobody(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    dialog = PaperDialog(workplace, [])
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    assert dialog.banner.text == "没有选中团员。"
