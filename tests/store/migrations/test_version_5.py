"""A file of version 4, a practice county with lists, a recipe and a comparison, opens in this program."""

import lzma
from pathlib import Path

from tests.builders import make_office
from tests.store.helpers import NOW, rows
from tests.store.migrations.test_version_2 import shape
from tuanji_desktop.store.check import check
from tuanji_desktop.store.database import open_database

OLD_FILE = Path(__file__).parent.parent / "office-v4.tuanji.xz"


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


def test_nothing_is_lost_and_the_summaries_are_a_full_count(tmp_path: Path) -> None:
    database = open_database(unpacked(tmp_path), now=NOW)
    try:
        verdict = check(database)
        assert verdict.ok, verdict
        found = {
            name: rows(database, f"SELECT count(*) FROM {name}")[0][0]
            for name in ("imported_lists", "import_recipes", "import_jobs", "export_definitions",
                         "comparisons")
        }  # fmt: skip
        assert all(found.values()), found
        plain = rows(
            database,
            "SELECT ifnull(ethnicity, ''), count(*), sum(missing <> '') FROM members "
            "WHERE status IN ('active', 'retained') GROUP BY 1 ORDER BY 1",
        )
        assert plain == rows(
            database,
            "SELECT ethnicity, sum(members), sum(incomplete) FROM roster_values GROUP BY 1 "
            "ORDER BY 1",
        )
        assert len(plain) > 2
        ((here,),) = rows(database, "SELECT members FROM org_counts WHERE org_id = 1")
        assert rows(database, "SELECT sum(members) FROM roster_births") == [(here,)]
    finally:
        database.close()
