"""Which texts of a roster are looked at before the plan, and what they are taken for."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.builders import add_member
from tests.imports import BRANCH, fresh, number_of, roster
from tuanji_desktop.members.reader import read_list, roster_headings
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.members.roster_values import WrittenValue, choice_texts, written_texts
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.service import add_organization
from tuanji_desktop.sheets.reading import Reading


def texts(
    office: Context, folder: Path, rows: Sequence[Mapping[str, object]]
) -> dict[tuple[str, str], WrittenValue]:
    file = roster(folder / "名单.xlsx", rows)
    table, _source = read_list(file, headings=roster_headings(), reading=Reading())
    with office.database.read() as connection:
        found = written_texts(connection, table, policy=office.policy, today=office.today)
    return {(one.field, one.written): one for one in found}


def second_school(office: Context) -> None:
    """Another school with a class of the same name as the first one's."""
    school = add_organization(
        office,
        code="QX02",
        full_name="中国共产主义青年团青溪县第二中学委员会",
        short_name="二中团委",
        kind="committee",
        parent_id=1,
        school_kind="普通高中",
    )
    add_organization(
        office,
        code="QX0201",
        full_name="中国共产主义青年团青溪县第二中学高三（1）班支部委员会",
        short_name="高三（1）班",
        kind="branch",
        parent_id=school,
    )


def test_what_everybody_knows_is_not_asked(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "赵六", "身份证号": fresh(1), "民族": "汉", "学历": "高中", "性别": "男生"},
        {"姓名": "钱七", "身份证号": fresh(2), "民族": "汉族", "所在团支部": "高三（1）班"},
    ]
    assert texts(office, tmp_path, rows) == {}


def test_unknown_words_come_first_with_a_guess_and_a_count(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "赵六", "身份证号": fresh(1), "民族": "汉", "学历": "大学本科在读生"},
        {"姓名": "钱七", "身份证号": fresh(2), "民族": "土家簇", "学历": "大学本科在读生"},
        {"姓名": "周九", "身份证号": fresh(3), "民族": "火星人", "政治面貌": "民革党员"},
    ]
    found = texts(office, tmp_path, rows)
    assert next(iter(found)) == ("ethnicity", "火星人")
    nobody = found["ethnicity", "火星人"]
    assert (nobody.meaning, nobody.score, nobody.rows) == ("", 0.0, 1)
    assert len(nobody.choices) == len(office.policy.choices("ethnicity"))
    like = found["ethnicity", "土家簇"]
    assert (like.meaning, like.choices[0]) == ("土家族", ("土家族", "土家族"))
    assert 0 < like.score < 0.9
    assert found["education", "大学本科在读生"].rows == 2
    alias = found["ethnicity", "汉"]
    assert (alias.meaning, alias.score) == ("汉族", 1.0)
    assert ("political_status", "民革党员") not in found, "read and kept though not offered"


def test_two_words_as_likely_as_each_other_are_no_guess(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "赵六", "身份证号": fresh(1), "团内现任职务": "委员"}]
    found = texts(office, tmp_path, rows)["post", "委员"]
    assert (found.meaning, found.score) == ("", 0.0)


def test_a_short_name_that_two_branches_have_becomes_a_question(
    office: Context, tmp_path: Path
) -> None:
    second_school(office)
    rows = [
        {"姓名": "赵六", "身份证号": fresh(1), "所在团支部": "高三（1）班"},
        {"姓名": "钱七", "身份证号": fresh(2), "所在团支部": "高三（1）班"},
    ]
    found = texts(office, tmp_path, rows)["branch", "高三（1）班"]
    assert (found.meaning, found.rows) == ("", 2)
    assert {code for code, _words in found.choices} >= {"QX0101", "QX0201"}
    assert any("二中" in words for _code, words in found.choices)
    file = roster(tmp_path / "名单.xlsx", rows)
    reading = Reading(values=(("branch", "高三（1）班", "QX0201"),))
    plan = plan_roster(office, file, reading=reading)
    assert [row.kind for row in plan.rows] == ["new", "new"]
    assert len({row.branch_id for row in plan.rows} - {3}) == 1


def test_the_superior_settles_it_row_by_row(office: Context, tmp_path: Path) -> None:
    second_school(office)
    rows = [
        {"姓名": "赵六", "身份证号": fresh(1), "学校": "第一中学", "所在团支部": "高三（1）班"},
        {"姓名": "钱七", "身份证号": fresh(2), "学校": "第二中学", "所在团支部": "高三（1）班"},
    ]
    assert texts(office, tmp_path, rows) == {}


def test_where_the_others_of_a_text_are_recorded_is_the_guess(
    office: Context, tmp_path: Path
) -> None:
    second_school(office)
    known = {"姓名": "张三", "身份证号": number_of(0), "所在团支部": "高三（1）班"}
    new = {"姓名": "赵六", "身份证号": fresh(1), "所在团支部": "高三（1）班"}
    assert texts(office, tmp_path, [known]) == {}, "the member's own branch is meant"
    found = texts(office, tmp_path, [known, new])["branch", "高三（1）班"]
    assert (found.meaning, found.rows) == ("QX0101", 1)
    assert found.score < 0.9
    add_member(office, name="孙八", branch="QX0201", id_number=fresh(9))
    other = {"姓名": "孙八", "身份证号": fresh(9), "所在团支部": "高三（1）班"}
    assert texts(office, tmp_path, [known, other, new]) == {}, "one answer would wrong somebody"


def test_an_unknown_branch_is_asked_with_those_it_is_like(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "赵六", "身份证号": fresh(1), "所在团支部": "青溪一中高三(2)斑"}]
    found = texts(office, tmp_path, rows)["branch", "青溪一中高三(2)斑"]
    assert "QX0102" in {code for code, _words in found.choices}
    assert found.score < 0.9


def test_full_names_and_codes_are_no_question(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "赵六", "身份证号": fresh(1), "所在团支部": BRANCH, "民族": "火星人"},
        {"姓名": "钱七", "身份证号": fresh(2), "所在团支部": "QX0102"},
    ]
    assert set(texts(office, tmp_path, rows)) == {("ethnicity", "火星人")}


def test_a_column_alone(office: Context, tmp_path: Path) -> None:
    file = roster(tmp_path / "名单.xlsx", [{"姓名": "赵六", "身份证号": fresh(1), "学历": "私塾"}])
    table, _source = read_list(file, headings=roster_headings(), reading=Reading())
    assert [one.written for one in choice_texts(table, "education", office.policy)] == ["私塾"]
