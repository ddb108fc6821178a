"""Short words for the tests of the campaign."""

from dataclasses import replace
from datetime import date

from tests.builders import add_member, valid_id
from tuanji_desktop.campaigns.plan import Finding, plan_checks
from tuanji_desktop.campaigns.results import RIGHT
from tuanji_desktop.campaigns.service import (
    Done,
    add_unlisted,
    apply_checks,
    open_campaign,
    terms_of,
)
from tuanji_desktop.office.context import Context

SCHOOL, CLASS_1, GRADUATING = 2, 3, 4
NEWCOMER = ("周新", valid_id(date(2002, 4, 4), serial=77))


def opened(office: Context, *, org_id: int | None = SCHOOL) -> int:
    """The pack's own campaign over the school."""
    terms = terms_of(office.policy)
    assert terms is not None
    return open_campaign(office, terms=terms, org_id=org_id).campaign_id


def check(office: Context, campaign: int, *ids: int, result: str = RIGHT, **more: object) -> Done:
    """Records a result."""
    finding = Finding(campaign_id=campaign, member_ids=ids, result=result, **more)  # type: ignore[arg-type]
    return apply_checks(office, plan_checks(office, finding))


def unlisted(
    office: Context, campaign: int, *, branch: int = CLASS_1, verified: bool = True
) -> Done:
    """Names the newcomer."""
    name, number = NEWCOMER
    return add_unlisted(
        office, campaign_id=campaign, branch_id=branch, name=name, id_number=number,
        verified=verified,
    )  # fmt: skip


def on(office: Context, day: date) -> Context:
    """The same office on another day."""
    return replace(office, fixed_day=day)


def put(office: Context, sql: str, *values: object) -> None:
    """Writes straight into the file, for what other rooms would do."""
    with office.database.write(office.operation("test", "他处的办理")) as writing:
        writing.connection.exec_driver_sql(sql, tuple(values))


def red_name(office: Context, **values: str) -> int:
    """A member of the first class without a phone number."""
    born = date(2001, 2, 2)
    who = {"id_number": valid_id(born, serial=55), "sex": "男", "born_on": born.isoformat()}
    return add_member(office, name="陈红", mobile="", **who, **values)
