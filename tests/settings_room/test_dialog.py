"""Restoring a backup as a new file."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.backups import backup_now
from tuanji_desktop.settings_room.dialog import PathRow, RestoreDialog
from tuanji_desktop.store.backup import BackupMade


def test_a_path_gets_its_suffix(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> None:
    row = PathRow("place", "位置", save=True)
    qtbot.addWidget(row)
    assert row.path is None
    row.set_path(tmp_path / "台账")
    assert row.path == tmp_path / "台账.tuanji"


def test_a_backup_is_restored_beside_and_nothing_is_overwritten(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    made = backup_now(workplace.context)
    dialog = RestoreDialog(workplace.jobs)
    dialog.show()
    assert not dialog.restore_button.isEnabled()
    dialog.source.set_path(made.path)
    assert dialog.target.path == made.path.with_name(f"{made.path.stem}-恢复.tuanji")
    dialog.target.set_path(workplace.context.database.path)
    dialog.restore_button.click()
    still(qtbot, workplace.jobs)
    assert "没有覆盖" in dialog.banner.text
    dialog.target.set_path(tmp_path / "新.tuanji")
    found: list[BackupMade] = []
    dialog.restored.connect(found.append)
    dialog.act()
    still(qtbot, workplace.jobs)
    assert [(one.path, one.members) for one in found] == [(tmp_path / "新.tuanji", 6)]


def test_an_encrypted_backup_asks_for_the_password_of_its_day(
    qtbot: QtBot, secret_place: Workplace, tmp_path: Path
) -> None:
    made = backup_now(secret_place.context)
    dialog = RestoreDialog(secret_place.jobs, backup=made.path, suggested=tmp_path / "新.tuanji")
    dialog.show()
    dialog.act()
    still(qtbot, secret_place.jobs)
    assert "设有密码" in dialog.banner.text
    dialog.secret.setText("geheim1")
    dialog.act()
    still(qtbot, secret_place.jobs)
    assert (tmp_path / "新.tuanji").is_file()
