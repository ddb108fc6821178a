"""What the texts above columns mean, and how sure that is."""

from collections.abc import Mapping

from tests.sheets.files import MEMBERS, sheet
from tuanji_desktop.members.reader import member_headings, roster_headings
from tuanji_desktop.sheets.lexicon import Lexicon, Understood
from tuanji_desktop.sheets.sheet_columns import Column, columns_of


def read(*texts: str | None, chosen: Mapping[str, str] | None = None) -> Understood:
    return Lexicon(MEMBERS, chosen or {}).read(columns_of(sheet(list(texts)), 0, 1), 0, 1)


def test_every_way_of_knowing_has_its_certainty() -> None:
    found = read("姓名", "学生身份证号", "辅导员", "联系电话", "联系电话", "性别", "性别", "那个")
    assert found.columns == {
        "name": 0, "id_number": 1, "counsellor": 2, "counsellor_mobile": 3, "mobile": 4, "sex": 5,
    }  # fmt: skip
    assert found.certainty == {
        "name": 1.0, "id_number": 0.9, "counsellor": 1.0, "counsellor_mobile": 0.85,
        "mobile": 1.0, "sex": 0.7,
    }  # fmt: skip
    assert found.takers["sex"] == [5, 6]
    assert found.by_text == 7


def test_the_clerks_word_goes_before_and_a_letter_is_no_heading() -> None:
    found = read("姓名", "编号", "电话", chosen={"编号": "student_number", "C列": "", "D列": "sex"})
    assert found.columns == {"name": 0, "student_number": 1}
    assert (found.chosen, found.barred) == ({1, 2}, {2})
    assert found.by_text == 2  # C列 says nothing of what is written there
    lexicon = Lexicon(MEMBERS, {"D列": "sex"})
    assert lexicon.lettered == {3}
    assert lexicon.read([Column(3, (), "")], 0, 0).columns == {"sex": 3}


def test_what_only_numbers_and_what_is_somebody_elses() -> None:
    found = read("序号", "姓名", "家长姓名", "失败原因", "团员证编号")
    assert (found.serial, found.barred, found.columns) == ({0, 3}, {2, 4}, {"name": 1})
    assert found.headings == {0: "序号", 1: "姓名", 2: "家长姓名", 3: "失败原因", 4: "团员证编号"}
    assert found.words == {"序号", "姓名", "家长姓名", "失败原因", "团员证编号"}


def test_the_better_heading_is_the_better_place() -> None:
    one, two = read("姓名", "联系电话", "家庭电话"), read("姓名", "甲", "乙")
    assert one.score > two.score


def test_slips_of_the_input_method_and_traditional_characters() -> None:
    texts = [
        "性名",
        "身分证号",
        "所在団支步",
        "联糸电话",
        "入团日其",
        "政冶面貎",
        "班級",
        "出生日其",
        "學校",
    ]
    columns = columns_of(sheet(list(texts)), 0, 1)
    found = Lexicon(member_headings("name"), {}).read(columns, 0, 1)
    assert found.columns == {
        "name": 0, "id_number": 1, "branch": 2, "mobile": 3, "joined_on": 4, "political_status": 5,
        "class_name": 6, "born_on": 7, "superior": 8,
    }  # fmt: skip
    assert set(found.certainty.values()) == {0.85}


def test_a_heading_in_english() -> None:
    texts = ["No.", "Name", "ID Number", "Gender", "Phone", "School", "Grade", "Class", "Branch"]
    columns = columns_of(sheet(list(texts)), 0, 1)
    found = Lexicon(member_headings("name"), {}).read(columns, 0, 1)
    assert list(found.columns) == [
        "name", "id_number", "sex", "mobile", "superior", "grade", "class_name", "branch",
    ]  # fmt: skip


def test_a_second_superior_is_the_school_where_its_heading_says_so() -> None:
    def places(*texts: str, **said: str) -> dict[str, int]:
        lexicon = Lexicon(roster_headings(), said)
        return lexicon.read(columns_of(sheet(list(texts)), 0, 1), 0, 1).columns

    assert places("学校", "院系") == {"superior": 1, "school": 0}
    assert places("团总支", "单位") == {"superior": 0, "school": 1}
    assert places("学校") == {"superior": 0}
    assert places("毕业学校", "院系") == {"superior": 1}  # where they were before
    assert places("毕业学校", "学校") == {"superior": 1}  # two schools: not one of the other
    assert places("学校", "院系", 学校="superior") == {"superior": 0}
    assert places("学校", "院系", 学校="school") == {"superior": 1, "school": 0}
    assert read("学校", "院系").columns == {"superior": 1}
