"""What a column of a written list is."""

from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a written list.

    `width` is in half-width characters (one ideograph counts two) and holds while the list has no
    rows; with rows the content decides. `choices` become a drop-down that warns but does not
    forbid; `hint` is shown while a cell of the column is selected. The cells of a `number` column
    are numbers to a spreadsheet (33.8% is one too), which adds them up, those of a `date` column (YYYY-MM-DD) its
    dates, which it sorts and filters; what is written otherwise stays the text it is.
    """

    label: str
    width: int = 12
    choices: tuple[str, ...] = ()
    hint: str = ""
    number: bool = False
    date: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. `told`: sentences about what the format could not hold as it was."""

    rows: int
    told: tuple[str, ...] = ()
