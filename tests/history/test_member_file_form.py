"""One member's whole file, read back from the PDF."""

from dataclasses import replace
from datetime import date

from tests.papers.reading import page_texts, whole_text
from tuanji_desktop.history.member_file_form import (
    FileField,
    FileGroup,
    FileSection,
    MemberFile,
    content_hash,
    draw_member_file,
)

FILE = MemberFile(
    member_id=5,
    name="龙𬱖",
    status="在册",
    path=("青溪团县委", "一中团委", "高三（2）班"),
    printed_on=date(2018, 8, 1),
    printed_by="王干事",
    masked=True,
    missing=("手机号码",),
    groups=(
        FileGroup(
            "身份信息",
            (
                FileField("name", "姓名", "龙𬱖"),
                FileField("mobile", "手机号码", "", lacking=True),
                FileField("household_place", "户籍地址", "贵州省铜仁市青溪县城关镇1号"),
            ),
        ),
    ),
    sections=(
        FileSection("状态变化", (("日期", 1), ("办理", 2)), (("2018-06-01", "登记为“在册”"),)),
        FileSection("删除申请", (("日期", 1), ("结果", 2)), ()),
        FileSection("介绍信", (("日期", 1), ("编号", 2)), ()),
    ),
)


def test_heading_values_and_what_happened() -> None:
    paper = draw_member_file(FILE)
    text = whole_text(paper.pdf)
    for words in (
        "团员档案", "姓名：龙𬱖", "台账编号：5", "状态：在册", "号码已部分隐藏",
        "青溪团县委 → 一中团委 → 高三（2）班", "打印日期：2018年8月1日", "打印人：王干事",
        "必填项未填（★）：手机号码。", "手机号码★", "（未填）", "贵州省铜仁市青溪县城关镇1号",
        "状态变化", "登记为“在册”", "没有下列记录：删除申请、介绍信。",
    ):  # fmt: skip
        assert words in text, words
    (found,) = paper.findings
    assert (found.code, found.record, found.field) == ("name.red", 5, "mobile")


def test_the_name_stands_on_every_page_and_nothing_is_lost() -> None:
    rows = tuple((f"2018-06-{day:02d}", f"第{day}件事" * 20) for day in range(1, 60))
    long = replace(FILE, sections=(replace(FILE.sections[0], rows=rows),))
    paper = draw_member_file(long)
    texts = page_texts(paper.pdf)
    assert paper.pages > 3
    assert all("龙𬱖" in text and "部分隐藏" in text for text in texts)
    whole = whole_text(paper.pdf)
    assert all(f"2018-06-{day:02d}" in whole for day in range(1, 60))
    assert f"共{paper.pages}页" in texts[-1]


def test_a_brace_in_a_name_is_no_place_to_fill() -> None:
    assert draw_member_file(replace(FILE, name="龙{page}")).pages == 1


def test_a_name_that_no_font_has_is_named_and_so_is_what_happened_to_it() -> None:
    rows = (("2018-06-01", "改名为龙\ue863"),)
    paper = draw_member_file(
        replace(FILE, name="龙\ue000", sections=(replace(FILE.sections[0], rows=rows),))
    )
    found = [(one.character, one.record) for one in paper.findings if one.character]
    assert found == [("\ue000", 5), ("\ue863", 5)]


def test_equal_data_equal_bytes() -> None:
    assert draw_member_file(FILE).pdf == draw_member_file(FILE).pdf
    assert content_hash(FILE) != content_hash(replace(FILE, masked=False))
    assert "部分隐藏" not in whole_text(draw_member_file(replace(FILE, masked=False)).pdf)
