"""Whole processes: an act of the program or of a reference starts, works, tells its seconds, goes.

`python -m benchmarks.apart MODULE FUNCTION WORDS…` is what runs in the other process.
"""

import importlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .bench import Bench
from .memory import Watch

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """What a process said (seconds, as a rule) and the peak of its own memory in MiB."""

    said: tuple[float, ...]
    peak: float
    started: float

    @property
    def seconds(self) -> float:
        return self.said[0]


def environment(bench: Bench) -> dict[str, str]:
    """Bytecode is kept, as on any machine where the program is installed; no screen is needed."""
    found = {
        **os.environ,
        "PYTHONPATH": str(_ROOT),
        "PYTHONPYCACHEPREFIX": str(bench.folder / "pyc"),
    }
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    found.setdefault("QT_QPA_PLATFORM", "offscreen")
    return found


def run(bench: Bench, module: str, *words: object) -> Run:
    """Runs `python -m module words` and reads the numbers that it prints."""
    started = time.monotonic()
    command = [sys.executable, "-m", module, *map(str, words)]
    with (
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(bench),
        ) as process,
        Watch(process.pid) as watch,
    ):
        out, errors = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} failed:\n{errors}")
    return Run(tuple(float(word) for word in out.split()), watch.peak, started)


def act(bench: Bench, module: str, function: str, *words: object) -> Run:
    """Runs `function(words…) -> seconds (and more numbers)` in a process of its own, or here if the tests say so."""
    if bench.apart:
        return run(bench, "benchmarks.apart", module, function, *words)
    return Run(_call(module, function, [str(word) for word in words]), 0.0, time.monotonic())


def _call(module: str, function: str, words: list[str]) -> tuple[float, ...]:
    said = getattr(importlib.import_module(f"benchmarks.{module}"), function)(*words)
    return said if isinstance(said, tuple) else (said,)


if __name__ == "__main__":
    print(*_call(sys.argv[1], sys.argv[2], sys.argv[3:]))
