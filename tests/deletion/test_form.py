"""The two deletion forms, read back from their PDF."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from tests.papers.reading import Box, boxes, codes, page_texts, whole_text
from tuanji_desktop.deletion.form import (
    GuangdongForm,
    GuangdongRow,
    OwnForm,
    QiluForm,
    QiluRow,
    content_hash,
    draw,
    form_of,
    grid,
)
from tuanji_desktop.papers.table import Row
from tuanji_desktop.papers.table_form import read_form, read_text, shipped_form

MM = 72 / 25.4
SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ("杨桐语", "王𬱖", "龙䶮", "㛃雪", "𠮷野明", "阿依古丽·买买提", "欧阳堃喆")
BRANCH = "中国共产主义青年团青溪县第一中学2015级{}班支部委员会"
ID = "52062820001017727X"


def guangdong(count: int) -> GuangdongForm:
    rows = tuple(
        GuangdongRow(
            member_id=100 + number,
            name=NAMES[number % len(NAMES)],
            mobile=f"138{number:08d}",
            branch=BRANCH.format(number % 9 + 1),
            reason=f"身份证号码错误，正确身份证号码为：{ID}" if number % 2 else "无团籍人员",
        )
        for number in range(count)
    )
    return GuangdongForm(
        unit="共青团青溪县委员会",
        filled_on=date(2018, 9, 28),
        contact="李四",
        contact_phone="13900139000",
        rows=rows,
        batch="SC2018-0001",
    )


def qilu(count: int) -> QiluForm:
    rows = tuple(
        QiluRow(
            member_id=100 + number,
            branch_full_name=BRANCH.format(number % 9 + 1),
            name=NAMES[number % len(NAMES)],
            id_number=ID,
            reason="正确编号，201552401980" if number % 2 else "姓名错误，正确姓名为：𠮷野明",
        )
        for number in range(count)
    )
    return QiluForm("经济学院团总支", "李四", "13900139000", rows, "SC2018-0002")


def in_this_order(text: str, pieces: tuple[str, ...]) -> bool:
    places = [text.find(piece) for piece in pieces]
    return -1 not in places and all(one < two for one, two in pairwise(places))


def test_form_1_says_what_the_annex_says() -> None:
    text = whole_text(draw(guangdong(3)).pdf)
    assert in_this_order(
        text,
        (
            "广东“智慧团建”系统“删除团员”申请表",
            "填报单位（盖章）：",
            "共青团青溪县委员会",
            "填报时间：2018年9月28日",
            "联系人：李四",
            "联系方式：13900139000",
            "序号",
            "团员姓名",
            "手机号",
            "所在支部",
            "申请删除原因",
            "杨桐语",
            "13800000000",
            BRANCH.format(1),
            "无团籍人员",
            "王𬱖",
            "以下空白",
            *(one.text for one in shipped_form("deletion-guangdong").notes),
            "第1页 共1页",
        ),
    )


def test_form_2_says_what_the_annex_says() -> None:
    data = replace(qilu(3), promise="三日内重新录入。")
    text = whole_text(draw(data).pdf)
    assert in_this_order(
        text,
        (
            "齐鲁理工学院要求后台删除团员登记表",
            "单位：（盖章）",
            "经济学院团总支",
            "填报人：李四",
            "电话：13900139000",
            "组织全称",
            "姓名（系统中的姓名）",
            "身份证号（系统中的身份证号）",
            "删除原因",
            BRANCH.format(1),
            "杨桐语",
            ID,
            "姓名错误，正确姓名为：𠮷野明",
            "以下空白",
            "删除后重新录入系统保证：三日内重新录入。",
            "负责人签字：",
            "时间：",
            *(one.text for one in shipped_form("deletion-qilu").notes),
            "第1页 共1页",
        ),
    )


def test_the_unit_in_the_title_is_a_parameter() -> None:
    data = replace(qilu(1), title_unit="青溪职业学院")
    assert "青溪职业学院要求后台删除团员登记表" in whole_text(draw(data).pdf)


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (4, 1), (5, 1), (40, 3)])
def test_form_1_by_number_of_rows(count: int, pages: int) -> None:
    paper = draw(guangdong(count))
    texts = page_texts(paper.pdf)
    assert paper.pages == len(texts) == pages
    assert all("申请删除原因" in text for text in texts)
    assert sum(text.count("以下空白") for text in texts) == texts[-1].count("以下空白") == 1
    found = whole_text(paper.pdf)
    assert all(row.mobile in found for row in guangdong(count).rows)
    assert len(paper.pdf) <= 60_000 + 2_000 * paper.pages


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (7, 1), (11, 2), (40, 3)])
def test_form_2_by_number_of_rows(count: int, pages: int) -> None:
    paper = draw(qilu(count))
    texts = page_texts(paper.pdf)
    assert paper.pages == len(texts) == pages
    assert whole_text(paper.pdf).count(ID) == count
    assert len(paper.pdf) <= 60_000 + 2_000 * paper.pages


def test_long_forms_stay_small_and_whole() -> None:
    paper = draw(guangdong(400))
    text = whole_text(paper.pdf)
    assert all(row.mobile in text for row in guangdong(400).rows)
    assert len(paper.pdf) <= 60_000 + 2_000 * paper.pages


def test_equal_data_equal_bytes_and_any_change_another_hash() -> None:
    data = guangdong(5)
    assert draw(data) == draw(guangdong(5))
    changed = replace(data, rows=(*data.rows[:-1], replace(data.rows[-1], reason="重复录入")))
    hashes = {content_hash(one) for one in (data, changed, replace(data, contact="王五"), qilu(5))}
    assert len(hashes) == 4


@pytest.mark.parametrize("page", [0, 2])
def test_the_code_names_batch_page_and_content(page: int) -> None:
    data = guangdong(40)
    pdf = draw(data).pdf
    code = f"SC2018-0001:{page + 1}:{content_hash(data)[:10].upper()}"
    assert codes(pdf, page) == [code]
    assert code in page_texts(pdf)[page]


def test_every_name_prints_and_is_read_back() -> None:
    for pdf in (draw(guangdong(7)).pdf, draw(qilu(7)).pdf):
        text = whole_text(pdf)
        assert all(name in text for name in NAMES)


def test_all_names_of_the_sample_county_print_and_are_read_back() -> None:
    sheet = openpyxl.load_workbook(SAMPLES / "roster.xlsx").worksheets[0]
    names = [str(name) for (name,) in sheet.iter_rows(min_row=2, max_col=1, values_only=True)]
    first = guangdong(1).rows[0]
    rows = tuple(replace(first, member_id=number, name=name) for number, name in enumerate(names))
    paper = draw(replace(guangdong(1), rows=rows))
    assert paper.findings == ()
    text = whole_text(paper.pdf)
    assert len(names) > 1000
    assert [name for name in names if name not in text] == []


def test_a_glyph_nobody_has_is_named_before_printing() -> None:
    data = guangdong(2)
    rows = (replace(data.rows[0], name="王\ue863"), data.rows[1])
    paper = draw(replace(data, rows=rows))
    assert [(one.code, one.record, one.field) for one in paper.findings] == [
        ("glyph.missing", 100, "name")
    ]
    assert "王〓" in whole_text(paper.pdf)


def test_what_the_form_must_show_and_lacks_is_named() -> None:
    data = guangdong(1)
    rows = (replace(data.rows[0], mobile=""),)
    paper = draw(replace(data, rows=rows, contact=""))
    assert [(one.code, one.record, one.field) for one in paper.findings] == [
        ("field.missing", None, "contact"),
        ("field.missing", 100, "mobile"),
    ]
    assert [one.code for one in draw(qilu(0)).findings] == ["rows.empty"]
    assert draw(qilu(7)).findings == ()


def test_a_wrong_number_prints_as_the_system_has_it() -> None:
    wrong = "520628 2000101772ZZ/无效的证件号码，录入时多出许多字"
    data = qilu(1)
    paper = draw(replace(data, rows=(replace(data.rows[0], id_number=wrong),)))
    assert wrong.replace(" ", "") in whole_text(paper.pdf).replace(" ", "")
    assert [one.code for one in paper.findings] == ["cell.overflow"]


@pytest.mark.parametrize("unit", ["共青团青溪县委员会", "青溪县民族职业技术教育中心委员会" * 3])
def test_nothing_stands_under_the_seal(unit: str) -> None:
    for pdf, label in (
        (draw(replace(guangdong(5), unit=unit)).pdf, "填报单位（盖章）："),
        (draw(replace(qilu(5), unit=unit)).pdf, "单位：（盖章）"),
    ):
        assert_free(boxes(pdf), label)


OWN = Path(__file__).parents[1] / "papers" / "forms" / "nanling-return.toml"


def own(count: int) -> OwnForm:
    form = read_form(read_text(OWN), name=OWN.name)
    rows = tuple(
        Row(number, (str(number), NAMES[number], "女", "2016-05", BRANCH.format(3), "误报团支部"))
        for number in range(1, count + 1)
    )
    return OwnForm(
        form=form,
        unit="共青团青溪县第一中学委员会",
        title_unit="青溪县第一中学",
        filled_on=date(2026, 5, 6),
        contact="李四",
        contact_phone="13900139000",
        rows=rows,
        batch="2026-001",
    )


def test_an_own_form_is_filled_like_the_documents() -> None:
    data = own(3)
    paper = draw(data)
    text = whole_text(paper.pdf)
    for piece in ("填报人：李四", "联系电话：13900139000", "填报日期：2026年5月6日", "王𬱖"):
        assert piece in text
    assert paper.findings == ()
    assert codes(paper.pdf) == [f"2026-001:1:{content_hash(data)[:10].upper()}"]
    assert content_hash(data) != content_hash(replace(data, contact="王五"))
    assert content_hash(data) != content_hash(
        replace(data, form=replace(data.form, code="another"))
    )


def test_every_form_is_named_as_batches_name_it_and_has_its_electronic_table() -> None:
    named = {form_of(one): grid(one) for one in (guangdong(2), qilu(2), own(2))}
    assert list(named) == ["guangdong", "qilu", "nanling-return"]
    assert named["guangdong"].rows[1] == (
        "2", "王𬱖", "13800000001", BRANCH.format(2), f"身份证号码错误，正确身份证号码为：{ID}"
    )  # fmt: skip
    assert named["guangdong"].above == (
        "填报单位（盖章）：共青团青溪县委员会　填报时间：2018年9月28日　联系人：李四　"
        "联系方式：13900139000",
    )
    assert named["qilu"].headings[1] == "姓名（系统中的姓名）"
    assert named["qilu"].below[:3] == ("删除后重新录入系统保证：", "负责人签字：", "时间：")
    assert named["nanling-return"].landscape


def assert_free(characters: list[Box], label: str) -> None:
    text = "".join(box.text[:1] for box in characters)
    start = text.index(label)
    under = characters[start : start + len(label)]
    x = (min(box.left for box in under) + max(box.right for box in under)) / 2
    y = (min(box.bottom for box in under) + max(box.top for box in under)) / 2
    for box in characters[:start] + characters[start + len(label) :]:
        near_x = min(max(x, box.left), box.right)
        near_y = min(max(y, box.bottom), box.top)
        distance = ((near_x - x) ** 2 + (near_y - y) ** 2) ** 0.5
        assert distance >= 21 * MM, box
