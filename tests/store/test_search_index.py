import pytest

from tuanji_desktop.store.database import Database
from tuanji_desktop.store.search_index import match_expression, name_grams

from .helpers import act, add_members, edit, rows, undo


def found(office: Database, part: str) -> list[int]:
    expression = match_expression(part).replace("'", "''")
    sql = f"SELECT rowid FROM member_search WHERE member_search MATCH '{expression}' ORDER BY rowid"
    return [row for (row,) in rows(office, sql)]


@pytest.mark.parametrize("part", ["王", "王伟", "伟国", "𬱖䶮", "买提·艾"])
def test_every_part_of_a_name_is_found(office: Database, part: str) -> None:
    names = ["王伟", "王伟国", "欧阳𬱖䶮", "买买提·艾力"]
    for name in names:
        add_members(office, 1, name=name)
    assert found(office, part) == [i for i, name in enumerate(names, 1) if part in name]


def test_the_index_follows_every_operation(office: Database) -> None:
    add_members(office, 3, name="王伟")
    edit(office, 2, name="李娜")
    assert (found(office, "王伟"), found(office, "李娜")) == ([1, 3], [2])
    undo(office, 3)
    assert (found(office, "王伟"), found(office, "李娜")) == ([1, 2, 3], [])
    with office.write(act()) as writing:  # several times in one operation
        for name in ("赵一", "钱二"):
            writing.connection.exec_driver_sql("UPDATE members SET name = ? WHERE id = 1", (name,))
        writing.connection.exec_driver_sql("DELETE FROM members WHERE id = 3")
    assert (found(office, "王伟"), found(office, "赵一"), found(office, "钱二")) == ([2], [], [1])
    undo(office, 2)  # what changed since stays
    assert (found(office, "王伟"), found(office, "钱二")) == ([], [1])


def test_grams_ignore_blanks_and_nothing() -> None:
    assert name_grams(None) == name_grams("　 ") == ""
    assert name_grams("王 伟") == name_grams("王伟")
