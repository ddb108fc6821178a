"""The list of corrections, read back from its PDF."""

from dataclasses import replace
from datetime import date

from tests.papers.reading import boxes, codes, page_texts, whole_text
from tuanji_desktop.corrections.form import (
    NOTE,
    CorrectionLine,
    ListForm,
    content_hash,
    draw_list,
    list_title,
    table_of,
)
from tuanji_desktop.papers.frame import A4_LANDSCAPE, MM

LINE = CorrectionLine(
    member_id=1,
    name="买买提·艾力",
    id_number="520628200103050038",
    branch="中国共产主义青年团青溪县第一中学高三（1）班支部委员会",
    before="2016年5月",
    after="2017年5月",
    reason="误把递交申请书的时间填为入团年月",
    proofs="入团志愿书复印件",
    finding="与入团志愿书一致，2017年5月4日支部大会表决通过",
)


def form(count: int = 2) -> ListForm:
    return ListForm(
        label="入团年月",
        unit="中国共产主义青年团青溪县委员会",
        filled_on=date(2019, 3, 1),
        contact="刘书记",
        contact_phone="0753-1234567",
        rows=tuple(replace(LINE, member_id=number) for number in range(1, count + 1)),
        number="GZ-2019-001",
    )


def test_it_has_the_nine_columns_and_every_value() -> None:
    assert [column.heading for column in table_of("入团年月").columns] == [
        "序号", "姓名", "身份证号", "所在团支部", "原入团年月", "更正为", "误填原因", "证明材料",
        "核实情况",
    ]  # fmt: skip
    text = whole_text(draw_list(form()).pdf)
    for part in (
        "误填“入团年月”团员更正清单",
        "填报单位（盖章）：",
        "中国共产主义青年团青溪县委员会",
        "填报时间：2019年3月1日",
        "联系人：刘书记",
        NOTE,
        "买买提·艾力",
        "520628200103050038",
        "2016年5月",
        "2017年5月",
        "入团志愿书",
        "以下空白",
        "第1页 共1页",
    ):
        assert part in text, part
    assert list_title("入团年月") in text


def test_the_table_fills_the_landscape_page() -> None:
    widths = sum(column.width for column in table_of("入团年月").columns)
    assert round(widths / MM) == round(A4_LANDSCAPE.inner_width / MM) == 243


def test_each_page_repeats_the_heading_and_has_its_code() -> None:
    data = form(20)
    pdf = draw_list(data).pdf
    texts = page_texts(pdf)
    assert len(texts) > 1
    for page, text in enumerate(texts):
        assert "身份证号" in text
        assert codes(pdf, page) == [f"GZ-2019-001:{page + 1}:{content_hash(data)[:10].upper()}"]


def test_nothing_leaves_the_page() -> None:
    for one in boxes(draw_list(form(20)).pdf):
        assert one.left >= 28 * MM - 1
        assert one.right <= A4_LANDSCAPE.width - 26 * MM + 1


def test_what_is_missing_is_said() -> None:
    data = replace(form(), contact="", rows=(replace(LINE, finding="", name="龙\U000323af"),))
    assert [(one.code, one.record, one.field) for one in draw_list(data).findings] == [
        ("field.missing", None, "contact"),
        ("field.missing", 1, "finding"),
        ("glyph.missing", 1, "name"),
    ]
    assert [one.code for one in draw_list(replace(form(), rows=())).findings] == ["rows.empty"]


def test_the_hash_is_of_what_it_says() -> None:
    data = form()
    assert content_hash(data) == content_hash(form())
    assert content_hash(data) != content_hash(replace(data, number="GZ-2019-002"))
    moved = replace(data, rows=(replace(LINE, after="2017年6月"), *data.rows[1:]))
    assert content_hash(data) != content_hash(moved)
