"""Section 本单位."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.settings_room.office_panel import OfficePanel
from tuanji_desktop.settings_room.queries import load_office


def opened(qtbot: QtBot, workplace: Workplace) -> OfficePanel:
    panel = OfficePanel(workplace)
    qtbot.addWidget(panel)
    panel.show()
    panel.refresh()
    still(qtbot, workplace.jobs)
    return panel


def type_in(panel: OfficePanel, key: str, text: str) -> None:
    panel.fields[key].setText(text)
    panel.fields[key].textEdited.emit(text)


def test_what_is_typed_is_saved(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace)
    assert panel.fields["office.name"].text() == "青溪团县委"
    assert not panel.save_button.isEnabled()
    type_in(panel, "office.contact", "周干事")
    panel.refresh()  # must not take away what is being typed
    still(qtbot, workplace.jobs)
    panel.save_button.click()
    still(qtbot, workplace.jobs)
    assert panel.banner.text == "已保存。"
    assert not panel.save_button.isEnabled()
    assert load_office(workplace.context).values["office.contact"] == "周干事"


def test_a_fault_is_said_and_the_words_stay(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace)
    type_in(panel, "office.name", "")
    panel.save()
    still(qtbot, workplace.jobs)
    assert "名称" in panel.banner.text
    assert panel.save_button.isEnabled()


def test_every_field_says_where_it_is_printed(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace)
    for field in panel.fields.values():
        note = panel.findChild(QLabel, f"{field.objectName()}_printed")
        assert isinstance(note, QLabel)
        assert note.text()
        assert field.accessibleDescription() == note.text()
    type_in(panel, "office.document_series", "青团字2018")
    panel.save()
    still(qtbot, workplace.jobs)
    assert "不是发文字号格式" in panel.banner.text
