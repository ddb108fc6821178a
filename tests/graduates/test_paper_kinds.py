"""The reminder and the notice as kinds of paper."""

import pytest

from tests.graduates.year import make_year
from tests.kinds import made, same_words, text_of
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.graduates.paper_kinds import PAPERS
from tuanji_desktop.office.context import Context


def test_the_reminder_with_the_units_list(office: Context) -> None:
    make_year(office)
    with office.database.read() as connection:
        school = connection.exec_driver_sql(
            "SELECT school_id FROM graduate_entries ORDER BY id LIMIT 1"
        ).scalar_one()
        year = connection.exec_driver_sql("SELECT max(year) FROM graduate_entries").scalar_one()
    paper = made(
        office, PAPERS, "reminder", org=school, year=year, document_number="团函〔2018〕3号"
    )
    same_words(paper)
    assert paper.owner == {"org_id": school}
    assert paper.grid is not None
    assert paper.grid.headings == ("序号", "姓名", "班级", "毕业去向", "目前情况")
    assert "团函〔2018〕3号" in text_of(paper)
    with pytest.raises(BadInput):
        made(office, PAPERS, "reminder", org=1, year=year)
    with pytest.raises(RuleRefused):
        made(office, PAPERS, "party-notice", org=school, year=year)
