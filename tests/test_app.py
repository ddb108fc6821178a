"""The program opens what is asked for, shows commits, and leaves one file behind."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tests.desks import still
from tuanji_desktop.app import Program, Wanted, _choose_input_method, _wanted
from tuanji_desktop.core.paths import user_config_dir
from tuanji_desktop.core.settings import FILE_NAME, load_settings
from tuanji_desktop.members.service import save_member


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    context = make_office(tmp_path)
    context.database.close()
    return context.database.path


@pytest.fixture
def program(qapp: QApplication, office_file: Path, qtbot: QtBot) -> Iterator[Program]:
    made = Program(qapp, Wanted(office_file, demo=False, today=date(2018, 8, 1)))
    assert made.start()
    assert made.jobs is not None
    still(qtbot, made.jobs)
    yield made
    made.close()


def test_words_of_the_command_line() -> None:
    assert _wanted([]) == Wanted(None, demo=False, today=None)
    assert _wanted(["a.tuanji", "--demo", "--today", "2018-08-01"]) == Wanted(
        Path("a.tuanji"), demo=True, today=date(2018, 8, 1)
    )
    with pytest.raises(SystemExit):
        _wanted(["--nonsense"])


def test_fcitx_is_reached_by_ibus(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for before, after in (("fcitx", "ibus"), ("fcitx5", "ibus"), ("xim", "xim")):
        monkeypatch.setenv("QT_IM_MODULE", before)
        _choose_input_method()
        assert os.environ["QT_IM_MODULE"] == after


def test_it_opens_and_remembers(program: Program, office_file: Path) -> None:
    assert program.window is not None
    assert program.window.windowTitle().startswith("青溪")
    assert set(program.window.pages) == {
        "home", "roster", "quality", "review", "corrections", "transfers", "graduates",
        "deletion", "retention", "campaigns", "comparison", "board", "paperwork", "history", "settings",
    }  # fmt: skip
    kept = load_settings(user_config_dir() / FILE_NAME)
    assert kept.last_office == str(office_file)


def test_a_commit_reaches_the_window(program: Program, qtbot: QtBot) -> None:
    window, context = program.window, program.context
    assert window is not None
    assert context is not None
    window.show_desk("roster")
    window.card.show_member(1)
    assert program.jobs is not None
    still(qtbot, program.jobs)
    save_member(context, member_id=1, changes={"name": "张三"})
    save_member(context, member_id=1, changes={"mobile": "13911112222"})
    qtbot.waitUntil(lambda: "2222" in _texts(window.card), timeout=5_000)


def _texts(widget: object) -> str:
    from PySide6.QtWidgets import QLabel, QWidget

    assert isinstance(widget, QWidget)
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_another_operator_keeps_the_file_open(program: Program) -> None:
    assert program.context is not None
    database = program.context.database
    program._reopen_as("李干事")
    assert program.context is not None
    assert program.context.database is database
    assert program.context.operator == "李干事"


def test_opening_the_same_file_again_comes_forward(program: Program, office_file: Path) -> None:
    window = program.window
    assert program.open(office_file.parent / "." / office_file.name)
    assert program.window is window
    assert program.context is not None and not program.context.database.read_only


def test_a_file_taken_away_does_not_keep_the_window_from_closing(
    program: Program, office_file: Path, qtbot: QtBot
) -> None:
    office_file.unlink()
    assert program.window is not None and program.jobs is not None
    program.window.show_desk("settings")
    still(qtbot, program.jobs)
    assert "已不在原来的位置" in program.window.banner.text
    program.close()


def test_a_machine_that_keeps_nothing_can_work(
    qapp: QApplication, office_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("in the way")
    program = Program(qapp, Wanted(office_file, demo=False, today=date(2018, 8, 1)))
    assert program.start()
    program.close()


def test_closing_leaves_one_file_and_a_backup(program: Program, office_file: Path) -> None:
    program.close()
    beside = sorted(path.name for path in office_file.parent.glob("青溪*"))
    assert beside == ["青溪-备份", "青溪.tuanji"]
    assert list((office_file.parent / "青溪-备份").glob("*.tuanji"))
