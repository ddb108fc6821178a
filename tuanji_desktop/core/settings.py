"""What this machine remembers about its screen: settings of the office live in the office file."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

FILE_NAME = "machine.json"
THEMES = ("light", "dark", "system")
DENSITIES = ("compact", "comfortable")
FONT_SCALES = (0.9, 1.0, 1.15, 1.3, 1.5)


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """One machine's habits. Geometry and states are opaque text made by the widgets themselves."""

    last_office: str = ""
    recent_offices: tuple[str, ...] = ()
    theme: str = "system"
    font_scale: float = 1.0
    row_density: str = "compact"
    window_geometry: str = ""
    window_state: str = ""
    desk_states: Mapping[str, str] = field(default_factory=dict)
    table_states: Mapping[str, str] = field(default_factory=dict)


def load_settings(path: Path) -> MachineSettings:
    """Reads the settings; a missing or damaged file, or a senseless value, falls back to default."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return MachineSettings()
    if not isinstance(raw, dict):
        return MachineSettings()
    known: dict[str, Any] = {}
    for one in fields(MachineSettings):
        value = _checked(one.name, raw.get(one.name))
        if value is not None:
            known[one.name] = value
    return MachineSettings(**known)


def save_settings(path: Path, settings: MachineSettings) -> None:
    """Writes the settings whole or not at all: a power cut leaves the old file.

    Habits are no reason to stop anybody: where they cannot be kept, they are forgotten.
    """
    write_json(path, asdict(settings))


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Writes habits whole or not at all; where they cannot be kept, they are forgotten."""
    text = json.dumps(data, indent=1, sort_keys=True)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".new")
        with draft.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)


def _checked(name: str, value: object) -> object:
    match name:
        case "theme":
            return value if value in THEMES else None
        case "row_density":
            return value if value in DENSITIES else None
        case "font_scale":
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return float(value) if number and 0.8 <= value <= 2 else None  # type: ignore[operator,arg-type]
        case "recent_offices":
            strings = isinstance(value, list) and all(isinstance(one, str) for one in value)
            return tuple(value) if strings else None  # type: ignore[arg-type]
        case "desk_states" | "table_states":
            if not isinstance(value, dict):
                return None
            return {key: text for key, text in value.items() if isinstance(text, str)}
    return value if isinstance(value, str) else None
