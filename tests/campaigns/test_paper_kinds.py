"""The report of a campaign as a kind of paper."""

import pytest

from tests.campaigns.helpers import opened
from tests.kinds import made, same_words
from tuanji_desktop.campaigns.paper_kinds import PAPERS
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context


def test_the_report_with_its_table(office: Context) -> None:
    campaign = opened(office)
    report = made(office, PAPERS, "campaign-report", campaign=campaign)
    same_words(report)
    assert report.grid is not None
    assert report.grid.rows[-1][0] == "合计"
    assert report.grid.landscape
    with pytest.raises(NotFound):
        made(office, PAPERS, "campaign-report", campaign=99)
