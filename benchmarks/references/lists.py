"""Lists by hand: calamine and sqlite for reading, XlsxWriter for writing."""

import json
import re
import time
from datetime import date

import sqlcipher3.dbapi2 as driver

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MOBILE = re.compile(r"1[3-9]\d{9}")


def _read(listed: str) -> tuple[list[str], list[list[str]]]:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(listed).get_sheet_by_index(0).to_python()
    return [str(cell) for cell in rows[0]], rows[1:]  # type: ignore[return-value]


def _with_texts(rows: list[list[str]]) -> list[list[str]]:
    """Days as the database keeps them: a typed list brings dates."""
    dated = {place for row in rows for place, cell in enumerate(row) if _is_day(cell)}
    for row in rows:
        for place in dated:
            if _is_day(row[place]):
                row[place] = str(row[place])[:10]
    return rows


def _is_day(cell: object) -> bool:
    return isinstance(cell, date)


def _names() -> dict[str, str]:
    from tuanji_desktop.rules.fields import FIELDS, ROSTER_FIELDS

    return {FIELDS[name].label: name for name in ROSTER_FIELDS}


def _wrong(number: str, mobile: str) -> list[str]:
    found = []
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if "10X98765432"[total % 11] != number[17]:
        found.append(f"身份证号 {number} 校验位不符")
    if mobile and not _MOBILE.fullmatch(mobile):
        found.append(f"手机号码 {mobile} 不对")
    return found


def import_list(path: str, listed: str) -> float:
    """Reads, matches by ID number, compares, checks two numbers, writes with before and after."""
    labels = _names()
    started = time.perf_counter()
    heading, rows = _read(listed)
    rows = _with_texts(rows)
    names = [labels[cell] for cell in heading]
    at = {name: place for place, name in enumerate(names)}
    columns = [name for name in names if name != "branch"]
    places = [at[name] for name in columns]
    connection = driver.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    ask = connection.execute
    ask("BEGIN IMMEDIATE")
    branches = {name: number for number, name in ask("SELECT id, full_name FROM branches")}
    numbers = [row[at["id_number"]] for row in rows]
    known = {}
    for start in range(0, len(numbers), 900):
        part = numbers[start : start + 900]
        for one in ask(
            f"SELECT id_number, id, {', '.join(columns)} FROM members "
            f"WHERE id_number IN ({','.join('?' * len(part))})",
            part,
        ):
            known[one[0]] = one[1:]
    findings: list[str] = []
    changed: list[tuple[object, ...]] = []
    new: list[tuple[object, ...]] = []
    journal: list[tuple[object, ...]] = []
    for row in rows:
        number = row[at["id_number"]]
        findings += _wrong(number, row[at["mobile"]])
        values = [row[place] or None for place in places]
        old = known.get(number)
        if old is None:
            new.append((branches[row[at["branch"]]], "active", *values))
            journal.append((None, None, json.dumps(dict(zip(columns, values, strict=True)))))
        elif list(old[1:]) != values:
            changed.append((*values, old[0]))
            before = json.dumps(dict(zip(columns, old[1:], strict=True)))
            journal.append((old[0], before, json.dumps(dict(zip(columns, values, strict=True)))))
    sets = ", ".join(f"{name} = ?" for name in columns)
    connection.executemany(f"UPDATE members SET {sets} WHERE id = ?", changed)
    _insert(connection, columns, new)
    connection.executemany("INSERT INTO journal (row_id, before, after) VALUES (?, ?, ?)", journal)
    ask("COMMIT")
    connection.close()
    return time.perf_counter() - started


def read_and_check(listed: str) -> float:
    """Reads a list and checks the ID number of each row, and nothing else."""
    labels = _names()
    started = time.perf_counter()
    heading, rows = _read(listed)
    place = [labels[cell] for cell in heading].index("id_number")
    found = [one for row in rows for one in _wrong(row[place], "")]
    if len(found) > len(rows) // 10:
        raise RuntimeError("the list is not what it should be")
    return time.perf_counter() - started


def _insert(
    connection: "driver.Connection", columns: list[str], new: list[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * (len(columns) + 2))
    connection.executemany(
        f"INSERT INTO members (branch_id, status, {', '.join(columns)}) VALUES ({marks})", new
    )


def first_load(path: str, listed: str) -> float:
    """Parses the list and inserts it, indexes and a journal of the rows included."""
    labels = _names()
    connection = driver.connect(path, isolation_level=None)
    started = time.perf_counter()
    heading, rows = _read(listed)
    rows = _with_texts(rows)
    names = [labels[cell] for cell in heading]
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.executescript(
        f"""
        CREATE TABLE members (id INTEGER PRIMARY KEY, {" TEXT, ".join(names)} TEXT);
        CREATE INDEX by_id_number ON members (id_number);
        CREATE INDEX by_name ON members (name);
        CREATE INDEX by_branch ON members (branch);
        CREATE TABLE journal (id INTEGER PRIMARY KEY, row_id INTEGER, before TEXT, after TEXT);
        """
    )
    connection.execute("BEGIN IMMEDIATE")
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO members ({', '.join(names)}) VALUES ({marks})", rows)
    connection.executemany(
        "INSERT INTO journal (row_id, after) VALUES (?, ?)",
        ((place, json.dumps(row)) for place, row in enumerate(rows, start=1)),
    )
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - started


def export_list(path: str, rows: str, target: str) -> float:
    """XlsxWriter, told to keep no more than a row in memory, as its makers advise for long lists."""
    import xlsxwriter

    from benchmarks.listing import export_rows

    table = export_rows(path, int(rows))
    started = time.perf_counter()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("名单")
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(table[0]) - 1, 16, text)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(table, start=1):
        for place, value in enumerate(row):
            if value:
                sheet.write_string(number, place, value, text)
    sheet.autofilter(0, 0, len(table), len(table[0]) - 1)
    book.close()
    return time.perf_counter() - started
