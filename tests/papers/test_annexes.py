"""The annexes of the two documents beside the printed forms: word for word, line by line."""

from pathlib import Path

import pytest

from tests.papers.reading import page_texts
from tuanji_desktop.papers.form_draw import FormData, draw_form
from tuanji_desktop.papers.table_form import shipped_form

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
G = (REFERENCE / "guangdong-2018-reminder-4.txt").read_text(encoding="utf-8")
Q = (REFERENCE / "qilu-2024-notice.txt").read_text(encoding="utf-8")
FURNITURE = ("以下空白", "第1页 共1页")

ANNEXES = {
    "deletion-guangdong": G.rpartition("\n附件\n")[2],
    "deletion-qilu": Q.rpartition("\n附件1\n")[2].partition("\n附件3\n")[0],
    "retention": Q.rpartition("\n附件3\n")[2],
}


def words(text: str) -> list[str]:
    """What stands between blanks; 时      间： is one word."""
    return text.replace("时      间", "时间").replace("\u3000", " ").split()


def printed(code: str) -> str:
    (text,) = page_texts(draw_form(shipped_form(code), FormData("齐鲁理工学院", {}, ())).pdf)
    for one in FURNITURE:
        assert one in text
        text = text.replace(one, " ")
    return text


@pytest.mark.parametrize("code", ANNEXES)
def test_the_form_says_the_annex_and_nothing_else(code: str) -> None:
    assert "".join(printed(code).split()) == "".join(words(ANNEXES[code]))


@pytest.mark.parametrize("code", ANNEXES)
def test_every_line_of_the_annex_stands_in_its_order(code: str) -> None:
    text, at = "".join(printed(code).split()), 0
    for line in words(ANNEXES[code]):
        found = text.find(line, at)
        assert found >= 0, line
        at = found + len(line)


def test_title_head_line_headings_promise_and_notes_are_the_annexes() -> None:
    """The form files beside the documents, part by part."""
    for code, text in ANNEXES.items():
        form = shipped_form(code)
        lines = words(text)
        assert lines.pop(0) == form.heading("齐鲁理工学院")
        for item in form.head:
            assert lines.pop(0) == item.label
        for column in form.table.columns:
            assert lines.pop(0) == column.heading.replace("\n", "")
        if form.promise is not None:
            assert lines.pop(0) == form.promise.text
            for signature in form.promise.signatures:
                assert lines.pop(0) == signature
        for note in form.notes:
            assert lines.pop(0) == note.text
        assert lines == []


def test_the_least_rows_are_those_of_the_annexes() -> None:
    rows = {code: shipped_form(code).table.least_rows for code in ANNEXES}
    assert rows == {"deletion-guangdong": 4, "deletion-qilu": 7, "retention": 6}
    for code, text in ANNEXES.items():
        columns = len(shipped_form(code).table.columns)
        blank = [line for line in text.splitlines() if line.startswith("\t") and not line.strip()]
        assert len(blank) == rows[code] * columns
