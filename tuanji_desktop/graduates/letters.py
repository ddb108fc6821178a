"""The desk's two letters: the reminder (催办函) to a school, and the notice to the university's Party
committee (通报, G 四). Words and rows first, as frozen data; then the paper with its list behind.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused
from ..office.archive import keep_paper
from ..office.context import Context
from ..office.service import get_setting
from ..orgs import queries as orgs
from ..orgs.kinds import unit_in_title
from ..papers.frame import MM, Flow, title
from ..papers.letter import Letter, chinese_date, draw_letter
from ..papers.paper import Paper
from ..papers.preflight import glyph_findings
from ..papers.table import Column, Row, Table, TableFlow
from .milestones import Goal, goal_of, goals, lacking
from .rates import SchoolRates, YearRates, load_rates, people_where, percent
from .states import PROGRESS

REMINDER = "reminder"
NOTICE = "party-notice"
FORMS: Mapping[str, str] = MappingProxyType({REMINDER: "催办函", NOTICE: "通报高校党委"})
CLAUSE = "G 四"

_BLANK = "＿" * 14
_PEOPLE = Table(
    columns=(
        Column("序号", 14 * MM, "number", "whole"),
        Column("姓名", 30 * MM, "name", "line"),
        Column("班级", 42 * MM, "class_name"),
        Column("毕业去向", 32 * MM, "destination"),
        Column("目前情况", 38 * MM, "state", "line"),
    ),
    least_rows=1,
)
_CLASSES = Table(
    columns=(
        Column("序号", 14 * MM, "number", "whole"),
        Column("班级", 52 * MM, "class_name"),
        Column("应转接", 18 * MM, "due", "whole"),
        Column("已发起", 18 * MM, "started", "whole"),
        Column("已转入", 18 * MM, "received", "whole"),
        Column("未完成", 18 * MM, "unfinished", "whole"),
        Column("完成率", 18 * MM, "completion", "whole"),
    ),
    least_rows=1,
)
_UNKNOWN_CLASS = "（未填班级）"


@dataclass(frozen=True, slots=True)
class SchoolLetter:
    """One letter as it would be written today: what it says, and the rows of its list.

    A row is (entry's id or None, cells); the reminder names people, the notice counts classes.
    """

    form: str
    org_id: int
    school: str
    letter: Letter
    list_title: str
    rows: tuple[tuple[int | None, tuple[str, ...]], ...]

    @property
    def name(self) -> str:
        """How the paper is filed and what its file is called."""
        return f"{FORMS[self.form]} {self.school}"


def school_letter(
    context: Context,
    *,
    form: str,
    org_id: int,
    year: int,
    addressee: str = "",
    document_number: str = "",
) -> SchoolLetter:
    """The letter of a school with today's numbers.

    A notice's addressee is what the clerk says it is; without one its place stays free for the pen.
    Raises `BadInput` where the school has no entries in the year and `RuleRefused` where a notice
    is asked for a school that is no university.
    """
    if form not in FORMS:
        raise BadInput("graduates.paper_unknown", f"没有“{form}”这种函。")
    with context.database.read() as connection:
        found = load_rates(connection, year=year, today=context.today)
        school = found.of(org_id)
        if school is None:
            name = orgs.by_id(connection, org_id).short_name
            raise BadInput(
                "graduates.no_entries", f"{name} {year} 届还没有毕业生名单，请先导入名单。"
            )
        if form == NOTICE and not is_university(school):
            raise RuleRefused(
                "graduates.not_a_university",
                f"{school.short_name}不是高校，通报只发给高校党委。请改用催办函。",
                clause=CLAUSE,
            )
        if form == REMINDER:
            rows = _people_rows(connection, found, school, context.today)
        else:
            rows = _class_rows(connection, found, school, context.today)
        sender = _sender(connection)
        contact = get_setting(connection, "office.contact") or ""
        phone = get_setting(connection, "office.contact_phone") or ""
    goal = goal_of(goals(context.policy, found), school)
    words = _reminder if form == REMINDER else _notice
    letter, list_title = words(context, found, school, goal, len(rows))
    letter = replace(
        letter,
        addressee=addressee.strip() or letter.addressee,
        document_number=document_number.strip(),
        sender=sender,
        contact=contact,
        contact_phone=phone,
    )
    return SchoolLetter(form, org_id, school.short_name, letter, list_title, rows)


def is_university(school: SchoolRates) -> bool:
    """高校, 省属高校 or 市属高校."""
    return school.school_kind.endswith("高校")


def draw(made: SchoolLetter) -> Paper:
    """The letter with its list as PDF; equal words make equal bytes."""
    plain = json.dumps(asdict(made), ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
    return draw_letter(made.letter, content_hash=digest, annex=lambda flow: _annex(flow, made))


def file_letter(context: Context, made: SchoolLetter, paper: Paper) -> int:
    """Keeps the paper that was printed or saved with the school's; the same bytes only once."""
    with context.database.read() as connection:
        kept = connection.exec_driver_sql(
            "SELECT id FROM papers WHERE org_id = ? AND form = ? AND sha256 = ?",
            (made.org_id, f"graduates-{made.form}", paper.sha256),
        ).scalar()
    if kept is not None:
        return int(kept)
    operation = context.operation("graduates.paper", f"归档 {made.letter.title}（{made.school}）")
    with context.database.write(operation) as writing:
        return keep_paper(
            writing.connection,
            paper.pdf,
            form=f"graduates-{made.form}",
            title=made.letter.title,
            pages=paper.pages,
            made_at=context.clock().isoformat(timespec="seconds"),
            org_id=made.org_id,
        )


# ------------------------------------------------------------------------ the words
def _reminder(
    context: Context, found: YearRates, school: SchoolRates, goal: Goal | None, count: int
) -> tuple[Letter, str]:
    numbers = school.numbers
    list_title = f"{found.year}届毕业生团员未完成转接名单"
    left = [
        f"{number}人{words}"
        for number, words in (
            (numbers.open, "去向未定或尚未发起转接"),
            (numbers.under_way, "已发起、尚未转入"),
        )
        if number
    ]
    asked = (
        "请你单位：一、逐人核实名单所列团员的去向，去向已定的立即发起转接；"
        f"二、对已发起的转接，督促团支部在{context.policy.transfer.overdue_days}天内审核，"
        "不得无故搁置或退回；三、确属出国（境）、延迟毕业的，按规定登记团籍保留；"
        "四、不得以删除团员代替组织关系转接。"
    )
    by = goal.due_on if goal is not None and goal.days_left > 0 else None
    paragraphs = [
        _standing("你单位", found, school),
        _deadline("你单位", goal, school),
        f"现有{'，'.join(left)}（名单附后）。" if left else "",
        asked + (f"请于{chinese_date(by)}前书面反馈办理情况。" if by else ""),
    ]
    return _letter(
        context,
        title=f"关于催办{found.year}届毕业生团员组织关系转接的函",
        addressee=school.full_name,
        paragraphs=paragraphs,
        ending="特此函告。",
        enclosure=f"{list_title}（共{count}人）",
    ), list_title


def _notice(
    context: Context, found: YearRates, school: SchoolRates, goal: Goal | None, count: int
) -> tuple[Letter, str]:
    unit = unit_in_title(school.full_name)
    list_title = f"{unit}{found.year}届毕业生团员组织关系转接进度表"
    info = context.policy.info
    paragraphs = [
        f"根据{info.issuer}《{info.document}》的要求，现将{unit}{found.year}届毕业生团员"
        "组织关系转接工作情况通报如下。",
        _standing(school.full_name, found, school),
        _deadline("该校", goal, school),
        "恳请贵委加强对此项工作的领导和督促，压实学校团委的主体责任，配齐工作力量，"
        "逐班逐人核实去向、及时发起和审核转接，确保毕业生团员组织关系转接工作如期完成。",
    ]
    return _letter(
        context,
        title=f"关于{unit}{found.year}届毕业生团员组织关系转接工作情况的通报",
        addressee=_BLANK,
        paragraphs=paragraphs,
        ending="特此通报。",
        enclosure=f"{list_title}（共{count}个班级）",
    ), list_title


def _letter(
    context: Context,
    *,
    title: str,
    addressee: str,
    paragraphs: Sequence[str],
    ending: str,
    enclosure: str,
) -> Letter:
    return Letter(
        title=title,
        document_number="",
        addressee=addressee,
        paragraphs=tuple(filter(None, paragraphs)),
        ending=ending,
        enclosures=(enclosure,),
        sender="",
        day=context.today,
        upward=False,
    )


def _standing(who: str, found: YearRates, school: SchoolRates) -> str:
    """Numbers, rates and rank, the waiting apart (G 四)."""
    numbers = school.numbers
    placed = sum(one.rank is not None for one in found.schools)
    rank = (
        f"，在已报名单的{placed}所学校中列第{school.rank}位"
        if school.rank is not None and placed > 1
        else ""
    )
    waiting = (
        f"另有{numbers.waiting}人等待省内高校建立新生团支部，单列统计，不计入逾期。"
        if numbers.waiting
        else ""
    )
    return (
        f"截至{chinese_date(found.day)}，{who}{found.year}届毕业生团员应转接{numbers.due}人，"
        f"已发起{numbers.started}人，发起率{numbers.rate('started').words}；"
        f"已转入{numbers.received}人，完成率{numbers.rate('completion').words}{rank}。{waiting}"
    )


def _deadline(who: str, goal: Goal | None, school: SchoolRates) -> str:
    if goal is None:
        return ""
    milestone = goal.milestone
    days = (
        f"距今还有{goal.days_left}天"
        if goal.days_left > 0
        else "今天到期"
        if goal.days_left == 0
        else f"已逾期{-goal.days_left}天"
    )
    lack = lacking(milestone, school.numbers)
    gap = f"{who}距目标还差{lack}人。" if lack else f"{who}已达到这一目标。"
    return f"“{milestone.label}”的期限为{chinese_date(goal.due_on)}，{days}，{gap}"


def _sender(connection: Connection) -> str:
    roots = orgs.children(connection, None)
    return roots[0].full_name if roots else get_setting(connection, "office.name") or ""


# ------------------------------------------------------------------------- the list
def _people_rows(
    connection: Connection, found: YearRates, school: SchoolRates, today: date
) -> tuple[tuple[int | None, tuple[str, ...]], ...]:
    """Who is not started, then who is on the way; names and classes, no numbers of any kind."""
    rows: list[Any] = []
    for part in ("open", "under_way"):
        where = people_where(part, year=found.year, today=today, school_id=school.org_id)
        rows += connection.exec_driver_sql(
            "SELECT e.id, e.name, e.class_name, e.destination, e.progress "
            f"FROM graduate_entries AS e WHERE {where} "
            "ORDER BY e.class_name, e.list_id, e.row_number"
        ).all()
    return tuple(
        (
            entry_id,
            (
                str(number),
                name or "",
                class_name or "",
                destination or "",
                PROGRESS.get(progress, progress),
            ),
        )
        for number, (entry_id, name, class_name, destination, progress) in enumerate(rows, 1)
    )


def _class_rows(
    connection: Connection, found: YearRates, school: SchoolRates, today: date
) -> tuple[tuple[int | None, tuple[str, ...]], ...]:
    """Every class with its numbers, the slowest first."""
    where = people_where("due", year=found.year, today=today, school_id=school.org_id)
    rows = connection.exec_driver_sql(
        "SELECT coalesce(nullif(trim(e.class_name), ''), ?), count(*), "
        "sum(e.progress IN ('started', 'received')), sum(e.progress = 'received') "
        f"FROM graduate_entries AS e WHERE {where} GROUP BY 1 "
        "ORDER BY 1.0 * sum(e.progress = 'received') / count(*), 1",
        (_UNKNOWN_CLASS,),
    )
    return tuple(
        (
            None,
            (str(place), name, *map(str, (due, started, done, due - done)), percent(done / due)),
        )
        for place, (name, due, started, done) in enumerate(rows, 1)
    )


def _annex(flow: Flow, made: SchoolLetter) -> None:
    """The list behind the letter, on a page of its own."""
    flow.new_page()
    flow.paragraphs(["附件"], size=16, first="head")
    title(flow, made.list_title)
    flow.y -= 6 * MM
    for entry_id, cells in made.rows:
        if entry_id is not None:
            flow.findings += glyph_findings(cells[1], record=entry_id, field="name", label="姓名")
    table = _PEOPLE if made.form == REMINDER else _CLASSES
    TableFlow(flow, table).rows([Row(entry_id, cells) for entry_id, cells in made.rows])
