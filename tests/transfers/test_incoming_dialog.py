"""登记转入 in the window: what becomes of it is seen first, then it is registered."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import one, select
from tests.desks import still
from tests.transfers.test_newcomers import LI
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.incoming_dialog import IncomingDialog
from tuanji_desktop.transfers.queries import load_units


def opened(qtbot: QtBot, workplace: Workplace) -> IncomingDialog:
    dialog = IncomingDialog(workplace)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, dialog)
    return dialog


def settle(qtbot: QtBot, dialog: IncomingDialog) -> None:
    qtbot.waitUntil(lambda: not dialog._later.isActive())
    still(qtbot, dialog._workplace.jobs)


def fill(dialog: IncomingDialog) -> None:
    dialog.name.setText(LI.name)
    dialog.id_number.setText(LI.id_number)
    dialog.source.setText(LI.source)


def test_what_is_missing_is_said_and_then_it_is_registered(
    qtbot: QtBot, workplace: Workplace, office: Context, tmp_path: Path
) -> None:
    dialog = opened(qtbot, workplace)
    assert "请填写姓名" in dialog.summary.text()
    assert not dialog.act_button.isEnabled()
    fill(dialog)
    settle(qtbot, dialog)
    assert "请选择转入" in dialog.summary.text()
    dialog.take_unit(next(one for one in load_units(office) if one.id == 4))
    scan = tmp_path / "介绍信.png"
    scan.write_bytes(b"scan")
    dialog.take_scan(scan)
    settle(qtbot, dialog)
    assert "办结后为报到草稿" in dialog.summary.text()
    dialog.act()
    still(qtbot, workplace.jobs)
    assert not dialog.isVisible()
    assert select(office, "SELECT name, source, target_id, machine FROM transfers") == [
        (LI.name, LI.source, 4, "incoming")
    ]
    assert one(office, "SELECT file_name FROM attachments") == "介绍信.png"


def test_the_units_are_offered_and_a_bad_day_is_said(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    dialog = opened(qtbot, workplace)
    dialog.unit.click()
    still(qtbot, workplace.jobs)
    picker = next(one for one in dialog.children() if one.objectName() == "branch_dialog")
    picker.chosen.emit(load_units(office)[1])  # type: ignore[attr-defined]
    assert dialog.unit.text() == "一中团委"
    dialog.day.setText("昨天")
    settle(qtbot, dialog)
    assert "日期应写作" in dialog.summary.text()
    dialog.act()
    assert one(office, "SELECT count(*) FROM transfers") == 0


def test_a_member_of_this_office_is_refused_in_words(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    dialog = opened(qtbot, workplace)
    fill(dialog)
    dialog.id_number.setText(str(one(office, "SELECT id_number FROM members WHERE id = 1")))
    dialog.take_unit(load_units(office)[3])
    settle(qtbot, dialog)
    assert "张三" in dialog.summary.text()
    assert "N 四.1" in dialog.summary.text()
    assert not dialog.act_button.isEnabled()


def test_everything_has_a_name(qtbot: QtBot, workplace: Workplace) -> None:
    dialog = opened(qtbot, workplace)
    widgets = [*dialog.findChildren(QPushButton), *dialog.findChildren(QLineEdit)]
    assert all(one.objectName() for one in widgets)
    assert all(one.accessibleName() for one in widgets if one.isVisible())
