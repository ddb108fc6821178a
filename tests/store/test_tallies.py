"""What is kept of the roster as a whole is at every moment what a full count says."""

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tuanji_desktop.store.connection import raw
from tuanji_desktop.store.database import Database
from tuanji_desktop.store.schema import COUNTED
from tuanji_desktop.store.tallies import counted

from .helpers import act, add_members, rows, undo

VALUES: Mapping[str, st.SearchStrategy[str | None]] = {
    "status": st.sampled_from(("active", "retained", "deleted", "submitted")),
    "missing": st.sampled_from(("", "email", "email,mobile")),
    "sex": st.sampled_from(("男", "女", "", None)),
    "ethnicity": st.sampled_from(("苗族", None)),
    "education": st.sampled_from(("本科", "", None)),
    "born_on": st.sampled_from(("2001-02-03", "2001-02-04", None)),
    "mobile": st.sampled_from(("13800000001", None)),
}
CHANGE = st.dictionaries(st.sampled_from(tuple(VALUES)), st.none(), min_size=1).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names})
)
ACT: st.SearchStrategy[tuple[str, int, dict[str, str | None]]] = st.one_of(
    st.tuples(st.just("change"), st.integers(1, 4), CHANGE),
    st.tuples(st.just("delete"), st.integers(1, 4), st.just({})),
    st.tuples(st.just("undo"), st.integers(2, 8), st.just({})),
)


def kept(office: Database) -> list[dict[tuple[object, ...], tuple[object, ...]]]:
    return [
        {tuple(row[:-2]): row[-2:] for row in rows(office, f"SELECT * FROM {table}")}
        for table in ("roster_values", "roster_births")
    ]


def plain(office: Database) -> list[dict[tuple[object, ...], tuple[object, ...]]]:
    found = []
    for names in (COUNTED, ("born_on",)):
        keys = ", ".join(f"ifnull({name}, '')" for name in names)
        places = ", ".join(str(place + 1) for place in range(len(names)))
        sql = (
            f"SELECT {keys}, count(*), sum(missing <> '') FROM members "
            f"WHERE status IN ('active', 'retained') GROUP BY {places}"
        )
        found.append({tuple(row[:-2]): row[-2:] for row in rows(office, sql)})
    return found


def carry_out(connection: Connection, what: str, member: int, values: Mapping[str, object]) -> None:
    if what == "delete":
        connection.exec_driver_sql("DELETE FROM members WHERE id = ?", (member,))
        return
    sets = ", ".join(f"{name} = ?" for name in values)
    connection.exec_driver_sql(
        f"UPDATE members SET {sets} WHERE id = ?", (*values.values(), member)
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, max_size=6))
def test_whatever_is_written_the_sums_are_those_of_a_full_count(
    office: Database, acts: list[tuple[str, int, dict[str, str | None]]]
) -> None:
    add_members(office, 4)
    for what, number, values in acts:
        if what == "undo":
            ((last,),) = rows(office, "SELECT max(number) FROM journal_operations")
            undo(office, min(number, last))
        else:
            with office.write(act()) as writing:
                carry_out(writing.connection, what, number, values)
        assert kept(office) == plain(office)


def test_the_full_count_of_the_check_is_the_plain_one(office: Database) -> None:
    add_members(office, 5)
    with office.write(act()) as writing:
        carry_out(writing.connection, "change", 1, {"sex": "女", "born_on": "2001-02-03"})
        carry_out(writing.connection, "change", 2, {"status": "deleted"})
    with office.read() as connection:
        assert list(counted(raw(connection))) == plain(office)
