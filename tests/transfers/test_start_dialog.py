"""Starting transfers in the window: seen first, then done."""

from pytestqt.qtbot import QtBot

from tests.deletion.helpers import one, operations, select
from tests.desks import still
from tests.transfers.test_plan import entry
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.loading import load_branches
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.queries import load_units
from tuanji_desktop.transfers.start_dialog import StartTransferDialog


def opened(
    qtbot: QtBot, workplace: Workplace, *ids: int, kind: str = "升学"
) -> StartTransferDialog:
    dialog = StartTransferDialog(workplace, ids, kind=kind)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, dialog)
    return dialog


def settle(qtbot: QtBot, dialog: StartTransferDialog) -> None:
    qtbot.waitUntil(lambda: not dialog._later.isActive())
    still(qtbot, dialog._workplace.jobs)


def test_the_plan_is_seen_before_it_is_done(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    before = operations(office)
    dialog = opened(qtbot, workplace, 1, 4)
    assert "请填写转入组织" in dialog.summary.text()
    assert not dialog.act_button.isEnabled()
    dialog.target.setText("共青团贵州大学委员会")
    dialog.in_province.setCurrentText("是，在省内")
    settle(qtbot, dialog)
    assert "可以发起 2 人" in dialog.summary.text()
    assert operations(office) == before
    dialog.act()
    still(qtbot, workplace.jobs)
    assert not dialog.isVisible()
    assert select(office, "SELECT state, in_province FROM transfers") == [("started", "是")] * 2


def test_each_reason_says_who_starts_it_and_where_it_leads(
    qtbot: QtBot, workplace: Workplace
) -> None:
    dialog = opened(qtbot, workplace, 1, kind="退学")
    assert dialog.starter.itemText(0) == "团总支"
    assert "Q 三.4" in dialog._route.text()
    assert not dialog._fields.isRowVisible(dialog.in_province)
    dialog.kind.setCurrentText("转专业")
    settle(qtbot, dialog)
    assert not dialog._fields.isRowVisible(dialog.target)
    assert "转专业须选择本校" in dialog.summary.text()


def test_a_branch_of_this_office_receives(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    dialog = opened(qtbot, workplace, 1, kind="转专业")
    dialog.pick.click()
    still(qtbot, workplace.jobs)
    picker = next(one for one in dialog.children() if one.objectName() == "branch_dialog")
    picker.chosen.emit(  # type: ignore[attr-defined]
        next(row for row in load_branches(office) if row.short_name == "高三（2）班")
    )
    settle(qtbot, dialog)
    dialog.act()
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT machine, target_id FROM transfers") == [("major_change", 4)]


def test_typing_another_name_forgets_the_branch(qtbot: QtBot, workplace: Workplace) -> None:
    dialog = opened(qtbot, workplace, 1, kind="就业")
    dialog.take_branch(next(iter(load_branches(workplace.context))))
    dialog.target.textEdited.emit("x")
    assert "选择" in dialog.pick.text()


def test_a_day_that_is_none_is_said(qtbot: QtBot, workplace: Workplace, office: Context) -> None:
    dialog = opened(qtbot, workplace, 1)
    dialog.day.setText("昨天")
    settle(qtbot, dialog)
    assert "日期应写作" in dialog.summary.text()
    dialog.act()
    assert one(office, "SELECT count(*) FROM transfers") == 0


def test_a_committee_may_receive_and_allots_the_branch_later(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    dialog = opened(qtbot, workplace, 1, kind="就业")
    dialog.pick.click()
    still(qtbot, workplace.jobs)
    picker = next(one for one in dialog.children() if one.objectName() == "branch_dialog")
    assert picker.windowTitle() == "选择转入的组织"  # type: ignore[attr-defined]
    picker.chosen.emit(  # type: ignore[attr-defined]
        next(row for row in load_units(office) if row.code == "QX01")
    )
    settle(qtbot, dialog)
    dialog.act()
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT target_id FROM transfers") == [(2,)]


def test_without_a_target_the_graduates_list_says_where(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    entry(office, 1, target="共青团贵州大学委员会", destination="升学")
    entry(office, 4, target="青溪县第一中学", destination="升学")
    dialog = opened(qtbot, workplace, 1, 2, 4)
    assert "可以发起 2 人，不能发起 1 人" in dialog.summary.text()
    assert "本台账 1 人，外单位 1 人" in dialog.summary.text()
    dialog.act()
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT target FROM transfers") == [
        ("共青团贵州大学委员会",), ("中国共产主义青年团青溪县第一中学委员会",),
    ]  # fmt: skip
