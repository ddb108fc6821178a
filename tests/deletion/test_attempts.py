"""That somebody wanted a graduate deleted instead of transferred stays on record (G 三)."""

from contextlib import suppress

import pytest

from tests.deletion.helpers import graduate, one, operations, request, select
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.service import request_deletion
from tuanji_desktop.history.queries import operations as listed
from tuanji_desktop.history.service import last_undoable
from tuanji_desktop.office.context import Context

REASONS = (Reason("not_a_member"),)


def attempt(office: Context) -> None:
    with pytest.raises(RuleRefused) as refused:
        request_deletion(office, member_id=1, reasons=REASONS)
    assert refused.value.code == "deletion.unfinished_transfer"


def test_a_refused_request_is_noted_once_a_day(office: Context) -> None:
    graduate(office, 1, "due")
    attempt(office)
    attempt(office)
    assert select(
        office, "SELECT member_id, reasons, tried_by, tried_on FROM deletion_attempts"
    ) == [(1, "not_a_member", "王干事", "2018-08-01")]
    assert "转接" in one(office, "SELECT refusal FROM deletion_attempts")
    assert one(office, "SELECT count(*) FROM deletion_requests") == 0


def test_it_is_nothing_to_take_back(office: Context) -> None:
    graduate(office, 1, "due")
    request(office, 4)
    before = operations(office)
    attempt(office)
    with office.database.read() as connection:
        last = last_undoable(connection)
        newest = listed(connection, limit=1)[0]
    assert last is not None
    assert last.number == before
    assert newest.kind == "deletion.attempt"


def test_other_refusals_are_no_attempts(office: Context) -> None:
    with suppress(RuleRefused):
        request_deletion(office, member_id=1, reasons=(Reason("unreachable"),))
    assert one(office, "SELECT count(*) FROM deletion_attempts") == 0
