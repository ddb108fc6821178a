"""How much one list may cost before it is refused.

A 1.4 kB workbook can ask for 549 GB of memory. The sizes here let a whole county's roster pass
(100,000 rows need a tenth of them) and stop what no list ever needs. This module is imported by
the child, so it stays light.
"""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take; sizes in bytes, times in seconds.

    Memory and time start at a floor and grow with the file, because a big file that is honest
    needs both; the growth is capped by `memory_ceiling`.
    """

    file_bytes: int = 128 * MEBIBYTE
    text_bytes: int = 64 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    entries: int = 10_000
    ratio: int = 400
    cells: int = 20_000_000
    result_bytes: int = 512 * MEBIBYTE
    memory_bytes: int = 512 * MEBIBYTE
    memory_ceiling: int = 2048 * MEBIBYTE
    seconds: float = 10.0

    def memory_for(self, size: int) -> int:
        """The child's memory for a file of `size` bytes."""
        return min(self.memory_bytes + 24 * size, max(self.memory_bytes, self.memory_ceiling))

    def seconds_for(self, size: int) -> float:
        """The time that reading a file of `size` bytes may take."""
        return self.seconds * (1 + size / (3 * MEBIBYTE))
