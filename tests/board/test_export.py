from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.builders import add_member
from tuanji_desktop.board.export import write_return
from tuanji_desktop.board.queries import load_board
from tuanji_desktop.office.context import Context


def test_the_return_has_a_row_for_every_unit_and_the_sum_first(
    office: Context, tmp_path: Path
) -> None:
    add_member(office, name="赵一", branch="QX0102", ethnicity="苗族")
    path = tmp_path / "年报表.xlsx"
    assert write_return(office, path, org_id=2) == 3
    table = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    head = next(row for row in table if row[0] == "团组织")
    body = {
        str(row[0]): dict(zip(head, row, strict=True)) for row in table[table.index(head) + 1 :]
    }
    whole = load_board(office, org_id=2)
    assert body["合计"]["团员总数"] == whole.members
    assert body["合计"]["民族：苗族"] == 1
    for unit in whole.units.slices:
        assert body[unit.label]["团员总数"] == unit.count
        assert body[unit.label]["信息不全（红名）"] == unit.red
    for name in head[1:]:
        parts = [float(str(row[name])) for label, row in body.items() if label != "合计"]
        assert body["合计"][name] == sum(parts)


def test_equal_data_give_equal_files(office: Context, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_return(office, tmp_path / name, org_id=None)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
