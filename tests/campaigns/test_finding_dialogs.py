"""What is wrong, and who is not in the system."""

from pytestqt.qtbot import QtBot

from tests.campaigns.helpers import CLASS_1, NEWCOMER, opened
from tests.deletion.helpers import select
from tests.desks import still
from tuanji_desktop.campaigns.finding_dialogs import UnlistedDialog, WrongDialog
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


def test_wrong_needs_a_tick(qtbot: QtBot, jobs: Jobs) -> None:
    dialog = WrongDialog(2)
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "2 人信息有误"
    assert not dialog.act_button.isEnabled()
    dialog.boxes["sex"].setChecked(True)
    dialog.boxes["name"].setChecked(True)
    dialog.note.setText("应为张珊")
    with qtbot.waitSignal(dialog.told) as told:
        dialog.act_button.click()
    assert told.args == [("name", "sex"), "应为张珊"]


def test_not_in_the_system_needs_the_verified_tick(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    campaign = opened(office)
    dialog = UnlistedDialog(
        workplace, campaign_id=campaign, branch_id=CLASS_1, branch="高三（1）班"
    )
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.name.setText(NEWCOMER[0])
    dialog.number.setText(NEWCOMER[1])
    dialog.act_button.click()
    still(qtbot, workplace.jobs)
    assert "核实无误" in dialog.banner.text
    assert "Q 三.1" in dialog.banner.text
    dialog.verified.setChecked(True)
    with qtbot.waitSignal(dialog.added):
        dialog.act_button.click()
    assert select(office, "SELECT name, id_number FROM campaign_checks") == [NEWCOMER]
