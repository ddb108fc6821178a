"""What the dialog says of an edit: saved, submitted for review, refused and why. No Qt."""

from collections.abc import Mapping

from ..rules.checks import Finding
from ..rules.fields import FIELDS
from ..rules.lifecycle import Stage
from ..rules.policy import FieldState, Policy
from .edits import Refusal, Verdict
from .loading import CardData, Judged
from .service import Saved

RETURNED = "报到被退回"


def of_saved(done: Saved, states: Mapping[str, FieldState]) -> tuple[str, str]:
    """The line after saving: its level (good, warning, error, info) and its words."""
    if done.refused:
        return "error", "没有保存。" + "".join(of_refusal(one) for one in done.refused[:2])
    errors = [found.message for found in done.findings if found.level == "error"]
    if errors:
        return "error", f"没有保存，请先改正：{errors[0]}"
    if done.draft:
        return "warning", done.findings[-1].message
    parts = []
    if done.saved:
        parts.append(f"已保存：{_labels(done.saved)}。")
    if done.submitted:
        clauses = "、".join(
            dict.fromkeys(states[name].clause for name in done.submitted if name in states)
        )
        parts.append(f"已提交审核：{_labels(done.submitted)}，经团支部确认后生效（{clauses}）。")
    return ("good", "".join(parts)) if parts else ("info", "没有需要保存的修改。")


def of_refusal(one: Refusal) -> str:
    """Why a field may not be changed so, with the clause."""
    clause = f"（{one.clause}）" if one.clause else ""
    return f"{FIELDS[one.field].label}：{one.reason.rstrip('。')}{clause}。"


def of_return(data: CardData) -> str:
    """Why the report-in came back, by whom and when, for whoever goes on with it; '' otherwise."""
    if data.member.status is not Stage.RETURNED:
        return ""
    step = next((one for one in reversed(data.cycle) if one.after is Stage.RETURNED), None)
    who = f"（{step.actor}，{step.day.isoformat()}）" if step else ""
    why = (data.member.status_reason or "没有写明原因").rstrip("。")
    return f"{RETURNED}{who}：{why}。改好后重新提交。"


def all_findings(verdict: Verdict) -> tuple[Finding, ...]:
    """What to show under the fields: the findings, and each refusal as an error."""
    refusals = tuple(
        Finding(one.field, "error", "field.refused", f"{one.reason}（{one.clause}）")
        for one in verdict.refused
    )
    return (*refusals, *verdict.findings)


def first_wrong(done: Saved) -> str:
    """The field to go to after a refusal; '' where nothing is wrong."""
    names = [one.field for one in done.refused]
    names += [found.field for found in done.findings if found.level == "error"]
    return names[0] if names else ""


def of_unsaved(changed: int, judged: Judged | None, policy: Policy, *, on_roster: bool) -> str:
    """The line beside the save button."""
    parts = [f"{changed} 项修改未保存"] if changed else []
    if changed and judged and judged.verdict.submitted:
        parts.append(f"其中 {_labels(tuple(judged.verdict.submitted))} 须经审核")
    if changed and judged and judged.missing and policy.incomplete_keeps_draft and on_roster:
        parts.append(f"必填未填齐：保存后存为草稿，原有信息不变（{policy.incomplete_clause}）")
    return "；".join(parts)


def _labels(names: tuple[str, ...]) -> str:
    return "、".join(FIELDS[name].label for name in names)
