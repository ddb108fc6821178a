"""The roll-over of a school's classes: names, members' grades and new classes in one operation."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection

from ..core.errors import BadInput, TuanjiError
from ..rules.lifecycle import Stage
from ..rules.policy import Tier
from ..store.schema import MEMBER_VALUES, ON_ROSTER
from . import grades, queries, yearly
from .acts import check_place, clean_name, free_code, new_node, node_change
from .kinds import match_name
from .plans import Change, Notice, TreePlan, View
from .queries import Organization
from .split import all_codes
from .yearly_acts import check_year, day_words, scope, unknown

ROLL_OVER = "org.roll_over"
_FIELDS = ("grade", "class_name")
"""Fields of a member that may repeat the class's grade."""
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Renamed:
    """A class and its names for the new school year."""

    org_id: int
    full_name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A class of those who enter the school."""

    parent_id: int
    code: str
    full_name: str
    short_name: str
    school_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollOver:
    """The school year that begins in `year`: these classes get these names, these ones are new.

    Members' grade and class go along where they say the same grade as the class did. A row whose
    name is another one's afterwards is left out, and so is what would have taken its old name.
    """

    year: int
    rows: tuple[Renamed, ...]
    entries: tuple[Entry, ...] = ()

    def plan(self, view: View) -> TreePlan:
        check_year(self.year)
        nodes = queries.every(view.connection)
        planner = _RollOver(view, self, nodes)
        return planner.plan()


class _RollOver:
    """Works one roll-over out."""

    def __init__(self, view: View, act: RollOver, nodes: Sequence[Organization]) -> None:
        self._view, self._act = view, act
        self._nodes = {node.id: node for node in nodes}
        self._kinds = yearly.school_kinds(nodes)
        self._rolled = rolled_in(view.connection, act.year)
        self._left_out: list[Notice] = []
        self._names: dict[int, tuple[str, str]] = {}
        self._entries: dict[int, Entry] = {}

    def plan(self) -> TreePlan:
        for row in self._act.rows:
            self._take(row)
        self._take_entries()
        self._part_equals()
        new = [self._new(number, entry) for number, entry in self._entries.items()]
        renamed = [
            change
            for one, (full, short) in self._names.items()
            if (change := node_change(self._nodes[one], {"full_name": full, "short_name": short}))
        ]
        risen = {one: levels for one in self._names if (levels := self._levels(one)) is not None}
        people, kept = self._members(risen)
        other = len(renamed) - len(risen)
        said = [f"{len(risen):,} 个班级升一级"] if risen else []
        said += [f"{other:,} 个团支部改名"] if other else []
        said += [f"新建 {len(new):,} 个班级"] if new else []
        sentences = [f"{words}。" for words in said]
        if people:
            count = len({change.id for change in people})
            sentences.append(f"{count:,} 名团员的年级、班级随之更新。")
        return TreePlan(
            self._act,
            ROLL_OVER,
            f"班级升级（{self._act.year} 学年）：" + "、".join(said),
            (*renamed, *new, *people),
            tuple(sentences) or ("没有要升级的班级。",),
            kept,
            tuple(self._left_out),
            self._too_early(),
        )

    def _too_early(self) -> Notice | None:
        first = date(self._act.year, *grades.SCHOOL_YEAR_BEGINS)
        if self._view.today >= first:
            return None
        text = (
            f"{self._act.year} 学年的班级升级要在 {day_words(first)}以后办理，"
            f"今天是 {day_words(self._view.today)}。"
        )
        return Notice("org.roll_early", text)

    def _refuse(self, code: str, message: str, subject: str) -> None:
        self._left_out.append(Notice(code, message, "", subject))

    def _take(self, row: Renamed) -> None:
        node = self._nodes.get(row.org_id)
        if node is None:
            self._left_out.append(unknown(row.org_id))
            return
        name = node.short_name
        try:
            full = clean_name(row.full_name, "组织全称")
            short = clean_name(row.short_name, "组织简称") or full
        except TuanjiError as error:
            self._refuse(error.code, f"“{name}”：{error.message}", name)
            return
        if not full:
            self._refuse("org.empty", f"“{name}”的新全称没有填写。", name)
        elif node.id in self._rolled and self._rise(node, full, short) is not None:
            done = self._rolled[node.id]
            text = f"“{name}” {self._act.year} 年已经升级过（第 {done} 号操作）。"
            self._refuse("org.rolled", text, name)
        else:
            self._names[node.id] = (full, short)

    def _take_entries(self) -> None:
        codes: set[str] = set()
        for number, entry in enumerate(self._act.entries, start=1):
            name = entry.short_name or entry.full_name
            try:
                parent = self._nodes.get(entry.parent_id)
                if parent is None:
                    raise BadInput("org.parent", "上级组织不存在或已撤销。")
                check_place("branch", parent)
                if not clean_name(entry.full_name, "组织全称") or not entry.code.strip():
                    raise BadInput("org.empty", "组织编码和组织全称都要填写。")
                free_code(self._view.connection, entry.code.strip())
                if entry.code.strip() in codes:
                    raise BadInput("org.code_taken", f"组织编码 {entry.code} 写了两次。")
            except TuanjiError as error:
                self._refuse(error.code, f"新建“{name}”：{error.message}", name)
            else:
                codes.add(entry.code.strip())
                self._entries[-number] = entry

    def _new(self, number: int, entry: Entry) -> Change:
        full = clean_name(entry.full_name, "组织全称")
        return new_node(
            number,
            {
                "code": entry.code.strip(),
                "full_name": full,
                "short_name": clean_name(entry.short_name, "组织简称") or full,
                "kind": "branch",
                "parent_id": entry.parent_id,
                "school_kind": entry.school_kind,
                "branch_sort": "student",
                "built_on": self._view.today.isoformat(),
            },
        )

    # ----------------------------------------------------------------- equal names
    def _part_equals(self) -> None:
        """Leaves out what would bear another one's name, until nothing does.

        Inside one superior; two that bear one name already are no new trouble.
        """
        parents = {self._nodes[one].parent_id for one in self._names}
        parents |= {entry.parent_id for entry in self._entries.values()}
        beside = [node for node in self._nodes.values() if node.parent_id in parents]
        before = {node.id: (node.parent_id, match_name(node.full_name)) for node in beside}
        while True:
            holders: dict[tuple[int | None, str], list[int]] = defaultdict(list)
            for node in beside:
                name = self._names.get(node.id)
                key = (node.parent_id, match_name(name[0])) if name else before[node.id]
                holders[key].append(node.id)
            for number, entry in self._entries.items():
                holders[entry.parent_id, match_name(entry.full_name)].append(number)
            losers = [
                (loser, _winner(ids, loser, self._names))
                for ids in holders.values()
                if len(ids) > 1 and len({before.get(one) for one in ids}) > 1
                for loser in self._losers(ids, before)
            ]
            if not losers:
                return
            for loser, other in losers:
                self._leave_out(loser, other)

    def _losers(
        self, ids: Sequence[int], before: Mapping[int, tuple[int | None, str]]
    ) -> list[int]:
        """New ones go first; then those that would take the name, not who has it already."""
        if new := [one for one in ids if one in self._entries]:
            return new
        return [
            one
            for one in ids
            if one in self._names and before[one][1] != match_name(self._names[one][0])
        ]

    def _leave_out(self, loser: int, other: int) -> None:
        if loser in self._entries:
            entry = self._entries.pop(loser)
            name, wanted = entry.short_name or entry.full_name, entry.full_name
        else:
            wanted = self._names.pop(loser)[0]
            name = self._nodes[loser].short_name
        holder = self._nodes[other].short_name if other in self._nodes else "另一个新班级"
        text = f"“{name}”不能改称“{wanted}”：与“{holder}”重名。请先让后者升级、改名或撤销。"
        self._refuse("org.same_name", text, name)

    # --------------------------------------------------------------------- members
    def _levels(self, org_id: int) -> tuple[int, int] | None:
        full, short = self._names[org_id]
        return self._rise(self._nodes[org_id], full, short)

    def _rise(self, node: Organization, full: str, short: str) -> tuple[int, int] | None:
        """The grades that a class has before and after, where it goes up."""
        kind = self._kinds.get(node.id, "")
        old = grades.grade_of(node.short_name, kind) or grades.grade_of(node.full_name, kind)
        new = grades.grade_of(short, kind) or grades.grade_of(full, kind)
        if old is None or new is None or new.level <= old.level:
            return None
        return old.level, new.level

    def _members(
        self, risen: Mapping[int, tuple[int, int]]
    ) -> tuple[list[Change], tuple[Notice, ...]]:
        """Grade and class of the members of classes that go up by one."""
        policy, today = self._view.policy, self._view.today

        @cache
        def free(status: str, field: str) -> bool:
            state = policy.field_state(field, stage=Stage(status), values={}, today=today)
            return state.tier is Tier.FREE

        changes: list[Change] = []
        locked: Counter[str] = Counter()
        by_one = {one for one, (old, new) in risen.items() if new == old + 1}
        for one, branch, status, *texts in _graded(self._view.connection, by_one):
            kind, level = self._kinds.get(branch, ""), risen[branch][0]
            wanted = {}
            for field, text in zip(_FIELDS, texts, strict=True):
                grade = grades.grade_of(text or "", kind)
                if grade is None or grade.level != level or grade.level >= grade.last:
                    continue
                if free(status, field):
                    wanted[field] = (text, grades.raised(text or "", grade))
                else:
                    locked[field] += 1
            if wanted:
                before, after = zip(*wanted.values(), strict=True)
                changes.append(Change("members", one, tuple(wanted), before, after))
        changes += _stars(self._view, changes)
        changes.sort(key=lambda one: (one.columns, one.id))
        kept = tuple(
            Notice(
                "org.grade_kept",
                f"{count:,} 名团员的{'年级' if field == 'grade' else '班级'}按规则不能直接修改，没有随之更新。",
            )
            for field, count in locked.items()
        )
        return changes, kept


def _winner(ids: Sequence[int], loser: int, names: Mapping[int, tuple[str, str]]) -> int:
    """Who keeps the name: best somebody who does not change."""
    others = [one for one in ids if one != loser]
    return min(others, key=lambda one: (one < 0, one in names))


def _graded(connection: Connection, branches: Iterable[int]) -> list[Any]:
    """Members of branches in whose record a grade or class stands."""
    wanted = sorted(branches)
    found: list[Any] = []
    for start in range(0, len(wanted), _CHUNK):
        marks = ", ".join(map(str, wanted[start : start + _CHUNK]))
        found += connection.exec_driver_sql(
            "SELECT id, branch_id, status, grade, class_name FROM members "
            f"WHERE branch_id IN ({marks}) AND ({ON_ROSTER} OR {queries.WAITING}) "
            "AND (grade <> '' OR class_name <> '') ORDER BY id"
        ).all()
    return found


def _stars(view: View, changes: Sequence[Change]) -> list[Change]:
    """Red names that follow from the new grade, under a pack that stars a field by it."""
    depends = any(
        condition.field in _FIELDS for row in view.policy.requirements for condition in row.when
    )
    if not depends or not changes:
        return []
    wanted = {change.id: dict(zip(change.columns, change.after, strict=True)) for change in changes}
    columns = ", ".join(f"m.{name}" for name in MEMBER_VALUES)
    ids = sorted(wanted)
    found = []
    for start in range(0, len(ids), _CHUNK):
        marks = ", ".join(map(str, ids[start : start + _CHUNK]))
        for one, old, branch, *values in view.connection.exec_driver_sql(
            f"SELECT m.id, m.missing, o.full_name, {columns} FROM members AS m "
            f"JOIN organizations AS o ON o.id = m.branch_id WHERE m.id IN ({marks})"
        ):
            record: dict[str, str | None] = dict(zip(MEMBER_VALUES, values, strict=True))
            record |= {name: str(value) for name, value in wanted[one].items()}
            new = ",".join(view.policy.missing({**record, "branch": branch}))
            if new != old:
                found.append(Change("members", one, ("missing",), (old,), (new,)))
    return found


def rolled_in(connection: Connection, year: int) -> dict[int, int]:
    """Nodes that went up in the school year that began in `year`, and by which operation.

    A roll-over that was undone does not count.
    """
    undone: dict[int, int] = {}
    for number, undoes in connection.exec_driver_sql(
        "SELECT number, undoes FROM journal_operations WHERE undoes IS NOT NULL ORDER BY number DESC"
    ):
        if number not in undone:
            undone.setdefault(undoes, number)
    rows = connection.exec_driver_sql(
        "SELECT r.row_id, o.number FROM journal_operations AS o JOIN journal_rows AS r "
        "ON r.id BETWEEN o.first_row AND o.last_row "
        "WHERE o.kind = ? AND o.words LIKE ? AND r.table_name = 'organizations' "
        "ORDER BY o.number",
        (ROLL_OVER, f"%（{year} 学年）%"),
    )
    return {org: number for org, number in rows if number not in undone}


def proposals_to_roll(view: View, *, org_id: int | None, year: int) -> list[yearly.RollRow]:
    """The yearly plan as the clerk first sees it."""
    nodes = scope(view.connection, org_id)
    return yearly.roll_rows(
        nodes,
        kinds=yearly.school_kinds(nodes),
        year=year,
        rolled=rolled_in(view.connection, year),
        codes=all_codes(view.connection),
        only=org_id,
    )


def chosen_roll(rows: Iterable[yearly.RollRow], year: int) -> RollOver:
    """The act that the rows which the clerk left ticked ask for."""
    ticked = list(rows)
    return RollOver(
        year=year,
        rows=tuple(
            Renamed(row.node.id, row.full_name, row.short_name)
            for row in ticked
            if row.node is not None
        ),
        entries=tuple(
            Entry(row.parent_id, row.code, row.full_name, row.short_name, row.school_kind)
            for row in ticked
            if row.node is None and row.parent_id is not None
        ),
    )
