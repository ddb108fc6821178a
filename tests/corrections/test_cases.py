"""Cases as everybody reads them."""

import pytest

from tests.corrections.helpers import approve, one, opened, sent, verified, write
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.corrections import cases, queries
from tuanji_desktop.office.context import Context


def test_a_case_says_whom_what_and_what_is_missing(office: Context) -> None:
    row = queries.correction(office, correction_id=opened(office, proved=False))
    assert (row.name, row.branch_short, row.label, row.base, row.new, row.current) == (
        "张三", "高三（1）班", "入团年月", "2016-05", "2017-05", "2016-05",
    )  # fmt: skip
    assert (row.state_label, row.open, row.missing) == (
        "材料已收集，待核实", True, ("入团志愿书复印件",),
    )  # fmt: skip
    assert cases.unmoved(row) is None
    with pytest.raises(NotFound, match="没有第 9 号更正"):
        queries.correction(office, correction_id=9)


def test_a_record_that_moved_or_left_is_told(office: Context) -> None:
    case = verified(office)
    write(office, "UPDATE members SET joined_on = NULL WHERE id = 1")
    moved = queries.correction(office, correction_id=case)
    assert moved.conflict
    refusal = cases.unmoved(moved)
    assert refusal is not None
    assert (refusal.code, refusal.clause) == ("correction.conflict", "G 二")
    assert "现为空，提出更正时为2016年5月" in refusal.message
    write(office, "UPDATE members SET status = 'expelled' WHERE id = 1")
    left = cases.unmoved(queries.correction(office, correction_id=case))
    assert left is not None
    assert left.code == "correction.left"


def test_a_decided_case_is_in_no_conflict(office: Context) -> None:
    approve(office, sent(office))
    write(office, "UPDATE members SET joined_on = '2018-01' WHERE id = 1")
    row = queries.correction(office, correction_id=1)
    assert not row.conflict
    assert not row.open


def test_the_open_cases_of_a_member(office: Context) -> None:
    list_id = sent(office, 1)
    opened(office, 2)
    with office.database.read() as connection:
        (mine,) = queries.open_for_member(connection, 1)
        assert (mine.field, mine.new, mine.state, mine.list_number) == (
            "joined_on", "2017-05", "sent", "GZ-2019-001",
        )  # fmt: skip
        assert queries.open_for_member(connection, 3) == ()
    approve(office, list_id)
    with office.database.read() as connection:
        assert queries.open_for_member(connection, 1) == ()
    assert one(office, "SELECT count(*) FROM corrections") == 2
