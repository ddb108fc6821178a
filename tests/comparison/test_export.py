"""The work list and the hand-over sheet as files."""

from pathlib import Path

import pytest

from tests.comparison.helpers import lines, number_of, roster, started
from tests.imports import fresh
from tuanji_desktop.comparison.export import _masked, export_handover, work_list
from tuanji_desktop.comparison.settling import settle_lines
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.history.queries import operations
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.exportable import write_export
from tuanji_desktop.sheets.reader import read_workbook


@pytest.fixture
def number(office: Context) -> int:
    rows = roster(office)
    rows[0]["mobile"] = "13900000000"
    rows[1]["ethnicity"] = "苗族"
    new = {**rows[0], "name": "新来", "id_number": fresh(1), "mobile": "13911111111"}
    return started(office, [*rows[:5], new, rows[0]])


def sheet(path: Path) -> list[list[object]]:
    return read_workbook(path).sheets[0].rows


def test_the_work_list_with_numbers_masked_or_whole(
    office: Context, number: int, tmp_path: Path
) -> None:
    found = work_list(office, number)
    wish = found.wish()
    path = tmp_path / "清单.xlsx"
    assert write_export(found, wish, path).rows == 5
    rows = sheet(path)
    assert rows[0][:7] == ["类别", "姓名", "身份证号", "团支部", "项目", "台账", "名单"]
    first = next(row for row in rows if row[:2] == ["内容不同", "张三"])
    assert first[2] == number_of(0)[:3] + "*" * 11 + number_of(0)[-4:]
    assert first[4:7] == ["手机号码", "138****8001", "139****0000"]
    ids = [row.id for row in lines(office, number) if row.name == "李小梅"]
    some = work_list(office, number, ids=ids)
    assert some.exposes(wish) is False
    assert [row[1] for row in some.rows("seen", ("id_number", "name"))] == ["李小梅"]


def test_nothing_said_nothing_to_hand_over(office: Context, number: int, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        export_handover(office, number, tmp_path / "单.xlsx")
    assert refusal.value.code == "comparison.nothing_to_hand"


def test_the_handover_says_what_the_system_is_to_be_put_right_in(
    office: Context, number: int, tmp_path: Path
) -> None:
    for row in lines(office, number):
        said = "not_ours" if row.kind == "there" else "correct_there"
        settle_lines(office, line_ids=[row.id], said=said, note="请尽快")
    made = export_handover(office, number, tmp_path / "单.xlsx")
    assert (made.lines, len(made.paths)) == (5, 1)
    rows = sheet(made.paths[0])
    assert str(rows[0][0]).startswith("请在系统中更正的团员信息")
    asked = {(row[0], row[3]): row[4:7] for row in rows[2:]}
    assert asked == {
        ("张三", "手机号码"): ["13900000000", "13800138001", "请尽快"],
        ("李小梅", "民族"): ["苗族", "汉族", "请尽快"],
        ("新来", "转出或删除"): ["列为本单位团员", "不是本单位团员", "请尽快"],
        ("欧阳文静", "补录"): ["系统中没有此人", "在册团员", "请尽快"],
        ("张三", "删除重复"): ["名单第 8 行重复录入", "保留一条", "请尽快"],
    }
    assert rows[2][1] == number_of(0)
    with office.database.read() as connection:
        assert operations(connection, limit=1)[0].words.startswith("导出请在系统中更正的清单")


def test_one_sheet_a_superior_unit(office: Context, number: int, tmp_path: Path) -> None:
    settle_lines(
        office, line_ids=[row.id for row in lines(office, number) if row.kind == "differs"],
        said="correct_there",
    )  # fmt: skip
    made = export_handover(office, number, tmp_path / "各单位", each=True)
    assert [path.name for path in made.paths] == ["请在系统中更正-一中团委.xlsx"]
    assert str(sheet(made.paths[0])[0][0]).startswith("一中团委：")


def test_units_of_one_name_get_a_sheet_each(office: Context, number: int, tmp_path: Path) -> None:
    with office.database.write(office.operation("org.add", "建")) as writing:
        for code, kind, parent in (("QX02", "committee", 1), ("QX0201", "branch", None)):
            writing.connection.exec_driver_sql(
                "INSERT INTO organizations (code, full_name, short_name, kind, parent_id, "
                "match_name) VALUES (?, ?, '一中团委', ?, coalesce(?, (SELECT id FROM "
                "organizations WHERE code = 'QX02')), ?)",
                (code, f"另一个{code}", kind, parent, code),
            )
        writing.connection.exec_driver_sql(
            "UPDATE members SET branch_id = (SELECT id FROM organizations WHERE code = 'QX0201') "
            "WHERE name = '李小梅'"
        )
    settle_lines(
        office, line_ids=[row.id for row in lines(office, number) if row.kind == "differs"],
        said="correct_there",
    )  # fmt: skip
    made = export_handover(office, number, tmp_path / "各单位", each=True)
    assert [path.name for path in made.paths] == [
        "请在系统中更正-一中团委（QX01）.xlsx", "请在系统中更正-一中团委（QX02）.xlsx",
    ]  # fmt: skip
    assert [[row[0] for row in sheet(path)[2:]] for path in made.paths] == [["张三"], ["李小梅"]]


def test_no_file_with_whole_numbers_is_left_unlogged(
    office: Context, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_lines(
        office, line_ids=[row.id for row in lines(office, number) if row.kind == "differs"],
        said="correct_there",
    )  # fmt: skip
    target = tmp_path / "单.xlsx"

    def gone(*_: object, **__: object) -> None:
        raise BadInput("database.gone", "写不进去。")

    monkeypatch.setattr("tuanji_desktop.office.exports.log_full_export", gone)
    with pytest.raises(BadInput):
        export_handover(office, number, target)
    assert not target.exists()


def test_old_numbers_are_masked_in_the_sides_as_well() -> None:
    assert _masked("520628850312123") == "520********2123"
