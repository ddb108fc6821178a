"""Who was on the way before the school's list came is counted as on the way."""

from pathlib import Path

import pytest

from tests.graduates.test_service import entries, put_in
from tests.imports import number_of
from tuanji_desktop.graduates.service import settle_match
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context


def transfer(office: Context, state: str, *, kind: str = "就业", year: int = 2018) -> None:
    finished = f"'{year}-07-20'" if state in ("received", "withdrawn") else "NULL"
    with office.database.write(office.operation("test", "转接")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO transfers (member_id, kind, machine, state, started_by, started_on, "
            f"moved_on, finished_on, recorded_by) VALUES (1, ?, 'transfer', ?, 'branch', "
            f"'{year}-07-01', '{year}-07-01', {finished}, '王')",
            (kind, state),
        )


def linked(office: Context) -> list[object]:
    with office.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT entry_id FROM transfers").scalars())


ROW = {"姓名": "张三", "身份证号": number_of(0), "去向": "就业"}


@pytest.mark.parametrize(
    ("state", "progress"),
    [("started", "started"), ("target_branch", "started"), ("waiting", "waiting"),
     ("received", "received")],
)  # fmt: skip
def test_a_list_finds_the_transfer_that_was_there_first(
    office: Context, tmp_path: Path, state: str, progress: str
) -> None:
    transfer(office, state)
    number = put_in(office, tmp_path, [ROW])
    assert entries(office, "progress") == [(progress,)]
    assert linked(office) == [1]
    assert number is not None
    undo(office, number=number)
    assert linked(office) == [None]


@pytest.mark.parametrize(
    ("state", "kind", "year"),
    [("withdrawn", "就业", 2018), ("started", "转专业", 2018), ("received", "就业", 2017)],
)
def test_other_transfers_are_no_graduates(
    office: Context, tmp_path: Path, state: str, kind: str, year: int
) -> None:
    transfer(office, state, kind=kind, year=year)
    put_in(office, tmp_path, [ROW])
    assert entries(office, "progress") == [("due",)]
    assert linked(office) == [None]


def test_a_doubt_that_is_settled_finds_it_too(office: Context, tmp_path: Path) -> None:
    transfer(office, "started")
    put_in(office, tmp_path, [{**ROW, "姓名": "张珊"}])
    assert entries(office, "match", "progress") == [("ambiguous", "due")]
    settle_match(office, entry_id=1, member_id=1)
    assert entries(office, "match", "progress") == [("matched", "started")]
