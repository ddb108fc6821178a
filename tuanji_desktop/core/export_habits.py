"""How each list was exported the last time on this machine: kept beside the machine's settings.

A file of its own, because the window writes its settings whole when it closes.
"""

import json
from pathlib import Path

from .settings import write_json

FILE_NAME = "exports.json"


def last_wish(path: Path, kind: str) -> str:
    """What was last wished of a kind of list, as text; '' if nothing, or where it is damaged."""
    return _load(path).get(kind, "")


def remember_wish(path: Path, kind: str, text: str) -> None:
    """Keeps what was just wished; where it cannot be kept, it is forgotten."""
    write_json(path, {**_load(path), kind: text})


def _load(path: Path) -> dict[str, str]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(raw, dict):
        return {}
    return {kind: text for kind, text in raw.items() if isinstance(text, str)}
