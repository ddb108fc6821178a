"""Real office files for tests: a small county with a school, two branches and six members."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from tuanji_desktop.core.paths import resource_dir
from tuanji_desktop.core.pinyin import name_keys
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.kinds import match_name
from tuanji_desktop.rules.id_numbers import check_character
from tuanji_desktop.rules.policy import Policy, load_pack
from tuanji_desktop.store.database import create, open_database

ORGANIZATIONS = (  # code, full name, short name, kind, superior, kind of school
    ("QX", "中国共产主义青年团青溪县委员会", "青溪团县委", "county", None, None),
    ("QX01", "中国共产主义青年团青溪县第一中学委员会", "一中团委", "committee", "QX", "普通高中"),
    ("QX0101", "中国共产主义青年团青溪县第一中学高三（1）班支部委员会", "高三（1）班", "branch",
     "QX01", None),
    ("QX0102", "中国共产主义青年团青溪县第一中学高三（2）班支部委员会", "高三（2）班", "branch",
     "QX01", None),
)  # fmt: skip
MEMBERS = (  # name, branch, sex, born
    ("张三", "QX0101", "男", date(2001, 3, 5)),
    ("李小梅", "QX0101", "女", date(2001, 11, 20)),
    ("买买提·艾力", "QX0101", "男", date(2000, 7, 1)),
    ("单雄", "QX0102", "男", date(2001, 1, 9)),
    ("龙𬱖", "QX0102", "女", date(2002, 2, 28)),
    ("欧阳文静", "QX0102", "女", date(2001, 8, 16)),
)


def valid_id(born: date, *, sex: str = "男", serial: int = 1) -> str:
    """An invented number of GB 11643 with a right check character (region 520628)."""
    order = serial * 2 + (1 if sex == "男" else 0)
    body = f"520628{born:%Y%m%d}{order:03d}"
    return body + check_character(body)


def packs() -> Path:
    """Where the packs of the program lie."""
    return resource_dir() / "policies"


@lru_cache
def pack(policy: str) -> Policy:
    """One of the program's packs, read once a run."""
    return load_pack(packs() / f"{policy}.toml", directories=(packs(),))


def make_office(
    tmp_path: Path, *, policy: str = "guangdong-2018", today: date = date(2018, 8, 1)
) -> Context:
    """An opened office file: county QX, school QX01, branches QX0101 and QX0102, six members.

    Members have the ids 1 to 6 in the order of `MEMBERS`, all complete and on the roster;
    organisations the ids 1 to 4. Close it with `context.database.close()`.
    """
    path = tmp_path / "青溪.tuanji"
    path.write_bytes(_county(policy, today))
    return _opened(path, policy, today)


def _opened(path: Path, policy: str, today: date) -> Context:
    moment = datetime.combine(today, time(9, 30), UTC)
    return Context(
        database=open_database(path, now=moment),
        policy=pack(policy),
        operator="王干事",
        clock=lambda: moment,
        fixed_day=today,
    )


@lru_cache
def _county(policy: str, today: date) -> bytes:
    """The file of the small county, made once a run: tests change copies of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "青溪.tuanji"
        create(path)
        _fill(_opened(path, policy, today), policy)
        return path.read_bytes()


def _fill(context: Context, policy: str) -> None:
    operation = context.operation("office.create", "建立台账：青溪团县委")
    with context.database.write(operation) as writing:
        _office(writing.connection, policy)
        for number, (name, branch, sex, born) in enumerate(MEMBERS, start=1):
            values = {
                "id_number": valid_id(born, sex=sex, serial=number),
                "sex": sex,
                "born_on": born.isoformat(),
                "mobile": f"1380013800{number}",
            }
            _member(writing.connection, context.policy, name, branch, "active", values)
    context.database.close()


def add_member(
    context: Context, *, name: str, branch: str = "QX0101", status: str = "active", **values: str
) -> int:
    """One more member in an operation of its own; a value passed as "" stays empty."""
    with context.database.write(context.operation("member.add", f"登记 {name}")) as writing:
        return _member(writing.connection, context.policy, name, branch, status, values)


def _office(connection: Connection, policy: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO settings (key, value) VALUES ('office.name', '青溪团县委'), "
        "('office.policy', ?)",
        (policy,),
    )
    connection.exec_driver_sql(
        "INSERT INTO operators (name, role) VALUES ('王干事', 'admin'), ('赵副书记', 'reviewer')"
    )
    for code, full_name, short_name, kind, superior, school_kind in ORGANIZATIONS:
        connection.exec_driver_sql(
            "INSERT INTO organizations (code, full_name, short_name, kind, parent_id, "
            "school_kind, match_name) VALUES (?, ?, ?, ?, "
            "(SELECT id FROM organizations WHERE code = ?), ?, ?)",
            (code, full_name, short_name, kind, superior, school_kind, match_name(full_name)),
        )


def _member(
    connection: Connection,
    policy: Policy,
    name: str,
    branch: str,
    status: str,
    values: Mapping[str, str],
) -> int:
    record: dict[str, str | None] = {
        "name": name,
        "id_kind": "居民身份证",
        "ethnicity": "汉族",
        "joined_on": "2016-05",
        "household_place": "贵州省铜仁市青溪县城关镇1号",
        "political_status": "共青团员",
        "income": "学生无收入",
        "is_cadre": "否",
        "occupation": "青年学生",
        "study_status": "高中在读",
        "education": "高中在读",
        "applied_party": "否",
        "volunteer": "否",
        **{field: value or None for field, value in values.items()},
    }
    keys = name_keys(name)
    row = {
        **record,
        "status": status,
        "missing": ",".join(policy.missing({**record, "branch": branch})),
        "name_pinyin": keys.pinyin,
        "name_initials": keys.initials,
    }
    marks = ", ".join("?" * len(row))
    done = connection.exec_driver_sql(
        f"INSERT INTO members (branch_id, {', '.join(row)}) VALUES "
        f"((SELECT id FROM organizations WHERE code = ?), {marks})",
        (branch, *row.values()),
    )
    return int(done.lastrowid)
