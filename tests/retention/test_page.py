"""The register on the desk: filters, the yearly look, coming back, annex 3."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import one
from tests.desks import open_desk, still
from tests.retention.test_service import BREAK, retained
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.retention.page import FILTERS, RetentionPage
from tuanji_desktop.retention.plan import RESUME, Wish


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace, office: Context) -> RetentionPage:
    retained(office, replace(BREAK, member_ids=(1, 4, 5)))
    retained(office, Wish(act=RESUME, member_ids=(5,), on=date(2018, 7, 20), reason="复学"))
    made = RetentionPage(workplace)
    open_desk(qtbot, made)
    return made


def button(page: RetentionPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def test_filters_count(page: RetentionPage) -> None:
    assert [button(page, f"retention_{key}").text() for key in FILTERS] == [
        "保留中 2", "待复核 0", "已结束 1", "全部 3",
    ]  # fmt: skip
    button(page, "retention_ended").click()
    assert [row.name for row in page.table.rows.values()] == ["龙𬱖"]
    page.show_hint("open")
    assert len(page.table.rows) == 2


def test_the_yearly_look_asks_what_was_found(
    qtbot: QtBot, page: RetentionPage, office: Context
) -> None:
    page.table.choose([1])
    page.review_button.click()
    assert not page.strip.act.isEnabled()
    page.strip.text.setText("仍在服役")
    page.strip.act.click()
    still(qtbot, page.workplace.jobs)
    assert one(office, "SELECT finding FROM retention_reviews") == "仍在服役"


def test_coming_back_opens_the_dialog(qtbot: QtBot, page: RetentionPage) -> None:
    page.table.choose([1])
    page.resume_button.click()
    still(qtbot, page.workplace.jobs)
    dialog = next(one for one in page.children() if one.objectName() == "retain_dialog")
    assert dialog.windowTitle() == "结束团籍保留"  # type: ignore[attr-defined]
    dialog.reject()  # type: ignore[attr-defined]


def test_annex_3_is_shown_with_what_it_lacks(qtbot: QtBot, page: RetentionPage) -> None:
    page.paper_button.click()
    still(qtbot, page.workplace.jobs)
    assert page.stack.currentIndex() == 1
    title = page.findChild(QLabel, "retention_paper_title")
    assert isinstance(title, QLabel)
    assert "毕业生团籍保留登记表" in title.text()
    button(page, "retention_back").click()
    assert page.stack.currentIndex() == 0


def test_scope_and_changes(qtbot: QtBot, page: RetentionPage, office: Context) -> None:
    page.set_scope(4)
    still(qtbot, page.workplace.jobs)
    assert [row.name for row in page.table.rows.values()] == ["单雄"]


def test_an_empty_register_explains_itself(qtbot: QtBot, workplace: Workplace) -> None:
    made = RetentionPage(workplace)
    open_desk(qtbot, made)
    text = made.table.findChild(QLabel, "empty_text")
    assert isinstance(text, QLabel)
    assert "休学" in text.text()
    assert not made.paper_button.isEnabled()


def test_everything_has_a_name_and_the_filter_comes_back(page: RetentionPage) -> None:
    nameless = [
        one.objectName()
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and not one.accessibleName()
    ]
    assert nameless == []
    page.show_filter("all")
    state = page.state()
    page.show_filter("open")
    page.restore_state(state)
    assert page.state() == "all"
    page.restore_state("nonsense")
    assert page.state() == "all"
