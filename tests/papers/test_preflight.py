"""Findings before printing."""

import pytest

from tuanji_desktop.papers.preflight import (
    PaperFinding,
    blocking,
    empty_form,
    glyph_findings,
    in_order,
    kept_back,
    required_findings,
    told,
    without_glyph,
)


def test_a_missing_glyph_is_named_with_its_record() -> None:
    found = glyph_findings("王\ue863", record=7, field="name", label="姓名")
    assert [(one.code, one.record, one.field) for one in found] == [("glyph.missing", 7, "name")]
    assert "U+E863" in found[0].message
    assert without_glyph((*found, *found, missing("name"))) == ("\ue863",)


def test_rare_and_invisible_characters_are_no_findings() -> None:
    assert glyph_findings("𠮷𫝀\u200b", record=1, field="name", label="姓名") == ()


def test_empty_fields_are_named() -> None:
    labels = {"name": "姓名", "mobile": "手机号"}
    found = required_findings({"name": "张三", "mobile": " "}, labels, record=3)
    assert [(one.code, one.field, one.record) for one in found] == [("field.missing", "mobile", 3)]
    assert "手机号" in found[0].message


def test_an_empty_form_is_said_once() -> None:
    assert empty_form(1) == ()
    assert empty_form(0)[0].code == "rows.empty"


def test_findings_of_the_form_come_first_and_once() -> None:
    row, form = PaperFinding("a", "", 2, "x"), PaperFinding("b", "", None, "y")
    assert in_order([row, form, row]) == (form, row)


def missing(field: str, record: int | None = None) -> PaperFinding:
    return PaperFinding("field.missing", f"“{field}”没有填写。", record, field)


def test_a_form_says_what_may_stay_empty_and_everything_else_keeps_it_back() -> None:
    nobody = PaperFinding("rows.empty", "", None, "rows")
    notices = [PaperFinding("cell.overflow", "", 1, ""), PaperFinding("name.red", "", 1, "name")]
    head, cell, number = missing("contact"), missing("mobile", 3), missing("id_number", 3)
    found = [*notices, head, nobody, cell, number]
    assert blocking(found) == (head, nobody, cell, number)
    assert blocking(found, by_hand={"contact", "id_number"}) == (nobody, cell)
    assert blocking(found, head=()) == (nobody, cell, number)
    assert blocking(found, head=("contact",)) == (head, nobody, cell, number)


def test_a_character_without_a_font_is_written_by_hand_or_nothing_is_printed() -> None:
    found = glyph_findings("\ue863\U000323af", record=1, field="name", label="姓名")
    assert blocking(found) == found
    assert blocking(found, written="\ue863") == found[1:]
    assert blocking(found, written="\U000323af\ue863") == ()


@pytest.mark.parametrize(
    ("code", "record", "field", "blocks"),
    [
        ("field.missing", 3, "mobile", True),
        ("rows.empty", None, "rows", True),
        ("field.missing", None, "number", True),
        ("field.missing", None, "contact", False),
        ("field.missing", 1, "id_number", False),
        ("field.missing", 1, "counsellor_mobile", False),
        ("glyph.missing", 1, "name", True),
        ("batch.stale", 1, "mobile", True),
        ("kind.refused", 1, "reason", True),
        ("cell.overflow", 1, "reason", False),
    ],
)
def test_what_keeps_any_paper_back(code: str, record: int | None, field: str, blocks: bool) -> None:
    finding = PaperFinding(code, "", record, field, "\ue863" * (code == "glyph.missing"))
    assert bool(kept_back([finding])) is blocks
    assert bool(kept_back([finding], written="\ue863")) is (blocks and code != "glyph.missing")


def test_an_empty_form_and_a_draft_may_be_had_as_a_file() -> None:
    found = [*empty_form(0), missing("number"), missing("mobile", 3)]
    assert kept_back(found) == tuple(found)
    assert kept_back(found, blank=True) == (found[2],)


def test_faults_are_told_with_names_and_the_rest_is_counted() -> None:
    assert told([missing("电话"), missing("姓名", 7)], {7: "张三"}) == (
        "“电话”没有填写。张三：“姓名”没有填写。"
    )
    many = told([missing(f"第{number}格") for number in range(7)], {})
    assert "第4格" in many
    assert "第5格" not in many
    assert many.endswith("（共 7 处）")
