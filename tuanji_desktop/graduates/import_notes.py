"""What is said beside the plan of a graduate list: calmly what was noticed, loudly what looks wrong."""

from ..kit.import_adapter import Alarm
from ..office.context import Context
from .loading import members_below, school_name, school_spread
from .matching import GraduatePlan

_ALARM_SHARE = 0.05
_ALARM_FEWEST = 5
_STRANGERS_SHARE = 0.05
_STRANGERS_FEWEST = 5


def notes_of(context: Context, plan: GraduatePlan, *, chosen: bool = False) -> tuple[str, ...]:
    """`chosen`: the school was the clerk's answer."""
    school = school_name(context, plan.school_id)
    where = f"{school} {plan.year} 届" if school else f"{plan.year} 届，没有判断出学校"
    notes = [f"名单归入：{where}。"]
    if plan.seen is not None:
        notes.append(plan.seen.words)
    strangers = _several_schools(context, plan, school)
    if strangers:
        how = "" if chosen else "；如果是几所学校的名单，请分学校导入"
        spread = "分属几所学校" if "、" in strangers else "是另一所学校的"
        notes.append(f"匹配的人{spread}：{strangers}，都归入上面这一处{how}。")
    if plan.rows and not plan.added and not plan.changed:
        notes.append("名单与台账一致，没有需要写入的内容。")
    return (*notes, *plan.source.told)


def _several_schools(context: Context, plan: GraduatePlan, school: str) -> str:
    """The schools of those matched, where too many are not of the school the list goes to."""
    ids = [row.member_id for row in plan.rows if row.member_id is not None]
    schools = school_spread(context, ids).schools
    if not schools:
        return ""
    own = school or schools[0][0]
    others = sum(number for name, number in schools if name != own)
    if others < _STRANGERS_FEWEST or others < _STRANGERS_SHARE * len(ids):
        return ""
    return "、".join(f"{name} {number} 人" for name, number in schools)


def alarms_of(context: Context, plan: GraduatePlan) -> tuple[Alarm, ...]:
    """Names that belong to other numbers by the dozen: a column has slipped by a row. And a list
    whose members are mostly of another school than it goes to."""
    return (*_slipped(plan), *_elsewhere(context, plan))


def _elsewhere(context: Context, plan: GraduatePlan) -> tuple[Alarm, ...]:
    """The school that was chosen is not that of the members found."""
    ids = [row.member_id for row in plan.rows if row.member_id is not None]
    schools = school_spread(context, ids).schools
    own = school_name(context, plan.school_id)
    if not schools or len(ids) < _STRANGERS_FEWEST:
        return ()
    if 2 * members_below(context, ids, plan.school_id) >= len(ids):
        return ()
    name, number = schools[0]
    words = (
        f"名单要归入 {own or '（没有学校）'}，而匹配的 {len(ids):,} 人里有 {number:,} 人在册于 {name}。"
        "请核对选的学校。"
    )
    return (Alarm(words, confirm=True),)


def _slipped(plan: GraduatePlan) -> tuple[Alarm, ...]:
    differ = sum(found.code == "name.differs" for found in plan.findings)
    known = plan.count("matched") + plan.count("ambiguous")
    if differ < _ALARM_FEWEST or differ < _ALARM_SHARE * known:
        return ()
    words = (
        f"有 {differ} 行的身份证号在册是别的姓名，占对得上的 {known} 行的 "
        f"{round(100 * differ / known)}%，像是姓名与身份证号错了行。请核对名单后再写入。"
    )
    return (Alarm(words, "name", confirm=True),)
