"""Organisations and roster into an empty office; a list of changes on two days."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.flows.conftest import Clerk, now
from tests.flows.wizards import counts_of, open_list, undo, write
from tests.sheets.files import SAMPLES
from tuanji_desktop.office.service import create_office

EXPECTED = json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))
CHANGES = EXPECTED["roster-changes.xlsx"]


def test_an_empty_office_is_filled(open_office_file: Callable[..., Clerk], tmp_path: Path) -> None:
    path = tmp_path / "新.tuanji"
    create_office(path, name="青溪团县委", now=now(), today=date(2018, 8, 1))
    clerk = open_office_file(path)
    wizard = open_list(clerk, "import_orgs", "org_import", SAMPLES / "organizations.xlsx")
    write(clerk, wizard)
    clerk.press("wizard_next", wizard)
    assert clerk.window.tree.model.rowCount() == 1, "the tree shows what came"

    wizard = open_list(clerk, "import_roster", "roster_import", SAMPLES / "roster.xlsx")
    assert counts_of(wizard)["new"] == EXPECTED["members"]
    write(clerk, wizard)
    clerk.press("wizard_next", wizard)
    root = clerk.window.tree.model.index(0, 0)
    shown = [root.siblingAtColumn(column).data() for column in (1, 2)]
    assert shown == [f"{EXPECTED['members']:,}", f"{EXPECTED['incomplete']}!"]
    assert len(clerk.desk("roster").model.ids) == EXPECTED["members"]


@pytest.mark.parametrize("day", CHANGES)
def test_a_list_of_changes_follows_the_day(
    open_office_file: Callable[..., Clerk], county: Path, day: str
) -> None:
    wanted = CHANGES[day]
    clerk = open_office_file(county, today=date.fromisoformat(day))
    file = SAMPLES / "roster-changes.xlsx"
    wizard = open_list(clerk, "import_roster", "roster_import", file)
    counts = counts_of(wizard)
    assert counts == {key: wanted[key] for key in counts}
    write(clerk, wizard)
    assert clerk.value("SELECT count(*) FROM members") == 1108 + wanted["new"]
    pending = "SELECT count(*) FROM change_fields WHERE state = 'pending'"
    assert clerk.value(pending) == wanted["submitted"]
    undo(clerk, wizard)
    assert clerk.value("SELECT count(*) FROM members") == 1108
    assert clerk.value(pending) == 0
