"""Which papers bear a number, and which of them a code names."""

from tests.desks import office
from tests.paperwork.scan_helpers import head, make_batch, send, value
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.qr import PageCode
from tuanji_desktop.paperwork.scan_match import all_numbers, known_papers, to_be_decided

__all__ = ["office"]


def test_a_paper_bears_its_own_number_and_hash(office: Context) -> None:
    number = make_batch(office)
    with office.database.read() as connection:
        (paper,) = known_papers(connection, [number, "2018-999"])
        assert known_papers(connection, []) == ()
        assert set(all_numbers(connection)) >= {number}
    assert paper.bears(PageCode(number, 1, head(office)))
    assert not paper.bears(PageCode("2018-002", 1, head(office)))
    assert not paper.bears(PageCode(number, 1, "0" * 10))


def test_only_what_was_sent_waits_for_a_decision(office: Context) -> None:
    number = make_batch(office)
    with office.database.read() as connection:
        assert to_be_decided(connection, office.policy, [1]) == {}
    send(office)
    assert value(office, "SELECT count(*) FROM papers") >= 2
    with office.database.read() as connection:
        assert to_be_decided(connection, office.policy, [1, 2]) == {1: number}
