"""What waits in the office, counted in one read: the task cards of the home page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from ..office.backups import EXTERNAL_DAYS, external_backup
from ..office.comparisons import newest_open
from ..office.context import Context
from ..office.import_jobs import open_jobs
from ..office.service import get_setting
from ..orgs.loading import count_to_turn
from ..store.schema import ON_ROSTER
from .calendar import Event, upcoming

EVENTS = 6
"""So many dates fit below the cards."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: one press leads to its list. The smaller `rank`, the more urgent."""

    key: str
    icon: str
    title: str
    text: str
    desk: str
    hint: object
    colour: str
    rank: int
    wish: str = ""
    """Where it is an act and not a desk: the act's name, with `hint` as what it takes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps in an empty office; a done one keeps its place with a tick."""

    key: str
    title: str
    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class Home:
    """The home page: where the office stands, what waits, what comes first."""

    name: str
    practice: bool
    members: int
    organizations: int
    tasks: tuple[Task, ...]
    steps: tuple[Step, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Counts:
    organizations: int
    members: int
    incomplete: int
    changes: int
    overdue: int
    corrections: int
    reentries: int
    late_reentries: int
    late_transfers: int
    reviews: int
    reports: int
    unbatched: int
    batches: int
    unsettled: int
    unconfirmed: int
    year: int | None


_OWED = """e.waived_on IS NULL AND e.paid_on IS NULL AND NOT EXISTS (
  SELECT 1 FROM members AS n JOIN deletion_requests AS r ON r.id = e.request_id
  WHERE n.id_number = e.id_number AND n.status IN ('active', 'retained') AND n.id <> r.member_id)"""
"""A re-entry nobody has paid (deletion/reentry.py says how it is paid)."""


def load_home(context: Context) -> Home:
    """Everything the home page shows."""
    with context.database.read() as connection:
        counts = _count(connection, context)
        name = get_setting(connection, "office.name") or "本单位"
        practice = get_setting(connection, "office.practice") == "1"
        verifying = _campaign_tasks(connection, context.today)
        comparing = _comparison_task(connection)
    tasks = [*_tasks(counts), *_turning_task(count_to_turn(context)), *verifying, *comparing]
    tasks += _import_tasks(context)
    if counts.members and not practice:
        tasks += _backup_task(context)
    empty = counts.members == 0
    return Home(
        name=name,
        practice=practice,
        members=counts.members,
        organizations=counts.organizations,
        tasks=tuple(sorted(tasks, key=lambda task: task.rank)),
        steps=_steps(counts) if empty else (),
        events=() if empty else upcoming(context.policy, context.today)[:EVENTS],
    )


def _count(connection: Connection, context: Context) -> _Counts:
    today, policy = context.today, context.policy
    late = today - timedelta(days=policy.review.overdue_days)
    slow = today - timedelta(days=policy.transfer.overdue_days)
    row = connection.exec_driver_sql(
        f"""
        SELECT
          (SELECT count(*) FROM organizations WHERE status = 'active'),
          (SELECT coalesce(sum(c.members), 0) FROM org_counts AS c
           JOIN organizations AS o ON o.id = c.org_id WHERE o.parent_id IS NULL),
          (SELECT coalesce(sum(c.incomplete), 0) FROM org_counts AS c
           JOIN organizations AS o ON o.id = c.org_id WHERE o.parent_id IS NULL),
          (SELECT count(*) FROM change_fields WHERE state = 'pending'),
          (SELECT count(*) FROM change_fields AS f JOIN change_requests AS r
           ON r.id = f.request_id WHERE f.state = 'pending' AND substr(r.proposed_at, 1, 10) < ?),
          (SELECT count(*) FROM corrections WHERE state IN ('gathered', 'verified', 'sent')),
          (SELECT count(*) FROM reentries AS e WHERE {_OWED}),
          (SELECT count(*) FROM reentries AS e WHERE {_OWED} AND due_on < ?),
          (SELECT count(*) FROM transfers WHERE finished_on IS NULL AND state <> 'waiting'
           AND moved_on < ?),
          (SELECT count(*) FROM retentions WHERE ended_on IS NULL AND review_on <= ?),
          (SELECT count(*) FROM members
           WHERE NOT (status IN ('active', 'retained')) AND status = 'submitted'),
          (SELECT count(*) FROM deletion_requests
           WHERE batch_id IS NULL AND state IN ('requested', 'endorsed', 'sent')),
          (SELECT count(*) FROM deletion_batches WHERE state IN ('requested', 'endorsed', 'sent')),
          (SELECT max(year) FROM graduate_lists)
        """,
        tuple(day.isoformat() for day in (late, today, slow, today)),
    ).one()
    year: int | None = row[-1]
    unsettled = unconfirmed = 0
    if year is not None:
        unsettled, unconfirmed = connection.exec_driver_sql(
            "SELECT coalesce(sum(progress = 'unsettled'), 0), "
            "coalesce(sum(match = 'ambiguous'), 0) FROM graduate_entries WHERE year = ?",
            (year,),
        ).one()
    values: tuple[Any, ...] = (*row[:-1], unsettled, unconfirmed, year)
    return _Counts(*values)


def _campaign_tasks(connection: Connection, today: date) -> list[Task]:
    """The verifications under way, each with who is still to be checked and the days left."""
    rows = connection.exec_driver_sql(
        "SELECT a.id, a.title, a.last_on, (SELECT coalesce(sum(c.members), 0) FROM org_counts AS c "
        "JOIN organizations AS o ON o.id = c.org_id "
        "WHERE o.id = a.org_id OR (a.org_id IS NULL AND o.parent_id IS NULL)) - "
        "(SELECT count(*) FROM campaign_checks AS k JOIN members AS m ON m.id = k.member_id "
        f"WHERE k.campaign_id = a.id AND m.{ON_ROSTER}) "
        "FROM campaigns AS a WHERE a.closed_on IS NULL ORDER BY a.last_on, a.id"
    )
    tasks = []
    for campaign, title, last_on, left in rows:
        days = (date.fromisoformat(last_on) - today).days
        when = f"还有 {days} 天截止" if days >= 0 else f"已过截止日期 {-days} 天"
        what = f"还有 {left:,} 人没有核对" if left > 0 else "已全部核对，可以结束"
        tasks.append(
            Task(
                f"campaign_{campaign}", "campaigns", title, f"{what}，{when}", "campaigns",
                {"campaign": campaign}, "warning" if days < 0 else "action", 45,
            )
        )  # fmt: skip
    return tasks


def _comparison_task(connection: Connection) -> list[Task]:
    """What the official system and the roster do not agree in, of the newest list."""
    found = newest_open(connection)
    if found is None or not found.waiting:
        return []
    return [
        Task(
            "comparison", "comparison", f"名单比对待处理 {found.waiting:,} 条",
            f"{found.compared_on} 比对的 {found.file_name}，与台账还有不一致", "comparison",
            {"comparison": found.id}, "action", 58,
        )
    ]  # fmt: skip


_LISTS = {
    "roster": "花名册",
    "graduates": "毕业生名单",
    "organizations": "团组织名单",
    "transfers": "转接名单",
    "transfers_in": "转入名单",
    "quality_return": "补正表",
    "comparison": "官方系统的名单",
}


def _import_tasks(context: Context) -> list[Task]:
    """Lists that this operator began to import and did not finish; one card a kind of list."""
    latest = {job.kind: job for job in reversed(open_jobs(context))}
    return [
        Task(
            f"import_{job.kind}",
            "import",
            f"导入{_LISTS.get(job.kind, '名单')}没有做完",
            f"{job.file_name or '粘贴的名单'}，{job.saved_at[:10]} 做到一半，可以接着做",
            "",
            job.kind,
            "action",
            20,
            wish="resume_import",
        )
        for job in latest.values()
    ]


def _turning_task(branches: int) -> list[Task]:
    if not branches:
        return []
    return [
        Task(
            "turning",
            "graduate",
            f"毕业班待转换 {branches:,} 个",
            "已标记的毕业班团支部到了转换的日子，核对后一次转为毕业班团支部",
            "",
            "turn",
            "warning",
            45,
            wish="yearly",
        )
    ]


def _tasks(counts: _Counts) -> Iterator[Task]:
    if counts.changes:
        late = f"，其中 {counts.overdue:,} 项超期" if counts.overdue else ""
        yield Task(
            "changes", "review", f"待审核 {counts.changes:,} 项{late}",
            "团员提交的信息修改，等待通过或退回", "review", "overdue" if late else "requests",
            "warning" if late else "action", 10,
        )  # fmt: skip
    if counts.corrections:
        yield Task(
            "corrections", "paper", f"行文更正在办 {counts.corrections:,} 件",
            "收集材料、核实、正式行文，批复以后才改", "corrections", None, "action", 55,
        )  # fmt: skip
    if counts.reports:
        yield Task(
            "reports", "person", f"报到待审核 {counts.reports:,} 人",
            "通过前档案不能修改，请尽快审核或退回", "review", "report_ins", "action", 20,
        )  # fmt: skip
    if counts.reentries:
        late = f"，其中 {counts.late_reentries:,} 人超期" if counts.late_reentries else ""
        yield Task(
            "reentries", "add", f"待重新录入 {counts.reentries:,} 人{late}",
            "为更正信息已批准删除的，按正确的信息重新录入", "deletion", "reentries",
            "warning" if late else "action", 25,
        )  # fmt: skip
    if counts.late_transfers:
        yield Task(
            "transfers", "transfers", f"转接超期 {counts.late_transfers:,} 件",
            "有环节超过规定天数没有办理，请催办", "transfers", "late", "warning", 28,
        )  # fmt: skip
    if counts.reviews:
        yield Task(
            "retentions", "retention", f"团籍保留待复核 {counts.reviews:,} 人",
            "到了复核日期，核对后继续保留或结束保留", "retention", "due", "action", 65,
        )  # fmt: skip
    if counts.unconfirmed:
        yield Task(
            "unconfirmed", "graduates", f"毕业生待确认 {counts.unconfirmed:,} 人",
            f"{counts.year} 年名单里有重名或号码不符的，请逐人确认", "graduates",
            {"year": counts.year, "match": "ambiguous"}, "warning", 30,
        )  # fmt: skip
    if counts.unsettled:
        yield Task(
            "unsettled", "graduates", f"毕业生去向未定 {counts.unsettled:,} 人",
            f"{counts.year} 年毕业生还没有登记去向", "graduates",
            {"year": counts.year, "progress": "unsettled"}, "warning", 40,
        )  # fmt: skip
    if counts.unbatched:
        yield Task(
            "unbatched", "deletion", f"删除申请待编批 {counts.unbatched:,} 人",
            "编成一批后打印申请表，盖章上报", "deletion", "unbatched", "action", 50,
        )  # fmt: skip
    if counts.incomplete:
        yield Task(
            "incomplete", "warning", f"红名 {counts.incomplete:,} 人",
            "必填信息没有填齐，逐人补齐后红名自动消失", "roster", "incomplete", "accent", 60,
        )  # fmt: skip
    if counts.batches:
        yield Task(
            "batches", "deletion", f"删除批次在途 {counts.batches:,} 批",
            "已打印或上报，等待批复后登记结果", "deletion", "batched", "muted", 80,
        )  # fmt: skip


def _backup_task(context: Context) -> list[Task]:
    external = external_backup(context)
    if not external.late:
        return []
    if external.days is None:
        title, text = "还没有备份到 U 盘", "自动备份与台账在同一块硬盘上，硬盘坏了会一起丢失"
    else:
        title = f"{external.days} 天没有备份到 U 盘"
        text = f"超过 {EXTERNAL_DAYS} 天了；插上 U 盘，一步即可完成"
    return [Task("backup", "backup", title, text, "settings", "backup", "warning", 70)]


def _steps(counts: _Counts) -> tuple[Step, ...]:
    return (
        Step(
            "import_orgs", "导入团组织", "从团组织名册（Excel）建立团委、团总支、团支部",
            counts.organizations > 1,
        ),
        Step(
            "import_roster", "导入花名册", "导入团员花名册；缺填的成为红名，不会被拒绝",
            counts.members > 0,
        ),
        Step("settings", "填写本单位信息", "联系人和电话会印在上报的表上", False),
    )  # fmt: skip
