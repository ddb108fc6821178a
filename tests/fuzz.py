"""Spoilt lists through the reader and the search for headings: `python -m tests.fuzz [SECONDS]`.

Real files of every format are flipped, cut, stretched, doubled and spliced, inside their zip parts
too. What is read or refused with a sentence is right; a finding (exception, crash, hang, memory) is
kept as the smallest file that still shows it, in the folder named by --keep. Exit code 1 if any.
"""

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from tests import corpus
from tests.sheets import old_excel
from tests.sheets.files import FIRST_SCHOOL, MEMBERS, MINZU, ROSTER, VOCATIONAL
from tests.sheets.hostile import macros, ods
from tests.sheets.test_locked import locked_xlsx
from tests.sheets.test_ods_table import cell, row
from tests.sheets.test_web_table import SCHOOL
from tests.sheets.test_xml_table import book as xml_book
from tests.sheets.test_xml_table import cell as xml_cell
from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.sheets.heading import pick_sheet
from tuanji_desktop.sheets.locked import OPENS_BY_ITSELF
from tuanji_desktop.sheets.reader import Workbook

LONGEST: Final = 400_000  # bytes of a spoilt file


class Step(NamedTuple):
    """One act of spoiling: where (0 to 1) in which part, how long, and with what."""

    act: str
    part: float
    place: float
    length: int
    value: int


def flip(data: bytes, at: int, length: int, value: int) -> bytes:
    """Other bytes in the same place."""
    piece = bytes(byte ^ (value or 255) for byte in data[at : at + length])
    return data[:at] + piece + data[at + length :]


def cut(data: bytes, at: int, length: int, value: int) -> bytes:
    """Without a piece, or without all that follows."""
    return data[:at] if value % 4 == 0 else data[:at] + data[at + length :]


def insert(data: bytes, at: int, length: int, value: int) -> bytes:
    """With a piece that was not there."""
    return data[:at] + bytes([value]) * length + data[at:]


def double(data: bytes, at: int, length: int, value: int) -> bytes:
    """With a piece several times."""
    return data[:at] + data[at : at + length] * (2 + value % 8) + data[at + length :]


def digits(data: bytes, at: int, length: int, value: int) -> bytes:
    """The next number becomes a giant."""
    end = at
    while end < len(data) and not data[end : end + 1].isdigit():
        end += 1
    return data[:end] + b"9" * (1 + length % 12) + data[end + value % 2 :]


ACTS: Final[Mapping[str, Callable[[bytes, int, int, int], bytes]]] = {
    act.__name__: act for act in (flip, cut, insert, double, digits)
}
SPLICE: Final = "splice"


@cache
def seeds() -> Mapping[str, bytes]:
    """Lists of every format, by name."""
    records = [old_excel.label(0, 0, "姓名"), old_excel.label(1, 0, "张㛃")]
    xml_rows = (
        f"<Row>{xml_cell('姓名')}</Row><Row>{xml_cell('2018-09-01T00:00:00', 'DateTime')}</Row>"
    )
    ods_rows = row(cell("姓名"), cell("身份证号")) + row(cell("张三"), cell("1"))
    return {
        FIRST_SCHOOL.name: FIRST_SCHOOL.read_bytes(),
        VOCATIONAL.name: VOCATIONAL.read_bytes(),
        ROSTER.name: ROSTER.read_bytes(),
        MINZU.name: MINZU.read_bytes(),
        "宏.xlsm": macros(),
        "小.xls": old_excel.xls({"名单": records}),
        "密码.xlsx": locked_xlsx(OPENS_BY_ITSELF),
        "密码.xls": old_excel.locked_xls({"名单": records}, "VelvetSweatshop"),
        "名单.ods": ods(ods_rows),
        "合并.ods": ods(row(cell("姓名"), cell("生日"), cell("班级")) + _joined_rows() * 9),
        "网页.xls": SCHOOL.encode(),
        "合并.xls": _joined_page().encode("gbk"),
        "表格.xml": xml_book(xml_rows).encode(),
        "双字节.txt": "姓名\t性别\n张㛃\t女\n".encode("utf-16"),
    }


