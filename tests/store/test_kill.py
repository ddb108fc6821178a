"""`kill -9` at random moments of an import and an edit storm: nothing committed is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tuanji_desktop.store.check import check

from .helpers import reopen, rows

ROUNDS = int(os.environ.get("TUANJI_KILL_ROUNDS", "8"))
SEED = os.environ.get("TUANJI_KILL_SEED") or str(random.randrange(10**9))


def _work_until_killed(clerks: subprocess.Popen[str], seed: str, seconds: float) -> list[int]:
    """Operation numbers that a clerk's process said were committed before it was killed."""
    assert clerks.stdin and clerks.stdout
    clerks.stdin.write(f"{seed}\n")
    clerks.stdin.flush()
    _, pid, _, read_only = clerks.stdout.readline().split()
    assert read_only == "False", "the lock of the dead is still held"
    time.sleep(seconds)
    os.kill(int(pid), signal.SIGKILL)
    lines = list(iter(clerks.stdout.readline, "dead\n"))
    return [int(line) for line in lines if line.endswith("\n") and line.strip().isdigit()]


def test_no_committed_operation_is_lost(office_file: Path) -> None:
    choice = random.Random(SEED)
    command = [sys.executable, "-m", "tests.store.worker", str(office_file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as clerks:
        for number in range(ROUNDS):
            reported = _work_until_killed(clerks, f"{SEED}-{number}", choice.uniform(0, 0.6))
            office = reopen(office_file)
            try:
                assert not office.read_only
                present = {one for (one,) in rows(office, "SELECT number FROM journal_operations")}
                assert set(reported) <= present, f"seed {SEED}, round {number}"
                assert check(office).problems == (), f"seed {SEED}, round {number}"
            finally:
                office.close()
        assert clerks.stdin
        clerks.stdin.close()
