"""Whose turn a transfer is, and the line of each act."""

from dataclasses import replace

import pytest

from tests.deletion.helpers import select
from tests.transfers.test_newcomers import registered
from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started, walk
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.lifecycle import Actor
from tuanji_desktop.transfers.steps import receivers_turn, record_step, transfer_of


def turn(office: Context, transfer: int) -> bool:
    with office.database.read() as connection:
        return receivers_turn(transfer_of(connection, transfer))


def test_whose_turn_it_is(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    assert not turn(office, transfer)
    walk(office, transfer, "approve", "approve")
    assert turn(office, transfer)
    walk(office, transfer, "approve", "approve")
    assert not turn(office, transfer)
    assert turn(office, registered(office))
    with office.database.read() as connection, pytest.raises(NotFound):
        transfer_of(connection, 99)


def test_an_act_leaves_a_line(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    with office.database.write(office.operation("transfer.ask", "询问")) as writing:
        record_step(writing.connection, office, transfer, "ask", Actor.BRANCH, reason="电话")
    assert select(
        office, "SELECT act, level, reason, done_by, done_on FROM transfer_steps WHERE id = 2"
    ) == [("ask", "branch", "电话", "王干事", "2018-08-01")]
