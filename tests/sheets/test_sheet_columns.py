"""What stands above the columns, a sample of what stands in them, where one table ends."""

from tests.sheets.files import sheet
from tuanji_desktop.sheets.sheet_columns import Sample, blocks_of, columns_of, places, sample_of


def test_groups_are_spread_and_a_heading_reads_from_the_most_explicit() -> None:
    page = sheet(["家长", None, "备注"], ["姓名", "电话", None], merged=((0, 2, 1, 2),))
    columns = columns_of(page, 0, 2)
    assert [(one.index, one.groups, one.own) for one in columns] == [
        (0, ("家长",), "姓名"), (1, ("家长",), "电话"), (2, (), "备注"),
    ]  # fmt: skip
    assert list(columns[1].joined()) == ["家长电话", "电话"]
    assert columns_of(page, 0, 0) == []


def test_a_sample_leaves_titles_totals_and_blanks_out_and_fills_what_is_merged() -> None:
    page = sheet(
        ["三班", "张三", 1.0], [], [None, "李四", "x"], ["合计", "2人"], ["只有一格"],
        merged=((0, 0, 2, 0),),
    )  # fmt: skip
    sample = sample_of(page, 0)
    assert sample.numbers == (1, 3)
    assert sample.rows == (("三班", "张三", "1"), ("三班", "李四", "x"))
    assert sample.column(9) == ["", ""]
    assert (sample.filled(0), sample.filled(9)) == (1, 0)
    assert sample_of(page, 4) == Sample((), ())


def test_a_sample_of_a_long_list_is_short() -> None:
    assert len(sample_of(sheet(*([1, 2] for _ in range(1000))), 0).rows) == 60


def test_tables_are_parted_by_empty_columns() -> None:
    sample = Sample((1,), (("a", "", "b", "", "", "c"),))
    assert blocks_of(sample, ()) == [range(1), range(2, 3), range(5, 6)]
    assert blocks_of(sample, (1, 6)) == [range(3), range(5, 7)]
    assert blocks_of(Sample((), ()), ()) == []


def test_a_heading_may_stand_under_ten_titles_and_be_three_rows_high() -> None:
    page = sheet(*([["x"]] * 20))
    found = list(places(page))
    assert (found[0], found[-1]) == ((0, 1), (10, 3))
    assert list(places(sheet(["x"]))) == [(0, 1)]
