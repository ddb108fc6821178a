"""The doors out of the membership and the way back (domain.md §5.3), as the pack describes them."""

from collections.abc import Mapping
from types import MappingProxyType

from ..rules.fields import label_of
from ..rules.lifecycle import MEMBERSHIP, STAGE_LABELS, Stage
from ..rules.policy import Condition, Door, Policy

RESTORED = "restored"
"""The code of the way back; its proofs are kept with this before their own codes."""

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "over_age": "over_age",
        "self_left": "self_leave",
        "voluntarily_left": "leave",
        "expelled": "expel",
        RESTORED: "restore",
    }
)
"""The act of `MEMBERSHIP` that each door stands for; what is no key here is no door."""


def ways_out(policy: Policy) -> tuple[Door, ...]:
    """The doors that the pack knows, the way back not among them."""
    return tuple(door for code, door in policy.doors.items() if code in ACTS and code != RESTORED)


def stage_words(code: str) -> str:
    """A status in words."""
    return STAGE_LABELS.get(Stage(code), code) if code in set(Stage) else code


def is_out(status: str) -> bool:
    """Whether a member left by one of the doors, so that there is a way back."""
    return any(step.act == ACTS[RESTORED] for step in MEMBERSHIP.steps_from(status))


def needs(door: Door) -> str:
    """The papers that a door takes, in words; '' where it takes none."""
    must = [proof.label for proof in door.proofs if proof.required]
    may = [proof.label for proof in door.proofs if not proof.required]
    if door.document_required:
        must.append("文号")
    words = [f"须有{'、'.join(must)}"] if must else []
    words += [f"可附{'、'.join(may)}"] if may else []
    return "；".join(words)


def proof_label(policy: Policy, door: str, kind: str) -> str:
    """What a kept proof is called; its bare code where the pack no longer names it."""
    back = kind.startswith(f"{RESTORED}_")
    code = kind.removeprefix(f"{RESTORED}_")
    found = policy.doors.get(RESTORED if back else door)
    proofs = found.proofs if found else ()
    return next((proof.label for proof in proofs if proof.code == code), code)


def standing(condition: Condition, value: str | None) -> str:
    """Why somebody stays, in words: the condition of `Door.unless` that holds."""
    return f"{label_of(condition.field)}：{value}"
