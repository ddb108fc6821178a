"""Who may decide, and what can still be written."""

from datetime import date

import pytest

from tests.builders import pack
from tests.review.helpers import by, leave_alone, strict
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.guards import closed_state, reviewer
from tuanji_desktop.rules.lifecycle import Stage


@pytest.mark.parametrize(
    ("two_persons", "alone", "proposer", "barred", "marked"),
    [
        (True, False, "王干事", True, False),
        (True, False, "赵副书记", False, False),
        (True, True, "王干事", False, True),
        (True, True, "赵副书记", False, False),
        (False, False, "王干事", False, False),
        (False, True, "王干事", False, False),
    ],
)
def test_the_two_person_rule(
    office: Context, two_persons: bool, alone: bool, proposer: str, barred: bool, marked: bool
) -> None:
    if alone:
        leave_alone(office)
    context = strict(office) if two_persons else office
    with office.database.read() as connection:
        at_desk = reviewer(context, connection)
    assert (at_desk.barred(proposer), at_desk.single_handed(proposer)) == (barred, marked)


def test_another_operator_is_another_reviewer(office: Context) -> None:
    with office.database.read() as connection:
        at_desk = reviewer(by(strict(office), "赵副书记"), connection)
    assert at_desk.barred("赵副书记")
    assert not at_desk.barred("王干事")


@pytest.mark.parametrize(
    ("stage", "day", "clause"),
    [
        (Stage.ACTIVE, date(2018, 9, 27), "G 一.2"),
        (Stage.ACTIVE, date(2018, 9, 28), None),
        (Stage.ACTIVE, date(2018, 11, 30), None),
        (Stage.ACTIVE, date(2018, 12, 1), "G 二"),
        (Stage.RETURNED, date(2018, 12, 1), None),  # before approval everything is free
        (Stage.SUBMITTED, date(2018, 11, 30), "G 一.1"),
        (Stage.OVER_AGE, date(2018, 11, 30), None),  # that is refused by its own words
    ],
)
def test_the_day_of_submission_decides(stage: Stage, day: date, clause: str | None) -> None:
    state = closed_state(
        pack("guangdong-2018"), "joined_on", stage=stage, values={}, proposed_on=day
    )
    assert (state.clause if state else None) == clause
