"""Records as they stood after an operation."""

from tuanji_desktop.office.context import Context
from tuanji_desktop.office.then import as_of, organization_name_as_of


def write(context: Context, sql: str) -> int:
    with context.database.write(context.operation("test", "修改")) as writing:
        writing.connection.exec_driver_sql(sql)
    assert writing.number is not None
    return writing.number


def test_the_first_later_change_tells_how_a_record_stood(office: Context) -> None:
    first = write(office, "UPDATE members SET qq = '10001', email = 'a@b.cn' WHERE id = 1")
    second = write(office, "UPDATE members SET qq = '10002' WHERE id = 1")
    write(office, "UPDATE members SET qq = '10003', email = NULL WHERE id = 1")
    write(office, "UPDATE organizations SET full_name = full_name || '甲' WHERE id = 3")
    now: dict[str, str | int | None] = {"qq": "10003", "email": None}
    with office.database.read() as connection:
        assert as_of(connection, "members", 1, first, now) == {"qq": "10001", "email": "a@b.cn"}
        assert as_of(connection, "members", 1, second, now) == {"qq": "10002", "email": "a@b.cn"}
        assert as_of(connection, "members", 1, 10_000, now) == now
        assert organization_name_as_of(connection, 3, 10_000) == (
            organization_name_as_of(connection, 3, second) + "甲"
        )
