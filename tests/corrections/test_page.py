"""The corrections' desk as the clerk uses it."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tests.corrections.conftest import DAY
from tests.corrections.helpers import (
    CLASS_2,
    FOUND,
    listed,
    one,
    opened,
    sent,
    verified,
    write,
)
from tests.desks import open_desk, still
from tuanji_desktop.corrections import service
from tuanji_desktop.corrections.page import CorrectionsPage
from tuanji_desktop.corrections.table import FILTERS
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.changes import Changes


def shown(qtbot: QtBot, workplace: Workplace) -> CorrectionsPage:
    page = CorrectionsPage(workplace)
    open_desk(qtbot, page)
    return page


def button(page: CorrectionsPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def names(page: CorrectionsPage) -> list[str]:
    return [row.name for row in page.cases.rows.values()]


def test_an_empty_desk_explains_itself(qtbot: QtBot, workplace: Workplace) -> None:
    page = shown(qtbot, workplace)
    title = page.cases.findChild(QLabel, "empty_title")
    text = page.cases.findChild(QLabel, "empty_text")
    assert isinstance(title, QLabel)
    assert isinstance(text, QLabel)
    assert title.text() == "没有等待核实的更正"
    assert "正式行文更正" in text.text()
    assert not page.make_list.isEnabled()
    assert not page.question.isVisible()


def test_filters_count_and_show_their_cases(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    sent(office, 4)
    verified(office, 2)
    opened(office, 1)
    page = shown(qtbot, workplace)
    said = list[str]()
    page.summary_changed.connect(said.append)
    assert [button(page, f"corrections_{key}").text() for key in FILTERS] == [
        "待核实 1", "待编清单 1", "待行文 0", "待批复 1", "已办结 0", "全部 3",
    ]  # fmt: skip
    assert names(page) == ["张三"]
    assert page.case_panel.row is not None
    assert page.case_panel.row.name == "张三"
    button(page, "corrections_verified").click()
    assert names(page) == ["李小梅"]
    assert page.case_panel.row.name == "李小梅"
    assert page.make_list.isEnabled()
    page.show_hint("sent")
    assert names(page) == ["单雄"]
    page.set_scope(CLASS_2)
    still(qtbot, workplace.jobs)
    assert button(page, "corrections_all").text() == "全部 1"
    assert said[-1] == "待核实 0 · 待编清单 0 · 待行文 0 · 待批复 1"


def test_many_in_a_branch_are_asked_about(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    opened(office, 1)
    opened(office, 2)
    page = shown(qtbot, workplace)
    assert page.question.isVisible()
    assert page.question.text.startswith("大批量误填：高三（1）班 2 人（全支部 3 人）")
    service.withdraw_correction(office, correction_id=1, reason="没有错")
    page.show_changes(Changes(1, tables={"corrections": frozenset({1})}))
    still(qtbot, workplace.jobs)
    assert not page.question.isVisible()


def test_a_list_is_made_and_its_kept_paper_is_shown(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    verified(office, 1)
    page = shown(qtbot, workplace)
    lines = list[tuple[str, str]]()
    page.said.connect(lambda level, words: lines.append((level, words)))
    dialog = page.open_list_dialog()
    still(qtbot, workplace.jobs)
    dialog.make.click()
    still(qtbot, workplace.jobs)
    assert lines == [("done", "已编成清单 GZ-2019-001，1 人，1 页。")]
    assert page.stack.currentIndex() == 1
    kept = one(office, "SELECT b.content FROM papers AS p JOIN blobs AS b USING (sha256)")
    assert page.preview.data == kept
    button(page, "corrections_back").click()
    assert page.stack.currentIndex() == 0
    assert page.tabs.currentIndex() == 1
    assert page.list_panel.list_id == 1
    page.list_panel.paper_requested.emit(1, "letter")
    still(qtbot, workplace.jobs)
    title = page.findChild(QLabel, "corrections_paper_title")
    assert isinstance(title, QLabel)
    assert "草稿" in title.text()


def test_a_stale_list_is_told_on_its_tab(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    listed(office, 1)
    write(office, "UPDATE members SET name = '张珊' WHERE id = 1")
    page = shown(qtbot, workplace)
    assert page.tabs.tabText(1) == "清单 1（1 份已过时）"


def test_hints_lead_to_a_case_or_a_list(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    list_id = sent(office, 4)
    case = opened(office, 1)
    page = shown(qtbot, workplace)
    page.show_hint({"list": list_id})
    still(qtbot, workplace.jobs)
    assert (page.tabs.currentIndex(), page.list_panel.list_id) == (1, list_id)
    page.show_hint({"correction": case})
    still(qtbot, workplace.jobs)
    assert page.tabs.currentIndex() == 0
    assert page.case_panel.row is not None
    assert page.case_panel.row.id == case
    page.show_hint({"correction": 1})
    still(qtbot, workplace.jobs)
    button(page, "case_list").click()
    still(qtbot, workplace.jobs)
    assert (page.tabs.currentIndex(), page.list_panel.list_id) == (1, list_id)


def test_members_are_told_of_and_asked_for(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    opened(office, 1)
    case = opened(office, 2)
    page = shown(qtbot, workplace)
    asked = list[tuple[str, int]]()
    page.member_chosen.connect(lambda member: asked.append(("chosen", member)))
    page.member_requested.connect(lambda member: asked.append(("opened", member)))
    page.cases.choose([1])
    page.cases.opened.emit(case)
    assert asked == [("chosen", 1), ("opened", 2)]


def test_a_case_that_went_on_stays_in_the_panel(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    case = opened(office, 1)
    page = shown(qtbot, workplace)
    service.verify_correction(office, correction_id=case, finding=FOUND)
    page.show_changes(Changes(1, tables={"corrections": frozenset({case})}))
    still(qtbot, workplace.jobs)
    assert names(page) == []
    assert page.case_panel.row is not None
    assert page.case_panel.row.state == "verified"


def test_a_question_is_scrolled_to(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    opened(office, 1)
    page = CorrectionsPage(workplace)
    open_desk(qtbot, page)
    page.resize(600, 420)
    qtbot.wait(20)
    button(page, "case_return").click()
    scroll = page.findChild(QScrollArea, "case_scroll")
    assert isinstance(scroll, QScrollArea)
    strip = page.case_panel.strip
    qtbot.waitUntil(
        lambda: (
            strip.mapTo(scroll.viewport(), strip.rect().topLeft()).y() < scroll.viewport().height()
        ),
        timeout=2_000,
    )


def test_the_look_of_the_desk_is_kept(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    opened(office, 1)
    page = shown(qtbot, workplace)
    page.show_filter("all")
    other = CorrectionsPage(workplace)
    qtbot.addWidget(other)
    other.restore_state(page.state())
    other.restore_state("nonsense")
    assert button(other, "corrections_all").isChecked()


def test_a_pack_without_the_rule_keeps_the_old_cases_to_read(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, workplace: Workplace
) -> None:
    folder = tmp_path_factory.mktemp("college")
    context = make_office(folder, policy="qilu-2024", today=DAY)
    try:
        page = shown(qtbot, Workplace(context, workplace.jobs))
        assert "现行规则没有正式行文更正的规定" in page.question.text
        assert not page.make_list.isEnabled()
    finally:
        context.database.close()


def test_everything_has_a_name(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    sent(office, 4)
    opened(office, 1)
    page = shown(qtbot, workplace)
    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit)
        for widget in page.findChildren(kind)
        if not (widget.objectName() and widget.accessibleName())
        and not widget.objectName().startswith("qt_")
        and widget.isVisible()
    ]
    assert nameless == []
