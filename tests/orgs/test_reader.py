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
    assert "没有上级组织“NN”" in messages[6]
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


def test_a_new_tree_begins_with_the_county_whatever_is_above_it(tmp_path: Path) -> None:
    file = xlsx(
        tmp_path / "组织.xlsx",
        [
            HEAD,
            ("X", "某某团支部", "", "团支部", "", ""),
            ("A", "东山县团委", "", "团县委", "共青团乙市委员会", ""),
            ("A1", "东山县一中团委", "", "团委", "东山团县委", ""),
            ("A2", "东山县二中团委", "", "团委", "东山县团委（A）", ""),
            ("A11", "东山县一中一班团支部", "", "团支部", "一中团委", ""),
        ],
    )
    found = read_organizations(file, known=(), reading=Reading())
    assert [(row.code, row.parent) for row in found.rows] == [
        ("A", None), ("A1", "A"), ("A2", "A"), ("A11", "A1"),
    ]  # fmt: skip
    assert told(found) == [
        (2, "parent", "org.parent", "error"),
        (3, "parent", "org.place", "warning"),
    ]


def test_a_list_without_names_and_kinds_is_refused(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "组织.xlsx", [["名称"], ["一中团委"]])
    with pytest.raises(FileRefused) as refused:
        read_organizations(file, known=(), reading=Reading())
    assert refused.value.code == "file.no_heading"


def test_cells_of_names_and_codes() -> None:
    assert text_of(" 第一\n 中学 ") == "第一中学"
    assert text_of(101.0) == "101"


def test_superiors_may_be_written_as_names(context: Context, tmp_path: Path) -> None:
    found = listed(
        context,
        tmp_path,
        ("QX02", "青溪县第二中学团委", "二中", "团委", "青溪团县委", "普通高中"),
        ("QX0201", "二中高一（1）班团支部", "", "团支部", "青溪二中", ""),
        ("QX0103", "一中高三（3）班团支部", "", "团支部", "青溪县第一中学", ""),
        ("QX0104", "一中高三（4）班团支部", "", "团支部", "青溪县弟一中学", ""),
    )
    assert {row.code: row.parent for row in found.rows} == {
        "QX02": "QX",
        "QX0201": "QX02",
        "QX0103": "QX01",
    }
    (told_of,) = found.findings
    assert (told_of.row, told_of.code, told_of.suggestion) == (5, "org.parent", "QX01")
    assert "一中团委（QX01）" in told_of.message


CLASS_1 = "中国共产主义青年团青溪县第一中学高三（1）班支部委员会"


def decided(
    context: Context, path: Path, rows: Sequence[Sequence[object]], **said: object
) -> OrgList:
    with context.database.read() as connection:
        known = queries.every(connection)
    file = xlsx(path / "组织.xlsx", [HEAD, *rows])
    return read_organizations(file, known=known, reading=Reading(**said))  # type: ignore[arg-type]


def test_a_known_name_under_another_code_is_asked_about(context: Context, tmp_path: Path) -> None:
    rows = (
        ("NEU", "共青团青溪县第一中学委员会", "", "团委", "QX", "普通高中"),
        ("NEU01", "第一中学高三（5）班团支部", "", "团支部", "NEU", ""),
        ("QX0102", CLASS_1, "", "团支部", "QX01", ""),
        ("QX0201", CLASS_1, "", "团支部", "QX02", ""),  # another school has such a class too
        ("QX02", "青溪县第二中学团委", "", "团委", "QX", ""),
    )
    found = decided(context, tmp_path, rows)
    assert {row.code for row in found.rows} == {"QX02", "QX0201"}
    assert [doubt.candidates for doubt in found.ambiguous] == [(2,), (4, 3)]
    assert [doubt.may_be_new for doubt in found.ambiguous] == [True, False]
    assert told(found) == [
        (2, "full_name", "org.name_taken", "warning"),
        (3, "parent", "org.parent", "error"),
        (4, "full_name", "org.name_taken", "warning"),
    ]
    assert "第 2 行）还没有确认" in found.findings[1].message
    assert found.refused == ((3, "第一中学高三（5）班团支部"),)

    found = decided(
        context, tmp_path, rows, decisions=((2, "member:2"), (4, "member:4"), (6, "leave"))
    )
    by_row = {row.number: row for row in found.rows}
    assert (by_row[2].code, by_row[2].listed) == ("QX01", "NEU")
    assert by_row[3].parent == "QX01"  # its superior is the node that the clerk named
    assert by_row[4].code == "QX0102"
    assert found.ambiguous == ()
    assert {doubt.decided for doubt in found.doubts.values()} == {"member:2", "member:4"}
    assert {number for number, _name in found.refused} == {5, 6}
    assert tuple(one.code for one in found.findings) == ("org.parent", "row.left_out")

    found = decided(context, tmp_path, rows, decisions=((2, "new"), (4, "new")))
    assert [doubt.row.number for doubt in found.ambiguous] == [4]  # its code is somebody's
    assert {row.code for row in found.rows} >= {"NEU", "NEU01"}
    wrong = decided(context, tmp_path, rows, decisions=((2, "member:99"),))
    assert len(wrong.ambiguous) == 2


def test_what_a_column_may_change_is_the_clerks_word(context: Context, tmp_path: Path) -> None:
    row = ("QX01", "第一高级中学团委", "一高", "团工委", "QX", "完全中学")
    policies = (("full_name", "skip"), ("short_name", "fill"), ("kind", "skip"))
    (found,) = decided(context, tmp_path, [row], policies=policies).rows
    assert found.full_name == "中国共产主义青年团青溪县第一中学委员会"
    assert (found.short_name, found.kind, found.school_kind) == (
        "一中团委",
        "committee",
        "完全中学",
    )


def test_a_kind_that_nobody_knows_comes_with_a_proposal(context: Context, tmp_path: Path) -> None:
    rows = [
        ("QX9", "九中", "", "学生支部", "QX", ""),
        ("QX8", "八中", "", "团委", "QX", "高级中学"),
    ]
    found = listed(context, tmp_path, *rows)
    assert [(one.code, one.suggestion) for one in found.findings] == [
        ("org.kind", "团支部"),
        ("choice.unknown", "普通高中"),
    ]
