"""Numbers of invented people: well-formed, unique without remembering them, and nobody's.

The region code 520688 was never issued, so no number made here can be a living person's.
"""

from collections import defaultdict
from datetime import date
from random import Random

from ..rules.id_numbers import check_character

REGION = "5206"
_DISTRICTS = tuple(str(number) for number in range(88, 98))
_PREFIXES = ("133", "135", "138", "150", "153", "158", "177", "180", "187", "189")
_PHONES = 10**9
_STEP = 618_033_989  # no common factor with 10: all numbers come once before one comes again
_PROVINCE = "52"
_SERIALS = 10**6


class Phones:
    """Mobile numbers, each once."""

    def __init__(self, rng: Random) -> None:
        self._last = rng.randrange(_PHONES)

    def next(self) -> str:
        """The next number, unlike its neighbours."""
        self._last = (self._last + _STEP) % _PHONES
        prefix, rest = divmod(self._last, _PHONES // len(_PREFIXES))
        return f"{_PREFIXES[prefix]}{rest:08d}"


class IdNumbers:
    """ID numbers by day of birth and sex, each once."""

    def __init__(self) -> None:
        self._taken: defaultdict[int, int] = defaultdict(int)

    def next(self, born: date, sex: str) -> str:
        """A valid number; odd sequence numbers are men's (GB 11643)."""
        odd = sex == "男"
        day = born.toordinal()
        key = 2 * day + odd
        count = self._taken[key]
        self._taken[key] = count + 1
        serial = 2 * ((count * 137 + day * 31) % 500) + odd
        digits = (
            f"{REGION}{_DISTRICTS[count // 500]}{born.isoformat().replace('-', '')}{serial:03d}"
        )
        return digits + check_character(digits)


class DevelopmentNumbers:
    """Development numbers by year of joining: 12 digits, year and province first."""

    def __init__(self) -> None:
        self._given: defaultdict[str, int] = defaultdict(int)

    def next(self, year: str) -> str:
        """The next number of a year."""
        count = self._given[year]
        self._given[year] = count + 1
        return f"{year}{_PROVINCE}{(count * 618_033 + int(year) * 7_919) % _SERIALS:06d}"


def spoil(id_number: str) -> str:
    """The same number with a wrong check character, as a slip of the pen leaves it."""
    right = "0123456789X".index(id_number[-1])
    return id_number[:-1] + str((right + 3) % 10)
