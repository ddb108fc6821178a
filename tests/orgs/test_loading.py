"""What the tree's dialogs ask."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.builders import add_member
from tests.orgs.helpers import add_class, do, node
from tests.orgs.test_reader import HEAD
from tests.sheets.files import xlsx
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import loading, queries, service
from tuanji_desktop.orgs.acts import Merge
from tuanji_desktop.orgs.plans import make_plan
from tuanji_desktop.orgs.reader import HEADINGS, LABELS
from tuanji_desktop.orgs.yearly_acts import Mark, Turn
from tuanji_desktop.sheets.prepared import list_of
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import Reading


def test_targets(context: Context) -> None:
    assert loading.load_targets(context, 3, act="move") == []
    assert [node.id for node in loading.load_targets(context, 3, act="merge")] == [4]


def test_the_next_code_follows_its_neighbours(context: Context) -> None:
    with context.database.read() as connection:
        school, county, branch = (queries.by_id(connection, number) for number in (2, 1, 4))
    assert loading.suggest_code(context, school) == "QX0103"
    assert loading.suggest_code(context, county) == "QX02"
    assert loading.suggest_code(context, branch) == "QX010201"


def test_branches_beside_it_are_offered_first(context: Context) -> None:
    service.add_organization(
        context, code="QX00", full_name="二中", short_name="", kind="committee", parent_id=1
    )
    add_class(context, "QX0001", "高一（1）班", parent="QX00")
    codes = [one.code for one in loading.load_targets(context, 3, act="merge")]
    assert codes == ["QX0102", "QX0001"]


def test_who_goes_along_with_a_merger(context: Context) -> None:
    add_member(context, name="阿走", branch="QX0101", status="deleted")
    plan = make_plan(context, Merge(source_id=3, target_id=4))
    moved = loading.load_moved(context, plan)
    assert [(one.name, one.status) for one in moved][-1] == ("阿走", "已删除")
    assert len(moved) == 4


def test_rows_of_the_school_year(context: Context) -> None:
    marks = loading.load_marks(context, org_id=2, year=2019)
    assert [row.node.code for row in marks.rows] == ["QX0101", "QX0102"]
    assert marks.parents[3] == "一中团委"
    do(context, Mark(year=2018, marked=(4,)))
    assert [row.node.id for row in loading.load_turn(context, org_id=None, year=2018).rows] == [4]
    rows = loading.load_roll(context, org_id=2, year=2018)
    assert [row.sort for row in rows] == ["graduated", "graduated"]
    assert loading.load_split(context, 3).node == node(context, "QX0101")


def test_the_home_page_counts_marks_whose_day_has_come(context: Context) -> None:
    do(context, Mark(year=2019, marked=(3, 4)))
    assert loading.count_to_turn(replace(context, fixed_day=date(2019, 5, 31))) == 0
    june = replace(context, fixed_day=date(2019, 6, 1))
    assert loading.count_to_turn(june) == 2
    do(june, Turn(year=2019))
    assert loading.count_to_turn(june) == 0


def test_superiors_of_a_list_are_looked_for_in_the_tree_and_in_the_list(
    context: Context, tmp_path: Path
) -> None:
    rows = [
        HEAD,
        ("QX02", "青溪县第二中学团委", "二中", "团委", "QX", ""),
        ("QX0201", "二中高一（1）班团支部", "", "团支部", "青溪二中", ""),
    ]
    book = read_workbook(xlsx(tmp_path / "组织.xlsx", rows))
    table = list_of(book, HEADINGS, labels=LABELS, reading=Reading())
    found = loading.listed_superiors(context, table, ["QX", "青溪二中", "青溪弟一中学"])
    assert set(found) == {"青溪二中", "青溪弟一中学"}
    assert found["青溪二中"].sure
    assert found["青溪二中"].units[0] == ("QX02", "二中")
    assert not found["青溪弟一中学"].sure
    assert found["青溪弟一中学"].units[0] == ("QX01", "一中团委")
