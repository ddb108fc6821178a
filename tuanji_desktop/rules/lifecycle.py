"""The life cycles of domain.md §5 as frozen tables: who may do what, from where to where.

Each machine is a table of transitions; `next_state` is the only way from one state to the next.
What a transition *does* (writing, removing from the roster) is the rooms' affair.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from tuanji_desktop.core.errors import RuleRefused


class Stage(StrEnum):
    """Where a member's record stands: the report-in and the membership (domain.md §5.1, 5.3)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    ACTIVE = "active"
    TRANSFERRED_OUT = "transferred_out"
    RETAINED = "retained"
    OVER_AGE = "over_age"
    SELF_LEFT = "self_left"
    VOLUNTARILY_LEFT = "voluntarily_left"
    EXPELLED = "expelled"
    DELETED = "deleted"


STAGE_LABELS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.DRAFT: "草稿",
        Stage.SUBMITTED: "报到待审核",
        Stage.RETURNED: "被退回",
        Stage.WITHDRAWN: "已撤回",
        Stage.ACTIVE: "在册",
        Stage.TRANSFERRED_OUT: "已转出",
        Stage.RETAINED: "团籍保留",
        Stage.OVER_AGE: "超龄离团",
        Stage.SELF_LEFT: "自行脱团",
        Stage.VOLUNTARILY_LEFT: "自愿退团",
        Stage.EXPELLED: "开除",
        Stage.DELETED: "已删除",
    }
)

BEFORE_APPROVAL: frozenset[Stage] = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.WITHDRAWN})
"""Stages in which a report-in is free in every field, the branch included (G 一.1)."""

ON_ROSTER: frozenset[Stage] = frozenset({Stage.ACTIVE, Stage.RETAINED})
"""Stages that count as members of their branch."""

LEFT: frozenset[Stage] = frozenset(
    {
        Stage.TRANSFERRED_OUT,
        Stage.OVER_AGE,
        Stage.SELF_LEFT,
        Stage.VOLUNTARILY_LEFT,
        Stage.EXPELLED,
        Stage.DELETED,
    }
)
"""Stages whose record is closed."""


class Actor(StrEnum):
    """Whose act it is: the member or a level of the League, as the clerk records it."""

    MEMBER = "member"
    BRANCH = "branch"
    GENERAL_BRANCH = "general_branch"
    COMMITTEE = "committee"
    COUNTY = "county"
    PREFECTURE = "prefecture"
    PROVINCE = "province"
    RECEIVING_BRANCH = "receiving_branch"
    RECEIVING_SUPERIOR = "receiving_superior"
    CLOCK = "clock"


ACTOR_LABELS: Mapping[Actor, str] = MappingProxyType(
    {
        Actor.MEMBER: "团员本人",
        Actor.BRANCH: "团支部",
        Actor.GENERAL_BRANCH: "团总支",
        Actor.COMMITTEE: "基层团委",
        Actor.COUNTY: "团县委",
        Actor.PREFECTURE: "地级以上市团委（省直有关单位团委、团省委直管高校团委）",
        Actor.PROVINCE: "团省委",
        Actor.RECEIVING_BRANCH: "转入团支部",
        Actor.RECEIVING_SUPERIOR: "转入上级团组织",
        Actor.CLOCK: "系统",
    }
)


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted step: `actor` does `act` (shown as `label`) and `source` becomes `target`."""

    actor: Actor
    source: str
    act: str
    target: str
    label: str
    clause: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A life cycle: its states with their labels, and every step there is."""

    code: str
    label: str
    initial: str
    states: Mapping[str, str]
    transitions: tuple[Transition, ...]
    clause: str

    def steps_from(self, state: str) -> tuple[Transition, ...]:
        """Every permitted step out of a state; none from a final one."""
        return tuple(step for step in self.transitions if step.source == state)


def next_state(machine: Machine, state: str, act: str, *, actor: Actor | None = None) -> str:
    """The state after an act; where `actor` is given it must be allowed to do it.

    Raises `RuleRefused` (`lifecycle.refused`) saying what is possible instead.
    """
    acts = [step for step in machine.transitions if step.source == state and step.act == act]
    for step in acts:
        if actor is None or step.actor == actor:
            return step.target
    label = machine.states.get(state, state)
    if acts:
        allowed = "、".join(ACTOR_LABELS[step.actor] for step in acts)
        message = f"“{acts[0].label}”只能由{allowed}办理，{ACTOR_LABELS[actor or acts[0].actor]}无权办理。"
        raise RuleRefused("lifecycle.refused", message, clause=acts[0].clause)
    named = next((step for step in machine.transitions if step.act == act), None)
    wanted = f"“{named.label}”" if named else "该操作"
    clause = named.clause if named else machine.clause
    possible = "、".join(dict.fromkeys(f"“{step.label}”" for step in machine.steps_from(state)))
    advice = f"当前可以办理：{possible}。" if possible else "该状态已办结，不能再变更。"
    message = f"{machine.label}现为“{label}”，不能{wanted}。{advice}"
    raise RuleRefused("lifecycle.refused", message, clause=clause)


