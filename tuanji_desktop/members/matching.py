"""Who on the roster a row of a list is. Pure; what the database knows is handed in."""

from collections.abc import Iterable, Mapping, Sequence

from ..rules.lifecycle import Stage
from ..sheets.reader import cell_text
from .queries import Member

_TELLING_DIGITS = 14
_RUN = 3
_LEFT = frozenset(
    {
        Stage.TRANSFERRED_OUT,
        Stage.OVER_AGE,
        Stage.SELF_LEFT,
        Stage.VOLUNTARILY_LEFT,
        Stage.EXPELLED,
        Stage.DELETED,
    }
)


def present(members: Iterable[Member]) -> list[Member]:
    """Those who have not left, members before report-ins."""
    here = [one for one in members if one.status not in _LEFT]
    return sorted(here, key=lambda one: one.status not in (Stage.ACTIVE, Stage.RETAINED))


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two spellings are one name: the dots of 买买提·艾力 come in several kinds."""
    return _plain(one) == _plain(other)


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names could be one person's: they share a character."""
    return bool(set(_plain(one)) & set(_plain(other)))


def _plain(name: str | None) -> str:
    return "".join(c for c in name or "" if c not in " ·•・‧.．　")


def leading_digits(cell: object) -> str:
    """The digits that a damaged ID number still has: 15 of a float, fewer of 5.20628E+17."""
    text = cell_text(cell).strip().upper()
    if "E" in text:
        return text.split("E")[0].replace(".", "").rstrip("0")[:15]
    return "".join(c for c in text if c.isdigit())[:15]


def fitting_number(cell: object, namesakes: Iterable[Member]) -> str | None:
    """The ID number of the one member of that name whose first digits fit a damaged cell."""
    digits = leading_digits(cell)
    if len(digits) < _TELLING_DIGITS:
        return None
    numbers = (one.values.get("id_number") or "" for one in namesakes)
    fitting = [number for number in numbers if number.startswith(digits)]
    return fitting[0] if len(fitting) == 1 else None


def dragged(numbers: Sequence[str | None]) -> set[int]:
    """Places of ID numbers that were dragged down in the sheet: +1 from row to row, three or more.

    The first of a run is the one that was typed. One in eleven of the others passes the check
    character, so that nothing else would give it away.
    """
    found: set[int] = set()
    start = 0
    for place in range(1, len(numbers) + 1):
        if place < len(numbers) and _follows(numbers[place - 1], numbers[place]):
            continue
        if place - start >= _RUN:
            found.update(range(start + 1, place))
        start = place
    return found


def _follows(one: str | None, other: str | None) -> bool:
    if not one or not other or len(one) != 18 or len(other) != 18 or one[:13] != other[:13]:
        return False
    return one.isdigit() and other.isdigit() and int(other) == int(one) + 1


def find_similar(values: Mapping[str, str | None], same_names: Sequence[Member]) -> list[Member]:
    """Members of the same name who agree in phone or in branch and birth date: perhaps the same."""
    found = []
    for one in same_names:
        mobile = values.get("mobile") and values.get("mobile") == one.values.get("mobile")
        branch = values.get("branch") and values.get("branch") == one.values.get("branch")
        born = (values.get("id_number") or "")[6:14]
        same_birth = born and born == (one.values.get("id_number") or "")[6:14]
        if mobile or (branch and (same_birth or not one.values.get("id_number") or not born)):
            found.append(one)
    return found
