"""Section 规则."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.desks import still
from tests.settings_room.test_packs import OWN, STAR, own_folder
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.policy_switch import use_policy
from tuanji_desktop.office.service import renewed
from tuanji_desktop.settings_room import policy_panel
from tuanji_desktop.settings_room.compare_dialog import CompareDialog
from tuanji_desktop.settings_room.plan_dialog import PlanDialog
from tuanji_desktop.settings_room.policy_panel import PolicyPanel


@pytest.fixture
def panel(qtbot: QtBot, workplace: Workplace) -> PolicyPanel:
    return opened(qtbot, workplace)


def opened(qtbot: QtBot, workplace: Workplace) -> PolicyPanel:
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
        items = [table.item(row, column) for column in range(4)]
        found.append(tuple(item.text() for item in items if item is not None))
    return found


def choose(panel: PolicyPanel, qtbot: QtBot, pack_id: str, state: str | None = None) -> None:
    place = next(
        n
        for n, one in enumerate(panel._packs)
        if pack_id in (one.id, one.file.stem) and state in (None, one.state)
    )
    panel.packs.selectRow(place)
    still(qtbot, panel.workplace.jobs)


def states(panel: PolicyPanel) -> dict[str, str]:
    return {f"{one.id}:{one.state}": one.title for one in panel._packs}


def write_own(text: str, name: str = "own") -> Path:
    own_folder().mkdir(parents=True, exist_ok=True)
    file = own_folder() / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def plan(panel: PolicyPanel, qtbot: QtBot) -> PlanDialog:
    panel.use_button.click()
    still(qtbot, panel.workplace.jobs)
    dialog = panel.findChild(PlanDialog)
    assert dialog is not None
    return dialog


def test_the_rules_of_the_chosen_pack_are_a_table_with_clauses(
    panel: PolicyPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    assert not panel.use_button.isEnabled()  # in force already
    assert not panel.remove_button.isEnabled()
    assert len(rules(panel)) > 150
    panel.filter_box.setText("姓名 G 一.2")
    assert any(one[1:3] == ("姓名", "G 一.2") for one in rules(panel))
    for words in ("行文更正", "离团 处分决定", "空心团支部", "大批量", "申请人自己", "发起率"):
        panel.filter_box.setText(words)
        assert rules(panel), words
    panel.filter_box.setText("没有这条")
    assert rules(panel) == []


def test_another_pack_is_planned_and_then_used(
    panel: PolicyPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    add_member(workplace.context, name="赵一", occupation="")
    used: list[str] = []
    panel.policy_changed.connect(used.append)
    choose(panel, qtbot, "qilu-2024")
    dialog = plan(panel, qtbot)
    assert "1 人的必填情况会改变" in dialog.summary.text()
    assert used == []
    dialog.use_button.click()
    still(qtbot, workplace.jobs)
    assert used == ["qilu-2024"]
    assert "已启用" in panel.banner.text


def test_a_plan_that_is_put_away_changes_nothing(
    panel: PolicyPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    choose(panel, qtbot, "qilu-2024")
    plan(panel, qtbot).close_button.click()
    still(qtbot, workplace.jobs)
    assert renewed(workplace.context).policy.id == "guangdong-2018"


def test_a_member_added_after_the_plan_stops_it(
    panel: PolicyPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    choose(panel, qtbot, "qilu-2024")
    dialog = plan(panel, qtbot)
    add_member(workplace.context, name="赵一")
    dialog.use_button.click()
    still(qtbot, workplace.jobs)
    assert "花名册又有改动" in panel.banner.text
    assert renewed(workplace.context).policy.id == "guangdong-2018"


def test_the_members_behind_an_effect_are_wished_for(
    panel: PolicyPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    wished: list[tuple[object, str]] = []
    panel.members_requested.connect(lambda ids, title: wished.append((list(ids), title)))
    choose(panel, qtbot, "qilu-2024")
    dialog = plan(panel, qtbot)
    dialog.show_members()
    still(qtbot, workplace.jobs)
    assert wished[0][0] == [1, 2, 3, 4, 5, 6]
    assert "在册" in wished[0][1]


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
    choose(panel, qtbot, "own")
    assert panel.use_button.text() == "启用“本县规则”…"
    assert panel.remove_button.isEnabled()


def test_a_newer_version_is_a_row_of_its_own_until_it_is_put_in_force(
    qtbot: QtBot, workplace: Workplace
) -> None:
    file = write_own(OWN)
    use_policy(workplace.context, policy_id="own")
    here = Workplace(renewed(workplace.context), workplace.jobs)
    panel = opened(qtbot, here)
    assert "own:使用中" in states(panel)
    add_member(here.context, name="赵一")
    update = file.with_name("other-place.txt")
    update.write_text(OWN.replace("本县规则", "本县新规则") + STAR, encoding="utf-8")
    panel.install(update)
    still(qtbot, here.jobs)
    assert "仍按原来的规则" in panel.banner.text
    assert states(panel)["own:使用中"] == "本县规则"
    assert states(panel)["own:新版本"] == "本县新规则"
    choose(panel, qtbot, "own", "使用中")
    assert not any(one[1] == "QQ号" and one[0] == "必填" for one in rules(panel))
    choose(panel, qtbot, "own", "新版本")
    assert any(one[1] == "QQ号" and one[0] == "必填" for one in rules(panel))
    assert "的新版本" in panel.use_button.text()
    dialog = plan(panel, qtbot)
    assert "QQ号" in [row.subject for row in dialog._plan.rows]
    dialog.use_button.click()
    still(qtbot, here.jobs)
    assert renewed(here.context).policy.title == "本县新规则"


@pytest.mark.parametrize("fate", ["spoilt", "gone"])
def test_what_becomes_of_the_file_does_not_touch_the_rules_in_force(
    qtbot: QtBot, workplace: Workplace, fate: str
) -> None:
    file = write_own(OWN)
    use_policy(workplace.context, policy_id="own")
    here = Workplace(renewed(workplace.context), workplace.jobs)
    if fate == "spoilt":
        file.write_text(OWN + '[tree]\nhollow = "ja"\n', encoding="utf-8")
    else:
        file.unlink()
    panel = opened(qtbot, here)
    assert states(panel)["own:使用中"] == "本县规则"
    assert len(rules(panel)) > 150
    if fate == "spoilt":
        choose(panel, qtbot, "own", "有误")
        assert "第 8 行有误：“hollow”：应为整数" in panel.banner.text
        assert not panel.use_button.isEnabled()
        assert not panel.export_button.isEnabled()
        assert rules(panel) == []
        panel.plan()  # by the keyboard
        assert panel.findChild(PlanDialog) is None
        choose(panel, qtbot, "own", "使用中")
        assert not panel.banner.isVisible()


def test_a_file_with_the_id_of_a_shipped_pack_is_shown_as_what_it_is(
    qtbot: QtBot, workplace: Workplace
) -> None:
    write_own(OWN.replace('"own"', '"qilu-2024"'), "mine")
    write_own(OWN)
    write_own(OWN, "zwilling")
    panel = opened(qtbot, workplace)
    choose(panel, qtbot, "mine", "有误")
    assert "与随程序提供的规则包相同，这个文件不会采用" in panel.banner.text
    choose(panel, qtbot, "zwilling", "有误")
    assert "与文件“own.toml”相同" in panel.banner.text


def test_red_names_are_gone_through_again_when_the_program_brought_another_text(
    qtbot: QtBot, workplace: Workplace
) -> None:
    use_policy(workplace.context, policy_id="guangdong-2018")
    with workplace.context.database.write(workplace.context.operation("x", "旧程序")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE settings SET value = 'old' WHERE key = 'office.policy_digest'"
        )
    panel = opened(qtbot, workplace)
    assert "guangdong-2018:须重新核对" in states(panel)
    assert panel.use_button.isEnabled()
    plan(panel, qtbot).use_button.click()
    still(qtbot, workplace.jobs)
    panel.refresh()
    still(qtbot, workplace.jobs)
    assert "guangdong-2018:使用中" in states(panel)


def test_packs_and_the_template_are_written_out_and_removed(
    panel: PolicyPanel,
    qtbot: QtBot,
    workplace: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        policy_panel, "ask_save_path", lambda *_a, suggested, **_k: tmp_path / suggested.name
    )
    panel.template_button.click()
    still(qtbot, workplace.jobs)
    assert "已存为" in panel.banner.text
    panel.install(tmp_path / "规则包模板.toml")
    still(qtbot, workplace.jobs)
    choose(panel, qtbot, "qilu-2024")
    panel.export_button.click()
    still(qtbot, workplace.jobs)
    panel.install(tmp_path / "qilu-2024-own.toml")
    still(qtbot, workplace.jobs)
    assert panel.packs.rowCount() == 5
    for answer, left in ((False, 5), (True, 4)):
        monkeypatch.setattr(policy_panel, "confirm", lambda *_a, answer=answer, **_k: answer)
        choose(panel, qtbot, "qilu-2024-own")
        panel.remove_button.click()
        still(qtbot, workplace.jobs)
        assert panel.packs.rowCount() == left
    assert not (own_folder() / "qilu-2024-own.toml").exists()


def test_the_comparison_opens_with_the_chosen_pack(
    panel: PolicyPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    choose(panel, qtbot, "qilu-2024")
    panel.compare_button.click()
    still(qtbot, workplace.jobs)
    dialog = panel.findChild(CompareDialog)
    assert dialog is not None
    assert dialog.first.currentText() == "广东2018（命脉工程提醒函第四期）（使用中）"
    assert dialog.second.currentText().startswith("齐鲁")
    dialog.reject()


def test_what_is_open_for_reading_only_puts_nothing_in_force(
    qtbot: QtBot, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(workplace.context.database), "read_only", property(lambda _s: True))
    panel = opened(qtbot, workplace)
    choose(panel, qtbot, "qilu-2024")
    assert not panel.use_button.isEnabled()


def test_everything_has_names(panel: PolicyPanel) -> None:
    buttons: list[QWidget] = [
        panel.use_button, panel.compare_button, panel.import_button, panel.export_button,
        panel.remove_button, panel.template_button, panel.packs, panel.rules, panel.filter_box,
    ]  # fmt: skip
    assert all(one.objectName() and one.accessibleName() for one in buttons)
