"""The reminder to a school and the notice to a university's Party committee, read back."""

from dataclasses import replace
from datetime import date

import pytest

from tests.graduates.year import SCHOOL, UNIVERSITY, YEAR, change, make_year
from tests.papers.reading import page_texts, whole_text
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.graduates.letters import (
    NOTICE,
    REMINDER,
    SchoolLetter,
    draw,
    file_letter,
    school_letter,
)
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.document_numbers import load_register
from tuanji_desktop.office.letter_texts import keep_letter
from tuanji_desktop.office.service import save_settings
from tuanji_desktop.papers.letter_kinds import letter_kind
from tuanji_desktop.papers.letter_template import shipped

DAY = date(2018, 9, 21)


@pytest.fixture
def year(office: Context) -> Context:
    make_year(office)
    return replace(office, fixed_day=DAY)


def reminder(context: Context, school: int = SCHOOL) -> SchoolLetter:
    return school_letter(context, form=REMINDER, org_id=school, year=YEAR)


def test_a_reminder_says_numbers_deadline_and_what_is_missing(year: Context) -> None:
    """G 四: 加强督导，确保如期完成; the waiting apart."""
    paper = draw(reminder(year))
    text = whole_text(paper.pdf)
    for words in (
        "关于催办2018届毕业生团员组织关系转接的函",
        "中国共产主义青年团青溪县第一中学委员会：",
        "截至2018年9月21日，你单位2018届毕业生团员应转接10人，已发起6人，发起率60%；"
        "已转入4人，完成率40%，在已报名单的3所学校中列第2位。",
        "另有4人等待省内高校建立新生团支部，单列统计，不计入逾期。",
        "的期限为2018年9月30日，距今还有9天，你单位距目标还差6人。",
        "现有4人去向未定或尚未发起转接，2人已发起、尚未转入（名单附后）。",
        "请于2018年9月30日前书面反馈办理情况。",
        "附件：2018届毕业生团员未完成转接名单（共6人）",
        "中国共产主义青年团青溪县委员会",
    ):
        assert words in text, words
    assert "签发人" not in text
    assert [one.field for one in paper.findings] == ["document_number"]


def test_its_list_names_people_and_classes_and_no_numbers(year: Context) -> None:
    change(
        year,
        "UPDATE graduate_entries SET id_number = '520628200106140632', mobile = '13800138001'",
    )
    made = reminder(year)
    assert [cells for _id, cells in made.rows] == [
        ("1", "学生8", "1班", "升学", "待转出"),
        ("2", "学生10", "1班", "升学", "待转出"),
        ("3", "学生9", "2班", "升学", "待转出"),
        ("4", "学生11", "2班", "", "去向未定"),
        ("5", "学生6", "1班", "就业", "已发起转接"),
        ("6", "学生7", "2班", "就业", "已发起转接"),
    ]
    pages = page_texts(draw(made).pdf)
    annex = next(page for page in pages if page.startswith("附件"))
    assert "学生11" in annex
    assert "以下空白" in annex
    assert not any(number in "".join(pages) for number in ("5206282001", "13800138001"))


def test_after_the_last_day_it_says_how_late(year: Context) -> None:
    late = reminder(replace(year, fixed_day=date(2018, 11, 4)))
    assert any(
        "2018年10月30日，已逾期5天，你单位距目标还差6人。" in one for one in late.letter.paragraphs
    )
    assert not any("前书面反馈" in one for one in late.letter.paragraphs)


def test_a_notice_to_the_universitys_party_committee(year: Context) -> None:
    """G 四: 对工作不力的高校团委，要及时通报高校党委."""
    made = school_letter(
        year, form=NOTICE, org_id=UNIVERSITY, year=YEAR, addressee="中共青溪学院委员会",
        document_number="团青字〔2018〕9号",
    )  # fmt: skip
    paper = draw(made)
    text = whole_text(paper.pdf)
    for words in (
        "团青字〔2018〕9号",
        "关于青溪学院2018届毕业生团员组织关系转接工作情况的通报",
        "中共青溪学院委员会：",
        "应转接10人，已发起9人，发起率90%；已转入8人，完成率80%，在已报名单的3所学校中列第1位。",
        "“高校2018年应届毕业生团员组织关系转接全面完成”的期限为2018年9月30日，距今还有9天，"
        "该校距目标还差2人。",
        "恳请贵委加强对此项工作的领导和督促",
        "特此通报。",
    ):
        assert words in text, words
    assert paper.findings == ()
    assert [cells for _id, cells in made.rows] == [
        ("1", "1班", "5", "5", "4", "1", "80%"),
        ("2", "2班", "5", "4", "4", "1", "80%"),
    ]
    assert "学生" not in text


