"""The letters of the desk: the formal one with its number, the two papers of a mistaken approval."""

import pytest

from tests.builders import add_member
from tests.deletion.helpers import COUNTY, one, request, select
from tests.papers.reading import whole_text
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.deletion.chain import step_batch
from tuanji_desktop.deletion.letters import LETTER, batch_letter, letter_words, statement_paper
from tuanji_desktop.deletion.service import create_batch
from tuanji_desktop.members.service import report_in
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.letter_texts import keep_letter
from tuanji_desktop.office.service import put_setting, save_settings
from tuanji_desktop.papers.letter_template import shipped


def squeezed(pdf: bytes) -> str:
    """The words of a paper, as they are read and not as they are broken into lines."""
    return "".join(whole_text(pdf).split())


def batch(context: Context) -> int:
    for member in (1, 4):
        request(context, member)
    return create_batch(context, form="guangdong", org_id=COUNTY).id


def test_the_letter_says_how_many_from_where_under_which_clause(office: Context) -> None:
    letter = letter_words(office, batch_id=batch(office))
    assert letter.title == "关于报请审批2名团员删除申请的请示"
    assert "2个团支部共2名团员" in letter.paragraphs[1]
    assert "提醒函（第四期）" in letter.paragraphs[0]
    assert letter.enclosures == ("广东“智慧团建”系统“删除团员”申请表（共2人）",)
    assert letter.sender == "中国共产主义青年团青溪县委员会"


def test_a_draft_names_what_it_lacks(office: Context) -> None:
    batch_id = batch(office)
    missing = {found.field for found in batch_letter(office, batch_id=batch_id).findings}
    assert missing == {"document_number", "addressee"}
    with office.database.write(office.operation("office.settings", "设置")) as writing:
        put_setting(writing.connection, "office.superior", "共青团铜仁市委员会")
    paper = batch_letter(office, batch_id=batch_id)
    assert {found.field for found in paper.findings} == {"document_number"}
    assert "共青团铜仁市委员会" in squeezed(paper.pdf)


def test_what_was_sent_is_kept_byte_for_byte(office: Context) -> None:
    batch_id = batch(office)
    save_settings(office, [("office.superior", "共青团铜仁市委员会")])
    step_batch(office, batch_id=batch_id, act="forward", document_number="青团字〔2018〕7号")
    step_batch(office, batch_id=batch_id, act="endorse")
    step_batch(office, batch_id=batch_id, act="send", document_number="铜团字〔2018〕12号")
    sent = batch_letter(office, batch_id=batch_id)
    assert "青团字〔2018〕7号" in squeezed(sent.pdf), "ours, not that of the prefecture"
    assert one(office, "SELECT sha256 FROM papers WHERE form = 'deletion-letter'") == sent.sha256
    with office.database.write(office.operation("org.rename", "更名")) as writing:
        writing.connection.exec_driver_sql("UPDATE organizations SET full_name = 'X' WHERE id = 1")
    assert batch_letter(office, batch_id=batch_id).pdf == sent.pdf


def test_a_college_writes_no_letter(college: Context) -> None:
    batch_id = batch(college)
    step_batch(college, batch_id=batch_id, act="endorse")
    step_batch(college, batch_id=batch_id, act="send")
    assert select(college, "SELECT id FROM papers WHERE form = 'deletion-letter'") == []


@pytest.mark.parametrize(
    ("kind", "words"), [("statement", "特此说明"), ("self-criticism", "逐级向上级团组织作出检讨")]
)
def test_a_mistaken_approval_is_told_level_by_level(office: Context, kind: str, words: str) -> None:
    member = add_member(
        office,
        name="龙𬱖",
        status="submitted",
        id_number="11010519491231002X",
        mobile="13800138099",
    )
    report_in(office, member_id=member, act="approve")
    made = statement_paper(
        office, kind=kind, member_id=member, right_branch="高三（2）班", cause="同名"
    )
    paper, text = made.paper, squeezed(made.paper.pdf)
    assert f"{made.number}:1:{made.content_hash[:10].upper()}" in text, "a scan of it is known"
    assert made.number == {"statement": "QK2018-7", "self-criticism": "JT2018-7"}[kind]
    for said in (
        words, "龙𬱖", "11010519491231002X", "2018年8月1日", "高三（2）班", "同名", "命脉工程",
        "第一中学委员会、中国共产主义青年团青溪县委员会：", "高三（1）班支部委员会",
    ):  # fmt: skip
        assert said in text, said
    assert "签发人" not in text
    assert paper.findings == ()


def test_what_only_the_branch_knows_is_left_free(office: Context) -> None:
    text = squeezed(statement_paper(office, kind="statement", member_id=1).paper.pdf)
    assert "＿＿＿＿" in text
    assert "报到审核通过" in text


def test_unknown_papers_and_members_are_said_to_be_so(office: Context) -> None:
    with pytest.raises(NotFound):
        statement_paper(office, kind="statement", member_id=999)
    with pytest.raises(BadInput):
        statement_paper(office, kind="confession", member_id=1)


def test_the_office_s_own_words_and_signer_stand_on_the_letter(office: Context) -> None:
    text = shipped(LETTER).replace("妥否，请批示。", "请审批{文号}（{批次号}）。")
    keep_letter(office, LETTER, "行文", text)
    save_settings(office, [("office.signer", "李书记"), ("office.superior", "铜仁市委")])
    letter = letter_words(office, batch_id=batch(office), document_number="铜团字〔2018〕1号")
    assert letter.ending == "请审批铜团字〔2018〕1号（2018-001）。"
    assert (letter.signer, letter.addressee) == ("李书记", "铜仁市委")
