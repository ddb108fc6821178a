"""Writing a print down, voiding a spoiled sheet, both undone by a word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_office
from tests.paperwork.archive_helpers import Kept, fill
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.prints import KeepAs
from tuanji_desktop.paperwork.queries import load_paper
from tuanji_desktop.paperwork.service import keep_as, record_print, void_sheet


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield context
    context.database.close()


@pytest.fixture
def kept(office: Context) -> Kept:
    return fill(office)


def operations(office: Context) -> list[tuple[object, ...]]:
    with office.database.read() as connection:
        return [
            tuple(row)
            for row in connection.exec_driver_sql(
                "SELECT kind, words, reason FROM journal_operations ORDER BY number DESC LIMIT 2"
            )
        ]


def test_a_print_made_elsewhere_is_written_down(office: Context, kept: Kept) -> None:
    done = record_print(office, paper_id=kept.roster, pages="２，1", printer="办公室外", copies=3)
    assert (done.papers, done.kept) == ((kept.roster,), (False,))
    line = load_paper(office, paper_id=kept.roster).prints[0]
    assert (line.pages, line.copies, line.printer, line.by) == ("1-2", 3, "办公室外", "王干事")
    with pytest.raises(BadInput):
        record_print(office, paper_id=kept.roster, pages="3", printer="x")
    with pytest.raises(NotFound):
        record_print(office, paper_id=99, pages="", printer="x")


def test_a_reprint_is_the_same_paper(office: Context, kept: Kept) -> None:
    found = load_paper(office, paper_id=kept.roster)
    assert keep_as(found) == KeepAs("roster", "团员花名册", {"org_id": 4}, "HM0001", "abc")
    # an older paper has its number from its batch
    assert keep_as(load_paper(office, paper_id=kept.form)).number == "SC2018-001"


def test_a_page_or_the_whole_paper_is_voided(office: Context, kept: Kept) -> None:
    done = void_sheet(office, paper_id=kept.roster, page=2, reason=" 盖章盖偏 ")
    assert done.words == "作废 团员花名册（HM0001） 第 2 页"
    assert operations(office)[0] == ("paper.void", done.words, "盖章盖偏")
    void_sheet(office, paper_id=kept.roster, reason="全部重来")
    assert load_paper(office, paper_id=kept.roster).row.void == (1, 2)
    assert load_paper(office, paper_id=kept.roster).row.number == "HM0001"


@pytest.mark.parametrize(
    ("page", "reason", "code"),
    [(None, " ", "paper.void_reason"), (3, "卡纸", "pages.beyond"), (0, "卡纸", "pages.beyond")],
)
def test_what_cannot_be_voided(
    office: Context, kept: Kept, page: int | None, reason: str, code: str
) -> None:
    before = operations(office)
    with pytest.raises(BadInput) as told:
        void_sheet(office, paper_id=kept.roster, page=page, reason=reason)
    assert told.value.code == code
    assert operations(office) == before


def test_a_sheet_is_voided_once_until_it_is_printed_again(office: Context, kept: Kept) -> None:
    void_sheet(office, paper_id=kept.roster, reason="卡纸")
    for page in (None, 1):
        with pytest.raises(BadInput) as told:
            void_sheet(office, paper_id=kept.roster, page=page, reason="又卡纸")
        assert told.value.code == "paper.void_already"
    record_print(office, paper_id=kept.roster, pages="1", printer="惠普")
    void_sheet(office, paper_id=kept.roster, page=1, reason="又卡纸")
    assert load_paper(office, paper_id=kept.roster).row.void == (1, 2)


def test_voiding_is_undone(office: Context, kept: Kept) -> None:
    record_print(office, paper_id=kept.roster, pages="", printer="惠普")
    done = void_sheet(office, paper_id=kept.roster, page=1, reason="卡纸")
    undo(office, number=done.operation)
    found = load_paper(office, paper_id=kept.roster)
    assert (found.row.void, found.spoiled) == ((), ())
    assert len(found.prints) == 1


def test_a_print_on_which_a_void_rests_stays(office: Context, kept: Kept) -> None:
    printed = record_print(office, paper_id=kept.roster, pages="", printer="惠普")
    void_sheet(office, paper_id=kept.roster, page=1, reason="卡纸")
    result = undo(office, number=printed.operation)
    assert len(result.undone.impossible) == 1
    assert load_paper(office, paper_id=kept.roster).row.void == (1,)
