"""Rosters written out: fixed order, masked or logged, and read back they change nothing."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import add_member, make_office, valid_id
from tuanji_desktop.kit.export_act import carry_out
from tuanji_desktop.members import export
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.cells import normalise
from tuanji_desktop.rules.fields import FIELDS, ROSTER_FIELDS, Kind
from tuanji_desktop.sheets.exportable import CSV, CSV_GB18030, XLSX, Scope, Wish
from tuanji_desktop.store import journal

FORMATS = {XLSX: "花名册.xlsx", CSV: "花名册.csv", CSV_GB18030: "国标.csv"}
NASTY = st.one_of(
    st.sampled_from(
        ["=1+1", "'=1", "+86", "-", "@a", 'a="b"', '="1"', "a;b;c", "x|y|z", "两\n行\n三", "一，二",
         '说"好"', "䶮𬱖㛃𠮷", "龴", "＝1", "a\tb", "1", "007", "1e5", "2018-09-01", "TRUE", "是",
         "#N/A", "_x0041_", "<b>&amp;", "  首尾  ", "合计", "12,345", "无", "－"]
    ),
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Co")), max_size=12),
)  # fmt: skip
OPEN_FIELDS = tuple(
    name for name in export._ORDER if FIELDS[name].kind in (Kind.TEXT, Kind.NOTES, Kind.CHOICE)
)
"""What can hold any text; the others have tests of their own."""


def newest(office: Context) -> journal.JournalOperation:
    with office.database.read() as connection:
        return journal.operations(connection, limit=1)[0]


def test_round_trip_changes_nothing(office: Context, tmp_path: Path) -> None:
    out = tmp_path / "花名册.xlsx"
    assert export.export_roster(office, out) == 6
    assert newest(office).kind == "export.roster"
    plan = plan_roster(office, out)
    assert (plan.count("unchanged"), plan.findings) == (6, ())


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    people=st.lists(
        st.dictionaries(st.sampled_from(OPEN_FIELDS), NASTY, max_size=8), min_size=1, max_size=30
    ),
    format_=st.sampled_from(sorted(FORMATS)),
)
def test_whatever_a_record_holds_comes_back_unchanged(
    people: list[Mapping[str, str]], format_: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round")
    office = make_office(folder)
    try:
        for number, values in enumerate(people, start=21):
            kept = {
                name: normalise(name, text, policy=office.policy).value or ""
                for name, text in values.items()
            }
            number_ = valid_id(office.today.replace(year=2001), serial=number)
            add_member(office, name="甲乙", id_number=number_, mobile="", **kept)
        listing = export.roster_exportable(office)
        keys = tuple(export._ORDER)
        out = folder / FORMATS[format_]
        carry_out(office, listing, Wish(keys, "all", format_, False), out)
        plan = plan_roster(office, out)
        differing = [(row.saved, row.submitted) for row in plan.rows if row.kind != "unchanged"]
        assert differing == []
        assert len(plan.rows) == 6 + len(people)
    finally:
        office.database.close()


def test_days_are_dates_and_numbers_text(office: Context, tmp_path: Path) -> None:
    add_member(
        office, name="党员", party_joined_on="2018-07-01", joined_on="2015-05", id_number="A1"
    )
    out = tmp_path / "a.xlsx"
    export.export_roster(office, out)
    book = openpyxl.load_workbook(out)
    sheet = book.active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "党员")
    cells = dict(zip(head, row, strict=True))
    assert cells["入党时间"].is_date
    assert cells["入团年月"].value == "2015-05"
    assert cells["身份证号"].value == "A1"
    assert cells["身份证号"].number_format == "@"
    assert sheet.freeze_panes == "A2"
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) > 8
    book.close()


@pytest.mark.parametrize("org_id", [None, 1])
def test_the_first_row_waits_for_no_sorting(office: Context, org_id: int | None) -> None:
    sql = export.subtree_sql(org_id, export._ORDER)
    with office.database.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
    steps = [str(row[-1]) for row in plan]
    assert any("members_by_branch" in step for step in steps)
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps


def test_masked_and_below_a_node(office: Context, tmp_path: Path) -> None:
    out = tmp_path / "打码.csv"
    before = newest(office).number
    assert export.export_roster(office, out, org_id=3, masked=True) == 3
    assert newest(office).number == before
    text = out.read_text(encoding="utf-8-sig")
    assert "520***********" in text
    assert "138****8001" in text


def test_what_is_seen_comes_in_its_order_with_its_columns(office: Context, tmp_path: Path) -> None:
    gone = add_member(office, name="走了", status="transferred_out")
    listing = export.roster_exportable(
        office,
        scopes=(Scope("seen", "列表"),),
        ids=lambda scope: [gone, 2, 1] if scope == "seen" else [],
        shown=("status", "name", "nonsense"),
    )
    assert listing.shown == ("status", "name")
    out = tmp_path / "a.csv"
    keys = ("status", "name", "branch_code", "missing")
    assert carry_out(office, listing, Wish(keys, "seen", CSV), out).rows == 3
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0] == "状态,姓名,所在团支部编码,缺少的必填项"
    assert [line.split(",")[:3] for line in lines[1:]] == [
        ["已转出", "走了", "QX0101"], ["在册", "李小梅", "QX0101"], ["在册", "张三", "QX0101"],
    ]  # fmt: skip


def test_missing_fields_are_named(office: Context, tmp_path: Path) -> None:
    add_member(office, name="红名", education="", ethnicity="")
    out = tmp_path / "a.csv"
    carry_out(office, export.roster_exportable(office), Wish(("name", "missing"), "all", CSV), out)
    red = next(line for line in out.read_text("utf-8-sig").splitlines() if "红名" in line)
    assert "学历" in red
    assert "民族" in red


def test_the_size_of_a_subtree(office: Context) -> None:
    assert export.roster_size(office, None) == Scope("all", "全台账（含全部下级）的在册团员", 6)
    assert export.roster_size(office, 3).count == 3
    assert "高三（1）班" in export.roster_size(office, 3).words


def test_every_field_can_be_had(office: Context) -> None:
    listing = export.roster_exportable(office)
    assert set(FIELDS) <= {one.key for one in listing.columns}
    assert listing.shown == ROSTER_FIELDS
    masked = {one.key for one in listing.columns if one.mask is not None}
    assert masked == {"id_number", "mobile", "counsellor_mobile"}
