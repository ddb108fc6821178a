"""The desk's two letters: the reminder (催办函) to a school, and the notice to the university's Party
committee (通报, G 四). Words and rows first, as frozen data; then the paper with its list behind.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from ..core.by_hand import as_reason
from ..core.errors import BadInput, RuleRefused
from ..office.archive import keep_paper
from ..office.context import Context
from ..office.document_numbers import proper, register_number, use_number
from ..office.letter_texts import own_letter
from ..office.letterhead import letterhead
from ..orgs import queries as orgs
from ..orgs.kinds import unit_in_title
from ..papers.frame import MM, Flow, title
from ..papers.letter import Letter, chinese_date, draw_letter
from ..papers.letter_template import fill, in_force
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

    @property
    def bears(self) -> str:
        """The paper as the register of 文号 names it: next month's letter is another one."""
        return f"{self.name}（{self.letter.day.isoformat()}）"


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
        head = letterhead(connection)
        own = own_letter(connection, form)
        number = proper(connection, document_number)
    goal = goal_of(goals(context.policy, found), school)
    values_of = _reminder_values if form == REMINDER else _notice_values
    values = {
        "单位": head.unit,
        "主送单位": addressee.strip() or (school.full_name if form == REMINDER else ""),
        "文号": number,
        "日期": chinese_date(context.today),
        "联系人": head.contact,
        "联系电话": head.contact_phone,
        **_progress_values(found, school, goal),
        **values_of(context, found, school, goal, len(rows)),
    }
    letter = Letter(
        **asdict(fill(in_force(form, own), values)),
        document_number=number,
        sender=head.unit,
        day=context.today,
        contact=head.contact,
        contact_phone=head.contact_phone,
        upward=False,
    )
    return SchoolLetter(form, org_id, school.short_name, letter, values["名单名称"], rows)


def list_table(form: str) -> Table:
    """The table behind a letter: people behind a reminder, classes behind a notice."""
    return _PEOPLE if form == REMINDER else _CLASSES


def is_university(school: SchoolRates) -> bool:
    """高校, 省属高校 or 市属高校."""
    return school.school_kind.endswith("高校")


def draw(made: SchoolLetter) -> Paper:
    """The letter with its list as PDF; equal words make equal bytes."""
    plain = json.dumps(asdict(made), ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
    return draw_letter(made.letter, content_hash=digest, annex=lambda flow: _annex(flow, made))


def file_letter(
    context: Context, made: SchoolLetter, paper: Paper, *, by_hand: Sequence[str] = ()
) -> int:
    """Keeps the paper that was printed or saved with the school's; the same bytes only once.
    `by_hand` are the characters without a font that the clerk undertook to write on it."""
    with context.database.read() as connection:
        kept = connection.exec_driver_sql(
            "SELECT id FROM papers WHERE org_id = ? AND form = ? AND sha256 = ?",
            (made.org_id, f"graduates-{made.form}", paper.sha256),
        ).scalar()
    number, subject = made.letter.document_number, f"{made.letter.title}（{made.school}）"
    if kept is not None:
        register_number(context, number, subject=subject, used_for=made.bears)
        return int(kept)
    words = f"归档 {made.letter.title}（{made.school}）"
    operation = context.operation("graduates.paper", words, reason=as_reason(by_hand))
    with context.database.write(operation) as writing:
        connection = writing.connection
        use_number(connection, context, number, subject=subject, used_for=made.bears)
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
def _reminder_values(
    context: Context, found: YearRates, school: SchoolRates, goal: Goal | None, count: int
) -> dict[str, str]:
    numbers = school.numbers
    left = [
        f"{number}人{words}"
        for number, words in (
            (numbers.open, "去向未定或尚未发起转接"),
            (numbers.under_way, "已发起、尚未转入"),
        )
        if number
    ]
    by = goal.due_on if goal is not None and goal.days_left > 0 else None
    return {
        "名单名称": f"{found.year}届毕业生团员未完成转接名单",
        "未完成情况": "，".join(left),
        "审核天数": str(context.policy.transfer.overdue_days),
        "反馈日期": chinese_date(by) if by else "",
        "人数": str(count),
    }


def _notice_values(
    context: Context, found: YearRates, school: SchoolRates, _goal: Goal | None, count: int
) -> dict[str, str]:
    unit = unit_in_title(school.full_name)
    return {
        "名单名称": f"{unit}{found.year}届毕业生团员组织关系转接进度表",
        "学校": unit,
        "学校团委": school.full_name,
        "班级数": str(count),
        "依据单位": context.policy.info.issuer,
        "依据文件": context.policy.info.document,
    }


def _progress_values(found: YearRates, school: SchoolRates, goal: Goal | None) -> dict[str, str]:
    """Numbers, rates and rank, the waiting apart (G 四); the milestone and how far off it is."""
    numbers = school.numbers
    placed = sum(one.rank is not None for one in found.schools)
    ranked = school.rank is not None and placed > 1
    return {
        "年份": str(found.year),
        "统计日期": chinese_date(found.day),
        "应转接": str(numbers.due),
        "已发起": str(numbers.started),
        "发起率": numbers.rate("started").words,
        "已转入": str(numbers.received),
        "完成率": numbers.rate("completion").words,
        "学校数": str(placed) if ranked else "",
        "名次": str(school.rank) if ranked else "",
        "等待人数": str(numbers.waiting) if numbers.waiting else "",
        **_deadline_values(goal, school),
    }


def _deadline_values(goal: Goal | None, school: SchoolRates) -> dict[str, str]:
    if goal is None:
        return dict.fromkeys(("时限名称", "时限日期", "时限情况", "目标情况"), "")
    lack = lacking(goal.milestone, school.numbers)
    days = (
        f"距今还有{goal.days_left}天"
        if goal.days_left > 0
        else "今天到期"
        if goal.days_left == 0
        else f"已逾期{-goal.days_left}天"
    )
    return {
        "时限名称": goal.milestone.label,
        "时限日期": chinese_date(goal.due_on),
        "时限情况": days,
        "目标情况": f"距目标还差{lack}人" if lack else "已达到这一目标",
    }


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
            "ORDER BY e.class_name, e.list_id, e.id"
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
    TableFlow(flow, list_table(made.form)).rows(
        [Row(entry_id, cells) for entry_id, cells in made.rows]
    )
