"""Saved exports are offered by name; what was last used on this machine is one of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.core.export_habits import FILE_NAME, remember_wish
from tuanji_desktop.core.paths import HOME_VARIABLE, user_config_dir
from tuanji_desktop.kit.export_saved import AS_SHOWN, LAST, SavedExports
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.export_definitions import list_definitions, save_definition


@pytest.fixture
def saved(
    workplace: Workplace,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[SavedExports]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    parent = QWidget()
    qtbot.addWidget(parent)
    made = SavedExports(workplace, "phones", wish=lambda: "今", parent=parent)
    still(qtbot, workplace.jobs)
    yield made  # and hold the parent meanwhile


def names(saved: SavedExports) -> list[str]:
    return [saved.choice.itemText(place) for place in range(saved.choice.count())]


def test_at_first_there_is_the_list_as_it_is_shown(saved: SavedExports) -> None:
    assert names(saved) == [AS_SHOWN]
    assert not saved.save_button.isEnabled()
    assert not saved.delete_button.isEnabled()


def test_one_is_saved_renamed_taken_up_and_deleted(
    saved: SavedExports,
    workplace: Workplace,
    qtbot: QtBot,
) -> None:
    said: list[str] = []
    saved.said.connect(lambda _level, words: said.append(words))
    saved.name.setText("上报")
    saved.save()
    still(qtbot, workplace.jobs)
    assert names(saved) == [AS_SHOWN, "上报"]
    assert saved.current is not None
    assert saved.current.text == "今"
    saved.name.setText("每月上报")
    assert saved.rename_button.isEnabled()
    saved.rename()
    still(qtbot, workplace.jobs)
    assert names(saved)[1:] == ["每月上报"]
    taken: list[str] = []
    saved.chosen.connect(taken.append)
    saved.choice.activated.emit(1)
    assert (taken, saved.name.text()) == (["今"], "每月上报")
    saved.delete()
    still(qtbot, workplace.jobs)
    assert list_definitions(workplace.context) == ()
    assert names(saved) == [AS_SHOWN]
    assert ["上报" in words for words in said] == [True] * 3


def test_a_taken_name_is_refused(
    saved: SavedExports,
    workplace: Workplace,
    qtbot: QtBot,
) -> None:
    for name in ("甲", "乙"):
        save_definition(workplace.context, kind="phones", name=name, text=name)
    saved.load("甲")
    still(qtbot, workplace.jobs)
    failed: list[TuanjiError] = []
    saved.failed.connect(failed.append)
    saved.name.setText("乙")
    saved.rename()
    still(qtbot, workplace.jobs)
    assert [error.code for error in failed] == ["definition.taken"]


def test_what_was_used_last_is_offered(
    saved: SavedExports,
    workplace: Workplace,
    qtbot: QtBot,
) -> None:
    remember_wish(user_config_dir() / FILE_NAME, "phones", "昨")
    saved.load()
    still(qtbot, workplace.jobs)
    assert names(saved) == [AS_SHOWN, LAST]
    assert saved.choice.itemData(1) == "昨"
