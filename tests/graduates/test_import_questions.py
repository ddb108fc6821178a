"""What is asked about a graduate list."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.builders import add_member
from tests.imports import fresh, number_of, roster
from tests.sheets.files import xlsx
from tuanji_desktop.graduates.import_questions import row_question, value_questions
from tuanji_desktop.graduates.service import plan_graduates
from tuanji_desktop.kit.import_adapter import ValueQuestion
from tuanji_desktop.members.reader import LABELS, member_headings
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.prepared import list_of
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import LEAVE, NEW, Reading

HEAD = ("姓名", "身份证号", "班级", "去向")
PLAIN = Reading()


def asked(
    context: Context,
    folder: Path,
    rows: Sequence[Sequence[object]],
    *,
    reading: Reading = PLAIN,
    school: int | None = 2,
) -> Mapping[tuple[str, str], ValueQuestion]:
    book = read_workbook(xlsx(folder / "名单.xlsx", rows))
    table = list_of(book, member_headings("name"), labels=LABELS, reading=reading)
    found = value_questions(context, table, reading, school, year=2018)
    assert [one.score for one in found] == sorted(one.score for one in found)
    return {(one.field, one.written): one for one in found}


def test_destinations_that_are_not_the_packs_words(office: Context, tmp_path: Path) -> None:
    rows = [
        HEAD,
        *(
            ("张三", number_of(0), "", word)
            for word in ("升学", "务工", "考上了", "考上了 ", "云游", "升学到贵州大学")
        ),
        ("李小梅", number_of(1), "", "复读"),
        ("单雄", number_of(3), "", None),
    ]
    found = asked(office, tmp_path, rows)
    assert {written for _, written in found} == {"考上了", "云游", "复读"}
    study = found["destination", "考上了"]
    assert (study.rows, study.meaning, study.score) == (2, "升学", 0.9)
    assert study.choices[0] == ("升学", "升学")
    assert {one for one, _ in study.choices} == set(office.policy.choices("destination"))
    nobody = found["destination", "云游"]
    assert (nobody.meaning, nobody.score) == ("", 0.0)
    assert found["destination", "复读"].score == 0.5


def test_an_answer_is_shown_again_and_obeyed(office: Context, tmp_path: Path) -> None:
    rows = [HEAD, ("张三", number_of(0), "", "云游")]
    reading = Reading(values=(("destination", "云游", "创业"),))
    found = asked(office, tmp_path, rows, reading=reading)
    assert found["destination", "云游"].meaning == "创业"
    plan = plan_graduates(office, tmp_path / "名单.xlsx", year=2018, reading=reading)
    assert plan.rows[0].values["destination"] == "创业"
    assert plan.findings == ()


def test_a_class_matters_only_where_there_is_no_number(office: Context, tmp_path: Path) -> None:
    rows = [
        HEAD,
        ("张三", None, "高三1班", ""),
        ("李小梅", " ", "高三甲班", ""),
        ("单雄", number_of(3), "高三乙班", ""),
    ]
    found = asked(office, tmp_path, rows)
    assert set(found) == {("class_name", "高三甲班")}
    one = found["class_name", "高三甲班"]
    assert {value for value, _words in one.choices} == {"高三（1）班", "高三（2）班"}
    reading = Reading(values=(("class_name", "高三甲班", "高三（1）班"),))
    plan = plan_graduates(office, tmp_path / "名单.xlsx", year=2018, school_id=2, reading=reading)
    assert [row.candidates for row in plan.rows[:2]] == [(1,), (2,)]
    assert asked(office, tmp_path, rows, reading=reading)["class_name", "高三甲班"].score == 1.0


def test_a_branch_is_named_in_full(office: Context, tmp_path: Path) -> None:
    rows = [("姓名", "身份证号", "所在团支部"), ("张三", None, "高三（1）斑支部")]
    (one,) = asked(office, tmp_path, rows).values()
    assert one.meaning.startswith("中国共产主义青年团青溪县第一中学高三（")
    assert one.words.startswith("高三（")


def test_rows_side_by_side(office: Context, tmp_path: Path) -> None:
    namesake = add_member(office, name="张三丰", branch="QX0102", id_number=fresh(30))
    rows: list[dict[str, object]] = [
        {"姓名": "张三丰", "身份证号": number_of(0)},
        {"姓名": "单雄", "身份证号": number_of(3)[:-1] + "Y"},
        {"姓名": "赵六", "身份证号": fresh(1)},
    ]
    file = roster(tmp_path / "名单.xlsx", [{"所在团支部": None, **row} for row in rows])
    plan = plan_graduates(office, file, year=2018, school_id=2)
    first = row_question(plan, 0)
    assert first is not None
    assert [one.decision for one in first.candidates] == ["member:1", f"member:{namesake}"]
    assert first.candidates[0].title == "张三（高三（1）班）"
    assert [decision for decision, _words in first.others] == [NEW, LEAVE]
    damaged = row_question(plan, 1)
    assert damaged is not None
    assert plan.rows[1].kind == "refused"
    assert [one.decision for one in damaged.candidates] == ["member:4"]
    assert [decision for decision, _words in damaged.others] == [LEAVE]
    assert row_question(plan, 2) is None
    reading = Reading(decisions=((2, "member:1"), (3, "member:4")))
    decided = plan_graduates(office, file, year=2018, school_id=2, reading=reading)
    assert [row.kind for row in decided.rows] == ["matched", "matched", "new"]
    again = row_question(decided, 1)
    assert again is not None
    assert (again.decided, [decision for decision, _ in again.others]) == ("member:4", [LEAVE])
