"""What a print leaves behind: the bytes once, and who printed what when."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import make_office
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.archive import keep_paper
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.document_numbers import load_register
from tuanji_desktop.office.prints import (
    KeepAs,
    Printed,
    find_paper,
    keep_saved,
    record_prints,
    undertaken,
    undertaken_for,
)
from tuanji_desktop.office.service import save_settings

SLIP = KeepAs("change-slip", "修改审核单 XG000001", {"member_id": 1}, "XG000001", "abc")


def printed(keep: KeepAs = SLIP, pdf: bytes = b"%PDF a", pages: str = "1-2") -> Printed:
    return Printed(keep, pdf, hashlib.sha256(pdf).hexdigest(), 2, pages)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield context
    context.database.close()


def select(office: Context, sql: str) -> list[tuple[object, ...]]:
    with office.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_the_bytes_are_kept_once_and_every_print_is_told(office: Context) -> None:
    first = record_prints(office, [printed()], printer="惠普", copies=2)
    again = record_prints(office, [printed(pages="2")], printer="佳能")
    assert (first.papers, first.kept, again.papers, again.kept) == ((1,), (True,), (1,), (False,))
    assert select(
        office, "SELECT form, title, member_id, pages, number, content_hash FROM papers"
    ) == [("change-slip", "修改审核单 XG000001", 1, 2, "XG000001", "abc")]
    assert select(office, "SELECT content FROM blobs") == [(b"%PDF a",)]
    assert select(
        office, "SELECT paper_id, pages, copies, printer, printed_by, printed_at FROM prints"
    ) == [
        (1, "1-2", 2, "惠普", "王干事", "2018-08-01T09:30:00"),
        (1, "2", 1, "佳能", "王干事", "2018-08-01T09:30:00"),
    ]
    words = select(office, "SELECT words FROM journal_operations WHERE kind = 'paper.print'")
    assert words == [
        ("打印 修改审核单 XG000001 第 1-2 页，每页 2 份（惠普）",),
        ("打印 修改审核单 XG000001 第 2 页（佳能）",),
    ]


def test_a_paper_that_a_room_kept_is_the_one(office: Context) -> None:
    with office.database.write(office.operation("test", "存")) as writing:
        kept = keep_paper(
            writing.connection,
            b"%PDF a",
            form="change-slip",
            title="旧",
            pages=2,
            made_at="2018-07-01",
            member_id=1,
        )
        found = find_paper(writing.connection, SLIP, printed().sha256)
        other = replace(SLIP, owner={"member_id": 2})
        assert (found, find_paper(writing.connection, other, printed().sha256)) == (kept, None)
        assert find_paper(writing.connection, replace(SLIP, owner={}), printed().sha256) == kept
        assert find_paper(writing.connection, replace(SLIP, form="x"), printed().sha256) == kept
        assert find_paper(writing.connection, SLIP, "0" * 64) is None
    assert record_prints(office, [printed()], printer="惠普").papers == (kept,)
    assert record_prints(office, [printed(other)], printer="惠普").kept == (True,)


def test_several_papers_are_one_act(office: Context) -> None:
    other = replace(SLIP, title="修改审核单 XG000002", owner={"member_id": 2})
    done = record_prints(office, [printed(), printed(other, b"%PDF b")], printer="")
    assert done.papers == (1, 2)
    words = select(office, f"SELECT words FROM journal_operations WHERE number = {done.operation}")
    assert words == [("打印 修改审核单 XG000001等 2 份纸件（未记打印机）",)]


def test_a_print_can_be_undone(office: Context) -> None:
    done = record_prints(office, [printed()], printer="惠普")
    undo(office, number=done.operation)
    assert select(office, "SELECT id FROM prints") == []
    assert select(office, "SELECT id FROM papers") == []


def test_nothing_is_no_print(office: Context) -> None:
    with pytest.raises(BadInput):
        record_prints(office, [], printer="惠普")
    with pytest.raises(BadInput):
        record_prints(office, [printed()], printer="惠普", copies=0)


def test_a_number_of_ours_is_registered_with_the_print(office: Context) -> None:
    save_settings(office, [("office.document_series", "青团函〔年〕号")])
    keep = replace(SLIP, document_number="青团函(2018)3号", bears="催办函 一中（2018-08-01）")
    for _ in range(2):
        record_prints(office, [printed(keep)], printer="惠普")
    (held,) = load_register(office).taken
    assert (str(held.number), held.used_for) == ("青团函〔2018〕3号", keep.bears)
    with pytest.raises(RuleRefused):
        record_prints(office, [printed(replace(keep, bears="别的函"))], printer="惠普")
    assert len(select(office, "SELECT id FROM prints")) == 2


RARE, RARER = "\U000323af", "\ue863"
PEN = KeepAs("roster", "花名册", by_hand=(RARE, RARER))


def of(office: Context, *papers: int) -> tuple[str, ...]:
    with office.database.read() as connection:
        return undertaken(connection, papers)


def test_it_is_kept_with_the_print_and_with_the_saved_file(office: Context) -> None:
    first = record_prints(office, [printed(PEN)], printer="惠普")
    (paper,) = first.papers
    assert of(office, paper) == (RARE, RARER)
    assert undertaken_for(office, PEN, printed(PEN).sha256) == (RARE, RARER)
    assert undertaken_for(office, PEN, "0" * 64) == ()
    assert keep_saved(office, printed(PEN)) == paper  # it is known already
    other = keep_saved(office, printed(KeepAs("roster", "名册二", by_hand=(RARER,)), b"%PDF b"))
    assert of(office, other) == (RARER,)
    again = record_prints(office, [printed(KeepAs("roster", "花名册"))], printer="佳能")
    assert again.papers == (paper,)


def test_a_paper_is_not_told_what_an_undone_one_was(office: Context) -> None:
    gone = record_prints(office, [printed(PEN)], printer="惠普")
    undo(office, number=gone.operation)
    plain = record_prints(office, [printed(KeepAs("roster", "花名册"))], printer="惠普")
    assert of(office, *plain.papers) == ()


def test_of_several_papers_each_is_told_its_own(office: Context) -> None:
    first = KeepAs("roster", "花名册一", by_hand=(RARE,))
    second = KeepAs("roster", "花名册二", by_hand=(RARER,))
    third = KeepAs("roster", "花名册三")
    known = keep_saved(office, printed(replace(third, title="旧名"), b"%PDF c"))
    done = record_prints(
        office,
        [printed(first), printed(second, b"%PDF b"), printed(third, b"%PDF c")],
        printer="惠普",
    )
    assert done.papers[2] == known
    assert [of(office, paper) for paper in done.papers] == [(RARE,), (RARER,), ()]
    again = replace(third, by_hand=(RARE,))  # kept under another name
    record_prints(office, [printed(again, b"%PDF c"), printed(first)], printer="惠普")
    assert of(office, known) == (RARE,)
