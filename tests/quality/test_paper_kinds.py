"""The reminder to complete records as a kind of paper."""

import pytest

from tests.builders import add_member
from tests.kinds import made, same_words, text_of
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.paper_kinds import PAPERS


def test_everybody_whose_name_is_red_with_what_is_asked(office: Context) -> None:
    with pytest.raises(BadInput):
        made(office, PAPERS, "information-reminder", org=2)
    add_member(office, name="赵红", mobile="", branch="QX0102")
    paper = made(office, PAPERS, "information-reminder", org=2)
    same_words(paper)
    assert paper.grid is not None
    ((_, name, _, asked),) = paper.grid.rows
    assert name == "赵红"
    assert "手机号码未填" in asked
    assert paper.owner == {"org_id": 2}
    assert "2018年8月11日" in text_of(paper)  # ten days to answer
