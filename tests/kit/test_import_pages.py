"""The last step: writing, its result, its undo."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.import_pages import ResultPage
from tuanji_desktop.kit.jobs import JobInfo


def test_writing_and_its_result(dressed: QApplication, qtbot: QtBot) -> None:
    page = ResultPage()
    qtbot.addWidget(page)
    page.show()
    page.show_writing("正在写入 2 行……")
    assert page.next_words == ""
    assert not page.may_cancel
    assert page.cancel_button.isVisible()
    assert not page.undo_button.isVisible()
    page.show_progress(JobInfo(1, "写入", True, done=3, total=10))
    assert (page.bar.value(), page.bar.maximum()) == (3, 10)
    page.show_done("已新增 2 人。", 7, send=False)
    assert page.over
    assert page.next_words == "关闭"
    assert not page.may_cancel
    assert page.words.text() == "导入完成"
    assert page.details.text().startswith("已新增 2 人。\n第 7 号操作")
    assert page.undo_button.isVisible()
    assert not page.return_button.isVisible()
    assert not page.again_button.isVisible()
    assert not page.bar.isVisible()
    for button, signal in (
        (page.undo_button, page.undo_requested),
        (page.return_button, page.return_requested),
        (page.recipe_button, page.recipe_requested),
        (page.again_button, page.again_requested),
    ):
        with qtbot.waitSignal(signal):
            button.click()


def test_nothing_to_write(dressed: QApplication, qtbot: QtBot) -> None:
    page = ResultPage()
    qtbot.addWidget(page)
    page.show()
    page.show_done("20 人未变。", None, send=True)
    assert page.words.text() == "没有需要写入的内容"
    assert page.details.text() == "20 人未变。"
    assert not page.undo_button.isVisible()
    assert not page.recipe_button.isVisible()
    assert page.return_button.isVisible()


def test_another_file_follows(dressed: QApplication, qtbot: QtBot) -> None:
    page = ResultPage()
    qtbot.addWidget(page)
    page.show_done("", 7, send=False, following=["乙.xlsx", "丙.xlsx"])
    assert page.next_words == "下一份：乙.xlsx（还有 2 份）"
    assert page.may_cancel
    page.show_done("", 8, send=False, following=["一份名字长得写不下的毕业生去向登记表.xlsx"])
    assert "…" in page.next_words
    assert page.next_words.split("（")[0].endswith(".xlsx")


def test_an_undo_is_said(dressed: QApplication, qtbot: QtBot) -> None:
    page = ResultPage()
    qtbot.addWidget(page)
    page.show()
    page.show_done("已新增 2 人。", 7, send=False)
    page.show_undone()
    assert page.words.text() == "已撤销这次导入"
    assert not page.undo_button.isVisible()
    assert page.again_button.isVisible()
