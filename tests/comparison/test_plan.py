"""The plan in numbers and in a sentence."""

from tests.comparison.helpers import CLASS_1, compared, roster
from tests.imports import fresh
from tuanji_desktop.office.context import Context


def test_counts_and_the_sentence(office: Context) -> None:
    rows = roster(office)
    rows[0] |= {"mobile": "13900000000", "ethnicity": "苗族"}
    rows[1]["id_number"] = None
    rows[2] = {"name": "新来", "id_number": fresh(1)}
    plan = compared(office, rows)
    assert plan.words() == ("3 人一致，1 人有 2 处不同，1 人仅名单有，1 人仅台账有，1 行要认人。")
    assert {kind: plan.count(kind) for kind in ("differs", "there", "here", "unsure")} == {
        "differs": 2, "there": 1, "here": 1, "unsure": 1,
    }  # fmt: skip
    assert plan.by_unit()[CLASS_1] == 4
    assert [row.kind for row in plan.rows] == [
        "differs", "unsure", "there", "same", "same", "same",
    ]  # fmt: skip
