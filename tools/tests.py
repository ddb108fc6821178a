"""`make test`: every test, on as many processes as there are cores, a folder at a time.

Each folder of `tests/` is a run of pytest by itself, the longest first; a run that fails prints all
it has to say. One that dies takes no other with it, and is a failure like any other.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
LOOSE = "the files beside the folders"
LONGEST_FIRST = (
    "members", "cli", "flows", LOOSE, "transfers", "paperwork", "deletion", "kit", "store", "office", "review",
    "graduates", "papers", "sheets", "benchmarks", "orgs", "retention", "quality", "corrections",
)  # fmt: skip


def runs() -> list[list[str]]:
    """What each run is given: the folders, the longest first, and all loose files together."""
    folders = sorted(path.name for path in TESTS.iterdir() if any(path.glob("test_*.py")))
    nested = sorted(path.name for path in TESTS.iterdir() if any(path.glob("*/test_*.py")))
    paths = {name: [f"tests/{name}"] for name in (*folders, *nested)}
    if loose := sorted(str(path.relative_to(ROOT)) for path in TESTS.glob("test_*.py")):
        paths[LOOSE] = loose
    ordered = [name for name in LONGEST_FIRST if name in paths]
    return [paths[name] for name in dict.fromkeys((*ordered, *paths))]


def run(paths: list[str], options: list[str]) -> tuple[list[str], int, float, str]:
    """One run of pytest: its paths, exit code, seconds, and what it said."""
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, *paths]
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return paths, done.returncode, time.monotonic() - started, done.stdout


def counted(line: str) -> Counter[str]:
    """How many tests passed, failed or broke, from the last line of a run."""
    counts = Counter[str]()
    for count, word in re.findall(r"(\d+) (passed|failed|error)", line):
        counts["passed" if word == "passed" else "failed"] += int(count)
    return counts


def main(options: list[str]) -> int:
    """Runs all; 0 if all passed."""
    started, failed, counts = time.monotonic(), 0, Counter[str]()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with ThreadPoolExecutor(max_workers=max(1, cores or 1)) as pool:
        waiting = [pool.submit(run, paths, options) for paths in runs()]
        for future in waiting:
            paths, code, seconds, said = future.result()
            good = code == 0
            failed += not good
            last = next(
                (
                    one
                    for one in reversed(said.splitlines())
                    if " passed" in one or " failed" in one
                ),
                f"exit {code}",
            )
            counts.update(counted(last))
            counts["failed"] += not good and not counted(last)["failed"]  # one that died counts too
            name = paths[0] if len(paths) == 1 else "tests/*.py"
            print(f"{'ok    ' if good else 'FAILED'} {name}: {last} ({seconds:.0f} s)", flush=True)
            if not good:
                print(said, flush=True)
    print(
        f"{len(waiting) - failed} of {len(waiting)} runs passed, {time.monotonic() - started:.0f} s"
    )
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
