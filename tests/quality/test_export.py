from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.quality.helpers import inspected, person
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.export import export_listing
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
    assert export_listing(inspection, listing(inspection, code, None), path) == rows
    head, *body = rows_of(path)
    assert head == headings
    assert len(body) == rows
    if code == "red":
        assert body[0][0] == "杨伟"
        assert body[0][4] == "缺少：学历"
    with office.database.read() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM journal_operations").scalars().all()
    assert ("export.reminder" in kinds) is (code != "no_secretary")
