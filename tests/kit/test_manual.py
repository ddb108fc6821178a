"""The manual: every page opens, links lead somewhere, words are found."""

import re

from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.manual import ManualWindow, manual_dir, manual_pages


def test_pages_have_titles_and_live_links() -> None:
    pages = manual_pages()
    assert pages
    assert all(title and not title.isascii() for _name, title in pages)
    for file in manual_dir().glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
            assert (manual_dir() / target).is_file(), f"{file.name}: {target}"


def test_f1_opens_the_page_asked_for(qtbot: QtBot) -> None:
    window = ManualWindow()
    qtbot.addWidget(window)
    window.show_page("roster")
    assert "花名册" in window.text.toPlainText()
    assert window.contents.currentItem().text() == dict(manual_pages())["roster"]
    window.show_page("nonsense")
    assert window.contents.currentRow() == 0


def test_words_are_looked_up_in_all_pages(qtbot: QtBot) -> None:
    window = ManualWindow()
    qtbot.addWidget(window)
    window.show_page("nonsense")
    window.find_box.setText("恢复码")
    window.find_next()
    assert "恢复码" in window.text.toPlainText()
    assert window.text.textCursor().selectedText() == "恢复码"


def test_links_lead_to_other_pages(qtbot: QtBot) -> None:
    window = ManualWindow()
    qtbot.addWidget(window)
    window.show_page("nonsense")
    file = next(iter(sorted(manual_dir().glob("*-deletion.md"))))
    window.text.anchorClicked.emit(QUrl(file.name))
    assert "删除申请" in window.text.toPlainText()
