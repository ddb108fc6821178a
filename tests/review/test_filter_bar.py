"""The filters above the queue."""

from pytestqt.qtbot import QtBot

from tuanji_desktop.review.filter_bar import FilterBar
from tuanji_desktop.review.queries import Filter


def test_the_choices_make_a_filter(qtbot: QtBot) -> None:
    bar = FilterBar()
    qtbot.addWidget(bar)
    told: list[Filter] = []
    bar.changed.connect(lambda: told.append(bar.chosen(4)))
    assert bar.chosen(None) == Filter()
    assert not bar.field.isEnabled()
    bar.show_fields(("income", "is_cadre"))
    assert told == []
    bar.buttons["overdue"].click()
    bar.buttons["mine"].click()
    bar.field.setCurrentIndex(1)
    assert told == [
        Filter(org_id=4, overdue=True),
        Filter(org_id=4, who="mine"),
        Filter(org_id=4, who="mine", field="income"),
    ]
    assert bar.field.itemText(1) == "经济收入"
    bar.show_fields(("is_cadre",))  # the last one was decided: the choice stays nevertheless
    assert bar.chosen(None).field == "income"
    bar.clear()
    assert bar.chosen(None) == Filter()
    assert len(told) == 3
    bar.show_fields(())
    assert bar.field.count() == 1
