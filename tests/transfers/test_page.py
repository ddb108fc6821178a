"""The ledger on the desk: filters, acts for several, what is refused in words."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import one, select
from tests.desks import open_desk, still
from tests.transfers.test_newcomers import registered
from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started, walk
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.loading import load_branches
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.incoming_dialog import IncomingDialog
from tuanji_desktop.transfers.letter_dialog import IntroductionDialog
from tuanji_desktop.transfers.page import TransfersPage
from tuanji_desktop.transfers.plan import Wish
from tuanji_desktop.transfers.queries import FILTERS


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace, office: Context) -> TransfersPage:
    started(office, replace(STUDY, in_province="是"))
    made = TransfersPage(workplace)
    open_desk(qtbot, made)
    return made


def button(page: TransfersPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def press(qtbot: QtBot, page: TransfersPage, act: str) -> None:
    page.acts[act].click()
    still(qtbot, page.workplace.jobs)
    page.refresh()  # the window tells a page of every commit
    still(qtbot, page.workplace.jobs)


def choose(qtbot: QtBot, page: TransfersPage, *ids: int) -> None:
    page.table.choose(ids)
    still(qtbot, page.workplace.jobs)


def test_filters_count(qtbot: QtBot, page: TransfersPage) -> None:
    assert [button(page, f"transfers_{key}").text() for key in FILTERS] == [
        "办理中 2", "超期 2", "等待新生团支部 0", "转入 0", "已办结 0", "全部 2",
    ]  # fmt: skip
    assert list(page.table.paged.ids) == [1, 2]
    button(page, "transfers_waiting").click()
    still(qtbot, page.workplace.jobs)
    assert list(page.table.paged.ids) == []


def test_several_are_approved_at_once(qtbot: QtBot, page: TransfersPage, office: Context) -> None:
    page.table.selectAll()
    still(qtbot, page.workplace.jobs)
    press(qtbot, page, "approve")
    assert "新生团支部建立后才能转接" in page.banner.text
    assert select(office, "SELECT state FROM transfers") == [("started",)] * 2
    with office.database.write(office.operation("test", "省外高校")) as writing:
        writing.connection.exec_driver_sql("UPDATE transfers SET in_province = '否'")
    page.refresh()
    still(qtbot, page.workplace.jobs)
    assert page.acts["approve"].text() == "通过（2 人）"
    press(qtbot, page, "approve")
    assert select(office, "SELECT state FROM transfers") == [("source_branch",)] * 2


def test_a_return_asks_why(qtbot: QtBot, page: TransfersPage, office: Context) -> None:
    choose(qtbot, page, 1)
    press(qtbot, page, "return")
    assert not page.strip.act.isEnabled()
    page.strip.text.setText("转入组织有误")
    page.strip.act.click()
    still(qtbot, page.workplace.jobs)
    assert one(office, "SELECT state FROM transfers WHERE id = 1") == "returned"
    page.show_hint({"transfer": 1})
    still(qtbot, page.workplace.jobs)
    about = page.findChild(QLabel, "transfers_about")
    assert isinstance(about, QLabel)
    assert "退回转接" in about.text()


def test_waiting_asking_built(qtbot: QtBot, page: TransfersPage, office: Context) -> None:
    choose(qtbot, page, 1)
    press(qtbot, page, "wait")
    page.show_hint("waiting")
    still(qtbot, page.workplace.jobs)
    choose(qtbot, page, 1)
    press(qtbot, page, "ask")
    assert one(office, "SELECT asked_on FROM transfers WHERE id = 1") == "2018-08-01"
    choose(qtbot, page, 1)
    press(qtbot, page, "built")
    assert one(office, "SELECT state FROM transfers WHERE id = 1") == "started"


def test_the_answer_is_asked_for_where_nobody_asked(
    qtbot: QtBot, page: TransfersPage, office: Context
) -> None:
    """高校是否在省内: asked with the waiting, of those only who have no answer (G 四)."""
    started(office, replace(STUDY, member_ids=(5,)))
    page.refresh()
    still(qtbot, page.workplace.jobs)
    choose(qtbot, page, 1, 3)
    press(qtbot, page, "wait")
    assert page.strip.isVisible()
    assert [page.strip.choice.itemText(n) for n in range(2)] == ["是，在省内", "否，在省外"]
    page.strip.choice.setCurrentIndex(1)
    page.strip.act.click()
    still(qtbot, page.workplace.jobs)
    assert "龙𬱖" in page.banner.text
    assert "G 四" in page.banner.text
    assert select(office, "SELECT state, in_province FROM transfers WHERE id IN (1, 3)") == [
        ("waiting", "是"), ("started", None),
    ]  # fmt: skip
    page.refresh()
    still(qtbot, page.workplace.jobs)
    choose(qtbot, page, 3)
    press(qtbot, page, "wait")
    page.strip.act.click()  # 是 stands first
    still(qtbot, page.workplace.jobs)
    assert select(office, "SELECT state, in_province FROM transfers WHERE id = 3") == [
        ("waiting", "是")
    ]


def test_who_may_not_wait_is_said_with_the_clause(
    qtbot: QtBot, page: TransfersPage, office: Context
) -> None:
    started(office, replace(STUDY, member_ids=(5,), in_province="否"))
    page.refresh()
    still(qtbot, page.workplace.jobs)
    choose(qtbot, page, 3)
    press(qtbot, page, "wait")
    assert "G 四" in page.banner.text
    assert "龙𬱖" in page.banner.text


def test_a_committee_is_asked_for_the_branch(
    qtbot: QtBot, page: TransfersPage, office: Context
) -> None:
    (transfer,) = started(
        office, Wish(member_ids=(2,), kind="就业", on=date(2018, 7, 30), target_id=2)
    )
    walk(office, transfer, "approve", "approve", "approve")
    page.refresh()
    still(qtbot, page.workplace.jobs)
    choose(qtbot, page, transfer)
    press(qtbot, page, "approve")
    picker = next(one for one in page.children() if one.objectName() == "branch_dialog")
    picker.chosen.emit(  # type: ignore[attr-defined]
        next(row for row in load_branches(office) if row.short_name == "高三（2）班")
    )
    still(qtbot, page.workplace.jobs)
    assert one(office, "SELECT branch_id FROM members WHERE id = 2") == 4
    picker.reject()  # type: ignore[attr-defined]


def test_the_committee_assigns_the_branch_beforehand(
    qtbot: QtBot, page: TransfersPage, office: Context
) -> None:
    wish = Wish(member_ids=(2, 3), kind="就业", on=date(2018, 7, 30), target_id=2)
    transfers = started(office, wish)
    for transfer in transfers:
        walk(office, transfer, "approve", "approve")
    page.refresh()
    still(qtbot, page.workplace.jobs)
    choose(qtbot, page, *transfers)
    assert page.acts["allocate"].text() == "分配团支部…（2 人）"
    press(qtbot, page, "allocate")
    picker = next(one for one in page.children() if one.objectName() == "branch_dialog")
    picker.chosen.emit(  # type: ignore[attr-defined]
        next(row for row in load_branches(office) if row.short_name == "高三（2）班")
    )
    still(qtbot, page.workplace.jobs)
    assert select(office, "SELECT target_id FROM transfers WHERE id > 2") == [(4,), (4,)]
    picker.reject()  # type: ignore[attr-defined]


def test_a_letter_is_offered_for_one_and_not_for_who_comes_in(
    qtbot: QtBot, page: TransfersPage, office: Context
) -> None:
    newcomer = registered(office)
    page.refresh()
    still(qtbot, page.workplace.jobs)
    wishes: list[tuple[str, object]] = []
    page.act_requested.connect(lambda wish, about: wishes.append((wish, about)))
    choose(qtbot, page, 1, 2)
    assert not page.acts["letter"].isEnabled()
    choose(qtbot, page, newcomer)
    assert not page.acts["letter"].isEnabled()
    choose(qtbot, page, 2)
    press(qtbot, page, "letter")
    dialog = next(one for one in page.children() if one.objectName() == "introduction_dialog")
    assert isinstance(dialog, IntroductionDialog)
    dialog.show_paper.click()
    assert wishes == [("paper", {"form": "introduction", "transfer": 2})]
    dialog.reject()


def test_somebody_who_comes_in_is_registered_here(
    qtbot: QtBot, page: TransfersPage, office: Context
) -> None:
    page.incoming.click()
    still(qtbot, page.workplace.jobs)
    dialog = next(one for one in page.children() if one.objectName() == "incoming_dialog")
    assert isinstance(dialog, IncomingDialog)
    dialog.reject()
    newcomer = registered(office)
    page.show_filter("incoming")
    still(qtbot, page.workplace.jobs)
    assert list(page.table.paged.ids) == [newcomer]


def test_an_empty_ledger_explains_itself_and_nothing_can_be_pressed(
    qtbot: QtBot, workplace: Workplace
) -> None:
    made = TransfersPage(workplace)
    open_desk(qtbot, made)
    text = made.table.findChild(QLabel, "empty_text")
    assert isinstance(text, QLabel)
    assert "发起转接" in text.text()
    assert not any(one.isEnabled() for one in made.acts.values())


def test_everything_has_a_name_and_the_filter_comes_back(page: TransfersPage) -> None:
    nameless = [
        one.objectName()
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and not one.accessibleName()
    ]
    assert nameless == []
    page.show_filter("all")
    assert page.table.accessibleName()
    page.restore_state(page.state())
    assert page.state() == "all"
    page.restore_state("nonsense")
    assert page.state() == "all"


def test_whole_lists_are_asked_for_from_the_desk(page: TransfersPage) -> None:
    wishes: list[str] = []
    page.act_requested.connect(lambda wish, _what: wishes.append(wish))
    menu = page.lists.menu()
    assert menu is not None
    for act in menu.actions():
        act.trigger()
    assert wishes == ["import_transfers", "import_incoming"]
