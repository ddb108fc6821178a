"""A file of version 3, with a printed batch, a spoiled sheet and a transfer, opens in this program."""

import lzma
from pathlib import Path

from tests.builders import make_office
from tests.store.helpers import NOW
from tests.store.migrations.test_version_2 import shape
from tuanji_desktop.store.check import check
from tuanji_desktop.store.database import open_database

OLD_FILE = Path(__file__).parent.parent / "office-v3.tuanji.xz"


def unpacked(folder: Path) -> Path:
    path = folder / "旧台账.tuanji"
    path.write_bytes(lzma.decompress(OLD_FILE.read_bytes()))
    return path


def test_an_upgraded_file_has_the_shape_of_a_new_one(tmp_path: Path) -> None:
    upgraded = open_database(unpacked(tmp_path), now=NOW)
    new = make_office(tmp_path).database
    try:
        assert shape(upgraded) == shape(new)
    finally:
        upgraded.close()
        new.close()


def test_what_was_printed_and_spoiled_is_still_there(tmp_path: Path) -> None:
    database = open_database(unpacked(tmp_path), now=NOW)
    try:
        verdict = check(database)
        assert verdict.ok, verdict
        with database.read() as connection:
            spoiled = connection.exec_driver_sql(
                "SELECT p.number, s.page, s.reason, r.pages FROM spoiled_sheets AS s "
                "JOIN papers AS p ON p.id = s.paper_id JOIN prints AS r ON r.id = s.print_id"
            ).all()
            transfers = connection.exec_driver_sql(
                "SELECT m.name, t.kind, t.state FROM transfers AS t "
                "JOIN members AS m ON m.id = t.member_id"
            ).all()
        assert [tuple(one) for one in spoiled] == [("2018-001", 1, "盖章盖歪了", "1")]
        assert [tuple(one) for one in transfers] == [("单雄", "就业", "started")]
    finally:
        database.close()
