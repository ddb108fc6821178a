"""What another pack would change, on screen."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.policy_plan import plan_policy
from tuanji_desktop.settings_room import plan_dialog
from tuanji_desktop.settings_room.plan_dialog import PlanDialog


@pytest.fixture
def dialog(qtbot: QtBot, workplace: Workplace) -> PlanDialog:
    return opened(qtbot, workplace, "qilu-2024")


def opened(
    qtbot: QtBot, workplace: Workplace, policy_id: str, *, writable: bool = True
) -> PlanDialog:
    add_member(workplace.context, name="赵一", is_cadre="是")
    made = PlanDialog(
        workplace, plan_policy(workplace.context, policy_id=policy_id), writable=writable
    )
    qtbot.addWidget(made)
    made.show()
    return made


def shown(dialog: PlanDialog) -> list[list[str]]:
    table = dialog.table
    return [
        [item.text() for column in range(6) if (item := table.item(row, column))]
        for row in range(table.rowCount())
    ]


def choose(dialog: PlanDialog, subject: str) -> None:
    place = next(n for n, row in enumerate(shown(dialog)) if row[1] == subject)
    dialog.table.selectRow(place)


def test_each_effect_is_a_row_with_its_clause_in_words(dialog: PlanDialog) -> None:
    assert [
        "必填",
        "团内现任职务",
        "1 人",
        "不必填",
        "必填（是否为团干为“是”时），现为空",
        "Q 四.4",
    ] in shown(dialog)
    choose(dialog, "团内现任职务")
    assert "Q 四.4：团员干部需完善“团内现任职务”" in dialog.detail.text()
    dialog.kinds.setCurrentText("字段修改")
    assert {row[0] for row in shown(dialog)} == {"字段修改"}
    assert "删除申请" not in [dialog.kinds.itemText(n) for n in range(dialog.kinds.count())]


def test_lists_are_written(
    dialog: PlanDialog,
    qtbot: QtBot,
    workplace: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        plan_dialog, "ask_save_path", lambda *_a, suggested, **_k: tmp_path / suggested.name
    )
    choose(dialog, "团内现任职务")
    dialog.people_button.click()
    still(qtbot, workplace.jobs)
    assert "已导出 1 行" in dialog.banner.text
    sheet = load_workbook(tmp_path / "必填名单.xlsx").worksheets[0]
    assert sheet["A3"].value == "赵一"
    dialog.export_button.click()
    still(qtbot, workplace.jobs)
    assert load_workbook(tmp_path / "启用qilu-2024的影响.xlsx").worksheets[0].max_row > 5


def test_a_file_that_cannot_be_written_is_said(
    dialog: PlanDialog, qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    dialog.export(tmp_path / "none" / "a.xlsx")
    still(qtbot, workplace.jobs)
    assert "无法保存" in dialog.banner.text


def test_units_have_names_and_no_members(qtbot: QtBot, workplace: Workplace) -> None:
    for number in range(30):
        add_member(workplace.context, name=f"钱{number}")
    dialog = opened(qtbot, workplace, "national")
    choose(dialog, "团支部")
    assert not dialog.members_button.isEnabled()
    assert "高三（1）班（34 人）" in dialog.detail.text()
    heard: list[object] = []
    dialog.members_requested.connect(lambda *what: heard.append(what))
    dialog.show_members()
    still(qtbot, workplace.jobs)
    assert heard == []


def test_a_pack_that_changes_nothing_says_so(qtbot: QtBot, workplace: Workplace) -> None:
    dialog = opened(qtbot, workplace, "guangdong-2018")
    assert "不改变现有的任何档案" in dialog.banner.text
    assert not dialog.export_button.isEnabled()
    assert not dialog.people_button.isEnabled()


def test_the_safe_answer_is_the_default_and_reading_only_offers_no_other(
    qtbot: QtBot, workplace: Workplace
) -> None:
    dialog = opened(qtbot, workplace, "qilu-2024", writable=False)
    assert dialog.close_button.isDefault()
    assert not dialog.use_button.isEnabled()


def test_everything_has_names(dialog: PlanDialog) -> None:
    for kind in (QPushButton, QComboBox, QTableWidget):
        for one in dialog.findChildren(kind):
            assert one.objectName(), one
            # what the banner asks gets its name when it asks
            assert one.accessibleName() or one.objectName() == "banner_action", one
    assert all(one.objectName() for one in dialog.findChildren(QLabel))
