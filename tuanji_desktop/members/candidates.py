"""A row of a list beside the members it may mean, as the wizard sets them side by side."""

from collections.abc import Mapping

from ..kit.import_adapter import Candidate
from ..rules.fields import label_of
from ..sheets.reading import LEAVE, MEMBER, NEW
from .queries import Member

_SHOWN = ("name", "id_number", "sex", "born_on", "mobile", "branch")
BESIDE = tuple(label_of(name) for name in _SHOWN)
"""The labels of what is compared."""
AS_NEW = (NEW, "不是他们，按不在册登记")
LEAVE_OUT = (LEAVE, "这一行不导入")


def incoming(values: Mapping[str, str]) -> tuple[str, ...]:
    """What the list says of each."""
    return tuple(values.get(name) or "" for name in _SHOWN)


def candidate(member: Member) -> Candidate:
    """A member as one of the answers."""
    values = member.values
    shown = tuple(
        (member.branch_short if name == "branch" else values.get(name)) or "" for name in _SHOWN
    )
    return Candidate(f"{MEMBER}{member.id}", f"{member.name}（{member.branch_short}）", shown)
