"""The acts on single nodes: a new one, other names and data, another place, merge, dissolve."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound, RuleRefused
from ..rules.lifecycle import STAGE_LABELS, Stage
from ..rules.policy import Policy
from . import queries
from .kinds import BRANCH_KINDS, BRANCH_SORTS, CHILDREN, KINDS, SCHOOL_KINDS, match_name
from .open_papers import carried_over, require_none
from .plans import Change, Notice, TreePlan, Value, View, size_notice
from .queries import Organization

NEW_COLUMNS = (
    "code", "full_name", "short_name", "kind", "parent_id", "school_kind", "branch_sort",
    "secretary", "contact", "contact_phone", "built_on", "match_name", "graduating_year",
)  # fmt: skip
LABELS: Mapping[str, str] = {
    "full_name": "组织全称",
    "short_name": "组织简称",
    "school_kind": "学校类别",
    "branch_sort": "团支部种类",
    "secretary": "团组织书记",
    "contact": "联系人",
    "contact_phone": "联系电话",
}
"""What `Edit` may change of a node."""

_PHONE = re.compile(r"[0-9０-９+()（）\-－—、,， 转]{5,40}")
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff]")
_LONGEST = 120


def active(connection: Connection, org_id: int) -> Organization:
    """A node that is not dissolved."""
    node = queries.by_id(connection, org_id)
    if node.status != "active":
        raise RuleRefused("org.dissolved", f"“{node.full_name}”已撤销，不能再办理。")
    return node


def active_branch(connection: Connection, org_id: int) -> Organization:
    """A branch that is not dissolved."""
    node = active(connection, org_id)
    if node.kind not in BRANCH_KINDS:
        raise RuleRefused("org.no_branch", f"“{node.full_name}”不是团支部，没有自己的团员。")
    return node


def new_node(number: int, values: Mapping[str, Value]) -> Change:
    """A node to be; what is not said stays empty."""
    row = {"match_name": match_name(str(values["full_name"])), **values}
    return Change(
        "organizations",
        number,
        NEW_COLUMNS,
        (),
        tuple(row.get(name) or None for name in NEW_COLUMNS),
        str(values["code"]),
    )


def node_change(node: Organization, wanted: Mapping[str, Value]) -> Change | None:
    """The columns of a node that would differ; None where none does. Names bring `match_name`."""
    changed = {name: value for name, value in wanted.items() if getattr(node, name) != value}
    if not changed:
        return None
    before = {name: getattr(node, name) for name in changed}
    if "full_name" in changed:
        before["match_name"] = match_name(node.full_name)
        changed["match_name"] = match_name(str(changed["full_name"]))
    columns = tuple(changed)
    values = tuple(before[name] for name in columns)
    return Change("organizations", node.id, columns, values, tuple(changed.values()), node.code)


def clean_name(text: str, label: str) -> str:
    """A name as it is stored: as typed, without the blanks around it."""
    name = text.strip()
    if len(name) > _LONGEST:
        raise BadInput("org.name_long", f"{label}太长，最多 {_LONGEST} 个字。")
    if _UNSEEN.search(name):
        raise BadInput("org.name_characters", f"{label}中有换行或不可见的字符，请删去。")
    return name


def same_names(connection: Connection, full_name: str, *, but: int = 0) -> tuple[Notice, ...]:
    """Lists find a node by its name: two of the same cannot be told apart."""
    rows = connection.exec_driver_sql(
        "SELECT code, full_name FROM organizations "
        "WHERE match_name = ? AND status = 'active' AND id <> ?",
        (match_name(full_name), but),
    )
    return tuple(
        Notice("org.same_name", f"已有同名的团组织“{name}”（{code}），导入名单时分不开。", "", name)
        for code, name in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """A new node under another one (None: at the top)."""

    code: str
    full_name: str
    short_name: str = ""
    kind: str
    parent_id: int | None
    values: Mapping[str, str] = field(default_factory=dict)
    """School kind, sort of branch, secretary, contact and phone."""

    def plan(self, view: View) -> TreePlan:
        code = self.code.strip()
        full_name = clean_name(self.full_name, "组织全称")
        if not code or not full_name:
            raise BadInput("org.empty", "组织编码和组织全称都要填写。")
        if self.kind not in KINDS:
            raise BadInput("org.kind", f"不认识组织类别“{self.kind}”，可以填：{'、'.join(KINDS)}。")
        free_code(view.connection, code)
        parent = (
            queries.by_id(view.connection, self.parent_id) if self.parent_id is not None else None
        )
        check_place(self.kind, parent)
        row = {
            "code": code,
            "full_name": full_name,
            "short_name": clean_name(self.short_name, "组织简称") or full_name,
            "kind": self.kind,
            "parent_id": self.parent_id,
            "built_on": view.today.isoformat(),
            **_unit_values(self.values),
        }
        where = f"设在“{parent.short_name}”之下" if parent else "没有上级"
        return TreePlan(
            self,
            "org.add",
            f"新建团组织 {full_name}",
            (new_node(-1, row),),
            (f"新建{KINDS[self.kind]}“{row['short_name']}”（{code}），{where}。",),
            same_names(view.connection, full_name),
        )


def free_code(connection: Connection, code: str) -> None:
    """A code is never given to a second node, not even after the first was dissolved."""
    taken = connection.exec_driver_sql(
        "SELECT full_name FROM organizations WHERE code = ?", (code,)
    ).scalar()
    if taken:
        raise BadInput("org.code_taken", f"组织编码 {code} 已被“{taken}”使用，请换一个。")


def check_place(kind: str, parent: Organization | None) -> None:
    """Which kinds may stand under which (domain.md §3)."""
    if parent is None:
        return
    if parent.status != "active":
        raise RuleRefused("org.parent", f"“{parent.full_name}”已撤销，不能再设下级。")
    if kind not in CHILDREN.get(parent.kind, frozenset()):
        raise RuleRefused("org.parent", f"{KINDS[kind]}不能设在{KINDS[parent.kind]}之下。")


def _unit_values(values: Mapping[str, str]) -> dict[str, Value]:
    """A unit's data as they are stored; blank is nothing."""
    clean: dict[str, Value] = {}
    for name, text in values.items():
        if name not in LABELS or name.endswith("_name"):
            raise BadInput("org.field", f"团组织没有“{name}”这一项。")
        clean[name] = clean_name(text, LABELS[name]) or None
    if (kind := clean.get("school_kind")) and kind not in SCHOOL_KINDS:
        raise BadInput(
            "org.school_kind", f"不认识学校类别“{kind}”，可以填：{'、'.join(SCHOOL_KINDS)}。"
        )
    if (sort := clean.get("branch_sort")) and sort not in BRANCH_SORTS:
        known = {label: code for code, label in BRANCH_SORTS.items()}
        clean["branch_sort"] = known.get(str(sort), sort)
    phone = clean.get("contact_phone")
    if phone and not _PHONE.fullmatch(str(phone)):
        raise BadInput("org.phone", f"联系电话“{phone}”不是电话号码，请填手机号或带区号的座机号。")
    return clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Other names or data of a node: only what `values` names (the keys of `LABELS`)."""

    org_id: int
    values: Mapping[str, str]

    def plan(self, view: View) -> TreePlan:
        node = active(view.connection, self.org_id)
        wanted = _unit_values(
            {name: text for name, text in self.values.items() if not name.endswith("_name")}
        )
        if {"full_name", "short_name"} & self.values.keys():
            wanted |= self._names(node)
        change = node_change(node, wanted)
        if change is None:
            return TreePlan(self, "org.edit", f"修改 {node.full_name}", (), ("没有改动。",))
        pairs = [
            (name, old, new)
            for name, old, new in zip(change.columns, change.before, change.after, strict=True)
            if name in LABELS
        ]
        full = change.columns[0] == "full_name" or "full_name" in change.columns
        words = (
            f"更名：{node.full_name} → {wanted['full_name']}"
            if full
            else f"修改 {node.full_name} 的{'、'.join(LABELS[name] for name, _, _ in pairs)}"
        )
        sentences = tuple(
            f"{LABELS[name]}：{_shown(name, old)} → {_shown(name, new)}" for name, old, new in pairs
        )
        warnings = (
            same_names(view.connection, str(wanted["full_name"]), but=node.id) if full else ()
        )
        kind = "org.rename" if full or "short_name" in change.columns else "org.edit"
        return TreePlan(self, kind, words, (change,), sentences, warnings)

    def _names(self, node: Organization) -> dict[str, Value]:
        full = clean_name(self.values.get("full_name", node.full_name), "组织全称")
        if not full:
            raise BadInput("org.empty", "组织全称要填写。")
        short = clean_name(self.values.get("short_name", node.short_name), "组织简称") or full
        return {"full_name": full, "short_name": short}


def _shown(name: str, value: Value) -> str:
    if name == "branch_sort" and value:
        return BRANCH_SORTS.get(str(value), str(value))
    return str(value or "（空）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A node, with all below it, under another superior of the same kind."""

    org_id: int
    parent_id: int

    def plan(self, view: View) -> TreePlan:
        connection = view.connection
        node = queries.by_id(connection, self.org_id)
        parent = queries.by_id(connection, self.parent_id)
        if self.parent_id not in {other.id for other in move_targets(connection, self.org_id)}:
            raise RuleRefused(
                "org.move",
                f"“{node.short_name}”不能移到“{parent.short_name}”之下："
                "只能移到同类上级，且不能移到自己的下级。",
            )
        change = node_change(node, {"parent_id": parent.id})
        assert change is not None  # the present superior is no target
        above = {one.id: one for one in queries.path(connection, node.id) if one.id != node.id}
        beyond = {one.id: one for one in queries.path(connection, parent.id)}
        lose = [one for one in above.values() if one.id not in beyond]
        gain = [one for one in beyond.values() if one.id not in above]
        counts = [(one, one.members - node.members) for one in reversed(lose)]
        counts += [(one, one.members + node.members) for one in reversed(gain)]
        below = f"，连同 {node.children} 个下级组织" if node.children else ""
        old = above[node.parent_id].short_name if node.parent_id in above else ""
        return TreePlan(
            self,
            "org.move",
            f"移动 {node.full_name} 到 {parent.full_name} 之下",
            (change,),
            (
                f"“{node.short_name}”{below}从“{old}”移到“{parent.short_name}”之下，"
                f"{node.members:,} 名团员随之改变隶属。",
                *(f"“{one.short_name}”：{one.members:,} 人 → {now:,} 人" for one, now in counts),
            ),
            size_notices(view.policy, counts),
        )


