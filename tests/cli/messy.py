"""Messy lists as schools make them: the writers, the persons, and what a case says."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

Row = Sequence[object]
Write = Callable[[Path, Sequence[Row]], Path]

# ID number, name, phone, branch: as the sample roster has them.
YANG = ("杨桐语", "520628200010177270")
XU = ("许建悦", "520628199909306645")
XIE = ("解文颖", "520628200005253451")
CHEN = ("陈霖宸", "520628200005094681")
ZHOU = ("周兰", "520628200012108877")
ZHU = ("朱博", "520628199910129068")
WU = ("吴沐子", "52062820001106012X")
DENG = ("邓奕琳", "520628199910019985")
NOBODY = ("龙𬱖", "520628200010177289")


@dataclass(frozen=True)
class Case:
    """A list and what it holds: kinds by number, findings as {cell: code}."""

    rows: Sequence[Row]
    counts: tuple[int, int, int, int]
    """matched, new, ambiguous, refused (graduates); new, unchanged, updated, refused (roster)."""
    findings: dict[str, str] = field(default_factory=dict)
    write: Write | None = None
    name: str = "名单.xlsx"


def xlsx(path: Path, rows: Sequence[Row]) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    page = book.add_worksheet("名单")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date | datetime):
                page.write_datetime(number, column, value, day)
            elif value is not None:
                page.write(number, column, value)
    book.close()
    return path


def text(encoding: str, separator: str = ",") -> Write:
    def write(path: Path, rows: Sequence[Row]) -> Path:
        target = io.StringIO()
        writer = csv.writer(target, delimiter=separator, lineterminator="\r\n")
        writer.writerows([["" if value is None else value for value in row] for row in rows])
        path.write_bytes(target.getvalue().encode(encoding))
        return path

    return write


def with_book(change: Callable[[Any], None]) -> Write:
    """The rows by openpyxl, and then whatever a clerk does to a workbook."""

    def write(path: Path, rows: Sequence[Row]) -> Path:
        book = openpyxl.Workbook()
        page = book.active
        page.title = "名单"
        for row in rows:
            page.append(list(row))
        change(book)
        book.save(path)
        return path

    return write


def with_formulas(path: Path, rows: Sequence[Row]) -> Path:
    """Every text is the cached result of a formula, as where a list was looked up elsewhere."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("名单")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if number and value is not None:
                page.write_formula(number, column, "=VLOOKUP(A1,B:C,2,0)", None, value)
            elif value is not None:
                page.write(number, column, value)
    book.close()
    return path


def hidden_row(book: Any) -> None:
    book.active.row_dimensions[3].hidden = True
    book.active.auto_filter.ref = "A1:C4"


def merge(*ranges: str) -> Write:
    def change(book: Any) -> None:
        for one in ranges:
            book.active.merge_cells(one)

    return with_book(change)


def more_sheets(book: Any) -> None:
    notes = book.create_sheet("填写说明", 0)
    notes.append(["填写说明"])
    notes.append(["一、身份证号码请用文本格式填写，姓名与身份证一致。"])
    old = book.create_sheet("去年")
    old.append(["姓名", "身份证号", "手机", "去向", "备注"])
    for _ in range(9):
        old.append(["某某", "1", "2", "3", "4"])
    old.sheet_state = "hidden"
