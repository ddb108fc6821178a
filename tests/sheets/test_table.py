"""What is said of a list as a whole."""

from tuanji_desktop.sheets.places import ADDED, Part, Places
from tuanji_desktop.sheets.table import Table


def test_letters_and_the_sheet_that_is_looked_at() -> None:
    table = Table("名单", (1,), {"name": 1, "class_name": 27}, {}, (), [])
    assert table.letters() == {"name": "B", "class_name": "AB"}
    assert table.first_sheet == "名单"
    places = Places((Part("甲", 2, (1,), 2, {}), Part("乙", 6, (1,), 2, {})), added=27)
    both = Table("甲、乙", (1,), {"name": 1, "class_name": 27}, {}, (), [], places=places)
    assert both.letters() == {"name": "B", "class_name": ADDED}
    assert both.first_sheet == "甲"
