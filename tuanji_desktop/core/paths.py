"""Where things lie on this machine: what the program ships, and what it keeps for its user."""

import os
import sys
from pathlib import Path

import platformdirs

_APP = "tuanji-desktop"
HOME_VARIABLE = "TUANJI_HOME"
"""Set to a folder, everything the program keeps outside the office file goes there (tests, USB)."""


def resource_dir() -> Path:
    """The folder `resources/`: beside the package in a checkout, inside the bundle when frozen."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root / "resources"


def user_config_dir() -> Path:
    """Folder of the machine settings (not created here)."""
    return _kept("config", platformdirs.user_config_path(_APP, appauthor=False))


def user_data_dir() -> Path:
    """Folder of drafts, recovery copies and own policy packs (not created here)."""
    return _kept("data", platformdirs.user_data_path(_APP, appauthor=False))


def log_dir() -> Path:
    """Folder of the program's log (not created here)."""
    return _kept("log", platformdirs.user_log_path(_APP, appauthor=False))


def _kept(kind: str, usual: Path) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / kind if home else usual
