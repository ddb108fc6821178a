"""From the records to list and letter, and back out of the archive byte for byte."""

from datetime import date

import pytest

from tests.corrections.helpers import (
    LETTER,
    listed,
    on_day,
    one,
    sent,
    verified,
    write,
)
from tests.papers.reading import codes, whole_text
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.corrections import papers, service
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.letter_texts import keep_letter
from tuanji_desktop.office.service import save_settings
from tuanji_desktop.papers.letter_template import shipped
from tuanji_desktop.papers.preflight import PaperFinding


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("joined_on", "2016-05", "2016年5月"),
        ("party_joined_on", "2016-05-04", "2016年5月4日"),
        ("name", "张三", "张三"),
        ("joined_on", None, "空"),
    ],
)
def test_values_as_papers_write_them(field: str, value: str | None, shown: str) -> None:
    assert papers.shown_value(field, value) == shown


def test_a_reprint_is_the_kept_paper_byte_for_byte(office: Context) -> None:
    list_id = sent(office, 1, 2)
    first = {kind: papers.list_paper(office, list_id=list_id, kind=kind) for kind in papers.KINDS}
    write(office, "UPDATE members SET name = '张珊' WHERE id = 1")
    again = {kind: papers.list_paper(office, list_id=list_id, kind=kind) for kind in papers.KINDS}
    for kind in papers.KINDS:
        kept = one(
            office,
            "SELECT b.content FROM papers AS p JOIN blobs AS b USING (sha256) WHERE p.form = ?",
            f"correction-{kind}",
        )
        assert first[kind].pdf == again[kind].pdf == kept
        assert first[kind].sha256 == again[kind].sha256
        assert [found.code for found in again[kind].findings] == ["list.stale"]


def test_the_letter_says_what_it_carries(office: Context) -> None:
    list_id = sent(office, 1, 2, 4)
    pdf = papers.list_paper(office, list_id=list_id, kind="letter").pdf
    text = whole_text(pdf)
    for part in (
        LETTER,
        "关于更正3名团员误填“入团年月”的请示",
        "团省委：",
        "所辖2个团支部共有3名团员",
        "共青团梅岭市委员会",
        "2019年3月1日",
        "（联系人：刘书记，电话：0753-1234567）",
    ):
        assert part in text, part
    digest = one(office, "SELECT content_hash FROM correction_lists")
    assert codes(pdf) == [f"GZ-2019-001-H:1:{digest[:10].upper()}"]


def test_before_it_is_sent_the_letter_is_a_draft_of_the_day(office: Context) -> None:
    list_id = listed(office)
    draft = papers.list_paper(office, list_id=list_id, kind="letter")
    assert [found.field for found in draft.findings] == ["document_number"]
    later = papers.list_paper(on_day(office, date(2019, 3, 9)), list_id=list_id, kind="letter")
    assert "2019年3月9日" in whole_text(later.pdf)
    assert one(office, "SELECT count(*) FROM papers") == 1


def test_what_went_back_before_the_letter_is_not_in_the_list_any_more(office: Context) -> None:
    list_id = listed(office, 1, 2)
    with office.database.read() as connection:
        assert not papers.is_stale(connection, office.policy, list_id)
    service.return_correction(office, correction_id=1, reason="材料不实")
    with office.database.read() as connection:
        assert papers.is_stale(connection, office.policy, list_id)
        assert [row.name for row in papers.list_form(connection, office.policy, list_id).rows] == [
            "李小梅"
        ]


def test_a_returned_line_stays_in_a_list_that_was_sent(office: Context) -> None:
    list_id = sent(office, 1, 2)
    service.decide_list(office, list_id=list_id, act="return", lines=[1], reason="不足")
    with office.database.read() as connection:
        assert len(papers.list_form(connection, office.policy, list_id).rows) == 2
        assert not papers.is_stale(connection, office.policy, list_id)


def test_an_open_list_that_is_stale_is_kept_back_and_a_decided_one_is_history(
    office: Context,
) -> None:
    list_id = sent(office, 1, 2)
    write(office, "UPDATE members SET name = '张珊' WHERE id = 1")
    for kind in ("list", "letter"):
        found = papers.list_paper(office, list_id=list_id, kind=kind).findings
        assert [one.code for one in papers.blocking(found)] == ["list.stale"], kind
        assert "退回该行" in found[0].message
    service.decide_list(office, list_id=list_id, act="return", reason="不足")
    found = papers.list_paper(office, list_id=list_id, kind="list").findings
    assert [one.code for one in found] == ["list.changed"]
    assert not papers.blocking(found)


def test_what_keeps_a_list_back() -> None:
    def found(code: str, field: str) -> PaperFinding:
        return PaperFinding(code, "", None, field)

    keeping = (found("rows.empty", "rows"), found("field.missing", "finding"))
    passing = (found("field.missing", "contact"), found("field.missing", "id_number"))
    assert papers.blocking((*keeping, *passing)) == keeping
    glyph = PaperFinding("glyph.missing", "", None, "name", "\ue863")
    assert papers.blocking((glyph, *passing)) == (glyph,)
    assert papers.blocking((glyph, *passing), written="\ue863") == ()


def test_unknown_papers_and_lists(office: Context) -> None:
    verified(office)
    with pytest.raises(BadInput, match="可用的有：list（更正清单）、letter（正式行文）"):
        papers.list_paper(office, list_id=1, kind="poster")
    with pytest.raises(NotFound):
        papers.list_paper(office, list_id=9, kind="list")


def test_the_office_s_own_words_and_signer_stand_on_the_letter(office: Context) -> None:
    text = shipped("correction-letter").replace("妥否，请批示。", "请审批{填报单位}所报。")
    keep_letter(office, "correction-letter", "行文", text)
    save_settings(office, [("office.signer", "李书记")])
    list_id = listed(office)
    words = whole_text(papers.list_paper(office, list_id=list_id, kind="letter").pdf)
    assert "请审批中国共产主义青年团青溪县委员会所报。" in words
    assert "李书记" not in words, "another office sends it"
    write(office, "UPDATE correction_lists SET sender = '中国共产主义青年团青溪县委员会'")
    assert "签发人：李书记" in whole_text(
        papers.list_paper(office, list_id=list_id, kind="letter").pdf
    )
