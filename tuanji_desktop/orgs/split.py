"""Splitting a branch: new nodes beside it, and who goes into which. Plan, proposals, people."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused
from ..rules.lifecycle import STAGE_LABELS, Stage
from ..store.schema import ON_ROSTER
from . import queries
from .acts import (
    active_branch,
    also,
    clean_name,
    dissolution,
    free_code,
    hanging,
    new_node,
    node_change,
    same_names,
    size_notices,
)
from .open_papers import follow_members, require_none
from .plans import Change, Notice, TreePlan, View, size_notice
from .queries import Organization

ENDINGS = ("团支部委员会", "支部委员会", "团支部", "支部")


@dataclass(frozen=True, slots=True)
class Person:
    """A record of the branch that a split may give to another one."""

    id: int
    name: str
    class_name: str
    grade: str
    status: Stage

    @property
    def on_roster(self) -> bool:
        return self.status in (Stage.ACTIVE, Stage.RETAINED)

    @property
    def status_label(self) -> str:
        return STAGE_LABELS[self.status]


@dataclass(frozen=True, slots=True)
class Part:
    """A branch to be."""

    code: str
    full_name: str
    short_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One branch becomes several: it stays as part 0, `parts` are new and count from 1.

    `assigned`: member id and part; whoever is not named stays. `names` are new names (full and
    short) of the branch itself. With `dissolve` it ends, and then nobody may stay.
    """

    org_id: int
    parts: tuple[Part, ...]
    assigned: tuple[tuple[int, int], ...]
    names: tuple[str, str] | None = None
    dissolve: bool = False

    def plan(self, view: View) -> TreePlan:
        connection = view.connection
        node = active_branch(connection, self.org_id)
        if node.parent_id is None:
            raise RuleRefused("org.split", f"“{node.full_name}”没有上级组织，不能拆分。")
        if not self.parts:
            raise BadInput("org.split_parts", "请至少写一个新的团支部。")
        parts = self._clean_parts(connection)
        people = {person.id: person for person in people_of(connection, node.id)}
        self._check_assigned(node, people)
        new = tuple(
            new_node(
                -number,
                {
                    "code": part.code,
                    "full_name": part.full_name,
                    "short_name": part.short_name,
                    "kind": node.kind,
                    "parent_id": node.parent_id,
                    "school_kind": node.school_kind,
                    "branch_sort": node.branch_sort,
                    "built_on": view.today.isoformat(),
                    "graduating_year": node.graduating_year,
                },
            )
            for number, part in enumerate(parts, start=1)
        )
        moves = tuple(
            Change("members", one, ("branch_id",), (node.id,), (-part,))
            for one, part in sorted(self.assigned)
            if part
        )
        papers = follow_members(
            connection, node.id, {one: -part for one, part in self.assigned if part}
        )
        end = self._end(node, view, people, moves, papers)
        targets = dict(self.assigned)
        sizes = Counter(targets.get(one.id, 0) for one in people.values() if one.on_roster)
        words = "、".join(part.full_name for part in parts)
        return TreePlan(
            self,
            "org.split",
            f"拆分：{node.full_name}，新建 {words}",
            (*new, *moves, *papers, *end),
            (*self._sentences(node, parts, sizes), *also(papers)),
            self._warnings(view, node, parts, sizes),
        )

    def _clean_parts(self, connection: Connection) -> list[Part]:
        parts = []
        for number, part in enumerate(self.parts, start=1):
            full = clean_name(part.full_name, "组织全称")
            code = part.code.strip()
            if not code or not full:
                raise BadInput("org.empty", f"第 {number} 个新支部的组织编码和组织全称都要填写。")
            free_code(connection, code)
            parts.append(Part(code, full, clean_name(part.short_name, "组织简称") or full))
        for name, values in (
            ("组织编码", [part.code for part in parts]),
            ("组织全称", [part.full_name for part in parts]),
        ):
            double = [value for value, count in Counter(values).items() if count > 1]
            if double:
                raise BadInput("org.split_double", f"有两个新支部的{name}都是“{double[0]}”。")
        return parts

    def _check_assigned(self, node: Organization, people: Mapping[int, Person]) -> None:
        for one, part in self.assigned:
            if one not in people:
                raise BadInput(
                    "org.split_member", f"编号为 {one} 的团员不在“{node.short_name}”，或已经离开。"
                )
            if not 0 <= part <= len(self.parts):
                raise BadInput("org.split_part", f"没有第 {part} 个新支部。")

    def _end(
        self,
        node: Organization,
        view: View,
        people: Mapping[int, Person],
        moves: Sequence[Change],
        papers: tuple[Change, ...],
    ) -> tuple[Change, ...]:
        """What becomes of the branch itself."""
        if self.dissolve:
            staying = len(people) - len(moves)
            drafts = hanging(view.connection, node.id)[2]
            if staying or drafts:
                raise RuleRefused(
                    "org.split_left",
                    f"“{node.short_name}”还有 {staying} 人没有分出去、{drafts} 份没有提交的草稿，"
                    "不能撤销。请分完，或保留原支部。",
                )
            require_none(view.connection, node, but=papers)
            return (dissolution(node, view),)
        if self.names is None:
            return ()
        full = clean_name(self.names[0], "组织全称")
        if not full:
            raise BadInput("org.empty", "原支部的组织全称要填写。")
        short = clean_name(self.names[1], "组织简称") or full
        change = node_change(node, {"full_name": full, "short_name": short})
        return (change,) if change else ()

    def _sentences(
        self, node: Organization, parts: Sequence[Part], sizes: Mapping[int, int]
    ) -> list[str]:
        said = [
            f"新建“{part.short_name}”（{part.code}），{sizes.get(number, 0):,} 人"
            for number, part in enumerate(parts, start=1)
        ]
        if self.dissolve:
            return [*said, f"原支部“{node.short_name}”撤销。"]
        renamed = (
            f"，改称“{self.names[1]}”" if self.names and self.names[1] != node.short_name else ""
        )
        return [
            *said,
            f"原支部“{node.short_name}”{renamed}：{node.members:,} 人 → {sizes.get(0, 0):,} 人",
        ]

    def _warnings(
        self, view: View, node: Organization, parts: Sequence[Part], sizes: Mapping[int, int]
    ) -> tuple[Notice, ...]:
        found = [
            notice
            for number, part in enumerate(parts, start=1)
            for notice in (
                size_notice(
                    view.policy,
                    kind=node.kind,
                    name=part.short_name,
                    members=sizes.get(number, 0),
                ),
                *same_names(view.connection, part.full_name, but=node.id if self.names else 0),
            )
            if notice is not None
        ]
        if not self.dissolve:
            found += size_notices(view.policy, [(node, sizes.get(0, 0))])
        return tuple(found)