def _machine(
    code: str,
    label: str,
    initial: str,
    states: Mapping[str, str],
    clause: str,
    *steps: tuple[Actor, str, str, str, str, str],
) -> Machine:
    table = tuple(Transition(*step) for step in steps)
    return Machine(code, label, initial, MappingProxyType(dict(states)), table, clause)


def _stages(*stages: Stage) -> dict[str, str]:
    return {stage.value: STAGE_LABELS[stage] for stage in stages}


_M, _B, _CLOCK = Actor.MEMBER, Actor.BRANCH, Actor.CLOCK

REPORT_IN = _machine(
    "report_in",
    "报到",
    Stage.DRAFT,
    _stages(Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED, Stage.WITHDRAWN, Stage.ACTIVE),
    "G 一.1",
    (_M, Stage.DRAFT, "submit", Stage.SUBMITTED, "提交报到", "G 一.1"),
    (_M, Stage.RETURNED, "submit", Stage.SUBMITTED, "重新提交报到", "G 一.1"),
    (_M, Stage.WITHDRAWN, "submit", Stage.SUBMITTED, "重新提交报到", "G 一.1"),
    (_M, Stage.SUBMITTED, "withdraw", Stage.WITHDRAWN, "撤回报到", "G 一.1"),
    (_B, Stage.SUBMITTED, "return", Stage.RETURNED, "退回报到", "G 一.1"),
    (_B, Stage.SUBMITTED, "approve", Stage.ACTIVE, "审核通过", "G 一.1"),
)
"""A member applies to a branch (domain.md §5.1); in between it may be another branch."""

CHANGE_REQUEST = _machine(
    "change_request",
    "修改申请",
    "pending",
    {
        "pending": "待审核",
        "accepted": "已确认",
        "returned": "已退回",
        "withdrawn": "已撤回",
        "conflict": "有冲突",
    },
    "G 一.3",
    (_B, "pending", "accept", "accepted", "确认修改", "G 一.3"),
    (_B, "pending", "return", "returned", "退回修改", "G 一.3"),
    (_M, "pending", "withdraw", "withdrawn", "撤回修改", "G 一.3"),
    (_CLOCK, "pending", "clash", "conflict", "标记冲突", "G 一.3"),
    (_B, "conflict", "accept", "accepted", "仍然确认修改", "G 一.3"),
    (_B, "conflict", "return", "returned", "退回修改", "G 一.3"),
)
"""One field of a change request (§5.2); `conflict`: the base value changed meanwhile."""

_ROSTER_STAGES = (Stage.ACTIVE, Stage.RETAINED)
MEMBERSHIP = _machine(
    "membership",
    "团籍",
    Stage.ACTIVE,
    _stages(*_ROSTER_STAGES, *sorted(LEFT)),
    "N 三.1",
    (_B, Stage.ACTIVE, "retain", Stage.RETAINED, "办理团籍保留", "Q 附件3"),
    (_B, Stage.RETAINED, "resume", Stage.ACTIVE, "结束团籍保留", "Q 附件3"),
    *(
        (actor, source, act, target, label, clause)
        for source in _ROSTER_STAGES
        for actor, act, target, label, clause in (
            (Actor.RECEIVING_SUPERIOR, "transfer_out", Stage.TRANSFERRED_OUT, "转出", "N 三.2"),
            (_B, "over_age", Stage.OVER_AGE, "办理超龄离团", "N 三.3"),
            (_B, "self_leave", Stage.SELF_LEFT, "认定自行脱团", "N 三.4"),
            (_B, "leave", Stage.VOLUNTARILY_LEFT, "办理自愿退团", "N 三.4"),
            (Actor.COMMITTEE, "expel", Stage.EXPELLED, "开除团籍", "N 三.4"),
            (Actor.PROVINCE, "delete", Stage.DELETED, "审批删除", "G 三.1"),
        )
    ),
    *(
        (Actor.COMMITTEE, door, "restore", Stage.ACTIVE, "恢复团籍", "N 三.8")
        for door in (Stage.OVER_AGE, Stage.SELF_LEFT, Stage.VOLUNTARILY_LEFT, Stage.EXPELLED)
    ),
)
"""Membership (§5.3): each leaves by its own door; deletion is for wrong data only."""


