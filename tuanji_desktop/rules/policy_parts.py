"""The parts a policy is made of: frozen rows, each with the clause it rests on.

Rule, Window      how a field may be changed, for ever or between two days
Condition,
Requirement,
Expected          what must be filled, and with what
NumberRule,
AgeRule           development numbers by year joined; ages
DeletionReason    a kind of deletion request, admitted or refused
Destination,
Milestone         where graduates go, and by when
ReviewRule,
CorrectionRule    who decides a change, and what takes a formal letter
Door, Proof       how a membership ends, on which papers, and how it is restored
TreeRule          sizes of units, the day on which graduating branches turn
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.rules import id_numbers
from tuanji_desktop.rules.fields import label_of

Values = Mapping[str, str | None]
"""A member's values by field name: canonical text, None where empty."""


class Tier(StrEnum):
    """How a change of a field is taken: not at all, after the branch's review, at once."""

    LOCKED = "locked"
    REVIEW = "review"
    FREE = "free"


TIER_LABELS: Mapping[Tier, str] = MappingProxyType(
    {Tier.LOCKED: "不可修改", Tier.REVIEW: "修改须审核", Tier.FREE: "可直接修改"}
)


class ChangePath(StrEnum):
    """The permitted way to change what is not free."""

    NONE = "none"
    WITHDRAW_OR_RETURN = "withdraw_or_return"
    CHANGE_REQUEST = "change_request"
    CORRECTION_LETTER = "correction_letter"
    DELETION_REENTRY = "deletion_reentry"
    TRANSFER = "transfer"
    DERIVED = "derived"
    CLOSED_RECORD = "closed_record"


PATH_LABELS: Mapping[ChangePath, str] = MappingProxyType(
    {
        ChangePath.NONE: "",
        ChangePath.WITHDRAW_OR_RETURN: "撤回或退回报到",
        ChangePath.CHANGE_REQUEST: "提交修改申请",
        ChangePath.CORRECTION_LETTER: "正式行文更正",
        ChangePath.DELETION_REENTRY: "申请删除后重新录入",
        ChangePath.TRANSFER: "办理组织关系转接",
        ChangePath.DERIVED: "由身份证号得出",
        ChangePath.CLOSED_RECORD: "档案已关闭",
    }
)


