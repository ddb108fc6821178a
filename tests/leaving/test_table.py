"""The words of the tables."""

from tests.leaving.helpers import left, older, planned, proofs
from tuanji_desktop.leaving.loading import fetch_departures, load_candidates
from tuanji_desktop.leaving.table import (
    candidate_columns,
    of_filter,
    plan_columns,
    plan_remark,
    register_columns,
)
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context


def test_a_plan_in_words(office: Context) -> None:
    member = older(office)
    save_member(office, member_id=member, changes={"political_status": "群众"})
    young, ready = planned(office, "over_age", 1, member).rows
    assert [column.text(young) for column in plan_columns()] == [
        "张三", "不办理", "✕ 17 周岁，未满 28 周岁。（N 三.3）", "高三（1）班",
    ]  # fmt: skip
    assert [column.text(ready) for column in plan_columns()][1:3] == [
        "在册 → 超龄离团", "待审核的修改（政治面貌）随之撤回",
    ]  # fmt: skip
    assert plan_remark(ready) == "待审核的修改（政治面貌）随之撤回"
    shown = {
        key: [of_filter(row, key) for row in (young, ready)]
        for key in ("all", "ready", "refused", "notes")
    }
    assert shown == {
        "all": [True, True], "ready": [False, True], "refused": [True, False],
        "notes": [False, True],
    }  # fmt: skip


def test_an_entry_in_words(office: Context) -> None:
    left(office, "self_left", 1, decided_by="一中团委", proofs=proofs("resolution", "approval"))
    (entry,) = fetch_departures(office, [1]).values()
    words = {column.key: column.text(entry) for column in register_columns()}
    assert words["door"] == "自行脱团"
    assert words["proofs"] == "2 份"
    assert words["recorded"] == "2018-08-01 王干事"
    (tip,) = (column.tip for column in register_columns() if column.key == "proofs")
    assert tip is not None
    assert tip(entry) == "支部大会决议：resolution.pdf\n上级团委批复：approval.pdf"


def test_a_candidate_in_words(office: Context) -> None:
    older(office)
    (one,) = load_candidates(office).values()
    assert [column.text(one) for column in candidate_columns()] == [
        "赵长青", "男", "1989-03-05", "29", "高三（1）班",
    ]  # fmt: skip
