"""A plan in words on the screen."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.desks import dressed
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.acts import Merge
from tuanji_desktop.orgs.plan_view import PlanView
from tuanji_desktop.orgs.plans import Notice, TreePlan, make_plan
from tuanji_desktop.orgs.yearly_acts import Turn

__all__ = ["dressed"]


def test_sentences_warnings_and_what_is_left_out(
    dressed: object, context: Context, qtbot: QtBot
) -> None:
    view = PlanView("plan_view")
    qtbot.addWidget(view)
    act = Merge(source_id=3, target_id=4)
    left = tuple(Notice("x", f"第 {number} 行") for number in range(70))
    warning = Notice("w", "人数偏少。", "N 二.5")
    view.show_plan(TreePlan(act, "k", "w", (), ("甲并入乙。",), (warning,), left))
    lines = view.text.splitlines()
    assert lines[:3] == ["甲并入乙。", "人数偏少。（N 二.5）", "第 0 行"]
    assert lines[-1] == "还有 10 条，没有逐条列出。"
    names = {row.accessibleName() for row in view.findChildren(QWidget, "plan_line")}
    assert {"将会：甲并入乙。", "注意：人数偏少。（N 二.5）", "不办理：第 0 行"} <= names
    assert view.accessibleDescription() == view.text


def test_why_there_is_none(dressed: object, context: Context, qtbot: QtBot) -> None:
    view = PlanView("plan_view")
    qtbot.addWidget(view)
    view.show_refusal(RuleRefused("x", "不能移动。", clause="N 二.5"))
    assert view.text == "不能移动。（N 二.5）"
    view.say("请选中一个目标组织。")
    assert view.text == "请选中一个目标组织。"
    view.show_plan(make_plan(context, Turn(year=2019)))
    assert view.text.splitlines()[0].startswith("2019 年的毕业班要到 2019 年 6 月 1 日")


def test_it_takes_no_more_room_than_it_needs(dressed: object, qtbot: QtBot) -> None:
    view = PlanView("plan_view")
    qtbot.addWidget(view)
    view.resize(400, 600)
    view.say("一行。")
    small = view.sizeHint().height()
    view.show_plan(
        TreePlan(Turn(year=2019), "k", "w", (), tuple(f"第 {n} 句。" for n in range(40)))
    )
    assert small < view.sizeHint().height() <= 200
