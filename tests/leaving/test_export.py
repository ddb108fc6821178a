"""The register as a list."""

import csv
from pathlib import Path

import openpyxl

from tests.leaving.helpers import left, restored
from tuanji_desktop.leaving.export import export_register
from tuanji_desktop.leaving.queries import RegisterFilter
from tuanji_desktop.office.context import Context


def test_every_entry_with_its_papers(office: Context, tmp_path: Path) -> None:
    left(office, "self_left", 1, reason="长期不过组织生活", decided_by="一中团委")
    restored(office, 1, reason="处理有误")
    left(office, "expelled", 4)
    path = tmp_path / "登记簿.csv"
    assert export_register(office, path, wanted=RegisterFilter()) == 2
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["离团登记簿"]
    assert rows[1][1:6] == ["姓名", "团支部", "离团方式", "原状态", "离团日期"]
    assert rows[2][:4] == [
        "1",
        "单雄",
        "中国共产主义青年团青溪县第一中学高三（2）班支部委员会",
        "开除",
    ]
    assert rows[3][5:] == [
        "2018-08-01", "团青字〔2018〕12号", "一中团委", "长期不过组织生活",
        "支部大会决议（resolution.pdf）；上级团委批复（approval.pdf）；恢复团籍的决定（decision.pdf）",
        "王干事", "2018-08-01", "2018-08-01", "团青字〔2018〕12号", "处理有误",
    ]  # fmt: skip


def test_what_the_filters_show_is_written(office: Context, tmp_path: Path) -> None:
    left(office, "self_left", 1)
    left(office, "expelled", 4)
    path = tmp_path / "登记簿.xlsx"
    assert export_register(office, path, wanted=RegisterFilter(door="expelled")) == 1
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]][1] == "单雄"
