"""Reading the desk: by scope, by state, counts, and branches with many."""

from pathlib import Path

import pytest

from tests.builders import add_member, make_office
from tests.corrections.conftest import DAY
from tests.corrections.helpers import (
    CLASS_1,
    CLASS_2,
    DECISION,
    LETTER,
    PROOF,
    SCHOOL,
    approve,
    listed,
    opened,
    sent,
    verified,
    write,
)
from tuanji_desktop.core.errors import NotFound, RuleRefused
from tuanji_desktop.corrections import queries, service
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import save_settings


def test_cases_by_scope_state_and_member(office: Context) -> None:
    opened(office, 1)
    verified(office, 4)
    rows = queries.list_corrections(office)
    assert [row.name for row in rows] == ["单雄", "张三"]  # the newest first
    assert [row.name for row in queries.list_corrections(office, org_id=CLASS_1)] == ["张三"]
    assert [row.name for row in queries.list_corrections(office, states=["verified"])] == ["单雄"]
    assert [row.name for row in queries.list_corrections(office, member_id=1)] == ["张三"]


def test_a_list_with_its_way(office: Context) -> None:
    list_id = sent(office, 1, 4)
    approve(office, list_id, 1)
    detail = queries.list_detail(office, list_id=list_id)
    row = detail.list
    assert (row.number, row.state_label, row.document_number, row.decision_number) == (
        "GZ-2019-001", "已正式行文，待批复", LETTER, DECISION,
    )  # fmt: skip
    assert (row.lines, row.approved, row.returned, row.stale) == (2, 1, 0, False)
    assert [(line.line, line.name) for line in detail.lines] == [(1, "张三"), (2, "单雄")]
    assert [(step.act_label, step.lines) for step in detail.steps] == [
        ("编成清单", ()), ("正式行文", ()), ("批复同意", (1,)),
    ]  # fmt: skip
    assert detail.steps[1].level_label.startswith("地级以上市团委")
    with pytest.raises(NotFound):
        queries.list_detail(office, list_id=9)


def test_lists_by_scope_and_number(office: Context) -> None:
    list_id = listed(office, 4)
    assert [row.id for row in queries.list_lists(office, org_id=CLASS_2)] == [list_id]
    assert queries.list_lists(office, org_id=CLASS_1) == ()
    assert queries.find_list(office, number=" gz-2019-001 ") == list_id
    with pytest.raises(NotFound, match="GZ-2019-009"):
        queries.find_list(office, number="GZ-2019-009")
    service.return_correction(office, correction_id=1, reason="不实")
    assert queries.list_lists(office, open_only=True) == ()
    assert len(queries.list_lists(office)) == 1


def test_a_decided_list_is_history_and_never_stale(office: Context) -> None:
    list_id = sent(office, 1, 2)
    write(office, "UPDATE members SET name = '张珊' WHERE id = 1")
    assert queries.list_lists(office)[0].stale
    approve(office, list_id)
    assert not queries.list_lists(office)[0].stale


def test_what_the_dialog_starts_from(office: Context) -> None:
    start = queries.correction_start(office, member_id=1, field="joined_on")
    assert (start.name, start.label, start.recorded, start.clause) == (
        "张三", "入团年月", "2016-05", "G 二",
    )  # fmt: skip
    assert "正式行文向团省委提交修改申请" in start.rule
    assert [proof.code for proof in start.proofs] == ["volume", "other"]
    assert (start.open, start.obstacle) == (None, None)
    case = opened(office)
    again = queries.correction_start(office, member_id=1, field="joined_on")
    assert again.open is not None
    assert again.open.id == case
    assert isinstance(again.obstacle, RuleRefused)


def test_where_there_is_no_rule_the_dialog_says_so(tmp_path: Path) -> None:
    context = make_office(tmp_path, policy="qilu-2024", today=DAY)
    try:
        start = queries.correction_start(context, member_id=1, field="joined_on")
        assert isinstance(start.obstacle, RuleRefused)
        assert start.obstacle.code == "correction.no_rule"
        assert queries.flagged_branches(context) == ()
        assert queries.list_lists(context) == ()
    finally:
        context.database.close()


def test_what_a_list_starts_from(office: Context) -> None:
    save_settings(office, [("office.contact", "周晓岚")])
    start = queries.list_start(office, org_id=CLASS_1)
    assert [unit.code for unit in start.units] == ["QX0101", "QX01", "QX"]
    assert (start.contact, start.sender, start.addressee) == ("周晓岚", "", "团省委")
    assert [unit.code for unit in queries.list_start(office, org_id=None).units] == ["QX"]
    listed(office)
    assert queries.list_start(office, org_id=None).sender == "共青团梅岭市委员会"


def test_a_branch_with_many_is_asked_about(office: Context) -> None:
    opened(office, 1)
    assert queries.flagged_branches(office) == ()  # one alone is never many
    opened(office, 2)
    (flagged,) = queries.flagged_branches(office)  # two of three
    assert (flagged.branch_short, flagged.corrected, flagged.members) == ("高三（1）班", 2, 3)
    assert flagged.words == (
        "大批量误填：高三（1）班 2 人（全支部 3 人）。团省委将按全面从严治团的要求处理，"
        "是否已逐人查明原因？（G 二）"
    )
    assert queries.many_words([]) == ""
    assert "等 4 个团支部" in queries.many_words([flagged] * 4)
    assert queries.flagged_branches(office, org_id=CLASS_2) == ()
    assert len(queries.flagged_branches(office, org_id=SCHOOL)) == 1
    service.withdraw_correction(office, correction_id=1, reason="没有错")
    assert queries.flagged_branches(office) == ()


def test_many_by_number_in_a_large_branch(office: Context) -> None:
    people = [add_member(office, name=f"学生{n}", mobile="") for n in range(40)]
    for member in people[:4]:
        opened(office, member)
    assert queries.flagged_branches(office) == ()
    opened(office, people[4])
    assert [one.corrected for one in queries.flagged_branches(office)] == [5]


def test_counts(office: Context) -> None:
    sent(office, 1)
    opened(office, 2)
    verified(office, 4)
    write(office, "UPDATE members SET name = '张珊' WHERE id = 1")
    counts = queries.counts(office)
    assert (counts.gathered, counts.verified, counts.sent, counts.stale) == (1, 1, 1, 1)
    assert counts.oldest_days == 0
    assert queries.counts(office, org_id=CLASS_2).gathered == 0


def test_a_proof_comes_back_as_it_was(office: Context) -> None:
    row = queries.correction(office, correction_id=opened(office))
    (proof,) = row.proofs
    assert (proof.label, proof.file_name) == ("入团志愿书复印件", "入团志愿书.pdf")
    assert queries.proof_content(office, proof_id=proof.id) == ("入团志愿书.pdf", PROOF[0].content)
    with pytest.raises(NotFound):
        queries.proof_content(office, proof_id=99)
