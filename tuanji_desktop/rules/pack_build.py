"""From the data of a validated, merged pack to the frozen rows of a `Policy`."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from tuanji_desktop.rules.choices import CHOICES
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import Machine, Stage, correction_machine, deletion_machine
from tuanji_desktop.rules.policy import PackInfo, PackText, Policy
from tuanji_desktop.rules.policy_parts import (
    AgeFloor,
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
    Milestone,
    NumberRule,
    NumberYears,
    Proof,
    Requirement,
    ReviewRule,
    Rule,
    SizeRule,
    Tier,
    TransferRule,
    TreeRule,
    Window,
)

Data = dict[str, Any]


def build(
    info: PackInfo,
    digest: str,
    data: Data,
    sources: Mapping[str, PackInfo],
    texts: tuple[PackText, ...],
) -> Policy:
    """The policy; `data` must have the shape that `pack_schema` checks, defaults left out."""
    deletion = _deletion(data["deletion"])
    submission = data.get("submission", {"incomplete_keeps_draft": False, "clause": ""})
    correction = _correction(data.get("correction"))
    destinations = {
        label: Destination(label, row["treatment"], row["route"], row["clause"])
        for label, row in data["destinations"].items()
    }
    reasons = {
        code: _reason(code, row) for code, row in data["deletion"].get("reasons", {}).items()
    }
    return Policy(
        info=info,
        digest=digest,
        texts=texts,
        clauses=MappingProxyType(data["clauses"]),
        sources=MappingProxyType(dict(sources)),
        stages=MappingProxyType({Stage(key): _rule(row) for key, row in data["stages"].items()}),
        default=_rule(data["default"]),
        derived=_rule(data["derived"]),
        rules=MappingProxyType({name: _rule(row) for name, row in data["tiers"].items()}),
        windows=tuple(
            Window(row["field"], row["from"], row.get("to"), _rule(row)) for row in data["windows"]
        ),
        requirements=_requirements(data["required"]),
        expected=tuple(
            Expected(row["field"], row["value"], _conditions(row), row["clause"])
            for row in data["expected"]
        ),
        choice_lists=_choice_lists(data["choices"], destinations),
        numbers=_numbers(data["numbers"]),
        mobile_pattern=data["numbers"]["mobile"],
        ages=_ages(data["ages"]),
        reasons=MappingProxyType(reasons),
        deletion=deletion,
        deletion_machine=deletion_machine(
            forward=deletion.forward,
            endorse=deletion.endorse,
            send=deletion.send,
            decide=deletion.decide,
            states=deletion.states,
            clause=deletion.clause,
        ),
        forms=tuple(data["forms"]),
        retention_reasons=tuple(data["retention_reasons"]),
        transfer=_transfer(data["transfer"]),
        destinations=MappingProxyType(destinations),
        milestones=tuple(_milestone(row) for row in data.get("milestones", [])),
        campaign=_campaign(data.get("campaign")),
        incomplete_keeps_draft=submission["incomplete_keeps_draft"],
        incomplete_clause=submission["clause"],
        review=_review(data.get("review")),
        correction=correction,
        correction_machine=_correction_machine(correction),
        doors=MappingProxyType(
            {code: _door(code, row) for code, row in data.get("leaving", {}).items()}
        ),
        tree=_tree(data.get("tree", {})),
    )


def _rule(row: Data) -> Rule:
    path = ChangePath(row.get("path", "none"))
    return Rule(Tier(row["tier"]), row["clause"], row["reason"], path)


def _conditions(row: Data, key: str = "when") -> tuple[Condition, ...]:
    when = row.get(key, [])
    return tuple(
        Condition(
            one["field"],
            one.get("equals"),
            tuple(one.get("one_of", ())),
            one.get("at_least"),
            one.get("at_most"),
        )
        for one in (when if isinstance(when, list) else [when])
    )


def _requirements(rows: Data) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(name, _conditions(rows[name]), rows[name]["clause"])
        for name in FIELDS
        if name in rows
    )


def _choice_lists(
    changed: Mapping[str, list[str]], destinations: Mapping[str, Destination]
) -> Mapping[str, tuple[str, ...]]:
    lists = {name: tuple(listed) for name, listed in ({**CHOICES, **changed}).items()}
    lists["destination"] = tuple(dict.fromkeys((*lists["destination"], *destinations)))
    return MappingProxyType(lists)


def _numbers(row: Data) -> NumberRule:
    years = tuple(
        NumberYears(
            one.get("from"),
            one.get("to"),
            one["required"],
            tuple(one.get("prefixes", ())),
            one.get("year_prefix", False),
        )
        for one in row["years"]
    )
    return NumberRule(
        row["digits"],
        row["long_digits"],
        tuple(row["long_prefixes"]),
        frozenset(row["provinces"]),
        years,
        row["clause"],
    )


def _ages(row: Data) -> AgeRule:
    floors = tuple(AgeFloor(one.get("from"), one.get("to"), one["age"]) for one in row["floors"])
    return AgeRule(
        row["youngest"], row["oldest"], floors, row["party"], row["leaving"], row["clause"]
    )


def _deletion(row: Data) -> DeletionRule:
    return DeletionRule(
        tuple(row.get("forward", ())),
        tuple(row["endorse"]),
        tuple(row["send"]),
        tuple(row["decide"]),
        row.get("letter_required", False),
        MappingProxyType(row["states"]),
        row.get("reentry_days", 30),
        row["clause"],
    )


def _reason(code: str, row: Data) -> DeletionReason:
    return DeletionReason(
        code,
        row["label"],
        row["accepted"],
        row.get("field"),
        row.get("phrase", ""),
        tuple(row.get("attachments", ())),
        row.get("advice", ""),
        row.get("reentry", False) or row.get("field") is not None,
        row["clause"],
    )


def _transfer(row: Data) -> TransferRule:
    return TransferRule(
        row["overdue_days"],
        row["stay_months"],
        row["stay_months_at_most"],
        tuple(row["waiting_school_kinds"]),
        tuple(row["waiting_destinations"]),
        row["waiting_clause"],
        row["clause"],
        row.get("approvals", 4),
        row.get("approvals_clause") or row["clause"],
        tuple(row.get("paper_only", ())),
        row.get("paper_clause") or row["clause"],
    )


def _milestone(row: Data) -> Milestone:
    on = row["on"]
    day = on if isinstance(on, date) else date.fromisoformat(f"2000-{on}")
    return Milestone(
        row["label"],
        day.month,
        day.day,
        day.year if isinstance(on, date) else None,
        row["rate"],
        row.get("target"),
        tuple(row.get("school_kinds", ())),
        row["clause"],
    )


def _campaign(row: Data | None) -> CampaignRule | None:
    if row is None:
        return None
    return CampaignRule(
        row["title"],
        row["from"],
        row["to"],
        row.get("branches_done_by"),
        row.get("forms_due"),
        row["clause"],
    )


def _review(row: Data | None) -> ReviewRule:
    if row is None:
        return ReviewRule(False, 10, "")
    return ReviewRule(row["two_persons"], row["overdue_days"], row["clause"])


def _proofs(row: Data) -> tuple[Proof, ...]:
    return tuple(
        Proof(one["code"], one["label"], one.get("required", True)) for one in row.get("proofs", ())
    )


def _correction(row: Data | None) -> CorrectionRule | None:
    if row is None:
        return None
    return CorrectionRule(
        tuple(row["fields"]),
        tuple(row["gather"]),
        tuple(row["verify"]),
        tuple(row["send"]),
        tuple(row["decide"]),
        _proofs(row),
        row.get("many_count", 5),
        row.get("many_share", 0.2),
        row["clause"],
    )


def _correction_machine(rule: CorrectionRule | None) -> Machine | None:
    if rule is None:
        return None
    return correction_machine(
        gather=rule.gather,
        verify=rule.verify,
        send=rule.send,
        decide=rule.decide,
        clause=rule.clause,
    )


def _door(code: str, row: Data) -> Door:
    return Door(
        code,
        row["label"],
        row["act"],
        row["advice"],
        _proofs(row),
        row.get("document_required", False),
        row.get("age", 0),
        _conditions(row, "unless"),
        row["clause"],
    )


def _tree(row: Data) -> TreeRule:
    turn = date.fromisoformat(f"2000-{row.get('turn_on', '06-01')}")
    sizes = {
        kind: SizeRule(one["at_least"], one.get("at_most"), one["clause"])
        for kind, one in row.get("sizes", {}).items()
    }
    return TreeRule(
        MappingProxyType(sizes),
        row.get("hollow", 3),
        turn.month,
        turn.day,
        row.get("clause", ""),
        row.get("turn_clause", ""),
    )
