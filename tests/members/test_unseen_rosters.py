"""Lists with the same kinds of mess as the samples, made anew: every row is what was meant."""

from pathlib import Path

import pytest

from tests.imports import contents
from tests.members.unseen import Unseen, unseen_roster
from tuanji_desktop.history.service import undo
from tuanji_desktop.members import queries
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries as orgs
from tuanji_desktop.orgs.kinds import BRANCH_KINDS


def made(county: Context, folder: Path, seed: int) -> Unseen:
    with county.database.read() as connection:
        ids = queries.ids(connection, queries.Filter())
        members = [one for one in queries.members(connection, ids) if not one.missing]
        nodes = {one.id: one for one in orgs.every(connection) if one.kind in BRANCH_KINDS}
    return unseen_roster(folder, seed, members, nodes)


@pytest.mark.parametrize("seed", range(6))
def test_every_row_is_what_was_meant(county: Context, tmp_path: Path, seed: int) -> None:
    unseen = made(county, tmp_path, seed)
    plan = plan_roster(county, unseen.path)
    found = {row.number: row.kind for row in plan.rows}
    wrong = {
        row: (found.get(row), kind) for row, kind in unseen.truth.items() if found.get(row) != kind
    }
    said = {one.row: one.message for one in plan.findings}
    assert not wrong, {row: (pair, said.get(row)) for row, pair in wrong.items()}
    assert found.keys() == unseen.truth.keys()
    errors: dict[int, set[str]] = {}
    for one in plan.findings:
        if one.level == "error":
            errors.setdefault(one.row, set()).add(one.code)
    assert {row: {code} for row, code in unseen.findings.items()} == errors


def test_what_was_planned_is_written_and_taken_back(county: Context, tmp_path: Path) -> None:
    unseen = made(county, tmp_path, 99)
    before = contents(county)
    number = apply_roster(county, plan_roster(county, unseen.path))
    assert number is not None
    again = plan_roster(county, unseen.path)
    assert (again.count("new"), again.count("updated")) == (0, 0), "a second time nothing is left"
    undo(county, number=number)
    assert contents(county) == before
