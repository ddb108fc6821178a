"""What has become of a graduate's membership (domain.md §8), and where an entry starts."""

PROGRESS = {
    "unsettled": "去向未定",
    "due": "待转出",
    "waiting": "等待新生团支部",
    "started": "已发起转接",
    "received": "已转入",
    "excluded": "不计入",
}
MATCHES = {"matched": "在册", "new": "不在册", "ambiguous": "待确认"}

OPEN = ("unsettled", "due", "waiting", "started")
"""An entry in one of these is an unfinished transfer: no door to deletion (G 三)."""


UNDER_WAY = ("waiting", "started", "received")
"""A transfer goes or went by what was settled then."""


def first_progress(destination: str | None, known: frozenset[str]) -> str:
    """Where an entry starts by what the list says: 延迟毕业 is retained and not counted."""
    if destination == "延迟毕业":
        return "excluded"
    return "due" if destination in known else "unsettled"
