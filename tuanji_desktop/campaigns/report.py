"""Filling the closing report from the office file, and writing it as a sheet."""

from datetime import date
from pathlib import Path

from ..core.errors import FileRefused
from ..office.context import Context
from ..office.service import get_setting
from ..papers.letter import chinese_date
from ..papers.paper import Paper
from ..papers.preflight import require_ready
from ..sheets.target import whole_file
from ..sheets.writer import Column, write_table
from .form import FIGURES, TABLE, CampaignReport, ReportRow, draw_report
from .queries import BranchRow, Progress, progress
from .results import NOT_A_MEMBER, RESULTS, RIGHT, UNLISTED, WRONG

_NOTES = "说明"


def campaign_report(context: Context, campaign_id: int) -> CampaignReport:
    """The report as of now; of a closed campaign, as of the day it was closed."""
    with context.database.read() as connection:
        found = progress(connection, campaign_id)
        campaign = found.campaign
        sender = None
        if campaign.org_id is not None:
            sender = connection.exec_driver_sql(
                "SELECT full_name FROM organizations WHERE id = ?", (campaign.org_id,)
            ).scalar()
        else:
            sender = connection.exec_driver_sql(
                "SELECT full_name FROM organizations WHERE parent_id IS NULL "
                "AND status = 'active' ORDER BY id LIMIT 1"
            ).scalar()
        sender = sender or get_setting(connection, "office.name") or ""
    day = date.fromisoformat(campaign.closed_on) if campaign.closed_on else context.today
    graduating = sum(row.graduating for row in found.rows)
    return CampaignReport(
        heading=f"{campaign.title}工作总结",
        paragraphs=tuple(_paragraphs(found, sender, graduating, day)),
        rows=tuple(
            ReportRow(row.full_name, row.parent or "—", _figures(row), row.done_on)
            for row in sorted(found.rows, key=lambda one: one.code)
        ),
        total=tuple(map(sum, zip(*map(_figures, found.rows), strict=True))) or (0,) * len(FIGURES),
        done=f"{found.done} / {len(found.rows)}",
        sender=sender,
        day=day,
    )


def _figures(row: BranchRow) -> tuple[int, ...]:
    own = {"members": row.members, "checked": row.checked}
    return tuple(own.get(field, row.count(field)) for field, _ in FIGURES)


def _paragraphs(found: Progress, sender: str, graduating: int, day: date) -> list[str]:
    campaign = found.campaign
    span = f"{chinese_date(campaign.first_on)}至{chinese_date(campaign.last_on)}"
    dues = "；".join(
        f"{one.label}期限{chinese_date(one.on)}"
        for one in campaign.deadlines(day)
        if one.key != "last_on"
    )
    acts = "；".join(
        f"{row.label}{found.count(code):,}人（{row.done}{found.followed.get(code, 0):,}人）"
        for code, row in RESULTS.items()
        if code != RIGHT and found.count(code)
    )
    forms = found.count(WRONG) + found.count(NOT_A_MEMBER)
    open_acts = found.open_acts(WRONG, NOT_A_MEMBER)
    behind = len(found.rows) - found.done
    red = sum(row.red for row in found.rows)
    return [
        f"核对对象：{sender}所属全部团支部{len(found.rows):,}个，其中毕业班团支部"
        f"{graduating:,}个。核对时间：{span}{f'（{dues}）' if dues else ''}。",
        f"截至{chinese_date(day)}，在册团员{found.members:,}人，已核对{found.checked:,}人，"
        f"未核对{found.members - found.checked:,}人；核对无误{found.count(RIGHT):,}人"
        + (f"；{acts}" if acts else "")
        + "。",
        f"须填写删除登记表的{forms:,}人，其中尚未申请的{open_acts:,}人；"
        f"未录入系统须补录的{found.count(UNLISTED):,}人，其中尚未录入的"
        f"{found.open_acts(UNLISTED):,}人；必填项未填（姓名标红）的{red:,}人。",
        f"完成核对的团支部{found.done:,}个"
        + (f"，未完成的{behind:,}个。" if behind else "，全部完成。"),
    ]


def draw_campaign(context: Context, campaign_id: int) -> Paper:
    """The report as a paper; of a closed campaign the one that was kept when it was closed, with
    the findings of today's."""
    with context.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT b.content, p.pages, p.sha256 FROM papers AS p JOIN blobs AS b "
            "ON b.sha256 = p.sha256 WHERE p.form = ? ORDER BY p.id DESC LIMIT 1",
            (kept_as(campaign_id),),
        ).one_or_none()
    drawn = draw_report(campaign_report(context, campaign_id))
    if row is None:
        return drawn
    content, pages, digest = row
    return Paper(content, pages, digest, drawn.findings)


def kept_as(campaign_id: int) -> str:
    """The form under which the report of a closed campaign is kept."""
    return f"campaign-report-{campaign_id}"


def save_report(context: Context, campaign_id: int, path: Path) -> None:
    """The report as .pdf or .xlsx by the file's name, both with the same words and numbers."""
    suffix = path.suffix.lower()
    if suffix not in (".pdf", ".xlsx"):
        raise FileRefused(
            "file.unwritable", f"“{path.name}”无法保存：文件名请以 .pdf 或 .xlsx 结尾。"
        )
    if suffix == ".pdf":
        paper = draw_campaign(context, campaign_id)
        require_ready(paper.findings, "信息核对总结")
        with whole_file(path) as beside:
            beside.write_bytes(paper.pdf)
        return
    with context.database.read() as connection:
        kept = connection.exec_driver_sql(
            "SELECT b.content FROM attachments AS a JOIN blobs AS b ON b.sha256 = a.sha256 "
            "WHERE a.kind = ? ORDER BY a.id DESC LIMIT 1",
            (kept_as(campaign_id),),
        ).scalar()
    if kept is not None:
        with whole_file(path) as beside:
            beside.write_bytes(kept)
        return
    write_sheet(campaign_report(context, campaign_id), path)


def write_sheet(data: CampaignReport, path: Path) -> None:
    """The report as a workbook: the table, its sum, the words below."""
    widths = {"parent": 28, "branch": 48, "done_on": 12, "number": 6}
    columns = [Column(one.heading, widths.get(one.field, 8)) for one in TABLE.columns]
    lines = [*data.paragraphs, data.sender, chinese_date(data.day)]
    blank = (None,) * (len(columns) - 2)
    notes = [(_NOTES if not number else None, text, *blank) for number, text in enumerate(lines)]
    write_table(
        path,
        columns=columns,
        rows=[*data.cells, *notes],
        title=data.heading,
        sheet_name="信息核对",
    )
