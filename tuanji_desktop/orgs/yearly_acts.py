"""The year's acts on many branches: which graduate, and their turning into graduate branches."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..rules.policy import Policy
from ..store.schema import ON_ROSTER
from . import queries, yearly
from .acts import node_change, one_of
from .kinds import KINDS
from .plans import Change, Notice, TreePlan, View, some
from .queries import Organization


def check_year(year: int) -> None:
    """A year that somebody may have meant."""
    if not 2000 <= year <= 2100:
        raise BadInput("org.year", f"年份 {year} 不对，应在 2000 到 2100 之间。")


def day_words(day: date) -> str:
    """A day as a sentence has it."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def scope(connection: Connection, org_id: int | None) -> list[Organization]:
    """The nodes below one (itself too), or all; with the nodes above, which say what school it is."""
    nodes = queries.every(connection)
    node = one_of(connection, org_id)
    if node is None:
        return nodes
    wanted = queries.subtree_ids(connection, node.id)
    wanted |= {one.id for one in queries.path(connection, node.id)}
    return [one for one in nodes if one.id in wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Branches that graduate in the summer of a year, and others that do not after all."""

    year: int
    marked: tuple[int, ...] = ()
    unmarked: tuple[int, ...] = ()

    def plan(self, view: View) -> TreePlan:
        check_year(self.year)
        nodes = queries.by_ids(view.connection, {*self.marked, *self.unmarked})
        changes: list[Change] = []
        left_out: list[Notice] = []
        for ids, year in ((self.marked, self.year), (self.unmarked, None)):
            for one in ids:
                node = nodes.get(one)
                why = _unmarkable(node, view.policy)
                if node is None or why is not None:
                    left_out.append(why or unknown(one))
                elif change := node_change(node, {"graduating_year": year}):
                    changes.append(change)
        on = [change for change in changes if change.after[0] is not None]
        off = len(changes) - len(on)
        said = [f"标记 {len(on):,} 个团支部为 {self.year} 年毕业班"] if on else []
        said += [f"取消 {off:,} 个团支部的标记"] if off else []
        turning = day_words(view.policy.tree.turns_on(self.year))
        sentences = (*(f"{words}。" for words in said), f"{turning}起可以转为毕业班团支部。")
        return TreePlan(
            self,
            "org.mark",
            "毕业班：" + "，".join(said),
            tuple(changes),
            sentences if changes else ("没有需要改动的标记。",),
            (),
            tuple(left_out),
        )


def unknown(org_id: int) -> Notice:
    return Notice("org.unknown", f"没有编号为 {org_id} 的团组织。")


def _unmarkable(node: Organization | None, policy: Policy) -> Notice | None:
    if node is None:
        return None
    name, clause = node.short_name, policy.tree.turn_clause
    if node.status != "active":
        return Notice("org.dissolved", f"“{name}”已撤销。", "", name)
    if node.kind == "graduate_branch":
        return Notice("org.mark", f"“{name}”已经是毕业班团支部。", clause, name)
    if node.kind != "branch":
        text = f"“{name}”是{KINDS[node.kind]}，只有团支部可以标记为毕业班。"
        return Notice("org.mark", text, clause, name)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Marked branches of a year become graduate branches, from the pack's day on.

    All of them below a node (None: the whole office), or only `chosen`. What has turned already is
    passed over: a second turn changes nothing.
    """

    year: int
    org_id: int | None = None
    chosen: tuple[int, ...] | None = None

    def plan(self, view: View) -> TreePlan:
        check_year(self.year)
        tree = view.policy.tree
        nodes = scope(view.connection, self.org_id)
        due = yearly.to_turn(nodes, self.year)
        if self.chosen is not None:
            due = [node for node in due if node.id in self.chosen]
        changes = [node_change(node, {"kind": "graduate_branch"}) for node in due]
        first = tree.turns_on(self.year)
        stop = None
        if view.today < first:
            text = (
                f"{self.year} 年的毕业班要到 {day_words(first)}才能转为毕业班团支部，"
                f"今天是 {day_words(view.today)}。"
            )
            stop = Notice("org.turn_early", text, tree.turn_clause)
        people = sum(node.members for node in due)
        late = [
            node
            for node in nodes
            if node.kind == "branch" and (node.graduating_year or self.year) < self.year
        ]
        return TreePlan(
            self,
            "org.turn",
            f"毕业班转换：{len(due):,} 个 {self.year} 年毕业班转为毕业班团支部",
            tuple(change for change in changes if change is not None),
            (f"{len(due):,} 个团支部（{people:,} 名团员）转为毕业班团支部，名称和团员不变。",)
            if due
            else (f"没有 {self.year} 年的毕业班要转换：没有标记，或已经转换。",),
            (Notice("org.turn_late", f"以前年份标记的 {some([one.short_name for one in late])}还没有转换。"),)
            if late
            else (),
            (),
            stop,
        )  # fmt: skip


def proposals_to_mark(view: View, *, org_id: int | None, year: int) -> list[yearly.MarkRow]:
    """The branches that may be marked, the proposed ones ticked."""
    nodes = scope(view.connection, org_id)
    wanted = {node.id for node in nodes if node.kind == "branch"}
    years: dict[int, dict[int, int]] = defaultdict(dict)
    for branch, text, count in view.connection.exec_driver_sql(
        "SELECT branch_id, substr(graduation_year, 1, 4), count(*) FROM members "
        f"WHERE {ON_ROSTER} AND graduation_year <> '' GROUP BY 1, 2"
    ):
        if branch in wanted and str(text).isdigit():
            years[branch][int(text)] = count
    return yearly.mark_rows(
        nodes,
        kinds=yearly.school_kinds(nodes),
        years=years,
        year=year,
        today=view.today,
        only=org_id,
    )
