"""A new office file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tuanji_desktop.office.service import open_office
from tuanji_desktop.start.create import CreateDialog
from tuanji_desktop.start.login import Chosen
from tuanji_desktop.store.vault import read_envelope

NOW = datetime(2018, 8, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def dialog(qtbot: QtBot, dressed: QApplication, tmp_path: Path, cheap_keys: None) -> CreateDialog:
    made = CreateDialog(tmp_path / "台账", clock=lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    return made


def press(qtbot: QtBot, dialog: CreateDialog) -> None:
    dialog.create_file()
    qtbot.waitUntil(lambda: not dialog._jobs.busy)


def test_the_file_is_called_like_the_office_until_the_clerk_says_otherwise(
    dialog: CreateDialog, tmp_path: Path
) -> None:
    dialog.name_box.setText("青溪 团县委/一")
    assert dialog.place.path == tmp_path / "台账" / "青溪团县委一.tuanji"
    dialog.place.box.setText(str(tmp_path / "b"))
    dialog.place.box.textEdited.emit("b")
    dialog.name_box.setText("别的")
    assert dialog.place.path == tmp_path / "b.tuanji"


def test_what_is_wrong_is_said_and_nothing_is_made(
    qtbot: QtBot, dialog: CreateDialog, tmp_path: Path
) -> None:
    for box, text, words in (
        (dialog.name_box, "青溪团县委", "单位名称"),
        (dialog.operator_box, "王干事", "操作员姓名"),
        (dialog.password_box, "geheim1", "至少 6"),
        (dialog.again_box, "geheim2", "不一样"),
    ):
        press(qtbot, dialog)
        assert words in dialog.banner.text
        box.setText(text)
    press(qtbot, dialog)
    assert "不一样" in dialog.banner.text
    assert not (tmp_path / "台账").exists()


def test_an_encrypted_file_shows_its_recovery_code_before_it_opens(
    qtbot: QtBot, dialog: CreateDialog
) -> None:
    dialog.name_box.setText("青溪团县委")
    dialog.operator_box.setText("王干事")
    dialog.password_box.setText("geheim1")
    dialog.again_box.setText("geheim1")
    press(qtbot, dialog)
    assert dialog.stack.currentWidget() is dialog.recovery
    dialog.reject()  # must not lose the code
    assert dialog.isVisible()
    assert "最后一组" in dialog.recovery.banner.text
    code = dialog.recovery.code_label.text().replace("\n", "-")
    dialog.recovery.proof.setText(code[-5:])
    dialog.recovery.done_button.click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    chosen = dialog.chosen
    assert chosen is not None
    assert (chosen.secret, chosen.operator) == ("geheim1", "王干事")
    context = open_office(chosen.path, secret=code, operator="王干事", clock=lambda: NOW)
    context.database.close()


def test_a_plain_file_opens_at_once(qtbot: QtBot, dialog: CreateDialog, tmp_path: Path) -> None:
    dialog.name_box.setText("青溪")
    dialog.operator_box.setText("王干事")
    dialog.encrypt_box.setChecked(False)
    assert not dialog.password_box.isEnabled()
    dialog.policy_box.setCurrentIndex(dialog.policy_box.findData("national"))
    press(qtbot, dialog)
    path = tmp_path / "台账" / "青溪.tuanji"
    assert dialog.chosen == Chosen(path, None, "王干事")
    assert read_envelope(path) is None
    context = open_office(path, clock=lambda: NOW)
    assert context.policy.id == "national"
    context.database.close()


def test_a_place_that_is_taken_is_refused_in_words(
    qtbot: QtBot, dialog: CreateDialog, tmp_path: Path
) -> None:
    taken = tmp_path / "da.tuanji"
    taken.write_bytes(b"x")
    dialog.name_box.setText("青溪")
    dialog.operator_box.setText("王干事")
    dialog.encrypt_box.setChecked(False)
    dialog.place.set_path(taken)
    press(qtbot, dialog)
    assert "没有覆盖" in dialog.banner.text
    assert dialog.create_button.isEnabled()
    assert taken.read_bytes() == b"x"


def test_a_file_about_to_be_made_is_not_walked_away_from(
    qtbot: QtBot, dialog: CreateDialog, tmp_path: Path
) -> None:
    dialog.name_box.setText("青溪团县委")
    dialog.operator_box.setText("王干事")
    dialog.password_box.setText("secret-1")
    dialog.again_box.setText("secret-1")
    dialog.create_button.click()
    dialog.reject()
    assert dialog.isVisible() and "请稍候" in dialog.banner.text
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.recovery, timeout=5_000)
