"""Rows that every act on a batch leaves."""

import pytest

from tests.deletion.helpers import COUNTY, request, select
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.deletion.service import create_batch
from tuanji_desktop.deletion.steps import batch_row, record_step
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.lifecycle import Actor


def test_a_step_has_date_person_level_and_paper(office: Context) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    with office.database.write(office.operation("test", "退回两行")) as writing:
        record_step(
            writing.connection,
            office,
            made.id,
            "return",
            Actor.COUNTY,
            lines=[1, 3],
            document_number="青团〔2018〕3号",
            reason="请核查",
        )
    assert select(office, "SELECT * FROM deletion_steps ORDER BY id DESC LIMIT 1") == [
        (2, made.id, "return", "county", "1,3", "青团〔2018〕3号", "请核查", "王干事", "2018-08-01")
    ]


def test_a_batch_is_looked_up_or_said_to_be_missing(office: Context) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    with office.database.read() as connection:
        assert batch_row(connection, made.id).number == made.number
        with pytest.raises(NotFound):
            batch_row(connection, 99)
