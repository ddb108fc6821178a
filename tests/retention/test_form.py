"""Annex 3 of Q, read back from the PDF and laid beside the document's own words."""

from pathlib import Path

import pytest

from tests.papers.reading import page_texts, whole_text
from tuanji_desktop.retention.form import (
    RetentionForm,
    RetentionRow,
    content_hash,
    draw_retention,
    retention_grid,
)

NOTICE = Path(__file__).parents[2] / "docs" / "reference" / "qilu-2024-notice.txt"
ROW = RetentionRow(
    7, "信息学院团总支", "2020级软件1班团支部", "龙𬱖", "13800138007", "周老师", "13900139000",
    "wx_long", "参军入伍",
)  # fmt: skip


def form(count: int) -> RetentionForm:
    return RetentionForm("齐鲁理工学院", (ROW,) * count)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_it_says_what_annex_3_says() -> None:
    annex = squeezed(NOTICE.read_text(encoding="utf-8")).partition("附件3")[2].partition("附件3")[2]
    printed = squeezed(whole_text(draw_retention(form(0)).pdf))
    title, rest = annex.split("序号", 1)
    columns, note = rest.split("注：", 1)
    assert title in printed
    assert f"序号{columns}" in printed
    assert f"注：{note}" in printed


def test_the_two_phones_are_of_two_people() -> None:
    text = squeezed(whole_text(draw_retention(form(1)).pdf))
    assert "龙𬱖13800138007周老师13900139000wx_long参军入伍" in text


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (6, 1), (60, 5)])
def test_by_number_of_rows(count: int, pages: int) -> None:
    paper = draw_retention(form(count))
    assert paper.pages == pytest.approx(pages, abs=1)
    texts = page_texts(paper.pdf)
    assert all("保留原因" in squeezed(text) for text in texts)
    assert squeezed("".join(texts)).count("龙𬱖") == count


def test_what_must_be_there_and_lacks_is_named() -> None:
    empty = RetentionRow(7, "", "", "龙𬱖", "", "", "", "", "")
    found = draw_retention(RetentionForm("齐鲁理工学院", (empty,))).findings
    assert {"branch_short_name", "mobile", "reason"} <= {one.field for one in found}


def test_equal_data_equal_bytes_and_any_change_another_hash() -> None:
    assert draw_retention(form(2)).pdf == draw_retention(form(2)).pdf
    assert content_hash(form(1)) != content_hash(form(2))


def test_the_electronic_table_has_the_same_content() -> None:
    grid = retention_grid(form(2))
    assert grid.title == "齐鲁理工学院毕业生团籍保留登记表"
    assert (grid.landscape, grid.above, len(grid.below)) == (True, (), 1)
    assert grid.rows[1][:4] == ("2", "信息学院团总支", "2020级软件1班团支部", "龙𬱖")
    assert grid.rows[1][4:] == (
        "13800138007", "周老师", "13900139000", "wx_long", "参军入伍"
    )  # fmt: skip
