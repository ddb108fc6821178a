"""Finding one of many by typing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.desks import dressed, jobs
from tests.kit.tables import settle
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.paperwork.pick_field import PickField
from tuanji_desktop.paperwork.sources import Choice

__all__ = ["dressed", "jobs"]
PEOPLE = (Choice(1, "张三"), Choice(2, "张三丰"), Choice(3, "李四"))


@pytest.fixture
def field(qtbot: QtBot, jobs: Jobs) -> Iterator[PickField]:
    made = PickField(
        jobs,
        name="who",
        words="团员",
        hint="姓名",
        find=lambda words: [one for one in PEOPLE if words in one.words],
    )
    qtbot.addWidget(made)
    made.show()
    yield made


def type_in(qtbot: QtBot, jobs: Jobs, field: PickField, words: str) -> None:
    field.line.setText(words)
    field.line.textEdited.emit(words)
    qtbot.wait(170)
    settle(qtbot, jobs)


def offered(field: PickField) -> list[str]:
    if not field.list.isVisible():
        return []
    return [field.list.item(row).text() for row in range(field.list.count())]


def test_enter_takes_the_first(qtbot: QtBot, jobs: Jobs, field: PickField) -> None:
    type_in(qtbot, jobs, field, "张三")
    assert offered(field) == ["张三", "张三丰"]
    assert field.key is None
    with qtbot.waitSignal(field.picked):
        QTest.keyClick(field.line, Qt.Key.Key_Return)
    found: tuple[object, ...] = (field.key, field.line.text(), offered(field))
    assert found == (1, "张三", [])


def test_the_arrow_goes_to_the_others(qtbot: QtBot, jobs: Jobs, field: PickField) -> None:
    type_in(qtbot, jobs, field, "张三")
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    field.list.setCurrentRow(1)
    with qtbot.waitSignal(field.picked):
        field.list.itemActivated.emit(field.list.currentItem())
    assert field.key == 2


def test_typing_on_takes_the_choice_back(qtbot: QtBot, jobs: Jobs, field: PickField) -> None:
    field.show_choice(PEOPLE[2])
    assert field.key == 3
    with qtbot.waitSignal(field.picked):
        type_in(qtbot, jobs, field, "王")
    assert field.key is None
    assert offered(field) == ["没有找到"]
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.key is None


def test_emptied_is_nobody(qtbot: QtBot, jobs: Jobs, field: PickField) -> None:
    field.show_choice(PEOPLE[2])
    with qtbot.waitSignal(field.picked):
        field.line.clear()
    assert field.key is None
    assert offered(field) == []
