"""Plans that nobody needs any more are let go of bit by bit, away from the GUI thread.

A plan of a hundred thousand rows is a million small objects; freeing them in one go holds up every
thread for a fifth of a second.
"""

from PySide6.QtCore import QObject

from tuanji_desktop.kit.import_adapter import ImportReview
from tuanji_desktop.kit.jobs import Jobs

_AT_ONCE = 250


def let_go(jobs: Jobs, owner: QObject, reviews: list[ImportReview]) -> None:
    """Empties the list, which is to hold the last references, and frees what it held."""
    held = reviews.copy()
    reviews.clear()

    def free() -> None:
        parts = [list(part) for one in held for part in (one.rows, one.findings, *one.parts)]
        held.clear()  # of the lists only the copies are left
        for part in parts:
            while part:
                del part[-_AT_ONCE:]  # others may have their turn in between

    if held:
        jobs.read(owner, free, lambda _none: None)
