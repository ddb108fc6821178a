"""Columns and words of the window's lists."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import pack
from tests.review.helpers import on
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.kit.row_table import sorted_rows
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.window_rows import (
    BRANCH_ORDERS,
    CHANGE_ORDERS,
    branch_columns,
    change_columns,
    export_name,
    flag_words,
    load_lists,
    state_words,
)
from tuanji_desktop.review.windows import BranchInWindow, WindowChange, WindowState
from tuanji_desktop.rules.policy import Rule, Tier

WINDOW = pack("guangdong-2018").windows[0]
STATE = WindowState(1, WINDOW, "open", 12, 8, 3, 4, 1, 0, 1)
CHANGE = WindowChange(
    9, 2, 1, "张三", 3, "高三（1）班", "……高三（1）班支部委员会", "joined_on", "2016-05", "2016-09",
    "accepted", "王干事", "2018-11-30T09:00:00", "误填", None, "赵副书记", "2018-12-05T09:00:00",
    None, True,
)  # fmt: skip
WHY = "17 人中有 6 人更正了入团年月，占 35%"
BRANCH = BranchInWindow(3, "高三（1）班", 17, 9, 2, 6, (1, 2), WHY, "G 二")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            STATE,
            "开放中，还有 12 天 · 已提交 8 项 · 待审核 3 · 已通过 4 · 已退回 1（G 二）",
        ),
        (
            replace(STATE, days_left=0, withdrawn=2),
            "开放中，今天是最后一天 · 已提交 8 项 · 待审核 3 · 已通过 4 · 已退回 1 · 已撤回 2（G 二）",
        ),
        (
            replace(STATE, phase="past", days_left=-5),
            "已关闭 · 已提交 8 项 · 待审核 3 · 已通过 4 · 已退回 1 · "
            "窗口内提交的，现在照样可以审核（G 二）",
        ),
        (
            replace(
                STATE,
                window=replace(WINDOW, rule=Rule(Tier.FREE, "X 一", "")),
                phase="future",
                submitted=0,
            ),
            "未开放 · 窗口内已修改 0 项（X 一）",
        ),
    ],
)
def test_a_window_in_one_line(state: WindowState, words: str) -> None:
    assert state_words(state) == words


def test_the_flag_names_three_branches_and_counts_the_rest() -> None:
    assert flag_words([BRANCH]) == f"大批量误填，请核实（G 二）：高三（1）班：{WHY}。"
    assert flag_words([BRANCH] * 4).endswith("；等 4 个团支部。")
    assert export_name(STATE) == "入团年月_2018-09-28_至_2018-11-30_窗口内修改清单.xlsx"


def test_cells_of_both_lists() -> None:
    cells = {column.key: column.text(CHANGE) for column in change_columns()}
    assert (cells["base"], cells["new"], cells["state"]) == (
        "2016-05",
        "2016-09",
        "已通过 · 逾期审",
    )
    assert (cells["proposed_at"], cells["decided_at"]) == ("2018-11-30", "2018-12-05")
    waiting = replace(CHANGE, state="pending", late=False)
    state = {column.key: column for column in change_columns()}["state"]
    assert state.text(waiting) == "待审核"
    assert state.tip is not None
    assert "窗口关闭以后审核" in state.tip(CHANGE)
    branch = {column.key: column.text(BRANCH) for column in branch_columns()}
    assert branch == {
        "name": "高三（1）班", "members": "17", "submitted": "9", "pending": "2", "accepted": "6",
        "why": f"⚠ 大批量误填：{WHY}",
    }  # fmt: skip


def test_the_open_window_is_looked_at_first_else_the_last_closed_one(office: Context) -> None:
    earlier, later = (
        replace(WINDOW, first=date(2018, month, 1), last=date(2018, month, 9)) for month in (3, 12)
    )
    three = replace(
        office, policy=replace(office.policy, windows=(earlier, *office.policy.windows, later))
    )
    sorts: dict[str, tuple[SortKey, ...]] = {"changes": (), "branches": ()}
    for day, number in (
        (date(2018, 2, 1), 1),
        (date(2018, 3, 5), 1),
        (date(2018, 8, 1), 1),
        (date(2018, 10, 8), 2),
        (date(2018, 12, 30), 3),
    ):
        found = load_lists(on(three, day), number=0, org_id=None, sorts=sorts)
        assert found.report is not None
        assert found.report.state.number == number, day
    chosen = load_lists(on(three, date(2018, 10, 8)), number=3, org_id=None, sorts=sorts)
    assert chosen.report is not None
    assert chosen.report.state.number == 3
    none = replace(office, policy=pack("national"))
    assert load_lists(none, number=0, org_id=None, sorts=sorts).report is None


def test_every_column_that_sorts_has_an_order() -> None:
    assert {column.key for column in change_columns()} == set(CHANGE_ORDERS)
    assert {column.key for column in branch_columns()} == set(BRANCH_ORDERS)
    early = replace(CHANGE, id=8, name="李小梅", proposed_at="2018-09-28T09:00:00")
    for key in ("name", "proposed_at"):
        assert sorted_rows([CHANGE, early], [SortKey(key)], CHANGE_ORDERS) == [early, CHANGE]
    calm = replace(BRANCH, why="", accepted=1)
    assert sorted_rows([calm, BRANCH], [SortKey("why")], BRANCH_ORDERS) == [BRANCH, calm]
    assert date(2018, 11, 30) == WINDOW.last
