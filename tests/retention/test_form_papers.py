"""The office's own forms of the register."""

from datetime import date
from pathlib import Path

from tests.papers.reading import whole_text
from tests.retention.test_service import retained
from tuanji_desktop.members.own_forms import install_form
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.kinds import PaperWish
from tuanji_desktop.retention.form_papers import form_kinds
from tuanji_desktop.retention.plan import RETAIN, Wish

KEPT = """\
code = "kept"
title = "{unit}保留团籍人员名册"
issuer = "青溪团县委"
document = "通知"
rows = "retention"
[[columns]]
heading = "姓名"
field = "name"
width = 30
[[columns]]
heading = "原团支部"
field = "branch_short_name"
share = 1
[[columns]]
heading = "上一级"
field = "general_branch"
share = 1
[[columns]]
heading = "原因"
field = "reason"
share = 1
[[columns]]
heading = "保留日期"
field = "retained_on"
width = 24
[[columns]]
heading = "复核日期"
field = "review_on"
width = 24
"""


def test_the_register_is_filled_into_an_own_form(office: Context, tmp_path: Path) -> None:
    assert form_kinds(office) == ()
    file = tmp_path / "名册.toml"
    file.write_text(KEPT, encoding="utf-8")
    install_form(office, file)
    (kind,) = form_kinds(office)
    assert (kind.code, kind.title, kind.needs, kind.may) == (
        "kept",
        "保留团籍人员名册",
        (),
        ("org",),
    )
    for member, day in ((4, date(2018, 7, 1)), (1, date(2018, 6, 1))):
        retained(office, Wish(act=RETAIN, member_ids=(member,), on=day, reason="参军入伍"))
    made = kind.make(office, PaperWish())
    assert made.grid is not None
    assert made.grid.rows == (
        ("张三", "高三（1）班", "一中团委", "参军入伍", "2018-06-01", "2019-06-01"),
        ("单雄", "高三（2）班", "一中团委", "参军入伍", "2018-07-01", "2019-07-01"),
    )
    assert made.name == "青溪县保留团籍人员名册"
    assert made.paper.findings == ()
    assert "2019-07-01" in whole_text(made.paper.pdf)
    below = kind.make(office, PaperWish(org=4))
    assert below.grid is not None
    assert [row[0] for row in below.grid.rows] == ["单雄"]
    assert below.owner == {"org_id": 4}
