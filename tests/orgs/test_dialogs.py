"""Dialogs of the tree write through the services and say why when they cannot."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries
from tuanji_desktop.orgs.dialogs import DissolveDialog, NodeDialog, PickDialog
from tuanji_desktop.orgs.queries import Organization


@pytest.fixture
def workplace(context: Context, qtbot: QtBot) -> Iterator[Workplace]:
    jobs = Jobs()
    yield Workplace(context, jobs)
    jobs.close()


def node(context: Context, number: int) -> Organization:
    with context.database.read() as connection:
        return queries.by_id(connection, number)


def test_a_new_branch(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    dialog = NodeDialog(workplace, parent_org=node(context, 2))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.code.text() == "QX0103")
    dialog.full_name.setText("青溪县第一中学高三（3）班支部委员会")
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    with context.database.read() as connection:
        assert queries.by_code(connection, "QX0103").kind == "branch"


def test_a_refusal_stays_in_the_dialog(
    workplace: Workplace, context: Context, qtbot: QtBot
) -> None:
    dialog = NodeDialog(workplace, org=node(context, 3))
    qtbot.addWidget(dialog)
    dialog.full_name.setText("  ")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "组织全称" in dialog.banner.text)
    assert dialog.confirm.isEnabled()
    dialog.full_name.setText("新全称")
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, 3).full_name == "新全称"


def test_merge(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    dialog = PickDialog(workplace, org=node(context, 3), act="merge")
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert not dialog.confirm.isEnabled()
    dialog.filter_box.setText("没有")
    assert dialog.list.count() == 0
    dialog.filter_box.setText("qx0102")
    dialog.list.setCurrentRow(0)
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, 4).members == 6


def test_no_target_is_said(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    dialog = PickDialog(workplace, org=node(context, 3), act="move")
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "没有可选" in dialog.banner.text)


def test_dissolve_is_refused_while_somebody_is_there(
    workplace: Workplace, context: Context, qtbot: QtBot
) -> None:
    dialog = DissolveDialog(workplace, org=node(context, 3))
    qtbot.addWidget(dialog)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "3 名团员" in dialog.banner.text)
