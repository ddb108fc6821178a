"""What another rule pack would change on the whole roster and in the open papers; writes nothing."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..office.service import pack
from ..rules.describe import UNIT_LABELS
from ..rules.fields import label_of
from ..rules.lifecycle import Stage
from ..rules.policy import TIER_LABELS, Policy
from ..store.connection import raw
from .policy_effects import Effects, EffectWords, Judged, Key, TierChange, tier_words

SECTIONS = (
    "必填", "字段修改", "选项", "应填的值", "核对", "待审核的修改", "行文更正", "删除申请", "团组织",
)  # fmt: skip
"""The parts of a plan, in their order."""
_PAGE = 20_000
_NOBODY: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One effect of the other pack: what holds now, what will, and who is behind it.

    `count` counts members, or organisations where `names` has them. `ids` are the members; those
    of a whole stage (`stage`) are many and are only read when somebody asks (`members_behind`).
    """

    key: str
    section: str
    subject: str
    before: str
    after: str
    clause: str
    count: int
    ids: Sequence[int] = _NOBODY
    stage: Stage | None = None
    names: tuple[str, ...] = ()

    @property
    def amount(self) -> str:
        """The count with what it counts."""
        return f"{self.count:,} {'个团组织' if self.names else '人'}"


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    """What another pack would change; `changed` as in `Switched`, the reds count the roster.

    `seen` is the last row of the journal that the plan knows: applying it refuses later changes.
    """

    policy: Policy
    changed: int
    newly_red: int
    no_longer_red: int
    red_after: int
    rows: tuple[PlanRow, ...] = ()
    seen: int = 0
    not_given: Sequence[int] = _NOBODY

    def words(self) -> str:
        """The plan as the clerk reads it before saying yes."""
        if not self.changed:
            return f"没有人的必填情况会改变；红名仍为 {self.red_after:,} 人。"
        return (
            f"{self.changed:,} 人的必填情况会改变：新增红名 {self.newly_red:,} 人，"
            f"不再是红名 {self.no_longer_red:,} 人；启用后红名共 {self.red_after:,} 人。"
        )

    def row(self, key: str) -> PlanRow:
        """An effect by its key."""
        for row in self.rows:
            if row.key == key:
                return row
        raise NotFound("policy.effect", f"没有编号为“{key}”的影响。")


