"""The work list as a table."""

from pytestqt.qtbot import QtBot

from tests.comparison.helpers import lines, number_of, roster, started
from tests.desks import still
from tuanji_desktop.comparison.table import LineTable, line_columns
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


def test_a_line_shows_both_sides_and_the_number_on_asking(office: Context) -> None:
    rows = roster(office)[:5]
    rows[0]["mobile"] = "13900000000"
    number = started(office, rows)
    first, second = lines(office, number)
    cells = {column.key: column for column in line_columns()}
    assert [column.text(first) for column in line_columns()] == [
        "手机号码", "张三", "高三（1）班", "138****8001", "139****0000", "○ 待处理", "",
    ]  # fmt: skip
    assert [cells[key].text(second) for key in ("label", "here", "there")] == [
        "仅台账有", "在册", "—",
    ]  # fmt: skip
    tip = cells["name"].tip
    assert tip is not None
    assert tip(first) == number_of(0)[:3] + "*" * 11 + number_of(0)[-4:]
    kind = cells["label"].tip
    assert kind is not None
    assert kind(first) == "内容不同：手机号码"


def test_both_sides_share_the_room(qtbot: QtBot, workplace: Workplace) -> None:
    number = started(workplace.context, roster(workplace.context)[:3])
    table = LineTable(workplace.context, workplace.jobs)
    qtbot.addWidget(table)
    table.resize(1200, 300)
    table.show()
    table.show_ids([row.id for row in lines(workplace.context, number)])
    still(qtbot, workplace.jobs)
    assert table.columnWidth(3) == table.columnWidth(4) > 200
    table.choose([table.paged.ids[1]])
    row = table.current_row()
    assert row is not None
    assert row.id == table.paged.ids[1]
