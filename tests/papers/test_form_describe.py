"""A form in lines, to be laid beside its document."""

from pathlib import Path

from tuanji_desktop.papers.form_describe import FormLine, describe
from tuanji_desktop.papers.table_form import read_form, read_text, shipped_form

FOURTH = Path(__file__).parent / "forms" / "nanling-return.toml"


def test_every_part_is_said_from_top_to_bottom() -> None:
    lines = describe(read_form(read_text(FOURTH), name=FOURTH.name))
    assert [one.part for one in lines] == [
        "附件标记", "标题", "出处", "内容", *["表头"] * 4, *["列"] * 6, "框内", "签字", "签字",
        *["说明"] * 3, "空表",
    ]  # fmt: skip
    assert lines[2] == FormLine(
        "出处",
        "共青团南岭省委员会《关于规范“误审核团员”退回工作的通知》南岭团发〔2026〕8号",
        "三",
    )
    assert lines[3].about == "横放，至少 8 行，行高 5.5 毫米，字 9.5 磅"
    assert lines[4].about == "填报单位的全称，盖章"
    assert lines[8] == FormLine("列", "序号", "序号，12.0 毫米，缩小成一行，居中")
    assert lines[9] == FormLine("列", "姓名", "姓名，30.0 毫米，先缩小再折行，居中，必须有")
    assert lines[12].about == "所在团支部全称，97.8 毫米，折行，左对齐，必须有"
    assert lines[14].about == "至少高 18 毫米"
    assert lines[15] == FormLine("签字", "团支部书记签字：", "离左边 165 毫米")
    assert lines[17].about == "8 磅，黑体"
    assert lines[-1] == FormLine("空表", "1 页")


def test_two_line_headings_are_said_on_one() -> None:
    words = [one.words for one in describe(shipped_form("deletion-qilu"))]
    assert "姓名（系统中的姓名）" in words
    assert "{unit}要求后台删除团员登记表" in words


def test_what_may_be_empty_and_where_a_signature_really_stands_is_said() -> None:
    text = read_text(FOURTH).replace("signature_left = 165", "signature_left = 200")
    text = text.replace('field = "sex"\n', 'field = "sex"\nrequired = false\n')
    lines = describe(read_form(text, name="a.toml"))
    assert lines[10].about.endswith("，可以空着")
    assert lines[15].about == "离左边 168.4 毫米"  # no further: there must be room to sign


def test_a_form_that_takes_two_pages_says_what_can_be_done() -> None:
    text = read_text(FOURTH).replace("row_height = 5.5", "row_height = 8.5")
    last = describe(read_form(text, name="a.toml"))[-1]
    assert last.words == "2 页"
    assert "表中的字写小、签字并成几行" in last.about
