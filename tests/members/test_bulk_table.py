"""The lines of a plan: before, after, what becomes of it and why."""

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.members.helpers import settle
from tests.members.test_bulk import UNIT, planned
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.bulk_plan import BulkCell, BulkChange, BulkRow
from tuanji_desktop.members.bulk_table import (
    COLUMNS,
    FILTERS,
    RESULTS,
    PlanLine,
    PlanTable,
    lines,
    lines_by_id,
    why,
)
from tuanji_desktop.office.context import Context

INCOME = BulkChange("income", value="≤2000")


def line(kind: str, **given: str) -> PlanLine:
    cell = BulkCell("work_unit", given.pop("before", None), given.pop("after", None), kind, **given)
    return PlanLine(BulkRow(1, "张三", "高三（1）班", "changed", (cell,)), cell)


def cells(one: PlanLine) -> list[str]:
    return [column.text(one) for column in COLUMNS]


def test_a_filter_shows_whole_members(office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    done = add_member(office, name="吴九", status="draft", work_unit=UNIT.value, income="≤2000")
    plan = planned(office, UNIT, INCOME, ids=(1, waiting, done))
    shown = {
        wanted: [(one.row.name, one.cell.field) for one in lines_by_id(plan, ids).values()]
        for wanted in FILTERS
        for ids in [lines(plan, wanted)]
    }
    fields = ("work_unit", "income")
    assert shown["changed"] == shown["submitted"] == [("张三", name) for name in fields]
    assert shown["refused"] == [("周八", name) for name in fields]
    assert shown["unchanged"] == [("吴九", name) for name in fields]
    assert shown["draft"] == []
    assert len(shown[""]) == 6
    assert lines_by_id(plan, [999]) == {}


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (line("saved", after="一中"), ["（空）", "一中", "改", ""]),
        (line("unchanged", before="一中", after="一中"), ["一中", "", "不变", ""]),
        (
            line("submitted", before="一中", after="二中", clause="G 一.3"),
            ["一中", "二中", "送审核", "经团支部确认后生效（G 一.3）。"],
        ),
        (
            line("draft", after="一中", clause="Q 五.2"),
            ["（空）", "一中", "存为草稿", "必填项没有填齐，存为草稿，原有信息不变（Q 五.2）。"],
        ),
        (
            line("refused", after="一中", clause="G 一.1", message="正在等待审核。"),
            ["（空）", "一中", "不能改", "正在等待审核（G 一.1）。"],
        ),
        (
            line("held", after="一中"),
            ["（空）", "一中", "未改", "这个人另有不能改的项，一并不改。"],
        ),
        (
            line("waiting", after="一中", clause="G 一.3"),
            ["（空）", "一中", "已在审核", "同样的修改已在等待审核（G 一.3）。"],
        ),
        (line("saved", before="一中"), ["一中", "（空）", "改", ""]),
    ],
)
def test_a_line_in_words(one: PlanLine, words: list[str]) -> None:
    assert cells(one) == ["张三", "高三（1）班", "学习工作单位", *words]
    assert why(one) == words[-1]


def test_every_kind_of_cell_has_its_word(office: Context) -> None:
    assert set(RESULTS) == {
        "saved", "submitted", "draft", "unchanged", "waiting", "refused", "held",
    }  # fmt: skip


def test_numbers_are_masked() -> None:
    cell = BulkCell("counsellor_mobile", "13800138000", "13900139000", "saved")
    shown = cells(PlanLine(BulkRow(1, "张三", "", "changed", (cell,)), cell))
    assert shown[3:5] == ["138****8000", "139****9000"]


def test_another_plan_shows_other_lines(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    table = PlanTable(workplace.jobs)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    seen = []
    for value in ("一中", "二中"):
        plan = planned(office, BulkChange("work_unit", value=value))
        table.show_plan(plan, lines(plan, ""))
        settle(qtbot, workplace.jobs)
        qtbot.waitUntil(lambda: table.paged.row_at(0) is not None)
        settle(qtbot, workplace.jobs)
        qtbot.wait(5)
        row = table.paged.row_at(0)
        assert row is not None
        seen.append(row.cell.after)
    assert seen == ["一中", "二中"]
    table.show_plan(None, ())
    assert table.paged.rowCount() == 0
