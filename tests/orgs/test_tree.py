"""The pane of the tree: choosing a scope, filtering, and what is offered for a node."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries
from tuanji_desktop.orgs.queries import Organization
from tuanji_desktop.orgs.tree import OrgTree


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
        return {action.objectName() for action in menu.actions() if action.objectName()}

    assert offered(1) == {"org_rename", "org_add"}
    assert offered(2) == {"org_rename", "org_add", "org_move"}
    assert offered(3) == {"org_rename", "org_move", "org_merge"}


def test_copying_the_full_name(tree: OrgTree, context: Context) -> None:
    org = node(context, 3)
    tree.menu_for(org).actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == org.full_name
    QGuiApplication.clipboard().clear()
