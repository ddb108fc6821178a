"""After a request: where it is, and who is next."""

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tuanji_desktop.deletion.request_outcome import RequestOutcome
from tuanji_desktop.deletion.service import Requested


def made(qtbot: QtBot, left: int) -> RequestOutcome:
    page = RequestOutcome(
        Requested(3, "requested", ("season",)), name="张三", state="待审核", left=left
    )
    qtbot.addWidget(page)
    return page


def test_the_last_one_closes(qtbot: QtBot) -> None:
    page = made(qtbot, 0)
    words = "\n".join(label.text() for label in page.findChildren(QLabel))
    assert "已提出 张三 的删除申请（第 3 号）" in words
    assert "正值毕业季" in words
    assert "还有" not in words
    close = page.findChild(QPushButton, "request_close")
    assert isinstance(close, QPushButton)
    assert close.isDefault()
    with qtbot.waitSignal(page.close_requested):
        close.click()


def test_where_others_wait_the_next_one_comes(qtbot: QtBot) -> None:
    page = made(qtbot, 2)
    following = page.findChild(QPushButton, "request_next")
    assert isinstance(following, QPushButton)
    assert following.isDefault()
    with qtbot.waitSignal(page.next_requested):
        following.click()
    show = page.findChild(QPushButton, "request_show")
    assert isinstance(show, QPushButton)
    with qtbot.waitSignal(page.show_requested):
        show.click()
