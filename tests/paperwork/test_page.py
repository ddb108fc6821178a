"""The desk 纸件."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.desks import dressed, jobs, office, open_desk, still, workplace
from tests.paperwork.archive_helpers import Kept, fill
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.kinds import MadePaper, PaperKind, PaperWish
from tuanji_desktop.paperwork.page import PaperworkPage
from tuanji_desktop.paperwork.service import record_print, void_sheet
from tuanji_desktop.store.changes import Changes

__all__ = ["dressed", "jobs", "office", "workplace"]


def make(_context: Context, _wish: PaperWish) -> MadePaper:
    raise AssertionError


KINDS = (PaperKind("roster", "团员花名册（成册）", (), make),)


@pytest.fixture
def kept(office: Context) -> Kept:
    return fill(office)


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace, kept: Kept) -> Iterator[PaperworkPage]:
    made = PaperworkPage(workplace, KINDS)
    open_desk(qtbot, made)
    yield made


def ids(qtbot: QtBot, page: PaperworkPage) -> list[int]:
    still(qtbot, page.workplace.jobs)
    return list(page.model.ids)


def press(page: PaperworkPage, name: str) -> None:
    found = page.findChild(QPushButton, f"paperwork_{name}")
    assert found is not None
    assert found.accessibleName()
    found.click()


def test_the_newest_is_shown_first(qtbot: QtBot, page: PaperworkPage, kept: Kept) -> None:
    assert ids(qtbot, page) == [kept.slip, kept.form, kept.roster]
    assert page.table.current_id() == kept.slip
    assert page.panel.paper_id == kept.slip


def test_filters_search_form_and_year(
    qtbot: QtBot, page: PaperworkPage, office: Context, kept: Kept
) -> None:
    record_print(office, paper_id=kept.form, pages="", printer="惠普")
    press(page, "awaited")
    assert ids(qtbot, page) == [kept.form]
    press(page, "all")
    page.search.setText("李小梅")
    qtbot.wait(170)
    assert ids(qtbot, page) == [kept.slip]
    page.search.clear()
    qtbot.wait(170)
    assert ids(qtbot, page) == [kept.slip, kept.form, kept.roster]
    assert [page.forms.itemText(one) for one in range(page.forms.count())] == [
        "全部表式", "修改审核单", "删除团员申请表", "团员花名册（成册）",
    ]  # fmt: skip
    page.forms.setCurrentIndex(3)
    page.forms.activated.emit(3)
    assert ids(qtbot, page) == [kept.roster]
    assert page.forms.currentData() == "roster"
    page.years.setCurrentIndex(1)
    page.years.activated.emit(1)
    assert page.years.currentText() == "2018 年"
    assert ids(qtbot, page) == []


def test_the_tree_says_whose(qtbot: QtBot, page: PaperworkPage, kept: Kept) -> None:
    page.set_scope(4)
    assert ids(qtbot, page) == [kept.roster]
    page.table.sort_requested.emit((SortKey("pages", True),))
    page.set_scope(1)
    assert ids(qtbot, page) == [kept.form, kept.roster, kept.slip]


def test_what_was_written_is_shown(
    qtbot: QtBot, page: PaperworkPage, office: Context, kept: Kept
) -> None:
    seen: list[Changes] = []
    office.database.subscribe(seen.append)
    page.table.choose([kept.form])
    still(qtbot, page.workplace.jobs)
    void_sheet(office, paper_id=kept.form, reason="盖偏")
    page.show_changes(seen[-1])
    still(qtbot, page.workplace.jobs)
    row = page.model.row_at(1)
    assert row is not None
    assert row.state == "作废"
    assert page.panel.preview.view.void == {0, 1, 2}
    assert page.table.current_id() == kept.form


def test_an_empty_archive_explains_itself(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    page = PaperworkPage(workplace, ())
    open_desk(qtbot, page)
    assert page.panel.stack.currentIndex() == 0
    with qtbot.waitSignal(page.act_requested) as told:
        page.table.empty_action_requested.emit()
    assert told.args == ["paper", {"form": ""}]


def test_hints_lead_to_a_paper_or_a_filter(qtbot: QtBot, page: PaperworkPage, kept: Kept) -> None:
    page.show_hint("unprinted")
    assert page.wanted.filter == "unprinted"
    page.show_hint(kept.roster)
    still(qtbot, page.workplace.jobs)
    assert page.table.current_id() == kept.roster
    assert page.panel.paper_id == kept.roster
    assert page.wanted.filter == "all"


def test_the_desk_comes_back_as_it_was_left(
    qtbot: QtBot, page: PaperworkPage, workplace: Workplace
) -> None:
    page.show_filter("void")
    page.table.hideColumn(3)
    other = PaperworkPage(workplace, KINDS)
    qtbot.addWidget(other)
    other.restore_state(page.state())
    assert other.wanted.filter == "void"
    assert other.table.isColumnHidden(3)
    other.restore_state("nonsense")
    still(qtbot, workplace.jobs)
