"""How much one list may cost before it is refused.

A 1.4 kB workbook can ask for 549 GB of memory. The sizes here let a whole county's roster pass
(100,000 rows need a tenth of them) and stop what no list ever needs. This module is imported by
the child, so it stays light: no dataclass, whose module alone takes as long as all of this.
"""

from typing import NamedTuple

MEBIBYTE = 1 << 20
_LARGE_IN_MEMORY = 4 * MEBIBYTE
_LARGE_IN_TIME = 1 * MEBIBYTE


class Limits(NamedTuple):
    """What reading one file may take; sizes in bytes, times in seconds.

    Memory and time start at a floor, within which every small file ends that means harm (512 MB,
    10 s), and grow with a large one, because if it is honest it needs both; the growth of the memory
    is capped by `memory_ceiling`. `result_bytes` is what the cells may take in the program itself.
    """

    file_bytes: int = 128 * MEBIBYTE
    text_bytes: int = 64 * MEBIBYTE
    pasted_characters: int = 16 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    entries: int = 10_000
    ratio: int = 400
    cells: int = 20_000_000
    sheets: int = 1_000
    result_bytes: int = 512 * MEBIBYTE
    memory_bytes: int = 512 * MEBIBYTE
    memory_ceiling: int = 2048 * MEBIBYTE
    seconds: float = 9.0

    def memory_for(self, size: int) -> int:
        """The child's memory for a file of `size` bytes."""
        more = 24 * max(size - _LARGE_IN_MEMORY, 0)
        return min(self.memory_bytes + more, max(self.memory_bytes, self.memory_ceiling))

    def seconds_for(self, size: int) -> float:
        """The time that reading a file of `size` bytes may take: a list of 100,000 rows has 15 MB
        and takes four seconds, and on an old computer under load ten times as long."""
        return self.seconds * (1 + max(size - _LARGE_IN_TIME, 0) / (3 * MEBIBYTE))
