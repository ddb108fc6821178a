"""The kinds of problem a list has."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.import_facets import CodeList
from tuanji_desktop.kit.import_filter import CodeCount

COUNTS = (CodeCount("name.empty", "error", 1), CodeCount("mobile.format", "warning", 1200))


def shown(codes: CodeList) -> list[str]:
    return [codes.item(place).text() for place in range(codes.count())]


def test_counts_and_the_choice(qtbot: QtBot) -> None:
    codes = CodeList()
    qtbot.addWidget(codes)
    codes.show_counts(COUNTS)
    assert shown(codes) == ["1,201  全部问题", "1  姓名为空", "1,200  手机号码格式不对"]
    assert codes.item(1).data(Qt.ItemDataRole.AccessibleTextRole) == "错误，1  姓名为空"
    with qtbot.waitSignal(codes.chosen) as chosen:
        codes.setCurrentRow(2)
    assert chosen.args == ["mobile.format"]


def test_new_counts_keep_the_choice_and_tell_nobody(qtbot: QtBot) -> None:
    codes = CodeList()
    qtbot.addWidget(codes)
    codes.show_counts(COUNTS)
    codes.choose("mobile.format")
    with qtbot.assertNotEmitted(codes.chosen):
        codes.show_counts(COUNTS[:1])
    assert codes.code == "mobile.format"
    assert shown(codes)[-1] == "0  手机号码格式不对"
    codes.choose("id.length")
    assert codes.code == ""
