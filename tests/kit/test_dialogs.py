"""Lines and questions."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.kit.dialogs import (
    Banner,
    ask_open_path,
    ask_open_paths,
    ask_save_path,
    confirm,
)


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_a_refusal_is_a_line_with_its_clause_and_the_permitted_way(
    qtbot: QtBot, page: QWidget
) -> None:
    banner = Banner(page)
    assert banner.isHidden()
    banner.say_error(
        RuleRefused("field.locked", "姓名不可修改", clause="G 一.2"), action="删除后重录"
    )
    assert banner.text == "姓名不可修改（G 一.2）"
    assert banner.accessibleName() == "未完成：姓名不可修改（G 一.2）"
    action = banner.findChild(QPushButton, "banner_action")
    close = banner.findChild(QToolButton, "banner_close")
    assert action is not None
    assert close is not None
    with qtbot.waitSignal(banner.action_requested):
        action.click()
    with qtbot.waitSignal(banner.closed):
        close.click()
    assert banner.isHidden()
    banner.say("已保存", level="good")
    assert action.isHidden()
    assert banner.property("level") == "good"


def press_soon(button: str) -> None:
    """Presses a button of the question that is about to be asked."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        pressed = box.findChild(QPushButton, button)
        assert pressed is not None
        pressed.click()

    QTimer.singleShot(0, press)


@pytest.mark.parametrize(("button", "agreed"), [("confirm_act", True), ("confirm_keep", False)])
def test_only_the_named_act_is_a_yes(
    qtbot: QtBot, page: QWidget, button: str, agreed: bool
) -> None:
    press_soon(button)
    assert (
        confirm(page, title="解散团组织", text="解散后不能恢复。", act="解散", details="共 0 人")
        is agreed
    )


def test_a_saved_file_has_its_suffix(page: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["申请表", "申请表.PDF", ""])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(answers), ""))
    got = [
        ask_save_path(
            page, title="保存", suggested=Path("申请表.pdf"), kind="PDF 文件", suffix=".pdf"
        )
        for _ in range(3)
    ]
    assert got == [Path("申请表.pdf"), Path("申请表.PDF"), None]


def test_a_name_is_proposed_where_a_file_was_saved_last(
    page: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proposed: list[Path] = []

    def answer(_parent: QWidget, _title: str, path: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(path))
        return str(tmp_path / "有的.csv"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    for suggested in (Path("高一/高二: 名单?.csv"), Path("乙.csv"), tmp_path / "x" / "丙.csv"):
        ask_save_path(page, title="保存", suggested=suggested, kind="CSV", suffix=".csv")
    assert proposed[0].is_absolute()
    assert proposed[0].name == "高一 高二  名单 .csv"
    assert proposed[1:] == [tmp_path / "乙.csv", tmp_path / "x" / "丙.csv"]


@pytest.mark.parametrize(("button", "replaced"), [("confirm_act", True), ("confirm_keep", False)])
def test_a_name_without_its_suffix_overwrites_nothing_unasked(
    page: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, button: str, replaced: bool
) -> None:
    (tmp_path / "名单.csv").write_text("有了")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "名单"), ""))

    press_soon(button)
    path = ask_save_path(page, title="保存", suggested=Path("a.csv"), kind="CSV", suffix=".csv")
    assert (path is not None) is replaced


def test_a_file_to_read(page: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def choose(parent: QWidget, title: str, folder: str, kinds: str) -> tuple[str, str]:
        seen.append(kinds)
        return "名单.xlsx", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    path = ask_open_path(
        page, title="导入", folder=None, kind="电子表格", suffixes=(".xlsx", ".et")
    )
    assert path == Path("名单.xlsx")
    assert seen == ["电子表格 (*.xlsx *.et);;所有文件 (*)"]


def test_several_files_to_read(page: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([["甲.xlsx", "乙.csv"], []])
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (next(answers), ""))
    got = [
        ask_open_paths(page, title="导入", folder=None, kind="名单", suffixes=(".xlsx",))
        for _ in range(2)
    ]
    assert got == [(Path("甲.xlsx"), Path("乙.csv")), ()]
