"""The code on every page: which batch, which page, which content, for eye and scanner.

At most 30 bytes, level Q, 22 mm: read back from a stamped and scanned page.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby

LONGEST = 30
SHORT_HASH = 10
MODULES_OF_QUIET = 4
_CODE = re.compile(rf"([!-9;-~]{{1,14}}):([1-9][0-9]{{0,3}}):([0-9A-F]{{{SHORT_HASH}}})")


@dataclass(frozen=True, slots=True)
class PageCode:
    """What the code of a page says; `content` is the head of the content hash."""

    batch: str
    page: int
    content: str

    def __str__(self) -> str:
        return f"{self.batch}:{self.page}:{self.content}"

    def matches(self, content_hash: str) -> bool:
        """Whether the page was printed from this content."""
        return content_hash.upper().startswith(self.content)


def page_code(batch: str, page: int, content_hash: str) -> PageCode:
    """The code of one page. Raises ValueError for a batch number that does not fit."""
    code = PageCode(batch, page, content_hash[:SHORT_HASH].upper())
    if len(str(code)) > LONGEST or read_code(str(code)) != code:
        raise ValueError("a batch number has at most 14 ASCII characters without spaces and colons")
    return code


def read_code(text: str) -> PageCode | None:
    """The code that a scanner read, None where the text is not one of ours."""
    found = _CODE.fullmatch(text.strip())
    return PageCode(found[1], int(found[2]), found[3]) if found else None


@cache
def _mask_of(version: int) -> int:
    """A fixed mask: choosing the best of eight costs eight times the rest of the code."""
    return version % 2 + 1


@cache
def _speed_up() -> None:
    """Let the encoder keep its generator polynomials: it multiplies them anew for every code."""
    from reportlab.graphics.barcode.qrencoder import QRUtil

    QRUtil.getErrorCorrectPolynomial = staticmethod(cache(QRUtil.getErrorCorrectPolynomial))


def dark_runs(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """(modules a side, runs of dark modules as (row, column, length)), from reportlab's encoder."""
    from reportlab.graphics.barcode.qr import QrCodeWidget

    _speed_up()
    code = QrCodeWidget(text, barLevel="Q").qr
    code.version = code.calculate_version()
    code.makeImpl(False, _mask_of(code.version))
    runs = []
    for row, modules in enumerate(code.modules):
        column = 0
        for dark, group in groupby(map(bool, modules)):
            length = sum(1 for _ in group)
            if dark:
                runs.append((row, column, length))
            column += length
    return code.getModuleCount(), tuple(runs)
