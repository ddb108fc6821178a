"""How each form is printed on each printer of this machine: kept beside the machine's settings.

A file of its own, because the window writes its settings whole when it closes.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from .settings import write_json

FILE_NAME = "printing.json"
DUPLEX = ("none", "long", "short")
MAX_OFFSET = 20.0
"""In mm: a printer that is further off needs a repair, not a correction."""
MAX_COPIES = 99
_ANY_FORM = ""


@dataclass(frozen=True, slots=True)
class PrintHabit:
    """What is set up besides the printer. `offset_x`, `offset_y` move the print to the right and
    down, in mm; `tray` is the printer's number of a paper source, 0 its own choice."""

    copies: int = 1
    duplex: str = "none"
    tray: int = 0
    offset_x: float = 0.0
    offset_y: float = 0.0


@dataclass(frozen=True, slots=True)
class PrintHabits:
    """`printers` form → the printer it was last printed on; `habits` (form, printer) → how."""

    printers: Mapping[str, str] = field(default_factory=dict)
    habits: Mapping[tuple[str, str], PrintHabit] = field(default_factory=dict)

    def printer_for(self, form: str) -> str:
        """The printer of a form, else the one anything was last printed on; "" for none."""
        return self.printers.get(form) or self.printers.get(_ANY_FORM, "")

    def habit(self, form: str, printer: str) -> PrintHabit:
        """How a form is printed there; a form new to a printer takes over where its paper lies."""
        known = self.habits.get((form, printer))
        if known is not None:
            return known
        last = self.habits.get((_ANY_FORM, printer), PrintHabit())
        return replace(last, copies=1, duplex="none")

    def remembering(self, form: str, printer: str, habit: PrintHabit) -> "PrintHabits":
        """With what was just used; the offset is the printer's and holds for all its forms."""
        moved = {
            key: replace(one, offset_x=habit.offset_x, offset_y=habit.offset_y)
            for key, one in self.habits.items()
            if key[1] == printer
        }
        return PrintHabits(
            {**self.printers, form: printer, _ANY_FORM: printer},
            {
                **self.habits,
                **moved,
                (form, printer): habit,
                (_ANY_FORM, printer): habit,
            },
        )


def load_habits(path: Path) -> PrintHabits:
    """Reads the habits; a missing or damaged file, or a senseless value, is passed over."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return PrintHabits()
    if not isinstance(raw, dict):
        return PrintHabits()
    printers = raw.get("printers")
    rows = raw.get("habits")
    return PrintHabits(
        {key: name for key, name in printers.items() if isinstance(name, str)}
        if isinstance(printers, dict)
        else {},
        dict(one for row in rows if (one := _read(row)) is not None)
        if isinstance(rows, list)
        else {},
    )


def save_habits(path: Path, habits: PrintHabits) -> None:
    """Writes the habits whole or not at all; where they cannot be kept, they are forgotten."""
    rows = [
        {"form": form, "printer": printer, **asdict(habit)}
        for (form, printer), habit in sorted(habits.habits.items())
    ]
    write_json(path, {"printers": dict(habits.printers), "habits": rows})


def _read(row: Any) -> tuple[tuple[str, str], PrintHabit] | None:
    if not isinstance(row, dict):
        return None
    form, printer = row.get("form"), row.get("printer")
    if not isinstance(form, str) or not isinstance(printer, str):
        return None
    duplex = row.get("duplex")
    return (form, printer), PrintHabit(
        copies=round(_number(row.get("copies"), 1, MAX_COPIES, 1)),
        duplex=duplex if duplex in DUPLEX else "none",
        tray=round(_number(row.get("tray"), 0, 100_000, 0)),
        offset_x=_number(row.get("offset_x"), -MAX_OFFSET, MAX_OFFSET, 0),
        offset_y=_number(row.get("offset_y"), -MAX_OFFSET, MAX_OFFSET, 0),
    )


def _number(value: Any, least: float, most: float, default: float) -> float:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
    return float(value) if fits else default
