"""Random acts and undos against a plain model: the same records, counts, closure, journal."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.exc import IntegrityError

from tuanji_desktop.store import bulk, schema
from tuanji_desktop.store.check import check
from tuanji_desktop.store.database import Database
from tuanji_desktop.store.replay import replay

from .helpers import act, make_office, org_values, records, reopen, rows, undo

Values = dict[str, Any]
Tables = dict[str, dict[int, Values]]
ROSTER = ("active", "retained")
DERIVED = {"missing"}
OF_MEMBER = ("branch_id", "status", "name", "mobile", "missing")
OF_ORG = ("code", "kind", "parent_id", "status")


@dataclass(frozen=True)
class Change:
    """A row before and after; None: not there."""

    table: str
    id: int
    before: Values | None
    after: Values | None


class Model:
    """The rules of the file in a few lines of Python."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def superiors(self, org: int | None) -> list[int]:
        found = []
        while org is not None:
            found.append(org)
            org = self.tables["organizations"][org]["parent_id"]
        return found

    def counts(self) -> dict[int, tuple[int, int, int]]:
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        for org, values in self.tables["organizations"].items():
            sums[org][2] += 0
            if values["parent_id"] is not None and values["status"] == "active":
                sums[values["parent_id"]][2] += 1
        for member in self.tables["members"].values():
            if member["status"] in ROSTER:
                for org in self.superiors(member["branch_id"]):
                    sums[org][0] += 1
                    sums[org][1] += bool(member["missing"])
        return {org: (one[0], one[1], one[2]) for org, one in sums.items()}

    def allows(self, change: Change) -> bool:
        if change.table == "members":
            return self._allows_member(change.before, change.after)
        return self._allows_org(change.id, change.before, change.after)

    def _allows_member(self, before: Values | None, after: Values | None) -> bool:
        if after is None:
            return True
        home = self.tables["organizations"].get(after["branch_id"])
        if home is None:
            return False
        same = before and all(before[name] == after[name] for name in ("branch_id", "status"))
        at_home = home["kind"] == "branch" and home["status"] == "active"
        return bool(same or after["status"] not in ROSTER or at_home)

    def _allows_org(self, org: int, before: Values | None, after: Values | None) -> bool:
        orgs, members = self.tables["organizations"], self.tables["members"]
        if after is None:
            return not any(one["parent_id"] == org for one in orgs.values()) and not any(
                one["branch_id"] == org for one in members.values()
            )
        if after["parent_id"] is not None and after["parent_id"] not in orgs:
            return False
        changed = {name for name in OF_ORG if before is None or before[name] != after[name]}
        superior = orgs.get(after["parent_id"])
        moved_or_revived = changed & {"parent_id", "status"} and after["status"] == "active"
        if moved_or_revived and superior and superior["status"] == "dissolved":
            return False
        if before is None:
            return True
        if "parent_id" in changed and org in self.superiors(after["parent_id"]):
            return False
        if "status" in changed and after["status"] == "dissolved":
            now = self.counts()[org]
            return now[0] == 0 and now[2] == 0
        housed = any(m["branch_id"] == org and m["status"] in ROSTER for m in members.values())
        return not ("kind" in changed and after["kind"] != "branch" and housed)

    def put(self, change: Change) -> None:
        if change.after is None:
            del self.tables[change.table][change.id]
        else:
            self.tables[change.table][change.id] = dict(change.after)

    def undo(self, changes: list[Change]) -> tuple[int, int, list[Change]]:
        """Kept, impossible, and what was done."""
        kept = impossible = 0
        done = []
        for change in reversed(changes):
            now = self.tables[change.table].get(change.id)
            back, lost = _back(change, now)
            kept += lost
            if back is None:
                continue
            if self.allows(back):
                self.put(back)
                done.append(back)
            else:
                impossible += 1
        return kept, impossible, done


