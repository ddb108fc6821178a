"""Printing habits survive damage, and know what belongs to the printer and what to the form."""

from pathlib import Path

import pytest

from tuanji_desktop.core.print_habits import (
    PrintHabit,
    PrintHabits,
    load_habits,
    save_habits,
)

USED = PrintHabit(copies=2, duplex="long", tray=4, offset_x=1.5, offset_y=-2.0)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    habits = PrintHabits().remembering("roster", "惠普 1020", USED)
    path = tmp_path / "new" / "printing.json"
    save_habits(path, habits)
    assert load_habits(path) == habits
    assert [one.name for one in path.parent.iterdir()] == ["printing.json"]


def test_a_form_comes_back_as_it_was_printed_there() -> None:
    habits = PrintHabits().remembering("roster", "A", USED).remembering("letter", "B", PrintHabit())
    assert habits.printer_for("roster") == "A"
    assert habits.habit("roster", "A") == USED
    assert habits.printer_for("letter") == "B"
    assert habits.printer_for("never printed") == "B"
    assert PrintHabits().printer_for("roster") == ""


def test_the_paper_lies_for_every_form_where_it_lies() -> None:
    habits = PrintHabits().remembering("roster", "A", USED)
    assert habits.habit("letter", "A") == PrintHabit(tray=4, offset_x=1.5, offset_y=-2.0)
    assert habits.habit("letter", "B") == PrintHabit()
    later = habits.remembering("letter", "A", PrintHabit(offset_x=3.0))
    kept = later.habit("roster", "A")
    assert (kept.copies, kept.duplex, kept.offset_x, kept.offset_y) == (2, "long", 3.0, 0.0)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"printers": 3, "habits": {}}', "\xff"])
def test_a_damaged_file_is_no_habit(tmp_path: Path, text: str) -> None:
    path = tmp_path / "printing.json"
    path.write_text(text, encoding="latin-1")
    assert load_habits(path) == PrintHabits()
    assert load_habits(tmp_path / "none.json") == PrintHabits()


def test_only_the_senseless_value_falls_back(tmp_path: Path) -> None:
    path = tmp_path / "printing.json"
    path.write_text(
        '{"printers": {"roster": "A", "letter": 3}, "habits": [7, {"form": "x"},'
        ' {"form": "roster", "printer": "A", "copies": 0, "duplex": "both", "tray": true,'
        ' "offset_x": 40, "offset_y": 2}]}',
        encoding="utf-8",
    )
    found = load_habits(path)
    assert found.printers == {"roster": "A"}
    assert found.habits == {("roster", "A"): PrintHabit(offset_y=2.0)}
