"""开始核对: prefilled from the pack, typed where it prescribes nothing."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tests.campaigns.helpers import SCHOOL, opened
from tests.deletion.helpers import select
from tests.desks import still
from tuanji_desktop.campaigns.open_dialog import OpenDialog
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


@pytest.fixture
def dialog(qtbot: QtBot, workplace: Workplace) -> OpenDialog:
    made = OpenDialog(workplace, scope=SCHOOL)
    qtbot.addWidget(made)
    made.show()
    still(qtbot, workplace.jobs)
    return made


def test_the_pack_fills_it_in(qtbot: QtBot, dialog: OpenDialog, office: Context) -> None:
    assert "信息核对" in dialog.title.text()
    assert {key: line.text() for key, line in dialog.days.items()} == {
        "first_on": "2024-04-01", "last_on": "2024-05-31",
        "branches_done_by": "2024-04-30", "forms_due": "2024-04-20",
    }  # fmt: skip
    assert dialog.unit.currentText() == "一中团委"
    with qtbot.waitSignal(dialog.opened) as told:
        dialog.act()
    assert select(office, "SELECT id, org_id, forms_due FROM campaigns") == [
        (told.args[0], SCHOOL, "2024-04-20")
    ]


def test_a_day_that_is_none_and_a_refusal_are_said(
    qtbot: QtBot, dialog: OpenDialog, office: Context
) -> None:
    dialog.days["last_on"].setText("五月底")
    dialog.act()
    assert "结束日期应写作" in dialog.banner.text
    dialog.days["last_on"].setText("2024-05-31")
    dialog.days["forms_due"].setText("")
    opened(office)
    dialog.act()
    still(qtbot, dialog._workplace.jobs)
    assert "一中团委正在进行" in dialog.banner.text
    assert dialog.act_button.isEnabled()


def test_without_a_rule_everything_is_typed(qtbot: QtBot, tmp_path: Path, jobs: Jobs) -> None:
    (tmp_path / "g").mkdir()
    office = make_office(tmp_path / "g", today=date(2018, 8, 1))
    made = OpenDialog(Workplace(office, jobs))
    qtbot.addWidget(made)
    still(qtbot, jobs)
    assert all(line.text() == "" for line in (made.title, *made.days.values()))
    made.act()
    assert "开始日期应写作" in made.banner.text
    assert all(line.accessibleName() for line in made.findChildren(QLineEdit))
    office.database.close()
