"""The lists that entries come from: a file, or one of several sheets of it that were read together.

A sheet is a list of its own here, called by its file and, behind the first stroke, by itself: no file
has a stroke in its name.
"""

from typing import Final

_BETWEEN: Final = "/"
SHEET: Final = (
    f"CASE WHEN instr(l.file_name, '{_BETWEEN}') "
    f"THEN substr(l.file_name, instr(l.file_name, '{_BETWEEN}') + 1) ELSE '' END"
)
"""SQL: the sheet of a list `l`; '' where its file is one list."""


def list_name(file_name: str, sheet: str) -> str:
    """What a list is called: 毕业生.xlsx, 毕业生.xlsx/高三1班."""
    return f"{file_name}{_BETWEEN}{sheet}" if sheet else file_name
