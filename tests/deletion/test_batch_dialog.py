"""Numbering a batch: prefilled, planned while one chooses, kept back by what is wrong."""

from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import CLASS_1, RARE, one, rename, request
from tests.desks import still
from tuanji_desktop.deletion.batch_dialog import BatchDialog
from tuanji_desktop.deletion.papers import undertaken_for_batch
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.document_numbers import reserve_number, void_number
from tuanji_desktop.office.service import save_settings


def opened(qtbot: QtBot, workplace: Workplace, org_id: int | None = None) -> BatchDialog:
    dialog = BatchDialog(workplace, org_id)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    return dialog


def text_of(dialog: QWidget, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_it_is_prefilled_and_makes_the_batch(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    save_settings(office, [("office.contact", "王干事"), ("office.contact_phone", "0856-1234567")])
    request(office, 1)
    request(office, 4)
    dialog = opened(qtbot, workplace)
    assert dialog.form.currentData() == "guangdong"  # the form that goes with the formal letter
    assert dialog.unit.currentText() == "中国共产主义青年团青溪县委员会"
    assert (dialog.contact.text(), dialog.phone.text()) == ("王干事", "0856-1234567")
    assert text_of(dialog, "batch_summary") == "批次 2018-001，2 人：张三、单雄"
    assert text_of(dialog, "no_findings") == "打印前检查没有发现问题。"
    dialog.contact.setText("周晓岚")
    with qtbot.waitSignal(dialog.created):
        dialog.make.click()
    still(qtbot, workplace.jobs)
    assert dialog.result() == 1
    assert one(office, "SELECT contact FROM deletion_batches") == "周晓岚"


def test_a_node_offers_itself_and_its_superiors(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    request(office, 4)
    dialog = opened(qtbot, workplace, CLASS_1)
    assert dialog.unit.count() == 3
    assert text_of(dialog, "batch_summary").endswith("1 人：张三")
    dialog.unit.setCurrentIndex(2)
    still(qtbot, workplace.jobs)
    assert text_of(dialog, "batch_summary").endswith("2 人：张三、单雄")


def test_what_is_missing_keeps_it_back_and_leads_to_the_record(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    with office.database.write(office.operation("test", "没有手机")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = NULL WHERE id = 1")
    dialog = opened(qtbot, workplace)
    assert not dialog.make.isEnabled()
    assert text_of(dialog, "finding_text").startswith("须补正：张三")
    asked = list[int]()
    dialog.member_requested.connect(asked.append)
    (button,) = (
        one
        for one in dialog.findChildren(QPushButton)
        if one.objectName().startswith("finding_open")
    )
    button.click()
    assert asked == [1]
    assert not dialog.isVisible()


def test_a_character_without_a_font_holds_it_up_until_it_is_ticked(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    rename(office, 1, f"张{RARE}")
    dialog = opened(qtbot, workplace)
    assert text_of(dialog, "finding_text").startswith("须补正：")
    assert "U+323AF" in text_of(dialog, "finding_text")
    assert not dialog.make.isEnabled()
    dialog.by_hand.tick(RARE)
    assert dialog.make.isEnabled()
    dialog.by_hand.tick(())
    assert not dialog.make.isEnabled()
    dialog.by_hand.tick(RARE)
    with qtbot.waitSignal(dialog.created):
        dialog.make.click()
    still(qtbot, workplace.jobs)
    with office.database.read() as connection:
        assert undertaken_for_batch(connection, 1) == (RARE,)


def test_nothing_open_is_said_with_what_to_do(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = opened(qtbot, workplace)
    assert "请先由团支部提出申请" in dialog.banner.text
    assert not dialog.make.isEnabled()


def test_the_college_fills_in_its_own_form(
    qtbot: QtBot, college: Context, workplace: Workplace
) -> None:
    request(college, 1)
    dialog = opened(qtbot, Workplace(college, workplace.jobs))
    assert dialog.form.currentData() == "qilu"


def test_a_number_of_another_paper_is_refused_and_the_next_one_taken(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    save_settings(office, [("office.document_series", "青团字〔年〕号")])
    reserve_number(office, subject="别的请示", series="青团字")
    void_number(office, number="青团字〔2018〕1号", reason="未发出")
    request(office, 1)
    dialog = opened(qtbot, workplace)
    dialog.number.line.setText("青团字〔2018〕1号")
    dialog.make.click()
    still(qtbot, workplace.jobs)
    assert "作废的号不再使用" in dialog.banner.text
    dialog.number.button.click()
    still(qtbot, workplace.jobs)
    assert dialog.number.text == "青团字〔2018〕2号"
    with qtbot.waitSignal(dialog.created):
        dialog.make.click()
    still(qtbot, workplace.jobs)
    assert one(office, "SELECT document_number FROM deletion_batches") == "青团字〔2018〕2号"
