"""Who needs the 共青团员身份审核认定表, and the form filled from the record."""

from sqlalchemy import Connection

from ..core.errors import RuleRefused
from ..core.yearmonth import YearMonth
from ..office.context import Context
from ..rules.checks import cross_check
from ..rules.policy import Policy
from . import queries
from .age_form import AgeApproval, AgeApprovals
from .queries import Filter, Member

_CODE = "joined_on.age"


def joining_age(values: queries.Values) -> int | None:
    """Completed years in the month of joining; None where a date is missing.

    Whoever has the birthday in that month counts as having had it: the day is not known.
    """
    born, joined = values.get("born_on"), values.get("joined_on")
    if not born or not joined:
        return None
    try:
        month, birth = YearMonth.parse(joined), YearMonth.parse(born[:7])
    except ValueError:
        return None
    return month.year - birth.year - (month.month < birth.month)


def approval_of(context: Context, *, member_id: int) -> AgeApprovals:
    """The form of one member, asked for by the rules or not."""
    with context.database.read() as connection:
        form = _fill(context, queries.member(connection, member_id))
    return AgeApprovals(f"RD{member_id:06d}", (form,))


def approvals_below(context: Context, *, org_id: int) -> AgeApprovals:
    """A form for everybody below a unit who joined younger than the pack has it.

    Raises `RuleRefused` where there is nobody: then no form is needed.
    """
    with context.database.read() as connection:
        found = [one for one in _roster(connection, org_id) if _too_young(one, context.policy)]
    if not found:
        raise RuleRefused(
            "age_approval.none",
            f"所选单位没有入团时不满{context.policy.ages.youngest}周岁的团员，不需要填认定表。",
            clause=context.policy.ages.clause,
        )
    return AgeApprovals(f"RDZ{org_id}", tuple(_fill(context, one) for one in found))


def _roster(connection: Connection, org_id: int) -> list[Member]:
    wanted = Filter(org_id=org_id, sort=(("branch", False), ("name", False)))
    return queries.members(connection, list(queries.ids(connection, wanted)))


def _too_young(member: Member, policy: Policy) -> bool:
    age = joining_age(member.values)
    return age is not None and age < policy.ages.youngest


def _fill(context: Context, member: Member) -> AgeApproval:
    values = {name: value or "" for name, value in member.values.items()}
    asked = [
        one.message
        for one in cross_check(member.values, policy=context.policy, today=context.today)
        if one.code == _CODE
    ]
    return AgeApproval(
        member_id=member.id,
        name=member.name,
        sex=values["sex"],
        ethnicity=values["ethnicity"],
        born_on=values["born_on"],
        id_number=values["id_number"],
        joined_on=values["joined_on"],
        age=joining_age(member.values),
        joined_at=values["joined_at"],
        development_number=values["development_number"],
        political_status=values["political_status"],
        branch=values["branch"],
        question=asked[0].partition("请核对")[0] if asked else "",
        made_on=context.today,
    )
