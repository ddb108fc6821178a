"""The receiving side's end: the branch allotted, the member taken in or let go."""

from dataclasses import replace

import pytest

from tests.deletion.helpers import select
from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.plan import Wish
from tuanji_desktop.transfers.receiving import allot, home_of, receive, require_free
from tuanji_desktop.transfers.steps import transfer_of


def test_the_home_is_the_branch_itself_or_one_below_the_unit(office: Context) -> None:
    to_school, to_branch = (
        started(office, Wish(member_ids=(one,), kind="就业", on=STUDY.on, target_id=unit))[0]
        for one, unit in ((1, 2), (2, 4))
    )
    (outside,) = started(office, replace(STUDY, member_ids=(4,)))
    with office.database.read() as connection:
        school, branch, away = (
            transfer_of(connection, one) for one in (to_school, to_branch, outside)
        )
        assert home_of(connection, away, None) is None
        found = home_of(connection, branch, None)
        assert found is not None
        assert found.id == 4
        for wanted in (None, 1, 2):
            with pytest.raises(BadInput):
                home_of(connection, school, wanted)
        with pytest.raises(BadInput, match="不能再分配"):
            home_of(connection, branch, 3)
        require_free(connection, office, school)
    with office.database.write(office.operation("transfer.allocate", "分配")) as writing:
        home = home_of(writing.connection, school, 4)
        assert allot(writing.connection, school, home)
        assert not allot(writing.connection, away, None)
        receive(writing.connection, office, school, home)
        receive(writing.connection, office, away, None)
    assert select(office, "SELECT status, branch_id FROM members WHERE id IN (1, 4)") == [
        ("active", 4), ("transferred_out", 4),
    ]  # fmt: skip
