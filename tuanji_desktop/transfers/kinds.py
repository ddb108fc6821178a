"""What moves a membership: the pack's destinations, and the school's own cases (domain.md §5.5, §8)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.errors import BadInput, RuleRefused
from ..rules.lifecycle import (
    INCOMING,
    INCOMING_BY_ONE,
    MAJOR_CHANGE,
    PAPER_TRANSFER,
    TRANSFER,
    TRANSFER_BY_TWO,
    TRANSFERS,
    Actor,
    Machine,
)
from ..rules.policy import Policy

MACHINES: Mapping[str, Machine] = TRANSFERS

MAJOR = "转专业"
DROPPED_OUT = "退学"
SENT_HOME = "退回原籍"
INTERRUPTED = "休学"
COMES_IN = "转入"
"""The kind of those who come in from elsewhere."""

_TARGETS = {
    "升学": "school",
    "就业": "employer",
    "创业": "employer",
    "未就业": "residence",
    "参军入伍": "army",
    DROPPED_OUT: "household",
    SENT_HOME: "household",
    MAJOR: "branch",
}
TARGET_WORDS = {
    "school": "升学学校的团组织",
    "employer": "工作单位的团组织",
    "residence": "居住地的团组织",
    "household": "户籍所在地的团组织",
    "army": "部队的团组织",
    "branch": "现所在专业的团支部",
    "other": "接收的团组织",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One reason to transfer: its life cycle, where it leads, who may start it, and the clause.

    `on_paper`: the system does not reach the receiver, a letter on paper does.
    """

    label: str
    machine: Machine
    target_kind: str
    route: str
    starters: tuple[Actor, ...]
    clause: str
    on_paper: bool = False


def usual_machine(policy: Policy) -> Machine:
    """Over four desks or two, as the pack says."""
    return TRANSFER if policy.transfer.approvals == 4 else TRANSFER_BY_TWO


def incoming_machine(policy: Policy) -> Machine:
    """The half of it that is our side's."""
    return INCOMING if policy.transfer.approvals == 4 else INCOMING_BY_ONE


def kinds(policy: Policy) -> Mapping[str, Kind]:
    """All reasons under a pack, the destinations of its graduates first."""
    usual = (Actor.BRANCH, Actor.MEMBER)
    machine, rule = usual_machine(policy), policy.transfer
    found = {
        one.label: Kind(
            one.label, machine, _TARGETS.get(one.label, "other"), one.route, usual, one.clause
        )
        for one in policy.destinations.values()
        if one.treatment == "transfer" and one.label not in rule.paper_only
    }
    by_school = (Actor.GENERAL_BRANCH, Actor.MEMBER)
    # where the pack says nothing of its own, Q 三.4 is what is known
    clause = policy.destinations[DROPPED_OUT].clause if DROPPED_OUT in found else "Q 三.4"
    home = "转接至户籍所在地团组织。"
    found[DROPPED_OUT] = Kind(DROPPED_OUT, machine, "household", home, by_school, clause)
    found[SENT_HOME] = Kind(SENT_HOME, machine, "household", home, usual, rule.clause)
    found[MAJOR] = Kind(
        MAJOR,
        MAJOR_CHANGE,
        "branch",
        "由原团支部管理员或本人发起，现团支部管理员审核后转入。",
        usual,
        MAJOR_CHANGE.clause,
    )
    for label in rule.paper_only:
        target = "army" if "部队" in label or "军" in label else "other"
        route = "系统不能到达，由上级开具纸质介绍信转接，收到回执后办结。"
        found[label] = Kind(label, PAPER_TRANSFER, target, route, usual, rule.paper_clause, True)
    return found


def kind_of(policy: Policy, label: str) -> Kind:
    """A reason by its name; what is retained and not transferred names the right door."""
    known = kinds(policy)
    if label in known:
        return known[label]
    retained = policy.destinations.get(label)
    if retained is not None:
        raise RuleRefused(
            "transfer.retained",
            f"“{label}”不办理组织关系转接：{retained.route}",
            clause=retained.clause,
        )
    if label == INTERRUPTED:
        raise RuleRefused(
            "transfer.retained",
            f"“{label}”不办理组织关系转接，请登记团籍保留。",
            clause="Q 三.4",
        )
    raise BadInput(
        "transfer.kind_unknown", f"没有“{label}”这种转接原因。可用的有：{'、'.join(known)}。"
    )
