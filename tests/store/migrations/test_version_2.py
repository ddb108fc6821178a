"""A file of the first program, as a clerk left it, opens in this one and is like a new one."""

import lzma
from pathlib import Path

from tests.builders import make_office
from tests.store.helpers import NOW
from tuanji_desktop.store.check import check
from tuanji_desktop.store.database import Database, open_database

OLD_FILE = Path(__file__).parent.parent / "office-v1.tuanji.xz"


def unpacked(folder: Path) -> Path:
    path = folder / "旧台账.tuanji"
    path.write_bytes(lzma.decompress(OLD_FILE.read_bytes()))
    return path


def shape(database: Database) -> dict[str, set[object]]:
    """Every table with its columns, every index and trigger with its words."""
    found: dict[str, set[object]] = {"other": set()}
    with database.read() as connection:
        for kind, name, sql in connection.exec_driver_sql(
            "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
        ).all():
            if kind == "table":
                columns = connection.exec_driver_sql(f'PRAGMA table_xinfo("{name}")').all()
                keys = connection.exec_driver_sql(f'PRAGMA foreign_key_list("{name}")').all()
                found[name] = {tuple(row) for row in columns} | {tuple(row[2:]) for row in keys}
            else:
                found["other"].add((kind, name, " ".join((sql or "").split())))
    return found


def test_an_upgraded_file_has_the_shape_of_a_new_one(tmp_path: Path) -> None:
    upgraded = open_database(unpacked(tmp_path), now=NOW)
    new = make_office(tmp_path).database
    try:
        assert shape(upgraded) == shape(new)
    finally:
        upgraded.close()
        new.close()


def test_nothing_is_lost_and_the_journal_still_fits(tmp_path: Path) -> None:
    database = open_database(unpacked(tmp_path), now=NOW)
    try:
        verdict = check(database)
        assert verdict.ok, verdict
        with database.read() as connection:
            (operations,) = connection.exec_driver_sql(
                "SELECT count(*) FROM journal_operations"
            ).one()
            names = connection.exec_driver_sql("SELECT name FROM members ORDER BY id").scalars()
            assert list(names) == ["张三", "李小梅", "买买提·艾力", "单雄", "龙𬱖", "欧阳文静"]
        assert operations == 3
    finally:
        database.close()
