"""A row of a roster list for the eye: in words, field by field, beside those whom it may mean."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.imports import fresh, number_of, roster
from tuanji_desktop.members.import_notes import roster_notes
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.members.roster_review import RosterDetail
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import Reading

OTHER = "中国共产主义青年团青溪县第一中学高三（2）班支部委员会"


def detail_of(
    office: Context,
    folder: Path,
    rows: Sequence[Mapping[str, object]],
    reading: Reading | None = None,
) -> RosterDetail:
    plan = plan_roster(office, roster(folder / "名单.xlsx", rows), reading=reading or Reading())
    return RosterDetail(plan, roster_notes(office, plan, None))


def test_a_row_stands_beside_those_whom_it_may_mean(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三", "手机号码": "13800138001", "民族": "苗", "学历": None}]
    question = detail_of(office, tmp_path, rows).question(0)
    assert question is not None
    assert (question.row, question.decided) == (2, "")
    shown = dict(zip(question.labels, question.incoming, strict=True))
    assert shown["姓名"] == "张三"
    assert (shown["身份证号"], shown["民族"], shown["手机号码"]) == ("", "苗", "13800138001")
    assert "学历" not in shown, "an empty cell says nothing"
    (candidate,) = question.candidates
    beside = dict(zip(question.labels, candidate.values, strict=True))
    assert candidate.decision == "member:1"
    assert candidate.title == "张三（高三（1）班，在册）"
    assert (beside["身份证号"], beside["民族"]) == (number_of(0), "汉族")
    assert [decision for decision, _words in question.others] == ["new", "leave"]


def test_a_damaged_number_may_be_somebodys_but_nobody_new(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三", "身份证号": float(number_of(0)[:15] + "000")}]
    question = detail_of(office, tmp_path, rows).question(0)
    assert question is not None
    assert [one.decision for one in question.candidates] == ["member:1"]
    assert [decision for decision, _words in question.others] == ["leave"]


def test_an_answer_stays_in_sight_and_can_be_changed(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三", "手机号码": "13800138001", "民族": "苗族"}]
    for decision, words in (
        ("member:1", "按决定是 张三（高三（1）班）：民族：汉族 → 苗族"),
        ("new", "按决定作为新团员：新增到 高三（1）班，红名：缺 "),
        ("leave", "按决定没有导入这一行。"),
    ):
        detail = detail_of(office, tmp_path, rows, Reading(decisions=((2, decision),)))
        question = detail.question(0)
        assert question is not None
        assert (question.decided, len(question.candidates)) == (decision, 1)
        assert detail.words(0).startswith(words)


def test_rows_that_need_no_decision_ask_nothing(office: Context, tmp_path: Path) -> None:
    rows: list[Mapping[str, object]] = [
        {"姓名": "张三", "身份证号": number_of(0)},
        {"姓名": "赵六", "身份证号": fresh(1)},
        {"姓名": None, "身份证号": fresh(2)},
    ]
    detail = detail_of(office, tmp_path, rows)
    assert [detail.question(place) for place in range(3)] == [None] * 3
    left = detail_of(office, tmp_path, rows, Reading(decisions=((3, "leave"),)))
    question = left.question(1)
    assert question is not None
    assert (question.candidates, question.decided) == ((), "leave")


def test_changes_field_by_field(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "张三", "身份证号": number_of(0), "民族": "苗", "政治面貌": "群众"},
        {"姓名": "李小梅", "身份证号": number_of(1), "所在团支部": OTHER},
        {"姓名": "赵六", "身份证号": fresh(1)},
    ]
    detail = detail_of(office, tmp_path, rows)
    told = [(one.label, one.before, one.after, one.note) for one in detail.changes(0)]
    assert told == [
        ("民族", "汉族", "苗族", ""),
        ("政治面貌", "共青团员", "群众", "提交审核"),
    ]
    assert detail.words(0) == "民族：汉族 → 苗族；政治面貌：共青团员 → 群众（提交审核）"
    (locked,) = detail.changes(1)
    assert (locked.label, locked.after, locked.note) == ("所在团支部", OTHER, "已锁定，不改")
    assert detail.changes(2) == ()
