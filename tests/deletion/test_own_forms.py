"""A batch on a form that the office brought itself; the form may go, the paper stays."""

from pathlib import Path

import pytest

from tests.deletion.helpers import COUNTY, NAME_WRONG, SCHOOL, one, request
from tests.papers.reading import whole_text
from tuanji_desktop.catalogue import kind_of, kinds_of
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.deletion.letters import batch_letter
from tuanji_desktop.deletion.papers import batch_paper
from tuanji_desktop.deletion.queries import batch_start, list_batches
from tuanji_desktop.deletion.service import create_batch, plan_batch
from tuanji_desktop.deletion.stale import stale_fields
from tuanji_desktop.members.own_forms import install_form, remove_form
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.kinds import MadePaper, PaperWish

FOURTH = Path(__file__).parents[1] / "papers" / "forms" / "nanling-return.toml"
CODE, TITLE = "nanling-return", "南岭省“误审核团员”退回登记表"


def batch(context: Context, form: str = CODE) -> int:
    request(context, 1, *NAME_WRONG)
    request(context, 5)
    return create_batch(
        context, form=form, org_id=SCHOOL, contact="刘书记", contact_phone="07391234"
    ).id


def made(context: Context, code: str = CODE) -> MadePaper:
    kind = kind_of(code, kinds_of(context))
    assert kind is not None
    made_paper: MadePaper = kind.make(context, PaperWish(batch="2018-001"))
    return made_paper


def test_a_batch_is_filed_on_the_own_form(office: Context) -> None:
    install_form(office, FOURTH)
    assert batch_start(office, org_id=None).forms[CODE] == TITLE
    plan = plan_or_none(office)
    assert plan is None  # nothing is open yet
    batch(office)
    text = whole_text(batch_paper(office, batch_id=1).pdf)
    for words in (TITLE, "填报人：刘书记", "张三", "龙𬱖", "2016-05", "姓名错误，正确姓名为：张珊"):
        assert words in text
    assert one(office, "SELECT form FROM papers") == f"deletion-{CODE}"
    assert one(office, "SELECT title FROM papers") == f"{TITLE} 2018-001"
    assert [row.form_title for row in list_batches(office)] == [TITLE]
    assert batch_start(office, org_id=None).form == CODE
    paper = made(office)
    assert paper.paper.pdf == one(office, "SELECT content FROM blobs")
    assert paper.content_hash == one(office, "SELECT content_hash FROM deletion_batches")
    assert paper.grid is not None
    assert paper.grid.rows[0][1:4] == ("张三", "男", "2016-05")


def plan_or_none(context: Context) -> object:
    try:
        return plan_batch(context, form=CODE, org_id=SCHOOL)
    except RuleRefused:
        return None


def test_an_empty_cell_that_the_form_needs_keeps_the_batch_back(office: Context) -> None:
    install_form(office, FOURTH)
    with office.database.write(office.operation("test", "空")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET joined_on = NULL WHERE id = 1")
    with pytest.raises(RuleRefused, match=r"张三：“入团年月”没有填写"):
        batch(office)
    assert one(office, "SELECT count(*) FROM deletion_batches") == 0


def test_an_unknown_form_names_the_own_ones(office: Context) -> None:
    install_form(office, FOURTH)
    with pytest.raises(BadInput, match=f"nanling-return（{TITLE}）"):
        batch(office, "hunan")


def test_a_changed_record_makes_it_stale_and_the_reprint_is_the_same(office: Context) -> None:
    install_form(office, FOURTH)
    batch_id = batch(office)
    first = batch_paper(office, batch_id=batch_id)
    with office.database.write(office.operation("test", "改")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET joined_on = '2016-06' WHERE id = 1")
    again = batch_paper(office, batch_id=batch_id)
    assert again.pdf == first.pdf
    assert [found.code for found in again.findings] == ["batch.stale"]
    with office.database.read() as connection:
        (changed,) = stale_fields(connection, batch_id)
    assert changed.words == "第 1 行 张三：入团年月 2016-05 → 2016-06"
    with office.database.write(office.operation("test", "改")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET joined_on = '2016-05', mobile = '13900139999' WHERE id = 1"
        )
    assert batch_paper(office, batch_id=batch_id).findings == ()  # no column shows the phone


def test_either_batch_on_either_form(office: Context) -> None:
    install_form(office, FOURTH)
    batch_id = batch(office)
    assert "要求后台删除团员登记表" in whole_text(
        batch_paper(office, batch_id=batch_id, form="qilu").pdf
    )
    assert "填报时间：2018年8月1日" in whole_text(made(office, "deletion-guangdong").paper.pdf)


def test_a_removed_form_reprints_and_draws_no_more(office: Context) -> None:
    install_form(office, FOURTH)
    batch_id = batch(office)
    kept = one(office, "SELECT content FROM blobs")
    remove_form(office, CODE)
    again = batch_paper(office, batch_id=batch_id)
    assert again.pdf == kept
    (finding,) = again.findings
    assert (finding.code, finding.record) == ("form.removed", None)
    assert "已经移除" in finding.message
    paper = made(office)
    assert paper.paper.pdf == kept
    assert (paper.number, paper.grid) == ("2018-001", None)
    assert paper.content_hash == one(office, "SELECT content_hash FROM deletion_batches")
    kind = kind_of(CODE, kinds_of(office))
    assert kind is not None
    assert kind.title == f"{TITLE}（已移除）"
    (row,) = list_batches(office)
    assert (row.form_title, row.stale) == (TITLE, False)
    assert batch_start(office, org_id=COUNTY).form is None
    assert TITLE in whole_text(batch_letter(office, batch_id=batch_id).pdf)
    # another form of the same batch is drawn as before, a new batch on it is not
    assert batch_paper(office, batch_id=batch_id, form="guangdong").pages == 1
    request(office, 2)
    with pytest.raises(BadInput, match="没有“nanling-return”这种删除表"):
        create_batch(office, form=CODE, org_id=SCHOOL)


def test_a_removed_form_without_a_kept_paper_says_why_there_is_none(office: Context) -> None:
    install_form(office, FOURTH)
    batch_id = batch(office)
    with office.database.write(office.operation("test", "丢失")) as writing:
        writing.connection.exec_driver_sql("DELETE FROM papers")
    remove_form(office, CODE)
    with pytest.raises(NotFound, match="重新装入"):
        batch_paper(office, batch_id=batch_id)
    install_form(office, FOURTH)
    assert batch_paper(office, batch_id=batch_id).pages == 1
