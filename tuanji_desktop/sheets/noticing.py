"""The second look into a workbook, as frames of the child; it never fails a reading."""

from collections.abc import Iterator
from typing import IO, Any, Final

from tuanji_desktop.sheets.notices import (
    MACROS,
    NOT_LOOKED,
    Clock,
    Enough,
    SheetNotices,
    about_hidden_sheets,
    sentences,
)

SECONDS: Final = 2.0
"""For a small file; and as many more for each unit of its size."""

_UNIT: Final = 4 << 20
_Frames = Iterator[tuple[Any, ...]]


def noticed_frames(
    source: IO[bytes], kind: str, names: list[str], hidden: list[str], *, numbers: bool = False
) -> _Frames:
    """`told` and `noticed` frames of the sheets that were read, in their order; with `numbers` also
    `numbers` frames, which bring what looks like ID numbers."""
    for sentence in about_hidden_sheets(hidden):
        yield "told", sentence
    if kind == "xlsm":
        yield "told", MACROS
    number = 0
    try:
        clock = Clock(SECONDS * (1 + source.seek(0, 2) / _UNIT))
        source.seek(0)
        for noticed in _notices(source, kind, names, clock, numbers):
            if isinstance(noticed, str):
                yield "told", noticed
                continue
            if isinstance(noticed, list):
                yield "numbers", noticed
                continue
            yield "noticed", number, noticed.hidden_rows
            for sentence in sentences(names[number], noticed):
                yield "told", sentence
            number += 1
    except (Enough, MemoryError):
        yield "told", NOT_LOOKED
    except Exception:  # the list was read; what is odd about the rest of the file is not its matter
        return


def _notices(
    source: IO[bytes], kind: str, names: list[str], clock: Clock, numbers: bool
) -> Iterator[SheetNotices | str | list[str]]:
    if kind in {"xlsx", "xlsm"}:
        from tuanji_desktop.sheets import xlsx_notices

        return xlsx_notices.notices_in(source, names, clock, numbers=numbers)
    if kind == "xls":
        from tuanji_desktop.sheets import xls_notices

        return xls_notices.notices_in(source, len(names), clock)
    return iter(())
