"""What a clerk said of a layout, kept for the next list of it; what is wrong with a recipe said."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.files import FIRST_SCHOOL, MEMBERS, sheet
from tests.sheets.persons import persons, row
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.sheets.heading import find_table, pick_sheet
from tuanji_desktop.sheets.reader import Sheet, Workbook, read_workbook
from tuanji_desktop.sheets.reading import ALL_ALIKE, FILL, POLICIES, Reading
from tuanji_desktop.sheets.recipe import (
    Recipe,
    fitting,
    lasting,
    layout_of,
    likeness,
    of_this_year,
    read_recipe,
    recipe_text,
)

READING = Reading(
    sheet="名单",
    chosen=(("娃娃", "name"), ("编号", "")),
    heading=(2, 1),
    values=(("destination", "考上了", "升学"), ("branch", "三班", "一中三班团支部")),
    policies=(("mobile", FILL),),
)
RECIPE = Recipe(
    "graduates",
    "娃娃、编号等 2 栏的名单",
    "娃娃｜编号",
    READING,
    {"year": "今年", "school": "QX01"},
)


def book(*rows: list[object], name: str = "名单") -> Workbook:
    return Workbook(Path("名单.xlsx"), "xlsx", None, (replace(sheet(*rows), name=name),), "")


def layout(*headings: str) -> str:
    table = find_table(sheet(["姓名", *headings], ["张三"]), MEMBERS)
    assert table is not None
    return layout_of(table)


def test_a_recipe_is_readable_and_comes_back() -> None:
    text = recipe_text(RECIPE)
    assert read_recipe(text) == replace(
        RECIPE, reading=replace(READING, chosen=tuple(sorted(READING.chosen)),
                                values=tuple(sorted(READING.values))),
    )  # fmt: skip
    content = json.loads(text)
    assert content["format"] == "tuanji-recipe-1"
    assert content["layout"] == ["娃娃", "编号"]
    assert content["heading"] == {"first": 2, "rows": 1}
    assert "考上了" in text
    assert read_recipe("\ufeff" + text) == read_recipe(text)


def test_a_recipe_names_nobody() -> None:
    reading = Reading(
        chosen=(("520628200106140632", "id_number"), ("证", "id_number")),
        values=(
            ("name", "张3", "张三"), ("id_number", "1", "2"), ("mobile", "无", ""),
            ("destination", "升学13800138000", "升学"), ("destination", "上学", "升学"),
            ("target", "贵大", "贵州大学团委"), ("superior", "一中", "QX01"),
        ),
        mended=((3, 0, "张三丰"),),
        decisions=((3, "member:12"),),
    )  # fmt: skip
    text = recipe_text(Recipe("graduates", "一中", "证", reading))
    assert not any(one in text for one in ("张三", "13800138000", "520628", "member"))
    kept = read_recipe(text).reading
    assert [one[0] for one in kept.values] == ["destination", "superior", "target"]
    assert kept.chosen == (("证", "id_number"),)


@pytest.mark.parametrize(
    ("sheet_name", "kept"),
    [
        ("Sheet1", True), ("2018届毕业生名单", True), ("花名册（汇总）", True), ("表二", True),
        ("高三（1）班", False), ("张三", False), ("青溪一中", False), ("张三名单", False),
    ],
)  # fmt: skip
def test_a_recipe_is_called_by_its_headings(sheet_name: str, kept: bool) -> None:
    reading = Reading(sheet=sheet_name)
    text = recipe_text(Recipe("graduates", "张三毕业证明.xlsx", "姓名｜学校｜去向｜备注", reading))
    found = read_recipe(text)
    assert found.name == "姓名、学校、去向等 4 栏的名单"
    assert (found.reading.sheet == sheet_name) is kept
    assert "张三" not in text


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Nd", "Cs")), max_size=5)
NAMES = WORDS.filter(bool)


@given(
    st.builds(
        Recipe,
        NAMES, NAMES, WORDS.map(lambda text: text.replace("｜", "")),
        st.builds(
            Reading,
            st.none() | WORDS,
            st.dictionaries(WORDS, WORDS).map(lambda d: tuple(sorted(d.items()))),
            st.none() | st.tuples(st.integers(1, 99), st.integers(0, 10)),
            st.dictionaries(
                st.tuples(st.sampled_from(["sex", "destination"]), WORDS), WORDS
            ).map(lambda d: tuple(sorted((*key, word) for key, word in d.items()))),
            st.dictionaries(WORDS, st.sampled_from(sorted(POLICIES))).map(
                lambda d: tuple(sorted(d.items()))
            ),
        ),
        st.dictionaries(WORDS, WORDS),
    )
)  # fmt: skip
def test_every_recipe_comes_back(recipe: Recipe) -> None:
    again = read_recipe(recipe_text(recipe))
    assert again == replace(
        recipe, name=again.name, reading=replace(recipe.reading, sheet=again.reading.sheet)
    )
    assert again.reading.sheet in (None, recipe.reading.sheet)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("{", "not_json", "第 1 行第 2 个字符"),
        ("[" * 100_000, "not_json", "导入方案"),
        ("[]", "format", "没有“format”"),
        ('{"format": "tuanji-recipe-9"}', "format", "“tuanji-recipe-9”"),
        ('{"format": "tuanji-recipe-1"}', "kind", "“kind”"),
        ('{"format": "tuanji-recipe-1", "kinds": 1}', "unknown", "“kinds”"),
    ],
)
def test_what_is_no_recipe_is_refused(text: str, code: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        read_recipe(text)
    assert caught.value.code == f"recipe.{code}"


@pytest.mark.parametrize(
    ("part", "value", "code", "said"),
    [
        ("name", "", "name", "“name”"),
        ("layout", "姓名", "layout", "“layout”"),
        ("layout", [1], "layout", "“layout”"),
        ("sheet", 3, "sheet", "“sheet”"),
        ("heading", {"first": 0, "rows": 1}, "heading", "“heading”"),
        ("heading", {"first": 1}, "heading", "rows"),
        ("columns", {"甲": 1}, "columns", "“甲”"),
        ("columns", [], "columns", "“columns”"),
        ("values", [], "values", "“values”"),
        ("values", {"sex": "男"}, "values", "“values.sex”"),
        ("values", {"sex": {"1": 2}}, "values", "“1”"),
        ("values", {"name": {"张3": "张三"}}, "personal", "values.name"),
        ("policies", {"mobile": "always"}, "policies", "“always”"),
        ("answers", {"year": 2018}, "answers", "“year”"),
    ],
)
def test_what_is_wrong_in_a_recipe_is_said(part: str, value: object, code: str, said: str) -> None:
    content = {**json.loads(recipe_text(RECIPE)), part: value}
    with pytest.raises(BadInput, match=said) as caught:
        read_recipe(json.dumps(content))
    assert caught.value.code == f"recipe.{code}"


def test_a_layout_is_the_headings_in_their_order() -> None:
    assert layout("班级", "专业") == layout("★班 级", "专业（必填）")
    assert layout("班级", "专业") != layout("专业", "班级")
    assert layout("班级") == layout("班级", "失败原因")
    assert "520628" not in layout("520628200106140632")
    assert likeness("甲｜乙｜丙", "甲｜乙｜丙") == 1
    assert likeness("甲｜乙｜丙", "甲｜丁｜乙｜丙") > 0.8
    assert likeness("甲｜乙", "丙｜丁") == 0


@given(st.lists(st.sampled_from(["班级", "专业", "学号", "年级"]), max_size=4),
       st.lists(st.sampled_from(["班级", "专业", "学号", "年级"]), max_size=4))  # fmt: skip
def test_layouts_are_equal_where_headings_are(one: list[str], other: list[str]) -> None:
    assert (layout(*one) == layout(*other)) == (one == other)


def test_a_list_without_headings_has_a_layout_too() -> None:
    def of(*fields: str) -> str:
        table = find_table(sheet(*(row(one, *fields) for one in persons(5))), MEMBERS)
        assert table is not None
        assert table.heading_rows == ()
        return layout_of(table)

    assert of("name", "id_number") == "A列文字｜B列18位"
    assert of("name", "id_number") != of("id_number", "name")


def people(*fields: str, start: int = 0) -> list[list[object]]:
    return [row(one, *fields) for one in persons(6, start)]


def test_next_years_list_is_read_by_the_recipe() -> None:
    this_year = book(
        ["一中"], ["娃娃", "编号", "去哪"], *people("name", "class_name", "destination")
    )
    reading = Reading("名单", (("娃娃", "name"), ("去哪", "destination")), (2, 1),
                      (("destination", "参军入伍", "其他"),))  # fmt: skip
    table = pick_sheet(this_year, MEMBERS, chosen=reading.mapping(), heading=(2, 1))
    recipe = Recipe("graduates", "2017.xlsx", layout_of(table), reading)
    next_year = book(
        ["一中"], ["2018 届"], ["娃娃", "编号", "去哪"],
        *people("name", "class_name", "destination", start=50), name="2018",
    )  # fmt: skip
    fit = fitting([replace(recipe, layout="姓名"), recipe], next_year, MEMBERS)
    assert fit is not None
    assert (fit.recipe, fit.likeness, fit.words) == (recipe, 1, "栏目与“2017.xlsx”完全相同。")
    assert fit.reading == replace(reading, sheet=None, heading=None)
    same = fitting([recipe], this_year, MEMBERS)
    assert same is not None
    assert same.reading == reading


def test_a_layout_that_is_almost_the_same_is_offered_as_such() -> None:
    reading = Reading(chosen=(("证", "id_number"), ("D列", "notes"), ("甲", "sex")))
    recipe = Recipe("roster", "去年", "姓名｜证｜班级｜甲", reading)
    fit = fitting(
        [recipe],
        book(["姓名", "证", "专业", "班级"], *people("name", "id_number", "branch", "class_name")),
        MEMBERS,
    )
    assert fit is not None
    assert 0.7 < fit.likeness < 1
    assert fit.words == "栏目与“去年”相近：多了“专业”，少了“甲”。"
    assert fit.reading.chosen == (("证", "id_number"),)
    other = book(["姓名", "学号", "年级", "专业", "职务"], ["张三", "1", "2", "3", "4"])
    assert fitting([recipe], other, MEMBERS) is None
    assert fitting([], other, MEMBERS) is None


def test_no_list_no_recipe() -> None:
    empty = Workbook(Path("空.xlsx"), "xlsx", None, (Sheet("空", False, []),), "")
    assert fitting([RECIPE], empty, MEMBERS) is None


def test_the_samples_own_recipe_fits_it() -> None:
    workbook = read_workbook(FIRST_SCHOOL)
    table = pick_sheet(workbook, MEMBERS)
    fit = fitting([Recipe("graduates", "一中", layout_of(table), Reading())], workbook, MEMBERS)
    assert fit is not None
    assert fit.likeness == 1


def test_the_year_of_the_import_is_next_years_next_year() -> None:
    answers = {"year": "2018", "school": "2018"}
    kept = lasting(answers, year=2018)
    assert kept == {"year": "今年", "school": "2018"}
    assert of_this_year(kept, year=2019) == {"year": "2019", "school": "2018"}
    assert lasting({"year": "2017"}, year=2018) == {"year": "2017"}


def test_a_sheet_for_each_class_is_known_again_under_other_names() -> None:
    def classes(*names: str) -> Workbook:
        fields = ("name", "class_name", "destination")
        sheets = (
            replace(sheet(["娃娃", "编号", "去哪"], *people(*fields, start=at * 10)), name=name)
            for at, name in enumerate(names)
        )
        return Workbook(Path("各班.xlsx"), "xlsx", None, tuple(sheets), "")

    chosen = (("娃娃", "name"), ("去哪", "destination"), ("表名", ""))
    for asked in (None, ALL_ALIKE):
        reading = Reading(asked, chosen)
        table = pick_sheet(
            classes("高三1班", "高三2班"), MEMBERS, sheet_name=asked, chosen=reading.mapping()
        )
        recipe = read_recipe(
            recipe_text(Recipe("graduates", "", layout_of(table), reading.without_rows()))
        )
        next_year = classes("高三（5）班", "高三（6）班", "高三（7）班")
        fit = fitting([recipe], next_year, MEMBERS)
        assert fit is not None
        assert (fit.likeness, fit.reading.sheet) == (1, asked)
        assert dict(fit.reading.chosen) == dict(chosen)
        again = pick_sheet(
            next_year, MEMBERS, sheet_name=fit.reading.sheet, chosen=fit.reading.mapping()
        )
        assert (len(again.rows), again.unmapped) == (18, ("表名",))
