"""Plans that nobody needs any more are let go of bit by bit, away from the GUI thread."""

from tuanji_desktop.core.collector import let_go
from tuanji_desktop.kit.import_adapter import ImportReview


def let_go_of(reviews: list[ImportReview]) -> None:
    """Empties the list, which is to hold the last references, and frees what it held elsewhere."""
    parts = [list(part) for one in reviews for part in (one.rows, one.findings, *one.parts)]
    reviews.clear()  # of the lists only the copies are left
    let_go(*parts)
