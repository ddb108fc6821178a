"""The electronic table of a paper has the headings, shares and rows of the printed one."""

from tuanji_desktop.papers.frame import MM
from tuanji_desktop.papers.grid import grid_of
from tuanji_desktop.papers.table import Column, Row, Table

TABLE = Table((Column("序号", 10 * MM, "number"), Column("姓名\n（系统）", 30 * MM, "name")), 4)


def test_rows_of_the_paper_or_plain_ones() -> None:
    made = grid_of(
        "表",
        TABLE,
        [Row(5, ("1", "龙𬱖")), ("2", "张三")],
        above=["甲"],
        below=["注"],
        landscape=True,
    )
    assert made.headings == ("序号", "姓名（系统）")
    assert made.widths == (10.0, 30.0)
    assert made.rows == (("1", "龙𬱖"), ("2", "张三"))
    assert (made.title, made.above, made.below, made.landscape) == ("表", ("甲",), ("注",), True)
