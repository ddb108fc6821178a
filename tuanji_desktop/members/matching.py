"""Who on the roster a row of a list is. Pure; what the database knows is handed in."""

import re
from collections.abc import Iterable, Mapping, Sequence

from ..rules.id_numbers import short_forms
from ..rules.lifecycle import Stage
from ..sheets.reader import cell_text
from .queries import Member

_TELLING_DIGITS = 14
_ASKED_DIGITS = 5
_SHORT = 15
_ROUNDED = "000"
_SLIPS = 2
_RUN = 3
_NOTE = re.compile(r"(?<=..)[（(][^（(]*[)）]$")
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
    if len(here) > 1:
        here.sort(key=lambda one: one.status not in (Stage.ACTIVE, Stage.RETAINED))
    return here


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two spellings are one name: the dots of 买买提·艾力 come in several kinds."""
    return one == other or _plain(one) == _plain(other)


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names could be one person's: they share a character."""
    if one and one == other:
        return True
    return bool(set(_plain(one)) & set(_plain(other)))


def _plain(name: str | None) -> str:
    bare = _NOTE.sub("", name or "") if name and name[-1] in ")）" else name or ""
    return "".join(c for c in bare if c not in " ·•・‧.．　")


def prevails(first: int, *, refused: bool) -> str:
    """Which of two rows that are one person's is taken: the first, unless it is not taken either."""
    if refused:
        return f"第 {first} 行也没有导入，请改正其中一行、删去另一行"
    return f"以第 {first} 行为准"


def leading_digits(cell: object) -> str:
    """The digits that a damaged ID number still has: 15 of a float, fewer of 5.20628E+17. A float that
    another program wrote keeps more than Excel's 15, and cut there it is not rounded up."""
    if isinstance(cell, float) and cell >= 1e17 and float(f"{cell:.{_SHORT}g}") != cell:
        return str(int(cell))[:_TELLING_DIGITS]
    text = cell_text(cell).strip().upper()
    if "E" in text:
        return text.split("E")[0].replace(".", "").rstrip("0")[:15]
    return "".join(c for c in text if c.isdigit())[:15]


def fitting_number(cell: object, namesakes: Iterable[Member]) -> str | None:
    """The ID number of the one member of that name whose digits fit a damaged cell: the first of
    them are there, or all but the century and the check character."""
    digits, short = leading_digits(cell), _short_number(cell)
    if len(digits) < _TELLING_DIGITS:
        return None
    numbers = (one.values.get("id_number") or "" for one in namesakes)
    fitting = [one for one in numbers if one.startswith(digits) or short in short_forms(one)]
    return fitting[0] if len(fitting) == 1 else None


def _short_number(cell: object) -> str | None:
    """A number of 15 digits, as the cell has it."""
    text = "".join(cell_text(cell).split()).strip("'’")
    return text if len(text) == _SHORT and text.isdecimal() else None


def likely_member(cell: object, namesakes: Iterable[Member]) -> Member | None:
    """The one member of that name whom a wrong ID number may mean: it begins as the damaged cell
    does, or differs in a slip or two. Only to be asked about, never taken."""
    digits, short = leading_digits(cell), _short_number(cell)
    written = "".join(cell_text(cell).split()).upper()
    found = []
    for one in namesakes:
        number = one.values.get("id_number") or ""
        begins = len(digits) >= _ASKED_DIGITS and number.startswith(digits)
        begins = begins or short in short_forms(number) or _shows(written, number)
        if number and (begins or slips(written, number) <= _SLIPS):
            found.append(one)
    return found[0] if len(found) == 1 else None


def _shows(mask: str, number: str) -> bool:
    """Whether a number with stars is this one, as far as enough of it is to be seen."""
    seen = [place for place, sign in enumerate(mask) if sign != "*"]
    return (
        "*" in mask
        and len(mask) == len(number)
        and len(seen) >= _ASKED_DIGITS
        and all(mask[place] == number[place] for place in seen)
    )


def slips(one: str, other: str) -> int:
    """How many characters were mistyped, left out, doubled or swapped; more than two count three."""
    if abs(len(one) - len(other)) > _SLIPS:
        return _SLIPS + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, char in enumerate(one, start=1):
        older, before, row = before, row, [place]
        for at, wanted in enumerate(other, start=1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (char != wanted))
            swapped = place > 1 and at > 1 and char == other[at - 2] and one[place - 2] == wanted
            row.append(min(cost, older[at - 2] + 1) if swapped else cost)
    return min(row[-1], _SLIPS + 1)


def dragged(numbers: Sequence[str | None]) -> set[int]:
    """Places of ID numbers that were dragged down in the sheet: +1 from row to row, three or more.

    The first of a run is the one that was typed. One in eleven of the others passes the check
    character, so that nothing else would give it away.
    """
    found: set[int] = set()
    start, head = 0, ""
    for place, number in enumerate((*numbers, None)):
        before, head = head, (number or "")[:13]
        if head and head == before and _follows(numbers[place - 1], number):
            continue
        if place - start >= _RUN:
            found.update(range(start + 1, place))
        start = place
    return found


def _follows(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    return (
        len(one) == len(other) == 18
        and one.isdigit()
        and other.isdigit()
        and int(other) == int(one) + 1
    )


def find_similar(
    values: Mapping[str, str | None], same_names: Sequence[Member], *, born: str = ""
) -> list[Member]:
    """Members of the same name who are perhaps the person of a row, by what else agrees.

    A row with an ID number of its own needs the phone, or branch and birth date, or a number that a
    spreadsheet has rounded to look like it (one in eleven passes the check); one without any needs the phone, the branch or the birth date `born` (a month where no day is written).
    """
    number = values.get("id_number") or ""
    mobile, branch = values.get("mobile"), values.get("branch")
    born = _birth(number) or born
    found = []
    for one in same_names:
        same_mobile = bool(mobile) and mobile == one.values.get("mobile")
        same_branch = bool(branch) and branch == one.values.get("branch")
        same_birth = bool(born) and _recorded_birth(one).startswith(born)
        if number:
            other = one.values.get("id_number") or ""
            rounded = number[_SHORT:] == _ROUNDED and other[:_SHORT] == number[:_SHORT]
            known = born and one.values.get("id_number")
            same = rounded or (same_branch and (same_birth or not known))
        else:
            same = same_branch or same_birth
        if same_mobile or same:
            found.append(one)
    return found


def _recorded_birth(member: Member) -> str:
    """YYYY-MM-DD of a member as the ID number gives it, else as it is recorded; else ''."""
    return _birth(member.values.get("id_number") or "") or member.values.get("born_on") or ""


def _birth(number: str) -> str:
    digits = number[6:14]
    if len(number) != 18 or not digits.isdigit():
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
