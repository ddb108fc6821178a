"""The panel that asks who somebody is."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.graduates.test_service import put_in
from tests.imports import number_of
from tuanji_desktop.graduates.loading import candidates_of
from tuanji_desktop.graduates.settle import SettlePanel
from tuanji_desktop.office.context import Context


@pytest.fixture
def panel(dressed: QApplication, qtbot: QtBot) -> SettlePanel:
    made = SettlePanel()
    qtbot.addWidget(made)
    return made


def texts(panel: SettlePanel) -> list[str]:
    return [one.text() for one in panel.findChildren(QLabel)]


def show(panel: SettlePanel, context: Context) -> None:
    found = candidates_of(context, 1)
    assert found is not None
    panel.show_candidates(found)


def test_the_row_beside_the_one_with_its_number(
    panel: SettlePanel, office: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    row = {"姓名": "李小妹", "身份证号": number_of(1), "性别": "女", "电话": "13911112222"}
    put_in(office, tmp_path, [row])
    show(panel, office)
    words = texts(panel)
    assert "名单第 2 行 李小妹：可能是下面这名团员，请确认。" in words
    assert {"在册，号码相同", "李小梅（不同）", "138****8002（不同）", "高三（1）班"} <= set(words)
    assert not any(number_of(1) in text for text in words)
    with qtbot.waitSignal(panel.settled) as settled:
        panel.findChild(QPushButton, "settle_2").click()  # type: ignore[union-attr]
    assert settled.args == [1, 2]
    with qtbot.waitSignal(panel.settled) as settled:
        panel.findChild(QPushButton, "settle_none").click()  # type: ignore[union-attr]
    assert settled.args == [1, None]


def test_many_namesakes(panel: SettlePanel, office: Context, tmp_path: Path) -> None:
    for _ in range(9):
        add_member(office, name="张三", branch="QX0102", mobile="")
    put_in(office, tmp_path, [{"姓名": "张三", "电话": "13800138001"}])
    show(panel, office)
    words = texts(panel)
    assert words[0] == "名单第 2 行 张三：可能是下面 10 人之一，请确认。"
    assert "另有 2 名同名团员，请在花名册中查找。" in words


def test_nobody_and_a_file_for_reading(panel: SettlePanel, office: Context, tmp_path: Path) -> None:
    put_in(office, tmp_path, [{"姓名": "李小妹", "身份证号": number_of(1)}])
    with office.database.write(office.operation("x", "x")) as writing:
        writing.connection.exec_driver_sql("UPDATE graduate_entries SET id_number = NULL")
    panel.set_writable(False)
    show(panel, office)
    assert "名单第 2 行 李小妹：花名册里没有号码或姓名相同的团员。" in texts(panel)
    button = panel.findChild(QPushButton, "settle_none")
    assert button is not None
    assert not button.isEnabled()
