"""What a clerk does to one member: each act is one operation, or none."""

from datetime import date

import pytest

from tests.builders import add_member, valid_id
from tests.members.helpers import kinds, one, select
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.members.queries import member, pending_changes
from tuanji_desktop.members.service import (
    add_member as report,
)
from tuanji_desktop.members.service import (
    judge_member_edit,
    report_in,
    save_member,
    write_reviewed,
)
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.lifecycle import Stage

COMPLETE = {
    "name": "周八",
    "id_kind": "居民身份证",
    "id_number": valid_id(date(2002, 5, 6), serial=50),
    "ethnicity": "汉族",
    "mobile": "13700137001",
    "joined_on": "2016-10",
    "household_place": "青溪县城关镇2号",
    "political_status": "共青团员",
    "income": "学生无收入",
    "is_cadre": "否",
    "education": "高中在读",
}


def record(context: Context, member_id: int) -> dict[str, str | None]:
    with context.database.read() as connection:
        found = member(connection, member_id)
    return {**found.values, "status": found.status, "missing": ",".join(found.missing)}


def test_an_edit_is_one_operation_with_all_that_follows(office: Context) -> None:
    before = len(kinds(office))
    done = save_member(
        office, member_id=1, changes={"mobile": "139 0013 9000", "income": "2000–5000"},
        reason="换号", basis="青团〔2018〕3号",
    )  # fmt: skip
    assert (done.saved, done.submitted, done.refused) == (("mobile",), ("income",), ())
    assert done.done
    assert select(office, "SELECT number, kind, words, reason, document FROM journal_operations")[
        before:
    ] == [
        (done.operation, "member.edit", "修改 张三 的手机号码、经济收入", "换号", "青团〔2018〕3号")
    ]
    assert record(office, 1)["mobile"] == "13900139000"
    with office.database.read() as connection:
        (waiting,) = pending_changes(connection, 1)
    assert (waiting.request_id, waiting.field, waiting.base, waiting.new) == (
        done.changes[0], "income", "学生无收入", "2000–5000",
    )  # fmt: skip
    assert one(office, "SELECT clause FROM change_fields") == "G 一.3"


def test_one_refused_field_and_nothing_is_written(office: Context) -> None:
    before = len(kinds(office))
    done = save_member(office, member_id=1, changes={"mobile": "13900139000", "name": "张珊"})
    assert [(one.field, one.clause) for one in done.refused] == [("name", "G 一.2")]
    assert done.saved == ("mobile",)
    assert not done.done
    assert len(kinds(office)) == before
    assert record(office, 1)["mobile"] == "13800138001"


def test_no_change_is_no_operation(office: Context) -> None:
    before = len(kinds(office))
    done = save_member(office, member_id=1, changes={"mobile": "138-0013-8001", "branch": None})
    assert done.done
    assert done.operation is None
    assert len(kinds(office)) == before


def test_an_unknown_field_or_member_is_refused(office: Context) -> None:
    with pytest.raises(BadInput, match="没有名为“status”的字段"):
        save_member(office, member_id=1, changes={"status": "active"})
    with pytest.raises(NotFound):
        save_member(office, member_id=99, changes={"mobile": "13900139000"})


def test_a_newer_request_takes_the_place_of_the_open_one(office: Context) -> None:
    save_member(office, member_id=1, changes={"income": "2000–5000", "is_cadre": "是"})
    save_member(office, member_id=1, changes={"income": "≤2000"})
    assert select(
        office, "SELECT request_id, field, state, new_value FROM change_fields ORDER BY id"
    ) == [
        (1, "income", "withdrawn", "2000–5000"),
        (1, "is_cadre", "pending", "是"),
        (2, "income", "pending", "≤2000"),
    ]


def test_a_shared_phone_is_a_question_and_masked(office: Context) -> None:
    done = save_member(office, member_id=1, changes={"mobile": "13800138002"})
    assert [(found.level, found.code, found.message) for found in done.findings] == [
        ("warning", "mobile.shared", "手机号码138****8002与李小梅相同，请核对。")
    ]
    assert record(office, 1)["mobile"] == "13800138002"


