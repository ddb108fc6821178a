"""Codes for lists that give none: those of the tree by name, the next free ones for what is new."""

from collections.abc import Sequence
from pathlib import Path

from tests.sheets.files import xlsx
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries
from tuanji_desktop.orgs.list_codes import TOLD, Unnumbered, codes_of
from tuanji_desktop.orgs.reader import OrgList, read_organizations
from tuanji_desktop.orgs.service import import_organizations
from tuanji_desktop.sheets.reading import Reading

HEAD = ("序号", "团组织名称", "团组织类型", "上级团组织名称")
ROWS = (
    (1, "共青团青溪县委员会", "团县委", "共青团铜仁市委员会"),
    (2, "第二中学高一（1）班团支部", "团支部", "青溪县第二中学团委"),
    (3, "青溪县第二中学团委", "基层团委", "青溪团县委"),
    (4, "高三（1）班", "支部", "青溪县第二中学团委"),
    (5, "高三（1）班", "支部", "一中团委"),
    (6, "共青团青溪县第一中学高三（3）班支部委员会", "团支部", "一中团委"),
)


def codes(context: Context, *rows: Sequence[str], spent: tuple[str, ...] = ()) -> list[str]:
    listed = [Unnumbered(number, *row) for number, row in enumerate(rows, 2)]
    with context.database.read() as connection:
        known = queries.every(connection)
    return [code for _number, code in sorted(codes_of(listed, known, spent).items())]


def test_nodes_keep_their_codes_and_new_ones_follow_their_superior(context: Context) -> None:
    names = [row[1:] for row in ROWS]
    assert codes(context, *names, spent=("QX0103",)) == [
        "QX", "QX0201", "QX02", "QX0202", "QX0101", "QX0104",
    ]  # fmt: skip


def test_the_same_node_twice_has_one_code_and_a_lost_one_none(context: Context) -> None:
    found = codes(
        context,
        ("九中团委", "团委", "QX"),
        ("九中团委", "团委", "青溪团县委"),
        ("八中团委", "团委", "不存在团委"),
        ("七中团委", "团委", "七中团委"),
    )
    assert found == ["QX02", "QX02", "?4", "?5"]


def test_a_new_tree_is_numbered_from_its_county() -> None:
    rows = [
        Unnumbered(2, "一中团委", "团委", "青溪团县委"),
        Unnumbered(3, "青溪县团委", "团县委", "铜仁市团委"),
        Unnumbered(4, "一中一班团支部", "团支部", "一中团委"),
    ]
    assert codes_of(rows, (), ()) == {2: "0101", 3: "01", 4: "010101"}
    college = [
        Unnumbered(2, "某班团支部", "团支部", ""),
        Unnumbered(3, "学院团委", "团委", ""),
        Unnumbered(4, "另一团委", "团委", ""),
    ]
    assert codes_of(college, (), ()) == {2: "?2", 3: "01", 4: "?4"}


def read(context: Context, path: Path) -> OrgList:
    with context.database.read() as connection:
        return read_organizations(path, known=queries.every(connection), reading=Reading())


def test_a_row_that_finds_no_superior_is_refused(context: Context, tmp_path: Path) -> None:
    rows = (
        (1, "九中团委", "团委", "QX"), (2, "九中团委", "团委", "青溪团县委"),
        (3, "九中一班团支部", "团支部", "九中团委"), (4, "八中团委", "团委", "不存在团委"),
        (5, "八中一班团支部", "团支部", "八中团委"), (6, "七中团委", "团委", ""),
    )  # fmt: skip
    found = read(context, xlsx(tmp_path / "名单.xlsx", [HEAD, *rows]))
    assert [row.code for row in found.rows] == ["QX02", "QX0201"]
    assert [(one.row, one.code) for one in found.findings] == [
        (3, "org.duplicate_in_file"), (5, "org.parent"), (6, "org.parent"), (7, "org.parent"),
    ]  # fmt: skip


def test_a_list_without_codes_is_imported_once(context: Context, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "系统导出.xlsx", [("团组织列表",), HEAD, *ROWS, (7, "", "团支部", "QX")])
    found = read(context, path)
    assert found.source.told == (TOLD,)
    assert [(one.row, one.field, one.code) for one in found.findings] == [
        (3, "parent", "org.place"), (9, "full_name", "org.empty"),
    ]  # fmt: skip
    first = import_organizations(context, path)
    assert (first.new, first.updated, first.unchanged, first.refused) == (4, 0, 2, 1)
    again = import_organizations(context, path)
    assert (again.new, again.updated, again.unchanged, again.operation) == (0, 0, 6, None)
    with context.database.read() as connection:
        names = {node.code: node.full_name for node in queries.every(connection)}
    assert names["QX"] == "中国共产主义青年团青溪县委员会"  # the tree's own spelling stays
