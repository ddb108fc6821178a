"""Places in a sheet as spreadsheets name them: columns count from 0, rows from 1."""


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_name(index: int) -> str:
    """How a choice names one column whatever stands above it: 3 → D列."""
    return f"{column_letter(index)}列"


def column_range(first: int, last: int) -> str:
    """B–E 列, or B 列."""
    letters = column_letter(first)
    return f"{letters} 列" if first == last else f"{letters}–{column_letter(last)} 列"


def address(row: int, column: int) -> str:
    """The cell's address: sheet row from 1, column from 0 → D7."""
    return f"{column_letter(column)}{row}"
