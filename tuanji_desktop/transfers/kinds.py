"""What moves a membership: the pack's destinations, and the school's own cases (domain.md §5.5, §8)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.errors import BadInput, RuleRefused
from ..rules.lifecycle import MAJOR_CHANGE, TRANSFER, Actor, Machine
from ..rules.policy import Policy

MACHINES: Mapping[str, Machine] = {machine.code: machine for machine in (TRANSFER, MAJOR_CHANGE)}

MAJOR = "转专业"
DROPPED_OUT = "退学"
SENT_HOME = "退回原籍"

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
    """One reason to transfer: its life cycle, where it leads, who may start it, and the clause."""

    label: str
    machine: Machine
    target_kind: str
    route: str
    starters: tuple[Actor, ...]
    clause: str


def kinds(policy: Policy) -> Mapping[str, Kind]:
    """All reasons under a pack, the destinations of its graduates first."""
    usual = (Actor.BRANCH, Actor.MEMBER)
    found = {
        one.label: Kind(
            one.label, TRANSFER, _TARGETS.get(one.label, "other"), one.route, usual, one.clause
        )
        for one in policy.destinations.values()
        if one.treatment == "transfer"
    }
    by_school = (Actor.GENERAL_BRANCH, Actor.MEMBER)
    # where the pack says nothing of its own, Q 三.4 is what is known
    clause = policy.destinations[DROPPED_OUT].clause if DROPPED_OUT in found else "Q 三.4"
    home = "转接至户籍所在地团组织。"
    found[DROPPED_OUT] = Kind(DROPPED_OUT, TRANSFER, "household", home, by_school, clause)
    found[SENT_HOME] = Kind(SENT_HOME, TRANSFER, "household", home, usual, TRANSFER.clause)
    found[MAJOR] = Kind(
        MAJOR,
        MAJOR_CHANGE,
        "branch",
        "由原团支部管理员或本人发起，现团支部管理员审核后转入。",
        usual,
        MAJOR_CHANGE.clause,
    )
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
    raise BadInput(
        "transfer.kind_unknown", f"没有“{label}”这种转接原因。可用的有：{'、'.join(known)}。"
    )
