"""Texts and what they mean, as a table."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.work import calls
from tuanji_desktop.kit.import_adapter import ValueQuestion
from tuanji_desktop.kit.import_state import Meaning
from tuanji_desktop.kit.import_value_model import (
    ANSWERED,
    DOUBTFUL,
    KNOWN,
    UNKNOWN,
    ValueModel,
    Wish,
    folded,
)

GOING = (("升学", "升学"), ("外出务工", "外出务工"))
FIELDS = {"destination": "毕业去向", "branch": "所在团支部"}


def question(written: str, meaning: str = "", score: float = 0.0, rows: int = 1) -> ValueQuestion:
    return ValueQuestion("destination", written, rows, meaning, meaning, score, GOING)


@pytest.fixture
def model(dressed: QApplication) -> ValueModel:
    made = ValueModel(FIELDS)
    made.show_questions(
        (question("参军", rows=12), question("参 军"), question("上学", "升学", 0.7), question("升学", "升学", 1.0))
    )  # fmt: skip
    return made


def text(model: ValueModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_row_says_it_all(model: ValueModel) -> None:
    assert text(model, 0) == ["毕业去向", "参军", "12", "—", "不认识"]
    assert text(model, 2) == ["毕业去向", "上学", "1", "升学", "请核对（70%）"]
    heads = [model.headerData(one, Qt.Orientation.Horizontal) for one in range(5)]
    assert heads == ["栏目", "名单里写的", "行数", "对应为", "把握"]
    spoken = model.index(0, 4).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "把握：不认识"
    colours = [model.index(row, 4).data(Qt.ItemDataRole.ForegroundRole) for row in (0, 2, 3)]
    assert len({one.name() for one in colours}) == 3
    assert dict(model.counts()) == {UNKNOWN: 2, DOUBTFUL: 1, KNOWN: 1}


def test_an_answer_counts_before_everything(model: ValueModel) -> None:
    first = model.question(0)
    model.answer([first], Meaning("升学", "升学"))
    assert model.state(first) == ANSWERED
    assert text(model, 0)[3:] == ["升学", "由您指定"]
    assert model.row_after(0) == 1
    model.answer([first], None)
    assert model.state(first) == UNKNOWN
    model.answer([first], Meaning("", "（当作空白）"))
    assert text(model, 0)[3] == "（当作空白）"


def test_a_recipes_value_is_shown_in_todays_words(dressed: QApplication) -> None:
    model = ValueModel(FIELDS)
    one = ValueQuestion("branch", "一班", 1, "", "", 0.0, (("QX0101", "高三（1）班"),))
    model.show_questions((one,))
    model.take_meanings({("branch", "一班"): Meaning("QX0101", "QX0101")})
    assert text(model, 0)[3] == "高三（1）班"


def test_alike_is_what_differs_in_marks_only(model: ValueModel) -> None:
    first, second = model.question(0), model.question(1)
    assert folded("（高三） 1班Ａ") == "高三1班a"
    model.answer([first], Meaning("升学", "升学"))
    assert model.alike(first) == [second]
    model.answer([second], Meaning("升学", "升学"))
    assert model.alike(first) == []


def test_filters(model: ValueModel) -> None:
    model.filter(Wish(state=UNKNOWN))
    assert model.rowCount() == 2
    model.filter(Wish(text="学"))
    assert [model.question(row).written for row in range(model.rowCount())] == ["上学", "升学"]
    model.filter(Wish(field="branch"))
    assert model.rowCount() == 0
    assert model.row_after(-1) == -1
    assert len(model.questions) == 4


def test_ten_times_the_texts_are_ten_times_the_work(dressed: QApplication) -> None:
    def work(texts: int) -> int:
        model = ValueModel(FIELDS)
        many = tuple(question(f"某团支部{one}") for one in range(texts))

        def act() -> None:
            model.show_questions(many)
            model.filter(Wish(text="49"))
            model.answer([model.question(0)], Meaning("升学", "升学"))
            model.counts()

        return calls(act)

    assert work(1_000) < 12 * work(100)
