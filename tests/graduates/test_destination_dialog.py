"""登记去向 as a clerk does it."""

from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.graduates.test_destinations import listed, stored
from tuanji_desktop.graduates.destination_dialog import DestinationDialog
from tuanji_desktop.graduates.destinations import Wish, apply_destinations, plan_destinations
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context

__all__ = ["listed"]


def opened(qtbot: QtBot, context: Context, jobs: Jobs, ids: list[int]) -> DestinationDialog:
    dialog = DestinationDialog(Workplace(context, jobs), ids)
    qtbot.addWidget(dialog)
    dialog.show()
    settle_down(qtbot, jobs)
    return dialog


def settle_down(qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.wait(200)  # longer than the pause after typing
    still(qtbot, jobs)


def test_seen_then_written(qtbot: QtBot, listed: Context, jobs: Jobs) -> None:
    dialog = opened(qtbot, listed, jobs, [1, 2, 4])
    assert not dialog.act_button.isEnabled()
    assert dialog.summary.text() == "已选 3 人，请在左边填写。"
    dialog.destination.setCurrentText("升学")
    dialog.target.setText("省理工学院团委")
    dialog.in_province.setCurrentText("是")
    settle_down(qtbot, jobs)
    assert dialog.summary.text() == "登记 2 人，1 人不登记。"
    after = next(column for column in dialog.table.paged.columns if column.key == "after")
    assert [after.text(row) for row in dialog.table.rows.values()] == [
        "升学 · 省理工学院团委 · 省内 · 待转出",
        "升学 · 省理工学院团委 · 省内 · 待转出",
        "不登记：已转入，去向不再改动。",
    ]
    said: list[str] = []
    dialog.said.connect(lambda _level, words: said.append(words))
    dialog.act_button.click()
    still(qtbot, jobs)
    assert said == ["已登记毕业生去向（升学）：团员1、团员2。"]
    assert not dialog.isVisible()
    assert stored(listed)[0] == ("升学", "省理工学院团委", "是", None, "due")


def test_a_destination_nobody_knows_is_said(qtbot: QtBot, listed: Context, jobs: Jobs) -> None:
    dialog = opened(qtbot, listed, jobs, [1])
    dialog.destination.setCurrentText("去月球")
    settle_down(qtbot, jobs)
    assert dialog.banner.text.startswith("“去月球”不在规则包的去向之中")
    assert dialog.act_button.isEnabled()
    dialog.note.setText("长" * 65)
    settle_down(qtbot, jobs)
    assert "最多 64 个字" in dialog.banner.text
    assert not dialog.act_button.isEnabled()


def test_who_was_faster_is_seen_and_nothing_typed_is_lost(
    qtbot: QtBot, listed: Context, jobs: Jobs
) -> None:
    dialog = opened(qtbot, listed, jobs, [2])
    dialog.destination.setCurrentText("就业")
    settle_down(qtbot, jobs)
    apply_destinations(listed, plan_destinations(listed, Wish(entry_ids=(2,), note="电话核实")))
    apply_destinations(listed, plan_destinations(listed, Wish(entry_ids=(2,), destination="创业")))
    dialog.act_button.click()
    settle_down(qtbot, jobs)
    assert dialog.isVisible()
    assert dialog.destination.currentText() == "就业"
    assert stored(listed)[1][0] == "创业"
    dialog.act_button.click()
    still(qtbot, jobs)
    assert stored(listed)[1][0] == "就业"


def test_an_answer_to_what_was_typed_before_is_not_shown(
    qtbot: QtBot, listed: Context, jobs: Jobs
) -> None:
    dialog = opened(qtbot, listed, jobs, [2])
    dialog.destination.setCurrentText("就业")
    qtbot.waitUntil(lambda: jobs.busy)
    dialog.destination.setCurrentText("")
    settle_down(qtbot, jobs)
    assert not dialog.act_button.isEnabled()
    assert dialog.summary.text() == "已选 1 人，请在左边填写。"
