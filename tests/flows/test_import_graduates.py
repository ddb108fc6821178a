"""The schools' lists: planned, written, taken back – with the numbers that are expected."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.conftest import Clerk
from tests.flows.wizards import counts_of, open_list, review_of, undo, write
from tests.sheets.files import SAMPLES

EXPECTED = json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))["graduates"]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_list_comes_in_and_goes_out_again(
    open_office_file: Callable[..., Clerk], county: Path, name: str
) -> None:
    wanted = EXPECTED[name]
    clerk = open_office_file(county)
    before = clerk.value("SELECT max(number) FROM journal_operations")
    wizard = open_list(clerk, "import_graduates", "graduate_import", SAMPLES / name)
    counts = counts_of(wizard)
    assert counts == {key: wanted[key] for key in counts}
    assert len(review_of(wizard).rows) == wanted["rows"]
    assert Counter(one.code for one in review_of(wizard).findings) == wanted["codes"]
    assert clerk.value("SELECT max(number) FROM journal_operations") == before

    write(clerk, wizard)
    entries = wanted["rows"] - wanted["refused"]
    assert clerk.value("SELECT count(*) FROM graduate_entries") == entries
    school = "SELECT code FROM organizations WHERE id = (SELECT school_id FROM graduate_lists)"
    assert clerk.value(school) == wanted["school"]

    undo(clerk, wizard)
    assert clerk.value("SELECT count(*) FROM graduate_entries") == 0
    assert clerk.value("SELECT count(*) FROM members") == 1108
