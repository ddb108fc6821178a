"""The columns of the archive."""

from dataclasses import replace

from tuanji_desktop.paperwork.queries import FILTERS, PaperRow
from tuanji_desktop.paperwork.table import EMPTY, columns, scan_words, state_tip, state_words

ROW = PaperRow(
    7, "2018-07-01T10:00:00", "申请表", "deletion-guangdong", "SC1", "一中", 3, 0, (), ()
)


def words(row: PaperRow) -> dict[str, str]:
    return {one.label: one.text(row) for one in columns({"deletion-guangdong": "删除申请表"})}


def test_a_row_in_words() -> None:
    assert words(ROW) == {
        "日期": "2018-07-01",
        "名称": "申请表",
        "表式": "删除申请表",
        "编号": "SC1",
        "单位/团员": "一中",
        "页数": "3",
        "打印次数": "",
        "扫描件": "",
        "状态": "未打印",
    }
    assert words(replace(ROW, form="own", prints=2))["表式"] == "own"


def test_what_must_not_go_out_bears_a_mark() -> None:
    spoiled = replace(ROW, prints=1, void=(2, 3), scanned=(1,))
    assert state_words(spoiled) == "⚠ 有作废页"
    assert state_words(replace(spoiled, void=(1, 2, 3))) == "⚠ 作废"
    assert scan_words(spoiled) == "1/3 页"
    assert state_tip(spoiled) == "第 2、3 页作废，还没有重印；第 1 页已归档扫描件"


def test_every_filter_explains_an_empty_list() -> None:
    assert EMPTY.keys() == FILTERS.keys()
    assert all(title and text for title, text in EMPTY.values())
