"""A clerk whose PC loses its power in the midst of imports and edits; `python -m tests.flows.kill`.

The clerk is a process of its own that works through the rooms' services without a pause, says the
number of each operation that is done, and is killed at a random moment. Then the file must be
whole, hold every operation that was said to be done, and open for writing at once.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tests.imports import make_county
from tests.sheets.files import SAMPLES
from tuanji_desktop.graduates.service import apply_graduates, plan_graduates
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import open_office
from tuanji_desktop.sheets.reader import Workbook, read_workbook
from tuanji_desktop.store.check import check

LONGEST = 1.2
"""Seconds that a clerk works before the power fails, at most."""
DAY = date(2018, 8, 1)
ROSTER = SAMPLES / "roster-changes.xlsx"
GRADUATES = SAMPLES / "graduates-2018-first-middle-school.xlsx"


@dataclass(frozen=True, slots=True)
class Ordeal:
    """What came of so many kills."""

    rounds: int
    operations: int


# ------------------------------------------------------------------ the clerk's process
def work(context: Context, choice: random.Random, lists: dict[Path, Workbook]) -> None:
    """Imports, storms of edits and undoing, without end."""
    while True:
        imported = _bring(context, choice, lists)
        for _ in range(choice.randrange(25)):
            member = choice.randrange(1, 1_100)
            mobile = f"13{choice.randrange(10**9):09d}"
            save_member(context, member_id=member, changes={"mobile": mobile})
            _say(_last(context))
        if imported is not None and choice.random() < 0.7:
            undo(context, number=imported)
            _say(_last(context))


def _bring(context: Context, choice: random.Random, lists: dict[Path, Workbook]) -> int | None:
    if choice.random() < 0.5:
        plan = plan_roster(context, ROSTER, workbook=lists[ROSTER])
        number = apply_roster(context, plan)
    else:
        found = plan_graduates(context, GRADUATES, year=2018, workbook=lists[GRADUATES])
        number = apply_graduates(context, found)
    if number is not None:
        _say(number)
    return number


def _last(context: Context) -> int:
    with context.database.read() as connection:
        statement = "SELECT max(number) FROM journal_operations"
        return int(connection.exec_driver_sql(statement).scalar_one())


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def clerks(path: Path) -> None:
    """Forks a clerk for every line on stdin (its seed), so that Python starts only once."""
    lists = {list_: read_workbook(list_) for list_ in (ROSTER, GRADUATES)}
    _say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            context = _open(path)
            _say(f"pid {os.getpid()} {context.database.read_only}")
            work(context, random.Random(line), lists)
        os.waitpid(child, 0)
        _say("dead")


def _open(path: Path) -> Context:
    return open_office(path, clock=lambda: datetime.now(UTC), fixed_day=DAY)


# ------------------------------------------------------------------------- the ordeal
def torment(path: Path, *, rounds: int, seed: str) -> Ordeal:
    """Kills so many clerks; AssertionError names seed and round where anything is lost."""
    choice = random.Random(seed)
    command = [sys.executable, "-m", "tests.flows.kill", "--clerk", str(path)]
    done = set[int]()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        for number in range(rounds):
            where = f"seed {seed}, round {number}"
            process.stdin.write(f"{seed}-{number}\n")
            process.stdin.flush()
            done |= _until_killed(process, choice.uniform(0.02, LONGEST), where)
            _is_whole(path, done, where)
        process.stdin.close()
    return Ordeal(rounds, len(done))


def _until_killed(process: "subprocess.Popen[str]", seconds: float, where: str) -> set[int]:
    assert process.stdout
    _, pid, read_only = process.stdout.readline().split()
    assert read_only == "False", f"the lock of the dead is still held: {where}"
    time.sleep(seconds)
    os.kill(int(pid), signal.SIGKILL)
    lines = list(iter(process.stdout.readline, "dead\n"))
    return {int(line) for line in lines if line.endswith("\n") and line.strip().isdigit()}


def _is_whole(path: Path, done: set[int], where: str) -> None:
    context = _open(path)
    try:
        assert not context.database.read_only, where
        report = check(context.database)
        assert report.problems == (), f"{where}: {report.problems}"
        with context.database.read() as connection:
            rows = connection.exec_driver_sql("SELECT number FROM journal_operations").fetchall()
        lost = done - {number for (number,) in rows}
        assert not lost, f"{where}: lost {sorted(lost)}"
    finally:
        context.database.close()


def main() -> None:
    """`--rounds 50` torments a sample county; `--clerk` is the process to be killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", default="")
    parser.add_argument("--clerk", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.clerk:
        clerks(wanted.clerk)
        return
    seed = wanted.seed or str(random.randrange(10**9))
    with tempfile.TemporaryDirectory() as folder:
        path = make_county(Path(folder))
        came = torment(path, rounds=wanted.rounds, seed=seed)
    _say(
        f"{came.rounds} kills (seed {seed}): {came.operations} operations were said to be done, "
        f"none is lost, every check is clean"
    )


if __name__ == "__main__":
    main()
