"""核实情况 as a paper."""

from dataclasses import replace

from tests.papers.reading import whole_text
from tuanji_desktop.deletion.questions_paper import Asked, QuestionSheet, draw_questions, sheet_hash

SHEET = QuestionSheet(
    unit="共青团青溪县委员会",
    number="2018-001",
    asked=(
        Asked(
            "一中有 2 份申请在毕业季提出？", ("张三", "龙𬱖"), ("2018-08-01 王干事：均为重复录入",)
        ),
        Asked("原因都是“无团籍人员”？", ("单雄",), ()),
    ),
    overrides=("张三：本就不是团员（经办 王干事，第二操作员 赵副书记）",),
)


def test_it_says_question_names_and_what_was_found() -> None:
    paper = draw_questions(SHEET)
    text = whole_text(paper.pdf)
    for words in ("删除申请核实情况", "2018-001", "涉及 2 人：张三、龙𬱖", "均为重复录入"):
        assert words in text
    assert "尚未填写" in text
    assert "第二操作员 赵副书记" in text
    assert (paper.pages, paper.findings) == (1, ())
    assert draw_questions(SHEET).pdf == paper.pdf
    assert sheet_hash(replace(SHEET, overrides=())) != sheet_hash(SHEET)


def test_a_long_list_is_counted_and_nothing_to_ask_is_said() -> None:
    many = Asked("很多人？", tuple(f"团员{number}" for number in range(1000)), ("答复",))
    paper = draw_questions(replace(SHEET, asked=(many,) * 3))
    assert "等 1000 人" in whole_text(paper.pdf)
    empty = draw_questions(replace(SHEET, asked=(), overrides=()))
    assert "没有需要核实的问题" in whole_text(empty.pdf)