def plan_policy(
    context: Context,
    *,
    policy_id: str,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> PolicyPlan:
    """What `use_policy` would change; writes nothing."""
    policy = pack(policy_id)
    effects = Effects(context.policy, policy, today=context.today)
    found: dict[Key, array[int]] = defaultdict(lambda: array("q"))
    counts = [0, 0, 0, 0]
    with context.database.read() as connection:
        seen = connection.exec_driver_sql("SELECT max(id) FROM journal_rows").scalar() or 0
        for page in judged(connection, effects, progress):
            _count(page, counts, found)
        sql = "SELECT status, count(*) FROM members GROUP BY status"
        stages: dict[str, int] = dict(raw(connection).execute(sql).fetchall())
        papers = [
            *_pending(connection, context.policy, policy, effects),
            *_corrections(connection, policy),
            *_deletions(connection, context.policy, policy),
            *_units(connection, context.policy, policy),
        ]
    rows = [*_member_rows(effects, found), *_tier_rows(effects, found, stages), *papers]
    order = {section: place for place, section in enumerate(SECTIONS)}
    rows.sort(key=lambda row: order[row.section])
    not_given = array("q")
    for stage in Stage:
        not_given += found.get(("not_given", stage.value), array("q"))
    changed, newly, no_longer, red = counts
    return PolicyPlan(policy, changed, newly, no_longer, red, tuple(rows), seen, not_given)


def members_behind(context: Context, plan: PolicyPlan, key: str) -> Sequence[int]:
    """The members behind an effect, for the roster and for lists."""
    row = plan.row(key)
    if row.stage is None:
        return row.ids
    with context.database.read() as connection:
        sql = "SELECT id FROM members WHERE status = ? ORDER BY id"
        ids = [one for (one,) in raw(connection).execute(sql, (row.stage.value,))]
    if row.key.endswith(".given"):
        without = set(plan.not_given)
        ids = [one for one in ids if one not in without]
    return array("q", ids)


def judged(
    connection: Connection, effects: Effects, progress: Progress
) -> Iterator[list[tuple[int, str, Judged]]]:
    """All members under the new pack, a page at a time: id, what they lack now, what then."""
    columns = ", ".join(effects.columns())
    sql = f"SELECT m.id, m.id_number, {columns} FROM members AS m WHERE m.id > ? ORDER BY m.id LIMIT ?"
    last, total = 0, connection.exec_driver_sql("SELECT max(id) FROM members").scalar() or 0
    judge = effects.judge
    while rows := raw(connection).execute(sql, (last, _PAGE)).fetchall():
        yield [(row[0], row[3], judge(row[2:], row[1])) for row in rows]
        last = rows[-1][0]
        progress.stop_if_cancelled()
        progress(last, total, "核对花名册")


def _count(
    page: list[tuple[int, str, Judged]], counts: list[int], found: Mapping[Key, "array[int]"]
) -> None:
    for member, before, one in page:
        now = one.missing
        counts[0] += now != before
        if one.on_roster:
            counts[1] += bool(now) and not before
            counts[2] += bool(before) and not now
            counts[3] += bool(now)
        for key in one.keys:
            found[key].append(member)


# ---- rows of members ----


def _member_rows(effects: Effects, found: Mapping[Key, "array[int]"]) -> Iterator[PlanRow]:
    for key in sorted(found, key=effects.place):
        if key[0] != "not_given":
            yield _row(".".join(key), effects.words(key), found[key])


def _row(key: str, words: EffectWords, ids: Sequence[int]) -> PlanRow:
    return PlanRow(
        key,
        words.section,
        words.subject,
        words.before,
        words.after,
        words.clause,
        len(ids),
        ids,
    )


def _tier_rows(
    effects: Effects, found: Mapping[Key, "array[int]"], stages: Mapping[str, int]
) -> Iterator[PlanRow]:
    for change in effects.tiers:
        total = stages.get(change.stage.value, 0)
        without: Sequence[int] = found.get(("not_given", change.stage.value), _NOBODY)
        count = {None: total, True: total - len(without), False: len(without)}[change.given]
        if count:
            yield _tier_row(change, count, without)


def _tier_row(change: TierChange, count: int, without: Sequence[int]) -> PlanRow:
    words = tier_words(change)
    key = f"tier.{change.field}.{change.stage.value}"
    if change.given is not None:
        key += ".given" if change.given else ".not_given"
    listed = change.given is False
    return PlanRow(
        key,
        words.section,
        words.subject,
        words.before,
        words.after,
        words.clause,
        count,
        without if listed else _NOBODY,
        None if listed else change.stage,
    )


# ---- open papers ----


def _grouped(
    rows: Sequence[tuple[str, str, int]],
) -> dict[tuple[str, str], list[int]]:
    """Members by the two words that a paper goes by, each member once."""
    groups: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    for one, other, member in rows:
        groups[one, other][member] = None
    return {key: list(members) for key, members in groups.items()}


def _pending(
    connection: Connection, old: Policy, new: Policy, effects: Effects
) -> Iterator[PlanRow]:
    found = raw(connection).execute(
        "SELECT f.field, '', r.member_id FROM change_fields AS f "
        "JOIN change_requests AS r ON r.id = f.request_id WHERE f.state = 'pending' ORDER BY f.id"
    )
    groups = _grouped(found.fetchall())
    for (field, _), ids in groups.items():
        before, after = (
            one.field_state(field, stage=Stage.ACTIVE, values={}, today=effects.today)
            for one in (old, new)
        )
        yield PlanRow(
            f"pending.{field}",
            "待审核的修改",
            label_of(field),
            f"已提交；{TIER_LABELS[before.tier]}",
            f"已提交的仍待审核；新的修改：{TIER_LABELS[after.tier]}",
            after.clause,
            len(ids),
            ids,
        )
    if groups and old.review.two_persons != new.review.two_persons:
        ids = sorted({one for members in groups.values() for one in members})
        said = ["申请人自己也可以审核", "须由申请人以外的人审核"]
        yield PlanRow(
            "pending.two_persons",
            "待审核的修改",
            "由谁审核",
            said[old.review.two_persons],
            said[new.review.two_persons],
            new.review.clause,
            len(ids),
            ids,
        )


def _corrections(connection: Connection, new: Policy) -> Iterator[PlanRow]:
    found = raw(connection).execute(
        "SELECT field, '', member_id FROM corrections "
        "WHERE state IN ('gathered', 'verified', 'sent') ORDER BY id"
    )
    rule = new.correction
    for (field, _), ids in _grouped(found.fetchall()).items():
        kept = rule is not None and field in rule.fields
        after = "照新规则的层级继续办理" if kept else "新规则没有这种更正，请先办结或撤回"
        clause = rule.clause if rule else ""
        yield PlanRow(
            f"correction.{field}",
            "行文更正",
            label_of(field),
            "正在办理",
            after,
            clause,
            len(ids),
            ids,
        )


def _deletions(connection: Connection, old: Policy, new: Policy) -> Iterator[PlanRow]:
    open_states = "('draft', 'requested', 'endorsed', 'sent')"
    found = raw(connection).execute(
        "SELECT state, '', member_id FROM deletion_requests "
        f"WHERE state IN {open_states} ORDER BY id"
    )
    for (state, _), ids in _grouped(found.fetchall()).items():
        before, after = (one.deletion_machine.states[state] for one in (old, new))
        levels = old.deletion.decide != new.deletion.decide
        yield PlanRow(
            f"deletion.{state}",
            "删除申请",
            f"{before}的申请",
            f"“{before}”",
            f"“{after}”{'，审批层级改变' if levels else ''}",
            new.deletion.clause,
            len(ids),
            ids,
        )
    found = raw(connection).execute(
        "SELECT d.code, '', r.member_id FROM deletion_reasons AS d "
        "JOIN deletion_requests AS r ON r.id = d.request_id "
        f"WHERE r.state IN {open_states} ORDER BY r.id"
    )
    for (code, _), ids in _grouped(found.fetchall()).items():
        reason = new.reasons.get(code)
        if reason is None or not reason.accepted:
            known = old.reasons.get(code) or reason
            yield PlanRow(
                f"reason.{code}",
                "删除申请",
                f"删除原因：{known.label if known else code}",
                "可以受理",
                f"不予受理。{reason.advice}" if reason else "没有这种删除原因，请先办结或退回",
                reason.clause if reason else new.deletion.clause,
                len(ids),
                ids,
            )


def _units(connection: Connection, old: Policy, new: Policy) -> Iterator[PlanRow]:
    if (old.tree.sizes, old.tree.hollow) == (new.tree.sizes, new.tree.hollow):
        return
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    found = raw(connection).execute(
        "SELECT o.kind, o.short_name, c.members FROM organizations AS o "
        "JOIN org_counts AS c ON c.org_id = o.id WHERE o.status = 'active' ORDER BY o.code"
    )
    for kind, name, members in found:
        before, after = _size(old, kind, members), _size(new, kind, members)
        if after[0] != before[0]:
            groups[kind, before[1], after[1]].append(f"{name}（{members} 人）")
    for (kind, before_words, after_words), names in groups.items():
        size = new.tree.sizes.get(kind)
        yield PlanRow(
            f"unit.{kind}.{before_words}.{after_words}",
            "团组织",
            UNIT_LABELS.get(kind, kind),
            before_words,
            after_words,
            size.clause if size else new.tree.clause,
            len(names),
            names=tuple(names),
        )


def _size(policy: Policy, kind: str, members: int) -> tuple[str, str]:
    """What is wrong with the size of a unit, and that in words."""
    if kind == "branch" and members < policy.tree.hollow:
        return "hollow", f"空心团支部（不足{policy.tree.hollow}人）"
    size = policy.tree.sizes.get(kind)
    if size is not None and members < size.at_least:
        return "small", f"少于{size.at_least}人"
    if size is not None and size.at_most is not None and members > size.at_most:
        return "large", f"超过{size.at_most}人"
    return "", "人数合适"
