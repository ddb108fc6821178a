"""Taking over what the list says: only what is a value, only as the rules allow."""

import pytest

from tests.comparison.helpers import edit, lines, roster, started, states
from tuanji_desktop.comparison.queries import load_comparisons
from tuanji_desktop.comparison.settling import close_comparison
from tuanji_desktop.comparison.taking import plan_theirs
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.bulk import apply_bulk
from tuanji_desktop.office.context import Context


@pytest.fixture
def number(office: Context) -> int:
    rows = roster(office)
    rows[0] |= {"mobile": "13900000000", "ethnicity": "苗族"}  # free, and sent for review or free
    rows[1]["name"] = "李晓梅"  # locked
    rows[2]["mobile"] = None
    rows[3]["mobile"] = "139****9999"
    rows[4]["branch"] = "高三（1）班"
    rows[5]["mobile"] = "13900000005"
    return started(office, rows[:6])


def taken(office: Context, number: int, *names: str) -> list[int]:
    return [row.id for row in lines(office, number) if not names or row.name in names]


def test_values_are_taken_as_the_rules_allow(office: Context, number: int) -> None:
    taking = plan_theirs(office, line_ids=taken(office, number))
    assert (taking.lines, taking.left) == (4, 3)  # empty, masked and a branch are left
    kinds = {row.name: row.kind for row in taking.plan.rows}
    assert kinds == {"张三": "changed", "李小梅": "refused", "欧阳文静": "changed"}
    operation = apply_bulk(office, taking.plan)
    assert operation is not None
    assert states(office, number)["欧阳文静"] == "agreed"
    assert {row.field: row.state for row in lines(office, number) if row.name == "张三"} == {
        "mobile": "agreed", "ethnicity": "agreed",
    }  # fmt: skip
    assert states(office, number)["李小梅"] == "open"
    undo(office, number=operation)
    assert states(office, number)["欧阳文静"] == "open"


def test_the_operation_names_the_list(office: Context, number: int) -> None:
    taking = plan_theirs(office, line_ids=taken(office, number, "欧阳文静"))
    assert taking.plan.operation_words() == "名单比对，采用 导出.xlsx 的内容：修改 1 人"
    assert taking.plan.basis == "导出.xlsx"


def test_where_there_is_nothing_to_take(office: Context, number: int) -> None:
    with pytest.raises(BadInput) as refusal:
        plan_theirs(office, line_ids=taken(office, number, "买买提·艾力", "单雄", "龙𬱖"))
    assert refusal.value.code == "comparison.nothing_to_take"
    edit(office, 6, mobile="13900000005")
    with pytest.raises(BadInput):
        plan_theirs(office, line_ids=taken(office, number, "欧阳文静"))


def test_a_closed_comparison_gives_nothing_out(office: Context, number: int) -> None:
    close_comparison(office, comparison_id=number)
    with pytest.raises(BadInput) as refusal:
        plan_theirs(office, line_ids=taken(office, number))
    assert refusal.value.code == "comparison.closed"
    assert not load_comparisons(office)[0].open