@dataclass(frozen=True, slots=True)
class FieldState:
    """Whether a field of one member may be changed now; `reason` is a sentence for the clerk."""

    tier: Tier
    clause: str
    reason: str
    path: ChangePath
    path_label: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field (or a stage of the record) may be changed, and where that stands."""

    tier: Tier
    clause: str
    reason: str
    path: ChangePath = ChangePath.NONE

    def state(self) -> FieldState:
        """The rule as the answer that screens show."""
        return FieldState(self.tier, self.clause, self.reason, self.path, PATH_LABELS[self.path])


@dataclass(frozen=True, slots=True)
class Window:
    """A rule that opens and closes by itself; both days belong to it, `last` None is for good."""

    field: str
    first: date
    last: date | None
    rule: Rule

    @property
    def span(self) -> str:
        """From when to when, in words."""
        last = f"至{self.last.isoformat()}" if self.last else "起"
        return f"{self.first.isoformat()}{last}"

    def open_on(self, day: date) -> bool:
        """Whether the rule holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison with one field of the member; canonical text compares as text."""

    field: str
    equals: str | None = None
    one_of: tuple[str, ...] = ()
    at_least: str | None = None
    at_most: str | None = None

    def holds(self, values: Values) -> bool:
        """Whether it is so; an empty field satisfies nothing."""
        value = values.get(self.field)
        return bool(value) and (
            (self.equals is None or value == self.equals)
            and (not self.one_of or value in self.one_of)
            and (self.at_least is None or str(value) >= self.at_least)
            and (self.at_most is None or str(value) <= self.at_most)
        )


@dataclass(frozen=True, slots=True)
class Requirement:
    """A starred field; with conditions it is starred only where all of them hold."""

    field: str
    when: tuple[Condition, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A value that a verification expects (Q 四.1, 四.4); another one is a question."""

    field: str
    value: str
    when: tuple[Condition, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class NumberYears:
    """What a development number must be for those who joined between two years (inclusive)."""

    first: int | None
    last: int | None
    required: bool
    prefixes: tuple[str, ...]
    year_prefix: bool

    def covers(self, year: int) -> bool:
        """Whether a year of joining falls under this row."""
        return (self.first is None or self.first <= year) and (
            self.last is None or year <= self.last
        )


@dataclass(frozen=True, slots=True)
class NumberRule:
    """Development numbers (domain.md §6): lengths, prefixes, provinces, rows by year joined."""

    digits: int
    long_digits: int
    long_prefixes: tuple[str, ...]
    provinces: frozenset[str]
    years: tuple[NumberYears, ...]
    clause: str

    def for_year(self, year: int) -> NumberYears | None:
        """The row for a year of joining."""
        for row in self.years:
            if row.covers(year):
                return row
        return None


@dataclass(frozen=True, slots=True)
class AgeFloor:
    """Younger than `age` when joined between two months (inclusive): refused."""

    first: str | None
    last: str | None
    age: int


@dataclass(frozen=True, slots=True)
class AgeRule:
    """Ages in completed years (domain.md §6): of joining, of joining the Party, of leaving."""

    youngest: int
    oldest: int
    floors: tuple[AgeFloor, ...]
    party: int
    leaving: int
    clause: str

    def floor_for(self, joined_on: str) -> int:
        """The age below which joining in that month ('YYYY-MM') is refused; 0 where none is."""
        for row in self.floors:
            if (row.first or "") <= joined_on <= (row.last or "9999-99"):
                return row.age
        return 0


@dataclass(frozen=True, slots=True)
class DeletionReason:
    """A kind of deletion request (domain.md §7).

    `field` is the wrong field, whose corrected value the request must carry. A refused kind has
    no phrase; its `advice` names the right door. `reentry`: whoever is deleted so is owed a new
    record (Q 附件1: 删除后重新录入系统保证).
    """

    code: str
    label: str
    accepted: bool
    field: str | None
    template: str
    attachments: tuple[str, ...]
    advice: str
    reentry: bool
    clause: str

    def phrase(self, corrected: str | None = None) -> str:
        """The reason as the form prints it, generated and never typed (Q 附件1 填写要求4)."""
        if self.field is not None and not corrected:
            message = f"删除原因“{self.label}”必须填写正确的{label_of(self.field)}。"
            raise BadInput("deletion.corrected_missing", message)
        return self.template.replace("{value}", corrected or "")


@dataclass(frozen=True, slots=True)
class DeletionRule:
    """Who passes a deletion request on, who gathers, sends and decides (G 三.1, Q 五.4).

    Whoever was deleted to be put right is entered again within `reentry_days` of the approval
    (删除后重新录入系统保证).
    """

    forward: tuple[str, ...]
    endorse: tuple[str, ...]
    send: tuple[str, ...]
    decide: tuple[str, ...]
    letter_required: bool
    states: Mapping[str, str]
    reentry_days: int
    clause: str


@dataclass(frozen=True, slots=True)
class Destination:
    """Where graduates of this kind belong (domain.md §8).

    `treatment`: `transfer` (due), `retain` (stays in the register), `exempt` (not counted).
    """

    label: str
    treatment: str
    route: str
    clause: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated goal of the graduates' year; without a year in the pack it comes every year."""

    label: str
    month: int
    day: int
    year: int | None
    rate: str
    target: float | None
    school_kinds: tuple[str, ...]
    clause: str

    def due_in(self, year: int) -> date | None:
        """The day in a graduates' year; None where the milestone was another year's."""
        if self.year is not None and self.year != year:
            return None
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class TransferRule:
    """Clocks of transfers: days at one desk, months a jobless graduate may stay, who waits.

    `approvals`: 4 (both branches and their superiors) or 2 (the superiors); `paper_only`: receivers
    that the system does not reach.
    """

    overdue_days: int
    stay_months: int
    stay_months_at_most: int
    waiting_school_kinds: tuple[str, ...]
    waiting_destinations: tuple[str, ...]
    waiting_clause: str
    clause: str
    approvals: int
    approvals_clause: str
    paper_only: tuple[str, ...]
    paper_clause: str


@dataclass(frozen=True, slots=True)
class CampaignRule:
    """The verification campaign a pack prescribes (Q 一–五)."""

    title: str
    first: date
    last: date
    branches_done_by: date | None
    forms_due: date | None
    clause: str


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """How the branch's review is done: by somebody else than the proposer, within how many days."""

    two_persons: bool
    overdue_days: int
    clause: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A paper that an act needs; `code` is kept with the attachment."""

    code: str
    label: str
    required: bool


@dataclass(frozen=True, slots=True)
class CorrectionRule:
    """Corrections that take a formal letter (G 二): which fields, which levels, which proof.

    A branch with at least `many_count` confirmed corrections, or with that share of its members,
    is flagged (大批量误填); one person alone never is.
    """

    fields: tuple[str, ...]
    gather: tuple[str, ...]
    verify: tuple[str, ...]
    send: tuple[str, ...]
    decide: tuple[str, ...]
    proofs: tuple[Proof, ...]
    many_count: int
    many_share: float
    clause: str


@dataclass(frozen=True, slots=True)
class Door:
    """How a membership ends (domain.md §5.3), or is restored (`code` "restored").

    `code` is the stage it leads to. `unless`: whoever meets one of these conditions stays; `age`:
    from which completed year on, 0 where age does not matter.
    """

    code: str
    label: str
    act: str
    advice: str
    proofs: tuple[Proof, ...]
    document_required: bool
    age: int
    unless: tuple[Condition, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class SizeRule:
    """How many members a unit of a kind should have; a warning, never an error (domain.md §3)."""

    at_least: int
    at_most: int | None
    clause: str


@dataclass(frozen=True, slots=True)
class TreeRule:
    """Sizes by kind of unit, fewer members than `hollow` is a hollow branch (`clause`), and the
    day of the year on which marked branches turn into graduate branches (`turn_clause`)."""

    sizes: Mapping[str, SizeRule]
    hollow: int
    turn_month: int
    turn_day: int
    clause: str
    turn_clause: str

    def turns_on(self, year: int) -> date:
        """The day in a year on which marked branches turn."""
        return date(year, self.turn_month, self.turn_day)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words, for the page that shows the pack and for the comparison of two.

    `key` names the rule across packs, `text` is what it says, `note` why or what to do instead.
    """

    section: str
    key: str
    subject: str
    text: str
    clause: str
    note: str = ""

    @property
    def words(self) -> str:
        """The rule with its explanation."""
        return f"{self.text}。{self.note}" if self.note else self.text


def number_gives(values: Values) -> bool:
    """Whether this member's document gives sex and date of birth."""
    return id_numbers.gives(values.get("id_kind"), values.get("id_number"))
