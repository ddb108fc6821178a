"""A file or what was pasted: read, refused, opened with a password, one after the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.kit.import_desk import Desk
from tests.kit.lists import people_list
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.kit.import_wizard import FILE, RESULT
from tuanji_desktop.kit.page import Workplace


@pytest.fixture
def desk(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> Iterator[Desk]:
    yield Desk(qtbot, workplace, tmp_path)


def test_the_newest_file_wins(desk: Desk, tmp_path: Path) -> None:
    other = people_list(tmp_path, "第二份.xlsx")
    desk.wizard.open_path(desk.file)
    desk.wizard.open_path(other)
    desk.settle()
    assert desk.wizard.file_page.name.text() == "第二份.xlsx"
    desk.next()
    desk.next()
    desk.next()
    desk.wizard.open_path(desk.file)  # after the deed nothing is opened any more
    assert desk.wizard.step == RESULT


def test_several_files_one_after_the_other(desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    second = people_list(tmp_path, "第二份.xlsx")
    desk.wizard.open_paths((desk.file, second, bad))
    desk.settle()
    queue = desk.wizard.file_page.queue
    assert queue.isVisible()
    desk.next()
    desk.next()
    desk.next()
    assert desk.wizard.next_button.text() == "下一份：第二份.xlsx（还有 2 份）"
    assert desk.wizard.cancel_button.text() == "关闭"
    desk.next()
    assert (desk.wizard.step, desk.wizard.file_page.name.text()) == (FILE, "第二份.xlsx")
    assert "已写入" in queue.item(0).text()
    desk.next()
    desk.next()
    desk.next()
    assert desk.people.written == ["张三", "李四"] * 2
    desk.next()
    assert "坏.xlsx" in desk.wizard.banner.text
    assert "读不出来" in queue.item(2).text()


def test_a_pasted_table(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("")
    desk.wizard.file_page.paste_button.click()
    assert "剪贴板里没有表格" in desk.wizard.banner.text
    QGuiApplication.clipboard().setText("姓名\t电话\n张三\t13800138001\n李四\t13800138002\n")
    desk.wizard.file_page.paste_button.click()
    desk.settle()
    assert desk.wizard.file_page.ready
    desk.next()
    desk.next()
    desk.next()
    assert desk.people.written == ["张三", "李四"]


def test_a_password_is_asked_and_a_wrong_one_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tuanji_desktop.kit import import_opening
    from tuanji_desktop.sheets.reader import read_workbook

    given: list[str | None] = []

    def locked(path: Path, *, cancelled: object, password: str | None = None) -> object:
        given.append(password)
        if password == "对的":
            return read_workbook(path)
        code = "file.wrong_password" if password else "file.password"
        raise FileRefused(code, "密码不对。" if password else "“名单.xlsx”有密码。")

    monkeypatch.setattr(import_opening, "read_workbook", locked)
    desk.open()
    page = desk.wizard.file_page
    assert page.password_line.isVisible()
    assert desk.wizard.banner.text == "“名单.xlsx”有密码。"
    for word in ("错的", "对的"):
        page.password.setText(word)
        page.password_button.click()
        desk.settle()
        if word == "错的":
            assert desk.wizard.banner.text == "密码不对。"
    assert given == [None, "错的", "对的"]
    assert desk.wizard.next_button.isEnabled()
    assert desk.wizard.banner.isHidden()
