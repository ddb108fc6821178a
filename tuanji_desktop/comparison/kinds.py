"""What a comparison can find, where a line of its work list stands, and what may be said of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..office.comparisons import AGREED, DIFFERS, HERE, OPEN, PENDING, THERE

__all__ = [
    "AGREED", "ASIDE", "CORRECT_THERE", "DECIDED", "DIFFERS", "DOUBLE", "FILTERS", "HERE", "KINDS",
    "NOT_OURS", "OPEN", "PENDING", "SAID", "STATES", "THERE", "UNSURE", "can_be_said",
]  # fmt: skip

UNSURE: Final = "unsure"
DOUBLE: Final = "double"

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        DIFFERS: "内容不同",
        THERE: "仅名单有",
        HERE: "仅台账有",
        UNSURE: "待认人",
        DOUBLE: "名单重复",
    }
)
"""here: on our roster only; there: in the list only; differs: one field of one person; unsure: the
number cannot tell who the row is; double: the list has the person twice."""

CORRECT_THERE: Final = "correct_there"
NOT_OURS: Final = "not_ours"
ASIDE: Final = "aside"
DECIDED: Final = "decided"

STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        OPEN: "待处理",
        PENDING: "办理中",
        CORRECT_THERE: "待系统更正",
        NOT_OURS: "非本单位",
        AGREED: "已一致",
        ASIDE: "已搁置",
        DECIDED: "已认人",
    }
)
"""open, pending and agreed are looked up in the roster and never stored, so that an undo of what
settled a line opens it again; the others are said by a clerk."""

SAID: Final = (CORRECT_THERE, NOT_OURS, ASIDE)
"""What a clerk may say of a line: the official system is to be put right, the person is not of
this unit (nor is it the roster's fault), or nothing is to be done, with the reason."""

FILTERS: Final[Mapping[str, tuple[str, frozenset[str]]]] = MappingProxyType(
    {
        "open": ("待处理", frozenset({OPEN})),
        "pending": ("办理中", frozenset({PENDING})),
        "handed": ("待系统更正", frozenset({CORRECT_THERE, NOT_OURS})),
        "done": ("已了结", frozenset({AGREED, ASIDE, DECIDED})),
        "all": ("全部", frozenset(STATES)),
    }
)
"""What the work list shows: words and states."""


def can_be_said(said: str, kind: str) -> bool:
    """Whether a clerk may say this of such a line."""
    if said == NOT_OURS:
        return kind == THERE
    if kind == UNSURE:  # who it is must be decided first
        return said == ASIDE
    return said in SAID
