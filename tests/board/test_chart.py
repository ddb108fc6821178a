"""What is drawn: bars as long as their numbers, told apart without colour, saved as it is shown."""

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.papers.reading import whole_text
from tuanji_desktop.board.chart import Bar, Chart, ChartView, marks, picture

CHART = Chart(
    "团员按性别统计", (Bar("男", "男", 60, 30), Bar("女", "女", 30)), part_words="斜线部分：红名"
)
LINE = Chart("逐月在册团员", (Bar("a", "2018-07", 100), Bar("b", "2018-08", 50)), line=True)


def row_of(view: ChartView, y: int) -> int:
    """Dark points on a line of the picture: the length of the bar there."""
    picture = view.grab().toImage()
    ground = picture.pixelColor(2, picture.height() - 2)
    return sum(picture.pixelColor(x, y) != ground for x in range(picture.width()))


def shown(qtbot: QtBot, chart: Chart) -> ChartView:
    view = ChartView("chart")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.show_chart(chart)
    view.grab()
    return view


@pytest.mark.usefixtures("dressed")
def test_a_press_on_a_bar_names_its_group(qtbot: QtBot) -> None:
    view = shown(qtbot, CHART)
    chosen: list[str] = []
    view.chosen.connect(chosen.append)
    for y in range(20, 200, 4):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, y))
    assert list(dict.fromkeys(chosen)) == ["男", "女"]
    assert view.accessibleDescription() == "男 60；女 30"


@pytest.mark.usefixtures("dressed")
def test_half_the_number_is_half_the_bar(qtbot: QtBot) -> None:
    view = shown(qtbot, Chart("", (Bar("男", "男", 60), Bar("女", "女", 30))))
    lengths = sorted({row_of(view, y) for y in range(10, 120, 2)})
    assert lengths[-1] > 100
    assert any(0.4 < length / lengths[-1] < 0.6 for length in lengths)


@pytest.mark.usefixtures("dressed")
def test_a_line_begins_at_zero_and_names_its_months(qtbot: QtBot) -> None:
    view = shown(qtbot, LINE)
    chosen: list[str] = []
    view.chosen.connect(chosen.append)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(70, 150))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(375, 150))
    assert chosen == ["a", "b"]


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(("top", "wanted"), [(1, (0, 1)), (5, (0, 5)), (20, (0, 10, 20))])
def test_the_axis_says_no_number_that_is_not_there(top: int, wanted: tuple[int, ...]) -> None:
    assert marks(top) == wanted


def test_a_picture_is_black_on_white(qapp: QApplication) -> None:
    assert qapp is not None
    image = QImage.fromData(picture(CHART))
    points = [QColor(image.pixel(x, y)) for x in range(0, image.width(), 7)
              for y in range(0, image.height(), 7)]  # fmt: skip
    assert {point.saturation() for point in points} == {0}
    assert {0, 255} <= {point.lightness() for point in points}


@pytest.mark.usefixtures("dressed")
def test_a_page_has_words_that_can_be_read(qapp: QApplication) -> None:
    assert qapp is not None
    for chart in (CHART, LINE):
        pdf = picture(chart, pdf=True)
        document = pypdfium2.PdfDocument(pdf)
        assert len(document) == 1
        document.close()
        text = "".join(whole_text(pdf).split())
        assert chart.title in text
        assert all(bar.label in text for bar in chart.bars)


@pytest.mark.usefixtures("dressed")
def test_an_empty_chart_is_empty(qtbot: QtBot) -> None:
    view = shown(qtbot, Chart("", ()))
    assert {row_of(view, y) for y in range(4, 290, 10)} == {0}


@pytest.mark.usefixtures("dressed")
def test_no_bar_stands_without_its_name(qtbot: QtBot) -> None:
    view = shown(qtbot, Chart("", tuple(Bar(str(n), f"第{n}中学", 90) for n in range(40))))
    keys: list[str] = []
    view.chosen.connect(keys.append)
    for y in range(9, 292):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, y))
    rows = len(set(keys))
    assert 8 <= rows <= 284 / view.fontMetrics().height()