def size_notices(
    policy: Policy, counts: list[tuple[Organization, int]] | tuple[tuple[Organization, int], ...]
) -> tuple[Notice, ...]:
    """Warnings for the nodes whose number would be one that their kind should not have."""
    found = (
        size_notice(policy, kind=node.kind, name=node.short_name, members=now)
        for node, now in counts
    )
    return tuple(notice for notice in found if notice is not None)


def move_targets(connection: Connection, org_id: int) -> list[Organization]:
    """Where a node may be moved: the same kind of superior, never itself nor below itself."""
    node = queries.by_id(connection, org_id)
    if node.parent_id is None or node.status != "active":
        return []
    parent = queries.by_id(connection, node.parent_id)
    below = queries.subtree_ids(connection, org_id)
    return [
        other
        for other in queries.every(connection)
        if other.kind == parent.kind and other.id not in below and other.id != node.parent_id
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """All records of one branch go over to another; the first one is dissolved."""

    source_id: int
    target_id: int

    def plan(self, view: View) -> TreePlan:
        connection = view.connection
        source = queries.by_id(connection, self.source_id)
        target = queries.by_id(connection, self.target_id)
        if source.id == target.id or not {source.kind, target.kind} <= BRANCH_KINDS:
            raise RuleRefused("org.merge", "只能把一个团支部并入另一个团支部。")
        if target.status != "active" or source.status != "active":
            raise RuleRefused("org.merge", "已撤销的团支部不能合并。")
        people = connection.exec_driver_sql(
            "SELECT id, status FROM members WHERE branch_id = ? ORDER BY id", (source.id,)
        ).all()
        moves = tuple(
            Change("members", one, ("branch_id",), (source.id,), (target.id,)) for one, _ in people
        )
        carried = (*moves, *_carried(connection, source, target))
        stages = [Stage(status) for _, status in people]
        end = dissolution(source, view)
        return TreePlan(
            self,
            "org.merge",
            f"合并：{source.full_name} 并入 {target.full_name}",
            (*carried, end),
            (
                f"“{source.short_name}”的 {len(people):,} 份记录并入“{target.short_name}”"
                f"{_by_stage(stages)}，原支部撤销。",
                f"“{target.short_name}”：{target.members:,} 人 → "
                f"{target.members + source.members:,} 人",
                *also(carried),
            ),
            (
                *size_notices(view.policy, [(target, target.members + source.members)]),
                *_papers(connection, source),
                *_differences(source, target),
            ),
        )


def _by_stage(stages: list[Stage]) -> str:
    counts = {stage: stages.count(stage) for stage in STAGE_LABELS if stage in stages}
    words = "、".join(f"{STAGE_LABELS[stage]} {count:,}" for stage, count in counts.items())
    return f"（{words}）" if words else ""


def _carried(
    connection: Connection, source: Organization, target: Organization
) -> tuple[Change, ...]:
    """What else refers to a branch and goes along: drafts, graduates whose school it is, open
    transfers and retentions.

    Batches and letters stay under the name they were made in: they are papers of their day.
    """
    changes = []
    for one, branch, content in connection.exec_driver_sql(
        "SELECT id, branch_id, content FROM drafts "
        "WHERE branch_id = ? OR json_extract(content, '$.branch') = ? ORDER BY id",
        (source.id, source.code),
    ).all():
        here = target.id if branch == source.id else branch
        changes.append(
            Change(
                "drafts",
                one,
                ("branch_id", "content"),
                (branch, content),
                (here, _typed(content, source.code, target.code)),
            )
        )
    for table in ("graduate_lists", "graduate_entries"):
        rows = connection.exec_driver_sql(
            f"SELECT id FROM {table} WHERE school_id = ? ORDER BY id", (source.id,)
        )
        changes += [
            Change(table, one, ("school_id",), (source.id,), (target.id,)) for (one,) in rows
        ]
    return (*changes, *carried_over(connection, source, target))


def _typed(content: str, old: str, new: str) -> str:
    """A draft's text with the branch that was chosen in it."""
    typed: dict[str, Any] = json.loads(content)
    if typed.get("branch") == old:
        typed["branch"] = new
    return json.dumps(typed, ensure_ascii=False, sort_keys=True)


_TABLES = {
    "drafts": "份草稿",
    "graduate_lists": "份毕业生名单",
    "graduate_entries": "条毕业生记录",
    "transfers": "件没有办结的转接",
    "retentions": "份团籍保留登记",
}


def also(carried: tuple[Change, ...]) -> tuple[str, ...]:
    """What goes along with an act, in one sentence."""
    counts = [
        (words, len({change.id for change in carried if change.table == table}))
        for table, words in _TABLES.items()
    ]
    said = "、".join(f"{count:,} {words}" for words, count in counts if count)
    return (f"随之改记：{said}。",) if said else ()


def _papers(connection: Connection, node: Organization) -> tuple[Notice, ...]:
    """Papers under way in the name of a node that will be gone."""
    notices = []
    for table, words in (("deletion_batches", "删除批次"), ("correction_lists", "更正批次")):
        numbers = (
            connection.exec_driver_sql(
                f"SELECT number FROM {table} WHERE org_id = ? "
                "AND state NOT IN ('approved', 'returned', 'decided', 'withdrawn') ORDER BY number",
                (node.id,),
            )
            .scalars()
            .all()
        )
        if numbers:
            text = f"{words} {'、'.join(numbers)} 以“{node.short_name}”的名义填报，仍按原名办理。"
            notices.append(Notice("org.open_batch", text, "", node.short_name))
    return tuple(notices)


def _differences(source: Organization, target: Organization) -> tuple[Notice, ...]:
    notices = []
    if source.kind != target.kind:
        text = f"两个支部类别不同：{KINDS[source.kind]}并入{KINDS[target.kind]}，请核对。"
        notices.append(Notice("org.kinds_differ", text))
    if source.graduating_year != target.graduating_year:
        years = [f"{one.graduating_year or '未标记'}" for one in (source, target)]
        text = f"两个支部的毕业年份标记不同（{years[0]}、{years[1]}），合并后按后者。"
        notices.append(Notice("org.years_differ", text))
    return tuple(notices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissolve:
    """The end of a node that has no children, no members and nothing under way; history stays."""

    org_id: int

    def plan(self, view: View) -> TreePlan:
        connection = view.connection
        node = queries.by_id(connection, self.org_id)
        if node.status == "dissolved":
            raise RuleRefused("org.dissolve", f"“{node.short_name}”已经撤销。")
        if node.parent_id is None:
            raise RuleRefused("org.dissolve", f"“{node.short_name}”是最上级组织，不能撤销。")
        waiting, requests, drafts = hanging(connection, node.id)
        if node.members or node.children or waiting:
            raise RuleRefused(
                "org.dissolve",
                f"“{node.short_name}”还有 {node.members} 名团员、{node.children} 个下级组织、"
                f"{waiting} 件报到，不能撤销。请先转出团员、移走下级、办完报到。",
            )
        if requests or drafts:
            raise RuleRefused(
                "org.dissolve",
                f"“{node.short_name}”还有 {requests} 件没有办结的申请、{drafts} 份没有提交的草稿，"
                "不能撤销。请先办结，或把草稿改报其他支部。",
            )
        require_none(connection, node)
        return TreePlan(
            self,
            "org.dissolve",
            f"撤销 {node.full_name}",
            (dissolution(node, view),),
            (f"“{node.full_name}”撤销后不再出现在树上，编码不再使用，历史记录保留。",),
            _papers(connection, node),
        )


def hanging(connection: Connection, org_id: int) -> tuple[int, int, int]:
    """Report-ins, open requests and drafts that hang on a branch."""
    row = connection.exec_driver_sql(
        f"SELECT (SELECT count(*) FROM members WHERE branch_id = :org AND {queries.WAITING}), "
        f"(SELECT count(*) FROM ({queries.OPEN_REQUESTS}) AS open "
        "JOIN members AS m ON m.id = open.member_id WHERE m.branch_id = :org), "
        "(SELECT count(*) FROM drafts WHERE branch_id = :org)",
        {"org": org_id},
    ).one()
    return row[0], row[1], row[2]


def dissolution(node: Organization, view: View) -> Change:
    """The node's last change."""
    return Change(
        "organizations",
        node.id,
        ("status", "dissolved_on"),
        (node.status, None),
        ("dissolved", view.today.isoformat()),
        node.code,
    )


def one_of(connection: Connection, org_id: int | None) -> Organization | None:
    """A node, or None for the whole office."""
    if org_id is None:
        return None
    try:
        return active(connection, org_id)
    except RuleRefused as error:
        raise NotFound("org.unknown", error.message) from error
