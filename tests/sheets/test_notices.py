"""What was noticed, in sentences a clerk can act on."""

import pytest

from tuanji_desktop.sheets.notices import (
    Clock,
    Enough,
    SheetNotices,
    about_hidden_sheets,
    address,
    sentences,
    some_cells,
)


def test_nothing_noticed_is_nothing_said() -> None:
    assert sentences("名单", SheetNotices()) == []
    assert about_hidden_sheets([]) == []


def test_everything_noticed_is_said_with_its_place() -> None:
    noticed = SheetNotices(
        hidden_rows=[3, 4, 9],
        hidden_columns=[1, 27],
        errors=[("C5", "#N/A"), ("D6", "#REF!"), ("D7", "#N/A")],
        uncalculated=["E1"],
    )
    assert sentences("名单", noticed) == [
        "工作表“名单”有 3 行被隐藏（第 3、4、9 行），同样读入。",
        "工作表“名单”的 B、AB 列被隐藏，同样读入。",
        "工作表“名单”的 C5、D6、D7 是公式错误（#N/A、#REF!），按空白处理，请核对。",
        "工作表“名单”的 E1 是公式，但文件里没有算好的结果，按空白处理。"
        "请用 WPS/Excel 打开，保存一次再导入。",
    ]
    assert about_hidden_sheets(["旧表", "数据"]) == [
        "有隐藏的工作表：“旧表”、“数据”，没有指定就不读。"
    ]


def test_the_drop_downs_of_our_own_lists_are_no_matter() -> None:
    assert about_hidden_sheets(["选项"]) == []
    assert about_hidden_sheets(["选项", "旧表"]) == ["有隐藏的工作表：“旧表”，没有指定就不读。"]


def test_a_filter_is_said_with_its_rows_or_alone() -> None:
    (alone,) = sentences("名单", SheetNotices(filtered=True))
    assert "筛选" in alone
    (with_rows,) = sentences("名单", SheetNotices(filtered=True, hidden_rows=[2]))
    assert "被筛选掉或隐藏（第 2 行）" in with_rows


def test_many_places_are_counted() -> None:
    many = SheetNotices(hidden_rows=list(range(2, 1402)), hidden_columns=list(range(9)))
    rows, columns = sentences("名单", many)
    assert "有 1,400 行被隐藏（第 2、3、4、5、6 行等）" in rows
    assert "A、B、C、D、E等 9 列被隐藏" in columns
    assert some_cells([f"A{n}" for n in range(1, 9)]) == "A1、A2、A3、A4、A5 等 8 处"


def test_hidden_rows_end_where_sheets_end() -> None:
    noticed = SheetNotices()
    noticed.hide_rows(1_048_570, 10**9)
    assert noticed.hidden_rows == list(range(1_048_570, 1_048_577))


@pytest.mark.parametrize(
    ("row", "column", "cell"), [(1, 0, "A1"), (5, 27, "AB5"), (9, 16_383, "XFD9")]
)
def test_addresses(row: int, column: int, cell: str) -> None:
    assert address(row, column) == cell


def test_the_clock_ends() -> None:
    Clock(60)()
    with pytest.raises(Enough):
        Clock(-1)()