def _joined_rows() -> str:
    """Two rows with dates, merged cells, cells and rows that repeat."""
    day = '<table:table-cell office:value-type="date" office:date-value="2003-09-01"/>'
    tall = (
        '<table:table-cell table:number-rows-spanned="2"><text:p>一班</text:p></table:table-cell>'
    )
    rest = '<table:table-cell table:number-columns-repeated="9"/>'
    below = row(cell("李四"), day, "<table:covered-table-cell/>", rest)
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    return row(cell("张三"), day, tall, rest) + below + blank


def _joined_page() -> str:
    """A page with spans, entities, a comment and a script."""
    line = "<tr><td rowspan=2>张&#19977;&nbsp;<td x:str>1<br>2</tr><tr><td>李四</td></tr>"
    head = "<tr><th colspan=2>名单</th></tr><tr><td>姓名</td><td>号码</td></tr>"
    meta = "<meta charset=gb2312><script>1<2</script><!-- x -->"
    return f"<html><head>{meta}</head><table border=1>{head}{line * 9}</table></html>"


def spoilt(name: str, steps: Sequence[Step]) -> bytes:
    """The seed after these steps; a zip is spoilt in its parts unless `part` lies below a half."""
    data = seeds()[name]
    for step in steps:
        if data.startswith(b"PK") and step.part >= 0.5:
            data = _spoilt_part(data, step)
        else:
            data = _spoilt(data, step)
    return data[:LONGEST]


def _spoilt(data: bytes, step: Step) -> bytes:
    at = int(step.place * len(data))
    if step.act == SPLICE:
        other = list(seeds().values())[step.value % len(seeds())]
        return data[:at] + other[int(step.place * len(other)) :]
    return ACTS[step.act](data, at, step.length, step.value)


def _spoilt_part(data: bytes, step: Step) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:  # the zip itself is spoilt already
        return _spoilt(data, step)
    if not parts:
        return data
    name = list(parts)[int((step.part - 0.5) * 2 * len(parts)) % len(parts)]
    parts[name] = _spoilt(parts[name], step)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return target.getvalue()


def judged(path: Path) -> corpus.Outcome:
    """What became of a spoilt list: read, refused, or a failure; read ones look for headings too."""
    return corpus.try_file(path, _look_for_headings)


def _look_for_headings(book: Workbook) -> None:
    with suppress(BadInput, FileRefused):
        pick_sheet(book, MEMBERS)


def random_steps(chance: random.Random) -> list[Step]:
    """Mostly one step: what is hardly spoilt is read furthest."""
    return [
        Step(
            chance.choice([*ACTS, SPLICE]),
            chance.uniform(0.4, 1.0),
            chance.random(),
            int(10 ** chance.uniform(0, 3)),
            chance.randrange(256),
        )
        for _ in range(chance.choice([1, 1, 1, 2, 3, 5]))
    ]


def smallest(path: Path, name: str, steps: list[Step]) -> list[Step]:
    """The steps without those that the failure does not need."""
    for step in list(steps):
        fewer = [one for one in steps if one is not step]
        path.write_bytes(spoilt(name, fewer))
        if judged(path).verdict == corpus.FAILED:
            steps = fewer
    return steps


def main(arguments: Sequence[str]) -> int:
    """Spoils lists until the time is over."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=60.0)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--seed", type=int, default=None)
    wanted = parser.parse_args(arguments)
    corpus.measure_children()
    chance = random.Random(wanted.seed)
    end = time.monotonic() + wanted.seconds
    count = read = found = 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            name, steps = chance.choice(list(seeds())), random_steps(chance)
            path = Path(folder) / name
            path.write_bytes(spoilt(name, steps))
            outcome = judged(path)
            count += 1
            read += outcome.verdict == corpus.READ
            if outcome.verdict == corpus.FAILED:
                found += 1
                steps = smallest(path, name, steps)
                wanted.keep.mkdir(parents=True, exist_ok=True)
                kept = wanted.keep / f"{found:03}-{name}"
                kept.write_bytes(spoilt(name, steps))
                sys.stdout.write(f"{kept}: {outcome.words}\n  {steps}\n")
    sys.stdout.write(
        f"{count:,} spoilt lists: {read:,} read, {count - read - found:,} refused, {found} found\n"
    )
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
