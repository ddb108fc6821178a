"""A clerk whose PC loses its power: works without end and says each operation that is committed.

Started by `test_kill`, killed in the midst of it.
"""

import os
import random
import sys
from pathlib import Path

from tuanji_desktop.store.database import Database

from .helpers import act, edit, insert_members, last_number, reopen, undo


def work(office: Database, choice: random.Random) -> None:
    while True:
        with office.write(act("import.roster")) as writing:
            known = insert_members(writing.connection, 1000, branch=choice.choice((4, 5, 6)))
        report(writing.number)
        for _ in range(choice.randrange(15)):
            report(edit(office, choice.choice(known), name=choice.choice("甲乙丙丁") * 2))
        if choice.random() < 0.3:
            undo(office, writing.number)
            report(last_number(office))


def report(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    """Forks a clerk for every line on stdin (`seed`), so that Python starts only once."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            opened = reopen(Path(sys.argv[1]))
            report(f"pid {os.getpid()} read_only {opened.read_only}")
            work(opened, random.Random(line))
        os.waitpid(child, 0)
        report("dead")


if __name__ == "__main__":
    main()
