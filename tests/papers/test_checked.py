"""A form's head and rows checked while they are written, and the hash of what it says."""

from dataclasses import dataclass, replace
from datetime import date

from tests.papers.reading import whole_text
from tuanji_desktop.papers.checked import content_hash, head_findings, whole_hash, write_rows
from tuanji_desktop.papers.frame import A4_PORTRAIT, MM, Flow
from tuanji_desktop.papers.paper import compose
from tuanji_desktop.papers.table import Column, Row, Table

UNKNOWN = "\U000323af"  # a character no font has
TABLE = Table(
    (Column("姓名\n（系统中）", 40 * MM, "name"), Column("原因", 60 * MM, "reason")), 2, 0
)


@dataclass(frozen=True)
class Line:
    name: str


@dataclass(frozen=True)
class Form:
    unit: str
    day: date
    rows: tuple[Line, ...]


FORM = Form("青溪团县委", date(2019, 3, 1), (Line("张三"), Line("李四")))


def test_the_hash_is_of_what_the_form_says() -> None:
    assert content_hash(FORM) == content_hash(replace(FORM))
    others = (
        replace(FORM, unit="青溪县"),
        replace(FORM, day=date(2019, 3, 2)),
        replace(FORM, rows=FORM.rows[::-1]),
        replace(FORM, rows=()),
    )
    assert len({content_hash(one) for one in (FORM, *others)}) == 5


def test_the_head_is_checked() -> None:
    found = head_findings(
        {"unit": " ", "contact": f"刘{UNKNOWN}"}, {"unit": "单位", "contact": "联系人"}, 0
    )
    assert [(one.code, one.field) for one in found] == [
        ("rows.empty", "rows"),
        ("field.missing", "unit"),
        ("glyph.missing", "contact"),
    ]


def test_rows_are_written_and_checked() -> None:
    flow = Flow(A4_PORTRAIT)
    rows = [Row(7, ("张三", "")), Row(8, (f"龙{UNKNOWN}", "误填"))]
    write_rows(flow, TABLE, rows)
    paper = compose(flow, title="表", batch="", content_hash="0" * 64)
    assert [(one.code, one.record, one.field) for one in paper.findings] == [
        ("field.missing", 7, "reason"),
        ("glyph.missing", 8, "name"),
    ]
    assert paper.findings[1].message.startswith("“姓名”")
    text = whole_text(paper.pdf)
    assert "张三" in text
    assert "以下空白" in text


def test_the_hash_of_a_paper_without_a_list_sees_every_value() -> None:
    one = FORM
    assert whole_hash(one) == whole_hash(replace(one))
    assert whole_hash(one) != whole_hash(replace(one, unit="城关"))
    assert whole_hash(Line("甲")) != whole_hash(Line("乙"))
