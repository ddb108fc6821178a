"""Lists to import: the sample county with its roster, small workbooks made on the spot."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from tests.builders import MEMBERS, valid_id
from tests.sheets.files import SAMPLES, xlsx
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import create_office, open_office
from tuanji_desktop.orgs.service import import_organizations

BRANCH = "中国共产主义青年团青溪县第一中学高三（1）班支部委员会"
HEAD = ("姓名", "身份证号", "所在团支部")
SUMMER = date(2018, 8, 1)


def moment(day: date) -> datetime:
    """Half past nine of a day."""
    return datetime.combine(day, time(9, 30), UTC)


def make_county(folder: Path) -> Path:
    """An office file with the 68 organisations and 1,108 members of the samples."""
    file = folder / "青溪.tuanji"
    create_office(file, name="青溪团县委", now=moment(SUMMER), today=SUMMER)
    context = open_office(file, clock=lambda: moment(SUMMER), fixed_day=SUMMER)
    try:
        import_organizations(context, SAMPLES / "organizations.xlsx")
        apply_roster(context, plan_roster(context, SAMPLES / "roster.xlsx"))
    finally:
        context.database.close()
    return file


def open_copy(county: Path, folder: Path, *, today: date = SUMMER) -> Context:
    """A copy of the county of one's own, on some day."""
    file = folder / county.name
    shutil.copy(county, file)
    return open_office(file, clock=lambda: moment(today), fixed_day=today)


def number_of(place: int) -> str:
    """The ID number of a member of `make_office`."""
    _name, _branch, sex, born = MEMBERS[place]
    return valid_id(born, sex=sex, serial=place + 1)


def fresh(serial: int, *, born: date = date(2001, 6, 1), sex: str = "男") -> str:
    """A valid ID number that nobody has; up to 400."""
    return valid_id(born, sex=sex, serial=serial + 50)


def roster(
    path: Path, rows: Sequence[Mapping[str, object]], *, above: Sequence[Sequence[object]] = ()
) -> Path:
    """A roster of these rows, headed by all the headings they name."""
    heads = list(dict.fromkeys([*HEAD, *(name for row in rows for name in row)]))
    cells = [[row.get(name, BRANCH if name == HEAD[2] else None) for name in heads] for row in rows]
    return xlsx(path, [*above, heads, *cells])


def counted(context: Context, table: str) -> int:
    """How many records a table has."""
    with context.database.read() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def contents(context: Context) -> list[tuple[object, ...]]:
    """All members and graduates as they are, to tell whether anything was written."""
    with context.database.read() as connection:
        return [
            tuple(row)
            for table in ("organizations", "members", "graduate_entries", "change_fields")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id")
        ]
