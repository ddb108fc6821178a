"""What of a comparison still waits, for whoever counts it without the desk."""

from tests.comparison.helpers import edit, lines, roster, started
from tests.desks import office
from tuanji_desktop.comparison.settling import close_comparison, settle_lines
from tuanji_desktop.office.comparisons import newest_open
from tuanji_desktop.office.context import Context

__all__ = ["office"]


def waiting(context: Context) -> int | None:
    with context.database.read() as connection:
        found = newest_open(connection)
    return found.waiting if found else None


def test_open_lines_of_the_newest_comparison(office: Context) -> None:
    assert waiting(office) is None
    rows = roster(office)[2:]
    rows[0]["mobile"], rows[1]["mobile"] = "13900000000", "13900000001"
    number = started(office, rows)
    assert waiting(office) == 4
    edit(office, 3, mobile="13900000000")
    assert waiting(office) == 3
    here = [row.id for row in lines(office, number) if row.kind == "here"]
    settle_lines(office, line_ids=here[:1], said="correct_there")
    assert waiting(office) == 2
    close_comparison(office, comparison_id=number)
    assert waiting(office) is None
