"""What would become of an edit under the pack in force: saved, submitted for review, refused.

The one place that decides it; dialog, table, bulk edit, import and command line all come here.
Pure: no database, no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..rules.checks import (
    CROSS_CHECKED,
    Finding,
    birth_date,
    cross_check,
    normalise,
    sex_of,
    with_derived,
)
from ..rules.fields import FIELDS
from ..rules.lifecycle import ON_ROSTER, Stage
from ..rules.policy import FieldState, Policy, Tier

Values = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A field that may not be changed so, why, and the path that is open instead."""

    field: str
    tier: str
    clause: str
    reason: str
    path: str
    path_label: str
    code: str = "field.locked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where every changed field of an edit goes. Values are canonical; None empties a field."""

    saved: Mapping[str, str | None]
    submitted: Mapping[str, str | None]
    refused: tuple[Refusal, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == "error")

    @property
    def clean(self) -> bool:
        """Whether the edit may be carried out as a whole."""
        return not self.refused and not self.errors


def judge(
    current: Values,
    raw: Mapping[str, object],
    *,
    stage: Stage,
    policy: Policy,
    today: date,
) -> Verdict:
    """Judges new raw values of some fields against a record as it stands.

    `branch` is not judged here: it changes by transfer, or in a draft by its own argument.
    """
    wanted: dict[str, str | None] = {}
    refused: list[Refusal] = []
    findings: list[Finding] = []
    states: dict[str, FieldState] = {}
    for field, value in raw.items():
        result = normalise(field, value, policy=policy, id_kind=_id_kind(current, raw))
        new, known = result.value, current.get(field)
        unread = new is None and bool(result.findings)
        if value == known or (new == known and not unread):
            continue  # unchanged, be it something that would not be accepted today
        state = policy.field_state(field, stage=stage, values=current, today=today)
        if state.tier is Tier.LOCKED:
            refused.append(_refusal(field, state))
            continue
        findings += map(_typed, result.findings)
        # What could not be read empties nothing.
        if not unread and not any(finding.level == "error" for finding in result.findings):
            wanted[field], states[field] = new, state
    if wanted.get("id_kind") and "id_number" not in raw:  # the old number under its new kind
        number, kind = current.get("id_number"), wanted["id_kind"]
        findings += normalise("id_number", number, policy=policy, id_kind=kind).findings
    saved: dict[str, str | None] = {}
    submitted: dict[str, str | None] = {}
    empties = stage in ON_ROSTER and None in wanted.values()
    starred = set(policy.required({**current, **wanted})) if empties else set()
    for field, new in wanted.items():
        if new is None and field in starred:
            refused.append(_emptied(field, states[field].tier, policy))
        elif states[field].tier is Tier.REVIEW:
            submitted[field] = new
        else:
            saved[field] = new
    if saved.keys() & {"id_number", "id_kind"}:
        given = with_derived({**current, **saved})
        saved.update(
            {
                name: given[name]
                for name in ("sex", "born_on", "id_kind")
                if given.get(name) != current.get(name)
            }
        )
    for found in _cross_checks(current, {**saved, **submitted}, policy=policy, today=today):
        locked = found.field not in raw and (
            policy.field_state(found.field, stage=stage, values=current, today=today).tier
            is Tier.LOCKED
        )
        # What may not be mended here keeps nothing else from being put right (G 二): a question.
        findings.append(replace(found, level="warning") if locked else found)
    return Verdict(saved, submitted, tuple(refused), tuple(findings))


def left_incomplete(
    current: Values, verdict: Verdict, *, stage: Stage, policy: Policy
) -> tuple[str, ...]:
    """The starred fields that an edit leaves empty, under a pack by which such a card cannot be
    submitted: it is kept as a draft beside the valid one (Q 五.2). Else ()."""
    if not policy.incomplete_keeps_draft or stage not in ON_ROSTER:
        return ()
    return policy.missing({**current, **verdict.saved, **verdict.submitted})


def derived_from_id(number: str | None) -> dict[str, str | None]:
    """Sex and birth date as the ID number gives them; nothing where it gives none."""
    result: dict[str, str | None] = {}
    if number:
        sex, born = sex_of(number), birth_date(number)
        if sex:
            result["sex"] = sex
        if born:
            result["born_on"] = born.isoformat()
    return result


def _id_kind(current: Values, raw: Mapping[str, object]) -> str | None:
    given = raw.get("id_kind")
    return str(given) if given else current.get("id_kind")


def _cross_checks(
    current: Values, changed: Values, *, policy: Policy, today: date
) -> list[Finding]:
    """Findings that the change brings in; what was wrong before stays the quality board's."""
    if CROSS_CHECKED.isdisjoint(changed):
        return []
    after = cross_check({**current, **changed}, policy=policy, today=today)
    if not after:
        return []
    known = {
        (found.field, found.code) for found in cross_check(current, policy=policy, today=today)
    }
    return [
        found for found in after if found.field in changed or (found.field, found.code) not in known
    ]


def _refusal(field: str, state: FieldState) -> Refusal:
    return Refusal(
        field, state.tier.value, state.clause, state.reason, state.path, state.path_label
    )


def _typed(finding: Finding) -> Finding:
    """A list may bring a number that is none, and is told so; nobody types one into a record."""
    return replace(finding, level="error") if finding.code == "mobile.format" else finding


def _emptied(field: str, tier: Tier, policy: Policy) -> Refusal:
    clause = policy.requirement_clause(field)
    reason = f"“{FIELDS[field].label}”是必填项，可以改正，不能清空。"
    return Refusal(field, tier.value, clause, reason, "none", "", code="required.empty")
