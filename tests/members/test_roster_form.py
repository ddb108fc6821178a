"""The roster on paper, read back from the PDF."""

from dataclasses import replace
from datetime import date

import pytest

from tests.papers.reading import page_texts, whole_text
from tests.work import calls
from tuanji_desktop.members.roster_form import (
    Roster,
    RosterRow,
    RosterSheet,
    content_hash,
    draw_roster,
    foot,
)

BRANCH = "中国共产主义青年团青溪县第一中学高三（1）班支部委员会"
ROW = RosterRow(
    member_id=5,
    name="龙𬱖",
    sex="女",
    ethnicity="苗族",
    born_on="2002-02-28",
    id_number="520628200202280109",
    mobile="13800138005",
    joined_on="2016-05",
    development_number="201620628001",
    political_status="共青团员",
    post="组织委员",
    remark="团籍保留",
)
RED = replace(ROW, member_id=6, name="张三", sex="男", mobile="", missing=("手机号码", "民族"))


def roster(*rows: RosterRow, unit: str = BRANCH, masked: bool = False) -> Roster:
    return Roster(unit, date(2018, 8, 1), "Q 五.3", masked, (RosterSheet(BRANCH, rows),))


def test_one_branch_with_its_columns_and_counts() -> None:
    paper = draw_roster(roster(ROW, RED))
    (text,) = page_texts(paper.pdf)
    flat = text.replace("\r\n", "").replace("\n", "")
    for heading in (
        "序号", "姓名", "性别", "民族", "出生日期", "身份证号", "手机号码", "入团年月",
        "发展团员编号", "政治面貌", "团内职务", "备注",
    ):  # fmt: skip
        assert heading in flat, heading
    for value in ("龙𬱖", "520628200202280109", "13800138005", "组织委员", "团籍保留", BRANCH):
        assert value in flat, value
    assert "合计2人，男1人，女1人，姓名标红（★）1人。" in flat
    assert flat.count(BRANCH) == 1  # a single branch needs no heading of its own
    assert "部分隐藏" not in flat


def test_a_red_name_is_red_and_can_be_told_in_black_and_white() -> None:
    paper = draw_roster(roster(ROW, RED))
    text = whole_text(paper.pdf)
    assert "★张三" in text
    assert "★龙" not in text
    assert "缺手机号码、民族" in text.replace("\r", "")
    assert "★红色姓名：必填项没有填写（Q 五.3），所缺项目见备注。缺手机号码1人、民族1人。" in text
    assert red_pixels(paper.pdf) > 20
    assert red_pixels(draw_roster(roster(ROW)).pdf) == 0
    (found,) = paper.findings
    assert (found.code, found.record, found.field) == ("name.red", 6, "name")


def red_pixels(pdf: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        shown = document[0].render(scale=1).to_pil().convert("RGB")
        return sum(
            count for count, (r, g, b) in shown.getcolors(1 << 24) or [] if r > 150 > 2 * max(g, b)
        )


def test_several_branches_each_under_its_name() -> None:
    sheets = (RosterSheet(BRANCH, (ROW,) * 20), RosterSheet("青溪县城关镇支部委员会", (RED,)))
    data = Roster("青溪团县委", date(2018, 8, 1), "", False, sheets)
    paper = draw_roster(data)
    text = whole_text(paper.pdf)
    assert "团支部2个" in text
    assert f"{BRANCH}　20人" in text
    assert "青溪县城关镇支部委员会　1人" in text
    assert all("身份证号" in page for page in page_texts(paper.pdf))
    assert foot(data)[0].startswith("合计21人，男1人，女20人")


def test_the_masked_one_says_so_on_every_page() -> None:
    paper = draw_roster(roster(*(ROW,) * 60, masked=True))
    assert paper.pages > 1
    assert all("号码已部分隐藏" in page for page in page_texts(paper.pdf))


def test_nobody_and_what_no_font_has_are_named() -> None:
    assert [one.code for one in draw_roster(roster()).findings] == ["rows.empty"]
    strange = draw_roster(roster(replace(ROW, name="龙\U000e0fff")))
    assert all(one.record == 5 for one in strange.findings)


@pytest.mark.parametrize("count", [0, 1, 400])
def test_equal_data_equal_bytes(count: int) -> None:
    data = roster(*(ROW,) * count)
    assert draw_roster(data).pdf == draw_roster(data).pdf
    assert content_hash(data) != content_hash(roster(RED))


def test_ten_times_the_members_are_ten_times_the_work() -> None:
    def work(count: int) -> int:
        rows = tuple(replace(ROW, name=f"张{number}") for number in range(count))
        return calls(lambda: draw_roster(roster(*rows)))

    work(1)  # fonts are loaded
    assert work(1_000) < 12 * work(100)
