"""A list of organisations: parents before children, nothing that would break the tree."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.sheets.files import ORGANIZATIONS, xlsx
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries
from tuanji_desktop.orgs.reader import OrgList, read_organizations, text_of
from tuanji_desktop.sheets.reading import Reading

HEAD = ("组织编码", "组织全称", "组织简称", "组织类别", "上级组织编码", "学校类别")


def listed(
    context: Context, path: Path, *rows: Sequence[object], dissolved: tuple[str, ...] = ()
) -> OrgList:
    with context.database.read() as connection:
        known = queries.every(connection)
    file = xlsx(path / "组织.xlsx", [HEAD, *rows])
    return read_organizations(file, known=known, dissolved=dissolved, reading=Reading())


def told(found: OrgList) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.field, one.code, one.level) for one in found.findings]


def test_the_sample_list() -> None:
    found = read_organizations(ORGANIZATIONS, known=(), reading=Reading())
    assert (len(found.rows), found.refused, found.findings) == (68, (), ())
    seen: set[str | None] = {None}
    for row in found.rows:
        assert row.parent in seen
        seen.add(row.code)


def test_children_may_stand_before_their_parents(context: Context, tmp_path: Path) -> None:
    found = listed(
        context,
        tmp_path,
        ("QX0201", "二中一班团支部", "", "团支部", "QX02", ""),
        ("QX02", "第二\n中学团委 ", "二中", "团委", "QX", "普通高中"),
    )
    assert [row.code for row in found.rows] == ["QX02", "QX0201"]
    assert found.rows[0].full_name == "第二中学团委"
    assert found.rows[1].short_name == ""


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (("QX9", "九中", "", "帮派", "QX", ""), "kind", "org.kind"),
        (("", "九中", "", "团委", "QX", ""), "code", "org.empty"),
        (("QX9", "九中", "", "团委", "NN", ""), "parent", "org.parent"),
        (("QX9", "九中", "", "团委", "", ""), "parent", "org.parent"),
        (("QX9", "九中", "", "团委", "QX9", ""), "parent", "org.parent"),
        (("QX9", "九中", "", "团支部", "QX0101", ""), "parent", "org.parent"),
        (("OLD", "九中", "", "团委", "QX", ""), "code", "org.code_taken"),
    ],
)
def test_rows_that_fit_nowhere(
    context: Context, tmp_path: Path, row: Sequence[str], field: str, code: str
) -> None:
    found = listed(context, tmp_path, row, dissolved=("OLD",))
    assert found.rows == ()
    assert told(found) == [(2, field, code, "error")]
    assert found.refused == ((2, "九中"),)


def test_circles_doubles_and_children_of_refused_rows(context: Context, tmp_path: Path) -> None:
    found = listed(
        context,
        tmp_path,
        ("A", "甲团委", "", "团委", "B", ""),
        ("B", "乙团委", "", "团委", "A", ""),
        ("C", "丙团支部", "", "团支部", "QX", ""),
        ("C", "丙团支部", "", "团支部", "QX", ""),
        ("D", "丁团委", "", "团委", "NN", ""),
        ("E", "戊团支部", "", "团支部", "D", ""),
    )
    assert [row.code for row in found.rows] == ["C"]
    messages = {one.row: one.message for one in found.findings}
    assert "互相隶属" in messages[2]
    assert "互相隶属" in messages[3]
    assert "与第 4 行重复" in messages[5]
    assert "NN 不存在" in messages[6]
    assert "第 6 行" in messages[7]
    assert len(found.refused) == 5


def test_known_nodes_stay_where_they_are_and_what_they_are(
    context: Context, tmp_path: Path
) -> None:
    found = listed(
        context,
        tmp_path,
        ("QX01", "青溪县第一中学团委", "", "团委", "", ""),
        ("QX0101", "一班", "", "团支部", "QX", ""),
        ("QX0102", "二班", "", "团总支", "QX01", ""),
    )
    assert [row.code for row in found.rows] == ["QX01", "QX0101"]
    assert told(found) == [
        (3, "parent", "org.place", "warning"),
        (4, "kind", "org.kind", "error"),
    ]
    found = listed(context, tmp_path, ("QX01", "一中", "", "团总支", "QX", ""))
    assert "还有下级组织" in found.findings[0].message
    found = listed(context, tmp_path, ("QX0101", "一班", "", "毕业班团支部", "QX01", "夜校"))
    assert found.rows[0].kind == "graduate_branch"
    assert told(found) == [(2, "school_kind", "choice.unknown", "warning")]


def test_one_office_has_one_root(tmp_path: Path) -> None:
    file = xlsx(
        tmp_path / "组织.xlsx",
        [
            HEAD,
            ("A", "甲县团委", "", "团县委", "", ""),
            ("B", "乙县团委", "", "团县委", "", ""),
        ],
    )
    found = read_organizations(file, known=(), reading=Reading())
    assert [row.code for row in found.rows] == ["A"]


def test_a_list_without_codes_is_refused(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "组织.xlsx", [["名称"], ["一中团委"]])
    with pytest.raises(FileRefused) as refused:
        read_organizations(file, known=(), reading=Reading())
    assert refused.value.code == "file.no_heading"


def test_cells_of_names_and_codes() -> None:
    assert text_of(" 第一\n 中学 ") == "第一中学"
    assert text_of(101.0) == "101"
