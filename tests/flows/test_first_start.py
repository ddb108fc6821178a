"""The first start: practice county, or a new encrypted file; the next day the password."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.flows.conftest import Clerk
from tests.keys import cheap_keys
from tuanji_desktop.app import Program, Wanted
from tuanji_desktop.demo.service import make_practice_county
from tuanji_desktop.start import CreateDialog, LoginDialog, StartDialog, dialog

__all__ = ["cheap_keys"]

Step = Callable[[QDialog], bool]
"""Acts on the dialog in front; False: it is not the one yet, or not ready."""


class Hands:
    """Answers the dialogs that come up while the program starts, one step after the other."""

    def __init__(self, *steps: Step) -> None:
        self._steps = list(steps)
        self._timer = QTimer()
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._try)
        self._timer.start()

    def _try(self) -> None:
        front = QApplication.activeModalWidget()
        if self._steps and isinstance(front, QDialog):
            step = self._steps.pop(0)
            if not step(front):
                self._steps.insert(0, step)

    @property
    def done(self) -> bool:
        return not self._steps


@pytest.fixture
def first_start(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[..., Clerk | None]]:
    """Starts the program without a file; the steps answer what it asks."""
    programs: list[Program] = []

    def start(*steps: Step, path: Path | None = None) -> Clerk | None:
        program = Program(qapp, Wanted(path, demo=False, today=date(2018, 8, 1)))
        programs.append(program)
        hands = Hands(*steps)
        opened = program.start()
        assert hands.done, "a dialog did not come up"
        if not opened:
            return None
        clerk = Clerk(program, qtbot)
        clerk.wait()
        return clerk

    yield start
    for program in reversed(programs):
        program.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_practice_county_is_one_press_away(
    first_start: Callable[..., Clerk | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialog, "make_practice_county", partial(make_practice_county, members=120))

    def press_demo(front: QDialog) -> bool:
        assert isinstance(front, StartDialog)
        front.cards["demo"].pressed.emit()
        return True

    clerk = first_start(press_demo)
    assert clerk is not None
    assert clerk.value("SELECT count(*) FROM members WHERE status = 'active'") >= 100
    page: Any = clerk.desk("home")
    assert "演示" in clerk.texts(page)
    assert page.cards, "a practice county has work waiting"
    clerk.program.close()
    again = first_start()
    assert again is not None, "the next start opens the file of the last one"


def test_giving_up_ends_the_program(first_start: Callable[..., Clerk | None]) -> None:
    def close(front: QDialog) -> bool:
        front.reject()
        return True

    assert first_start(close) is None


@pytest.mark.usefixtures("cheap_keys")
def test_a_new_encrypted_office_asks_for_its_password(
    first_start: Callable[..., Clerk | None], tmp_path: Path
) -> None:
    path = tmp_path / "青溪团县委.tuanji"
    codes: list[str] = []

    def press_create(front: QDialog) -> bool:
        assert isinstance(front, StartDialog)
        front.cards["create"].pressed.emit()
        return True

    def fill_in(front: QDialog) -> bool:
        if not isinstance(front, CreateDialog):
            return False
        front.name_box.setText("青溪团县委")
        front.operator_box.setText("王干事")
        front.password_box.setText("青溪2018")
        front.again_box.setText("青溪2018")
        front.place.set_path(path)
        front.create_file()
        return True

    def prove_the_code(front: QDialog) -> bool:
        assert isinstance(front, CreateDialog)
        code = front.recovery.code_label.text()
        if not code:
            return False
        codes.append(code)
        front.recovery.proof.setText(code.split("-")[-1].strip())
        if not front.recovery.done_button.isEnabled():
            return False
        front.recovery.done_button.click()
        return True

    clerk = first_start(press_create, fill_in, prove_the_code)
    assert clerk is not None
    assert clerk.context.database.encrypted
    assert clerk.context.operator == "王干事"
    assert codes
    clerk.program.close()
    assert "青溪团县委".encode() not in path.read_bytes()

    def type_wrong(front: QDialog) -> bool:
        assert isinstance(front, LoginDialog)
        front.secret_box.setText("青溪2019")
        front.open_file()
        return True

    def type_right(front: QDialog) -> bool:
        assert isinstance(front, LoginDialog)
        if not front.open_button.isEnabled():
            return False
        assert "密码不正确" in front.banner.text
        front.secret_box.setText("青溪2018")
        front.open_file()
        return True

    again = first_start(type_wrong, type_right, path=path)
    assert again is not None
    assert again.context.operator == "王干事"
