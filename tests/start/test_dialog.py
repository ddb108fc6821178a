"""The start: four ways, and the files of the last days."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tuanji_desktop.core.paths import user_data_dir
from tuanji_desktop.core.settings import MachineSettings
from tuanji_desktop.office.service import create_office, open_office
from tuanji_desktop.settings_room.dialog import RestoreDialog
from tuanji_desktop.start import dialog as start
from tuanji_desktop.start.create import CreateDialog
from tuanji_desktop.start.dialog import DEMO_FILE, DemoDialog, StartDialog, recent_files
from tuanji_desktop.start.login import Chosen

NOW = datetime(2018, 8, 1, 9, 30, tzinfo=UTC)


def shown(qtbot: QtBot, *recent: Path, message: str = "") -> StartDialog:
    settings = MachineSettings(recent_offices=tuple(str(path) for path in recent))
    made = StartDialog(settings, message=message, clock=lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    return made


def office(tmp_path: Path) -> Path:
    path = tmp_path / "青溪.tuanji"
    create_office(path, name="青溪", now=NOW, today=NOW.date())
    return path


@pytest.mark.usefixtures("dressed")
def test_recent_files_that_are_still_there_open_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = office(tmp_path)
    gone = tmp_path / "fort.tuanji"
    assert recent_files(MachineSettings(recent_offices=(str(gone), str(path)))) == [path]
    made = shown(qtbot, gone, path)
    assert made.recent.count() == 1
    made.recent.setCurrentRow(0)
    made.recent.itemActivated.emit(made.recent.item(0))
    assert (made.result(), made.chosen) == (QDialog.DialogCode.Accepted, Chosen(path))


@pytest.mark.usefixtures("dressed")
def test_on_the_first_day_there_is_no_list_and_why_it_did_not_open_is_said(qtbot: QtBot) -> None:
    made = shown(qtbot, message="找不到文件。")
    assert made.recent.isHidden()
    assert made.banner.text == "找不到文件。"
    assert made.cards["demo"].hasFocus() or not made.isActiveWindow()
    made.reject()
    assert made.chosen is None


@pytest.mark.usefixtures("dressed")
def test_an_existing_file_is_chosen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office(tmp_path)
    monkeypatch.setattr(start, "ask_open_path", lambda *_args, **_options: path)
    made = shown(qtbot)
    made.cards["open"].pressed.emit()
    assert made.chosen == Chosen(path)


@pytest.mark.usefixtures("dressed")
def test_a_new_office_and_a_restored_backup_are_handed_on(qtbot: QtBot, tmp_path: Path) -> None:
    made = shown(qtbot)
    made.cards["create"].pressed.emit()
    form = made.findChild(CreateDialog)
    assert isinstance(form, CreateDialog)
    form.name_box.setText("青溪")
    form.operator_box.setText("王干事")
    form.encrypt_box.setChecked(False)
    form.place.set_path(tmp_path / "neu.tuanji")
    form.create_file()
    qtbot.waitUntil(lambda: made.chosen is not None)
    assert made.chosen == Chosen(tmp_path / "neu.tuanji", None, "王干事")

    made = shown(qtbot)
    made.cards["restore"].pressed.emit()
    restore = made.findChild(RestoreDialog)
    assert isinstance(restore, RestoreDialog)
    restore.source.set_path(tmp_path / "neu.tuanji")
    restore.target.set_path(tmp_path / "alt.tuanji")
    restore.act()
    qtbot.waitUntil(lambda: made.chosen is not None)
    assert made.chosen == Chosen(tmp_path / "alt.tuanji")


@pytest.mark.usefixtures("dressed")
def test_the_practice_county_is_made_once(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = user_data_dir() / DEMO_FILE
    made = DemoDialog(path, members=60, clock=lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.result() == QDialog.DialogCode.Accepted, timeout=20_000)
    context = open_office(path, clock=lambda: NOW)
    context.database.close()
    again = shown(qtbot)
    again.cards["demo"].pressed.emit()  # it is there: opened at once
    assert again.chosen == Chosen(path)


@pytest.mark.usefixtures("dressed")
def test_a_county_that_was_stopped_or_refused_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "p.tuanji"
    made = DemoDialog(path, members=3_000, clock=lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    made.reject()
    assert list(tmp_path.glob("p*")) == []
    path.write_bytes(b"x")
    made = DemoDialog(path, members=60, clock=lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: "没有覆盖" in made.banner.text)
    made.reject()
    assert path.read_bytes() == b"x"
