"""The split dialog: parts, people, the number keys, sizes as they change."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.desks import dressed, jobs, still
from tests.orgs.helpers import node, undo_last
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.split_dialog import SplitDialog

__all__ = ["dressed", "jobs"]


@pytest.fixture
def dialog(context: Context, jobs: Jobs, qtbot: QtBot) -> SplitDialog:
    for name, class_name in (("甲", "高三（1）班"), ("乙", "高三（7）班"), ("丙", "高三（7）班")):
        add_member(context, name=name, branch="QX0101", class_name=class_name, grade="高三")
    made = SplitDialog(Workplace(context, jobs), org=node(context, "QX0101"))
    qtbot.addWidget(made)
    made.show()
    still(qtbot, jobs)
    return made


def cells(dialog: SplitDialog, column: int) -> list[str]:
    items = [dialog.parts.item(row, column) for row in range(dialog.parts.rowCount())]
    return [item.text() for item in items if item is not None]


def test_it_begins_with_one_new_branch(dialog: SplitDialog, qtbot: QtBot) -> None:
    assert cells(dialog, 1) == ["QX0101", "QX0103"]
    assert cells(dialog, 3) == ["高三（1）班", "高三（3）班"]
    assert cells(dialog, 4) == ["6", "0 !"]
    assert len(dialog.people.rows) == 6
    assert not dialog.confirm.isEnabled()
    qtbot.waitUntil(lambda: "请把一部分人" in dialog.plan_view.text)


def test_number_keys_put_people_where_they_say(
    dialog: SplitDialog, context: Context, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog.add_part.click()
    assert cells(dialog, 1)[2] == "QX0104"
    dialog.search_box.setText("高三（7）班")
    still(qtbot, jobs)
    assert {one.name for one in dialog.people.rows.values()} == {"乙", "丙"}
    dialog.people.setFocus()
    dialog.people.selectAll()
    QTest.keyClick(dialog.people, Qt.Key.Key_2)
    assert cells(dialog, 4) == ["4", "0 !", "2 !"]
    QTest.keyClick(dialog.people, Qt.Key.Key_9)  # there is no ninth
    assert cells(dialog, 4) == ["4", "0 !", "2 !"]
    dialog.search_box.setText("张三")
    still(qtbot, jobs)
    dialog.people.selectAll()
    dialog.target.setCurrentIndex(1)
    dialog.put.click()
    assert cells(dialog, 4) == ["3", "1 !", "2 !"]
    qtbot.waitUntil(lambda: "空心团支部" in dialog.plan_view.text)
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX0104").members == 2
    undo_last(context)
    assert node(context, "QX0101").members == 6


def test_by_class_with_names_of_the_classes(
    dialog: SplitDialog, context: Context, jobs: Jobs, qtbot: QtBot
) -> None:
    assert not dialog.by_grade.isEnabled()
    dialog.by_class.click()
    still(qtbot, jobs)
    assert cells(dialog, 2)[1] == "中国共产主义青年团青溪县第一中学高三（7）班支部委员会"
    item = dialog.parts.item(1, 3)
    assert item is not None
    item.setText("七班")
    assert dialog.target.itemText(1) == "1 七班"
    with qtbot.waitSignal(dialog.accepted):
        dialog.apply()
    made = node(context, "QX0103")
    assert (made.short_name, made.members) == ("七班", 2)


def test_the_old_branch_may_end(
    dialog: SplitDialog, context: Context, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog.assign([1, 2, 3, 7, 8], 1)
    dialog.dissolve.click()
    qtbot.waitUntil(lambda: "还有 1 人没有分出去" in dialog.plan_view.text)
    dialog.assign([9], 1)
    qtbot.waitUntil(lambda: "撤销。" in dialog.plan_view.text and dialog.plan is not None)
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX0101").status == "dissolved"


def test_parts_come_and_go(dialog: SplitDialog, jobs: Jobs, qtbot: QtBot) -> None:
    for _ in range(8):
        dialog.add_part.click()
    assert dialog.parts.rowCount() == 10 and not dialog.add_part.isEnabled()
    dialog.assign([1], 9)
    dialog.drop_part.click()
    assert cells(dialog, 4)[0] == "6"  # who was put there is back
    still(qtbot, jobs)
