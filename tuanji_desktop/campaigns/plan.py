"""What a result would record for each member chosen, seen before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound, RuleRefused
from ..members.queries import Member, members
from ..office.context import Context
from ..rules.fields import FIELDS
from ..rules.lifecycle import ON_ROSTER, STAGE_LABELS
from .queries import Campaign, campaign_by_id, in_scope
from .results import INCOMPLETE, RESULTS, RIGHT, WRONG, labels, result_of, wrong_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the clerk says of some members. `fields` is for `wrong`: which of them is."""

    campaign_id: int
    member_ids: tuple[int, ...]
    result: str
    fields: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One member: the word so far, and the new one or why there is none."""

    member_id: int
    name: str
    branch_id: int
    check_id: int | None
    before: str
    refused: str = ""
    why: str = ""
    clause: str = ""

    @property
    def ready(self) -> bool:
        """Whether the result is recorded for this member."""
        return not self.refused


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """What would be recorded, in the order chosen."""

    finding: Finding
    rows: tuple[PlanRow, ...]

    @property
    def ready(self) -> tuple[PlanRow, ...]:
        """Those it will be recorded for."""
        return tuple(row for row in self.rows if row.ready)

    @property
    def refused(self) -> tuple[PlanRow, ...]:
        """Those whose word stays as it is."""
        return tuple(row for row in self.rows if not row.ready)


def plan_checks(context: Context, finding: Finding) -> CheckPlan:
    """What recording the finding would do now; writes nothing.

    Raises `BadInput` for a result that is none or does not say which field is wrong, and
    `RuleRefused` where the campaign is closed.
    """
    with context.database.read() as connection:
        return CheckPlan(finding, judge_rows(connection, context, finding))


def judge_rows(connection: Connection, context: Context, finding: Finding) -> tuple[PlanRow, ...]:
    """Each member judged: on the roster, within the scope, with all that `right` says."""
    result_of(finding.result)
    if finding.result == WRONG:
        wrong_fields(finding.fields)
    campaign = open_campaign_of(connection, finding.campaign_id)
    wanted = tuple(dict.fromkeys(finding.member_ids))
    found = {one.id: one for one in members(connection, wanted)}
    unknown = [one for one in wanted if one not in found]
    if unknown:
        raise NotFound("member.unknown", f"没有编号为 {unknown[0]} 的团员。")
    known = last_words(connection, campaign.id, wanted)
    inside = in_scope(connection, campaign, {one.branch_id for one in found.values()})
    return tuple(
        _judge(context, finding, found[one], known.get(one), found[one].branch_id in inside)
        for one in wanted
    )


def open_campaign_of(connection: Connection, campaign_id: int) -> Campaign:
    """A campaign in which results may be recorded."""
    campaign = campaign_by_id(connection, campaign_id)
    if not campaign.open:
        raise RuleRefused(
            "campaign.closed",
            f"《{campaign.title}》已于 {campaign.closed_on} 结束，不能再登记。",
            clause=campaign.clause,
        )
    return campaign


def last_words(
    connection: Connection, campaign_id: int, member_ids: Sequence[int]
) -> dict[int, tuple[int, str, str, str]]:
    """Member → (check, result, fields, note) as last recorded."""
    found: dict[int, tuple[int, str, str, str]] = {}
    for start in range(0, len(member_ids), 5_000):
        marks = ", ".join(str(int(one)) for one in member_ids[start : start + 5_000])
        for member_id, check, result, fields, note in connection.exec_driver_sql(
            "SELECT member_id, id, result, fields, note FROM campaign_checks "
            f"WHERE member_id IN ({marks}) AND campaign_id = ?",
            (campaign_id,),
        ):
            found[member_id] = (check, result, fields or "", note or "")
    return found


def _judge(
    context: Context,
    finding: Finding,
    member: Member,
    known: tuple[int, str, str, str] | None,
    inside: bool,
) -> PlanRow:
    check, result, fields, note = known or (None, "", "", "")
    refused, why, clause = "", "", ""
    same = (finding.result, ",".join(finding.fields), finding.note.strip())
    if member.status not in ON_ROSTER:
        refused = "campaign.not_on_roster"
        why = f"状态是“{STAGE_LABELS[member.status]}”，不用核对"
    elif not inside:
        refused, why = "campaign.out_of_scope", "所在团支部不在核对范围"
    elif check is not None and (result, fields, note) == same:
        refused, why = "campaign.unchanged", f"已经登记为“{RESULTS[result].label}”"
    elif finding.result == RIGHT and member.missing:
        refused = "campaign.incomplete"
        clause = context.policy.requirement_clause(member.missing[0])
        lacking = labels(name for name in member.missing if name in FIELDS)
        why = f"必填项没有填（{lacking}），补全后再核对，或登记“{RESULTS[INCOMPLETE].label}”"
    return PlanRow(member.id, member.name, member.branch_id, check, result, refused, why, clause)


def refusal(plan: CheckPlan) -> Exception:
    """Why a plan that records nothing is refused."""
    if not plan.rows:
        return BadInput("campaign.none", "没有选中团员。")
    first = plan.rows[0]
    return RuleRefused(first.refused, f"{first.name}：{first.why}。", clause=first.clause or None)
