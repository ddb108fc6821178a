"""Names of sheets and titles of lists as schools write them."""

import pytest

from tuanji_desktop.sheets.sheet_names import class_named, class_titled, school_named, set_aside


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("高三（1）班", "高三（1）班"),
        ("高三1班名单", "高三1班"),
        (" 2015级护理1班 团员花名册", "2015级护理1班"),
        ("2015级1班团支部", "2015级1班团支部"),
        ("教工第二团支部", "教工第二团支部"),
        ("高三1", "高三1"),
        ("三班", "三班"),
        *((one, "") for one in (
            "Sheet1", "名单", "班", "各班", "全班", "毕业班", "其他班", "3个班", "团支部", "各团支部",
            "高三年级", "花名册", "填写说明", "汇总", "2018届毕业生",
        )),
    ],
)  # fmt: skip
def test_a_class_in_a_name(name: str, wanted: str) -> None:
    assert class_named(name) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("青溪一中高三（2）班毕业生名单", "高三（2）班"),
        ("2015级护理1班团员花名册", "2015级护理1班"),
        ("高三（1）班、高三（2）班名单", ""),
        ("高三年级各班毕业生名单", ""),
        ("2018届毕业生团员名单", ""),
    ],
)
def test_a_class_in_a_title(title: str, wanted: str) -> None:
    assert class_titled(title) == wanted


@pytest.mark.parametrize(
    "name", ["模板", "样表", "填写说明", "名单（旧）", "备份", "高三1班副本", "非团员", "已转出", "old", "Copy of 1"]
)  # fmt: skip
def test_a_sheet_that_is_no_part(name: str) -> None:
    assert set_aside(name)


@pytest.mark.parametrize(
    "name", ["高三1班", "Sheet1", "名单", "花名册", "2015级", "Golden", "总表"]
)
def test_a_sheet_that_is_one(name: str) -> None:
    assert not set_aside(name)


@pytest.mark.parametrize(
    ("name", "school"),
    [
        ("第一中学名单", "第一中学"),
        ("青溪职院", "青溪职院"),
        ("三中", "三中"),
        *(
            (one, "")
            for one in ("已录取大学", "考上大学", "升入学校", "转往学校", "本科大学", "各中学")
        ),
    ],
)
def test_a_school_in_a_name(name: str, school: str) -> None:
    assert school_named(name) == school
