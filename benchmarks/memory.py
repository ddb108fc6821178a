"""Private memory of processes, from the kernel: pages of mapped files would make RSS lie."""

import threading
from pathlib import Path

_PROC = Path("/") / "proc"
_KIB_PER_MIB = 1024
_EVERY = 0.02


def rss_anon(pid: int | str = "self") -> float:
    """MiB of a process's own pages now; 0 for one that is gone, or where there is no /proc."""
    return _field(_PROC / str(pid) / "status", "RssAnon:")


def pss(pid: int | str = "self") -> float:
    """MiB of a process with its share of what it shares (proportional set size)."""
    return _field(_PROC / str(pid) / "smaps_rollup", "Pss:")


def _field(path: Path, name: str) -> float:
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / _KIB_PER_MIB
    except OSError:
        pass
    return 0.0


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        try:
            for task in (_PROC / str(one) / "task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


class Watch:
    """Looks at a family of processes every 20 ms while it runs; `peak` is the most it had."""

    def __init__(self, pid: int) -> None:
        self.peak = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            self.peak = max(self.peak, sum(rss_anon(one) for one in family(self._pid)))
