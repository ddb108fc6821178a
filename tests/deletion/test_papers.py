"""From the records to the paper, and back out of the archive byte for byte."""

from datetime import date

import pypdfium2
import pytest

from tests.builders import MEMBERS, ORGANIZATIONS, add_member
from tests.deletion.helpers import COUNTY, NAME_WRONG, SCHOOL, one, request
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.deletion import papers
from tuanji_desktop.deletion.form import GuangdongForm, OwnForm, QiluForm, content_hash
from tuanji_desktop.deletion.service import create_batch
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.kinds import unit_in_title

FULL_NAMES = {code: full_name for code, full_name, *_ in ORGANIZATIONS}


def words_of(pdf: bytes) -> str:
    """The text of all pages without spaces and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage() for page in document]
        text = "".join(page.get_text_range() for page in pages)
    finally:
        document.close()
    return "".join(text.split())


def made(context: Context, form: str = "guangdong") -> int:
    request(context, 1, *NAME_WRONG)
    request(context, 5)
    return create_batch(
        context, form=form, org_id=COUNTY, contact="刘书记", contact_phone="07391234"
    ).id


def data(
    context: Context, batch_id: int, form: str | None = None
) -> GuangdongForm | QiluForm | OwnForm:
    with context.database.read() as connection:
        return papers.batch_form(connection, context.policy, batch_id, form)


def test_form_1_says_what_the_system_has(office: Context) -> None:
    form = data(office, made(office))
    assert isinstance(form, GuangdongForm)
    assert (form.unit, form.filled_on, form.batch) == (
        FULL_NAMES["QX"],
        date(2018, 8, 1),
        "2018-001",
    )
    assert (form.contact, form.contact_phone) == ("刘书记", "07391234")
    assert [(row.name, row.branch, row.reason) for row in form.rows] == [
        ("张三", FULL_NAMES["QX0101"], "姓名错误，正确姓名为：张珊"),
        ("龙𬱖", FULL_NAMES["QX0102"], "无团籍人员"),
    ]
    assert form.rows[0].mobile == "13800138001"


def test_form_2_has_full_names_and_the_number_as_recorded(office: Context) -> None:
    wrong = add_member(office, name="乔无效", id_number="520628200103050000")
    request(office, wrong)
    batch_id = create_batch(office, form="qilu", org_id=SCHOOL).id
    form = data(office, batch_id)
    assert isinstance(form, QiluForm)
    assert form.title_unit == "青溪县第一中学"
    assert form.rows[0].id_number == "520628200103050000"
    assert form.rows[0].branch_full_name == FULL_NAMES["QX0101"]


@pytest.mark.parametrize(
    ("full_name", "unit"),
    [
        ("共青团齐鲁理工学院委员会", "齐鲁理工学院"),
        ("中国共产主义青年团齐鲁理工学院机械学院总支部委员会", "齐鲁理工学院机械学院"),
        ("中国共产主义青年团青溪经济开发区工作委员会", "青溪经济开发区"),
        ("青溪县第一中学", "青溪县第一中学"),
        ("委员会", "委员会"),
    ],
)
def test_titles_name_the_unit_without_the_league(full_name: str, unit: str) -> None:
    assert unit_in_title(full_name) == unit


def test_a_reprint_is_the_archived_paper_byte_for_byte(office: Context) -> None:
    batch_id = made(office)
    kept = one(office, "SELECT content FROM blobs")
    first = papers.batch_paper(office, batch_id=batch_id)
    with office.database.write(office.operation("test", "换手机")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '13900139000' WHERE id = 1")
    again = papers.batch_paper(office, batch_id=batch_id)
    assert first.pdf == again.pdf == kept
    assert first.sha256 == again.sha256 == one(office, "SELECT sha256 FROM papers")
    assert not first.findings
    assert [finding.code for finding in again.findings] == ["batch.stale"]


def test_the_paper_gives_the_names_back(office: Context) -> None:
    text = words_of(papers.batch_paper(office, batch_id=made(office)).pdf)
    for expected in ("张三", "龙𬱖", "姓名错误，正确姓名为：张珊", "2018年8月1日", "刘书记"):
        assert expected in text


def test_either_form_is_drawn_from_any_batch(office: Context) -> None:
    batch_id = made(office)
    other = papers.batch_paper(office, batch_id=batch_id, form="qilu")
    assert MEMBERS[0][0] in words_of(other.pdf)
    assert "要求后台删除团员登记表" in words_of(other.pdf)
    assert other.pdf != papers.batch_paper(office, batch_id=batch_id, form="guangdong").pdf
    assert one(office, "SELECT count(*) FROM papers") == 1
    with pytest.raises(BadInput):
        papers.batch_paper(office, batch_id=batch_id, form="hunan")
    with pytest.raises(NotFound):
        papers.batch_paper(office, batch_id=99)


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        ("UPDATE members SET mobile = '13900139000' WHERE id = 1", True),
        ("UPDATE organizations SET full_name = full_name || '甲' WHERE id = 4", True),
        ("UPDATE members SET work_unit = '青溪一中' WHERE id = 1", False),
        ("UPDATE members SET mobile = '13900139000' WHERE id = 2", False),
    ],
)
def test_a_batch_is_stale_when_it_would_say_something_else(
    office: Context, change: str, stale: bool
) -> None:
    batch_id = made(office)
    with office.database.write(office.operation("test", "后来修改")) as writing:
        writing.connection.exec_driver_sql(change)
    with office.database.read() as connection:
        assert papers.is_stale(connection, office.policy, batch_id) is stale


def test_what_was_never_printed_is_not_stale(office: Context) -> None:
    batch_id = made(office)
    with office.database.write(office.operation("test", "无纸件")) as writing:
        writing.connection.exec_driver_sql("UPDATE deletion_batches SET content_hash = NULL")
    with office.database.read() as connection:
        assert not papers.is_stale(connection, office.policy, batch_id)


def test_equal_data_have_equal_hashes(office: Context) -> None:
    batch_id = made(office)
    assert content_hash(data(office, batch_id)) == content_hash(data(office, batch_id))
    assert content_hash(data(office, batch_id)) == one(
        office, "SELECT content_hash FROM deletion_batches"
    )


def test_what_can_be_written_in_by_hand_keeps_no_paper_back(office: Context) -> None:
    request(office, add_member(office, name="无证者", id_number="", mobile=""))
    batch_id = create_batch(office, form="qilu", org_id=COUNTY).id
    found = papers.batch_paper(office, batch_id=batch_id).findings
    assert {finding.field for finding in found} == {"filled_by", "phone", "id_number"}
    assert papers.blocking(found) == ()
    other = papers.batch_paper(office, batch_id=batch_id, form="guangdong").findings
    assert [finding.field for finding in papers.blocking(other)] == ["mobile"]
