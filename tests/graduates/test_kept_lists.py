"""What lists are called, and the sheet in that name."""

import sqlite3

import pytest

from tuanji_desktop.graduates.kept_lists import SHEET, list_name


@pytest.mark.parametrize(
    ("file", "sheet", "name"),
    [
        ("毕业生.xlsx", "", "毕业生.xlsx"),
        ("毕业生.xlsx", "高三1班", "毕业生.xlsx/高三1班"),
        ("毕业生.ods", "文/理", "毕业生.ods/文/理"),
    ],
)
def test_the_sheet_is_found_again_in_the_name(file: str, sheet: str, name: str) -> None:
    assert list_name(file, sheet) == name
    with sqlite3.connect(":memory:") as connection:
        ((found,),) = connection.execute(
            f"SELECT {SHEET} FROM (SELECT ? AS file_name) AS l", [name]
        )
    connection.close()
    assert found == sheet
