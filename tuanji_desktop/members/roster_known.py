"""What a plan of a roster list knows before it looks at the rows: their cells in canonical spelling,
and everybody in the office who may be meant. A handful of statements for a list of any length."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from ..core.progress import Progress
from ..orgs.queries import Organization
from ..rules.checks import Finding, normalise
from ..rules.fields import MEMBER_COLUMNS
from ..rules.id_numbers import FOREIGN
from ..rules.policy import Policy
from ..sheets.heading import Table
from . import queries
from .matching import dragged, find_similar, likely_member, present
from .reader import Cleaner, CleanRow, forget_damaged_numbers
from .roster_ahead import Ahead

FIELDS_OF_LISTS = frozenset(MEMBER_COLUMNS)
_CROWDED = 50_000
"""With more members every name is that of many: who is like a row is asked row by row."""


class Known:
    """The rows of a table, and who is who.

    `rows` in canonical spelling; `dragged` the numbers of those whose ID number was dragged down;
    `holders` who has a phone or a development number; `pending` what waits for review; `decided`
    the members that decisions name, as far as they are still here.
    """

    def __init__(
        self,
        connection: Connection,
        table: Table,
        *,
        policy: Policy,
        progress: Progress,
        decided: Collection[int] = (),
        ahead: Ahead | None = None,
        cleaner: Cleaner | None = None,
    ) -> None:
        self._connection, self._policy = connection, policy
        self._nobody = queries.nobody(connection)
        self._crowded = queries.count(connection, queries.Filter()) > _CROWDED
        self.rows = (cleaner or Cleaner(policy)).clean_rows(table.rows, FIELDS_OF_LISTS, progress)
        self._read_foreign_documents()
        forget_damaged_numbers(self.rows)
        numbers = [row.values.get("id_number") for row in self.rows]
        self.dragged = {self.rows[place].number for place in dragged(numbers)}
        by_numbers = (ahead or Ahead(connection)).by_numbers(filter(None, numbers))
        self._by_number = {
            number: here for number, found in by_numbers.items() if (here := present(found))
        }
        progress.stop_if_cancelled()
        self._by_name = self._same_names()
        self._around: dict[str, list[queries.Member]] = {}
        progress.stop_if_cancelled()
        self.pending = queries.pending_values(connection)
        self.holders = {
            name: queries.holders(connection, name, brought)
            for name, brought in self._brought(("mobile", "development_number")).items()
        }
        self.decided: Mapping[int, queries.Member] = {
            one.id: one for one in present(queries.members(connection, sorted(decided)))
        }

    def _brought(self, names: Sequence[str]) -> dict[str, set[str]]:
        """The values of some fields that the list brings, but for those which their owner has."""
        found: dict[str, set[str]] = {name: set() for name in names}
        for row in () if self._nobody else self.rows:
            get = row.values.get
            owners = self._by_number.get(get("id_number", ""))
            for name, brought in found.items():
                value = get(name)
                if value is not None and (owners is None or owners[0].text(name) != value):
                    brought.add(value)
        return found

    def _read_foreign_documents(self) -> None:
        """Lists hardly ever say what document a number is of: one that is no ID number, and stands
        in the roster as somebody's foreign document, is read as that."""
        asked: dict[str, list[int]] = {}
        for place, row in enumerate(self.rows):
            if row.findings and number_is_wrong(row) and not row.values.get("id_kind"):
                cell = row.raw.get("id_number")
                number = normalise("id_number", cell, policy=self._policy, id_kind=FOREIGN).value
                asked.setdefault(number or "", []).append(place)
        for number, members in queries.by_id_numbers(self._connection, filter(None, asked)).items():
            if any(one.values.get("id_kind") == FOREIGN for one in members):
                for place in asked[number]:
                    row = self.rows[place]
                    findings = (one for one in row.findings if one.field != "id_number")
                    values = {**row.values, "id_number": number}
                    self.rows[place] = CleanRow(row.number, values, tuple(findings), row.raw)

    def _same_names(self) -> dict[str, list[queries.Member]]:
        """Members with the names of those rows whose ID number nobody has; in a crowded office
        of those only whose number is wrong."""
        if self._nobody:
            return {}
        wanted = {
            row.values["name"]
            for row in self.rows
            if "name" in row.values
            and row.values.get("id_number") not in self._by_number
            and (not self._crowded or number_is_wrong(row))
        }
        return queries.by_names(self._connection, wanted)

    def with_number(self, number: str | None) -> list[queries.Member]:
        """Who has this ID number and has not left, members before report-ins."""
        return self._by_number.get(number, []) if number else []

    def namesakes(self, name: str) -> list[queries.Member]:
        """Members of a name that a row with an unknown or a damaged number bears."""
        return self._by_name.get(name, [])

    def look_around(self, rows: Iterable[tuple[CleanRow, Organization | None]]) -> None:
        """In a crowded office: finds at once, for these rows and their branches, the members of
        the row's name who share its phone or its branch."""
        if not self._crowded:
            return
        wanted = {
            (row.values["name"], row.values.get("mobile"), branch.id if branch else None)
            for row, branch in rows
            if "name" in row.values
        }
        for one in queries.namesakes(self._connection, wanted):
            self._around.setdefault(one.name, []).append(one)

    def similar(self, row: CleanRow, branch: Organization | None) -> list[queries.Member]:
        """Members who are perhaps the person of a row whose number nobody has."""
        found = (self._around if self._crowded else self._by_name).get(row.values["name"])
        if not found:
            return []
        values: dict[str, str | None] = {
            **row.values,
            "branch": branch.full_name if branch else None,
        }
        return find_similar(values, found)

    def likely(self, row: CleanRow) -> list[queries.Member]:
        """The one member whom a row with a wrong ID number may mean, if there is just one."""
        if not number_is_wrong(row) and row.number not in self.dragged:
            return []
        found = likely_member(row.raw.get("id_number"), self.namesakes(row.values.get("name", "")))
        return [found] if found is not None else []


def number_is_wrong(row: CleanRow) -> bool:
    """Whether something was found in the cell of the ID number."""
    return any(_of_number(one) for one in row.findings)


def _of_number(found: Finding) -> bool:
    return found.field == "id_number"
