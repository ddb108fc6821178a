"""What smells is asked, with exactly those behind it, and answered on record (G 三)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.deletion.helpers import (
    COUNTY,
    NAME_WRONG,
    NO_MEMBER,
    SCHOOL,
    endorsed,
    graduate,
    one,
    operations,
    request,
    select,
)
from tests.papers.reading import whole_text
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.deletion.batches import create_batch, remake_batch
from tuanji_desktop.deletion.chain import step_batch
from tuanji_desktop.deletion.questions import (
    Question,
    answer_question,
    questions_about,
    questions_paper,
)
from tuanji_desktop.deletion.service import Override, request_deletion
from tuanji_desktop.office.context import Context

WINTER = timedelta(days=150)


def made(context: Context, *members: int) -> int:
    for member in members:
        request(context, member)
    return create_batch(context, form="guangdong", org_id=COUNTY).id


def asked(context: Context, batch_id: int) -> dict[str, Question]:
    return {one.code: one for one in questions_about(context, batch_id=batch_id)}


def test_equal_reasons_are_asked_about_with_all_that_have_them(office: Context) -> None:
    winter = replace(office, fixed_day=office.today + WINTER)
    first = made(winter, 1, 2, 3, 4)
    assert asked(winter, first) == {}
    second = made(winter, 5)
    question = asked(winter, second)["same_reason_many.not_a_member"]
    assert question.members == (1, 2, 3, 4, 5), "the others of the unit stand behind it as well"
    assert question.org_id == SCHOOL
    assert "5 份申请的原因都是“无团籍人员”" in question.words
    assert question.open
    # now the earlier batch is of the same smell
    assert "same_reason_many.not_a_member" in asked(winter, first)


def test_what_was_found_holds_for_the_batch_in_place_of_a_voided_one(office: Context) -> None:
    old = made(office, 1, 4)
    answer_question(office, batch_id=old, code="season", org_id=SCHOOL, note="逐人电话核实")
    new = remake_batch(office, batch_id=old, reason="更正了手机号").id
    (answer,) = asked(office, new)["season"].answers
    assert (answer.note, answer.by, answer.people) == ("逐人电话核实", "王干事", 2)
    assert not asked(office, new)["season"].open


def test_many_of_one_unit_are_asked_about(office: Context) -> None:
    winter = replace(office, fixed_day=office.today + WINTER)
    batch_id = made(winter, 1)
    with office.database.write(office.operation("test", "更多申请")) as writing:
        for member in (2, 3, 4, 5, 6) * 2:
            writing.connection.exec_driver_sql(
                "INSERT INTO deletion_requests (member_id, state, requested_by, requested_on) "
                "VALUES (?, 'returned', '王', ?)",
                (member, winter.today.isoformat()),
            )
            writing.connection.exec_driver_sql(
                "INSERT INTO deletion_reasons (request_id, code) "
                "SELECT max(id), 'duplicate' FROM deletion_requests"
            )
    question = asked(winter, batch_id)["unit_many"]
    assert "11 份删除申请" in question.words
    assert question.members == (1, 2, 3, 4, 5, 6)


def test_the_season_asks_about_schools_only_in_summer(office: Context) -> None:
    batch_id = made(office, 1, 4)
    question = asked(office, batch_id)["season"]
    assert (question.members, question.names) == ((1, 4), ("张三", "单雄"))
    winter = replace(office, fixed_day=office.today + WINTER)
    assert asked(winter, made(winter, 2)) == {}


def test_a_graduate_on_the_way_is_asked_about_also_when_admitted(office: Context) -> None:
    graduate(office, 1, "due")
    request_deletion(
        office, member_id=1, reasons=NO_MEMBER, override=Override("本就不是团员", "赵副书记")
    )
    question = questions_about(office, request_id=1)[0]
    assert (question.code, question.members, question.org_id) == ("unfinished_transfer", (1,), None)
    batch_id = made(office, 4)
    assert asked(office, batch_id)["unfinished_transfer"].members == (1,)
    text = whole_text(questions_paper(office, batch_id=batch_id).paper.pdf)
    assert "张三：本就不是团员（经办 王干事，第二操作员 赵副书记）" in text.replace("\n", "")


def test_an_answer_is_recorded_and_asked_again_when_there_are_more(office: Context) -> None:
    batch_id = made(office, 1, 4)
    answer_question(office, code="season", org_id=SCHOOL, note=" 均未毕业 ", batch_id=batch_id)
    question = asked(office, batch_id)["season"]
    assert not question.open
    assert [(said.note, said.by, said.on) for said in question.answers] == [
        ("均未毕业", "王干事", "2018-08-01")
    ]
    words = select(office, "SELECT words, reason FROM journal_operations")[-1]
    assert words[0].startswith("删除批次 2018-001 的核实情况：")
    assert words[1] == "均未毕业"
    with office.database.write(office.operation("test", "少算一人")) as writing:
        writing.connection.exec_driver_sql("UPDATE deletion_answers SET people = 1")
    question = asked(office, batch_id)["season"]
    assert question.open
    assert question.grown == 1


def test_an_answer_needs_words_and_a_question(office: Context) -> None:
    batch_id = made(office, 1)
    before = operations(office)
    with pytest.raises(BadInput):
        answer_question(office, code="season", org_id=SCHOOL, note=" ", batch_id=batch_id)
    with pytest.raises(NotFound):
        answer_question(office, code="unit_many", org_id=SCHOOL, note="好", batch_id=batch_id)
    with pytest.raises(NotFound):
        answer_question(office, code="season", org_id=COUNTY, note="好", batch_id=batch_id)
    with pytest.raises(NotFound):
        questions_paper(office, batch_id=99)
    assert operations(office) == before


def test_a_request_of_no_batch_has_its_own_questions_and_answers(office: Context) -> None:
    number = request(office, 1, *NAME_WRONG)
    answer_question(office, code="season", org_id=SCHOOL, note="已核", request_id=number)
    assert not questions_about(office, request_id=number)[0].open
    assert one(office, "SELECT batch_id FROM deletion_answers") is None


def test_the_paper_is_kept_beside_the_batch_and_only_when_it_says_something_new(
    office: Context,
) -> None:
    batch_id = made(office, 1)
    kept = "SELECT count(*) FROM papers WHERE form = 'deletion-questions' AND batch_id = 1"
    assert one(office, kept) == 0
    endorsed(office, batch_id)
    assert one(office, kept) == 1
    answer_question(office, code="season", org_id=SCHOOL, note="未毕业", batch_id=batch_id)
    step_batch(office, batch_id=batch_id, act="send", document_number="团市字〔2018〕1号")
    assert one(office, kept) == 2
    pdf = one(
        office,
        "SELECT b.content FROM papers AS p JOIN blobs AS b USING (sha256) "
        "WHERE p.form = 'deletion-questions' ORDER BY p.id DESC LIMIT 1",
    )
    assert "未毕业" in whole_text(pdf)
    form = one(
        office,
        "SELECT b.content FROM papers AS p JOIN blobs AS b USING (sha256) "
        "WHERE p.form = 'deletion-guangdong'",
    )
    assert "毕业" not in whole_text(form), "never on the form itself"


def test_nothing_to_ask_keeps_no_paper(office: Context) -> None:
    winter = replace(office, fixed_day=office.today + WINTER)
    batch_id = made(winter, 1)
    endorsed(winter, batch_id)
    assert one(winter, "SELECT count(*) FROM papers") == 1
