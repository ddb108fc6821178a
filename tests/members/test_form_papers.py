"""The office's own forms of the roster."""

from pathlib import Path

import pytest

from tests.papers.reading import whole_text
from tuanji_desktop.catalogue import KINDS, kind_of, kinds_of
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.members.form_papers import form_kinds
from tuanji_desktop.members.own_forms import install_form, remove_form
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import save_settings
from tuanji_desktop.papers.kinds import PaperKind, PaperWish

ROLL = """\
code = "roll"
title = "{unit}团员登记表"
issuer = "青溪团县委"
document = "通知"
rows = "members"
orientation = "landscape"
least_rows = 5
[[head]]
label = "单位："
source = "unit"
[[head]]
label = "联系人："
source = "contact"
[[head]]
label = "日期："
source = "filled_on"
[[columns]]
heading = "序号"
field = "number"
width = 12
[[columns]]
heading = "姓名"
field = "name"
width = 30
[[columns]]
heading = "身份证号"
field = "id_number"
width = 42
[[columns]]
heading = "团支部"
field = "branch_short_name"
share = 1
[[columns]]
heading = "本人签名"
field = "blank"
share = 1
"""


@pytest.fixture
def roll(office: Context, tmp_path: Path) -> PaperKind:
    file = tmp_path / "名单.toml"
    file.write_text(ROLL, encoding="utf-8")
    install_form(office, file)
    (kind,) = form_kinds(office)
    return kind


def test_the_office_has_its_form_among_its_papers(office: Context, roll: PaperKind) -> None:
    kinds = kinds_of(office)
    assert kinds[: len(KINDS)] == KINDS
    found = kind_of("roll", kinds)
    assert found is not None
    assert (found.title, found.needs) == ("团员登记表", (("org", "member"),))
    remove_form(office, "roll")
    assert kinds_of(office) == KINDS


def test_a_branch_is_listed_with_everybody_on_its_roster(office: Context, roll: PaperKind) -> None:
    save_settings(office, [("office.contact", "周干事")])
    made = roll.make(office, PaperWish(org=4))
    assert made.name == "青溪县第一中学高三（2）班团员登记表"
    assert made.owner == {"org_id": 4}
    assert made.paper.findings == ()
    text = whole_text(made.paper.pdf)
    for words in ("日期：2018年8月1日", "联系人：周干事", "单位：中国共产主义青年团青溪县第一中学"):
        assert words in text
    assert made.grid is not None
    assert {row[1] for row in made.grid.rows} == {"单雄", "龙𬱖", "欧阳文静"}
    assert all(len(row[2]) == 18 and row[4] == "" for row in made.grid.rows)
    assert len(made.content_hash) == 64


def test_a_unit_has_all_below_it_in_the_order_of_the_branches(
    office: Context, roll: PaperKind
) -> None:
    made = roll.make(office, PaperWish(org=2))
    assert made.grid is not None
    branches = [row[3] for row in made.grid.rows]
    assert branches == ["高三（1）班"] * 3 + ["高三（2）班"] * 3
    assert [row[0] for row in made.grid.rows] == list("123456")


def test_who_left_is_not_listed(office: Context, roll: PaperKind) -> None:
    with office.database.write(office.operation("test", "转出")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET status = 'transferred_out' WHERE id = 1"
        )
    made = roll.make(office, PaperWish(org=3))
    assert made.grid is not None
    assert len(made.grid.rows) == 2


def test_one_member(office: Context, roll: PaperKind) -> None:
    made = roll.make(office, PaperWish(member=5))
    assert made.grid is not None
    assert [row[1] for row in made.grid.rows] == ["龙𬱖"]
    assert made.owner == {"member_id": 5}
    with pytest.raises(NotFound, match="没有编号为 99 的团员"):
        roll.make(office, PaperWish(member=99))


def test_equal_rosters_give_equal_papers(office: Context, roll: PaperKind) -> None:
    first, second = (roll.make(office, PaperWish(org=3)) for _ in range(2))
    assert first.paper.sha256 == second.paper.sha256
    assert first.content_hash == second.content_hash


def test_a_form_that_was_removed_meanwhile_says_so(office: Context, roll: PaperKind) -> None:
    remove_form(office, "roll")
    with pytest.raises(NotFound, match="已经移除"):
        roll.make(office, PaperWish(org=3))
