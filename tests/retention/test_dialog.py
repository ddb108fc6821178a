"""The dialog: the plan is seen before anything is written, the branch is built in the same act."""

from pytestqt.qtbot import QtBot

from tests.deletion.helpers import one, operations, select
from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.loading import load_branches
from tuanji_desktop.office.context import Context
from tuanji_desktop.retention.dialog import RetainDialog
from tuanji_desktop.retention.plan import RESUME


def opened(
    qtbot: QtBot, workplace: Workplace, *ids: int, act: str = "retain", reason: str = "参军入伍"
) -> RetainDialog:
    dialog = RetainDialog(workplace, ids, reason=reason, act=act)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, dialog)
    return dialog


def settle(qtbot: QtBot, dialog: RetainDialog) -> None:
    qtbot.waitUntil(lambda: not dialog._later.isActive())
    still(qtbot, dialog._workplace.jobs)


def choose(dialog: RetainDialog, home: str) -> None:
    dialog.home.setCurrentIndex(dialog.home.findData(home))


def test_the_plan_is_seen_first(qtbot: QtBot, workplace: Workplace, office: Context) -> None:
    before = operations(office)
    dialog = opened(qtbot, workplace, 1, 4)
    assert "可以办理 2 人" in dialog.summary.text()
    assert [row.words for row in dialog.table.rows.values()] == ["在册 → 团籍保留"] * 2
    assert operations(office) == before
    assert dialog.act_button.isEnabled()


def test_building_the_branch_and_filling_it(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    dialog = opened(qtbot, workplace, 1, 4, reason="休学")
    choose(dialog, "new")
    settle(qtbot, dialog)
    assert dialog.full_name.text() == "中国共产主义青年团青溪县第一中学团籍保留支部委员会"
    said: list[str] = []
    dialog.said.connect(lambda _level, words: said.append(words))
    dialog.act()
    still(qtbot, workplace.jobs)
    assert not dialog.isVisible()
    assert "张三" in said[0]
    assert (
        select(
            office,
            "SELECT m.status, o.code FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
            "WHERE m.id IN (1, 4)",
        )
        == [("retained", "QX01BL01")] * 2
    )


def test_an_existing_branch_has_to_be_picked(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    dialog = opened(qtbot, workplace, 1)
    choose(dialog, "existing")
    settle(qtbot, dialog)
    assert not dialog.act_button.isEnabled()
    dialog.pick.click()
    still(qtbot, workplace.jobs)
    picker = next(one for one in dialog.children() if one.objectName() == "branch_dialog")
    picker.chosen.emit(  # type: ignore[attr-defined]
        next(row for row in load_branches(office) if row.short_name == "高三（2）班")
    )
    settle(qtbot, dialog)
    dialog.act()
    still(qtbot, workplace.jobs)
    assert one(office, "SELECT branch_id FROM members WHERE id = 1") == 4


def test_what_is_wrong_is_said_and_nothing_is_written(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    before = operations(office)
    dialog = opened(qtbot, workplace, 1, reason="")
    assert "保留原因要填写" in dialog.summary.text()
    dialog.reason.setCurrentText("休学")
    dialog.day.setText("昨天")
    settle(qtbot, dialog)
    assert "日期应写作" in dialog.summary.text()
    dialog.act()
    still(qtbot, workplace.jobs)
    assert operations(office) == before


def test_coming_back(qtbot: QtBot, workplace: Workplace, office: Context) -> None:
    first = opened(qtbot, workplace, 1)
    first.act()
    still(qtbot, workplace.jobs)
    back = opened(qtbot, workplace, 1, act=RESUME, reason="复学")
    assert back.home.findData("new") == -1
    back.act()
    still(qtbot, workplace.jobs)
    assert one(office, "SELECT status FROM members WHERE id = 1") == "active"


def test_whoever_is_retained_already_is_meant_to_come_back(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    first = opened(qtbot, workplace, 1)
    first.act()
    still(qtbot, workplace.jobs)
    dialog = opened(qtbot, workplace, 1, reason="")
    assert dialog.windowTitle() == "结束团籍保留"
    assert "已登记团籍保留" in dialog.banner.text
    assert not dialog._fields.isRowVisible(dialog.review)
    assert dialog.home.findData("new") < 0
    assert dialog.home.itemText(0) == "回到原团支部"
    dialog.reason.setCurrentText("退役复学")
    settle(qtbot, dialog)
    dialog.act()
    still(qtbot, workplace.jobs)
    assert one(office, "SELECT status FROM members WHERE id = 1") == "active"


def test_some_retained_and_some_not_is_a_registration(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    first = opened(qtbot, workplace, 1)
    first.act()
    still(qtbot, workplace.jobs)
    dialog = opened(qtbot, workplace, 1, 2)
    assert dialog.windowTitle() == "登记团籍保留"
    assert "可以办理 1 人，不能办理 1 人" in dialog.summary.text()
