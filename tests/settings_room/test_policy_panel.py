"""Section 规则."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.desks import still
from tests.settings_room.test_service import OWN
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.settings_room.policy_panel import PolicyPanel


@pytest.fixture
def panel(qtbot: QtBot, workplace: Workplace) -> PolicyPanel:
    made = PolicyPanel(workplace)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    still(qtbot, workplace.jobs)
    return made


def rules(panel: PolicyPanel) -> list[tuple[str, ...]]:
    table = panel.rules
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(3)]
        found.append(tuple(item.text() for item in items if item is not None))
    return found


def test_the_rules_of_the_chosen_pack_are_a_table_with_clauses(
    panel: PolicyPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    assert not panel.use_button.isEnabled()  # in force already
    assert len(rules(panel)) > 50
    panel.filter_box.setText("姓名 G 一.2")
    assert any(one[:2] == ("姓名", "G 一.2") for one in rules(panel))
    panel.filter_box.setText("没有这条")
    assert rules(panel) == []


def test_another_pack_is_planned_and_then_used(
    panel: PolicyPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    add_member(workplace.context, name="赵一", occupation="")
    used: list[str] = []
    panel.policy_changed.connect(used.append)
    place = next(n for n, one in enumerate(panel._packs) if one.id == "qilu-2024")
    panel.packs.selectRow(place)
    still(qtbot, workplace.jobs)
    panel.use_button.click()
    still(qtbot, workplace.jobs)
    assert "1 人的必填情况会改变" in panel.banner.text
    assert used == []
    panel.banner.action_requested.emit()
    still(qtbot, workplace.jobs)
    assert used == ["qilu-2024"]
    panel.use()  # nothing is planned any more
    assert used == ["qilu-2024"]


def test_an_own_pack_is_taken_in_or_its_fault_is_shown(
    panel: PolicyPanel, qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    file = tmp_path / "本县.toml"
    file.write_text(OWN + "[nonsense\n", encoding="utf-8")
    panel.install(file)
    still(qtbot, workplace.jobs)
    assert "第 7 行" in panel.banner.text
    assert panel.packs.rowCount() == 3
    file.write_text(OWN, encoding="utf-8")
    panel.install(file)
    still(qtbot, workplace.jobs)
    assert panel.packs.rowCount() == 4
