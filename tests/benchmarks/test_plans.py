"""No search reads the members from end to end: the plan of every statement says so."""

from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks import county, searching
from benchmarks.bench import Bench
from tuanji_desktop.members.queries import Filter, ids
from tuanji_desktop.members.search import find
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.connection import raw

MEMBERS = 300
SCANS = [["SCAN", "m"], ["SCAN", "members"]]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(MEMBERS, tmp_path_factory.mktemp("plans"), rounds=1, processes=1, apart=False)


@pytest.fixture(scope="module")
def office(bench: Bench) -> Iterator[Context]:
    with county.opened(county.county(bench.folder, MEMBERS)) as context:
        yield context


class Listening:
    """The driver's connection, and every statement that was asked through it."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self.plans: list[str] = []

    def execute(self, sql: str, parameters: tuple[object, ...] = ()) -> Any:
        plan = self._driver.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        self.plans += [row[3] for row in plan]
        return self._driver.execute(sql, parameters)


def plans_of_search(
    office: Context, text: str, org_id: int | None, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    with office.database.read() as connection:
        listening = Listening(raw(connection))
        monkeypatch.setattr("tuanji_desktop.members.search.raw", lambda _: listening)
        find(connection, text, org_id=org_id)
        find(connection, text, org_id=org_id, limit=None)
    return listening.plans


@pytest.mark.parametrize("org_id", [None, 2])
@pytest.mark.parametrize(
    ("sorted_up_to", "small_scope"),
    [(1_000, 30_000), (0, 30_000), (0, -1)],
    ids=["few answers", "many, below a small node", "many, below a large node"],
)
def test_no_search_scans_the_members(
    bench: Bench,
    office: Context,
    org_id: int | None,
    sorted_up_to: int,
    small_scope: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tuanji_desktop.members.search._SORTED", sorted_up_to)
    monkeypatch.setattr("tuanji_desktop.members.search._SMALL_SCOPE", small_scope)
    kinds = searching.kinds(bench, 2)
    assert len(kinds) == 18
    for kind in kinds:
        for text in kind.texts:
            plans = plans_of_search(office, text, org_id, monkeypatch)
            assert plans
            assert [one for one in plans if one.split()[:2] in SCANS] == [], text


@pytest.mark.parametrize("column", ["name", "id_number", "mobile", "development_number", "branch"])
def test_the_first_page_of_an_indexed_order_is_read_in_that_order(
    office: Context, column: str
) -> None:
    for sort in (((column, False),), ((column, True),)):
        with office.database.read() as connection:
            driver = raw(connection)
            statements: list[str] = []
            driver.set_trace_callback(statements.append)
            ids(connection, Filter(sort=sort), limit=300)
            driver.set_trace_callback(None)
            plan = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statements[-1]}")]
        assert [one for one in plan if "TEMP B-TREE FOR ORDER BY" in one] == []
