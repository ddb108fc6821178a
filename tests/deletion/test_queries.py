"""What the deletion desk shows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import valid_id
from tests.deletion.helpers import CLASS_1, CLASS_2, COUNTY, NAME_WRONG, SCHOOL, endorsed, request
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.deletion import queries
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.service import create_batch, decide_batch, return_all, step_batch
from tuanji_desktop.office.context import Context


def later(context: Context, days: int) -> Context:
    return replace(context, fixed_day=context.today + timedelta(days=days))


def test_requests_are_listed_with_their_words(office: Context) -> None:
    request(office, 1, *NAME_WRONG)
    (row,) = queries.list_requests(later(office, 12))
    assert (row.name, row.state, row.state_label) == ("张三", "requested", "已申请删除，待审核")
    assert (row.reasons, row.codes) == ("姓名错误，正确姓名为：张珊", ("wrong_name",))
    assert row.branch.endswith("高三（1）班支部委员会")
    assert (row.age_days, row.batch, row.flags) == (12, None, ("season",))
    assert (row.requested_by, row.requested_on) == ("王干事", "2018-08-01")


def test_a_corrected_number_is_masked_in_lists(office: Context) -> None:
    right = valid_id(office.today.replace(year=2001), serial=9)
    request(office, 1, Reason("wrong_id", right))
    (row,) = queries.list_requests(office)
    assert right not in row.reasons
    assert row.reasons.endswith(right[-4:])


def test_lists_are_scoped_filtered_and_newest_first(office: Context) -> None:
    first, second, third = request(office, 1), request(office, 4), request(office, 2)
    create_batch(office, form="guangdong", org_id=CLASS_2)

    def ids(**conditions: object) -> list[int]:
        return [row.id for row in queries.list_requests(office, **conditions)]  # type: ignore[arg-type]

    assert ids(org_id=COUNTY) == [third, second, first]
    assert ids(org_id=SCHOOL, unbatched=True) == [third, first]
    assert ids(org_id=CLASS_2) == [second]
    assert ids(member_id=2) == [third]
    return_all(office, reason="请核查")
    assert ids(states=("requested",)) == []
    assert ids(states=("returned", "approved")) == [third, second, first]


def test_a_batch_shows_its_lines_and_steps(office: Context) -> None:
    for member in (1, 2, 4):
        request(office, member)
    made = create_batch(office, form="guangdong", org_id=SCHOOL)
    assert queries.find_batch(office, number=" 2018-001 ") == made.id
    endorsed(office, made.id)
    step_batch(office, batch_id=made.id, act="send", document_number="铜团字〔2018〕12号")
    decide_batch(office, batch_id=made.id, act="return", lines=[2], reason="材料不足")
    detail = queries.batch_detail(office, batch_id=made.id)
    assert (detail.batch.lines, detail.batch.returned, detail.batch.approved) == (3, 1, 0)
    assert (detail.batch.state, detail.batch.stale) == ("sent", False)
    assert detail.batch.content_hash == made.hash
    assert [row.line for row in detail.lines] == [1, 2, 3]
    assert tuple(row.id for row in detail.lines) == made.requests
    assert detail.lines[1].decision_reason == "材料不足"
    assert {row.batch for row in detail.lines} == {"2018-001"}
    assert [(step.act_label, step.level_label[:4], step.lines) for step in detail.steps] == [
        ("编成批次", "基层团委", ()),
        ("核对并上报", "基层团委", ()),
        ("核对并上报", "团县委", ()),
        ("汇总核定", "地级以上", ()),
        ("正式上报", "地级以上", ()),
        ("退回", "团省委", (2,)),
    ]


def test_unknown_batches_are_said_to_be_so(office: Context) -> None:
    with pytest.raises(NotFound):
        queries.find_batch(office, number="2018-009")
    with pytest.raises(NotFound):
        queries.batch_detail(office, batch_id=9)
    with pytest.raises(NotFound):
        queries.batch_is_stale(office, batch_id=9)


def test_a_later_edit_makes_an_open_batch_stale(office: Context) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    assert not queries.batch_is_stale(office, batch_id=made.id)
    with office.database.write(office.operation("test", "换手机")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '1' WHERE id = 1")
    assert queries.batch_is_stale(office, batch_id=made.id)
    (row,) = queries.list_batches(office, org_id=COUNTY, open_only=True)
    assert row.stale
    assert queries.counts(office).stale == 1
    assert queries.list_batches(office, org_id=CLASS_1) == (row,)  # a line of it is theirs
    assert queries.list_batches(office, org_id=CLASS_2) == ()


def test_counts_say_what_waits(office: Context) -> None:
    assert queries.counts(office) == queries.Counts(0, 0, 0, 0, None)
    request(office, 1)
    request(later(office, 3), 4)
    create_batch(office, form="guangdong", org_id=CLASS_1)
    assert queries.counts(later(office, 10)) == queries.Counts(1, 1, 1, 0, 10)
    assert queries.counts(office, org_id=CLASS_2).unbatched == 1
    return_all(later(office, 3), reason="请核查")
    assert queries.counts(office) == queries.Counts(0, 0, 0, 0, None)
