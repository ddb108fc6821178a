"""The paper of a verification campaign: its report."""

from ..office.context import Context
from ..papers.grid import grid_of
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from ..papers.letter import chinese_date
from .form import TABLE, content_hash
from .report import campaign_report, draw_campaign

FORM = "campaign-report"


def _make(context: Context, wish: PaperWish) -> MadePaper:
    number = wish.campaign or 0
    data = campaign_report(context, number)
    return MadePaper(
        paper=draw_campaign(context, number),
        name=data.heading,
        content_hash=content_hash(data),
        grid=grid_of(
            data.heading,
            TABLE,
            data.cells,
            above=data.paragraphs,
            below=[data.sender, chinese_date(data.day)],
            landscape=True,
        ),
    )


PAPERS = (PaperKind(FORM, "信息核对工作总结", (("campaign",),), _make),)
