"""Who did what with a list."""

from tests.corrections.helpers import listed, select
from tuanji_desktop.corrections.steps import LEVELS, record_step
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.kinds import BRANCH_KINDS, KINDS
from tuanji_desktop.rules.lifecycle import Actor


def test_every_kind_of_unit_but_branches_stands_for_a_level() -> None:
    assert set(LEVELS) == set(KINDS) - BRANCH_KINDS


def test_a_step_has_level_lines_paper_reason_person_and_day(office: Context) -> None:
    list_id = listed(office)
    with office.database.write(office.operation("test", "一步")) as writing:
        record_step(
            writing.connection,
            office,
            list_id,
            "return",
            Actor.PROVINCE,
            lines=[1, 3],
            document_number="8号",
            reason="不足",
        )
    assert select(
        office,
        "SELECT act, level, lines, document_number, reason, done_by, done_on "
        "FROM correction_steps ORDER BY id DESC LIMIT 1",
    ) == [("return", "province", "1,3", "8号", "不足", "王干事", "2019-03-01")]
