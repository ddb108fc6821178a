"""The tree as a list that changes nothing when it is imported again."""

from pathlib import Path

import openpyxl
import pytest

from tuanji_desktop.kit.export_act import carry_out
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.export import export_organizations, organizations_exportable
from tuanji_desktop.orgs.service import add_organization, plan_organizations
from tuanji_desktop.sheets.exportable import CSV, Wish

NAMES = ("=青溪+1", "'=a", "“好”；村,社区|x", "䶮川镇 团委", "@-+", "合计", "007", "2018-09-01")


@pytest.mark.parametrize("name", ["团组织.xlsx", "团组织.csv"])
def test_round_trip_changes_nothing(context: Context, name: str, tmp_path: Path) -> None:
    for number, full_name in enumerate(NAMES):
        add_organization(
            context,
            code=f"X{number}",
            full_name=full_name,
            short_name=full_name[:4],
            kind="committee",
            parent_id=1,
            school_kind="中职" if number else None,
        )
    assert export_organizations(context, tmp_path / name) == 4 + len(NAMES)
    plan = plan_organizations(context, tmp_path / name)
    assert (len(plan.unchanged), plan.new, plan.updated) == (4 + len(NAMES), (), ())
    assert plan.refused == ()


def test_below_a_node_with_counts_that_are_numbers(context: Context, tmp_path: Path) -> None:
    listing = organizations_exportable(context, org_id=2)
    path = tmp_path / "a.xlsx"
    assert carry_out(context, listing, Wish(("code", "parent", "members")), path).rows == 3
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert list(sheet.values)[1:] == [
        ("QX01", "QX", 6),
        ("QX0101", "QX01", 3),
        ("QX0102", "QX01", 3),
    ]


def test_a_contacts_phone_is_masked(context: Context, tmp_path: Path) -> None:
    with context.database.write(context.operation("org.edit", "电话")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET contact_phone = '13800138000' WHERE id = 1"
        )
    path = tmp_path / "a.csv"
    listing = organizations_exportable(context)
    carry_out(context, listing, Wish(("code", "contact_phone"), format=CSV), path)
    assert "138****8000" in path.read_text("utf-8-sig")