def test_a_number_of_somebody_else_is_refused(office: Context) -> None:
    draft = add_member(office, name="周八", status="draft")
    taken = record(office, 4)["id_number"]
    done = save_member(office, member_id=draft, changes={"id_number": taken})
    assert [found.code for found in done.findings] == ["id.belongs_elsewhere"]
    assert "高三（2）班的单雄" in done.findings[0].message
    assert str(taken) not in done.findings[0].message
    assert record(office, draft)["id_number"] is None


def test_a_development_number_belongs_to_one(office: Context) -> None:
    add_member(office, name="孙七", development_number="201852000001")
    draft = add_member(office, name="周八", status="draft", joined_on="2018-05")
    done = save_member(office, member_id=draft, changes={"development_number": "201852000001"})
    assert [found.code for found in done.findings] == ["development_number.taken"]


def test_filling_the_last_gap_takes_the_red_away(office: Context) -> None:
    red = add_member(
        office, name="龙小虎", education="", mobile="13700137000", sex="男", born_on="2002-05-06",
        id_number=valid_id(date(2002, 5, 6), serial=51),
    )  # fmt: skip
    assert record(office, red)["missing"] == "education"
    save_member(office, member_id=red, changes={"education": "高中"})
    assert record(office, red)["missing"] == ""


def test_the_name_of_a_draft_brings_its_keys(office: Context) -> None:
    draft = add_member(office, name="周八", status="draft")
    save_member(office, member_id=draft, changes={"name": "单小曾"})
    assert select(office, "SELECT name_pinyin, name_initials FROM members WHERE id = ?", draft) == [
        ("shan xiao ceng", "sxc")
    ]


@pytest.mark.parametrize(
    "branch", ["QX0102", "中国共产主义青年团青溪县第一中学高三（2）班支部委员会"]
)
def test_a_draft_reports_to_another_branch(office: Context, branch: str) -> None:
    draft = add_member(office, name="周八", status="returned")
    done = save_member(office, member_id=draft, changes={"branch": branch})
    assert done.saved == ("branch",)
    assert one(office, "SELECT branch_id FROM members WHERE id = ?", draft) == 4
    same = save_member(office, member_id=draft, changes={"branch": "QX0102"})
    assert (same.saved, same.operation) == ((), None)


def test_a_branch_changes_by_transfer_alone(office: Context) -> None:
    done = save_member(office, member_id=1, changes={"branch": "QX0102"})
    assert [(one.field, one.path) for one in done.refused] == [("branch", "transfer")]


