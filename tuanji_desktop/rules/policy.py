"""What may be changed, must be filled and is expected: one policy pack, ready to be asked.

A pack is data (`resources/policies/*.toml`, domain.md §11); `rules.packs` reads and validates it
and a `Policy` answers. The same answers serve the dialog, the table, the bulk edit, the import
and the command line. There is no clock here: `today` is an argument wherever it matters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import BEFORE_APPROVAL, Machine, Stage
from tuanji_desktop.rules.policy_parts import (
    PATH_LABELS,
    TIER_LABELS,
    AgeRule,
    CampaignRule,
    ChangePath,
    Condition,
    CorrectionRule,
    DeletionReason,
    DeletionRule,
    Destination,
    Door,
    Expected,
    FieldState,
    Milestone,
    NumberRule,
    Proof,
    Requirement,
    ReviewRule,
    Rule,
    RuleLine,
    SizeRule,
    Tier,
    TransferRule,
    TreeRule,
    Values,
    Window,
    number_gives,
)

__all__ = [
    "PATH_LABELS", "TIER_LABELS", "AgeRule", "CampaignRule", "ChangePath", "Condition",
    "CorrectionRule", "DeletionReason", "DeletionRule", "Destination", "Door", "Expected",
    "FieldState", "Milestone", "NumberRule", "PackInfo", "PackText", "Policy", "Proof", "Requirement",
    "ReviewRule", "Rule", "RuleLine", "SizeRule", "Stage", "Tier", "TransferRule", "TreeRule",
    "Values", "Window", "find_packs", "load_pack", "number_gives",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a pack says of itself, and where it lies."""

    id: str
    title: str
    issuer: str
    document: str
    document_number: str
    date: date
    extends: str | None
    path: Path


@dataclass(frozen=True, slots=True)
class PackText:
    """A text that a policy is made of: the pack's own, or that of a pack it extends."""

    id: str
    path: Path
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """The rules in force. Compares by identity: it is loaded once and passed about.

    `clauses` gives each clause its words, as the document has them; `sources` names for each the
    pack whose document that is, this one or one it extends; `texts` are the pack's own text and
    those of all it extends, `digest` is their SHA-256.
    """

    info: PackInfo
    digest: str
    texts: tuple[PackText, ...]
    clauses: Mapping[str, str]
    sources: Mapping[str, PackInfo]
    stages: Mapping[Stage, Rule]
    default: Rule
    derived: Rule
    rules: Mapping[str, Rule]
    windows: tuple[Window, ...]
    requirements: tuple[Requirement, ...]
    expected: tuple[Expected, ...]
    choice_lists: Mapping[str, tuple[str, ...]]
    numbers: NumberRule
    mobile_pattern: str
    ages: AgeRule
    reasons: Mapping[str, DeletionReason]
    deletion: DeletionRule
    deletion_machine: Machine
    forms: tuple[str, ...]
    retention_reasons: tuple[str, ...]
    transfer: TransferRule
    destinations: Mapping[str, Destination]
    milestones: tuple[Milestone, ...]
    campaign: CampaignRule | None
    incomplete_keeps_draft: bool
    incomplete_clause: str
    review: ReviewRule
    correction: CorrectionRule | None
    correction_machine: Machine | None
    doors: Mapping[str, Door]
    tree: TreeRule

    @property
    def id(self) -> str:
        """The pack's id, as `policy use` takes it."""
        return self.info.id

    @property
    def title(self) -> str:
        """The pack's name on screen."""
        return self.info.title

    def field_state(self, field: str, *, stage: Stage, values: Values, today: date) -> FieldState:
        """Whether and how a field of this member may be changed today.

        Before approval everything is free, while submitted nothing is (G 一.1); afterwards the
        pack's tiers and dated windows hold; the record of one who left is closed. For a change
        that was submitted inside a window and is decided later, ask with the day it was submitted.
        """
        derived = FIELDS[field].derived and number_gives(values)
        if derived and stage not in BEFORE_APPROVAL and self.rules_lock(field):
            derived = False  # the pack's own rule and path go before the general one (Q 三.1)
        return _field_state(self, field, stage, today, derived)

    def rules_lock(self, field: str) -> bool:
        """Whether the pack itself locks a field after approval, windows aside."""
        rule = self.rules.get(field)
        return rule is not None and rule.tier is Tier.LOCKED

    def required(self, values: Values) -> tuple[str, ...]:
        """The starred fields of this member, in the order of `FIELDS`."""
        return tuple(
            dict.fromkeys(
                row.field
                for row in self.requirements
                if all(condition.holds(values) for condition in row.when)
            )
        )

    def missing(self, values: Values) -> tuple[str, ...]:
        """The starred fields that are empty: the reasons for a red name (Q 五.3).

        `values` must hold the branch as well. A derived field counts as filled where the
        number gives it.
        """
        get = values.get
        unfilled = [row for row in self.requirements if not get(row.field)]
        empty = [
            row.field
            for row in unfilled
            if not row.when or all(condition.holds(values) for condition in row.when)
        ]
        if not empty:
            return ()
        if any(FIELDS[name].derived for name in empty) and number_gives(values):
            empty = [name for name in empty if not FIELDS[name].derived]
        return tuple(dict.fromkeys(empty))

    def requirement_clause(self, field: str) -> str:
        """The clause that stars a field, '' where none does."""
        return next((row.clause for row in self.requirements if row.field == field), "")

    def unexpected(self, values: Values) -> tuple[Expected, ...]:
        """The expectations a filled record does not meet; an empty field is `missing`'s affair."""
        return tuple(
            row
            for row in self.expected
            if (value := values.get(row.field))
            and value != row.value
            and all(condition.holds(values) for condition in row.when)
        )

    def choices(self, field: str) -> tuple[str, ...]:
        """The values a choice field offers, () for a field that is typed."""
        key = FIELDS[field].choices
        return self.choice_lists.get(key, ()) if key else ()

    def deletion_reason(self, code: str) -> DeletionReason:
        """A kind of deletion request by its code, refused kinds included."""
        try:
            return self.reasons[code]
        except KeyError:
            known = "、".join(f"{row.code}（{row.label}）" for row in self.reasons.values())
            message = f"没有“{code}”这种删除原因。可用的有：{known}。"
            raise BadInput("deletion.reason_unknown", message) from None

    def open_windows(self, today: date) -> tuple[Window, ...]:
        """The dated windows that let something be changed today, until they close by themselves."""
        return tuple(
            row
            for row in self.windows
            if row.last is not None and row.open_on(today) and row.rule.tier is not Tier.LOCKED
        )

    def door(self, code: str) -> Door:
        """A way out of the membership by its code (`over_age` …, `restored`)."""
        try:
            return self.doors[code]
        except KeyError:
            known = "、".join(f"{row.code}（{row.label}）" for row in self.doors.values())
            message = f"没有“{code}”这种离团方式。可用的有：{known or '无'}。"
            raise BadInput("leaving.door_unknown", message) from None

    def clause_text(self, clause: str) -> str:
        """The words of a clause, '' where the pack does not quote it."""
        return self.clauses.get(clause, "")

    def document_of(self, clause: str) -> PackInfo:
        """The head of the pack whose document a clause stands in."""
        return self.sources.get(clause, self.info)

    def describe(self) -> tuple[RuleLine, ...]:
        """The whole pack in words, for the settings room and `policy check`."""
        from tuanji_desktop.rules.describe import describe

        return describe(self)