def require_member(status: str, what: str) -> None:
    """Refuses somebody whose report-in has not been approved: there is no membership to act on."""
    if status not in MEMBERSHIP.states:
        raise RuleRefused(
            "lifecycle.refused",
            f"报到“{STAGE_LABELS[Stage(status)]}”，还不是在册团员，不能办理{what}。",
            clause=MEMBERSHIP.clause,
        )


_DELETION_STATES = {
    "draft": "草稿",
    "requested": "已申请删除，待审核",
    "endorsed": "已汇总核定",
    "sent": "已正式行文",
    "approved": "已批准删除",
    "returned": "已退回",
}


def deletion_machine(
    *,
    forward: Iterable[str],
    endorse: Iterable[str],
    send: Iterable[str],
    decide: Iterable[str],
    states: Mapping[str, str],
    clause: str,
) -> Machine:
    """The deletion chain with the levels that a pack names (§5.4; G 三.1, Q 五.4).

    Everybody above the branch who has it on the desk may return it; those who decide may return
    it at any step, which is how all pending requests go back at once (G 三.3).
    """
    forwarders, endorsers, senders, deciders = (
        tuple(Actor(level) for level in levels) for levels in (forward, endorse, send, decide)
    )
    labels = {**_DELETION_STATES, **states}
    return _machine(
        "deletion",
        "删除申请",
        "draft",
        labels,
        clause,
        (_B, "draft", "request", "requested", "支部申请", clause),
        *((who, "requested", "forward", "requested", "核对并上报", clause) for who in forwarders),
        *((who, "requested", "endorse", "endorsed", "汇总核定", clause) for who in endorsers),
        *((who, "endorsed", "send", "sent", "正式上报", clause) for who in senders),
        *((who, "sent", "approve", "approved", "审批通过", clause) for who in deciders),
        *(
            (who, source, "return", "returned", "退回", clause)
            for source, levels in (
                ("requested", (*forwarders, *endorsers, *deciders)),
                ("endorsed", (*endorsers, *senders, *deciders)),
                ("sent", deciders),
            )
            for who in dict.fromkeys(levels)
            if who is not _B
        ),
    )


def correction_machine(
    *,
    gather: Iterable[str],
    verify: Iterable[str],
    send: Iterable[str],
    decide: Iterable[str],
    clause: str,
) -> Machine:
    """A correction by formal letter (G 二): gathered below, verified case by case and sent up by
    the levels a pack names, decided by the province; only then the record changes."""
    gatherers, verifiers, senders, deciders = (
        tuple(Actor(level) for level in levels) for levels in (gather, verify, send, decide)
    )
    return _machine(
        "correction",
        "行文更正",
        "gathered",
        {
            "gathered": "材料已收集，待核实",
            "verified": "已核实，待行文",
            "sent": "已正式行文，待批复",
            "approved": "批复同意，已更正",
            "returned": "已退回",
            "withdrawn": "已撤回",
        },
        clause,
        *((who, "gathered", "withdraw", "withdrawn", "撤回更正", clause) for who in gatherers),
        *((who, "gathered", "verify", "verified", "逐案核实", clause) for who in verifiers),
        *((who, "verified", "send", "sent", "正式行文", clause) for who in senders),
        *((who, "sent", "approve", "approved", "批复同意", clause) for who in deciders),
        *(
            (who, source, "return", "returned", "退回", clause)
            for source, levels in (
                ("gathered", (*verifiers, *deciders)),
                ("verified", (*verifiers, *senders, *deciders)),
                ("sent", deciders),
            )
            for who in dict.fromkeys(levels)
        ),
    )


_TRANSFER_STATES = {
    "started": "已发起",
    "source_branch": "转出支部已审核",
    "source_superior": "转出上级已审核",
    "target_branch": "转入支部已审核",
    "waiting": "待新生支部建立",
    "received": "已转入",
    "returned": "已退回",
    "withdrawn": "已撤回",
}
_Desk = tuple[Actor, str, str]
"""Whose desk it is, the state after the approval, and the approval in words."""
_OUT_BRANCH: _Desk = (_B, "source_branch", "转出支部审核通过")
_OUT_SUPERIOR: _Desk = (Actor.COMMITTEE, "source_superior", "转出上级审核通过")
_IN_BRANCH: _Desk = (Actor.RECEIVING_BRANCH, "target_branch", "转入支部审核通过")
_IN_SUPERIOR: _Desk = (Actor.RECEIVING_SUPERIOR, "received", "转入上级审核通过")
_RECEIVERS = (Actor.RECEIVING_BRANCH, Actor.RECEIVING_SUPERIOR)


