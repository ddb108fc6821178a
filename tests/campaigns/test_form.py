"""The closing report as a paper, read back from the PDF."""

from dataclasses import replace
from datetime import date

from tests.papers.reading import page_texts, whole_text
from tuanji_desktop.campaigns.form import CampaignReport, ReportRow, content_hash, draw_report

ROW = ReportRow(
    "中国共产主义青年团青溪县第一中学高三（1）班支部委员会",
    "一中团委",
    (31, 30, 25, 1, 1, 1, 1, 1, 2),
    "2024-04-29",
)
REPORT = CampaignReport(
    heading="团员信息核对工作总结",
    paragraphs=("核对对象：全部团支部。", "截至2024年5月31日，已核对。"),
    rows=(ROW, replace(ROW, done_on="")),
    total=(62, 60, 50, 2, 2, 2, 2, 2, 4),
    done="1 / 2",
    sender="中国共产主义青年团青溪县第一中学委员会",
    day=date(2024, 5, 31),
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_it_says_the_words_the_table_the_sum_and_who_reports() -> None:
    paper = draw_report(REPORT)
    assert paper.findings == ()
    text = squeezed(whole_text(paper.pdf))
    for words in (
        "团员信息核对工作总结", "核对对象：全部团支部。", "3130251111122024-04-29", "未完成",
        "合计——62605022222" + "41/2", "中国共产主义青年团青溪县第一中学委员会2024年5月31日",
    ):  # fmt: skip
        assert words in text


def test_the_heading_stands_on_every_page() -> None:
    texts = page_texts(draw_report(replace(REPORT, rows=(ROW,) * 60)).pdf)
    assert len(texts) > 3
    assert all("已核对" in squeezed(text) for text in texts[:-1])


def test_a_report_without_a_branch_says_so() -> None:
    empty = replace(REPORT, rows=(), total=(0,) * 9, done="0 / 0")
    assert [one.code for one in draw_report(empty).findings]


def test_a_unit_that_no_font_has_is_named() -> None:
    (found,) = draw_report(replace(REPORT, sender="\ue000县团委")).findings
    assert (found.code, found.field, found.character) == ("glyph.missing", "sender", "\ue000")


def test_equal_data_equal_bytes_and_any_change_another_hash() -> None:
    assert draw_report(REPORT).pdf == draw_report(REPORT).pdf
    assert content_hash(REPORT) != content_hash(replace(REPORT, rows=(ROW,)))
    assert REPORT.cells[-1][0] == "合计"
