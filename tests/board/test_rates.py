"""Shares of a day, and the line over time."""

from datetime import date

from tuanji_desktop.board.rates import RateLine, chart_of, columns

LINES = (
    RateLine(2018, date(2018, 6, 30), "", 3, 2, 0, 1),
    RateLine(2018, date(2018, 9, 30), "节点", 1000, 1000, 999, 0),
    RateLine(2018, date(2018, 12, 31), "", 0, 0, 0, 0),
)


def test_shares_are_rounded_down_so_that_all_means_all() -> None:
    assert [(one.started_share, one.completion) for one in LINES] == [
        ("66.6%", "0%"), ("100%", "99.9%"), ("—", "—"),
    ]  # fmt: skip


def test_the_line_is_completion_in_per_cent() -> None:
    chart = chart_of(LINES)
    assert chart.line
    assert chart.title == "2018 届毕业生转接完成率（%）"
    # on the last day nobody is due: that is no rate of 0
    assert [(bar.label, bar.value) for bar in chart.bars] == [("06-30", 0), ("09-30", 99)]
    assert chart_of(()).bars == ()


def test_every_number_has_its_column() -> None:
    texts = {one.key: one.text(LINES[1]) for one in columns()}
    assert texts == {
        "day": "2018-09-30", "due": "1,000", "started": "1,000", "started_share": "100%",
        "received": "999", "completion": "99.9%", "waiting": "0", "label": "节点",
    }  # fmt: skip
