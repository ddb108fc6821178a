"""Whoever leaves, moves or stays a member elsewhere, and the verification that goes on: acts of the
practice county that the desks 转接, 团籍保留, 信息核对 and the register of departures show."""

from datetime import timedelta

from ..campaigns.plan import Finding, plan_checks
from ..campaigns.queries import campaigns
from ..campaigns.results import RIGHT
from ..campaigns.service import Terms, apply_checks, open_campaign, report_done
from ..leaving.plan import plan_leaving
from ..leaving.service import apply_leaving
from ..office.archive import Attachment
from ..office.context import Context
from ..retention.plan import RETAIN, plan_retention
from ..retention.plan import Wish as Retention
from ..retention.service import apply_retention
from ..rules.lifecycle import TRANSFER
from ..transfers.plan import Wish, plan_transfers
from ..transfers.service import apply_transfers, step_transfer
from .deeds import Act

_OUTSIDE = "中国共产主义青年团铜仁市碧江区委员会"
_PROOFS = {"application": "本人书面退团申请", "leaving_form": "离团登记表"}


def leave(member: int, door: str) -> Act:
    """Out by the right door with its proofs; a party member or cadre stays: transferred instead."""

    def act(context: Context) -> None:
        proofs = [
            Attachment(kind=one.code, content=title.encode(), file_name=f"{title}.txt")
            for one in context.policy.door(door).proofs
            if (title := _PROOFS.get(one.code))
        ]
        plan = plan_leaving(
            context,
            member_ids=[member],
            door=door,
            left_on=context.today,
            decided_by="团支部大会",
            proofs=proofs,
        )
        if plan.ready:
            apply_leaving(context, plan)
        else:
            transfer_out(member, "就业")(context)

    return act


def transfer_out(member: int, kind: str) -> Act:
    """A transfer on its whole way to a unit outside the county."""

    def act(context: Context) -> None:
        wish = Wish(member_ids=(member,), kind=kind, on=context.today, target=_OUTSIDE)
        (number,) = apply_transfers(context, plan_transfers(context, wish)).transfers
        state = TRANSFER.initial
        while TRANSFER.steps_from(state):
            state = step_transfer(context, transfer_id=number, act="approve").state

    return act


def start_transfers(count: int, *, days_ago: int, acts: tuple[str, ...] = ()) -> Act:
    """Some graduates who go to a college, each a desk further than the one before; those who are
    to be approved go outside the province, for inside it nobody is before September (G 四).

    `acts` are what follows at once for every third of them.
    """

    def act(context: Context) -> None:
        on = context.today - timedelta(days=days_ago)
        inside = "否" if "approve" in acts else "是"
        with context.database.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT e.member_id, coalesce(e.target, '高校团委') FROM graduate_entries AS e "
                "JOIN organizations AS o ON o.id = e.school_id "
                "JOIN members AS m ON m.id = e.member_id "
                "WHERE e.progress = 'due' AND e.destination = '升学' AND m.status = 'active' "
                "AND o.school_kind IN ('普通高中', '完全中学', '中职', '中专') "
                "AND (coalesce(e.target, '') LIKE '%外省%') = ? "
                "AND NOT EXISTS (SELECT 1 FROM deletion_requests AS d WHERE d.member_id = m.id) "
                "ORDER BY e.id DESC LIMIT ?",
                (inside == "否", count),
            ).all()
        for place, (member, target) in enumerate(found):
            wish = Wish(member_ids=(member,), kind="升学", on=on, target=target, in_province=inside)
            started = apply_transfers(context, plan_transfers(context, wish))
            for step in acts if place % 3 == 0 else ():
                reason = "转入组织填写有误，请核对后重新发起" if step == "return" else None
                step_transfer(context, transfer_id=started.transfers[0], act=step, reason=reason)

    return act


def retain(members: tuple[int, ...]) -> Act:
    """Conscripts stay members, with a day for the next look (Q 三.4)."""

    def act(context: Context) -> None:
        wish = Retention(act=RETAIN, member_ids=members, on=context.today, reason="参军入伍")
        apply_retention(context, plan_retention(context, wish))

    return act


def verify(branches: tuple[int, ...]) -> Act:
    """A verification of the whole county: the first branches are done, the next under way."""

    def act(context: Context) -> None:
        open_campaign(
            context,
            terms=Terms(
                title=f"{context.today.year}年团员信息核对",
                first_on=context.today,
                last_on=context.today + timedelta(days=60),
            ),
        )
        with context.database.read() as connection:
            campaign = campaigns(connection)[0].id
            marks = ",".join("?" * len(branches))
            people = connection.exec_driver_sql(
                f"SELECT id, branch_id FROM members WHERE branch_id IN ({marks}) "
                "AND status = 'active' AND missing = ''",
                branches,
            ).all()
        ids = tuple(member for member, _ in people)
        finding = Finding(campaign_id=campaign, member_ids=ids, result=RIGHT)
        apply_checks(context, plan_checks(context, finding))
        whole = [one for one in branches[: len(branches) // 2] if _all_checked(context, one)]
        if whole:
            report_done(context, campaign_id=campaign, branch_ids=whole)

    return act


def _all_checked(context: Context, branch_id: int) -> bool:
    with context.database.read() as connection:
        open_ones = connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM members AS m WHERE m.branch_id = ? "
            "AND m.status IN ('active', 'retained') AND NOT EXISTS "
            "(SELECT 1 FROM campaign_checks AS c WHERE c.member_id = m.id))",
            (branch_id,),
        ).scalar()
    return not open_ones
