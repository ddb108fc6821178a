"""What taking over would do is shown, then done."""

from pytestqt.qtbot import QtBot

from tests.comparison.helpers import lines, roster, started, states
from tests.desks import still
from tuanji_desktop.comparison.take_dialog import TakeDialog
from tuanji_desktop.kit.page import Workplace


def opened(qtbot: QtBot, workplace: Workplace, *names: str) -> tuple[TakeDialog, int]:
    office = workplace.context
    rows = roster(office)
    rows[0]["mobile"] = "13900000000"
    rows[1]["name"] = "李晓梅"
    rows[2]["mobile"] = None
    number = started(office, rows)
    wanted = [row.id for row in lines(office, number) if row.name in names]
    dialog = TakeDialog(workplace, wanted)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    return dialog, number


def test_the_plan_comes_first_and_then_exactly_that(qtbot: QtBot, workplace: Workplace) -> None:
    dialog, number = opened(qtbot, workplace, "张三", "李小梅", "买买提·艾力")
    said: list[tuple[str, str]] = []
    dialog.said.connect(lambda level, words: said.append((level, words)))
    assert "2 项，共 2 人：会改 1 人，不能改 1 人。另有 1 条不在其内" in dialog.head.text()
    assert dialog.filters["refused"].text() == "不能改 1"
    assert states(workplace.context, number)["张三"] == "open"
    dialog.take_button.click()
    still(qtbot, workplace.jobs)
    assert states(workplace.context, number)["张三"] == "agreed"
    assert said[0][0] == "warning"
    assert "1 人不能改" in said[0][1]
    assert dialog.isVisible()  # who was refused, and why, stays in sight
    assert not dialog.take_button.isEnabled()
    dialog.reject()


def test_where_all_goes_well_it_closes(qtbot: QtBot, workplace: Workplace) -> None:
    dialog, number = opened(qtbot, workplace, "张三")
    dialog.take_button.click()
    still(qtbot, workplace.jobs)
    assert not dialog.isVisible()
    assert states(workplace.context, number)["张三"] == "agreed"


def test_nothing_to_take_is_said(qtbot: QtBot, workplace: Workplace) -> None:
    dialog, _number = opened(qtbot, workplace, "买买提·艾力")
    assert "没有可以采用的内容" in dialog.banner.text
    assert not dialog.take_button.isEnabled()
    locked, _ = opened(qtbot, workplace, "李小梅")
    assert "没有可以执行的修改" in locked.head.text()
    assert not locked.take_button.isEnabled()
    assert locked.filters["refused"].isChecked()
