"""Reading the records that a list is compared with: by number, by name, what else is in the scope."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection

from ..rules.lifecycle import Stage
from ..store.connection import raw
from ..store.schema import ON_ROSTER
from .matching import Person

STEP = 2_000
_STAGES = {stage.value: stage for stage in Stage}
_ALWAYS = ("name", "id_number", "mobile", "born_on")
_NOT_LEFT = f"({ON_ROSTER} OR status IN ('draft', 'submitted', 'returned', 'withdrawn'))"


class Persons:
    """Records with the fields that are compared."""

    def __init__(self, connection: Connection, fields: Iterable[str]) -> None:
        self._driver = raw(connection)
        self._fields = tuple(dict.fromkeys([*_ALWAYS, *(one for one in fields if one != "branch")]))
        columns = ", ".join(self._fields)
        self._select = f"SELECT id, branch_id, status, {columns} FROM members "

    def by_number(self, numbers: Collection[str]) -> dict[str, list[Person]]:
        """Everybody who has one of these ID numbers, those who left too."""
        found: dict[str, list[Person]] = defaultdict(list)
        for part in _parts(sorted(numbers)):
            for one in self._read(f"WHERE id_number IN ({_marks(part)})", part):
                found[one.values["id_number"] or ""].append(one)
        return found

    def by_ids(self, ids: Collection[int]) -> dict[int, Person]:
        """Some records."""
        found = {}
        for part in _parts(sorted(ids)):
            for one in self._read(f"WHERE id IN ({_marks(part)})", part):
                found[one.id] = one
        return found

    def by_name(self, names: Collection[str], *, within: int | None) -> dict[str, list[Person]]:
        """Those of these names who have not left; `within` one node, where names are many's."""
        scope = (
            f" AND branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {within:d})"
            if within is not None
            else ""
        )
        found: dict[str, list[Person]] = defaultdict(list)
        for part in _parts(sorted(names)):
            where = f"WHERE name IN ({_marks(part)}) AND {_NOT_LEFT}{scope} ORDER BY id"
            for one in self._read(where, part):
                found[one.name].append(one)
        return found

    def on_roster(self, branches: Collection[int]) -> list[tuple[int, int]]:
        """Who is on the roster of these branches: id and branch."""
        found: list[tuple[int, int]] = []
        for part in _parts(sorted(branches)):
            found += self._driver.execute(
                "SELECT id, branch_id FROM members INDEXED BY members_by_branch "
                f"WHERE branch_id IN ({_marks(part)}) AND {ON_ROSTER} "
                "ORDER BY branch_id, name_pinyin",
                part,
            )
        return found

    def named(self, ids: Collection[int]) -> list[tuple[int, int, str | None, str | None]]:
        """Who some records are, in the order of the ids: id, branch, name and ID number."""
        found: dict[int, tuple[int, int, str | None, str | None]] = {}
        for part in _parts(sorted(ids)):
            for row in self._driver.execute(
                f"SELECT id, branch_id, name, id_number FROM members WHERE id IN ({_marks(part)})",
                part,
            ):
                found[row[0]] = row
        return [found[one] for one in ids if one in found]

    def _read(self, where: str, values: Sequence[object]) -> Iterator[Person]:
        fields = self._fields
        for number, branch_id, status, *texts in self._driver.execute(self._select + where, values):
            yield Person(number, branch_id, _STAGES[status], dict(zip(fields, texts, strict=True)))


def _parts(values: Sequence[object]) -> Iterator[Sequence[object]]:
    for start in range(0, len(values), STEP):
        yield values[start : start + STEP]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
