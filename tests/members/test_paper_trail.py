"""A member's papers in time order, also those of a batch."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.builders import make_office
from tests.paperwork.archive_helpers import file_scan, fill, sha256_of
from tuanji_desktop.members.paper_trail import PaperLine, paper_trail
from tuanji_desktop.office.archive import insert_row, keep_paper
from tuanji_desktop.office.context import Context
from tuanji_desktop.paperwork.queries import load_paper
from tuanji_desktop.paperwork.service import record_print, void_sheet


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield context
    context.database.close()


def test_everything_that_happened_to_the_papers_of_a_member(office: Context) -> None:
    kept = fill(office)
    record_print(office, paper_id=kept.form, pages="1-2", printer="惠普", copies=2)
    void_sheet(office, paper_id=kept.form, page=2, reason="卡纸")
    file_scan(office, kept.form, [3, 1])
    sha256 = load_paper(office, paper_id=kept.form).sha256
    name = "删除团员申请表 SC2018-001"
    assert paper_trail(office, 1) == (
        PaperLine(
            "2018-08-02",
            f"归档扫描件 {name} 第 1、3 页（盖章件.pdf）",
            kept.form,
            sha256_of(b"scan"),
            "scan",
        ),
        PaperLine("2018-08-01", f"作废 {name} 第 2 页：卡纸（王干事）", kept.form, sha256, "void"),
        PaperLine(
            "2018-08-01",
            f"打印 {name} 第 1-2 页，2 份（王干事，惠普）",
            kept.form,
            sha256,
            "print",
        ),
        PaperLine("2018-07-01", f"制成 {name}", kept.form, sha256, "paper"),
    )
    assert [line.paper_id for line in paper_trail(office, 2)] == [kept.slip]
    assert paper_trail(office, 3) == ()


def test_lists_and_transfers_count_as_well(office: Context) -> None:
    with office.database.write(office.operation("test", "更正和转接")) as writing:
        connection = writing.connection
        listed = insert_row(
            connection,
            "correction_lists",
            number="GZ1",
            org_id=1,
            state="verified",
            created_by="王干事",
            created_on="2018-07-20",
        )
        insert_row(
            connection,
            "corrections",
            member_id=3,
            list_id=listed,
            field="joined_on",
            reason="错",
            state="verified",
            opened_by="王干事",
            opened_on="2018-07-20",
        )
        transfer = insert_row(
            connection,
            "transfers",
            member_id=3,
            name="买买提",
            kind="升学",
            machine="regular",
            target="职校",
            state="started",
            started_by="member",
            started_on="2018-07-10",
            moved_on="2018-07-10",
            recorded_by="王干事",
        )
        keep = partial(keep_paper, form="x", title="纸件", pages=1, made_at="2018-07-21")
        keep(connection, b"GZ1", number="GZ1", correction_list_id=listed)
        keep(connection, b"J1", number="J1", transfer_id=transfer)
    assert {line.words for line in paper_trail(office, 3)} == {
        "制成 纸件（GZ1）",
        "制成 纸件（J1）",
    }
