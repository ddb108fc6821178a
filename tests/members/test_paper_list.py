"""A member's papers in the card."""

from pytestqt.qtbot import QtBot

from tests.desks import dressed
from tuanji_desktop.members.paper_list import PaperList
from tuanji_desktop.members.paper_trail import PaperLine

__all__ = ["dressed"]
LINES = (
    PaperLine("2018-08-02", "归档扫描件 申请表 第 1 页", 7, "b", "scan"),
    PaperLine("2018-08-01", "打印 申请表", 5, "a", "print"),
)


def test_lines_lead_to_their_paper(qtbot: QtBot, dressed: object) -> None:
    papers = PaperList()
    qtbot.addWidget(papers)
    papers.show()
    assert papers._none.isVisible()
    papers.show_lines(LINES)
    assert not papers._none.isVisible()
    assert [papers.list.item(row).text() for row in range(2)] == [
        "2018-08-02\n归档扫描件 申请表 第 1 页",
        "2018-08-01\n打印 申请表",
    ]
    with qtbot.waitSignal(papers.paper_requested) as told:
        papers.list.itemActivated.emit(papers.list.item(1))
    assert told.args == [5]