@pytest.mark.parametrize("code", ["QX01", "QX0103", "没有"])
def test_only_a_branch_in_use_takes_members(office: Context, code: str) -> None:
    with office.database.write(office.operation("org.dissolve", "撤销")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO organizations (code, full_name, short_name, kind, parent_id, status, "
            "match_name) VALUES ('QX0103', '旧支部', '旧', 'branch', 2, 'dissolved', '旧')"
        )
    draft = add_member(office, name="周八", status="draft")
    with pytest.raises((BadInput, NotFound)):
        save_member(office, member_id=draft, changes={"branch": code})


def test_an_incomplete_card_is_kept_beside_the_valid_one(college: Context) -> None:
    red = add_member(college, name="周八", education="", mobile="13700137000")
    done = save_member(college, member_id=red, changes={"address": "城关镇3号"})
    assert done.draft
    assert done.done
    assert (done.saved, done.submitted) == ((), ())
    assert "Q 五.2" in done.findings[-1].message
    assert record(college, red)["address"] is None
    assert one(college, "SELECT content FROM drafts") == '{"address": "城关镇3号"}'


def test_saving_drops_my_draft_and_nobody_elses(office: Context) -> None:
    with office.database.write(office.operation("draft.keep", "草稿")) as writing:
        for operator in ("王干事", "赵副书记"):
            writing.connection.exec_driver_sql(
                "INSERT INTO drafts (member_id, operator, content, saved_at) VALUES (1, ?, '{}', '')",
                (operator,),
            )
    save_member(office, member_id=1, changes={"qq": "10001"})
    assert select(office, "SELECT operator FROM drafts") == [("赵副书记",)]


def test_a_new_member_is_a_draft_then_waits_then_is_a_member(office: Context) -> None:
    added = report(office, branch_id=3, values={"name": "周八", "education": "高中在读"})
    assert added.status is Stage.DRAFT
    assert str(record(office, added.id)["missing"]).startswith("id_kind,id_number")
    with pytest.raises(RuleRefused, match="项必填未填：证件类型") as refused:
        report_in(office, member_id=added.id, act="submit")
    assert refused.value.clause == "N 二.1"
    assert ",".join(refused.value.fields) == record(office, added.id)["missing"]
    save_member(office, member_id=added.id, changes=COMPLETE)
    assert record(office, added.id)["sex"] == "男"
    assert report_in(office, member_id=added.id, act="submit") is Stage.SUBMITTED
    assert report_in(office, member_id=added.id, act="approve") is Stage.ACTIVE
    assert kinds(office)[-4:] == [
        "member.add", "member.edit", "report_in.submit", "report_in.approve",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "stage"), [({"submit": True}, Stage.SUBMITTED), ({"approve": True}, Stage.ACTIVE)]
)
def test_a_complete_one_is_submitted_at_once(
    office: Context, options: dict[str, bool], stage: Stage
) -> None:
    added = report(office, branch_id=3, values=COMPLETE, **options)
    assert record(office, added.id)["status"] == stage


def test_a_double_may_be_a_draft_but_not_more(office: Context) -> None:
    values = {**COMPLETE, "id_number": record(office, 1)["id_number"]}
    assert [found.code for found in report(office, branch_id=3, values=values).findings] == [
        "id.belongs_elsewhere"
    ]
    with pytest.raises(BadInput) as refused:
        report(office, branch_id=3, values=values, submit=True)
    assert refused.value.code == "id.belongs_elsewhere"


def test_a_wrong_value_is_not_taken_into_a_new_record(office: Context) -> None:
    with pytest.raises(BadInput):
        report(office, branch_id=3, values={"name": "周八", "id_number": "12"})
    with pytest.raises(BadInput):
        report(office, branch_id=2, values={"name": "周八"})
    with pytest.raises(BadInput):
        report(office, branch_id=3, values={"branch": "QX0101"})


