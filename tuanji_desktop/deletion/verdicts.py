"""What stands on the paper that came back, line by line, until it is entered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .queries import RequestRow

APPROVE, RETURN = "approve", "return"
_LABELS = {APPROVE: "批准", RETURN: "退回", "": "待登记"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One open line with what the paper says of it; `act` is "" while that is not entered."""

    id: int
    line: int
    member_id: int
    name: str
    branch: str
    reasons: str
    act: str = ""
    why: str = ""

    @property
    def label(self) -> str:
        """The result in a word."""
        return _LABELS[self.act]


class Verdicts:
    """The open lines of a batch by the id of their request, in the order of the paper."""

    def __init__(self, rows: Iterable[RequestRow]) -> None:
        self.lines = {
            row.id: Verdict(
                row.id, row.line or 0, row.member_id, row.name, row.branch_short, row.reasons
            )
            for row in rows
        }

    def mark(self, ids: Iterable[int], act: str, why: str = "") -> None:
        """Enters the same for some lines; "" takes it back."""
        for one in ids:
            if one in self.lines:
                self.lines[one] = replace(self.lines[one], act=act, why=why)

    @property
    def open_ids(self) -> list[int]:
        """Lines of which nothing is entered yet."""
        return [one.id for one in self.lines.values() if not one.act]

    @property
    def approved(self) -> tuple[int, ...]:
        """Numbers of the lines that are approved."""
        return tuple(one.line for one in self.lines.values() if one.act == APPROVE)

    @property
    def returned(self) -> dict[int, str]:
        """Numbers of the lines that go back, each with its reason."""
        return {one.line: one.why for one in self.lines.values() if one.act == RETURN}