def _transfer(
    code: str, label: str, *desks: _Desk, waits: bool = False, clause: str = "N 四.1"
) -> Machine:
    """A transfer over these desks: each approves or returns, the starter withdraws as long as the
    receiving side has not approved; with `waits` it may wait for a new-student branch (G 四)."""
    sources = ("started", *(state for _, state, _ in desks[:-1]))
    received = [who in _RECEIVERS for who, _, _ in desks]
    free = sources[: received.index(True) + 1] if any(received) else sources
    known = {"started", "received", "returned", "withdrawn", *sources, *(("waiting",) * waits)}
    waiting = (
        (_B, "started", "wait", "waiting", "等待新生团支部建立", "G 四"),
        (_B, "waiting", "built", "started", "新生团支部已建立", "G 四"),
    )
    return _machine(
        code,
        label,
        "started",
        {key: words for key, words in _TRANSFER_STATES.items() if key in known},
        clause,
        *(
            (who, source, "approve", state, words, clause)
            for source, (who, state, words) in zip(sources, desks, strict=True)
        ),
        *(
            (who, source, "return", "returned", "退回转接", clause)
            for source, (who, _, _) in zip(sources, desks, strict=True)
        ),
        *(
            (_M, source, "withdraw", "withdrawn", "撤回转接", clause)
            for source in (*free, *(("waiting",) * waits))
        ),
        *(waiting if waits else ()),
    )


TRANSFER = _transfer(
    "transfer", "组织关系转接", _OUT_BRANCH, _OUT_SUPERIOR, _IN_BRANCH, _IN_SUPERIOR, waits=True
)
"""A transfer over four desks (§5.5). Overdue is no state: it is days without an act."""

TRANSFER_BY_TWO = _transfer(
    "transfer_by_two", "组织关系转接", _OUT_SUPERIOR, _IN_SUPERIOR, waits=True
)
"""The same where a pack asks for the two superiors only (`[transfer] approvals = 2`)."""

PAPER_TRANSFER = _transfer(
    "paper_transfer",
    "组织关系转接（纸质）",
    _OUT_BRANCH,
    (Actor.COMMITTEE, "source_superior", "转出上级审核通过，开具纸质介绍信"),
    (Actor.COMMITTEE, "received", "收到介绍信回执"),
)
"""To where the system does not reach (§8): the letter goes on paper, its receipt ends it."""

INCOMING = _transfer("incoming", "组织关系转入", _IN_BRANCH, _IN_SUPERIOR)
"""Somebody of elsewhere comes in: the approvals of our side."""

INCOMING_BY_ONE = _transfer("incoming_by_one", "组织关系转入", _IN_SUPERIOR)
"""The same where a pack asks for the superior only."""

MAJOR_CHANGE = _machine(
    "major_change",
    "转专业转接",
    "started",
    {key: _TRANSFER_STATES[key] for key in ("started", "received", "returned", "withdrawn")},
    "Q 三.3",
    (Actor.RECEIVING_BRANCH, "started", "approve", "received", "现团支部审核通过", "Q 三.3"),
    (Actor.RECEIVING_BRANCH, "started", "return", "returned", "退回转接", "Q 三.3"),
    (_M, "started", "withdraw", "withdrawn", "撤回转接", "Q 三.3"),
)
"""转专业 inside a college: one approval, by the new branch (Q 三.3)."""

TRANSFERS: Mapping[str, Machine] = MappingProxyType(
    {
        machine.code: machine
        for machine in (
            TRANSFER,
            TRANSFER_BY_TWO,
            PAPER_TRANSFER,
            INCOMING,
            INCOMING_BY_ONE,
            MAJOR_CHANGE,
        )
    }
)
"""The ways of `transfers.machine`: a transfer ends on the way it was started on."""

MACHINES: Mapping[str, Machine] = MappingProxyType(
    {machine.code: machine for machine in (REPORT_IN, CHANGE_REQUEST, MEMBERSHIP)} | dict(TRANSFERS)
)
