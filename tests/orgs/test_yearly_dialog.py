"""The dialogs of the school year: proposals, ticks, the day, one operation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.desks import dressed, jobs, still
from tests.orgs.helpers import add_class, do, node, records, undo_last
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.yearly_acts import Mark
from tuanji_desktop.orgs.yearly_dialog import YearlyDialog

__all__ = ["dressed", "jobs"]
Open = Callable[..., YearlyDialog]


@pytest.fixture
def open_dialog(context: Context, jobs: Jobs, qtbot: QtBot) -> Open:
    def opened(act: str, day: date, code: str = "") -> YearlyDialog:
        workplace = Workplace(replace(context, fixed_day=day), jobs)
        org = node(context, code) if code else None
        made = YearlyDialog(workplace, act=act, org=org)
        qtbot.addWidget(made)
        made.show()
        still(qtbot, jobs)
        qtbot.waitUntil(lambda: "正在" not in made.plan_view.text)
        return made

    return opened


def names(dialog: YearlyDialog) -> list[str]:
    model = dialog.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_marking_what_is_proposed(open_dialog: Open, context: Context, qtbot: QtBot) -> None:
    add_class(context, "QX0103", "高一（1）班")
    dialog = open_dialog("mark", date(2019, 4, 20))
    assert dialog.year.value() == 2019
    assert names(dialog) == ["高三（1）班", "高三（2）班", "高一（1）班"]
    assert [row.node.code for row in dialog.model.ticked()] == ["QX0101", "QX0102"]
    dialog.model.tick([1], False)
    qtbot.waitUntil(lambda: "标记 1 个团支部" in dialog.plan_view.text)
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX0101").graduating_year == 2019
    again = open_dialog("mark", date(2019, 4, 20), "QX01")
    assert again.windowTitle() == "标记毕业班：一中团委"
    again.findChildren(QPushButton, "tick_none")[0].click()
    qtbot.waitUntil(lambda: "取消 1 个团支部的标记" in again.plan_view.text)
    with qtbot.waitSignal(again.accepted):
        again.confirm.click()
    assert node(context, "QX0101").graduating_year is None


def test_turning_waits_for_its_day(open_dialog: Open, context: Context, qtbot: QtBot) -> None:
    do(context, Mark(year=2019, marked=(3,)))
    early = open_dialog("turn", date(2019, 5, 31))
    assert "要到 2019 年 6 月 1 日" in early.plan_view.text
    assert not early.confirm.isEnabled()
    dialog = open_dialog("turn", date(2019, 6, 1))
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX0101").kind == "graduate_branch"
    nothing = open_dialog("turn", date(2019, 6, 1))
    assert "没有标记，或已经转换" in nothing.plan_view.text
    assert not nothing.confirm.isEnabled()


def test_rolling_over_with_a_name_of_ones_own(
    open_dialog: Open, context: Context, jobs: Jobs, qtbot: QtBot
) -> None:
    add_class(context, "QX0103", "高一（1）班")
    before = records(context)
    dialog = open_dialog("roll_over", date(2018, 9, 1))
    assert names(dialog) == ["高三（1）班", "高三（2）班", "高一（1）班", "（新建）一中团委"]
    assert len(dialog.model.ticked()) == 1
    dialog.model.setData(dialog.model.index(2, 2), "高二火箭班")
    dialog.entries.click()
    qtbot.waitUntil(lambda: "新建 1 个班级" in dialog.plan_view.text)
    dialog.filter_box.setText("高二")
    assert len(names(dialog)) == 1
    dialog.filter_box.clear()
    dialog.only_ticked.setChecked(True)
    assert names(dialog) == ["高一（1）班", "（新建）一中团委"]
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX0103").short_name == "高二火箭班"
    assert node(context, "QX0104").short_name == "高一（1）班"
    undo_last(context)
    assert records(context) == before


def test_another_year_is_read_anew(
    open_dialog: Open, context: Context, jobs: Jobs, qtbot: QtBot
) -> None:
    add_class(context, "QX0103", "高一（1）班")
    dialog = open_dialog("roll_over", date(2019, 3, 1))
    assert "2019 年 8 月 1 日" in dialog.plan_view.text and not dialog.confirm.isEnabled()
    dialog.year.setValue(2018)
    qtbot.waitUntil(dialog.confirm.isEnabled)


def test_an_empty_list_says_why(open_dialog: Open, context: Context) -> None:
    with context.database.write(context.operation("test", "更名")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET full_name = code, short_name = code"
        )
    assert "按入学年份" in open_dialog("roll_over", date(2018, 9, 1)).plan_view.text
