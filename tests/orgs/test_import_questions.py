"""What is asked about a list of organisations."""

from pathlib import Path

from tests.orgs.test_reader import CLASS_1, HEAD
from tests.sheets.files import xlsx
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.import_questions import row_question, value_questions
from tuanji_desktop.orgs.service import plan_organizations
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import LEAVE, NEW, Reading

ROWS = (
    HEAD,
    ("QX02", "青溪县第二中学团委", "二中", "基层团委", "青溪团县委", "高级中学"),
    ("QX0201", "二中高一（1）班团支部", "", "学生支部", "青溪二中", ""),
    ("QX0202", "二中高一（2）班团支部", "", "学生支部", "青溪弟二中学", ""),
    ("QX0203", "二中高一（3）班团支部", "", "团支部", "QX02", "普通高中"),
)


def test_words_and_superiors_with_their_guesses(context: Context, tmp_path: Path) -> None:
    book = read_workbook(xlsx(tmp_path / "组织.xlsx", ROWS))
    asked = {(one.field, one.written): one for one in value_questions(context, book, Reading())}
    assert set(asked) == {
        ("kind", "学生支部"),
        ("school_kind", "高级中学"),
        ("parent", "青溪弟二中学"),
    }
    kind = asked["kind", "学生支部"]
    assert (kind.rows, kind.meaning, kind.choices[0]) == (2, "团支部", ("团支部", "团支部"))
    assert asked["school_kind", "高级中学"].meaning == "普通高中"
    parent = asked["parent", "青溪弟二中学"]
    assert (parent.meaning, parent.words) == ("QX02", "二中（QX02）")  # it stands in the list
    assert 0.5 < parent.score < 0.9
    assert {code for code, _words in parent.choices} == {"QX", "QX01", "QX02"}


def test_an_answer_that_was_given_is_shown_and_obeyed(context: Context, tmp_path: Path) -> None:
    file = xlsx(tmp_path / "组织.xlsx", ROWS)
    values = (
        ("kind", "学生支部", "毕业班团支部"),
        ("parent", "青溪弟二中学", "QX01"),
    )
    reading = Reading(values=values)
    asked = {one.written: one for one in value_questions(context, read_workbook(file), reading)}
    assert (asked["学生支部"].meaning, asked["学生支部"].score) == ("毕业班团支部", 1.0)
    assert asked["青溪弟二中学"].words == "一中团委（QX01）"
    plan = plan_organizations(context, file, reading=reading)
    made = {row.code: (row.kind, row.parent) for row in plan.new}
    assert made["QX0201"] == ("graduate_branch", "QX02")
    assert made["QX0202"] == ("graduate_branch", "QX01")
    assert plan.refused == ()


def test_a_row_beside_the_nodes_it_may_be(context: Context, tmp_path: Path) -> None:
    rows = (
        HEAD,
        ("NEU", CLASS_1, "", "团支部", "QX01", ""),
        ("QX0102", CLASS_1, "", "团支部", "", ""),
    )
    file = xlsx(tmp_path / "组织.xlsx", rows)
    plan = plan_organizations(context, file)
    first = row_question(plan, 2)
    assert first is not None
    assert (first.incoming[0], first.decided) == ("NEU", "")
    assert [one.decision for one in first.candidates] == ["member:3"]
    assert first.candidates[0].title == "高三（1）班（QX0101，名称相同）"
    assert first.candidates[0].values[-1] == "3"
    assert (first.incoming[4], first.candidates[0].values[4]) == ("QX01", "QX01")
    assert first.this == "是这个组织"
    assert len(first.labels) == len(first.incoming) == len(first.candidates[0].values)
    assert [decision for decision, _words in first.others] == [NEW, LEAVE]
    second = row_question(plan, 3)
    assert second is not None
    assert [one.title for one in second.candidates] == [
        "高三（2）班（QX0102，编码相同）",
        "高三（1）班（QX0101，名称相同）",
    ]
    assert [decision for decision, _words in second.others] == [LEAVE]
    decided = plan_organizations(context, file, reading=Reading(decisions=((2, "member:3"),)))
    again = row_question(decided, 2)
    assert again is not None
    assert (again.decided, again.incoming[0]) == ("member:3", "NEU")
    assert row_question(plan, 9) is None
