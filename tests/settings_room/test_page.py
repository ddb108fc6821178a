"""The settings desk as a whole."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.desks import open_desk, still
from tuanji_desktop.core.settings import MachineSettings
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.settings_room.page import SettingsPage
from tuanji_desktop.settings_room.service import save_office
from tuanji_desktop.store.changes import Changes


def desk(qtbot: QtBot, workplace: Workplace) -> SettingsPage:
    page = SettingsPage(workplace, settings=MachineSettings())
    open_desk(qtbot, page)
    return page


def test_every_section_opens_and_reads(qtbot: QtBot, workplace: Workplace) -> None:
    page = desk(qtbot, workplace)
    titles = [page.sections.item(place).text() for place in range(page.sections.count())]
    assert titles == [
        "本单位",
        "规则",
        "公文模板",
        "发文登记",
        "表格",
        "操作员",
        "安全",
        "备份",
        "外观",
    ]
    for panel in page.panels:
        page.show_hint(panel.key)
        still(qtbot, workplace.jobs)
        assert panel.isVisible()
    page.show_hint("nonsense")
    assert page.look.isVisible()


def test_wishes_of_the_sections_go_up(qtbot: QtBot, workplace: Workplace) -> None:
    page = desk(qtbot, workplace)
    heard: list[object] = []
    for signal in (
        page.policy_changed,
        page.operator_changed,
        page.office_open_requested,
        page.appearance_changed,
    ):
        signal.connect(heard.append)
    page.policy.policy_changed.emit("national")
    page.operators.operator_changed.emit("赵副书记")
    page.backup.office_open_requested.emit(Path("a"))
    page.look.appearance_changed.emit(MachineSettings(theme="dark"))
    assert heard == ["national", "赵副书记", Path("a"), MachineSettings(theme="dark")]


def test_members_behind_a_rule_are_wished_for(qtbot: QtBot, workplace: Workplace) -> None:
    page = desk(qtbot, workplace)
    with qtbot.waitSignal(page.act_requested) as heard:
        page.policy.members_requested.emit([1, 2], "必填：团内现任职务")
    assert heard.args == ["members", {"ids": [1, 2], "title": "必填：团内现任职务"}]


def test_what_others_changed_is_shown(qtbot: QtBot, workplace: Workplace) -> None:
    page = desk(qtbot, workplace)
    save_office(workplace.context, values={"office.contact": "周干事"})
    page.show_changes(Changes(2, tables={"settings": frozenset({3})}))
    still(qtbot, workplace.jobs)
    assert page.office.fields["office.contact"].text() == "周干事"


# what a banner or a strip asks gets its name when it asks
def test_every_field_and_button_has_names(qtbot: QtBot, workplace: Workplace) -> None:
    page = desk(qtbot, workplace)
    kinds: tuple[type[QWidget], ...] = (QComboBox, QLineEdit, QPushButton, QTableWidget)
    found = [one for kind in kinds for one in page.findChildren(kind)]
    nameless = [
        one.objectName() or type(one).__name__
        for one in found
        if not one.objectName().startswith("qt_")
        and not one.accessibleName()
        and not one.objectName().startswith(("banner_action", "operator_ask", "numbers_ask"))
    ]
    assert nameless == []