def test_who_may_do_which_step(office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted", mobile="13700137000")
    with pytest.raises(RuleRefused, match="不能“提交报到”"):
        report_in(office, member_id=waiting, act="submit")
    with pytest.raises(BadInput, match="退回要写明原因"):
        report_in(office, member_id=waiting, act="return", reason="  ")
    with pytest.raises(RuleRefused, match="改报其他团支部"):
        report_in(office, member_id=waiting, act="withdraw", branch_id=4)
    stage = report_in(office, member_id=waiting, act="return", reason="报错支部")
    assert stage is Stage.RETURNED
    assert select(office, "SELECT status_reason, status_on FROM members WHERE id = ?", waiting) == [
        ("报错支部", "2018-08-01")
    ]


def test_a_withdrawn_one_reports_to_the_right_branch(office: Context) -> None:
    added = report(office, branch_id=3, values=COMPLETE, submit=True)
    report_in(office, member_id=added.id, act="withdraw")
    before = len(kinds(office))
    report_in(office, member_id=added.id, act="submit", branch_id=4)
    assert one(office, "SELECT branch_id FROM members WHERE id = ?", added.id) == 4
    assert select(office, "SELECT kind, words FROM journal_operations")[before:] == [
        ("report_in.submit", "改报并提交：周八（高三（1）班 → 高三（2）班）")
    ]


@pytest.mark.parametrize("stage", ["draft", "returned", "withdrawn"])
def test_before_approval_every_field_is_free_the_branch_included(
    office: Context, stage: str
) -> None:
    """G 一.1."""
    member_id = add_member(office, name="周八", status=stage, id_number=COMPLETE["id_number"])
    changes = {
        **COMPLETE, "name": "周九", "joined_on": "2015-05", "income": "≤2000", "is_cadre": "是",
        "political_status": "群众", "development_number": "201552000001", "branch": "QX0102",
    }  # fmt: skip
    done = save_member(office, member_id=member_id, changes=changes)
    assert (done.refused, done.submitted) == ((), ())
    assert {"name", "joined_on", "income", "development_number", "branch"} <= set(done.saved)


def test_while_it_waits_no_field_is_and_the_refusals_name_the_clause(office: Context) -> None:
    """G 一.1."""
    waiting = add_member(office, name="周八", status="submitted", id_number=COMPLETE["id_number"])
    changes = {name: "x" for name in record(office, 1) if name not in ("status", "missing")}
    changes |= {"branch": "QX0102", "ethnicity": "苗族"}
    changes |= dict.fromkeys(("is_cadre", "applied_party", "volunteer"), "是")
    before = len(kinds(office))
    done = save_member(office, member_id=waiting, changes=changes)
    assert {one.field for one in done.refused} == changes.keys()
    assert {(one.clause, one.path) for one in done.refused} == {("G 一.1", "withdraw_or_return")}
    assert (done.saved, done.submitted, len(kinds(office))) == ((), (), before)


@pytest.mark.parametrize("act", ["submit", "approve"])
def test_a_dissolved_branch_takes_nobody(office: Context, act: str) -> None:
    status = "draft" if act == "submit" else "submitted"
    values = {name: value for name, value in COMPLETE.items() if name != "name"}
    waiting = add_member(
        office, name="周八", status=status, sex="男", born_on="2002-05-06", **values
    )
    with office.database.write(office.operation("org.dissolve", "撤销")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO organizations (code, full_name, short_name, kind, parent_id, status, "
            "match_name) VALUES ('QX0103', '旧支部', '旧', 'branch', 2, 'dissolved', '旧')"
        )
        writing.connection.exec_driver_sql(
            "UPDATE members SET branch_id = 5 WHERE id = ?", (waiting,)
        )
    with pytest.raises(BadInput, match="不是在用的团支部"):
        report_in(office, member_id=waiting, act=act)


def test_a_draft_that_is_not_taken_stays_beside(office: Context, college: Context) -> None:
    """Q 五.2, and a crash: nothing that was typed is lost by saving something else."""
    beside = {"qq": "10001", "address": "城关镇3号"}
    done = save_member(office, member_id=1, changes={"qq": "10002"}, beside=beside)
    assert done.saved == ("qq",)
    assert one(office, "SELECT content FROM drafts") == '{"address": "城关镇3号"}'
    save_member(office, member_id=1, changes={"address": "城关镇3号"}, beside={})
    assert select(office, "SELECT * FROM drafts") == []
    red = add_member(college, name="周八", education="", mobile="13700137000")
    kept = save_member(college, member_id=red, changes={"qq": "10003"}, beside=beside)
    assert kept.draft
    assert one(college, "SELECT content FROM drafts") == ('{"address": "城关镇3号", "qq": "10003"}')


def test_a_judgement_writes_nothing(office: Context) -> None:
    before = len(kinds(office))
    with office.database.read() as connection:
        found, verdict = judge_member_edit(
            office, connection, 1, {"mobile": "13800138002", "name": "张珊", "branch": "QX0102"}
        )
    assert found.name == "张三"
    assert [one.field for one in verdict.refused] == ["name", "branch"]
    assert [found.code for found in verdict.findings] == ["mobile.shared"]
    assert len(kinds(office)) == before


def test_a_reviewed_value_is_written_inside_the_reviewers_operation(office: Context) -> None:
    with office.database.read() as connection:
        found = member(connection, 1)
    with office.database.write(office.operation("change.decide", "审核")) as writing:
        write_reviewed(writing.connection, office.policy, found, {"is_cadre": "是"})
    assert record(office, 1)["is_cadre"] == "是"