def _back(change: Change, now: Values | None) -> tuple[Change | None, int]:
    """The change that takes a row back as far as it goes, and whether something is kept."""
    if change.before is None:
        touched = now is None or any(
            now[name] != value
            for name, value in (change.after or {}).items()
            if name not in DERIVED
        )
        return (None, 1) if touched else (Change(change.table, change.id, now, None), 0)
    if change.after is None:
        return (
            (Change(change.table, change.id, None, change.before), 0) if now is None else (None, 1)
        )
    if now is None:
        return None, 1
    changed = {name for name in change.before if change.before[name] != change.after[name]}
    free = {name for name in changed if name in DERIVED or now[name] == change.after[name]}
    kept = changed - free
    if not (free - DERIVED or (free and not kept)):
        return None, int(bool(kept))
    new = {**now, **{name: change.before[name] for name in free}}
    return Change(change.table, change.id, now, new), int(bool(kept))


_template: list[Path] = []


def _new_file(folder: Path) -> Path:
    if not _template:
        _template.append(make_office(Path(tempfile.mkdtemp()) / "模板.tuanji"))
    return Path(shutil.copy(_template[0], folder / "青溪.tuanji"))


class OfficeMachine(RuleBasedStateMachine):
    """Acts come as lists of single changes; one forbidden change forbids the act."""

    @initialize()
    def open_office(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.office: Database = reopen(_new_file(Path(self.folder.name)))
        self.ids = {"members": count(1), "organizations": count(7)}
        self.model = Model(
            {
                "organizations": {
                    number: {"code": code, "kind": kind, "parent_id": parent, "status": status}
                    for number, code, kind, parent, status in rows(
                        self.office, "SELECT id, code, kind, parent_id, status FROM organizations"
                    )
                },
                "members": {},
            }
        )
        self.journal: dict[int, list[Change]] = {}

    # ------------------------------------------------------------------ acts
    @rule(data=st.data(), number=st.integers(1, 4))
    def add_members(self, data: st.DataObject, number: int) -> None:
        branch = self._draw_org(data)
        self._act(
            lambda: [
                Change("members", next(self.ids["members"]), None, _person(data, branch))
                for _ in range(number)
            ]
        )

    @rule(data=st.data())
    def edit_members(self, data: st.DataObject) -> None:
        chosen = data.draw(st.lists(self._some("members"), min_size=1, max_size=5, unique=True))
        field = data.draw(st.sampled_from(("name", "mobile", "missing", "status", "branch_id")))
        value = self._value(data, field)
        self._act(lambda: [self._update("members", one, {field: value}) for one in chosen if one])

    @rule(data=st.data())
    def edit_twice(self, data: st.DataObject) -> None:
        """One operation that writes the same row twice."""
        member = data.draw(self._some("members"))
        if not member:
            return
        now = self.model.tables["members"][member]
        first = {**now, "mobile": data.draw(_mobiles)}
        second = {**first, "name": data.draw(_names), "mobile": data.draw(_mobiles)}
        self._act(
            lambda: [
                Change("members", member, now, first),
                Change("members", member, first, second),
            ]
        )

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        table = data.draw(st.sampled_from(("members", "organizations")))
        row = data.draw(self._some(table))
        if row:
            before = self.model.tables[table][row]
            self._act(lambda: [Change(table, row, before, None)])

    @rule(data=st.data(), kind=st.sampled_from(("committee", "branch")))
    def add_org(self, data: st.DataObject, kind: str) -> None:
        parent = self._draw_org(data)
        number = next(self.ids["organizations"])
        values = {"code": f"{number:03d}", "kind": kind, "parent_id": parent, "status": "active"}
        self._act(lambda: [Change("organizations", number, None, values)])

    @rule(data=st.data())
    def change_org(self, data: st.DataObject) -> None:
        org = self._draw_org(data)
        field = data.draw(st.sampled_from(("parent_id", "status", "kind")))
        value = {
            "parent_id": st.sampled_from(sorted(self.model.tables["organizations"])),
            "status": st.sampled_from(("active", "dissolved")),
            "kind": st.sampled_from(("committee", "branch")),
        }[field]
        drawn = data.draw(value)
        self._act(lambda: [self._update("organizations", org, {field: drawn})])

    @rule(data=st.data())
    def undo_something(self, data: st.DataObject) -> None:
        if not self.journal:
            return
        number = data.draw(st.sampled_from(sorted(self.journal)))
        kept, impossible, done = self.model.undo(self.journal[number])
        outcome = undo(self.office, number)
        assert len(outcome.impossible) == impossible, outcome
        assert len(outcome.kept) == kept, outcome
        assert len(outcome.reversed) == len(done), outcome
        self._noted(done)

    # ---------------------------------------------------------- what must hold
    @invariant()
    def records_are_the_model(self) -> None:
        for table, fields in (("members", OF_MEMBER), ("organizations", OF_ORG)):
            found = rows(self.office, f"SELECT id, {', '.join(fields)} FROM {table} ORDER BY id")
            expected = self.model.tables[table]
            assert found == [
                (row, *(expected[row][name] for name in fields)) for row in sorted(expected)
            ]

    @invariant()
    def derived_tables_are_recomputed(self) -> None:
        found = rows(self.office, "SELECT org_id, members, incomplete, children FROM org_counts")
        assert {org: (a, b, c) for org, a, b, c in found} == self.model.counts()
        closure = rows(self.office, "SELECT org_id, ancestor_id, depth FROM org_ancestors")
        assert set(closure) == {
            (org, above, depth)
            for org in self.model.tables["organizations"]
            for depth, above in enumerate(self.model.superiors(org))
        }

    def teardown(self) -> None:
        if not hasattr(self, "office"):
            return
        assert check(self.office, thorough=True).problems == ()
        played = self.office.path.with_name("重放.tuanji")
        head = replay(self.office, played)
        again = reopen(played)
        assert records(again) == records(self.office)
        assert rows(again, "SELECT hash FROM journal_head") == [(head,)]
        assert rows(self.office, "SELECT hash FROM journal_head") == [(head,)]
        again.close()
        self.office.close()
        self.folder.cleanup()

    # ---------------------------------------------------------------- by hand
    def _some(self, table: str) -> st.SearchStrategy[int]:
        return st.sampled_from(sorted(self.model.tables[table]) or [0])

    def _draw_org(self, data: st.DataObject) -> int:
        return data.draw(self._some("organizations"))

    def _value(self, data: st.DataObject, field: str) -> Any:
        return data.draw(
            {
                "name": _names,
                "mobile": _mobiles,
                "missing": _missing,
                "status": st.sampled_from(("active", "retained", "deleted")),
                "branch_id": self._some("organizations"),
            }[field]
        )

    def _update(self, table: str, row: int, values: Values) -> Change:
        before = self.model.tables[table][row]
        return Change(table, row, before, {**before, **values})

    def _act(self, plan: Callable[[], list[Change]]) -> None:
        changes = [one for one in plan() if one.before != one.after]
        before = deepcopy(self.model.tables)
        allowed = True
        for change in changes:
            allowed = allowed and self.model.allows(change)
            if allowed:
                self.model.put(change)
        try:
            with self.office.write(act()) as writing:
                for change in changes:
                    _execute(writing.connection, change)
        except IntegrityError:
            assert not allowed, changes
            self.model.tables = before
        else:
            assert allowed, changes
            self._noted(changes)

    def _noted(self, changes: list[Change]) -> None:
        if changes:
            (number,) = rows(self.office, "SELECT number FROM journal_head")[0]
            self.journal[number] = changes


_names = st.sampled_from(("王伟", "王伟国", "欧阳娜娜", "𬱖䶮", "买买提·艾力"))
_mobiles = st.sampled_from((None, "13800138000", "13912345678"))
_missing = st.sampled_from(("", "email", "email,mobile"))


def _person(data: st.DataObject, branch: int) -> Values:
    return {
        "branch_id": branch,
        "status": data.draw(st.sampled_from(("active", "retained", "deleted"))),
        "name": data.draw(_names),
        "mobile": data.draw(_mobiles),
        "missing": data.draw(_missing),
    }


def _execute(connection: Any, change: Change) -> None:
    table = schema.metadata.tables[change.table]
    if change.after is None:
        connection.execute(table.delete().where(table.c.id == change.id))
    elif change.before is None:
        values = change.after
        if change.table == "organizations":
            values = org_values(change.id, values["parent_id"], values["kind"]) | values
        connection.execute(table.insert().values(id=change.id, **values))
    else:
        names = [name for name in change.after if change.after[name] != change.before[name]]
        values_row = (*(change.after[name] for name in names), change.id)
        bulk.update_many(connection, table, names, [values_row])


TestOffice = OfficeMachine.TestCase
TestOffice.settings = settings(max_examples=25, stateful_step_count=20)
