"""A file of version 2, with a batch that was printed and sent, opens in this program."""

import lzma
from pathlib import Path

from tests.builders import make_office
from tests.store.helpers import NOW
from tests.store.migrations.test_version_2 import shape
from tuanji_desktop.store.check import check
from tuanji_desktop.store.database import open_database

OLD_FILE = Path(__file__).parent.parent / "office-v2.tuanji.xz"


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


def test_what_was_printed_is_still_there(tmp_path: Path) -> None:
    database = open_database(unpacked(tmp_path), now=NOW)
    try:
        verdict = check(database)
        assert verdict.ok, verdict
        with database.read() as connection:
            papers = connection.exec_driver_sql(
                "SELECT p.form, p.number, b.number, length(c.content) > 1000 FROM papers AS p "
                "JOIN deletion_batches AS b ON b.id = p.batch_id "
                "JOIN blobs AS c ON c.sha256 = p.sha256 ORDER BY p.id"
            ).all()
        assert [tuple(one) for one in papers] == [
            ("deletion-guangdong", None, "2018-001", 1),
            ("deletion-letter", None, "2018-001", 1),
        ]
    finally:
        database.close()
