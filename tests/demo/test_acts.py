from itertools import pairwise

from tuanji_desktop.demo.acts import CLERK, REVIEWER, doors
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.queries import find_requests

from .conftest import Ask


def test_work_went_on_for_weeks_by_several_hands(ask: Ask) -> None:
    operations = ask("SELECT at, day, actor FROM journal_operations ORDER BY number")
    assert all(str(one[0]) <= str(two[0]) for one, two in pairwise(operations))
    assert len({day for _, day, _ in operations}) > 20
    assert operations[-1][1] < "2018-08-20"  # type: ignore[operator]
    assert {CLERK, REVIEWER} <= {actor for _, _, actor in operations}


def test_changes_wait_and_some_are_conflicts(county: Context) -> None:
    with county.database.read() as connection:
        waiting = find_requests(county, connection)
    fields = [field for request in waiting for field in request.fields]
    assert len(fields) >= 5
    assert any(field.conflict for field in fields)
    assert any(not field.conflict for field in fields)


def test_report_ins_stand_everywhere_on_their_way(ask: Ask) -> None:
    found = {status for (status,) in ask("SELECT status FROM members")}
    assert {"submitted", "draft", "returned", "withdrawn"} <= found
    assert {"transferred_out", "over_age", "deleted", "retained"} <= found


def test_deletion_requests_wait_are_printed_and_approved(ask: Ask) -> None:
    assert ask("SELECT count(*) FROM deletion_requests WHERE batch_id IS NULL") > [(2,)]
    states = [state for (state,) in ask("SELECT state FROM deletion_batches ORDER BY id")]
    assert states == ["approved", "requested"]
    assert ask("SELECT form FROM papers ORDER BY form") == [
        ("deletion-guangdong",), ("deletion-guangdong",), ("deletion-letter",),
    ]  # fmt: skip
    assert ask("SELECT count(*) FROM attachments") != [(1,)]


def test_former_values_tell_of_corrections(ask: Ask) -> None:
    fields = {field for (field,) in ask("SELECT DISTINCT field FROM former_values")}
    assert {"name", "mobile"} <= fields


def test_the_doors_are_many() -> None:
    assert doors(40)[:4] == [None] * 4
    assert {door[0] for door in doors(40) if door} == {
        "transferred_out",
        "over_age",
        "voluntarily_left",
    }
    assert len(doors(4)) == 4
