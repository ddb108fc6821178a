"""The pane of the tree: choosing a scope, filtering, and what is offered for a node."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries
from tuanji_desktop.orgs.queries import Organization
from tuanji_desktop.orgs.tree import OrgTree, acts_of_year, acts_on_unit


@pytest.fixture
def tree(context: Context, qtbot: QtBot) -> Iterator[OrgTree]:
    jobs = Jobs()
    made = OrgTree(Workplace(context, jobs))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.model.index_of(2).isValid())
    yield made
    jobs.close()


def node(context: Context, number: int) -> Organization:
    with context.database.read() as connection:
        return queries.by_id(connection, number)


def test_the_root_is_the_whole_office(tree: OrgTree, qtbot: QtBot) -> None:
    told: list[object] = []
    tree.scope_chosen.connect(told.append)
    tree.choose(2)
    tree.whole_office()
    assert [getattr(one, "code", None) for one in told] == ["QX01", None]


def test_a_node_not_yet_read_is_chosen_when_it_comes(tree: OrgTree, qtbot: QtBot) -> None:
    tree.choose(4)
    tree.view.expand(tree.model.index_of(2))
    qtbot.waitUntil(lambda: tree.chosen() is not None and tree.chosen().id == 4)  # type: ignore[union-attr]


def test_filtering(tree: OrgTree, qtbot: QtBot) -> None:
    tree.filter_box.setText("（1）")
    qtbot.waitUntil(lambda: tree.model.index_of(3).isValid())
    assert tree.view.isExpanded(tree.model.index_of(2))


def test_only_what_is_possible_is_offered(tree: OrgTree, context: Context) -> None:
    def offered(number: int) -> set[str]:
        menu = tree.menu_for(node(context, number))
        found = {action.objectName() for action in menu.actions() if action.objectName()}
        assert "org_roster_paper" in found
        return found - {"org_roster_paper"}

    yearly = {"org_mark", "org_turn", "org_roll_over"}  # it is the first of August
    assert offered(1) == {"org_rename", "org_add", *yearly}
    assert offered(2) == {"org_rename", "org_add", "org_move", *yearly}
    assert offered(3) == {"org_rename", "org_move", "org_merge", "org_split", "org_mark"}


@pytest.mark.parametrize(
    ("day", "marked", "name", "offered"),
    [
        (date(2019, 4, 1), None, "高三（1）班", {"mark"}),
        (date(2019, 5, 31), 2019, "高三（1）班", {"mark"}),
        (date(2019, 6, 1), 2019, "高三（1）班", {"mark", "turn"}),
        (date(2019, 7, 31), None, "高二（1）班", {"mark"}),
        (date(2019, 8, 1), None, "高二（1）班", {"mark", "roll_over"}),
        (date(2019, 8, 1), None, "高三（1）班", {"mark"}),
        (date(2019, 8, 1), 2019, "高二（1）班", {"mark", "turn"}),
    ],
)
def test_the_year_brings_its_acts(
    context: Context, day: date, marked: int | None, name: str, offered: set[str]
) -> None:
    org = replace(node(context, 3), graduating_year=marked, short_name=name, full_name=name)
    acts = acts_of_year(org, replace(context, fixed_day=day))
    assert {act for act, _ in acts} == offered


def test_other_kinds_of_branches_have_no_year(context: Context) -> None:
    for kind in ("graduate_branch", "waiting_branch", "mobile_branch"):
        org = replace(node(context, 3), kind=kind, graduating_year=2018)
        assert acts_of_year(org, context) == []


def test_what_still_hangs_on_a_node_keeps_it(context: Context) -> None:
    org = replace(node(context, 3), members=0)
    assert "dissolve" in {act for act, _ in acts_on_unit(org)}
    assert "dissolve" not in {act for act, _ in acts_on_unit(replace(org, held=1))}
    assert "split" not in {act for act, _ in acts_on_unit(replace(org, members=1))}


def test_keys_open_the_menu_and_rename(tree: OrgTree, context: Context, qtbot: QtBot) -> None:
    tree.choose(2)
    with qtbot.waitSignal(tree.act_requested) as asked:
        QTest.keyClick(tree.view, Qt.Key.Key_F2)
    assert asked.args is not None and asked.args[0] == "rename"
    assert asked.args[1].code == "QX01"
    for key, modifier in (
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(tree.view, key, modifier)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu) and menu.accessibleName().startswith("一中团委")
        assert menu.actions()[3].shortcut().toString() == "F2"
        menu.close()


def test_an_act_of_the_menu_is_a_wish(tree: OrgTree, context: Context, qtbot: QtBot) -> None:
    menu = tree.menu_for(node(context, 3))
    split = next(one for one in menu.actions() if one.objectName() == "org_split")
    with qtbot.waitSignal(tree.act_requested) as asked:
        split.trigger()
    assert asked.args is not None
    assert (asked.args[0], asked.args[1].code) == ("split", "QX0101")


def test_copying_the_full_name(tree: OrgTree, context: Context) -> None:
    org = node(context, 3)
    tree.menu_for(org).actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == org.full_name
    QGuiApplication.clipboard().clear()
