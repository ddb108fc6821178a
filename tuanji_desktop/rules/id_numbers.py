"""The ID number of GB 11643-1999: its date, its sex, its check character.

The region code is never checked: tables of regions refuse valid numbers of existing counties.
"""

import re
from datetime import date
from functools import lru_cache

FOREIGN = "境外证件"
"""The `id_kind` whose numbers GB 11643 does not govern."""

RESIDENT_CARD = "居民身份证"
RESIDENCE_PERMIT = "港澳台居民居住证"
RESIDENCE_PREFIXES = ("81", "82", "83")

_SHAPE = re.compile(r"\d{17}[\dX]", re.ASCII)
_LEGACY = re.compile(r"\d{15}", re.ASCII)
_EARLIEST_LEGACY = "50"
_EARLIEST_YEAR = 1800  # the standard's own example was born in 1880


def check_character(id17: str) -> str:
    """The 18th character for 17 digits (ISO 7064 MOD 11-2): '0'…'9' or 'X'."""
    # Horner in base 13 ≡ the standard's weights, for 13 ≡ 2 (mod 11).
    return "0123456789X"[(1 - 2 * int(id17, 13)) % 11]


def is_shaped(id_number: str) -> bool:
    """Whether it is 17 digits and a digit or X."""
    return _SHAPE.fullmatch(id_number) is not None


def date_in(id_number: str) -> date | None:
    """The date in positions 7–14, whatever the check character says; None where it is no date."""
    if len(id_number) != 18 or not (id_number.isascii() and id_number[6:14].isdigit()):
        return None
    return _date_of(id_number[6:14])


@lru_cache(maxsize=16384)
def _date_of(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day.year >= _EARLIEST_YEAR else None


@lru_cache(maxsize=4096)
def _facts(id_number: str) -> tuple[date, str] | None:
    # A row asks several times in a moment; after that the number is forgotten.
    if not is_shaped(id_number) or check_character(id_number[:17]) != id_number[17]:
        return None
    born = _date_of(id_number[6:14])
    return (born, "男" if id_number[16] in "13579" else "女") if born else None


def born_and_sex(id_number: str | None) -> tuple[date, str] | None:
    """Date of birth and '男' or '女' as a valid number gives them, else None."""
    return _facts(id_number) if id_number else None


def is_valid(id_number: str) -> bool:
    """Whether shape, date and check character are right; the future is `check_member`'s affair."""
    return _facts(id_number) is not None


def birth_date(id_number: str | None) -> date | None:
    """The date of birth that a valid number gives, else None."""
    facts = _facts(id_number) if id_number else None
    return facts[0] if facts else None


def sex_of(id_number: str | None) -> str | None:
    """'男' or '女' as a valid number gives it, else None."""
    facts = _facts(id_number) if id_number else None
    return facts[1] if facts else None


def gives(id_kind: str | None, id_number: str | None) -> bool:
    """Whether this document's number gives sex and date of birth."""
    return id_kind != FOREIGN and birth_date(id_number) is not None


def short_forms(id18: str) -> tuple[str, str]:
    """The 15 digits that a list makes of a number: the year's century and the check character left
    out, as the old numbers were, or simply cut."""
    return f"{id18[:6]}{id18[8:17]}", id18[:15]


def from_legacy(id15: str) -> str | None:
    """The 18-digit number that a 15-digit one became; a proposal only, None if it is no number.

    Since October 1999 nobody is given one (GB 11643-1999): who was born after that has none, and a
    number that would make a League member of somebody born before 1950 is a longer one cut short.
    """
    if _LEGACY.fullmatch(id15) is None or id15[6:8] < _EARLIEST_LEGACY:
        return None
    id17 = f"{id15[:6]}19{id15[6:]}"
    full = id17 + check_character(id17)
    return full if date_in(full) else None
