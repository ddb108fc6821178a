"""What clerks say of lines, and what the roster says of them by itself."""

import pytest

from tests.builders import add_member
from tests.comparison.helpers import edit, lines, number_of, roster, started, states
from tests.imports import fresh
from tuanji_desktop.comparison.kinds import ASIDE, CORRECT_THERE, DECIDED, NOT_OURS
from tuanji_desktop.comparison.queries import load_comparisons
from tuanji_desktop.comparison.settling import (
    close_comparison,
    decide_line,
    reopen_lines,
    settle_lines,
)
from tuanji_desktop.core.errors import BadInput, NotFound, TuanjiError
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context


@pytest.fixture
def number(office: Context) -> int:
    """张三 differs in the phone, 李小梅 is only here, 新来 only there, 买买提 has to be asked."""
    rows = roster(office)
    rows[0]["mobile"] = "13900000000"
    rows[2]["id_number"] = None
    new = {**rows[0], "name": "新来", "id_number": fresh(1), "mobile": "13911111111"}
    return started(office, [rows[0], *rows[2:], new])


def line(office: Context, number: int, name: str) -> int:
    return next(row.id for row in lines(office, number) if row.name == name)


def refused(act: object) -> str:
    with pytest.raises(TuanjiError) as refusal:
        act()  # type: ignore[operator]
    return refusal.value.code


def test_the_roster_settles_lines_and_an_undo_opens_them_again(
    office: Context, number: int
) -> None:
    assert states(office, number) == dict.fromkeys(
        ("张三", "李小梅", "新来", "买买提·艾力"), "open"
    )
    operation = edit(office, 1, mobile="13900000000")
    edit(office, 2, status="deleted")
    add_member(office, name="新来", id_number=fresh(1))
    assert states(office, number) == {
        "张三": "agreed", "李小梅": "agreed", "新来": "agreed", "买买提·艾力": "open",
    }  # fmt: skip
    undo(office, number=operation)
    assert states(office, number)["张三"] == "open"


