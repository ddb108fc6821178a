"""Numbering a list: prefilled, planned while one chooses, kept back by what is wrong."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.corrections.helpers import CLASS_1, one, select, verified, write
from tests.deletion.helpers import RARE, rename
from tests.desks import still
from tuanji_desktop.corrections.list_dialog import ListDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import save_settings


def shown(qtbot: QtBot, workplace: Workplace, org_id: int | None = None) -> ListDialog:
    dialog = ListDialog(workplace, org_id)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    return dialog


def words(dialog: ListDialog) -> list[str]:
    return [one.words for one in dialog.findings.lines]


def summary(dialog: ListDialog) -> str:
    found = dialog.findChild(QLabel, "list_summary")
    assert isinstance(found, QLabel)
    return found.text()


def test_it_is_prefilled_and_makes_the_list(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    save_settings(office, [("office.contact", "王干事"), ("office.contact_phone", "0856-1")])
    verified(office, 1)
    verified(office, 4)
    dialog = shown(qtbot, workplace)
    assert dialog.unit.currentText() == "中国共产主义青年团青溪县委员会"
    assert (dialog.contact.text(), dialog.phone.text(), dialog.addressee.text()) == (
        "王干事", "0856-1", "团省委",
    )  # fmt: skip
    assert summary(dialog) == "清单 GZ-2019-001，2 人：张三、单雄"
    assert words(dialog) == ["提醒：发文单位没有填写，行文的落款将是空白。"]
    dialog.signed_by.setText("共青团梅岭市委员会")
    dialog.signed_by.textEdited.emit("共青团梅岭市委员会")
    assert not dialog.make.isEnabled()  # planned anew when the typing pauses
    qtbot.waitUntil(dialog.make.isEnabled, timeout=5_000)
    qtbot.waitUntil(lambda: dialog.findings.text == "编制前检查没有发现问题。", timeout=5_000)
    assert words(dialog) == []
    with qtbot.waitSignal(dialog.created):
        dialog.make.click()
    assert select(office, "SELECT contact, sender, addressee FROM correction_lists") == [
        ("王干事", "共青团梅岭市委员会", "团省委")
    ]


def test_a_node_offers_itself_and_its_superiors(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    verified(office, 1)
    verified(office, 4)
    dialog = shown(qtbot, workplace, CLASS_1)
    assert dialog.unit.count() == 3
    assert summary(dialog).endswith("1 人：张三")
    dialog.unit.setCurrentIndex(2)
    still(qtbot, workplace.jobs)
    assert summary(dialog).endswith("2 人：张三、单雄")


def test_what_is_wrong_keeps_it_back_or_is_said(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    nameless = add_member(office, name="无名")
    verified(office, 1)
    verified(office, 2)
    verified(office, nameless)
    write(office, f"UPDATE members SET name = '' WHERE id = {nameless}")
    write(office, "UPDATE members SET joined_on = '2016-09' WHERE id = 1")
    dialog = shown(qtbot, workplace)
    assert not dialog.make.isEnabled()
    assert words(dialog)[0] == "须补正：（未填姓名），“姓名”没有填写。"
    assert any(
        one.startswith("提醒：张三，不编入清单，张三 的入团年月现为2016年9月")
        for one in words(dialog)
    )


def test_a_finding_leads_to_its_record(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    verified(office, 1)
    verified(office, 2)
    write(office, "UPDATE members SET name = '' WHERE id = 2")
    dialog = shown(qtbot, workplace)
    asked: list[int] = []
    dialog.member_requested.connect(asked.append)
    dialog.findings.open_button.click()
    assert asked == [2]
    assert not dialog.isVisible()


def test_nothing_verified_is_said_with_what_to_do(qtbot: QtBot, workplace: Workplace) -> None:
    dialog = shown(qtbot, workplace)
    assert "请先逐案核实" in dialog.banner.text
    assert not dialog.make.isEnabled()


def test_a_plan_that_is_no_longer_so_is_not_carried_out(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    verified(office, 1)
    dialog = shown(qtbot, workplace)
    verified(office, 2)
    dialog.make.click()
    still(qtbot, workplace.jobs)
    assert "没有编成清单" in dialog.banner.text
    assert one(office, "SELECT count(*) FROM correction_lists") == 0


def test_a_character_without_a_font_holds_it_up_until_it_is_ticked(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    verified(office, 1)
    rename(office, 1, f"张{RARE}")
    dialog = shown(qtbot, workplace)
    assert words(dialog)[0].startswith(f"须补正：张{RARE}")
    assert not dialog.make.isEnabled()
    dialog.by_hand.tick(RARE)
    assert any(one.startswith(f"提醒：张{RARE}") for one in words(dialog))
    with qtbot.waitSignal(dialog.created):
        dialog.make.click()
