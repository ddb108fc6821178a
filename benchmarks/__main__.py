"""`python -m benchmarks`: measures, prints the table, tells where it may be kept."""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from . import (
    board,
    comparison,
    graduates,
    listing,
    papers,
    quality,
    rules,
    searching,
    storing,
    windows,
)
from .bench import Bench, Task
from .measure import Measured, as_markdown, cells

SIZES = (11_184, 1_000_000)
TASKS: dict[str, Task] = {
    "start": windows.start,
    "search": searching.queries,
    "keys": searching.keys,
    "roster": windows.roster,
    "save": storing.save,
    "click": windows.clicks,
    "plan": listing.plan_list,
    "list": listing.school_list,
    "large-list": listing.large_list,
    "first-load": listing.first_load,
    "export": listing.export,
    "form": papers.form,
    "journal": storing.journal,
    "undo": storing.undo,
    "backup": storing.backup,
    "field-states": rules.field_states,
    "bulk": rules.bulk_edit,
    "quality": quality.quality,
    "graduates": graduates.graduates,
    "board": board.board,
    "comparison": comparison.comparison,
    "pauses": windows.pauses,
}
_BEGIN, _END = "<!-- run -->", "<!-- end -->"
_CPU = Path("/") / "proc" / "cpuinfo"
_ONCE = ("form",)
"""Tasks that do not depend on the number of members."""


def measure(bench: Bench, names: Sequence[str]) -> list[Measured]:
    """The rows of these tasks; each is told on stderr as it comes."""
    rows: list[Measured] = []
    for name in names:
        print(f"{bench.members:>9,} {name} …", file=sys.stderr, flush=True)
        found = TASKS[name](bench)
        for row in found:
            print("  " + " | ".join(cells(row)), file=sys.stderr, flush=True)
        rows += found
    return rows


def machine() -> str:
    """What the figures were taken on, without its name."""
    model = platform.machine()
    if _CPU.exists():
        lines = _CPU.read_text(encoding="utf-8").splitlines()
        named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
        model = next(named, model)
    python = platform.python_version()
    return f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {python}"


def keep(said: str, readme: Path) -> None:
    """Puts a printed run between the two marks of the page."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    readme.write_text(f"{before}{_BEGIN}\n{said}\n{_END}{after}", encoding="utf-8")


def main(words: Sequence[str] | None = None) -> None:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--members", type=int, action="append", help="size; default: both")
    parser.add_argument("--only", action="append", choices=TASKS, help="only this task")
    parser.add_argument("--quick", action="store_true", help="few rounds: to see that it works")
    parser.add_argument("--keep", action="store_true", help="write the run into README.md")
    parser.add_argument("--folder", type=Path, default=Path("build") / "bench")
    wanted = parser.parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows: list[Measured] = []
    for place, members in enumerate(wanted.members or SIZES):
        rounds, processes = (5, 2) if wanted.quick else (30, 5)
        bench = Bench(members, wanted.folder.absolute(), rounds, processes)
        names = wanted.only or list(TASKS)
        rows += measure(bench, [one for one in names if not (place and one in _ONCE)])
    said = f"{machine()}\n\n{as_markdown(rows)}"
    print(f"\n{said}")
    if wanted.keep:
        keep(said, Path(__file__).with_name("README.md"))


if __name__ == "__main__":
    main()
