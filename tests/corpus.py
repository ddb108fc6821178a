"""A folder of real spreadsheets through the reader: `python -m tests.corpus DIR [--only SUFFIX …]`.

Every file is read or refused with one sentence. A failure is anything else: an exception, a child
that crashed, more than ten seconds, more than 512 MB (a file above 1 MB may take more: `sheets.limits`).
Exit code 1 if there is one.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tuanji_desktop.core.children import ALLOCATION_FAILED
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.reader import Workbook, read_workbook
from tuanji_desktop.sheets.refusals import TOO_SLOW

SECONDS, MEGABYTES = 10.0, 512  # of a small file; a large one may take more of both
READ, REFUSED, FAILED = "read", "refused", "FAILED"


class MeasuredChild(subprocess.Popen[bytes]):
    """A child that tells how it ended, its seconds of work and its memory when it is waited for.

    Linux counts what the parent had when it started the child, so a small child shows the parent's.
    """

    ended: list[tuple[int, float, float]] = []  # noqa: RUF012 (one list for the whole run)

    def _internal_poll(self, *_: object, **__: object) -> int | None:
        if self.returncode is None:
            pid, status = self._try_wait(os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def _try_wait(self, wait_flags: int) -> tuple[int, int]:
        try:
            pid, status, usage = os.wait4(self.pid, wait_flags)
        except ChildProcessError:
            return self.pid, 0
        if pid:
            work = usage.ru_utime + usage.ru_stime
            self.ended.append((os.waitstatus_to_exitcode(status), work, usage.ru_maxrss / 1024))
        return pid, status


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `words` are its numbers, its refusal, or what failed."""

    verdict: str
    words: str
    seconds: float
    megabytes: float


def try_file(path: Path, then: Callable[[Workbook], object] = lambda _: None) -> Outcome:
    """Reads one file, does `then` with it, and judges what happened."""
    MeasuredChild.ended.clear()
    started = time.perf_counter()
    verdict, words = READ, ""
    try:
        book = read_workbook(path)
        rows = sum(len(sheet.rows) for sheet in book.sheets)
        words = f"{book.format}, {len(book.sheets)} sheets, {rows:,} rows"
        if book.told:
            words += f"; {' '.join(book.told)}"
        then(book)
    except FileRefused as refusal:
        verdict, words = REFUSED, f"{refusal.code} {refusal.message}"
    except Exception as error:  # that is what this command looks for
        verdict, words = FAILED, f"crash: {type(error).__name__}: {error}"
    seconds = time.perf_counter() - started
    status, work, megabytes = MeasuredChild.ended[-1] if MeasuredChild.ended else (0, 0.0, 0.0)
    limits, size = Limits(), path.stat().st_size
    slow = work > max(SECONDS, limits.seconds_for(size) + 1) or TOO_SLOW in words
    if status < 0 and status not in {-9, *ALLOCATION_FAILED}:
        verdict, words = FAILED, f"crash: the child ended with {status}"
    elif slow:
        verdict, words = FAILED, f"hang: {work:.1f} s of work; {words}"
    elif megabytes > max(MEGABYTES, limits.memory_for(size) >> 20):
        verdict, words = FAILED, f"memory: {megabytes:.0f} MB; {words}"
    return Outcome(verdict, words, seconds, megabytes)


def files_in(folder: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    """All files of a folder, or those whose names end so."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (not suffixes or path.suffix.lower().lstrip(".") in suffixes):
            yield path


def measure_children() -> None:
    """From now on every child tells its memory, where the system counts it."""
    if hasattr(os, "wait4"):
        vars(subprocess)["Popen"] = MeasuredChild


def main(arguments: Sequence[str]) -> int:
    """Runs the folder, prints a line for each file and a summary."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=(), metavar="SUFFIX")
    wanted = parser.parse_args(arguments)
    measure_children()
    count: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    failures: list[str] = []
    slowest = largest = 0.0
    for path in files_in(wanted.folder, wanted.only):
        found = try_file(path)
        name = path.relative_to(wanted.folder).as_posix()
        line = f"{found.verdict:7} {found.seconds:6.2f} s {found.megabytes:5.0f} MB  {name}: {found.words}"
        _say(line)
        count[found.verdict] += 1
        slowest, largest = max(slowest, found.seconds), max(largest, found.megabytes)
        if found.verdict == REFUSED:
            sentences[found.words.replace(path.name, "…")] += 1
        elif found.verdict == FAILED:
            failures.append(line)
    _say("")
    _say(
        f"{count.total():,} files: {count[READ]:,} read, {count[REFUSED]:,} refused, "
        f"{count[FAILED]:,} failed; slowest {slowest:.1f} s, largest {largest:.0f} MB"
    )
    for sentence, times in sentences.most_common():
        _say(f"{times:6,} × {sentence}")
    for line in failures:
        _say(line)
    return int(bool(failures) or not count)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
