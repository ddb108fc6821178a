"""The tree drawn as text: lazily filled, with counts, filtered with its superiors."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from tests.orgs.helpers import do
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import service
from tuanji_desktop.orgs.tree_model import OrgTreeModel
from tuanji_desktop.orgs.yearly_acts import Mark, Turn


@pytest.fixture
def model(context: Context, qtbot: QtBot) -> Iterator[OrgTreeModel]:
    jobs = Jobs()
    made = OrgTreeModel(context, jobs)
    made.load()
    qtbot.waitUntil(lambda: made.rowCount() == 1)
    yield made
    jobs.close()


def drawn(model: OrgTreeModel, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    lines = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        cells = [index.siblingAtColumn(column).data() for column in range(model.columnCount())]
        lines.append("  " * depth + " ".join(cell for cell in cells if cell))
        lines += drawn(model, index, depth + 1)
    return lines


def open_all(model: OrgTreeModel, qtbot: QtBot) -> None:
    for code in (1, 2):
        index = model.index_of(code)
        assert model.canFetchMore(index)
        model.fetchMore(index)
        qtbot.waitUntil(lambda at=index: model.rowCount(at) > 0)  # type: ignore[misc]


def test_children_come_when_a_node_is_opened(model: OrgTreeModel, qtbot: QtBot) -> None:
    assert drawn(model) == ["青溪团县委 6"]
    assert model.hasChildren(model.index(0, 0))
    open_all(model, qtbot)
    assert drawn(model) == [
        "青溪团县委 6",
        "  一中团委 6",
        "    高三（1）班 3",
        "    高三（2）班 3",
    ]
    assert not model.hasChildren(model.index_of(3))
    assert model.index_of(4).parent() == model.index_of(2)
    org = model.organization(model.index_of(4))
    assert org is not None
    assert org.code == "QX0102"


def test_filter_shows_hits_below_their_superiors(model: OrgTreeModel, qtbot: QtBot) -> None:
    model.show_filtered("（2）")
    qtbot.waitUntil(lambda: len(drawn(model)) == 3)
    assert drawn(model) == ["青溪团县委 6", "  一中团委 6", "    高三（2）班 3"]
    model.show_filtered("没有")
    qtbot.waitUntil(lambda: drawn(model) == [])
    model.show_filtered("")
    qtbot.waitUntil(lambda: drawn(model) == ["青溪团县委 6"])


def test_counts_and_shape_follow_what_was_written(
    model: OrgTreeModel, context: Context, qtbot: QtBot
) -> None:
    open_all(model, qtbot)
    service.rename_organization(context, org_id=3, full_name="新名", short_name="新名")
    model.refresh_counts()
    qtbot.waitUntil(lambda: "    新名 3" in drawn(model))
    service.merge_branches(context, source_id=3, target_id=4)
    model.refresh_counts()
    qtbot.waitUntil(lambda: "新名" not in " ".join(drawn(model)))


def test_a_marked_branch_says_so(model: OrgTreeModel, context: Context, qtbot: QtBot) -> None:
    open_all(model, qtbot)
    do(context, Mark(year=2018, marked=(3,)))
    model.refresh_counts()
    qtbot.waitUntil(lambda: "    高三（1）班 ·毕业班 3" in drawn(model))
    tip = Qt.ItemDataRole.ToolTipRole
    assert "2018 年毕业班（已标记，还没有转换）" in model.index_of(3).data(tip)
    do(context, Turn(year=2018))
    model.refresh_counts()
    qtbot.waitUntil(lambda: "    高三（1）班 3" in drawn(model))
    assert model.index_of(3).data(tip).endswith("2018 年毕业班")
    assert "毕业班团支部" in model.index_of(3).data(tip)
