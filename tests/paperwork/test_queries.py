"""Which papers there are, and what became of each."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_office
from tests.paperwork.archive_helpers import Kept, file_scan, fill, sha256_of
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.paperwork.queries import (
    FILTERS,
    PaperRow,
    Wanted,
    load_forms,
    load_ids,
    load_paper,
    load_rows,
    load_scan,
    load_years,
)
from tuanji_desktop.paperwork.service import record_print, void_sheet


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield context
    context.database.close()


@pytest.fixture
def kept(office: Context) -> Kept:
    return fill(office)


def printed(office: Context, paper: int, pages: str = "") -> None:
    record_print(office, paper_id=paper, pages=pages, printer="惠普")


def row(office: Context, paper: int) -> PaperRow:
    return load_rows(office, [paper])[paper]


def test_the_newest_first_or_as_asked(office: Context, kept: Kept) -> None:
    assert list(load_ids(office, Wanted())) == [kept.slip, kept.form, kept.roster]
    by_pages = Wanted(sort=(("pages", True),))
    assert list(load_ids(office, by_pages)) == [kept.form, kept.roster, kept.slip]
    assert load_ids(office, Wanted(sort=(("nonsense", True),)))[0] == kept.slip


def test_a_row_says_whose_it_is(office: Context, kept: Kept) -> None:
    form = row(office, kept.form)
    assert (form.number, form.about, form.pages) == ("SC2018-001", "一中团委", 3)
    assert row(office, kept.slip).about == "李小梅，高三（1）班"
    assert row(office, kept.roster).about == "高三（2）班"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("花名册", ["roster"]),
        ("SC2018", ["form"]),
        ("HM0001", ["roster"]),
        ("张三", ["form"]),
        ("张", ["form"]),
        ("李小梅", ["slip"]),
        ("高三（2）", ["roster"]),
        ("%", []),
        ("没有", []),
    ],
)
def test_a_paper_is_found_by_what_stands_on_it(
    office: Context, kept: Kept, words: str, found: list[str]
) -> None:
    ids = load_ids(office, Wanted(words=words))
    assert list(ids) == [getattr(kept, one) for one in found]


def test_scope_form_and_year(office: Context, kept: Kept) -> None:
    assert len(load_ids(office, Wanted(org_id=1))) == 3
    assert list(load_ids(office, Wanted(org_id=3))) == [kept.slip]
    assert list(load_ids(office, Wanted(org_id=4))) == [kept.roster]
    assert list(load_ids(office, Wanted(form="roster"))) == [kept.roster]
    assert list(load_ids(office, Wanted(year=2017))) == [kept.roster]
    assert load_years(office) == (2018, 2017)
    assert load_forms(office) == (
        ("change-slip", "修改审核单"),
        ("deletion-guangdong", "删除团员申请表"),
        ("roster", "团员花名册"),
    )


def test_where_each_paper_is(office: Context, kept: Kept) -> None:
    def ids(name: str) -> list[int]:
        return list(load_ids(office, Wanted(filter=name)))

    assert {row(office, one).state for one in (kept.form, kept.slip)} == {"未打印"}
    assert len(ids("unprinted")) == 3
    printed(office, kept.form)
    assert row(office, kept.form).state == "待归扫描件"
    assert (ids("awaited"), len(ids("unprinted"))) == ([kept.form], 2)
    file_scan(office, kept.form, [1, 3])
    assert (row(office, kept.form).state, ids("awaited")) == ("扫描件不全", [])
    file_scan(office, kept.form, [2], b"rest")
    assert row(office, kept.form).state == "已归档"
    assert set(FILTERS) == {"all", "unprinted", "awaited", "void"}


def test_a_spoiled_sheet_is_void_until_it_is_printed_again(office: Context, kept: Kept) -> None:
    printed(office, kept.form)
    void_sheet(office, paper_id=kept.form, page=2, reason="卡纸")
    assert row(office, kept.form).void == (2,)
    assert row(office, kept.form).state == "有作废页"
    assert list(load_ids(office, Wanted(filter="void"))) == [kept.form]
    printed(office, kept.form, "1,3")
    assert row(office, kept.form).void == (2,)
    printed(office, kept.form, "2")
    assert row(office, kept.form).void == ()
    assert list(load_ids(office, Wanted(filter="void"))) == []
    void_sheet(office, paper_id=kept.form, reason="盖偏")
    assert (row(office, kept.form).void, row(office, kept.form).state) == ((1, 2, 3), "作废")
    told = load_paper(office, paper_id=kept.form).spoiled
    assert [(one.page, one.reason, one.replaced) for one in told] == [
        (None, "盖偏", False),
        (2, "卡纸", True),
    ]


def test_everything_about_one_paper(office: Context, kept: Kept) -> None:
    record_print(office, paper_id=kept.form, pages="1-2", printer="惠普", copies=2)
    scan = file_scan(office, kept.form, [2, 1])
    found = load_paper(office, paper_id=kept.form)
    assert found.sha256 == sha256_of(found.pdf)
    assert found.owner == {"batch_id": 1}
    assert [(one.pages, one.copies, one.printer, one.by) for one in found.prints] == [
        ("1-2", 2, "惠普", "王干事")
    ]
    assert [(one.id, one.file_name, one.pages) for one in found.scans] == [
        (scan, "盖章件.pdf", (2, 1))
    ]
    assert load_scan(office, sha256=found.scans[0].sha256) == b"scan"
    with pytest.raises(NotFound):
        load_paper(office, paper_id=99)
    with pytest.raises(NotFound):
        load_scan(office, sha256="none")


def test_no_paper_at_all(office: Context) -> None:
    assert list(load_ids(office, Wanted(words="张三", org_id=2))) == []
    assert (load_years(office), load_forms(office)) == ((), ())


def test_very_many_papers_do_not_slow_it(office: Context, kept: Kept) -> None:
    many = [
        ("roster", f"花名册 {one}", one % 6 + 1, 2, "x", f"20{one % 18:02d}-01-01", f"N{one:06d}")
        for one in range(40_000)
    ]
    with office.database.write(office.operation("test", "很多")) as writing:
        connection = writing.connection
        connection.exec_driver_sql("INSERT INTO settings (key, value) VALUES ('many', '1')")
        # the journal of so many is not what is measured
        connection.exec_driver_sql("DROP TRIGGER journal_papers_insert")
        connection.exec_driver_sql(
            "INSERT INTO papers (form, title, member_id, pages, sha256, made_at, number) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            many,
        )
    for wanted, count in (
        (Wanted(), 40_003),
        (Wanted(org_id=2, filter="unprinted"), 40_003),
        (Wanted(words="N039999"), 1),
        (Wanted(filter="void"), 0),
    ):
        began = time.thread_time()
        ids = load_ids(office, wanted)
        load_rows(office, ids[:80])
        assert time.thread_time() - began < 0.3
        assert len(ids) == count
