from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.quality.helpers import inspected, person
from tuanji_desktop.kit.export_act import carry_out
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.export import listing_exportable
from tuanji_desktop.quality.service import listing


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(path).worksheets[0].values)


@pytest.mark.parametrize(
    ("code", "headings", "rows"),
    [
        ("red", ("姓名", "身份证号", "手机号码", "所在团支部", "问题"), 1),
        ("no_secretary", ("组织编码", "组织全称", "类别", "团员人数", "书记", "问题"), 2),
        (
            "pair_namesake",
            ("姓名", "身份证号", "手机号码", "所在团支部", "另一人姓名", "另一人身份证号",
             "另一人手机号码", "另一人所在团支部"),
            1,
        ),
    ],
)  # fmt: skip
def test_a_list_goes_out_as_it_is_shown(
    office: Context, tmp_path: Path, code: str, headings: tuple[str, ...], rows: int
) -> None:
    person(office, 1, name="杨伟", education="")
    person(office, 2, name="杨伟")
    inspection = inspected(office)
    path = tmp_path / "名单.xlsx"
    found = listing_exportable(inspection, listing(inspection, code, None))
    wish = replace(found.wish(), masked=False)
    assert carry_out(office, found, wish, path).rows == rows == found.scopes[0].count
    head, *body = rows_of(path)
    assert head == headings
    assert len(body) == rows
    if code == "red":
        assert body[0][0] == "杨伟"
        assert body[0][4] == "缺少：学历"
    with office.database.read() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM journal_operations").scalars().all()
    assert any(kind.startswith("export.quality") for kind in kinds) is (code != "no_secretary")


def test_only_those_chosen(office: Context, tmp_path: Path) -> None:
    one = person(office, 1, name="杨伟", education="")
    person(office, 2, name="杨过", education="")
    inspection = inspected(office)
    found = listing_exportable(inspection, listing(inspection, "red", None), chosen=[one])
    assert [scope.count for scope in found.scopes] == [2, 1]
    path = tmp_path / "名单.csv"
    wish = replace(found.wish(), scope="chosen", columns=("words", "name"), format="csv")
    assert carry_out(office, found, wish, path).rows == 1
    assert path.read_text("utf-8-sig").splitlines() == ["问题,姓名", "缺少：学历,杨伟"]
