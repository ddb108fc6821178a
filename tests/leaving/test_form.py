"""The list that branches sign, read back from its PDF."""

from datetime import date

from tests.papers.reading import page_texts, whole_text
from tuanji_desktop.leaving.form import LeavingList, LeavingRow, LeavingSheet, draw

UNITS = ("中国共产主义青年团青溪县第一中学支部委员会", "中国共产主义青年团青溪县城关镇支部委员会")


def row(number: int, name: str = "赵长青", **more: str) -> LeavingRow:
    values = {"sex": "男", "born_on": "1989-03-05", "joined_on": "2005-05", **more}
    return LeavingRow(number, name, **values)


def paper(*sheets: tuple[LeavingRow, ...]) -> LeavingList:
    return LeavingList(
        left_on=date(2018, 8, 1),
        filled_on=date(2018, 7, 30),
        rule="年满28周岁且没有担任团内职务的办理离团。",
        sheets=tuple(LeavingSheet(unit, rows) for unit, rows in zip(UNITS, sheets, strict=False)),
    )


def test_everything_that_the_branch_signs_stands_there() -> None:
    made = draw(paper((row(1), row(2, "龙𬱖"))))
    text = whole_text(made.pdf)
    for word in (
        "超龄离团团员名册", "团支部（盖章）：", UNITS[0], "填表日期：2018年7月30日", "人数：2",
        "序号", "姓名", "性别", "出生日期", "入团年月", "离团日期", "签字", "龙𬱖", "1989-03-05",
        "2005-05", "2018-08-01", "以下空白", "注：年满28周岁", "团支部书记签字：", "第1页 共1页",
    ):  # fmt: skip
        assert word in text, word
    assert made.findings == ()


def test_each_branch_on_a_page_of_its_own() -> None:
    made = draw(paper((row(1),), (row(2, "钱大"),)))
    first, second = page_texts(made.pdf)
    assert UNITS[0] in first.replace("\r\n", "")
    assert "钱大" in second
    assert "钱大" not in first


def test_a_long_list_goes_on_with_its_heading() -> None:
    made = draw(paper(tuple(row(number, f"赵{number}") for number in range(60))))
    pages = page_texts(made.pdf)
    assert len(pages) == made.pages > 1
    assert all("离团日期" in page for page in pages[:-1])
    assert "赵59" in whole_text(made.pdf)


def test_what_is_empty_is_found() -> None:
    made = draw(paper((row(7, joined_on=""),)))
    assert [(one.code, one.field, one.record) for one in made.findings] == [
        ("field.missing", "joined_on", 7)
    ]
    assert [one.code for one in draw(paper()).findings] == ["rows.empty"]
