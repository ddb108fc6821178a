"""What all dialogs of the tree have in common: plan first, then exactly that."""

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.desks import dressed, jobs, still
from tests.orgs.helpers import count_operations, node
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import service
from tuanji_desktop.orgs.acts import Edit
from tuanji_desktop.orgs.plan_dialog import PlanDialog
from tuanji_desktop.orgs.plans import Act

__all__ = ["dressed", "jobs"]


class Rename(PlanDialog):
    """The smallest dialog of the kind."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "更名", "rename", "保存", size=(400, 300))
        self.name = QLineEdit(self)
        self.name.textChanged.connect(lambda _text: self.inputs_changed())
        self.body.addWidget(self.name)

    def act(self) -> Act | None:
        if not self.name.text():
            return None
        return Edit(org_id=3, values={"full_name": self.name.text(), "short_name": ""})

    def nothing_yet(self) -> str:
        return "请写名称。"


@pytest.fixture
def dialog(context: Context, jobs: Jobs, qtbot: QtBot) -> Rename:
    made = Rename(Workplace(context, jobs))
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_plan_is_in_sight_before_the_act(
    dialog: Rename, context: Context, qtbot: QtBot
) -> None:
    dialog.ask_plan()
    assert dialog.plan_view.text == "请写名称。" and not dialog.confirm.isEnabled()
    operations = count_operations(context)
    dialog.name.setText("新全称")
    qtbot.waitUntil(lambda: "→ 新全称" in dialog.plan_view.text)
    assert dialog.confirm.isEnabled() and count_operations(context) == operations
    dialog.document.setText("青团〔2018〕1号")
    told: list[tuple[str, str]] = []
    dialog.said.connect(lambda level, words: told.append((level, words)))
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
    assert node(context, "QX0101").full_name == "新全称"
    assert told[0][0] == "done" and told[0][1].endswith("按 Ctrl+Z 可以撤销。")
    with context.database.read() as connection:
        sql = "SELECT document FROM journal_operations ORDER BY number DESC LIMIT 1"
        assert connection.exec_driver_sql(sql).scalar_one() == "青团〔2018〕1号"


def test_pressing_at_once_waits_for_the_plan(
    dialog: Rename, context: Context, qtbot: QtBot
) -> None:
    dialog.name.setText("新全称")
    with qtbot.waitSignal(dialog.accepted):
        dialog.apply()
    assert node(context, "QX0101").full_name == "新全称"


def test_a_refusal_stands_in_the_dialog(dialog: Rename, qtbot: QtBot) -> None:
    dialog.name.setText("   ")
    qtbot.waitUntil(lambda: "组织全称要填写" in dialog.plan_view.text)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "组织全称要填写" in dialog.banner.text)
    assert dialog.isVisible()


def test_a_plan_that_was_overtaken_is_planned_anew(
    dialog: Rename, context: Context, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog.name.setText("新全称")
    qtbot.waitUntil(lambda: dialog.plan is not None)
    service.rename_organization(context, org_id=3, full_name="别人改的", short_name="别人改的")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "别人改的 → 新全称" in dialog.plan_view.text)
    still(qtbot, jobs)
    assert node(context, "QX0101").full_name == "别人改的"
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