def test_its_slowest_class_stands_on_top(year: Context) -> None:
    change(
        year,
        "UPDATE graduate_entries SET progress = 'due' WHERE school_id = ? AND row_number = 3",
        UNIVERSITY,
    )
    change(year, "UPDATE graduate_entries SET class_name = ' ' WHERE row_number = 4")
    made = school_letter(year, form=NOTICE, org_id=UNIVERSITY, year=YEAR)
    assert [cells[1:] for _id, cells in made.rows] == [
        ("2班", "5", "3", "3", "2", "60%"),
        ("1班", "4", "4", "3", "1", "75%"),
        ("（未填班级）", "1", "1", "1", "0", "100%"),
    ]


def test_its_addressee_is_never_made_up(year: Context) -> None:
    made = school_letter(year, form=NOTICE, org_id=UNIVERSITY, year=YEAR)
    assert set(made.letter.addressee) == {"＿"}
    assert "中共" not in whole_text(draw(made).pdf)


def test_a_notice_is_for_universities_only(year: Context) -> None:
    with pytest.raises(RuleRefused) as refused:
        school_letter(year, form=NOTICE, org_id=SCHOOL, year=YEAR)
    assert (refused.value.code, refused.value.clause) == ("graduates.not_a_university", "G 四")


def test_a_school_without_a_list_gets_no_letter(year: Context) -> None:
    with pytest.raises(BadInput, match="2017 届还没有毕业生名单"):
        school_letter(year, form=REMINDER, org_id=SCHOOL, year=2017)
    with pytest.raises(BadInput, match="没有“x”"):
        school_letter(year, form="x", org_id=SCHOOL, year=YEAR)


def test_a_letter_is_kept_with_the_school_once(year: Context) -> None:
    made = reminder(year)
    paper = draw(made)
    first = file_letter(year, made, paper)
    assert file_letter(year, made, draw(reminder(year))) == first
    change(year, "UPDATE graduate_entries SET progress = 'received' WHERE id = 7")
    again = reminder(year)
    assert file_letter(year, again, draw(again)) != first
    with year.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT form, org_id, title, pages FROM papers ORDER BY id"
        ).all()
    assert len(rows) == 2
    assert tuple(rows[0]) == (
        "graduates-reminder",
        SCHOOL,
        "关于催办2018届毕业生团员组织关系转接的函",
        paper.pages,
    )


def test_a_kept_letter_bears_its_number_and_no_other_may(year: Context) -> None:
    save_settings(year, [("office.document_series", "青团函〔年〕号")])

    def numbered(school: int) -> SchoolLetter:
        return school_letter(
            year, form=REMINDER, org_id=school, year=YEAR, document_number="青团函(2018)05号"
        )

    made = numbered(SCHOOL)
    assert made.letter.document_number == "青团函〔2018〕5号"
    first = file_letter(year, made, draw(made))
    assert file_letter(year, made, draw(made)) == first
    (held,) = load_register(year).taken
    assert (str(held.number), held.used_for) == (made.letter.document_number, made.bears)
    other = numbered(UNIVERSITY)
    with pytest.raises(RuleRefused) as refused:
        file_letter(year, other, draw(other))
    assert refused.value.code == "document_number.taken"


def test_a_letter_that_a_printer_kept_first_is_registered_all_the_same(year: Context) -> None:
    save_settings(year, [("office.document_series", "青团函〔年〕号")])
    made = school_letter(
        year, form=REMINDER, org_id=SCHOOL, year=YEAR, document_number="团市函〔2018〕5号"
    )
    file_letter(year, made, draw(made))
    save_settings(year, [("office.document_series", "团市函〔年〕号")])
    file_letter(year, made, draw(made))
    assert [str(one.number) for one in load_register(year).taken] == ["团市函〔2018〕5号"]


@pytest.mark.parametrize(("form", "org"), [(REMINDER, SCHOOL), (NOTICE, UNIVERSITY)])
def test_own_words_stand_on_it_and_every_place_has_its_value(
    year: Context, form: str, org: int
) -> None:
    places = "，".join(f"{one.name}：{one.written}" for one in letter_kind(form).placeholders)
    keep_letter(year, form, "函", f"{shipped(form)}".replace("【结束语】", f"{places}\n【结束语】"))
    words = school_letter(year, form=form, org_id=org, year=YEAR).letter.paragraphs[-1]
    assert "应转接：10，" in words
    assert not set("{}") & set(words)
    empty = {part.split("：")[0] for part in words.split("，") if part.endswith("：")}
    assert empty <= {"文号", "联系人", "联系电话", "等待人数"}