def find_packs(directories: Sequence[Path]) -> tuple[PackInfo, ...]:
    """The packs in these directories by their heads; of equal ids the first directory's stands.

    A file that cannot be read as TOML is passed over here; `load_pack` names its fault.
    """
    from tuanji_desktop.rules.packs import find

    return find(directories)


def load_pack(
    path: Path,
    *,
    directories: Sequence[Path],
    trusted: str = "",
    carried: Mapping[Path, str] = MappingProxyType({}),
) -> Policy:
    """Read a pack with those it extends, looked for in `directories` and then beside it.

    Raises `BadInput` (`policy.invalid`) with the line and the reason. `trusted` is the
    `Policy.digest` of a pack that was loaded before: text that is still the same is not validated
    again, which saves the start of the program the import of pydantic. `carried` holds texts that
    stand in for the files at their paths: the packs that an office file brings along.
    """
    from tuanji_desktop.rules.packs import load

    return load(path, directories=directories, trusted=trusted, carried=carried)


@lru_cache(maxsize=4096)
def _field_state(
    policy: Policy, field: str, stage: Stage, today: date, derived: bool
) -> FieldState:
    by_stage = policy.stages.get(stage)
    if by_stage is not None:
        if stage in BEFORE_APPROVAL and derived:
            rule = policy.derived
            return Rule(by_stage.tier, rule.clause, rule.reason, rule.path).state()
        return by_stage.state()
    if derived:
        return policy.derived.state()
    for window in policy.windows:
        if window.field == field and window.open_on(today):
            return window.rule.state()
    rule = policy.rules.get(field, policy.default)
    ahead = [row for row in policy.windows if row.field == field and today < row.first]
    following = min(ahead, key=lambda row: row.first, default=None)
    if rule.tier is not Tier.LOCKED or following is None or following.rule.tier is Tier.LOCKED:
        return rule.state()
    reason = f"{rule.reason}{following.span}将临时开放修改（{following.rule.clause}）。"
    return Rule(rule.tier, rule.clause, reason, rule.path).state()
