"""Dialogs of the tree: what they show, what they write, and why they do not."""

import pytest
from pytestqt.qtbot import QtBot

from tests.desks import dressed, jobs, still
from tests.orgs.helpers import node, undo_last
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import service
from tuanji_desktop.orgs.dialogs import DissolveDialog, NodeDialog, PickDialog

__all__ = ["dressed", "jobs"]


@pytest.fixture
def workplace(context: Context, jobs: Jobs) -> Workplace:
    return Workplace(context, jobs)


def test_a_new_branch(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    dialog = NodeDialog(workplace, parent_org=node(context, "QX01"))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.code.text() == "QX0103")
    dialog.full_name.setText("青溪县第一中学高三（3）班支部委员会")
    dialog.sort.setCurrentIndex(dialog.sort.findData("student"))
    dialog.secretary.setText("王书记")
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    made = node(context, "QX0103")
    assert (made.kind, made.branch_sort, made.secretary) == ("branch", "student", "王书记")
    undo_last(context)
    with pytest.raises(TuanjiError):
        node(context, "QX0103")


def test_only_branches_have_a_sort(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    dialog = NodeDialog(workplace, parent_org=node(context, "QX"))
    qtbot.addWidget(dialog)
    assert dialog.form.isRowVisible(dialog.sort)
    dialog.kind.setCurrentIndex(dialog.kind.findData("committee"))
    assert not dialog.form.isRowVisible(dialog.sort)


def test_unit_data_of_a_node(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    dialog = NodeDialog(workplace, org=node(context, "QX01"))
    qtbot.addWidget(dialog)
    assert dialog.school.currentData() == "普通高中" and not dialog.code.isEnabled()
    dialog.secretary.setText("王书记")
    dialog.phone.setText("13800138000")
    dialog.inputs_changed()
    qtbot.waitUntil(lambda: "团组织书记：（空） → 王书记" in dialog.plan_view.text)
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    unit = node(context, "QX01")
    assert (unit.secretary, unit.contact_phone) == ("王书记", "13800138000")
    assert unit.full_name == "中国共产主义青年团青溪县第一中学委员会"


def test_a_refusal_stays_in_the_dialog(
    workplace: Workplace, context: Context, qtbot: QtBot
) -> None:
    dialog = NodeDialog(workplace, org=node(context, "QX0101"))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.plan is not None)
    dialog.full_name.setText("  ")
    dialog.inputs_changed()
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "组织全称" in dialog.banner.text)
    assert dialog.confirm.isEnabled()
    dialog.full_name.setText("新全称")
    dialog.inputs_changed()
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX0101").full_name == "新全称"


def test_merge_shows_who_goes_along(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    dialog = PickDialog(workplace, org=node(context, "QX0101"), act="merge")
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert not dialog.confirm.isEnabled()
    dialog.filter_box.setText("没有")
    assert dialog.list.count() == 0
    dialog.filter_box.setText("qx0102")
    dialog.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: [one.name for one in dialog.people.rows.values()] != [])
    assert {one.name for one in dialog.people.rows.values()} == {"张三", "李小梅", "买买提·艾力"}
    assert "3 人 → 6 人" in dialog.plan_view.text
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX0102").members == 6


def test_move_warns_of_sizes(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    service.add_organization(
        context, code="QX02", full_name="二中", short_name="", kind="committee", parent_id=1
    )
    dialog = PickDialog(workplace, org=node(context, "QX0101"), act="move")
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    dialog.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: "一般不少于 100 人" in dialog.plan_view.text)
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX02").members == 3


def test_no_target_is_said(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    dialog = PickDialog(workplace, org=node(context, "QX0101"), act="move")
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "没有可选" in dialog.banner.text)
    assert not dialog.confirm.isEnabled()


def test_dissolve_is_refused_while_somebody_is_there(
    workplace: Workplace, context: Context, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog = DissolveDialog(workplace, org=node(context, "QX0101"))
    qtbot.addWidget(dialog)
    still(qtbot, jobs)
    assert "3 名团员" in dialog.plan_view.text
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "3 名团员" in dialog.banner.text)
    assert node(context, "QX0101").status == "active"


def test_dissolve_with_its_paper(workplace: Workplace, context: Context, qtbot: QtBot) -> None:
    service.add_organization(
        context, code="QX0103", full_name="空支部", short_name="", kind="branch", parent_id=2
    )
    dialog = DissolveDialog(workplace, org=node(context, "QX0103"))
    qtbot.addWidget(dialog)
    dialog.document.setText("青团〔2018〕9号")
    qtbot.waitUntil(lambda: "编码不再使用" in dialog.plan_view.text)
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX0103").status == "dissolved"
