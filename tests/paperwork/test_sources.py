"""What a paper can be made of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_office
from tests.paperwork.archive_helpers import fill
from tuanji_desktop.office.archive import insert_row
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.kinds import PaperWish
from tuanji_desktop.paperwork import sources
from tuanji_desktop.paperwork.sources import Choice


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield context
    context.database.close()


def add(office: Context, table: str, **values: str | int) -> int:
    with office.database.write(office.operation("test", "加一条")) as writing:
        return insert_row(writing.connection, table, **values)


def test_batches_of_deletions_and_corrections(office: Context) -> None:
    fill(office)
    add(
        office,
        "correction_lists",
        number="GZ2018-001",
        org_id=1,
        state="verified",
        created_by="王干事",
        created_on="2018-07-20",
    )
    deletion = Choice("SC2018-001", "SC2018-001 · 一中团委 · 1 人 · 2018-07-01")
    correction = Choice("GZ2018-001", "GZ2018-001 · 青溪团县委 · 0 人 · 2018-07-20")
    assert sources.load_batches(office, form="deletion-guangdong") == (deletion,)
    assert sources.load_batches(office, form="correction-list") == (correction,)
    assert sources.load_batches(office, form="letter") == (deletion, correction)


def test_members_are_found_as_in_the_search_box(office: Context) -> None:
    for words in ("张三", "zs", "0033"):
        found = sources.find_members(office, words)
        assert [one.key for one in found] == [1]
    assert found[0].words == "张三 · 高三（1）班 · 520***********0033"
    assert sources.find_members(office, "没有") == ()


def test_units_are_found_by_a_part_of_the_name_or_the_code(office: Context) -> None:
    assert [one.key for one in sources.find_organizations(office, "（1）班")] == [3]
    assert sources.find_organizations(office, "QX0102") == (Choice(4, "高三（2）班 · QX0102"),)
    assert sources.find_organizations(office, "%") == ()


def test_transfers_and_campaigns(office: Context) -> None:
    transfer = add(
        office,
        "transfers",
        member_id=1,
        name="张三",
        kind="升学",
        machine="regular",
        source_id=3,
        target="青溪职校",
        state="started",
        started_by="member",
        started_on="2018-07-10",
        moved_on="2018-07-10",
        recorded_by="王干事",
    )
    found = (Choice(transfer, "张三 → 青溪职校 · 2018-07-10"),)
    assert sources.find_transfers(office, "张") == found
    assert sources.find_transfers(office, "李") == ()
    wish = PaperWish(member=2, org=3, transfer=transfer)
    named = sources.named(office, wish)
    assert named["transfer"] == found[0]
    assert (named["member"].key, named["org"].words) == (2, "高三（1）班 · QX0101")
    assert sources.named(office, PaperWish(member=99)) == {}
    campaign = add(
        office,
        "campaigns",
        title="四月核对",
        first_on="2018-04-01",
        last_on="2018-05-31",
        opened_by="王干事",
        opened_on="2018-04-01",
    )
    assert sources.load_campaigns(office) == (Choice(campaign, "四月核对 · 2018-04-01"),)
