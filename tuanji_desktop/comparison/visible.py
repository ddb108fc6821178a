"""Cells of which only a part can be read: 5206**********0632, 138****8000, a month without its day.

They are compared by what is visible and are never taken as values.
"""

import re
from unicodedata import normalize

HIDDEN = "*"
_RUN = re.compile(r"\*+")
_SIGNS = str.maketrans({"×": "*", "✱": "*", "∗": "*", "●": "*", "•": "*"})
_CROSSED = re.compile(r"[xX]{2,}")
_GLOB = str.maketrans({"[": "*", "]": "*", "?": "*"})
_FEWEST_DIGITS = 2
"""One star at the end of an ID number is somebody's X."""
_NUMBERS = ("id_number", "mobile", "counsellor_mobile", "development_number", "student_number")


def mask_of(field: str, cell: object) -> str | None:
    """The cell as a pattern whose stars stand for what is hidden; None where nothing is."""
    if not isinstance(cell, str):
        return None
    if cell.isalnum() and (cell.isdigit() or field not in _NUMBERS):
        return None
    text = normalize("NFKC", "".join(cell.split())).strip("'’‘`")
    if field in _NUMBERS:
        text = _CROSSED.sub(lambda run: HIDDEN * len(run.group()), text.translate(_SIGNS))
        if text.count(HIDDEN) < _FEWEST_DIGITS:
            return None
    return text.translate(_GLOB) if HIDDEN in text else None


def fits(mask: str, value: str | None) -> bool:
    """Whether a value could be the one behind the mask: what is visible is the same, in its place.

    The same question as SQLite's `value GLOB mask`.
    """
    if not value:
        return False
    pieces = _RUN.split(mask)
    if len(pieces) == 1:
        return value == mask
    if len(value) < sum(map(len, pieces)):
        return False
    if not value.startswith(pieces[0]) or not value.endswith(pieces[-1]):
        return False
    place, last = len(pieces[0]), len(value) - len(pieces[-1])
    for piece in pieces[1:-1]:
        found = value.find(piece, place, last)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def shown(mask: str) -> int:
    """How many characters of it are visible."""
    return len(mask) - mask.count(HIDDEN)