def people_of(connection: Connection, org_id: int) -> list[Person]:
    """Whom a split may give away: members, and report-ins that are not decided. By class, name."""
    rows = connection.exec_driver_sql(
        "SELECT id, name, class_name, grade, status FROM members "
        f"WHERE branch_id = ? AND ({ON_ROSTER} OR {queries.WAITING}) "
        "ORDER BY coalesce(class_name, ''), name_pinyin, id",
        (org_id,),
    )
    return [
        Person(one, name or "", class_name or "", grade or "", Stage(status))
        for one, name, class_name, grade, status in rows
    ]


def groups_of(people: Sequence[Person], by: str) -> dict[str, list[int]]:
    """Ids by class name or grade, in the order of the people; those without one are left out."""
    groups: dict[str, list[int]] = {}
    for person in people:
        key = str(getattr(person, by))
        if key:
            groups.setdefault(key, []).append(person.id)
    return groups


def next_codes(
    siblings: Sequence[str], taken: Collection[str], parent_code: str, count: int
) -> list[str]:
    """Free codes below a node, in the manner of its children's (dissolved ones included)."""
    tails = [code.removeprefix(parent_code) for code in siblings if code.startswith(parent_code)]
    numbers = [tail for tail in tails if tail.isdigit()]
    width = max((len(number) for number in numbers), default=2)
    following = max((int(number) for number in numbers), default=0) + 1
    codes: list[str] = []
    while len(codes) < count:
        code = f"{parent_code}{following:0{width}d}"
        if code not in taken:
            codes.append(code)
        following += 1
    return codes


def all_codes(connection: Connection) -> dict[int, list[str]]:
    """Every code ever given, by superior (0: none)."""
    codes: dict[int, list[str]] = {}
    for parent, code in connection.exec_driver_sql("SELECT parent_id, code FROM organizations"):
        codes.setdefault(parent or 0, []).append(code)
    return codes


def codes_below(codes: Mapping[int, Sequence[str]], node: Organization, count: int) -> list[str]:
    """Free codes for new nodes below one."""
    taken = {code for found in codes.values() for code in found}
    return next_codes(codes.get(node.id, ()), taken, node.code, count)


_NUMBERED = re.compile(
    r"(?P<open>[（(]?)(?P<number>[0-9０-９]+)(?P<close>[）)]?)(?P<word>班|支部|组)"
)
_ORDINALS = "一二三四五六七八九十"


def named_after(name: str, group: str, others: Sequence[str]) -> str:
    """A name for the part that takes a group: the branch's own with the group's words in it.

    `others` are the groups' names; the one that stands in the branch's name is what changes.
    """
    for other in sorted(others, key=len, reverse=True):
        if other and other in name:
            return name.replace(other, group)
    ending = _ending(name)
    return name[: len(name) - len(ending)] + group + ending


def numbered_after(name: str, taken: Sequence[str], step: int) -> str:
    """A name for a part chosen by hand: the next free class number, else 第二, 第三 …"""
    match = next(reversed(list(_NUMBERED.finditer(name))), None)
    if match is None:
        ending = _ending(name)
        return f"{name[: len(name) - len(ending)]}第{_ORDINALS[min(step, 9)]}{ending}"
    number, free = match["number"], 0
    value = int(number)
    while free < step:
        value += 1
        text = str(value)
        if not number.isascii():
            text = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        found = name[: match.start("number")] + text + name[match.end("number") :]
        free += found not in taken
    return found


def _ending(name: str) -> str:
    return next((ending for ending in ENDINGS if name.endswith(ending)), "")


@dataclass(frozen=True, slots=True)
class Start:
    """What the split dialog begins with."""

    node: Organization
    people: tuple[Person, ...]
    codes: tuple[str, ...]
    taken: tuple[str, ...]
    """Full and short names that are given already beside the branch."""


def start(connection: Connection, org_id: int, *, parts: int = 12) -> Start:
    """The branch, its people, free codes and the names beside it."""
    node = active_branch(connection, org_id)
    parent = queries.by_id(connection, node.parent_id) if node.parent_id is not None else node
    names = connection.exec_driver_sql(
        "SELECT full_name, short_name FROM organizations WHERE parent_id = ?", (parent.id,)
    ).all()
    return Start(
        node,
        tuple(people_of(connection, node.id)),
        tuple(codes_below(all_codes(connection), parent, parts)),
        tuple(name for pair in names for name in pair),
    )