def test_what_is_under_way_is_told(office: Context, number: int) -> None:
    with office.database.write(office.operation("change", "申请")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO change_requests (member_id, proposed_by, proposed_at) "
            "VALUES (1, '王干事', '2018-08-01')"
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO change_fields (request_id, field, base_value, new_value, clause) "
            "VALUES (1, 'mobile', '13800138001', '13900000000', '')"
        )
    assert states(office, number)["张三"] == "pending"
    with office.database.write(office.operation("transfer.start", "转接")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO transfers (member_id, kind, machine, state, source_id, started_by, "
            "started_on, moved_on, recorded_by) VALUES (2, 'mobility', 'transfer', 'started', 3, "
            "'member', '2018-08-01', '2018-08-01', '王干事')"
        )
    assert states(office, number)["李小梅"] == "pending"


def test_a_report_in_of_somebody_only_there_is_under_way(office: Context) -> None:
    add_member(office, name="周七", status="submitted", id_number=fresh(3))
    number = started(office, [*roster(office), {"name": "周七", "id_number": fresh(3)}])
    assert states(office, number) == {"周七": "pending"}


def test_said_by_a_clerk_and_taken_back(office: Context, number: int) -> None:
    first, second = line(office, number, "张三"), line(office, number, "李小梅")
    settle_lines(office, line_ids=[first, second], said=CORRECT_THERE, note="系统里没改")
    assert states(office, number)["张三"] == states(office, number)["李小梅"] == CORRECT_THERE
    row = next(row for row in lines(office, number) if row.id == first)
    assert (row.note, row.acts) == ("系统里没改", frozenset({"reopen"}))
    reopen_lines(office, line_ids=[first])
    assert states(office, number)["张三"] == "open"
    operation = settle_lines(office, line_ids=[first], said=ASIDE, note="无关紧要")
    undo(office, number=operation)
    assert states(office, number)["张三"] == "open"


def test_agreement_goes_before_what_was_said(office: Context, number: int) -> None:
    settle_lines(office, line_ids=[line(office, number, "张三")], said=CORRECT_THERE)
    edit(office, 1, mobile="13900000000")
    assert states(office, number)["张三"] == "agreed"


def test_what_makes_no_sense_is_refused(office: Context, number: int) -> None:
    here, asked = line(office, number, "李小梅"), line(office, number, "买买提·艾力")
    assert refused(lambda: settle_lines(office, line_ids=[here], said="x")) == "comparison.said"
    assert refused(lambda: settle_lines(office, line_ids=[here], said=ASIDE)) == "comparison.note"
    assert refused(lambda: settle_lines(office, line_ids=[], said=CORRECT_THERE)) == (
        "comparison.nothing"
    )
    for one, said in ((here, NOT_OURS), (asked, CORRECT_THERE)):
        assert refused(lambda one=one, said=said: settle_lines(office, line_ids=[one], said=said)) == (
            "comparison.cannot"
        )  # fmt: skip
    assert refused(lambda: reopen_lines(office, line_ids=[here])) == "comparison.cannot"
    assert refused(lambda: decide_line(office, line_id=here, member_id=1)) == "comparison.cannot"
    with pytest.raises(NotFound):
        settle_lines(office, line_ids=[here, 999], said=CORRECT_THERE)
    with pytest.raises(NotFound):
        decide_line(office, line_id=asked, member_id=999)


def test_a_closed_comparison_is_only_read(office: Context, number: int) -> None:
    close_comparison(office, comparison_id=number)
    assert [one.closed_on for one in load_comparisons(office)] == ["2018-08-01"]
    one = line(office, number, "张三")
    with pytest.raises(BadInput) as refusal:
        settle_lines(office, line_ids=[one], said=CORRECT_THERE)
    assert refusal.value.code == "comparison.closed"
    assert all(not row.acts for row in lines(office, number))
    assert refused(lambda: close_comparison(office, comparison_id=number)) == "comparison.closed"
    assert refused(lambda: close_comparison(office, comparison_id=99)) == "comparison.unknown"


def test_the_row_is_this_member(office: Context, number: int) -> None:
    asked = line(office, number, "买买提·艾力")
    operation = decide_line(office, line_id=asked, member_id=3)
    found = {row.id: row.state for row in lines(office, number)}
    assert found[asked] == DECIDED
    assert len(found) == 4  # what the row says agrees; its missing number says nothing
    undo(office, number=operation)
    assert states(office, number)["买买提·艾力"] == "open"


def test_what_differs_after_a_decision_joins_the_list(office: Context) -> None:
    rows = roster(office)
    rows[2] |= {"id_number": fresh(8), "ethnicity": "维吾尔族", "branch": "高三（2）班"}
    number = started(office, rows)
    asked = lines(office, number)[0]
    assert (asked.kind, asked.member_id) == ("unsure", 3)
    with office.database.write(office.operation("test", "名单分工作表")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE comparison_rows SET content = json_set(content, '$.sheet', '2班') WHERE id = ?",
            (asked.id,),
        )
    decide_line(office, line_id=asked.id, member_id=3)
    places = {row.place for row in lines(office, number) if row.field}
    assert places == {f"“2班”第 {asked.row} 行"}, "they stand where the row stands"
    found = {row.field: (row.here, row.there) for row in lines(office, number) if row.field}
    assert found["id_number"] == (number_of(2), fresh(8))
    assert found["ethnicity"] == ("汉族", "维吾尔族")
    assert "高三（2）班" in found["branch"][1]
    assert set(found) == {"id_number", "ethnicity", "branch"}


def test_none_of_those_asked_makes_two_lines(office: Context, number: int) -> None:
    asked = line(office, number, "买买提·艾力")
    decide_line(office, line_id=asked, member_id=None)
    kinds = sorted(row.kind for row in lines(office, number) if row.name == "买买提·艾力")
    assert kinds == ["here", "there", "unsure"]
    there = next(
        row for row in lines(office, number) if (row.name, row.kind) == ("买买提·艾力", "there")
    )
    assert there.state == "open"  # the one who was asked about is not taken for the newcomer
