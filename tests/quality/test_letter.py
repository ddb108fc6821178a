from dataclasses import replace
from datetime import date

import pytest

from tests.papers.reading import whole_text
from tests.quality.helpers import SCHOOL, inspected, person
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.letter_texts import keep_letter, own_letter
from tuanji_desktop.office.service import save_settings
from tuanji_desktop.papers.letter_template import shipped
from tuanji_desktop.quality.letter import KIND, LetterRow, ReminderLetter, draw_letter, letter_of
from tuanji_desktop.quality.service import listing
from tuanji_desktop.quality.sheet import plan_sheets

DEADLINE = date(2018, 8, 20)


@pytest.fixture
def letter(office: Context) -> ReminderLetter:
    """What goes to the school of two red names."""
    save_settings(office, [("office.contact", "王干事"), ("office.contact_phone", "0856-1234567")])
    person(office, 1, education="")
    person(office, 2, mobile="", branch="QX0102")
    ids = listing(inspected(office), "red", SCHOOL).ids
    plan = plan_sheets(office, ids, org_id=SCHOOL, each=False, deadline=DEADLINE)
    return letter_of(office, plan.sheets[0], DEADLINE)


def test_the_letter_says_who_lacks_what_until_when(letter: ReminderLetter) -> None:
    paper = draw_letter(letter)
    text = "".join(whole_text(paper.pdf).split())
    assert paper.pages == 2
    assert paper.findings == ()
    for words in (
        "关于补充更正团员信息的催办函",
        "中国共产主义青年团青溪县第一中学委员会：",
        "现有2名团员的信息需要补充或更正",
        "手机号码1人，学历1人",
        "于2018年8月20日前",
        "联系人：王干事，联系电话：0856-1234567",
        "中国共产主义青年团青溪县委员会2018年8月1日",
        "周乙子高三（1）班学历未填。",
        "第2页共2页",
    ):
        assert words in text, words


def test_no_number_of_anybody_is_on_it(letter: ReminderLetter) -> None:
    text = whole_text(draw_letter(letter).pdf)
    assert "520628" not in text
    assert "139000000" not in text


def test_equal_letters_are_equal_bytes(letter: ReminderLetter) -> None:
    assert draw_letter(letter).pdf == draw_letter(letter).pdf
    assert draw_letter(replace(letter, unit="另一单位")).sha256 != draw_letter(letter).sha256


def test_what_would_be_wrong_on_paper_is_said(letter: ReminderLetter) -> None:
    rows = (LetterRow(7, "龙\ue000", "高三（1）班", "学历未填。"),)
    assert [one.code for one in draw_letter(replace(letter, rows=rows)).findings] == [
        "glyph.missing"
    ]
    found = draw_letter(replace(letter, office="\ue000县团委")).findings
    assert [(one.field, one.character) for one in found] == [("office", "\ue000")]
    codes = {one.code for one in draw_letter(replace(letter, rows=(), unit=" ")).findings}
    assert codes == {"rows.empty", "field.missing"}


def test_a_long_list_goes_on(letter: ReminderLetter) -> None:
    rows = tuple(LetterRow(n, f"周{n}", "高三（1）班", "手机号码未填。" * 3) for n in range(80))
    assert draw_letter(replace(letter, rows=rows, contact="", contact_phone="")).pages >= 4


def test_the_office_s_own_words_stand_on_it(office: Context, letter: ReminderLetter) -> None:
    keep_letter(office, KIND, "催办函", shipped(KIND).replace("近期我们", "我单位近期"))
    with office.database.read() as connection:
        own = own_letter(connection, KIND)
    text = "".join(whole_text(draw_letter(replace(letter, own=own)).pdf).split())
    assert "我单位近期对团员信息进行了核对" in text
