"""What the closing report takes from the office file; paper and sheet say the same."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.campaigns.helpers import CLASS_1, GRADUATING, check, on, opened, unlisted
from tests.deletion.helpers import request
from tests.papers.reading import whole_text
from tuanji_desktop.campaigns.report import (
    campaign_report,
    draw_campaign,
    kept_as,
    save_report,
    write_sheet,
)
from tuanji_desktop.campaigns.service import close_campaign, report_done
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.office.context import Context


@pytest.fixture
def campaign(office: Context) -> int:
    number = opened(office)
    check(office, number, 1, 2)
    check(office, number, 3, result="wrong", fields=("name",))
    check(office, number, 4, result="not_a_member")
    unlisted(office, number, branch=GRADUATING)
    report_done(office, campaign_id=number, branch_ids=[CLASS_1])
    request(office, 3)
    return number


def test_the_numbers_counted_by_hand(office: Context, campaign: int) -> None:
    data = campaign_report(office, campaign)
    assert data.heading == "“智慧团建”系统团员信息核对及完善工作总结"
    assert [(row.figures, row.done_on) for row in data.rows] == [
        ((3, 3, 2, 1, 0, 0, 0, 0, 0), "2024-04-15"),
        ((3, 1, 0, 0, 1, 0, 0, 0, 1), ""),
    ]
    assert (data.total, data.done) == ((6, 4, 2, 1, 1, 0, 0, 0, 1), "1 / 2")
    words = "\n".join(data.paragraphs)
    for part in (
        "团支部2个，其中毕业班团支部1个",
        "2024年4月1日至2024年5月31日",
        "删除登记表上报期限2024年4月20日；团支部完成期限2024年4月30日",
        "在册团员6人，已核对4人，未核对2人",
        "信息有误1人（已申请删除1人）；无团籍人员1人（已申请删除0人）",
        "须填写删除登记表的2人，其中尚未申请的1人",
        "须补录的1人，其中尚未录入的1人",
        "完成核对的团支部1个，未完成的1个",
    ):
        assert part in words
    assert data.sender == "中国共产主义青年团青溪县第一中学委员会"
    whole = opened(office, org_id=None)
    assert campaign_report(office, whole).sender == "中国共产主义青年团青溪县委员会"


def test_paper_and_sheet_say_the_same(office: Context, campaign: int, tmp_path: Path) -> None:
    data = campaign_report(office, campaign)
    pdf, xlsx = tmp_path / "总结.pdf", tmp_path / "总结.xlsx"
    save_report(office, campaign, pdf)
    save_report(office, campaign, xlsx)
    printed = "".join(whole_text(pdf.read_bytes()).split())
    rows = [
        tuple(cell for cell in row if cell is not None)
        for row in load_workbook(xlsx).active.iter_rows(values_only=True)
    ]
    assert rows[0] == (data.heading,)
    assert list(data.cells) == rows[2 : 2 + len(data.cells)]
    assert rows[-1] == ("2024年4月15日",)
    for row in rows:
        for cell in row:
            assert "".join(str(cell).split()) in printed or cell == "说明"


def test_a_closed_campaign_gives_what_was_kept(
    office: Context, campaign: int, tmp_path: Path
) -> None:
    close_campaign(office, campaign_id=campaign, reason="到期")
    kept = draw_campaign(office, campaign)
    first, later = tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"
    save_report(office, campaign, first)
    afterwards = on(office, date(2024, 7, 1))
    request(office, 4)
    save_report(afterwards, campaign, later)
    assert later.read_bytes() == first.read_bytes()
    assert draw_campaign(afterwards, campaign).pdf == kept.pdf
    save_report(afterwards, campaign, tmp_path / "甲.pdf")
    assert (tmp_path / "甲.pdf").read_bytes() == kept.pdf
    assert campaign_report(afterwards, campaign).day == date(2024, 4, 15)
    assert kept_as(campaign) == f"campaign-report-{campaign}"


def test_other_kinds_of_files_are_refused(office: Context, campaign: int, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="pdf"):
        save_report(office, campaign, tmp_path / "总结.docx")
    write_sheet(campaign_report(office, campaign), tmp_path / "总结.xlsx")
    assert (tmp_path / "总结.xlsx").exists()
