"""Page ranges as a clerk types them: “1-3,5”, also with full-width digits and Chinese commas."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from .errors import BadInput

_COMMAS = re.compile(r"[,，、;；\s]+")
_RANGE = re.compile(r"(\d{1,6})(?:[-–—~－至到](\d{1,6}))?")


def read_pages(words: str, count: int) -> tuple[int, ...]:
    """The pages from 1, rising, each once; nothing typed is all of them.

    Raises `BadInput` (`pages.wrong`, `pages.beyond`) with what is wrong where.

    >>> read_pages("5,1-3", 9)
    (1, 2, 3, 5)
    """
    text = unicodedata.normalize("NFKC", words).strip().strip(",、;")
    if not text:
        return tuple(range(1, count + 1))
    found: set[int] = set()
    for part in _COMMAS.split(re.sub(r"\s*([-–—~至到])\s*", r"\1", text)):
        one = _RANGE.fullmatch(part)
        if one is None:
            raise BadInput("pages.wrong", f"“{part}”不是页码。请写成 1-3,5 这样。")
        first, last = int(one[1]), int(one[2] or one[1])
        if first > last:
            raise BadInput("pages.wrong", f"“{part}”前大后小。请写成 {last}-{first}。")
        if first < 1 or last > count:
            raise BadInput("pages.beyond", f"“{part}”超出范围：本纸件共 {count} 页。")
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def pages_in_words(pages: Iterable[int]) -> str:
    """Pages from 1 as the shortest text that `read_pages` reads back.

    >>> pages_in_words([1, 2, 3, 5])
    '1-3,5'
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ",".join(_run_in_words(run) for run in runs)


def _run_in_words(run: Sequence[int]) -> str:
    return str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}"
