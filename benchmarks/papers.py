"""Goal 9: the request form as PDF."""

import time
from datetime import date

from tuanji_desktop.deletion.form import GuangdongForm, GuangdongRow
from tuanji_desktop.deletion.form import draw as draw_form

from . import apart
from .bench import Bench
from .measure import MIB, Goal, Measured, in_turns

_NAMES = "张三 李小梅 欧阳文静 单雄 王建国 刘芳 陈志强 杨洋 赵敏 黄海波".split()


def rows(number: int) -> list[tuple[str, str, str, str]]:
    """Name, phone, branch and reason of so many invented members."""
    return [
        (
            _NAMES[place % len(_NAMES)],
            f"138{place:08d}",
            f"青溪县第一中学高三（{place % 20 + 1}）班团支部",
            "重复录入" if place % 2 else "身份证号码错误，正确身份证号码为：520628200103050017",
        )
        for place in range(number)
    ]


def form(bench: Bench) -> list[Measured]:
    """A request of 1,000 rows, beside bare calls of reportlab's canvas that draw the same table."""
    number = bench.at_most(1_000)
    peaks = []

    def ours(_: int) -> float:
        run = apart.act(bench, "papers", "draw", number)
        peaks.append(run.peak)
        return run.seconds

    def theirs(_: int) -> float:
        return apart.act(bench, "references.canvas", "draw", number).seconds

    ours(0)  # the first run compiles
    theirs(0)
    times = in_turns(ours, theirs, bench.processes)
    kilobytes = len(_paper(number)) / MIB * 1024
    return [
        Measured(
            f"deletion form of {number:,} rows",
            "–",
            *times,
            Goal(1.5),
            max(peaks) or None,
            note=f"{kilobytes:.0f} KiB, goal 300",
        )
    ]


def draw(number: str) -> float:
    """The whole act in a process of its own: libraries and fonts are loaded as they are needed."""
    started = time.perf_counter()
    _paper(int(number))
    return time.perf_counter() - started


def _paper(number: int) -> bytes:
    listed = tuple(GuangdongRow(place, *row) for place, row in enumerate(rows(number)))
    data = GuangdongForm(
        unit="共青团青溪县委员会",
        filled_on=date(2018, 9, 28),
        contact="王干事",
        contact_phone="08560000000",
        rows=listed,
        batch="QX-2018-001",
    )
    return draw_form(data).pdf
