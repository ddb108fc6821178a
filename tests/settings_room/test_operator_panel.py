"""Sections 操作员 and 安全."""

from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.settings_room.operator_panel import OperatorPanel, SafetyPanel
from tuanji_desktop.settings_room.queries import load_office
from tuanji_desktop.settings_room.service import prove_operator


def opened(qtbot: QtBot, workplace: Workplace) -> OperatorPanel:
    panel = OperatorPanel(workplace)
    qtbot.addWidget(panel)
    panel.show()
    panel.refresh()
    still(qtbot, workplace.jobs)
    return panel


def names(workplace: Workplace) -> list[str]:
    return [one.name for one in load_office(workplace.context).operators if one.active]


def test_add_and_let_go(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace)
    assert panel.password_field.isHidden()
    panel.name_field.setText("孙干事")
    panel.add_button.click()
    still(qtbot, workplace.jobs)
    assert names(workplace) == ["王干事", "赵副书记", "孙干事"]
    assert panel.banner.text == "已增加操作员“孙干事”。"
    panel.add()
    still(qtbot, workplace.jobs)
    assert panel.banner.text == "请填写操作员姓名。"
    panel.operators.selectRow(2)
    panel.remove_button.click()
    still(qtbot, workplace.jobs)
    assert names(workplace) == ["王干事", "赵副书记"]


def test_a_double_click_adds_once_and_complains_of_nothing(
    qtbot: QtBot, workplace: Workplace
) -> None:
    panel = opened(qtbot, workplace)
    panel.name_field.setText("孙干事")
    panel.add_button.click()
    panel.add()
    still(qtbot, workplace.jobs)
    assert panel.banner.text == "已增加操作员“孙干事”。"
    assert panel.add_button.isEnabled()


def test_whoever_works_now_can_neither_be_chosen_nor_let_go(
    qtbot: QtBot, workplace: Workplace
) -> None:
    panel = opened(qtbot, workplace)
    assert not panel.switch_button.isEnabled()
    assert not panel.remove_button.isEnabled()
    wished: list[str] = []
    panel.operator_changed.connect(wished.append)
    panel.operators.selectRow(1)
    panel.switch_button.click()
    assert wished == ["赵副书记"]


def test_in_an_encrypted_file_the_other_one_proves_it(
    qtbot: QtBot, secret_place: Workplace
) -> None:
    panel = opened(qtbot, secret_place)
    panel.name_field.setText("赵副书记")
    panel.password_field.setText("geheim2")
    panel.add()
    still(qtbot, secret_place.jobs)
    wished: list[str] = []
    panel.operator_changed.connect(wished.append)
    panel.operators.selectRow(1)
    panel.switch_button.click()
    assert panel.ask.isVisible()
    panel.ask.text.setText("geheim1")  # the first one's
    panel.ask.act.click()
    still(qtbot, secret_place.jobs)
    assert wished == []
    assert "密码不正确" in panel.banner.text
    panel.switch_to("赵副书记", "geheim2")
    still(qtbot, secret_place.jobs)
    assert wished == ["赵副书记"]
    panel.deleteLater()


def test_the_password_is_changed_by_who_knows_the_old_one(
    qtbot: QtBot, secret_place: Workplace
) -> None:
    panel = SafetyPanel(secret_place)
    qtbot.addWidget(panel)
    for field, text in (
        (panel.old_field, "falsch1"),
        (panel.new_field, "geheim3"),
        (panel.again_field, "geheim3"),
    ):
        field.setText(text)
    panel.change_button.click()
    still(qtbot, secret_place.jobs)
    assert "密码不正确" in panel.banner.text
    panel.old_field.setText("geheim1")
    panel.change()
    still(qtbot, secret_place.jobs)
    assert panel.new_field.text() == ""
    prove_operator(secret_place.context, operator="王干事", secret="geheim3")


def test_a_plain_file_says_that_anybody_can_open_it(qtbot: QtBot, workplace: Workplace) -> None:
    panel = SafetyPanel(workplace)
    qtbot.addWidget(panel)
    assert "没有加密" in panel.about
    assert panel.change_button.isHidden()
