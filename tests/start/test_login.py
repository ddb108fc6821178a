"""Opening an encrypted file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tuanji_desktop.core.errors import OfficeLocked
from tuanji_desktop.office.service import Created, add_operator, create_office, open_office
from tuanji_desktop.start import login
from tuanji_desktop.start.login import Chosen, LoginDialog, operators_of, prove_secret

NOW = datetime(2018, 8, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def made(tmp_path: Path, cheap_keys: None) -> Created:
    """An encrypted file of two operators."""
    path = tmp_path / "青溪.tuanji"
    done = create_office(
        path, name="青溪", operator="王干事", password="geheim1", now=NOW, today=NOW.date()
    )
    context = open_office(path, secret="geheim1", clock=lambda: NOW)
    add_operator(context, name="赵副书记", role="reviewer", password="geheim2")
    context.database.close()
    return done


def dialog(qtbot: QtBot, path: Path, operator: str | None = None) -> LoginDialog:
    shown = LoginDialog(path, operator=operator)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def attempt(qtbot: QtBot, shown: LoginDialog, secret: str) -> None:
    shown.secret_box.setText(secret)
    shown.open_file()
    qtbot.waitUntil(lambda: not shown._jobs.busy)


def test_operators_are_known_before_the_file_is_open(made: Created, tmp_path: Path) -> None:
    assert operators_of(made.path) == ("王干事", "赵副书记")
    plain = tmp_path / "p.tuanji"
    create_office(plain, name="a", now=NOW, today=NOW.date())
    assert operators_of(plain) == ()
    prove_secret(plain, operator="x", secret="")


def test_each_opens_with_their_own_password_or_the_recovery_code(made: Created) -> None:
    assert made.recovery_code is not None
    prove_secret(made.path, operator="王干事", secret="geheim1")
    prove_secret(made.path, operator="王干事", secret=made.recovery_code)
    for secret in ("geheim2", "", "geheim"):
        with pytest.raises(OfficeLocked):
            prove_secret(made.path, operator="王干事", secret=secret)


def test_the_right_password_is_handed_on(
    qtbot: QtBot, dressed: QApplication, made: Created
) -> None:
    shown = dialog(qtbot, made.path, operator="赵副书记")
    assert shown.operator_box.currentText() == "赵副书记"
    attempt(qtbot, shown, "geheim2")
    assert shown.result() == QDialog.DialogCode.Accepted
    assert shown.chosen == Chosen(made.path, "geheim2", "赵副书记")


def test_a_wrong_one_is_said_in_the_dialog(
    qtbot: QtBot, dressed: QApplication, made: Created
) -> None:
    shown = dialog(qtbot, made.path)
    attempt(qtbot, shown, "geheim2")
    assert shown.chosen is None
    assert "密码不正确" in shown.banner.text
    assert "还可以试 4 次" in shown.banner.text
    attempt(qtbot, shown, "")  # nothing typed is no try
    assert "还可以试" not in shown.banner.text
    shown.reject()


def test_after_five_wrong_ones_one_waits(
    qtbot: QtBot, dressed: QApplication, made: Created
) -> None:
    shown = dialog(qtbot, made.path)
    for _ in range(login.TRIES):
        attempt(qtbot, shown, "falsch")
    assert not shown.open_button.isEnabled()
    assert "请等 30 秒" in shown.banner.text
    shown.open_file()  # does nothing
    assert not shown._jobs.busy
    for _ in range(login.WAIT_SECONDS):
        shown._tick.timeout.emit()
    assert shown.open_button.isEnabled()
    attempt(qtbot, shown, "geheim1")
    assert shown.chosen is not None
